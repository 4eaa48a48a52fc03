import type { Pointer } from "../diagnostics.js";
import { keysOf } from "../load/pointer.js";

/** Steps of a pointer that say how, not what. */
const structural: ReadonlySet<string> = new Set([
  "components",
  "schemas",
  "paths",
  "x-ms-paths",
  "properties",
  "content",
  "schema",
  "responses",
  "parameters",
  "requestBodies",
  "allOf",
  "oneOf",
  "anyOf",
  "$defs",
  "definitions",
  "application/json",
]);

/** The names that steps go by in a label. */
const spoken: ReadonlyMap<string, string> = new Map([
  ["items", "item"],
  ["prefixItems", "item"],
  ["itemSchema", "item"],
  ["additionalProperties", "value"],
  ["patternProperties", "value"],
  ["unevaluatedProperties", "value"],
  ["requestBody", "body"],
  ["not", "not"],
]);

/** What to call the schema at a pointer: a component's key as written, or words that describe its place. */
export function labelOf(pointer: Pointer): string {
  const keys = keysOf(pointer);
  if (keys.length === 3 && keys[0] === "components" && keys[2] !== undefined) return keys[2];
  const words = keys.flatMap((key, index) => {
    // After `properties` comes a name, whatever it looks like.
    const isName = ["properties", "$defs", "definitions", "schemas"].includes(keys[index - 1] ?? "");
    if (isName) return [key];
    if (structural.has(key)) return [];
    return [spoken.get(key) ?? key];
  });
  return words.join(" ") || "root";
}
