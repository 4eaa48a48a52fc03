import type { ObjectType, Type } from "../model/api.js";
import type { LookUp } from "./omission.js";
import { resolvedType } from "./resolved-type.js";

const text: Type = { kind: "string" };
/** A form does not tell a list of one from a text. */
const texts: Type = { kind: "union", members: [text, { kind: "array", items: text }] };

/** What a text body may be, beyond a plain string. */
export function isTextual(type: Type): boolean {
  return (
    type.kind === "string" ||
    (type.kind === "enum" && type.base === "string") ||
    (type.kind === "literal" && typeof type.value === "string")
  );
}

/** An object whose parts are text on the wire, whatever they mean. */
export function objectOfTexts(type: ObjectType): ObjectType {
  return mapParts(type, asText);
}

/** What is read of a form: text, and lists of it. */
export function formOfTexts(type: Type, lookUp: LookUp): Type {
  const target = resolvedType(type, lookUp);
  if (target.kind !== "object") return { kind: "object", properties: [], index: texts };
  const isAsRead = target.index === undefined && target.properties.every((part) => isTextual(part.type));
  if (isAsRead) return type;
  return mapParts(target, (part) => {
    const { kind } = resolvedType(part, lookUp);
    return kind === "array" || kind === "tuple" || kind === "unknown" ? texts : asText(part);
  });
}

function mapParts(type: ObjectType, change: (part: Type) => Type): ObjectType {
  return {
    kind: "object",
    properties: type.properties.map((property) => ({ ...property, type: change(property.type) })),
    ...(type.index !== undefined && { index: change(type.index) }),
  };
}

function asText(part: Type): Type {
  return part.kind !== "string" && isTextual(part) ? part : text;
}
