// What JSON cannot say: 64-bit integers and dates. A codec is data that follows the shape of a schema and names
// the positions that need work, so that a document without any costs nothing.

import { LongInteger } from "./json.js";
import { Part } from "./part.js";

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
  /** The same where only one of them has to fit: what does not is left as it is. */
  | { readonly any: readonly Codec[] }
  /** A reference; what lets codecs recurse. */
  | (() => Codec);

/** A value as JSON carries it: the way out. Copies only along the positions that the codec names. */
export function encodeValue(codec: Codec, value: unknown): unknown {
  return convert(codec, value, encodeScalar, "");
}

/** Whether the codec changes nothing, and only refuses integers that a number cannot hold. */
export function isCheck(codec: Codec): boolean {
  return holdsOnly(codec, "int64", new Set());
}

function holdsOnly(codec: Codec, scalar: ScalarCodec, seen: Set<Codec>): boolean {
  if (typeof codec === "string") return codec === scalar;
  if (seen.has(codec)) return true;
  seen.add(codec);
  return partsOf(codec).every((part) => holdsOnly(part, scalar, seen));
}

function partsOf(codec: Exclude<Codec, ScalarCodec>): readonly Codec[] {
  if (typeof codec === "function") return [codec()];
  if ("items" in codec) return [codec.items];
  if ("all" in codec) return codec.all;
  if ("any" in codec) return codec.any;
  const rest = codec.rest === undefined ? [] : [codec.rest];
  if ("properties" in codec) return [...Object.values(codec.properties), ...rest];
  return [...codec.prefix.filter((part) => part !== null), ...rest];
}

/** What becomes of one position. */
export type Scalar = (codec: ScalarCodec, value: unknown, position: Position) => unknown;

export interface Position {
  /** For messages. */
  readonly path: string;
  /** Whether the value may be something else: it stands below one of several codecs. */
  readonly isLoose: boolean;
}

export function convert(
  codec: Codec,
  value: unknown,
  scalar: Scalar,
  path: string,
  isLoose = false,
): unknown {
  if (value === undefined || value === null) return value;
  if (typeof codec === "string") return scalar(codec, value, { path, isLoose });
  if (typeof codec === "function") return convert(codec(), value, scalar, path, isLoose);
  if ("all" in codec || "any" in codec) {
    let current: unknown = value;
    const isAny = "any" in codec;
    for (const each of isAny ? codec.any : codec.all)
      current = convert(each, current, scalar, path, isLoose || isAny);
    return current;
  }
  if ("properties" in codec) return convertObject(codec, value, scalar, path, isLoose);
  if (!Array.isArray(value)) return value;
  return value.map((item: unknown, index) => {
    const each =
      "items" in codec ? codec.items : index < codec.prefix.length ? codec.prefix[index] : codec.rest;
    return each == null ? item : convert(each, item, scalar, `${path}[${index}]`, isLoose);
  });
}

function convertObject(
  { properties, rest }: Extract<Codec, { readonly properties: unknown }>,
  value: unknown,
  scalar: Scalar,
  path: string,
  isLoose: boolean,
): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  // What another codec made of it, or what is written as it is.
  if (value instanceof Date || value instanceof LongInteger || value instanceof Part) return value;
  const result: Record<string, unknown> = {};
  for (const [key, member] of Object.entries(value)) {
    const codec = Object.hasOwn(properties, key) ? properties[key] : rest;
    const converted =
      codec === undefined ? member : convert(codec, member, scalar, `${path}.${key}`, isLoose);
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

export function placeOf(path: string): string {
  return path === "" ? "the value" : path.replace(/^\./, "");
}

function encodeScalar(codec: ScalarCodec, value: unknown, { path, isLoose }: Position): unknown {
  switch (codec) {
    case "int64":
    case "bigint":
      if (Number.isInteger(value) && !Number.isSafeInteger(value)) {
        throw new RangeError(`${placeOf(path)} is beyond 2^53: pass it as a bigint`);
      }
      return value;
    case "int64-string":
      // Where text may stand as well, digits are text.
      return !isLoose && typeof value === "string" && integerText.test(value) ? BigInt(value) : value;
    case "date-time":
      return value instanceof Date ? value.toISOString() : value;
    case "date":
      return value instanceof Date ? value.toISOString().slice(0, 10) : value;
  }
}
