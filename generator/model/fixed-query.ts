import { percentDecoded } from "../load/pointer.js";
import type { Parameter } from "./api.js";

/**
 * Paths may hold a query that tells operations apart (`/?comp=list`), and mostly declare it as parameters once more.
 * What is always sent as a parameter is not sent twice.
 */
export function withoutDeclaredQuery(path: string, parameters: readonly Parameter[]): string {
  const start = path.indexOf("?");
  if (start === -1) return path;
  const sent = new Set(
    parameters.filter((parameter) => parameter.in === "query" && parameter.required).map(({ name }) => name),
  );
  const pairs = path
    .slice(start + 1)
    .split("&")
    .filter((pair) => !sent.has(percentDecoded(pair.split("=", 1)[0] ?? "")));
  return path.slice(0, start) + (pairs.length === 0 ? "" : `?${pairs.join("&")}`);
}

/** `/pets?tag={tag}` without what a parameter in the query says once more; `isDeclared` takes "query tag", "path tag". */
export function withoutTemplatedQuery(path: string, isDeclared: (place: string) => boolean): string {
  const start = path.indexOf("?");
  if (start === -1 || path[start - 1] === "{") return path;
  const pairs = path.slice(start + 1).split("&");
  const kept = pairs.filter((pair) => {
    const [, key = "", name = ""] = /^([^=]*)=\{([^{}]*)\}$/.exec(pair) ?? [];
    if (name === "" || isDeclared(`path ${name}`)) return true;
    return !isDeclared(`query ${percentDecoded(key)}`) && !isDeclared(`query ${name}`);
  });
  if (kept.length === pairs.length) return path;
  return path.slice(0, start) + (kept.length === 0 ? "" : `?${kept.join("&")}`);
}
