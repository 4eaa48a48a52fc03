// What JSON has no words for, 64-bit integers and dates: how the SDK's users see them, and what the runtime has to do.

import type { NumberType, StringType } from "../model/api.js";

export interface Scalars {
  /** The type of `format: int64` and `uint64`. */
  readonly int64: "number" | "bigint" | "string";
  /** The type of `format: date-time`. A `date` has no time, and so no instant that a `Date` could be: it stays text. */
  readonly dates: "string" | "Date";
}

export const plainScalars: Scalars = { int64: "number", dates: "string" };

/** What the runtime's `Codec` calls it; undefined where JSON says it all. */
export type ScalarCodec = "int64" | "bigint" | "int64-string" | "date-time";

export function scalarCodec(
  type: NumberType | StringType,
  { int64, dates }: Scalars,
): ScalarCodec | undefined {
  if (type.kind === "string")
    return type.format === "date-time" && dates === "Date" ? "date-time" : undefined;
  return isLong(type) ? int64Codecs[int64] : undefined;
}

const int64Codecs: Readonly<Record<Scalars["int64"], ScalarCodec>> = {
  number: "int64",
  bigint: "bigint",
  string: "int64-string",
};

/** As TypeScript. */
export function scalarType(type: NumberType | StringType, { int64, dates }: Scalars): string {
  if (type.kind === "number") return isLong(type) ? int64 : "number";
  return type.format === "date-time" ? dates : "string";
}

function isLong({ format }: NumberType): boolean {
  return format === "int64" || format === "uint64";
}
