// What a search for places asks of a text, and finds in it.

/** Offsets into a text; the end is exclusive. */
export interface TextRange {
  readonly start: number;
  readonly end: number;
}

/** The wanted pointers as a tree, so that one pass over a text finds all of them. */
export interface Wanted {
  readonly children: Map<string, Wanted>;
  /** Filled in by the pass. */
  range: TextRange | undefined;
}
