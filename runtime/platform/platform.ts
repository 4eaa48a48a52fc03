// What differs between Node and other platforms, apart from transports. "#platform" resolves to one implementation.

import type { FileReadable } from "../node-streams.js";

/** Undoes one content coding, piece by piece. */
export type StreamDecoder = (source: AsyncIterable<Uint8Array>) => AsyncIterable<Uint8Array>;

/** A file behind a stream, from where the stream stands to where it ends. */
export interface FileSource {
  /** Bytes that remain. */
  readonly length: number;
  /** The same bytes once more, from a stream of its own. */
  reopen(): AsyncIterable<Uint8Array>;
}

/** The ways a content coding can be undone. */
export interface ContentDecoder {
  /** Undoes a whole body at once. @throws RangeError with code `ERR_BUFFER_TOO_LARGE` beyond `maxLength` bytes. */
  whole(bytes: Uint8Array, maxLength: number | undefined): Uint8Array;
  stream: StreamDecoder;
}

/** A named stream of events that others in the process may listen to. */
export interface DiagnosticsChannel {
  readonly hasSubscribers: boolean;
  publish(message: unknown): void;
}

export interface Platform {
  /** What can be decoded, as the value of Accept-Encoding; "" where the platform sets and decodes it itself. */
  readonly acceptEncoding: string;
  /** `undefined` for a coding that is not known. */
  contentDecoder(coding: string): ContentDecoder | undefined;
  /** `undefined` if the stream is not a regular file that can be opened again. */
  fileSource(stream: FileReadable): FileSource | undefined;
  environment(): Readonly<Record<string, string | undefined>>;
  /** tough-cookie at once, for the rare caller who cannot wait for `import()`; `undefined` where that is impossible. */
  requireToughCookie(): typeof import("tough-cookie") | undefined;
  /** Node's `diagnostics_channel`; elsewhere one that nobody hears. */
  channel(name: string): DiagnosticsChannel;
}
