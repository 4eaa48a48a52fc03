// Options are checked by name, because a misspelt one that is silently ignored costs an afternoon.

import { checkOption, type KnownOptions } from "./option-kinds.js";

/**
 * Throws a TypeError for the first option that is not known, with the one that was meant where one is near, or that is
 * not what it should be. An option that is `undefined` is not given.
 */
export function assertKnownOptions(where: string, given: object, known: KnownOptions): void {
  if (typeof given !== "object" || given === null || Array.isArray(given))
    throw new TypeError(
      `Options for ${where} must be an object, not ${given === null ? "null" : Array.isArray(given) ? "an array" : typeof given}.`,
    );
  for (const name in given) {
    const check = known.get(name);
    if (check !== undefined) {
      // A key of this very object.
      const value: unknown = given[name as keyof typeof given];
      if (value !== undefined) checkOption(where, name, value, check);
    } else if (!known.has(name)) {
      throw new TypeError(`Unknown option "${name}" for ${where}.${hint(name, known)}`);
    }
  }
}

/** What other clients call our options. */
const otherWords: ReadonlyMap<string, readonly string[]> = new Map([
  ["body", ["json", "data", "files", "content"]],
  ["query", ["params"]],
  ["qs", ["params"]],
  ["searchParams", ["params"]],
  ["redirect", ["followRedirects"]],
  ["maxRedirections", ["maxRedirects"]],
  ["interceptors", ["eventHooks"]],
  ["hooks", ["eventHooks"]],
  ["retry", ["retries"]],
  ["apiKey", ["auth"]],
  ["fetch", ["transport"]],
  ["agent", ["transport"]],
  ["dispatcher", ["transport"]],
  ["prefixUrl", ["baseUrl"]],
  ["limit", ["total"]],
]);

function hint(name: string, known: KnownOptions): string {
  const words = otherWords.get(name)?.filter((word) => known.has(word)) ?? [];
  if (words.length > 0) return ` Here it is ${words.map((word) => `"${word}"`).join(", ")}.`;
  const near = nearest(name, known.keys());
  return near === undefined ? "" : ` Did you mean "${near}"?`;
}

/** The candidate that a typo of `name` most probably meant, or `undefined` when none is near. */
export function nearest(name: string, candidates: Iterable<string>): string | undefined {
  const wanted = plain(name);
  const allowed = Math.max(1, Math.floor(wanted.length / 3));
  let best: string | undefined;
  let bestDistance = allowed + 1;
  for (const candidate of candidates) {
    const distance = editDistance(wanted, plain(candidate));
    if (distance < bestDistance) [best, bestDistance] = [candidate, distance];
  }
  return best;
}

// HTTPX's own spelling (follow_redirects) and other casings (baseURL) are no distance at all.
function plain(name: string): string {
  return name.replace(/[_-]/g, "").toLowerCase();
}

/** Insertions, deletions, replacements and swaps of neighbours (optimal string alignment). */
function editDistance(a: string, b: string): number {
  let beforePrevious: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      let cost = Math.min((previous[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, replaced);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        cost = Math.min(cost, (beforePrevious[j - 2] ?? 0) + 1);
      }
      row.push(cost);
    }
    [beforePrevious, previous] = [previous, row];
  }
  return previous[b.length] ?? 0;
}
