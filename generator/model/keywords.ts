import { jsonText } from "../load/long-integers.js";
import type { JsonObject } from "../load/pointer.js";
import type { SchemaObject } from "./schema-object.js";

// What a schema's `type` says, in all the ways in which people write it.

export type TypeName = "string" | "number" | "integer" | "boolean" | "object" | "array" | "null";

/** JSON Schema's names, and those that other languages' habits put in their place. */
const typeNames: ReadonlyMap<unknown, TypeName> = new Map<unknown, TypeName>([
  ["string", "string"],
  ["number", "number"],
  ["integer", "integer"],
  ["boolean", "boolean"],
  ["object", "object"],
  ["array", "array"],
  ["null", "null"],
  // `type: null` without quotes, in YAML.
  [null, "null"],
  ["int", "integer"],
  ["long", "integer"],
  ["float", "number"],
  ["double", "number"],
  ["decimal", "number"],
  ["bool", "boolean"],
  ["str", "string"],
  ["text", "string"],
  ["date", "string"],
  ["datetime", "string"],
  ["date-time", "string"],
  ["uuid", "string"],
  ["file", "string"],
  ["list", "array"],
  ["dict", "object"],
  ["map", "object"],
]);

export interface DeclaredTypes {
  /** Without `null`; empty when nothing is said. */
  readonly names: readonly TypeName[];
  readonly nullable: boolean;
  readonly unknownNames: readonly string[];
}

const nothingDeclared: DeclaredTypes = { names: [], nullable: false, unknownNames: [] };
/** Most schemas name one type; those share their result. */
const oneDeclared = new Map<TypeName, DeclaredTypes>();

export function declaredTypes({ type, nullable }: SchemaObject): DeclaredTypes {
  if (type === undefined && !nullable) return nothingDeclared;
  const name = typeNames.get(type);
  if (name !== undefined && name !== "null" && !nullable) {
    const shared = oneDeclared.get(name) ?? { names: [name], nullable: false, unknownNames: [] };
    oneDeclared.set(name, shared);
    return shared;
  }
  const listed: readonly unknown[] = Array.isArray(type) ? type : type === undefined ? [] : [type];
  const names = new Set<TypeName>();
  const unknownNames: string[] = [];
  for (const item of listed) {
    const known = typeNames.get(item) ?? typeNames.get(typeof item === "string" ? item.toLowerCase() : item);
    if (known !== undefined) names.add(known);
    else unknownNames.push(typeof item === "string" ? item : (jsonText(item) ?? ""));
  }
  const hasNull = names.delete("null");
  return { names: [...names], nullable: nullable || hasNull, unknownNames };
}

const stringFormats: ReadonlySet<unknown> = new Set(
  "date-time date time duration email idn-email hostname ipv4 ipv6 uri uri-reference uuid password byte binary".split(
    " ",
  ),
);

/** The type that a schema without `type` talks about, judging by its other keywords. */
export function impliedType(schema: SchemaObject): TypeName | undefined {
  const isObject =
    schema.properties !== undefined ||
    schema.additionalProperties !== undefined ||
    schema.patternProperties !== undefined ||
    schema.required !== undefined ||
    schema.propertyNames !== undefined ||
    schema.unevaluatedProperties !== undefined ||
    schema.dependentSchemas !== undefined ||
    schema.limitsObjects;
  if (isObject) return "object";
  if (schema.items !== undefined || schema.prefixItems !== undefined) return "array";
  if (schema.limitsStrings) return "string";
  if (schema.contentEncoding !== undefined || schema.contentMediaType !== undefined) return "string";
  if (schema.format === undefined) return undefined;
  if (stringFormats.has(schema.format)) return "string";
  if (schema.format === "int32" || schema.format === "int64") return "integer";
  if (schema.format === "float" || schema.format === "double") return "number";
  return undefined;
}

/** Keywords that say nothing about which values are valid. */
const annotations: ReadonlySet<string> = new Set([
  "title",
  "description",
  "summary",
  "default",
  "example",
  "examples",
  "deprecated",
  "readOnly",
  "writeOnly",
  "externalDocs",
  "xml",
  "$comment",
  "$schema",
  "$id",
  "$anchor",
]);

function isAnnotation(keyword: string): boolean {
  return annotations.has(keyword) || keyword.startsWith("x-");
}

/** Whether a schema has no other keywords than these and annotations. */
export function saysOnly(schema: JsonObject, ...keywords: readonly string[]): boolean {
  for (const key in schema) {
    if (!keywords.includes(key) && !isAnnotation(key)) return false;
  }
  return true;
}
