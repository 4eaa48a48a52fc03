// Headers as HTTP/2 has them: the request line in pseudo-headers, names in lower case, nothing that describes a connection.

import type { OutgoingHttpHeaders } from "node:http2";
import type { DispatchOptions } from "./connection.js";
import type { Origin } from "./origin.js";

/** Name, value, name, value …, of a request. */
export function requestLines(
  { method, path, headers }: DispatchOptions,
  origin: Origin,
  authority: string,
): string[] {
  const scheme = origin.isSecure ? "https" : "http";
  const lines = [":method", method, ":scheme", scheme, ":path", path, ":authority", authority];
  const authorityAt = lines.length - 1;
  for (let at = 0; at < headers.length; at += 2) {
    const name = lowerCase(headers[at]!);
    const value = headers[at + 1]!;
    if (name === "host") lines[authorityAt] = value;
    else if (name === "te" ? value === "trailers" : !CONNECTION_HEADERS.has(name)) lines.push(name, value);
  }
  return lines;
}

/** The same as an object, which costs Node more. */
export function asObject(lines: readonly string[]): OutgoingHttpHeaders {
  const headers: OutgoingHttpHeaders = {};
  for (let at = 0; at < lines.length; at += 2) append(headers, lines[at]!, lines[at + 1]!);
  return headers;
}

/** Name, value, name, value …, of a response. Pseudo-headers stand before all others (RFC 9113 §8.3). */
export function withoutPseudo(raw: readonly string[]): string[] {
  let begin = 0;
  while (raw[begin]?.startsWith(":")) begin += 2;
  return raw.slice(begin);
}

// Nearly all names are sent again and again; a lower-case copy that exists already is also a known property key.
const lowerNames = new Map<string, string>();
const MAX_LOWER_NAMES = 500;

function lowerCase(name: string): string {
  const known = lowerNames.get(name);
  if (known !== undefined) return known;
  const lower = name.toLowerCase();
  if (lowerNames.size < MAX_LOWER_NAMES) lowerNames.set(name, lower);
  return lower;
}

// RFC 9113 §8.2.2: these describe an HTTP/1.1 connection.
const CONNECTION_HEADERS: ReadonlySet<string> = new Set([
  "connection",
  "keep-alive",
  "proxy-connection",
  "transfer-encoding",
  "upgrade",
]);

function append(headers: OutgoingHttpHeaders, name: string, value: string): void {
  const before = headers[name];
  if (before === undefined) headers[name] = value;
  else headers[name] = [before, value].flat().map(String);
}
