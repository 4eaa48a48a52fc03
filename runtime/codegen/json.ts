// JSON on its way out, with integers of any length. `JSON.stringify` refuses a bigint, and Node 20 has no raw JSON: so
// long integers travel as marked strings, only when there are any. The way in is json-decoding.ts.

import { encodeJson as encodePlainJson } from "../json.js";

let secret: string | undefined;

/** No server can guess it, so that no string of a document is taken for a number. */
export function marker(): string {
  secret ??= `\ue000${crypto.randomUUID()}:`;
  return secret;
}

/** An integer of a JSON text that is too long for a number. */
export class LongInteger {
  readonly digits: string;

  constructor(digits: string) {
    this.digits = digits;
  }
}

/** What a long integer is as text. */
export const integerText: RegExp = /^-?\d+$/;

/** The client's own encoder, or `encodeJson`. */
export type WriteJson = (value: unknown) => string | Uint8Array;

/** Any value as JSON text; a `bigint` becomes a number with all its digits. @throws TypeError for what JSON cannot say */
export function encodeJson(value: unknown): string {
  if (value === undefined) return "null";
  try {
    return encodePlainJson(value);
  } catch (error) {
    return stringifyBigints(value, error);
  }
}

function stringifyBigints(value: unknown, problem: unknown): string {
  const mark = marker();
  let found = false;
  const text = JSON.stringify(value, (_key, member: unknown) => {
    if (typeof member === "number" && !Number.isFinite(member)) throw problem;
    if (typeof member !== "bigint") return member;
    found = true;
    return `${mark}${member}`;
  });
  if (!found) throw problem;
  return text.replaceAll(new RegExp(`"${mark}(-?\\d+)"`, "g"), "$1");
}
