import type { Diagnostic, Pointer } from "../diagnostics.js";
import type { JsonObject } from "../load/pointer.js";

/** Told that what is at `to` now was at `from` before. */
export type RecordMove = (to: Pointer, from: Pointer) => void;

/** What the parts of a Swagger document need to know of the whole. */
export interface Swagger {
  readonly document: JsonObject;
  /** The media types of operations that name none. */
  readonly consumes: readonly string[];
  readonly produces: readonly string[];
  readonly schema: (value: unknown) => unknown;
  /** The parameter that a reference means. */
  readonly resolved: (parameter: JsonObject) => JsonObject | undefined;
  readonly moved: RecordMove | undefined;
  readonly report: (...found: readonly Diagnostic[]) => void;
}

/** An item of a list, and where it is. */
export interface Placed {
  readonly value: JsonObject;
  readonly at: Pointer;
}
