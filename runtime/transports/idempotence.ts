// RFC 9110 §9.2.2, and QUERY: sending these twice has the effect of sending them once.
const IDEMPOTENT: ReadonlySet<string> = new Set([
  "GET",
  "HEAD",
  "PUT",
  "DELETE",
  "OPTIONS",
  "TRACE",
  "QUERY",
]);

export function isIdempotent(method: string): boolean {
  return IDEMPOTENT.has(method);
}
