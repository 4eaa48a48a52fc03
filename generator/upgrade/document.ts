import type { Pointer } from "../diagnostics.js";

/** A place in one of the sources. */
export interface Origin {
  readonly uri: string;
  readonly pointer: Pointer;
}

/**
 * The input as one OpenAPI 3.2 document, whatever version and however many files it was. Every `$ref` in it
 * is local (`#/…`): what other files hold has been hoisted into `components`, under names that derive from
 * file and pointer.
 */
export interface Document {
  /** The version that the entry document declared, such as `3.0.3` or `2.0`. */
  readonly declaredVersion: string;
  /** Where the entry came from: relative server URLs resolve against it. OpenAPI 3.2 `$self` wins. */
  readonly uri: string;
  /** The root object. Typed loosely on purpose: `model/` narrows as it reads. */
  readonly root: Readonly<Record<string, unknown>>;
  /** Where a place of this document was written by the user. */
  origin(pointer: Pointer): Origin;
}
