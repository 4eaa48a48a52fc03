import type { Event } from "js-yaml";

/** One file, URL or stdin, read and parsed. */
export interface Source {
  /** Absolute: `file:///…`, `https://…`, or `stdin:`. */
  readonly uri: string;
  /** The text as read, kept for code frames. */
  readonly text: string;
  readonly format: "json" | "yaml";
  /** What js-yaml came across in the text, kept because a problem's place would take another parse to find. */
  readonly events?: readonly Event[];
  /** Identifies the content as it was read. */
  readonly hash?: string;
  /** The parsed value, never written to after loading. */
  readonly value: unknown;
  /** Set if the value is no longer what the text says, because an overlay was applied. */
  readonly isEdited?: boolean;
}

/** What could not be read, or must not be. */
export interface Missing {
  /** As a clause: "the file does not exist". */
  readonly reason: string;
  /** The near miss, or the option that would allow it. */
  readonly help?: string;
}

/** Everything that the input consists of: the entry document and all files it refers to, transitively. */
export interface SourceSet {
  readonly entry: Source;
  /** What was applied to the entry, in order. */
  readonly overlays?: readonly Source[];
  /** By URI without fragment; holds the entry too. */
  readonly sources: ReadonlyMap<string, Source>;
  /** By the URI that a reference names. */
  readonly missing: ReadonlyMap<string, Missing>;
}
