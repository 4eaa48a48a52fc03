import type { Pointer } from "../diagnostics.js";
import type { Type } from "./api.js";
import type { SchemaObject } from "./schema-object.js";
import { unknownType } from "./types.js";

type TypeAt = (schema: unknown, at: Pointer) => Type;

/** An array, or a tuple if its first items are described one by one. */
export function arrayType(schema: SchemaObject, at: Pointer, typeAt: TypeAt): Type {
  // Before 2020-12 a list under `items` was what `prefixItems` is now, and `additionalItems` what `items` is.
  const isOldForm = Array.isArray(schema.items);
  const prefix: unknown = isOldForm ? schema.items : schema.prefixItems;
  const restKeyword = isOldForm
    ? "additionalItems"
    : schema.items === undefined
      ? "unevaluatedItems"
      : "items";
  const restSchema = schema[restKeyword];
  const rest = restSchema === undefined ? unknownType : typeAt(restSchema, `${at}/${restKeyword}`);
  if (!Array.isArray(prefix) || prefix.length === 0) return { kind: "array", items: rest };

  const prefixKeyword = isOldForm ? "items" : "prefixItems";
  const items = prefix.map((item: unknown, index) => typeAt(item, `${at}/${prefixKeyword}/${index}`));
  const minimum = typeof schema.minItems === "number" ? schema.minItems : 0;
  const maximum = typeof schema.maxItems === "number" ? schema.maxItems : Number.POSITIVE_INFINITY;
  const hasRest = rest.kind !== "never" && maximum > items.length;
  const kept = items.slice(0, Math.max(0, maximum));
  return {
    kind: "tuple",
    items: kept,
    required: Math.max(0, Math.min(Math.floor(minimum), kept.length)),
    ...(hasRest && { rest }),
  };
}
