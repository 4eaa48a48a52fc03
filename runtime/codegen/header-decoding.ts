// Response headers by their declared types. OpenAPI 3.2 §4.21: style `simple`.

import type { Response } from "../response.js";
import { dateOf } from "./dates.js";
import { bodyError } from "./errors.js";
import { decodeJson } from "./json-decoding.js";
import type { HeaderKind, ScalarHeaderKind } from "./operation.js";

/**
 * The declared headers that are there, under their declared names. One that does not fit its type is left out, but for an
 * integer that it would have to round: that is an error. @throws ResponseBodyError
 */
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
  // RFC 9110 §5.3: the one header whose lines cannot be joined by commas. OpenAPI 3.2 §4.21: they stay lines.
  if (name.toLowerCase() === "set-cookie") {
    const lines = response.headers.getSetCookie();
    if (kind === "string[]") return lines;
    if (kind === "string") return lines.length === 0 ? undefined : lines.join("\n");
  }
  const text = response.headers.get(name);
  if (text === null) return undefined;
  try {
    return decodeHeader(text.trim(), kind);
  } catch (cause) {
    throw bodyError(
      response,
      `its header "${name}" ${typeof kind === "object" ? "has" : "is"} an integer beyond 2^53, which a number cannot hold; generate with "--int64 bigint" or "--int64 string"`,
      cause,
    );
  }
}

/** @throws RangeError for an integer that its type cannot hold */
function decodeHeader(text: string, kind: HeaderKind): unknown {
  if (typeof kind === "object") return unlessSyntaxError(() => decodeJson(text, kind.json));
  switch (kind) {
    case "{}":
      return Object.fromEntries(pairs(items(text)));
    case "{=}":
      return Object.fromEntries(items(text).map(keyAndValue));
    case "json":
      return unlessSyntaxError(() => JSON.parse(text) as unknown);
    default: {
      const [scalarKind, list] = kind.split("[");
      // The kinds are scalar ones, and lists of these.
      const read = (item: string): unknown => scalar(item, scalarKind as ScalarHeaderKind);
      if (list === undefined) return read(text);
      return items(text, list === "]" ? "," : list.slice(0, 1)).map(read);
    }
  }
}

function unlessSyntaxError(read: () => unknown): unknown {
  try {
    return read();
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function scalar(text: string, kind: ScalarHeaderKind): unknown {
  switch (kind) {
    case "string":
      return text;
    case "boolean":
      return text === "true" ? true : text === "false" ? false : undefined;
    case "bigint":
      return /^-?\d+$/.test(text) ? BigInt(text) : undefined;
    case "date":
      return dateOf(text);
    case "number":
    case "int64": {
      const number = Number(text);
      if (kind === "int64" && Number.isInteger(number) && !Number.isSafeInteger(number)) {
        throw new RangeError("an integer beyond 2^53, which a number cannot hold");
      }
      return text === "" || Number.isNaN(number) ? undefined : number;
    }
  }
}

function items(text: string, separator = ","): string[] {
  return text === "" ? [] : text.split(separator).map((item) => item.trim());
}

function* pairs(list: readonly string[]): Iterable<readonly [string, string]> {
  for (let at = 0; at + 1 < list.length; at += 2) yield [list[at]!, list[at + 1]!];
}

function keyAndValue(item: string): readonly [string, string] {
  const equals = item.indexOf("=");
  return equals === -1 ? [item, ""] : [item.slice(0, equals), item.slice(equals + 1)];
}
