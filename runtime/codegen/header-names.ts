import type { HeadersInit } from "../headers.js";

/** The names that headers in any form have, in lower case; those of removed ones (`null`) included. */
export function headerNames(headers: HeadersInit | null | undefined): ReadonlySet<string> {
  if (headers == null) return new Set();
  const names = Symbol.iterator in headers ? Array.from(headers, ([name]) => name) : Object.keys(headers);
  return new Set(names.map((name) => name.toLowerCase()));
}
