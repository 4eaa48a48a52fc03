// The body of a streamed response: chunks wait here between the connection and whoever reads, in bounded memory.

import { StreamClosed } from "../errors.js";
import { type ByteStream, concatBytes } from "../streams.js";
import { paceCollection } from "./collection-pace.js";

/** What a body asks of the exchange that fills it. */
export interface BodySource {
  /** A reader waits for bytes now: the read timeout runs. */
  awaited(): void;
  /** There is room again after `push` said stop. */
  resume(): void;
  /** The reader wants no more. */
  discard(reason: Error): void;
}

// Enough to keep a fast connection busy while the reader works on the last chunks.
const HIGH_WATER_MARK = 128 * 1024;

interface Reader {
  resolve(result: IteratorResult<Uint8Array, undefined>): void;
  reject(error: unknown): void;
}

/**
 * The bytes, out of memory of which they are the smaller part: Node's pool, which all of the process shares and nobody can
 * transfer, or a read with other pieces in it.
 */
function setApart(chunk: Uint8Array): Uint8Array {
  return chunk.byteLength * 2 <= chunk.buffer.byteLength ? new Uint8Array(chunk) : chunk;
}

/** The side of the exchange. It must not refer to the `StreamedBody`, so that an abandoned one can be noticed. */
export class BodyQueue {
  readonly #source: BodySource;
  #chunks: Uint8Array[] = [];
  #size = 0;
  #limit: number = HIGH_WATER_MARK;
  #isPaused = false;
  #isEnded = false;
  #error: unknown;
  #reader: Reader | undefined;

  constructor(source: BodySource) {
    this.#source = source;
  }

  /** `false` = stop until resumed. */
  push(received: Uint8Array): boolean {
    // What undici says when it is resumed and there is nothing more.
    if (received.byteLength === 0) return true;
    const chunk = setApart(received);
    paceCollection(chunk.byteLength);
    if (this.#reader !== undefined) {
      const reader = this.#reader;
      this.#reader = undefined;
      reader.resolve({ value: chunk, done: false });
      return true;
    }
    this.#chunks.push(chunk);
    this.#size += chunk.byteLength;
    this.#isPaused = this.#size >= this.#limit;
    return !this.#isPaused;
  }

  end(): void {
    this.#isEnded = true;
    this.#reader?.resolve({ value: undefined, done: true });
    this.#reader = undefined;
  }

  fail(error: unknown): void {
    if (this.#isEnded) return;
    this.#isEnded = true;
    this.#error = error;
    this.#reader?.reject(error);
    this.#reader = undefined;
  }

  next(): Promise<IteratorResult<Uint8Array, undefined>> {
    const chunk = this.#chunks.shift();
    if (chunk !== undefined) {
      this.#size -= chunk.byteLength;
      if (this.#isPaused && this.#size <= this.#limit / 2) this.#resume();
      return Promise.resolve({ value: chunk, done: false });
    }
    if (this.#error !== undefined) return Promise.reject(this.#error);
    if (this.#isEnded) return Promise.resolve({ value: undefined, done: true });
    return new Promise((resolve, reject) => {
      this.#reader = { resolve, reject };
      if (this.#isPaused) this.#resume();
      this.#source.awaited();
    });
  }

  async gather(): Promise<Uint8Array> {
    this.#limit = Number.POSITIVE_INFINITY;
    const pieces: Uint8Array[] = [];
    for (let result = await this.next(); !result.done; result = await this.next()) pieces.push(result.value);
    return concatBytes(pieces);
  }

  close(reason: () => Error): void {
    this.#chunks = [];
    this.#size = 0;
    if (this.#isEnded) return;
    const error = reason();
    this.fail(error);
    this.#source.discard(error);
  }

  #resume(): void {
    this.#isPaused = false;
    this.#source.resume();
  }
}

// A response that was dropped unread would hold its connection for ever.
const abandoned = new FinalizationRegistry<BodyQueue>((queue) => {
  queue.close(
    () => new StreamClosed("The response was dropped before its body was read; its connection is closed."),
  );
});

/** The side of the reader. */
export class StreamedBody implements ByteStream {
  readonly #queue: BodyQueue;

  constructor(queue: BodyQueue) {
    this.#queue = queue;
    abandoned.register(this, queue, this);
  }

  [Symbol.asyncIterator](): AsyncIterator<Uint8Array, undefined> {
    // Through `this`, so that an iteration under way keeps the body alive.
    return {
      next: () => this.#queue.next(),
      return: async () => {
        await this.close();
        return { value: undefined, done: true };
      },
    };
  }

  readAll(): Promise<Uint8Array> {
    return this.#queue.gather();
  }

  async close(): Promise<void> {
    abandoned.unregister(this);
    this.#queue.close(() => new StreamClosed("The response was closed before its body was read to the end."));
  }
}
