import type { Declaration, DeclarationId, ObjectType, ReferenceType, Type } from "../model/api.js";
import { forEachChild } from "../model/types.js";

export type LookUp = (id: DeclarationId) => Declaration | undefined;

/**
 * What is left of a target without the keys that a reference omits, where it has to be written out: beside an
 * index signature, TypeScript's `Omit` would forget all named properties. Undefined where `Omit` will do.
 */
export function writtenOut({ id, omit }: ReferenceType, lookUp: LookUp): ObjectType | undefined {
  if (omit.length === 0) return undefined;
  const type = indexedObject(id, lookUp);
  if (type === undefined || isWithinItself(id, type, lookUp)) return undefined;
  return { ...type, properties: type.properties.filter(({ key }) => !omit.includes(key)) };
}

function indexedObject(id: DeclarationId, lookUp: LookUp): ObjectType | undefined {
  const target = lookUp(id);
  if (target?.type.kind !== "object" || target.typeParameters.length > 0) return undefined;
  return target.type.index === undefined ? undefined : target.type;
}

/** Whether writing it out would never end: a property narrows the object that it is in. */
function isWithinItself(id: DeclarationId, type: ObjectType, lookUp: LookUp): boolean {
  const seen = new Set<DeclarationId>();
  const waiting: Type[] = [type];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (next.kind === "reference" && next.omit.length > 0 && !seen.has(next.id)) {
      if (next.id === id) return true;
      seen.add(next.id);
      const inner = indexedObject(next.id, lookUp);
      if (inner !== undefined) waiting.push(inner);
    }
    forEachChild(next, (child) => waiting.push(child));
  }
  return false;
}
