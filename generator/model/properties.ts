import type { ObjectType, Property, Type } from "./api.js";
import { isSameType } from "./identity.js";
import { isOnlyRequired } from "./objects.js";
import { neverType } from "./types.js";

// What is told of one property in two places.

export function isSameProperty(a: Property, b: Property): boolean {
  return a.required === b.required && a.access === b.access && isSameType(a.type, b.type);
}

export function addsNoWords(child: Property, parent: Property): boolean {
  return child.docs === parent.docs || child.docs.description === parent.docs.description;
}

export function overridden(earlier: Property | undefined, later: Property): Property {
  if (earlier === undefined) return later;
  if (isOnlyRequired(later)) return { ...earlier, required: true };
  return later.required || !earlier.required ? later : { ...later, required: true };
}

export function mergedIndex(
  a: ObjectType,
  b: ObjectType,
  meet: (a: Type, b: Type) => Type,
): Type | undefined {
  if (a.index === undefined || b.index === undefined) return a.index ?? b.index;
  // `additionalProperties: false` on both sides of an `allOf` forbids everything, which nobody means.
  if (a.index.kind === "never" || b.index.kind === "never") return neverType;
  return meet(a.index, b.index);
}
