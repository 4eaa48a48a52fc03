// What headers are made from, as lines, and what HTTP allows in one.

import { LocalProtocolError } from "./errors.js";
import type { Headers } from "./headers.js";

type HeaderValue = string | number | boolean | null | undefined;

/** Whatever headers can be made from. `null` and `undefined` remove a header. An array gives one line for each item. */
export type HeadersInit =
  | Headers
  | globalThis.Headers
  | Iterable<readonly [string, HeaderValue]>
  | Readonly<Record<string, HeaderValue | readonly HeaderValue[]>>;

// RFC 9110 §5.6.2 (token) and §5.5 (field-content: visible characters, spaces and tabs inside, obs-text).
const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const FIELD_VALUE = /^(?:[\x21-\x7e\x80-\xff](?:[\t\x20-\x7e\x80-\xff]*[\x21-\x7e\x80-\xff])?)?$/;

/** Names with their values beside them, read once: what gives pairs may give them only once. */
export interface Lines {
  readonly names: string[];
  readonly values: HeaderValue[];
}

export function linesOf(init: HeadersInit): Lines {
  if (typeof init !== "object") {
    throw new TypeError(`Headers: expected an object, pairs or Headers, got ${typeof init}.`);
  }
  const names: string[] = [];
  const values: HeaderValue[] = [];
  if (isIterable(init)) {
    // By its shape: it may be of another copy of this package. What it gives as an iterable is joined and in lower case.
    for (const pair of "raw" in init && Array.isArray(init.raw) ? init.raw : init) {
      if (!Array.isArray(pair) || pair.length !== 2)
        throw new TypeError("Headers: each item must be a [name, value] pair.");
      names.push(pair[0]);
      values.push(pair[1]);
    }
    return { names, values };
  }
  for (const [name, value] of Object.entries(init)) {
    for (const item of Array.isArray(value) ? value : [value]) {
      names.push(name);
      values.push(item);
    }
  }
  return { names, values };
}

function isIterable(init: object): init is Iterable<readonly [string, HeaderValue]> {
  return Symbol.iterator in init;
}

/** Whether HTTP allows it as a method, or as the name of a header. */
export function isToken(text: string): boolean {
  return TOKEN.test(text);
}

export function checkedName(name: string): string {
  if (isToken(name)) return name;
  throw new LocalProtocolError(`Illegal header name ${JSON.stringify(name)}.`);
}

// The value may be a secret, so the message names the header only.
export function checkedValue(name: string, value: string | number | boolean): string {
  const text = typeof value === "string" ? value : headerText(name, value);
  if (FIELD_VALUE.test(text)) return text;
  throw new LocalProtocolError(
    `Illegal value of header ${JSON.stringify(name)}: ${/[^\0-\xff]/.test(text) ? "it has characters beyond Latin-1; encode them first" : "control characters, and spaces around the value, are not allowed"}.`,
  );
}

function headerText(name: string, value: unknown): string {
  if (typeof value === "number" || typeof value === "boolean" || typeof value === "bigint")
    return String(value);
  throw new TypeError(
    `Header ${JSON.stringify(name)}: the value must be a string or a number, not ${typeof value}.`,
  );
}
