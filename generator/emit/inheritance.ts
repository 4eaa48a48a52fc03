// Which intersections TypeScript lets an interface extend: all members must be objects of known keys, and no
// two may say different things about one key.

import type { DeclarationId, ObjectType, Property, ReferenceType, Type } from "../model/api.js";
import { isSameType } from "../model/identity.js";
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
    const inherited = keysOf(base, lookUp);
    if (inherited === undefined) return undefined;
    for (const property of inherited) if (!agrees(known, property)) return undefined;
  }
  if (index !== undefined && index.kind !== "unknown") return undefined;
  return {
    bases: bases.length === 1 ? bases : withoutImplied(bases, lookUp),
    own: index === undefined ? { kind: "object", properties } : { kind: "object", properties, index },
  };
}

/** Without bases that others extend already: compilers look into each again, and people read each. */
function withoutImplied(bases: readonly ReferenceType[], lookUp: LookUp): readonly ReferenceType[] {
  const implied = new Set<DeclarationId>();
  for (const { id, omit } of bases) {
    if (omit.length > 0) continue;
    for (const ancestor of ancestorsFirst(id, lookUp, noneKnown)) if (ancestor !== id) implied.add(ancestor);
  }
  return bases.filter(({ id, omit }) => omit.length > 0 || !implied.has(id));
}

const noneKnown: ReadonlyMap<DeclarationId, unknown> = new Map();

/** Whether nothing else has been said about the key; remembers it. */
function agrees(known: Map<string, Property>, property: Property): boolean {
  const other = known.get(property.key);
  known.set(property.key, property);
  return other === undefined || isAlike(other, property);
}

function isAlike(a: Property, b: Property): boolean {
  return a === b || (a.required === b.required && isSameType(a.type, b.type));
}

/** What is said about each key; more than once where two parents do not agree. */
type Said = ReadonlyMap<string, readonly Property[]>;

/** What declarations say, by where they are looked up: parents are asked for by each of their children. */
const memory = new WeakMap<LookUp, Map<DeclarationId, Said | undefined>>();

/** All properties of what a reference means; undefined if that is no plain object, or cannot be told. */
function keysOf(reference: ReferenceType, lookUp: LookUp): readonly Property[] | undefined {
  const known = memory.get(lookUp) ?? new Map<DeclarationId, Said | undefined>();
  memory.set(lookUp, known);
  for (const id of ancestorsFirst(reference.id, lookUp, known)) known.set(id, saidBy(id, lookUp, known));
  return propertiesIn(reference, known);
}

function propertiesIn(
  { id, omit }: ReferenceType,
  known: ReadonlyMap<DeclarationId, Said | undefined>,
): readonly Property[] | undefined {
  const said = known.get(id);
  return said && [...said].flatMap(([key, properties]) => (omit.includes(key) ? [] : properties));
}

/** The declarations that have to be known before one is, and itself: chains of them can be longer than the stack. */
function ancestorsFirst(
  first: DeclarationId,
  lookUp: LookUp,
  known: ReadonlyMap<DeclarationId, unknown>,
): readonly DeclarationId[] {
  const order: DeclarationId[] = [];
  const begun = new Set<DeclarationId>();
  const pending = [{ id: first, isDone: false }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { id, isDone } = next;
    if (isDone) order.push(id);
    else if (!known.has(id) && !begun.has(id)) {
      begun.add(id);
      pending.push({ id, isDone: true });
      for (const parent of parentsOf(lookUp(id)?.type)) pending.push({ id: parent.id, isDone: false });
    }
  }
  return order;
}

function parentsOf(type: Type | undefined): readonly ReferenceType[] {
  if (type?.kind === "reference") return [type];
  return type?.kind === "intersection" ? type.members.flatMap(parentsOf) : [];
}

function saidBy(
  id: DeclarationId,
  lookUp: LookUp,
  known: ReadonlyMap<DeclarationId, Said | undefined>,
): Said | undefined {
  const declaration = lookUp(id);
  if (declaration === undefined || declaration.typeParameters.length > 0) return undefined;
  const properties = propertiesOf(declaration.type, known);
  if (properties === undefined) return undefined;
  const said = new Map<string, Property[]>();
  for (const property of properties) {
    const others = said.get(property.key);
    if (others === undefined) said.set(property.key, [property]);
    else if (!others.some((other) => isAlike(other, property))) others.push(property);
  }
  return said;
}

function propertiesOf(
  type: Type,
  known: ReadonlyMap<DeclarationId, Said | undefined>,
): readonly Property[] | undefined {
  if (type.kind === "object")
    return type.index === undefined || type.index.kind === "unknown" ? type.properties : undefined;
  // In a circle, which has been cut, the last one is not known yet.
  if (type.kind === "reference") return propertiesIn(type, known);
  if (type.kind !== "intersection") return undefined;
  const all: Property[] = [];
  for (const member of type.members) {
    const properties = propertiesOf(member, known);
    if (properties === undefined) return undefined;
    for (const property of properties) all.push(property);
  }
  return all;
}
