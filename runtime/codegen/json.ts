// JSON with integers of any length. `JSON.parse` rounds beyond 2^53 and `JSON.stringify` refuses a bigint; Node 20
// has neither source text access nor raw JSON. So long integers travel as marked strings, only when there are any.

import { type Codec, decodeValue, LongInteger, setOwn } from "./codec.js";

let secret: string | undefined;

// No server can guess it, so that no string of a document is taken for a number.
function marker(): string {
  secret ??= `\ue000${crypto.randomUUID()}:`;
  return secret;
}

/** Any value as JSON text; a `bigint` becomes a number with all its digits. */
export function encodeJson(value: unknown): string {
  try {
    return JSON.stringify(value) ?? "null";
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    // Either there is a bigint in it, or this throws the same error again.
    return stringifyBigints(value);
  }
}

function stringifyBigints(value: unknown): string {
  const mark = marker();
  const text = JSON.stringify(value, (_key, member: unknown) =>
    typeof member === "bigint" ? `${mark}${member}` : member,
  );
  return text.replaceAll(new RegExp(`"${mark}(-?\\d+)"`, "g"), "$1");
}

const longInteger = /\d{16}/;
const stringsAndIntegers = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d{16,}(?![\d.eE])/g;

/** JSON text as a value. With a codec, its integers keep all their digits and its dates are dates. */
export function decodeJson(text: string, codec: Codec | undefined): unknown {
  if (codec === undefined) return JSON.parse(text) as unknown;
  if (!longInteger.test(text)) return decodeValue(codec, JSON.parse(text));
  const mark = marker();
  // Digits after "." or "e" are no integer of their own.
  const marked = text.replace(stringsAndIntegers, (token, offset: number) =>
    token.startsWith('"') || /[.eE+]/.test(text[offset - 1] ?? "") ? token : `"${mark}${token}"`,
  );
  const value = JSON.parse(marked, (_key, member: unknown) =>
    typeof member === "string" && member.startsWith(mark)
      ? new LongInteger(member.slice(mark.length))
      : member,
  );
  return withoutLongIntegers(decodeValue(codec, value));
}

/** What no codec asked for is a number, as JSON.parse would have it. */
function withoutLongIntegers(value: unknown): unknown {
  if (value instanceof LongInteger) return Number(value.digits);
  if (Array.isArray(value)) return value.map(withoutLongIntegers);
  if (typeof value !== "object" || value === null || value instanceof Date) return value;
  const result: Record<string, unknown> = {};
  for (const [key, member] of Object.entries(value)) setOwn(result, key, withoutLongIntegers(member));
  return result;
}
