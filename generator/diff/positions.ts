// Who makes the values of a type: the caller, the API, or both. It decides which changes break. What callers
// give (input) may be asked for less and accept more; what they get (output) may only become more exact.

import { directionOf } from "./externals.js";
import type { DeclarationId, FunctionShape, Shape } from "./shape.js";
import type { Declaration, Surface } from "./surface.js";

export interface Position {
  readonly input: boolean;
  readonly output: boolean;
}

export const output: Position = { input: false, output: true };
export const input: Position = { input: true, output: false };
export const both: Position = { input: true, output: true };

export function flipped(position: Position): Position {
  return { input: position.output, output: position.input };
}

/** The position of a type argument of something from elsewhere that stands at `position`. */
export function argumentPosition(name: string, index: number, position: Position): Position {
  const direction = directionOf(name, index);
  return direction === "out" ? position : direction === "in" ? flipped(position) : both;
}

/**
 * The positions of all declarations, found by following what the exported functions, constants and classes take
 * and give. Types that none of them mentions may be used either way.
 */
export function positionsOf(surface: Surface): ReadonlyMap<DeclarationId, Position> {
  const positions = new Map<DeclarationId, Position>();
  const waiting: [Declaration, Position][] = [];
  const reach = (id: DeclarationId, position: Position): void => {
    const known = positions.get(id) ?? { input: false, output: false };
    const isNew: Position = {
      input: position.input && !known.input,
      output: position.output && !known.output,
    };
    if (!isNew.input && !isNew.output) return;
    positions.set(id, { input: known.input || position.input, output: known.output || position.output });
    const declaration = surface.declarations.get(id);
    if (declaration !== undefined) waiting.push([declaration, isNew]);
  };

  for (const exported of surface.exports.values()) {
    if (exported.kind !== "declaration") continue;
    const value = surface.declarations.get(exported.id)?.value;
    if (value === undefined) continue;
    if (value.kind === "function") for (const signature of value.signatures) visit(signature, output, reach);
    else if (value.kind === "constant") visit(value.shape, output, reach);
    else {
      for (const parameter of value.constructorParameters ?? []) visit(parameter.type, input, reach);
      reach(exported.id, output);
    }
  }
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const [declaration, position] = next;
    for (const shape of shapesOf(declaration)) visit(shape, position, reach);
  }
  for (const id of surface.declarations.keys()) if (!positions.has(id)) positions.set(id, both);
  return positions;
}

/** What a declaration's type, or the instances of a class, are made of. */
function* shapesOf({ type, value }: Declaration): Iterable<Shape> {
  if (type?.kind === "alias") yield type.shape;
  if (type?.kind === "interface") {
    yield* type.bases;
    yield type.body;
  }
  if (value?.kind === "class") {
    yield* value.bases;
    for (const member of value.members) yield member.type;
  }
}

type Reach = (id: DeclarationId, position: Position) => void;

function visit(shape: Shape, position: Position, reach: Reach): void {
  switch (shape.kind) {
    case "keyword":
    case "literal":
    case "parameter":
      return;
    case "array":
      visit(shape.items, position, reach);
      return;
    case "tuple":
      for (const { type } of shape.items) visit(type, position, reach);
      return;
    case "object":
      for (const member of shape.members) visit(member.type, position, reach);
      if (shape.index !== undefined) visit(shape.index, position, reach);
      return;
    case "union":
    case "intersection":
      for (const member of shape.members) visit(member, position, reach);
      return;
    case "function":
      visitFunction(shape, position, reach);
      return;
    case "reference":
      reach(shape.id, position);
      // The SDK's own generic types hold their arguments.
      for (const argument of shape.arguments) visit(argument, position, reach);
      return;
    case "external":
      for (const [index, argument] of shape.arguments.entries()) {
        visit(argument, argumentPosition(shape.name, index, position), reach);
      }
      return;
    case "opaque":
      // Nearly always a lookup, `Events[Name]`, which gives what the type holds.
      for (const mention of shape.mentions) visit(mention, position, reach);
      return;
  }
}

function visitFunction({ parameters, returns }: FunctionShape, position: Position, reach: Reach): void {
  for (const parameter of parameters) visit(parameter.type, flipped(position), reach);
  visit(returns, position, reach);
}
