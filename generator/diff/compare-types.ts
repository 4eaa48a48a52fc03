import type { Change } from "./change.js";
import { compareDocs } from "./compare-docs.js";
import { compareResponses, isResponses } from "./compare-responses.js";
import { compareObjects, compareShapes } from "./compare-shapes.js";
import type { Place } from "./place.js";
import { mergedObject } from "./resolve.js";
import { type Shape, shapeText } from "./shape.js";
import type { TypeDeclaration, TypeParameter } from "./surface.js";

export function compareTypes(before: TypeDeclaration, after: TypeDeclaration, place: Place): Change[] {
  return [
    ...compareTypeParameters(before.typeParameters, after.typeParameters, place.name),
    ...compareBodies(before, after, place),
    ...compareDocs(before, after, place.name),
  ];
}

function compareBodies(before: TypeDeclaration, after: TypeDeclaration, place: Place): Change[] {
  if (before.kind === "alias" && after.kind === "alias")
    return compareShapes(before.shape, after.shape, place);
  if (before.kind === "interface" && after.kind === "interface") {
    if (isResponses(before.body) && isResponses(after.body))
      return compareResponses(before.body, after.body, place);
    // What bases declare is told of the bases.
    if (isSameList(before.bases, after.bases)) return compareObjects(before.body, after.body, place);
  }
  const old = shapeOf(before);
  const next = shapeOf(after);
  const oldObject = mergedObject(old, place.before);
  const nextObject = mergedObject(next, place.after);
  if (oldObject !== undefined && nextObject !== undefined)
    return compareObjects(oldObject, nextObject, place);
  return compareShapes(old, next, place);
}

export function shapeOf(type: TypeDeclaration): Shape {
  if (type.kind === "alias") return type.shape;
  return type.bases.length === 0 ? type.body : { kind: "intersection", members: [...type.bases, type.body] };
}

function isSameList(before: readonly Shape[], after: readonly Shape[]): boolean {
  return before.map(shapeText).join() === after.map(shapeText).join();
}

export function compareTypeParameters(
  before: readonly TypeParameter[],
  after: readonly TypeParameter[],
  name: string,
): Change[] {
  const required = (parameters: readonly TypeParameter[]): number =>
    parameters.filter(({ hasDefault }) => !hasDefault).length;
  if (after.length < before.length || required(after) > required(before)) {
    return [{ level: "major", name, sentence: `\`${name}\` takes other type arguments.` }];
  }
  if (after.length === before.length && required(after) === required(before)) return [];
  return [{ level: "minor", name, sentence: `\`${name}\` takes more type arguments.` }];
}
