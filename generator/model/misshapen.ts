import type { Diagnostic, Pointer } from "../diagnostics.js";
import { isObject } from "../load/pointer.js";
import type { SchemaObject } from "./schema-object.js";
import { unexpected } from "./unexpected.js";

const none: readonly Diagnostic[] = [];

/** The keywords of a schema that are no object or list where they must be, such as a list of `properties`. */
export function misshapenKeywords(schema: SchemaObject, at: Pointer): readonly Diagnostic[] {
  const { properties, patternProperties, allOf, oneOf, anyOf, enum: values, prefixItems } = schema;
  // Draft 3 had `required: true` on a property itself.
  const required = typeof schema.required === "boolean" ? undefined : schema.required;
  if (
    (properties === undefined || isObject(properties)) &&
    (patternProperties === undefined || isObject(patternProperties)) &&
    isAbsentOrList(allOf) &&
    isAbsentOrList(oneOf) &&
    isAbsentOrList(anyOf) &&
    isAbsentOrList(values) &&
    isAbsentOrList(prefixItems) &&
    isAbsentOrList(required)
  )
    return none;
  return [
    ...unexpected(properties, "object", `${at}/properties`),
    ...unexpected(patternProperties, "object", `${at}/patternProperties`),
    ...Object.entries({ allOf, oneOf, anyOf, enum: values, prefixItems, required }).flatMap(([key, value]) =>
      unexpected(value, "list", `${at}/${key}`),
    ),
  ];
}

function isAbsentOrList(value: unknown): boolean {
  return value === undefined || Array.isArray(value);
}
