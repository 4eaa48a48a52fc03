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

/** Everything that the input consists of: the entry document and all files it refers to, transitively. */
export interface SourceSet {
  readonly entry: Source;
  /** What was applied to the entry, in order. */
  readonly overlays?: readonly Source[];
  /** By URI without fragment; holds the entry too. */
  readonly sources: ReadonlyMap<string, Source>;
  /** URIs that a reference names and that could not be or must not be read, with the reason as a sentence. */
  readonly missing: ReadonlyMap<string, string>;
}
