// Which member of a union a value is, told by what the schemas fix.

import type { Alternative, Codec } from "./codec.js";
import { integerText, LongInteger } from "./json.js";
import { Part } from "./part.js";

/** What a value may be, with what the codec says of it then. */
export interface Candidate {
  readonly codec?: Codec | undefined;
  readonly plain?: Alternative["plain"] | undefined;
}

export function candidates(codec: Extract<Codec, { readonly one: unknown }>, value: unknown): Candidate[] {
  const fitting = codec.one.filter((alternative) => fits(alternative, value));
  if (fitting.length === 0) return resolved({ codec: codec.else }, value);
  return fitting.flatMap((alternative) => resolved(alternative, value));
}

/** A candidate, or what is left for this value of the union that it is. */
export function resolved(candidate: Candidate, value: unknown): Candidate[] {
  const { codec } = candidate;
  const referred = typeof codec === "function" ? codec() : codec;
  if (referred === undefined) return [{ plain: candidate.plain }];
  return typeof referred === "object" && "one" in referred
    ? candidates(referred, value)
    : [{ codec: referred, plain: candidate.plain }];
}

function fits({ is, tags = {}, needs = [], codec }: Alternative, value: unknown): boolean {
  if (is !== undefined && is !== kindOf(value)) {
    // Digits, on their way out.
    const own = typeof codec === "function" ? codec() : codec;
    return own === "int64-string" && typeof value === "string" && integerText.test(value);
  }
  if (!isRecord(value)) return true;
  return (
    needs.every((key) => Object.hasOwn(value, key)) &&
    Object.entries(tags).every(([key, values]) => {
      const tag: unknown = Object.hasOwn(value, key) ? value[key] : undefined;
      return tag === undefined || (values as readonly unknown[]).includes(tag);
    })
  );
}

/** What JSON makes of a value. */
function kindOf(value: unknown): Alternative["is"] {
  if (typeof value === "bigint" || value instanceof LongInteger) return "number";
  if (value instanceof Date) return "string";
  if (Array.isArray(value)) return "array";
  const type = typeof value;
  return type === "string" || type === "number" || type === "boolean" || type === "object" ? type : undefined;
}

/** An object of JSON: no date, no bytes, nothing that is written as it is. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return (
    typeof value === "object" &&
    Object.prototype.toString.call(value) === "[object Object]" &&
    !(value instanceof LongInteger || value instanceof Part)
  );
}
