// The members of `oneOf` and `anyOf` that mean something else than they spell.

import { isObject } from "../load/pointer.js";
import type { Type } from "./api.js";
import { declaredTypes, saysOnly } from "./keywords.js";
import { schemaObject } from "./schema-object.js";

/** `oneOf: [{ const, description }]` is the annotated enum of 3.1. */
export function annotated(type: Type, member: unknown): Type {
  if (type.kind !== "literal" || !isObject(member) || typeof type.value === "boolean") return type;
  const { title, description } = member;
  const text = typeof description === "string" ? description : title;
  if (typeof text !== "string" || text === "") return type;
  const base = typeof type.value === "string" ? "string" : "number";
  return { kind: "enum", base, values: [{ value: type.value, description: text }], open: false };
}

/** `anyOf: [$ref, { type: object, nullable: true }]` is how some tools write "or null". */
export function spellsNull(member: unknown): boolean {
  if (!isObject(member) || !saysOnly(member, "type", "nullable", "x-nullable")) return false;
  const { names, nullable } = declaredTypes(schemaObject(member));
  return nullable && (names.length === 0 || (names.length === 1 && names[0] === "object"));
}
