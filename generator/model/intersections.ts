import type { IntersectionType, Type } from "./api.js";
import { unknownType } from "./types.js";

/** All of them at once: nothing to say is anything, and one is itself. */
export function intersection(members: readonly Type[]): Type {
  const [first, ...others] = members;
  if (first === undefined) return unknownType;
  return others.length === 0 ? first : ({ kind: "intersection", members } satisfies IntersectionType);
}
