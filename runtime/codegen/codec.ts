// What JSON cannot say: 64-bit integers and dates. A codec is data that follows the shape of a schema and names
// the positions that need work, so that a document without any costs nothing.

/**
 * `int64`: a number; an integer that a number cannot hold is an error rather than rounded. `bigint` and
 * `int64-string`: the same integers without loss. `date-time` and `date`: a `Date`.
 */
export type ScalarCodec = "int64" | "bigint" | "int64-string" | "date-time" | "date";

// Lists of literals are `T[]`: see `OperationDescriptor`.
export type Codec =
  | ScalarCodec
  | { readonly items: Codec }
  | { readonly prefix: readonly (Codec | null)[]; readonly rest?: Codec }
  | { readonly properties: { readonly [key: string]: Codec }; readonly rest?: Codec }
  /** Every position that any of them names. */
  | { readonly all: Codec[] }
  /** That of the member of a union that the value is; `else` where it is none of them. */
  | { readonly one: Alternative[]; readonly else?: Codec }
  /** A reference; what lets codecs recurse. */
  | (() => Codec);

/** A member of a union, and how to tell it. */
export interface Alternative {
  /** What it is in JSON. Default: anything. */
  readonly is?: "object" | "array" | "string" | "number" | "boolean";
  /** Properties of which it has one of these values, where it has them. */
  readonly tags?: { readonly [key: string]: readonly (string | number | boolean)[] };
  /** Properties that it always has. */
  readonly needs?: readonly string[];
  /** Default: there is nothing to do. */
  readonly codec?: Codec;
  /** Properties that it declares and that need nothing, though those of other members do; `true` = all but the codec's. */
  readonly plain?: readonly string[] | true;
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
  if ("one" in codec) {
    const parts = codec.one.map((alternative) => alternative.codec);
    return [...parts, codec.else].filter((part) => part !== undefined);
  }
  const rest = codec.rest === undefined ? [] : [codec.rest];
  if ("properties" in codec) return [...Object.values(codec.properties), ...rest];
  return [...codec.prefix.filter((part) => part !== null), ...rest];
}

export function placeOf(path: string): string {
  return path === "" ? "the value" : path.replace(/^\./, "");
}
