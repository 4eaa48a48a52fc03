import { integer, longIntegersIn } from "../load/long-integers.js";
import { isObject, type JsonObject } from "../load/pointer.js";
import type { EnumValue, Type } from "./api.js";
import { textOf } from "./docs.js";
import type { TypeName } from "./keywords.js";
import { numberTypeOf } from "./scalars.js";
import type { SchemaObject } from "./schema-object.js";
import { neverType, noDocs, nullType, numberType } from "./types.js";
import { unionOf } from "./unions.js";

export interface EnumReading {
  readonly type: Type;
  /** Values that the declared type forbids, and that were read as that type all the same. */
  readonly mistyped: readonly unknown[];
  /** Integers that no literal can say, for which the type is any integer. */
  readonly long: readonly bigint[];
}

/** The type of `const` or `enum`, or undefined if the schema has neither. */
export function enumType(schema: SchemaObject, types: readonly TypeName[]): EnumReading | undefined {
  if (schema.const !== undefined) {
    const type = typeof schema.const === "bigint" ? longTypeOf(schema) : literalType(schema.const);
    return { type, mistyped: [], long: longIntegersIn(schema.const) };
  }
  if (!Array.isArray(schema.enum)) return undefined;
  const given: readonly unknown[] = schema.enum;
  const all = given.map((value) => conformed(value, types));
  // One that is long makes all integers long: a number among them would be read as they are.
  const isLong = all.some((value) => typeof value === "bigint");
  const values = new Map<string | number, EnumValue>();
  const others: Type[] = isLong ? [longTypeOf(schema)] : [];
  const labels = labelsOf(schema.raw, given.length);
  all.forEach((value, index) => {
    if (isLong && (typeof value === "bigint" || typeof value === "number")) return;
    if (!hasLiteral(value)) others.push(literalType(value));
    else if (!values.has(value))
      values.set(value, labels === undefined ? { value } : { value, ...labels(index, value) });
  });
  return {
    type: unionOf([...enumOf([...values.values()]), ...others]),
    mistyped: given.filter((value, index) => value !== all[index]),
    long: longIntegersIn(all),
  };
}

/** What no literal of a number can say: the runtime refuses to round it, or reads it without loss. */
const longType: Type = { kind: "number", integer: true, format: "int64" };

function longTypeOf(schema: SchemaObject): Type {
  return schema.format === "uint64" ? numberTypeOf(schema, true) : longType;
}

/** Numbers that are larger than numbers can be (`1e400`, `.inf`) have none. */
function hasLiteral(value: unknown): value is string | number {
  return typeof value === "string" || Number.isFinite(value);
}

/** Strings and numbers apart; one of a kind is a literal. */
function enumOf(values: readonly EnumValue[]): readonly Type[] {
  return (["string", "number"] as const).flatMap((base): Type[] => {
    const own = values.filter(({ value }) => typeof value === base);
    if (own.length > 1) return [{ kind: "enum", base, values: own, open: false }];
    return own.map(({ value }) => ({ kind: "literal", value }));
  });
}

/** A constant as a type. Objects and arrays become objects and tuples of literals. */
function literalType(value: unknown): Type {
  if (value === null) return nullType;
  if (hasLiteral(value) || typeof value === "boolean") return { kind: "literal", value };
  if (typeof value === "number") return numberType;
  if (typeof value === "bigint") return longType;
  if (Array.isArray(value)) return { kind: "tuple", items: value.map(literalType), required: value.length };
  if (!isObject(value)) return neverType;
  return {
    kind: "object",
    properties: Object.keys(value).map((key) => ({
      key,
      required: true,
      type: literalType(value[key]),
      docs: noDocs,
      source: "#",
    })),
    index: neverType,
  };
}

/** YAML makes `1.0` a number and `yes` a boolean where the author meant text: the declared type decides. */
function conformed(value: unknown, types: readonly TypeName[]): unknown {
  const wants = (...names: readonly TypeName[]): boolean => names.some((name) => types.includes(name));
  if (types.length === 0) return value;
  if (typeof value === "number" || typeof value === "boolean" || typeof value === "bigint") {
    if (wants("number", "integer") && typeof value !== "boolean") return value;
    if (wants("boolean") && typeof value === "boolean") return value;
    return wants("string") ? String(value) : value;
  }
  if (typeof value === "string" && !wants("string")) {
    if (wants("number", "integer") && value.trim() !== "" && Number.isFinite(Number(value)))
      return /^[-+]?\d+$/.test(value) ? integer(value, Number(value)) : Number(value);
    if (wants("boolean") && (value === "true" || value === "false")) return value === "true";
  }
  return value;
}

type Words = Pick<EnumValue, "label" | "description">;

/** Names and descriptions of values, from the extensions in use. Names count only if complete and unique. */
function labelsOf(
  schema: JsonObject,
  count: number,
): ((index: number, value: string | number) => Words) | undefined {
  const names = schema["x-enum-varnames"] ?? schema["x-enumNames"] ?? schema["x-enum-names"];
  const labels = isCompleteList(names, count) ? names : undefined;
  const described = schema["x-enum-descriptions"] ?? schema["x-enumDescriptions"];
  const detailed = isObject(schema["x-ms-enum"]) ? schema["x-ms-enum"].values : undefined;
  if (labels === undefined && described === undefined && !Array.isArray(detailed)) return undefined;
  return (index, value) => {
    const detail: unknown = Array.isArray(detailed)
      ? detailed.find((entry) => isObject(entry) && entry.value === value)
      : undefined;
    const label = labels?.[index];
    const description =
      (Array.isArray(described) ? textOf(described[index]) : undefined) ??
      (isObject(described) && Object.hasOwn(described, value) ? textOf(described[value]) : undefined) ??
      (isObject(detail) ? textOf(detail.description) : undefined);
    return { ...(label !== undefined && { label }), ...(description !== undefined && { description }) };
  };
}

function isCompleteList(names: unknown, count: number): names is readonly string[] {
  return (
    Array.isArray(names) &&
    names.length === count &&
    names.every((name) => typeof name === "string" && name !== "") &&
    new Set(names).size === count
  );
}
