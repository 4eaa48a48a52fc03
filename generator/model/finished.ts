import type { Type } from "./api.js";
import { unknownType } from "./types.js";

/**
 * Settles the two drafts of `objects.ts`: closed objects have no index, unless it says that they are empty, and what
 * nothing is said of is a map.
 */
export function finished(type: Type): Type {
  if (type.kind === "object") {
    const { properties, index } = type;
    if (index === undefined) return properties.length === 0 ? { ...type, index: unknownType } : type;
    if (index.kind === "never") return properties.length === 0 ? type : { kind: "object", properties };
    return properties.length === 0 || index.kind === "unknown" ? type : { ...type, index: unknownType };
  }
  if (type.kind !== "intersection") return type;
  // Beside other properties an index signature has to allow their types.
  const members = type.members.map((member) =>
    member.kind === "object" && member.index !== undefined && member.index.kind !== "never"
      ? { ...member, index: unknownType }
      : member,
  );
  return { ...type, members };
}
