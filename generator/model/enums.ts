import { isObject, type JsonObject } from "../load/pointer.js";
import type { EnumValue, Type } from "./api.js";
import { textOf } from "./docs.js";
import type { TypeName } from "./keywords.js";
import type { SchemaObject } from "./schema-object.js";
import { neverType, noDocs, nullType, numberType } from "./types.js";
import { unionOf } from "./unions.js";

export interface EnumReading {
  readonly type: Type;
  /** Values that the declared type forbids, and that were read as that type all the same. */
  readonly mistyped: readonly unknown[];
}

/** The type of `const` or `enum`, or undefined if the schema has neither. */
export function enumType(schema: SchemaObject, types: readonly TypeName[]): EnumReading | undefined {
  if (schema.const !== undefined) {
    return { type: literalType(schema.const), mistyped: [] };
  }
  if (!Array.isArray(schema.enum)) return undefined;
  const given: readonly unknown[] = schema.enum;
  const values = new Map<string | number, EnumValue>();
  const others: Type[] = [];
  const mistyped: unknown[] = [];
  const labels = labelsOf(schema.raw, given.length);
  given.forEach((declared, index) => {
    const value = conformed(declared, types);
    if (value !== declared) mistyped.push(declared);
    if (!hasLiteral(value)) others.push(literalType(value));
    else if (!values.has(value))
      values.set(value, labels === undefined ? { value } : { value, ...labels(index, value) });
  });
  return { type: unionOf([...enumOf([...values.values()]), ...others]), mistyped };
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
  if (typeof value === "number" || typeof value === "boolean") {
    if (wants("number", "integer") && typeof value === "number") return value;
    if (wants("boolean") && typeof value === "boolean") return value;
    return wants("string") ? String(value) : value;
  }
  if (typeof value === "string" && !wants("string")) {
    if (wants("number", "integer") && value.trim() !== "" && Number.isFinite(Number(value)))
      return Number(value);
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
