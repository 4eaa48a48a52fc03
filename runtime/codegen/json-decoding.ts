// JSON on its way in, by a codec: its integers keep all their digits, its dates are dates. `JSON.parse` rounds beyond
// 2^53, and Node 20 has no source text access: so long integers travel as marked strings, only when there are any.
// Loaded with the first response that has a codec.

import { type Codec, isCheck, placeOf, type ScalarCodec } from "./codec.js";
import { convert, setOwn } from "./conversion.js";
import { dateOf } from "./dates.js";
import { integerText, LongInteger, marker } from "./json.js";

const longInteger = /\d{16}/;
const stringsAndIntegers = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d{16,}(?![\d.eE])/g;

/**
 * JSON text as a value; by the client's own decoder, if it has one, which then says what integers are.
 *
 * @throws SyntaxError, RangeError for what the codec cannot hold
 */
export function decodeJson(text: string, codec: Codec, ownDecoder?: (text: string) => unknown): unknown {
  if (ownDecoder !== undefined) return decodeValue(codec, ownDecoder(text));
  if (!longInteger.test(text)) {
    const value: unknown = JSON.parse(text);
    return onlyChecks(codec) ? value : decodeValue(codec, value);
  }
  return decodeParsed(codec, parseLongIntegers(text));
}

/** JSON text as a value that a codec has yet to be applied to. @throws SyntaxError */
export function parseLongIntegers(text: string): unknown {
  if (!longInteger.test(text)) return JSON.parse(text);
  const mark = marker();
  // Digits after "." or "e" are no integer of their own.
  const marked = text.replace(stringsAndIntegers, (token, offset: number) =>
    token.startsWith('"') || /[.eE+]/.test(text[offset - 1] ?? "") ? token : `"${mark}${token}"`,
  );
  return JSON.parse(marked, (_key, member: unknown) =>
    typeof member === "string" && member.startsWith(mark)
      ? new LongInteger(member.slice(mark.length))
      : member,
  );
}

/** What `parseLongIntegers` gives, by a codec. @throws RangeError for what the codec cannot hold */
export function decodeParsed(codec: Codec, value: unknown): unknown {
  return withoutLongIntegers(decodeValue(codec, value));
}

const checks = new WeakMap<object, boolean>();

/** A response without long integers, which is nearly every one, needs no check. */
function onlyChecks(codec: Codec): boolean {
  if (typeof codec === "string") return isCheck(codec);
  let known = checks.get(codec);
  if (known === undefined) {
    known = isCheck(codec);
    checks.set(codec, known);
  }
  return known;
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

/** The value that JSON stands for. */
function decodeValue(codec: Codec, value: unknown): unknown {
  return convert(codec, value, decodeScalar, "");
}

/** The digits of an integer, however it came: some servers write 64-bit integers as strings. */
function integerDigits(value: unknown): string | undefined {
  if (value instanceof LongInteger) return value.digits;
  if (typeof value === "bigint") return value.toString();
  if (typeof value === "string") return integerText.test(value) ? value : undefined;
  return Number.isInteger(value) ? BigInt(value as number).toString() : undefined;
}

function decodeScalar(codec: ScalarCodec, value: unknown, path: string): unknown {
  switch (codec) {
    case "int64": {
      const number =
        value instanceof LongInteger
          ? Number(value.digits)
          : typeof value === "bigint"
            ? Number(value)
            : value;
      if (!Number.isInteger(number) || Number.isSafeInteger(number)) return number;
      throw new RangeError(
        `${placeOf(path)} is beyond 2^53, which a number cannot hold; generate with "--int64 bigint" or "--int64 string"`,
      );
    }
    case "bigint": {
      const digits = integerDigits(value);
      return digits === undefined ? value : BigInt(digits);
    }
    case "int64-string":
      return integerDigits(value) ?? value;
    case "date-time":
    case "date":
      return typeof value === "string" ? readDate(value, path) : value;
  }
}

function readDate(text: string, path: string): Date {
  const date = dateOf(text);
  if (date === undefined)
    throw new RangeError(`${placeOf(path)} is ${JSON.stringify(text)}, which is no date`);
  return date;
}
