import type { Diagnostic } from "../diagnostics.js";
import { isObject, type JsonObject } from "../load/pointer.js";
import { referenceIn } from "../load/references.js";
import { shown } from "../load/shown.js";

// Swagger 2.0 writes a parameter's type into the parameter itself; 3.0 puts it under `schema`, and what
// `collectionFormat` said into `style` and `explode`.

/** Body and form parameters become request bodies. */
export function isBodyParameter(parameter: JsonObject | undefined): boolean {
  return parameter?.in === "body" || parameter?.in === "formData";
}

/** A parameter of the path, query or header. */
export function parameter(value: JsonObject, schema: (value: unknown) => unknown): JsonObject {
  if ("schema" in value) return { ...value, schema: schema(value.schema) };
  const [typed, rest] = divided(value);
  const { collectionFormat, ...kept } = rest;
  return {
    ...kept,
    ...(value.in === "path" ? { required: true } : {}),
    ...(typed.type === "array" ? serialisation(collectionFormat, value.in) : {}),
    ...(typed.type === "array" ? innerSerialisation(typed.items) : {}),
    schema: schema(typed),
  };
}

/** A response header. */
export function header(value: unknown, schema: (value: unknown) => unknown): unknown {
  if (!isObject(value) || referenceIn(value) !== undefined) return value;
  const [typed, rest] = divided(value);
  const { collectionFormat, ...kept } = rest;
  return {
    ...kept,
    ...(typed.type === "array" ? serialisation(collectionFormat, "header") : {}),
    schema: schema(typed),
  };
}

/** How `collectionFormat` writes an array, in the words of 3.0. Its default is `csv`. */
export function serialisation(collectionFormat: unknown, location: unknown): JsonObject {
  const separator = separators.get(collectionFormat);
  const isBare = location === "path" || location === "header";
  // 3.0 has no style for these.
  if (collectionFormat === "tsv" || (isBare && separator !== undefined))
    return { explode: false, "x-collection-format": collectionFormat };
  if (isBare) return {};
  if (collectionFormat === "multi") return { style: "form", explode: true };
  return { style: separator ?? "form", explode: false };
}

/** 2.0 writes lists inside a list, too, by a format of their own. */
function innerSerialisation(items: unknown): JsonObject {
  if (!isObject(items) || items.type !== "array") return {};
  return { "x-inner-collection-format": items.collectionFormat ?? "csv" };
}

const separators: ReadonlyMap<unknown, string> = new Map([
  ["ssv", "spaceDelimited"],
  ["pipes", "pipeDelimited"],
]);

export function collectionFormatProblem(value: JsonObject): Diagnostic | undefined {
  if (value.collectionFormat !== "tsv" || value.type !== "array") return undefined;
  return {
    code: "collection-format-tsv",
    severity: "warning",
    message: `The parameter "${shown(value.name)}" is separated by tabs ("tsv"), for which OpenAPI 3 has no style.`,
    help: 'Use "collectionFormat: ssv" or "pipes" if the server understands it.',
  };
}

const schemaKeys = new Set([
  "type",
  "format",
  "items",
  "default",
  "maximum",
  "exclusiveMaximum",
  "minimum",
  "exclusiveMinimum",
  "maxLength",
  "minLength",
  "pattern",
  "maxItems",
  "minItems",
  "uniqueItems",
  "enum",
  "multipleOf",
  "x-nullable",
]);

/** What describes the value, and what describes the parameter. */
export function divided(value: JsonObject): [JsonObject, JsonObject] {
  const typed: Record<string, unknown> = {};
  const rest: Record<string, unknown> = {};
  for (const [key, field] of Object.entries(value)) {
    // `x-enum-varnames` and its relatives name the values of `enum`.
    const target = schemaKeys.has(key) || key.startsWith("x-enum") || key === "x-ms-enum" ? typed : rest;
    target[key] = field;
  }
  return [typed, rest];
}
