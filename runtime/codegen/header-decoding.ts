// Response headers by their declared types. OpenAPI 3.2 §4.21: style `simple`.

import type { Response } from "../response.js";
import type { HeaderKind } from "./operation.js";

/** The declared headers that are there, under their declared names. One that does not fit its type is left out. */
export function decodeHeaders(
  headers: readonly (readonly [name: string, kind: HeaderKind])[],
  response: Response,
): Readonly<Record<string, unknown>> {
  const decoded: [string, unknown][] = [];
  for (const [name, kind] of headers) {
    const value = headerValue(name, kind, response);
    if (value !== undefined) decoded.push([name, value]);
  }
  return Object.fromEntries(decoded);
}

function headerValue(name: string, kind: HeaderKind, response: Response): unknown {
  // RFC 9110 §5.3: the one header whose lines cannot be joined.
  if (kind === "string[]" && name.toLowerCase() === "set-cookie") return response.headers.getSetCookie();
  const text = response.headers.get(name);
  return text === null ? undefined : decodeHeader(text.trim(), kind);
}

export function decodeHeader(text: string, kind: HeaderKind): unknown {
  switch (kind) {
    case "string":
      return text;
    case "number":
    case "boolean":
      return scalar(text, kind);
    case "bigint":
      return /^-?\d+$/.test(text) ? BigInt(text) : undefined;
    case "date": {
      const date = new Date(text);
      return Number.isNaN(date.getTime()) ? undefined : date;
    }
    case "string[]":
      return items(text);
    case "number[]":
      return items(text).map((item) => scalar(item, "number"));
    case "boolean[]":
      return items(text).map((item) => scalar(item, "boolean"));
    case "{}":
      return Object.fromEntries(pairs(items(text)));
    case "{=}":
      return Object.fromEntries(items(text).map(keyAndValue));
    case "json":
      try {
        return JSON.parse(text) as unknown;
      } catch {
        return undefined;
      }
  }
}

function scalar(text: string, kind: "number" | "boolean"): number | boolean | undefined {
  if (kind === "boolean") return text === "true" ? true : text === "false" ? false : undefined;
  const number = Number(text);
  return text === "" || Number.isNaN(number) ? undefined : number;
}

function items(text: string): string[] {
  return text === "" ? [] : text.split(",").map((item) => item.trim());
}

function* pairs(list: readonly string[]): Iterable<readonly [string, string]> {
  for (let at = 0; at + 1 < list.length; at += 2) yield [list[at]!, list[at + 1]!];
}

function keyAndValue(item: string): readonly [string, string] {
  const equals = item.indexOf("=");
  return equals === -1 ? [item, ""] : [item.slice(0, equals), item.slice(equals + 1)];
}
