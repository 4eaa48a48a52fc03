// What JSON cannot say: 64-bit integers and dates. A codec is data that follows the shape of a schema and names
// the positions that need work, so that a document without any costs nothing.

/**
 * `int64`: a number; an integer that a number cannot hold is an error rather than rounded. `bigint` and
 * `int64-string`: the same integers without loss. `date-time` and `date`: a `Date`.
 */
export type ScalarCodec = "int64" | "bigint" | "int64-string" | "date-time" | "date";

export type Codec =
  | ScalarCodec
  | { readonly items: Codec }
  | { readonly prefix: readonly (Codec | null)[]; readonly rest?: Codec }
  | { readonly properties: { readonly [key: string]: Codec }; readonly rest?: Codec }
  /** Every position that any of them names. */
  | { readonly all: readonly Codec[] }
  /** A reference; what lets codecs recurse. */
  | (() => Codec);

/** A value as JSON carries it: the way out. Copies only along the positions that the codec names. */
export function encodeValue(codec: Codec, value: unknown): unknown {
  return convert(codec, value, encodeScalar, "");
}

/** The value that JSON stands for: the way in. */
export function decodeValue(codec: Codec, value: unknown): unknown {
  return convert(codec, value, decodeScalar, "");
}

type Scalar = (codec: ScalarCodec, value: unknown, path: string) => unknown;

function convert(codec: Codec, value: unknown, scalar: Scalar, path: string): unknown {
  if (value === undefined || value === null) return value;
  if (typeof codec === "string") return scalar(codec, value, path);
  if (typeof codec === "function") return convert(codec(), value, scalar, path);
  if ("all" in codec) {
    let current: unknown = value;
    for (const each of codec.all) current = convert(each, current, scalar, path);
    return current;
  }
  if ("properties" in codec) return convertObject(codec, value, scalar, path);
  if (!Array.isArray(value)) return value;
  return value.map((item: unknown, index) => {
    const each =
      "items" in codec ? codec.items : index < codec.prefix.length ? codec.prefix[index] : codec.rest;
    return each == null ? item : convert(each, item, scalar, `${path}[${index}]`);
  });
}

function convertObject(
  { properties, rest }: Extract<Codec, { readonly properties: unknown }>,
  value: unknown,
  scalar: Scalar,
  path: string,
): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  const result: Record<string, unknown> = {};
  for (const [key, member] of Object.entries(value)) {
    const codec = Object.hasOwn(properties, key) ? properties[key] : rest;
    const converted = codec === undefined ? member : convert(codec, member, scalar, `${path}.${key}`);
    setOwn(result, key, converted);
  }
  return result;
}

/** `__proto__` is a key like any other, and must not become a prototype. */
export function setOwn(target: Record<string, unknown>, key: string, value: unknown): void {
  if (key === "__proto__") {
    Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
  } else {
    target[key] = value;
  }
}

const integerText = /^-?\d+$/;

/** An integer of a JSON text that is too long for a number. */
export class LongInteger {
  readonly digits: string;

  constructor(digits: string) {
    this.digits = digits;
  }
}

/** The digits of an integer, however it came: some servers write 64-bit integers as strings. */
function integerDigits(value: unknown): string | undefined {
  if (value instanceof LongInteger) return value.digits;
  if (typeof value === "string") return integerText.test(value) ? value : undefined;
  return Number.isInteger(value) ? BigInt(value as number).toString() : undefined;
}

function decodeScalar(codec: ScalarCodec, value: unknown, path: string): unknown {
  switch (codec) {
    case "int64": {
      const number = value instanceof LongInteger ? Number(value.digits) : value;
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

function placeOf(path: string): string {
  return path === "" ? "the value" : path.replace(/^\./, "");
}

function readDate(text: string, path: string): Date {
  const date = new Date(text);
  if (Number.isNaN(date.getTime())) {
    throw new RangeError(`${placeOf(path)} is ${JSON.stringify(text)}, which is no date`);
  }
  return date;
}

function encodeScalar(codec: ScalarCodec, value: unknown, path: string): unknown {
  switch (codec) {
    case "int64":
    case "bigint":
      if (Number.isInteger(value) && !Number.isSafeInteger(value)) {
        throw new RangeError(`${placeOf(path)} is beyond 2^53: pass it as a bigint`);
      }
      return value;
    case "int64-string":
      return typeof value === "string" && integerText.test(value) ? BigInt(value) : value;
    case "date-time":
      return value instanceof Date ? value.toISOString() : value;
    case "date":
      return value instanceof Date ? value.toISOString().slice(0, 10) : value;
  }
}
