// Which intersections TypeScript lets an interface extend: all members must be objects of known keys, and no
// two may say different things about one key.

import type { DeclarationId, ObjectType, Property, ReferenceType, Type } from "../model/api.js";
import { type LookUp, writtenOut } from "./omission.js";

export interface Heritage {
  readonly bases: readonly ReferenceType[];
  /** What the interface adds itself. */
  readonly own: ObjectType;
}

/** `Base & { more }` as `extends Base { more }`; undefined where that is not legal. */
export function heritageOf(members: readonly Type[], lookUp: LookUp): Heritage | undefined {
  const bases: ReferenceType[] = [];
  const properties: Property[] = [];
  let index: Type | undefined;
  for (const given of members) {
    const member = (given.kind === "reference" ? writtenOut(given, lookUp) : undefined) ?? given;
    if (member.kind === "reference") bases.push(member);
    else if (member.kind === "object") {
      properties.push(...member.properties);
      index ??= member.index;
    } else return undefined;
  }
  if (bases.length === 0) return undefined;
  const known = new Map<string, Property>();
  for (const property of properties) if (!agrees(known, property)) return undefined;
  for (const base of bases) {
    const inherited = keysOf(base, lookUp, new Set());
    if (inherited === undefined) return undefined;
    for (const property of inherited) if (!agrees(known, property)) return undefined;
  }
  if (index !== undefined && index.kind !== "unknown") return undefined;
  return {
    bases,
    own: index === undefined ? { kind: "object", properties } : { kind: "object", properties, index },
  };
}

/** Whether nothing else has been said about the key; remembers it. */
function agrees(known: Map<string, Property>, property: Property): boolean {
  const other = known.get(property.key);
  known.set(property.key, property);
  if (other === undefined || other === property) return true;
  return other.required === property.required && JSON.stringify(other.type) === JSON.stringify(property.type);
}

/** All properties of what a reference means; undefined if that is no plain object, or cannot be told. */
function keysOf(
  reference: ReferenceType,
  lookUp: LookUp,
  path: Set<DeclarationId>,
): readonly Property[] | undefined {
  const declaration = lookUp(reference.id);
  if (declaration === undefined || path.has(reference.id) || declaration.typeParameters.length > 0)
    return undefined;
  path.add(reference.id);
  const properties = propertiesOf(declaration.type, lookUp, path);
  path.delete(reference.id);
  if (reference.omit.length === 0) return properties;
  return properties?.filter(({ key }) => !reference.omit.includes(key));
}

function propertiesOf(type: Type, lookUp: LookUp, path: Set<DeclarationId>): readonly Property[] | undefined {
  if (type.kind === "object")
    return type.index === undefined || type.index.kind === "unknown" ? type.properties : undefined;
  if (type.kind === "reference") return keysOf(type, lookUp, path);
  if (type.kind !== "intersection") return undefined;
  const all: Property[] = [];
  for (const member of type.members) {
    const properties = propertiesOf(member, lookUp, path);
    if (properties === undefined) return undefined;
    all.push(...properties);
  }
  return all;
}
