// One part of a multipart body, when its value alone does not say enough.

import type { ContentInit } from "../content.js";
import type { HeadersInit } from "../headers.js";

/** Raw bytes in any form. A function is called each time the body is sent, so that it can be sent again. */
export type BinaryInput = ContentInit;

export interface PartOptions {
  /** Default: a `File`'s name, the name of a Node file stream's file, else none. */
  readonly filename?: string | undefined;
  /** Default: what the document says, a `Blob`'s type, or a guess from the filename. */
  readonly contentType?: string | undefined;
  readonly headers?: HeadersInit | undefined;
}

/** A value with what is said about it in the head of its part. */
export class Part<Value = unknown> {
  readonly value: Value;
  readonly options: PartOptions;

  constructor(value: Value, options: PartOptions) {
    this.value = value;
    this.options = options;
  }
}

/** What a file property of a multipart body takes. */
export type FileInput = BinaryInput | Part<BinaryInput>;

/**
 * A part of a multipart body with its own filename, content type or headers.
 *
 * @example
 * await api.files.upload({ body: { file: part(bytes, { filename: "a.png", contentType: "image/png" }) } });
 */
export function part<Value>(value: Value, options: PartOptions): Part<Value> {
  return new Part(value, options);
}
