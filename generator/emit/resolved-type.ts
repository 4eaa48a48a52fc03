import type { Type } from "../model/api.js";
import type { LookUp } from "./omission.js";

/** Through references and past `null`; the merged properties of an intersection. */
export function resolvedType(type: Type, lookUp: LookUp, depth = 0): Type {
  if (depth > 20) return type;
  if (type.kind === "reference") {
    const target = lookUp(type.id);
    return target === undefined ? type : resolvedType(target.type, lookUp, depth + 1);
  }
  if (type.kind === "union") {
    const [only, ...others] = type.members.filter(({ kind }) => kind !== "null");
    return only !== undefined && others.length === 0 ? resolvedType(only, lookUp, depth + 1) : type;
  }
  if (type.kind === "intersection") {
    const members = type.members.map((member) => resolvedType(member, lookUp, depth + 1));
    // A child declares anew what it narrows.
    const properties = new Map(
      members.flatMap((member) =>
        member.kind === "object"
          ? member.properties.map((property) => [property.key, property] as const)
          : [],
      ),
    );
    return properties.size === 0 ? type : { kind: "object", properties: [...properties.values()] };
  }
  return type;
}
