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
