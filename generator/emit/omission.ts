import type { Declaration, DeclarationId, ObjectType, ReferenceType } from "../model/api.js";

export type LookUp = (id: DeclarationId) => Declaration | undefined;

/**
 * What is left of a target without the keys that a reference omits, where it has to be written out: beside an
 * index signature, TypeScript's `Omit` would forget all named properties. Undefined where `Omit` will do.
 */
export function writtenOut({ id, omit }: ReferenceType, lookUp: LookUp): ObjectType | undefined {
  if (omit.length === 0) return undefined;
  const target = lookUp(id);
  if (target?.type.kind !== "object" || target.type.index === undefined || target.typeParameters.length > 0) {
    return undefined;
  }
  return { ...target.type, properties: target.type.properties.filter(({ key }) => !omit.includes(key)) };
}
