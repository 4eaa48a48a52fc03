// What a request sends, in one closed shape, made from everything users have in hand.

import { platform } from "#platform";
import { RequestNotRead, StreamConsumed } from "./errors.js";
import { isFileReadable, isNodeReadable, type NodeReadable } from "./node-streams.js";
import { asBytes, type ProgressListener, sliceBytes, utf8, withProgress } from "./streams.js";

/** A request body. */
export type Body =
  | { readonly kind: "empty" }
  | { readonly kind: "bytes"; readonly bytes: Uint8Array }
  | StreamBody;

/** A body that is not in memory. */
export interface StreamBody {
  readonly kind: "stream";
  /** Bytes that `open()` will give; `undefined` if unknown, so that the body is sent chunked. */
  readonly length: number | undefined;
  /** Whether `open()` may be called again. */
  readonly replayable: boolean;
  /** Never yields an empty piece. @throws StreamConsumed when a source that can be read once is opened again. */
  open(): AsyncIterable<Uint8Array>;
  /** Nobody will read on: ends a source that was opened, though somebody waits for its next piece, which may never come. */
  abandon?(): void;
}

/** A piece of a body: text is sent in UTF-8. */
export type Chunk = string | ArrayBuffer | ArrayBufferView;

/** Whatever a body can be made from. A function is called each time the body is sent, so that it can be sent again. */
export type ContentInit =
  | Chunk
  | Blob
  | ReadableStream<Uint8Array>
  | AsyncIterable<Chunk>
  | Iterable<Chunk>
  | NodeReadable
  | (() => ContentInit | Promise<ContentInit>);

export const NO_BODY: Body = { kind: "empty" };

const PIECE = 65_536;

export function bytesBody(bytes: Uint8Array): Body {
  return bytes.byteLength === 0 ? NO_BODY : { kind: "bytes", bytes };
}

/** `where` names the option. @throws TypeError for what is not a body, a stream of text included. */
export function contentBody(content: ContentInit, where = "content"): Body {
  if (typeof content === "string") return bytesBody(platform.utf8(content));
  if (typeof content === "function") return reopened(content);
  if (typeof content !== "object" || content === null) throw unexpected(content, where);
  const bytes = asBytes(content);
  if (bytes !== undefined) return bytesBody(bytes);
  if (content instanceof Blob) return blobBody(content);
  if (content instanceof ReadableStream) return webStreamBody(content, where);
  if (isNodeReadable(content)) return nodeStreamBody(content, where);
  if (
    content instanceof URLSearchParams ||
    (typeof FormData !== "undefined" && content instanceof FormData)
  ) {
    throw new TypeError(`${where}: a ${content.constructor.name} is not raw content; pass it as "data".`);
  }
  if (Symbol.asyncIterator in content || Symbol.iterator in content) return iterableBody(content);
  throw unexpected(content, where);
}

/** The pieces of any body. */
export function openBody(body: Body): AsyncIterable<Uint8Array> {
  switch (body.kind) {
    case "empty":
      return pieces([]);
    case "bytes":
      return pieces([body.bytes]);
    case "stream":
      return body.open();
  }
}

export function bodyLength(body: Body): number | undefined {
  switch (body.kind) {
    case "empty":
      return 0;
    case "bytes":
      return body.bytes.byteLength;
    case "stream":
      return body.length;
  }
}

/** See `StreamBody.abandon`. */
export function abandonBody(body: Body): void {
  if (body.kind === "stream") body.abandon?.();
}

/** The body's bytes, where they are in memory. */
export function bytesOf(body: Body): Uint8Array {
  if (body.kind === "empty") return new Uint8Array(0);
  if (body.kind === "bytes") return body.bytes;
  throw new RequestNotRead("The request's body is a stream that was not read; await request.read() first.");
}

/** The same body, reporting how much was sent; the count starts anew each time it is opened. */
export function withUploadProgress(body: Body, report: ProgressListener): Body {
  if (body.kind === "empty") return body;
  const length = bodyLength(body);
  const source = body.kind === "bytes" ? () => pieces(sliceBytes(body.bytes, PIECE)) : () => body.open();
  return {
    kind: "stream",
    length,
    replayable: body.kind === "bytes" || body.replayable,
    open: () => withProgress(source(), length, report),
  };
}

async function* pieces(chunks: Iterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield* chunks;
}

function blobBody(blob: Blob): Body {
  if (blob.size === 0) return NO_BODY;
  return { kind: "stream", length: blob.size, replayable: true, open: () => checked(blob.stream()) };
}

function webStreamBody(stream: ReadableStream<Uint8Array>, where: string): Body {
  if (stream.locked)
    throw new TypeError(`${where}: the ReadableStream is locked; someone else is reading it.`);
  let reader: ReadableStreamDefaultReader<Uint8Array> | undefined;
  const open = (): AsyncIterable<Uint8Array> => {
    reader = stream.getReader();
    return checked(readWebStream(reader));
  };
  // After its end, or its error, which whoever reads is told.
  return oneShot(open, () => void reader?.cancel().catch(() => {}));
}

function nodeStreamBody(stream: NodeReadable, where: string): Body {
  // Text would be re-encoded without anyone knowing, and its length in bytes is not known.
  if (stream.readableEncoding != null) {
    throw new TypeError(
      `${where}: the stream has the text encoding "${stream.readableEncoding}"; open it without one, so that it yields bytes.`,
    );
  }
  // A stream may fail before the body is sent; without a listener that would end the process. Sending reports it.
  stream.on("error", () => {});
  const file = isFileReadable(stream) ? platform.fileSource(stream) : undefined;
  if (file === undefined) {
    return oneShot(
      () => {
        if (stream.errored != null) throw stream.errored;
        if (stream.readableEnded || stream.destroyed) throw consumed();
        return checked(stream);
      },
      () => stream.destroy?.(),
    );
  }
  if (file.length === 0) {
    return { kind: "stream", length: 0, replayable: true, open: () => checked(file.reopen()) };
  }
  let first = true;
  return {
    kind: "stream",
    length: file.length,
    replayable: true,
    open: () => {
      const usable = first && !stream.readableEnded && !stream.destroyed;
      first = false;
      return checked(usable ? stream : file.reopen());
    },
  };
}

function iterableBody(content: AsyncIterable<unknown> | Iterable<unknown>): Body {
  // A generator is its own iterator and can be read once; a list gives a new iterator each time.
  if (isIterator(content))
    return oneShot(
      () => checked(content),
      () => void leave(content),
    );
  return { kind: "stream", length: undefined, replayable: true, open: () => checked(content) };
}

function isIterator(
  content: object,
): content is (AsyncIterable<unknown> | Iterable<unknown>) & Pick<AsyncIterator<unknown>, "return"> {
  return "next" in content && typeof content.next === "function";
}

/** Some iterators end while they wait, others after it; nobody is left who would hear that they cannot. */
async function leave(iterator: Pick<AsyncIterator<unknown>, "return">): Promise<void> {
  await Promise.resolve(iterator.return?.()).catch(() => {});
}

function reopened(open: () => ContentInit | Promise<ContentInit>): Body {
  const opened = new Set<Body>();
  return {
    kind: "stream",
    length: undefined,
    replayable: true,
    open: async function* () {
      const content = await open();
      if (typeof content === "function")
        throw new TypeError("content: the function returned another function instead of a body.");
      const body = contentBody(content);
      opened.add(body);
      try {
        yield* openBody(body);
      } finally {
        opened.delete(body);
      }
    },
    abandon: () => {
      // One of several may be another call's: to end it here would cut its upload short.
      if (opened.size === 1) for (const body of opened) abandonBody(body);
    },
  };
}

function oneShot(open: () => AsyncIterable<Uint8Array>, abandon?: () => void): Body {
  let used = false;
  return {
    kind: "stream",
    length: undefined,
    replayable: false,
    open: () => {
      if (used) throw consumed();
      used = true;
      return open();
    },
    abandon: () => {
      if (used) abandon?.();
    },
  };
}

// Node 20 iterates a ReadableStream by itself, Safari does not.
async function* readWebStream(reader: ReadableStreamDefaultReader<Uint8Array>): AsyncGenerator<unknown> {
  let finished = false;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) {
        finished = true;
        return;
      }
      yield value;
    }
  } finally {
    if (!finished) await reader.cancel();
    reader.releaseLock();
  }
}

async function* checked(source: AsyncIterable<unknown> | Iterable<unknown>): AsyncGenerator<Uint8Array> {
  for await (const chunk of source) {
    const bytes = typeof chunk === "string" ? utf8(chunk) : asBytes(chunk);
    if (bytes === undefined)
      throw new TypeError(`A request body must yield bytes or strings, not ${kindOf(chunk)}.`);
    if (bytes.byteLength > 0) yield bytes;
  }
}

function consumed(): StreamConsumed {
  return new StreamConsumed(
    "The request's body was already read, and cannot be sent again. Pass bytes, a Blob, or a function that opens it anew.",
  );
}

function unexpected(content: unknown, where: string): TypeError {
  const name = where.includes('"') ? where : `"${where}"`;
  return new TypeError(
    `Unexpected type for ${name}: ${kindOf(content)}. Pass a string, bytes, a Blob, a stream, an iterable of bytes, or a function that returns one; for an object use "json" or "data".`,
  );
}

export function kindOf(value: unknown): string {
  if (value === null) return "null";
  if (typeof value !== "object") return typeof value;
  return value.constructor?.name ?? "object";
}
