/**
 * A value of a document in a sentence about it. Not `String(value)`: that calls what the document says under
 * `toString`.
 */
export function shown(value: unknown): string {
  if (Array.isArray(value)) return "a list";
  return typeof value === "object" && value !== null ? "an object" : String(value);
}
