import type { ObjectType, Property, Type, UnionType } from "./api.js";
import { intersection } from "./intersections.js";
import { isNarrower } from "./narrowing.js";
import { isOnlyRequired } from "./objects.js";
import { overridden } from "./properties.js";
import { unionOf } from "./unions.js";

type Members = ReadonlyMap<string, Property>;

/** What this room needs from the whole. */
export interface UnionContext {
  alternativesOf(type: Type): readonly Type[];
  membersOf(type: Type): Members | undefined;
  merge(a: ObjectType, b: ObjectType): ObjectType;
}

/** Parents and an object, with a union of what else it may be: the union alone if its members say it all. */
export function besideUnion(
  base: readonly Type[],
  object: ObjectType | undefined,
  union: Type,
  whole: UnionContext,
): Type {
  const alternatives = whole.alternativesOf(union);
  const objects = alternatives.filter((alternative) => whole.membersOf(alternative) !== undefined);
  const known = whole.membersOf(intersection(base)) ?? new Map<string, Property>();
  if (known.size === 0) return union;
  if (objects.length === 0)
    return alternatives.every(isOpaque) ? intersection([...base, union]) : intersection(base);
  // A parent's `oneOf` lists children that `allOf` the parent: they say it all.
  if (objects.every((member) => covers(member, known, whole)))
    return union.kind === "union" ? only(union, objects) : union;
  if (union.kind !== "union") return intersection([...base, union]);
  if (objects.every((member) => member.kind === "object" && member.properties.every(isOnlyRequired))) {
    return requireOneOf(base, objects as ObjectType[], known);
  }
  const isSmall = objects.length <= 8 && objects.every((member) => member.kind === "object");
  if (isSmall && base.length === 1 && object !== undefined) {
    return unionOf(
      objects.map((member) => whole.merge(object, member as ObjectType)),
      union.discriminator,
    );
  }
  return intersection([...base, only(union, objects)]);
}

function covers(member: Type, known: Members, whole: UnionContext): boolean {
  const members = whole.membersOf(member);
  if (members === undefined) return false;
  for (const [key, property] of known) {
    const own = members.get(key);
    if (own === undefined || (property.required && !own.required)) return false;
    if (own !== property && !isNarrower(own.type, property.type)) return false;
  }
  return true;
}

/** `anyOf: [{ required: [a] }, { required: [b] }]`: small objects that repeat what they require. */
function requireOneOf(base: readonly Type[], alternatives: readonly ObjectType[], known: Members): Type {
  const isKnown = alternatives.every(({ properties }) => properties.every(({ key }) => known.has(key)));
  if (!isKnown || alternatives.some(({ properties }) => properties.length === 0)) return intersection(base);
  const required = alternatives.map(
    ({ properties }): ObjectType => ({
      kind: "object",
      properties: properties.map((property) => overridden(known.get(property.key), property)),
    }),
  );
  return intersection([...base, unionOf(required)]);
}

/** A union without the members that no object can be. */
function only(union: UnionType, members: readonly Type[]): Type {
  return members.length === union.members.length ? union : unionOf(members, union.discriminator);
}

function isOpaque(type: Type): boolean {
  return type.kind === "type-parameter" || type.kind === "unknown";
}
