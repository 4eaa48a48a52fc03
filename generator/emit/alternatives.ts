// How to tell the members of a union from a value: what each is in JSON, which values its properties are fixed to, and
// which properties it always has.

import type { DeclarationId, Discriminator, Type, UnionType } from "../model/api.js";
import type { LookUp } from "./omission.js";

// Beyond this, telling them apart costs more than it is worth.
const mostMembers = 60;

export interface FlatUnion {
  readonly members: readonly Type[];
  /** The declared unions that are in it. */
  readonly within: ReadonlySet<DeclarationId>;
}

/**
 * The members of a union, and in place of those that are unions theirs, but for unions that are `open`: they recur, and
 * stay references. `null` is never converted.
 */
export function flatUnion(type: UnionType, lookUp: LookUp, open: ReadonlySet<DeclarationId>): FlatUnion {
  const within = new Set<DeclarationId>();
  const flattened = ({ members }: UnionType, depth: number): readonly Type[] =>
    members.flatMap((member) => {
      if (member.kind === "null") return [];
      if (member.kind === "union") return flattened(member, depth + 1);
      if (member.kind !== "reference") return [member];
      const target = lookUp(member.id)?.type;
      if (target?.kind !== "union" || depth >= 5 || open.has(member.id)) return [member];
      within.add(member.id);
      return flattened(target, depth + 1);
    });
  const flat = flattened(type, 0);
  if (flat.length <= mostMembers) return { members: flat, within };
  return { members: type.members.filter(({ kind }) => kind !== "null"), within: new Set() };
}

type Tag = string | number | boolean;

export interface Signs {
  readonly is?: "object" | "array" | "string" | "number" | "boolean";
  readonly tags?: Readonly<Record<string, readonly Tag[]>>;
  readonly needs?: readonly string[];
  /** Properties that need nothing, though those of others do; `true` = all. */
  readonly plain?: readonly string[] | true;
}

/**
 * The signs of each member, as far as they tell it from others; undefined for one that is only what no other is.
 * `isCoded`: whether values of a type are converted.
 */
export function signsOf(
  members: readonly Type[],
  discriminator: Discriminator | undefined,
  lookUp: LookUp,
  isCoded: (type: Type) => boolean,
): (Signs | undefined)[] {
  const shapes = members.map((member) => shapeOf(member, lookUp, 0));
  const objects = shapes.filter((shape) => shape?.is === "object");
  const isTelling = (key: string): boolean => isDisjoint(objects.map((shape) => shape?.tags.get(key)));
  const telling = new Set(objects.flatMap((shape) => [...(shape?.tags.keys() ?? [])]).filter(isTelling));
  if (discriminator !== undefined && telling.has(discriminator.property)) {
    return shapes.map((shape) => decidedSigns(shape, discriminator.property));
  }
  const coded = new Set(
    objects
      .flatMap((shape) => [...(shape?.properties ?? [])].filter(([, type]) => isCoded(type)))
      .map(([key]) => key),
  );
  return shapes.map((shape) => {
    if (shape === undefined) return {};
    if (shape.is !== "object" || objects.length < 2) return { is: shape.is };
    const tags = [...shape.tags].filter(([key]) => telling.has(key));
    const needs = tellingNeeds(shape, objects);
    const plain = [...shape.properties].flatMap(([key, type]) =>
      coded.has(key) && !isCoded(type) ? [key] : [],
    );
    return {
      is: "object",
      ...(tags.length > 0 && { tags: Object.fromEntries(tags) }),
      ...(needs.length > 0 && { needs }),
      plain: shape.isOpen || plain,
    };
  });
}

/** For each other member a property that the shape requires and the other does not even have, or does not require. */
function tellingNeeds(shape: Shape, others: readonly (Shape | undefined)[]): readonly string[] {
  const keys = [...shape.needs];
  const telling = others.flatMap((other) => {
    if (other === undefined || other === shape) return [];
    const key =
      keys.find((candidate) => !other.properties.has(candidate)) ??
      keys.find((candidate) => !other.needs.has(candidate));
    return key === undefined ? [] : [key];
  });
  return [...new Set(telling)];
}

/** A discriminator that tells all objects needs no help; without it, nothing is known. */
function decidedSigns(shape: Shape | undefined, property: string): Signs | undefined {
  if (shape?.is !== "object") return shape === undefined ? {} : { is: shape.is };
  const values = shape.tags.get(property);
  return values && { is: "object", tags: { [property]: values }, needs: [property] };
}

/** Whether no value is in two of the lists; who says nothing may have any. */
function isDisjoint(lists: readonly (readonly Tag[] | undefined)[]): boolean {
  const values = lists.flatMap((list) => list ?? []);
  return new Set(values).size === values.length;
}

interface Shape {
  readonly is: NonNullable<Signs["is"]>;
  /** Properties that are fixed to some values. */
  readonly tags: ReadonlyMap<string, readonly Tag[]>;
  /** Required properties. */
  readonly needs: ReadonlySet<string>;
  readonly properties: ReadonlyMap<string, Type>;
  /** Whether it says what further properties are. */
  readonly isOpen: boolean;
}

/** What can be told about every value of a type; undefined where it may be anything. */
function shapeOf(type: Type, lookUp: LookUp, depth: number): Shape | undefined {
  const simple = (is: Shape["is"]): Shape => ({
    is,
    tags: new Map(),
    needs: new Set(),
    properties: new Map(),
    isOpen: false,
  });
  switch (type.kind) {
    case "string":
      return simple("string");
    case "number":
      return simple("number");
    case "boolean":
      return simple("boolean");
    case "enum":
      return simple(type.base);
    case "literal":
      return simple(typeof type.value as "string" | "number" | "boolean");
    case "array":
    case "tuple":
      return simple("array");
    case "object":
      return {
        is: "object",
        tags: new Map(
          type.properties.flatMap(({ key, type: value }) => {
            const values = fixedValues(value, lookUp, depth);
            return values === undefined ? [] : [[key, values] as const];
          }),
        ),
        needs: new Set(type.properties.flatMap(({ key, required }) => (required ? [key] : []))),
        properties: new Map(type.properties.map(({ key, type: value }) => [key, value])),
        isOpen: type.index !== undefined && type.index.kind !== "unknown",
      };
    case "reference":
      return referredShape(type.id, type.omit, lookUp, depth);
    case "intersection":
      return merged(type.members.map((member) => shapeOf(member, lookUp, depth + 1)));
    case "union":
    case "unknown":
    case "never":
    case "null":
    case "binary":
    case "type-parameter":
      return undefined;
  }
}

function referredShape(
  id: DeclarationId,
  omit: readonly string[],
  lookUp: LookUp,
  depth: number,
): Shape | undefined {
  const target = depth > 20 ? undefined : lookUp(id);
  const shape = target === undefined ? undefined : shapeOf(target.type, lookUp, depth + 1);
  if (shape === undefined || omit.length === 0) return shape;
  const isLeft = ([key]: readonly [string, unknown]): boolean => !omit.includes(key);
  return {
    ...shape,
    tags: new Map([...shape.tags].filter(isLeft)),
    needs: new Set([...shape.needs].filter((key) => !omit.includes(key))),
    properties: new Map([...shape.properties].filter(isLeft)),
  };
}

/** Of a value that is all of these at once. */
function merged(shapes: readonly (Shape | undefined)[]): Shape | undefined {
  const known = shapes.filter((shape) => shape !== undefined);
  const [first] = known;
  if (first === undefined) return undefined;
  return {
    is: first.is,
    tags: new Map(known.flatMap(({ tags }) => [...tags])),
    needs: new Set(known.flatMap(({ needs }) => [...needs])),
    properties: new Map(known.flatMap(({ properties }) => [...properties])),
    isOpen: known.some(({ isOpen }) => isOpen),
  };
}

/** An enum may be open: a newer server's value fits none of the members then, and nothing is converted. */
function fixedValues(type: Type, lookUp: LookUp, depth: number): readonly Tag[] | undefined {
  switch (type.kind) {
    case "literal":
      return [type.value];
    case "enum":
      return type.values.map(({ value }) => value);
    case "reference": {
      const target = depth > 20 ? undefined : lookUp(type.id);
      return target === undefined ? undefined : fixedValues(target.type, lookUp, depth + 1);
    }
    case "union": {
      const lists = type.members.map((member) => fixedValues(member, lookUp, depth + 1));
      return lists.every((list) => list !== undefined) ? lists.flat() : undefined;
    }
    default:
      return undefined;
  }
}
