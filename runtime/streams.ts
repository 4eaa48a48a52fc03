// Bytes that arrive in pieces: what transports give, and how pieces are gathered, cut and counted.

/** What a transport gives as a body: raw bytes, before content decoding. */
export interface ByteStream extends AsyncIterable<Uint8Array> {
  /** Gathers all that remains without an iterator, where the transport can do better. */
  readAll?(): Promise<Uint8Array>;
  /** Releases the connection; idempotent. A body not read to its end costs the connection. */
  close(): Promise<void>;
}

/** How far an upload or a download has come, in bytes; `total` is `undefined` when unknown. */
export interface Progress {
  /** So far. */
  readonly transferred: number;
  /** In the end, where it is known. */
  readonly total: number | undefined;
}

/** Told how far a body has come. */
export type ProgressListener = (progress: Progress) => void;

export const NO_BYTES: Uint8Array = new Uint8Array(0);

const encoder = new TextEncoder();

export function utf8(text: string): Uint8Array {
  return encoder.encode(text);
}

/** One array out of many; a single piece is not copied. */
export function concatBytes(pieces: readonly Uint8Array[]): Uint8Array {
  if (pieces.length === 1) return pieces[0]!;
  let length = 0;
  for (const piece of pieces) length += piece.byteLength;
  const whole = new Uint8Array(length);
  let offset = 0;
  for (const piece of pieces) {
    whole.set(piece, offset);
    offset += piece.byteLength;
  }
  return whole;
}

export async function gather(source: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  for await (const piece of source) pieces.push(piece);
  return concatBytes(pieces);
}

/**
 * The bytes in a buffer of their own. What a socket gave is a Node `Buffer` over all that arrived with them, the headers
 * and what belongs to others included, and its `slice` is not that of a `Uint8Array`.
 */
export function plainBytes(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return isPlain(bytes) ? bytes : new Uint8Array(bytes);
}

function isPlain(bytes: Uint8Array): bytes is Uint8Array<ArrayBuffer> {
  const { buffer, byteLength } = bytes;
  return (
    bytes.constructor === Uint8Array && byteLength === buffer.byteLength && buffer instanceof ArrayBuffer
  );
}

/** A view of the bytes behind any buffer or view; `undefined` for anything else. */
export function asBytes(value: unknown): Uint8Array | undefined {
  if (value instanceof Uint8Array) return value;
  if (ArrayBuffer.isView(value)) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  if (value instanceof ArrayBuffer) return new Uint8Array(value);
  if (typeof SharedArrayBuffer !== "undefined" && value instanceof SharedArrayBuffer)
    return new Uint8Array(value);
  return undefined;
}

/** Slices of exactly `size` bytes; the last one may be shorter. */
export function* sliceBytes(bytes: Uint8Array, size: number): Iterable<Uint8Array> {
  for (let start = 0; start < bytes.byteLength; start += size) yield bytes.subarray(start, start + size);
}

/** The same bytes in pieces of exactly `size`; the last one may be shorter. */
export async function* rechunkBytes(
  source: AsyncIterable<Uint8Array>,
  size: number,
): AsyncGenerator<Uint8Array> {
  let kept: Uint8Array[] = [];
  let keptLength = 0;
  for await (const piece of source) {
    let rest = piece;
    while (keptLength + rest.byteLength >= size) {
      const taken = size - keptLength;
      kept.push(rest.subarray(0, taken));
      yield concatBytes(kept);
      kept = [];
      keptLength = 0;
      rest = rest.subarray(taken);
    }
    if (rest.byteLength > 0) {
      kept.push(rest);
      keptLength += rest.byteLength;
    }
  }
  if (keptLength > 0) yield concatBytes(kept);
}

/** Reports after each piece how much has passed. */
export async function* withProgress(
  source: AsyncIterable<Uint8Array>,
  total: number | undefined,
  report: ProgressListener,
): AsyncGenerator<Uint8Array> {
  let transferred = 0;
  for await (const piece of source) {
    yield piece;
    transferred += piece.byteLength;
    report({ transferred, total });
  }
}

/**
 * The generator, with what it reads from closed before it is ended: by itself it would first wait for its last `next`, which
 * may wait for the other side.
 */
export function leavable<T, R>(
  generator: AsyncGenerator<T, R, undefined>,
  close: () => Promise<void>,
): AsyncGenerator<T, R, undefined> {
  const end = generator.return.bind(generator);
  const fail = generator.throw.bind(generator);
  generator.return = (value) => close().then(() => end(value));
  generator.throw = (error) => close().then(() => fail(error));
  return generator;
}

/** A chunk size the caller gave, or `undefined` for pieces as they come. */
export function checkedChunkSize(size: number | undefined): number | undefined {
  if (size === undefined || (Number.isSafeInteger(size) && size > 0)) return size;
  throw new RangeError(`The chunk size must be a positive whole number, not ${size}.`);
}

/** The platform's stream. Cancelling it ends the iteration, or does what the source has for those who are waiting. */
export function toWebStream(
  source: AsyncIterable<Uint8Array>,
  close?: () => Promise<void>,
): ReadableStream<Uint8Array> {
  const iterator = source[Symbol.asyncIterator]();
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const next = await iterator.next();
      if (next.done) controller.close();
      else controller.enqueue(next.value);
    },
    async cancel() {
      if (close === undefined) await iterator.return?.();
      else await close();
    },
  });
}
