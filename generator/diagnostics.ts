// A diagnostic blames a place in the Document, by JSON pointer. Only when it is shown is the place looked
// up in the file it came from (`load/locate.ts`): positions cost a second parse, errors are rare.

/** A JSON pointer as a URI fragment: `#/components/schemas/Pet`. RFC 6901 §6, with no percent-encoding. */
export type Pointer = string;

export type Severity = "error" | "warning";

/** A problem in the input, or something in it that the generator had to guess. */
export interface Diagnostic {
  /** Stable, kebab-case, listed in `docs/diagnostics.md`. */
  readonly code: string;
  /** An error means that the output would be wrong; everything else is a warning. */
  readonly severity: Severity;
  /** What is wrong, a whole sentence that names the thing in quotes. */
  readonly message: string;
  /** What to do about it, as an action. */
  readonly help?: string;
  /** Where in the Document; absent for problems of a whole file. */
  readonly pointer?: Pointer;
  /** The file or URL, for problems found before there is a Document; `pointer` then points into that file. */
  readonly uri?: string;
  /** The offset into the text of `uri`, for what is no value and so has no pointer. */
  readonly offset?: number;
  /** That text, if it could not be parsed. */
  readonly text?: string;
}

/** What every stage that can find problems returns: its value, and what it found. */
export interface Checked<Value> {
  readonly value: Value;
  readonly diagnostics: readonly Diagnostic[];
}

export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some((diagnostic) => diagnostic.severity === "error");
}

/** The name among `names` that someone who wrote `wrong` most likely meant. */
export function nearest(wrong: string, names: Iterable<string>): string | undefined {
  // A third of the letters may differ; beyond that, a guess confuses more than it helps.
  let limit = Math.max(1, Math.floor(wrong.length / 3));
  let best: string | undefined;
  for (const name of names) {
    if (Math.abs(name.length - wrong.length) > limit) continue;
    const distance = editDistance(wrong.toLowerCase(), name.toLowerCase(), limit);
    if (distance > limit || (distance === limit && best !== undefined)) continue;
    limit = distance;
    best = name;
  }
  return best;
}

/** Insertions, deletions, replacements and swaps of neighbours that turn `a` into `b`; gives up above `limit`. */
function editDistance(a: string, b: string, limit: number): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const isSame = a[i - 1] === b[j - 1];
      let cost = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + (isSame ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        cost = Math.min(cost, beforeLast[j - 2]! + 1);
      row.push(cost);
    }
    if (Math.min(...row) > limit) return limit + 1;
    beforeLast = last;
    last = row;
  }
  return last[b.length]!;
}
