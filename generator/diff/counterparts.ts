// Which member of a union has become which.

import { membersOf, type Shape, shapeText, type UnionShape } from "./shape.js";

export function without(union: UnionShape, other: Shape): Shape[] {
  const texts = new Set(membersOf(other).map(shapeText));
  return union.members.filter((member) => !texts.has(shapeText(member)));
}

/** The member that `old` has become: the object with the same tag, or the only one of its kind. */
export function counterpart(
  old: Shape,
  removed: readonly Shape[],
  added: readonly Shape[],
): Shape | undefined {
  if (old.kind === "literal" || old.kind === "keyword" || old.kind === "reference") return undefined;
  const isAlike = (shape: Shape): boolean => shape.kind === old.kind && tagText(shape) === tagText(old);
  const [found, second] = added.filter(isAlike);
  return second === undefined && removed.filter(isAlike).length === 1 ? found : undefined;
}

/** The properties of one possible value, by which members of a union are told apart. */
export function tagText(shape: Shape): string {
  if (shape.kind === "external") return `<${shape.name}>`;
  if (shape.kind !== "object") return "";
  const tags = shape.members.filter(
    ({ type, isOptional }) => type.kind === "literal" && type.base === "string" && !isOptional,
  );
  return tags.length === 0 ? "" : `{${tags.map(({ key, type }) => `${key}: ${shapeText(type)}`).join(", ")}}`;
}
