// Options are checked by name, because a misspelt one that is silently ignored costs an afternoon.

/** Throws a TypeError that names the first unknown option and, where one is near, the one that was meant. */
export function assertKnownOptions(where: string, given: object, known: ReadonlySet<string>): void {
  if (typeof given !== "object" || given === null)
    throw new TypeError(
      `Options for ${where} must be an object, not ${given === null ? "null" : typeof given}.`,
    );
  for (const name in given) {
    if (known.has(name)) continue;
    throw new TypeError(`Unknown option "${name}" for ${where}.${hint(name, known)}`);
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
  ["agent", ["transport"]],
  ["dispatcher", ["transport"]],
  ["prefixUrl", ["baseUrl"]],
  ["limit", ["total"]],
]);

function hint(name: string, known: ReadonlySet<string>): string {
  const words = otherWords.get(name)?.filter((word) => known.has(word)) ?? [];
  if (words.length > 0) return ` Here it is ${words.map((word) => `"${word}"`).join(", ")}.`;
  const near = nearest(name, known);
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
