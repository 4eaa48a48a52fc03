// What a name stands for: references replaced by what they refer to, one level at a time.

import {
  type FunctionShape,
  type Member,
  type ObjectShape,
  type Shape,
  shapeText,
  unionOf,
} from "./shape.js";
import type { Surface, TypeParameter } from "./surface.js";

/**
 * One step closer to structure: a reference becomes its declaration's type, an intersection of objects one object.
 * The very same shape if there is no such step. Classes stay names, as they are compared by name.
 */
export function expand(shape: Shape, surface: Surface, seen: ReadonlySet<string> = new Set()): Shape {
  if (shape.kind === "intersection") return mergedIntersection(shape.members, surface, seen) ?? shape;
  if (shape.kind !== "reference") return shape;
  const type = surface.declarations.get(shape.id)?.type;
  if (type === undefined) return shape;
  const bindings = bind(type.typeParameters, shape.arguments);
  if (type.kind === "alias") {
    const meant = substitute(type.shape, bindings);
    // An alias of itself has no meaning to expand.
    return meant.kind === "reference" && meant.id === shape.id ? shape : meant;
  }
  const body = substituteObject(type.body, (child) => substitute(child, bindings));
  if (type.bases.length === 0) return body;
  const bases = type.bases.map((base) => substitute(base, bindings));
  return (
    mergedIntersection([...bases, body], surface, seen) ?? { kind: "intersection", members: [...bases, body] }
  );
}

/** The members of an object type, its bases' included; undefined if it is not one. */
export function mergedObject(
  shape: Shape,
  surface: Surface,
  seen: ReadonlySet<string> = new Set(),
): ObjectShape | undefined {
  if (shape.kind === "object") return shape;
  if (shape.kind === "intersection") {
    const parts = shape.members.map((member) => mergedObject(member, surface, seen));
    return parts.every((part) => part !== undefined) ? parts.reduce(joined) : undefined;
  }
  if (shape.kind !== "reference") return undefined;
  const text = shapeText(shape);
  // A type that extends itself through others has no end of members.
  if (seen.has(text)) return undefined;
  const inner = new Set([...seen, text]);
  const meant = expand(shape, surface, inner);
  return meant === shape ? undefined : mergedObject(meant, surface, inner);
}

/** More alternatives than this are left as they stand. */
const maxAlternatives = 64;

/** `A & (B | C)` is `(A & B) | (A & C)`, and an intersection of objects is an object. */
function mergedIntersection(
  members: readonly Shape[],
  surface: Surface,
  seen: ReadonlySet<string>,
): Shape | undefined {
  let alternatives: ObjectShape[] = [{ kind: "object", members: [] }];
  for (const member of members) {
    const options: ObjectShape[] = [];
    for (const option of alternativesOf(member, surface, seen)) {
      const object = mergedObject(option, surface, seen);
      if (object === undefined) return undefined;
      options.push(object);
    }
    if (alternatives.length * options.length > maxAlternatives) return undefined;
    alternatives = alternatives.flatMap((alternative) =>
      options.map((option) => joined(alternative, option)),
    );
  }
  return unionOf(alternatives);
}

function alternativesOf(shape: Shape, surface: Surface, seen: ReadonlySet<string>): readonly Shape[] {
  if (shape.kind === "union") return shape.members;
  if (shape.kind !== "reference" || seen.has(shapeText(shape))) return [shape];
  const meant = expand(shape, surface, new Set([...seen, shapeText(shape)]));
  return meant.kind === "union" ? meant.members : meant.kind === "object" ? [meant] : [shape];
}

/** The object that is both; a key of both has the later one's type, as an interface redefines its base's. */
function joined(first: ObjectShape, second: ObjectShape): ObjectShape {
  const members = new Map(first.members.map((member) => [member.key, member]));
  for (const member of second.members) {
    const other = members.get(member.key);
    members.set(member.key, { ...member, isOptional: member.isOptional && (other?.isOptional ?? true) });
  }
  const index = second.index ?? first.index;
  return { kind: "object", members: [...members.values()], ...(index && { index }) };
}

type Bindings = ReadonlyMap<string, Shape>;

function bind(parameters: readonly TypeParameter[], shapes: readonly Shape[]): Bindings {
  return new Map(
    parameters.flatMap(({ name }, index) => {
      const shape = shapes[index];
      return shape === undefined ? [] : [[name, shape] as const];
    }),
  );
}

function substitute(shape: Shape, bindings: Bindings): Shape {
  if (bindings.size === 0) return shape;
  const replace = (child: Shape): Shape => substitute(child, bindings);
  switch (shape.kind) {
    case "keyword":
    case "literal":
    case "opaque":
      return shape;
    case "parameter":
      return bindings.get(shape.name) ?? shape;
    case "array":
      return { ...shape, items: replace(shape.items) };
    case "tuple":
      return { ...shape, items: shape.items.map((item) => ({ ...item, type: replace(item.type) })) };
    case "object":
      return substituteObject(shape, replace);
    case "union":
      return unionOf(shape.members.map(replace));
    case "intersection":
      return { ...shape, members: shape.members.map(replace) };
    case "function":
      return substituteFunction(shape, replace);
    case "reference":
    case "external":
      return { ...shape, arguments: shape.arguments.map(replace) };
  }
}

function substituteObject(shape: ObjectShape, replace: (child: Shape) => Shape): ObjectShape {
  const members = shape.members.map((member): Member => ({ ...member, type: replace(member.type) }));
  return shape.index === undefined
    ? { kind: "object", members }
    : { kind: "object", members, index: replace(shape.index) };
}

function substituteFunction(shape: FunctionShape, replace: (child: Shape) => Shape): FunctionShape {
  return {
    kind: "function",
    parameters: shape.parameters.map((parameter) => ({ ...parameter, type: replace(parameter.type) })),
    returns: replace(shape.returns),
  };
}
