import type { Type } from "../model/api.js";

/** What a text body may be, beyond a plain string. */
export function isTextual(type: Type): boolean {
  return (
    type.kind === "string" ||
    (type.kind === "enum" && type.base === "string") ||
    (type.kind === "literal" && typeof type.value === "string")
  );
}
