// What differs between Node and other platforms, apart from transports. "#platform" resolves to one implementation.

import type { FileReadable } from "../node-streams.js";
import type { ProxyRule } from "../proxy-environment.js";
import type { Request } from "../request.js";
import type { CookieRules } from "../set-cookie.js";

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
  whole(bytes: Uint8Array, maxLength: number): Uint8Array;
  stream: StreamDecoder;
}

/** What undoes the content codings of one body, in their order. */
export interface ContentDecoding {
  /** All at once; `undefined` if that gives more than `maxLength` bytes. @throws DecodingError */
  whole(raw: Uint8Array, maxLength: number): Uint8Array | undefined;
  /** Piece by piece. @throws DecodingError */
  stream(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array>;
}

/** A named stream of events that others in the process may listen to. */
export interface DiagnosticsChannel {
  readonly hasSubscribers: boolean;
  publish(message: unknown): void;
}

export interface Platform {
  /** Text as UTF-8; perhaps a view of a buffer that holds more. */
  utf8(text: string): Uint8Array;
  /** What can be decoded, as the value of Accept-Encoding; "" where the platform sets and decodes it itself. */
  readonly acceptEncoding: string;
  /** `undefined` if there is nothing to undo. @throws DecodingError for too many codings */
  contentDecoding(contentEncoding: string, request: Request | undefined): ContentDecoding | undefined;
  /** `undefined` if the stream is not a regular file that can be opened again. */
  fileSource(stream: FileReadable): FileSource | undefined;
  /** The library that knows rare media types, where a file may come without its type. */
  loadMime?(): Promise<{ getType(extension: string): string | null }>;
  /** Which proxies the environment names, and what it excludes from them. */
  environmentProxies(): readonly ProxyRule[];
  /** The rules for cookies. Absent in browsers, which keep cookies themselves and show no script what servers set. */
  loadCookieRules?(): Promise<CookieRules>;
  /** The same at once, for the rare caller who cannot wait for `import()`; absent where that is impossible. */
  requireCookieRules?(): CookieRules;
  /** Ends the stack of an error with who waits for the call. Absent where the developer's tools show that themselves. */
  addCaller?(error: unknown, below: (...args: never[]) => unknown): void;
  /** A rejection whose error has such a stack; absent as well. */
  rejected?(error: unknown): Promise<never>;
  /** Node's `diagnostics_channel`; elsewhere one that nobody hears. */
  channel(name: string): DiagnosticsChannel;
}
