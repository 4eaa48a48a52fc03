import type { JsonObject } from "../load/pointer.js";

/** `schemes`, `host` and `basePath` as servers. Without a host, the address is relative to the document's own. */
export function servers({ schemes, host, basePath }: JsonObject): readonly JsonObject[] {
  const path = typeof basePath === "string" ? `/${basePath.replace(/^\/|\/$/g, "")}` : "/";
  if (typeof host !== "string" || host === "") return [{ url: path }];
  const suffix = path === "/" ? "" : path;
  const listed = Array.isArray(schemes)
    ? schemes.filter((scheme) => scheme === "https" || scheme === "http")
    : [];
  // No scheme means the one that the document came by, which only the reader knows.
  if (listed.length === 0) return [{ url: `//${host}${suffix}` }];
  return listed.map((scheme) => ({ url: `${String(scheme)}://${host}${suffix}` }));
}
