import type { Diagnostic, Pointer } from "../diagnostics.js";
import { isObject } from "../load/pointer.js";

/** What to tell of a value that is not the object or list it should be. Nothing (`null`) is no problem. */
export function unexpected(value: unknown, expected: "object" | "list", pointer: Pointer): Diagnostic[] {
  if (value === undefined || value === null) return [];
  const isExpected = expected === "list" ? Array.isArray(value) : isObject(value);
  // PHP writes an object without entries as `[]`.
  if (isExpected || (Array.isArray(value) && value.length === 0)) return [];
  const name = pointer
    .slice(pointer.lastIndexOf("/") + 1)
    .replaceAll("~1", "/")
    .replaceAll("~0", "~");
  return [
    {
      code: "unexpected-value",
      severity: "warning",
      message: `"${name}" must be ${expected === "list" ? "a list" : "an object"}, not ${kindOf(value)}; it is left out.`,
      pointer,
    },
  ];
}

export function kindOf(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}
