import type { ObjectType, Property, ReferenceType, Type } from "./api.js";
import { isNarrower } from "./narrowing.js";
import { addsNoWords, isSameProperty } from "./properties.js";

/** What this room needs from the whole: what objects have, inherited or not, and what two properties are at once. */
export interface InheritanceContext {
  membersOf(type: Type): ReadonlyMap<string, Property> | undefined;
  meetProperties(a: Property, b: Property): Property;
}

/** References to parents and one object, such that an interface can extend them. */
export function inherit(
  references: readonly ReferenceType[],
  object: ObjectType | undefined,
  { membersOf, meetProperties }: InheritanceContext,
): readonly Type[] {
  if (references.length === 0) return object === undefined ? [] : [object];
  const own = new Map((object?.properties ?? []).map((property) => [property.key, property]));
  const omit = new Map<ReferenceType, Set<string>>(references.map((reference) => [reference, new Set()]));
  const inherited = new Map<string, { property: Property; from: ReferenceType[] }>();
  for (const reference of references) {
    const members = membersOf(reference) ?? new Map<string, Property>();
    // With one parent, only what the child repeats matters.
    const keys =
      references.length === 1 ? [...own.keys()].filter((key) => members.has(key)) : [...members.keys()];
    for (const key of keys) {
      const property = members.get(key);
      if (property === undefined) continue;
      const earlier = inherited.get(key);
      if (earlier === undefined) inherited.set(key, { property, from: [reference] });
      else if (earlier.property === property) earlier.from.push(reference);
      else {
        const merged = meetProperties(earlier.property, property);
        const isSame = isSameProperty(merged, earlier.property) && isSameProperty(merged, property);
        if (!isSame && !own.has(key)) own.set(key, merged);
        inherited.set(key, { property: merged, from: [...earlier.from, reference] });
      }
    }
  }
  for (const [key, { property, from }] of inherited) {
    const declared = own.get(key);
    if (declared === undefined) continue;
    const merged = declared === property ? declared : meetProperties(property, declared);
    if (from.length === 1 && isSameProperty(merged, property) && addsNoWords(merged, property)) {
      own.delete(key);
      continue;
    }
    own.set(key, merged);
    for (const reference of from) {
      const parent = membersOf(reference)?.get(key);
      if (parent !== undefined && !isNarrower(merged.type, parent.type)) omit.get(reference)?.add(key);
    }
  }
  const parents = references.map((reference): ReferenceType => {
    const keys = omit.get(reference);
    if (keys === undefined || keys.size === 0) return reference;
    return { ...reference, omit: [...new Set([...reference.omit, ...keys])] };
  });
  const index = object?.index;
  // Beside parents, "other keys may be anything" says what is the case anyway.
  if (own.size === 0 && (index === undefined || index.kind === "never" || index.kind === "unknown")) {
    return parents;
  }
  return [...parents, { kind: "object", properties: [...own.values()], ...(index && { index }) }];
}
