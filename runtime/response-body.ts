// The body of a response, from the wire to decoded bytes: its states, its one reading, and what was counted on the way.

import { platform } from "#platform";
import { HTTPError, StreamClosed, StreamConsumed, tooLarge } from "./errors.js";
import type { Headers } from "./headers.js";
import type { ContentDecoding } from "./platform/platform.js";
import type { Request } from "./request.js";
import { type ByteStream, gather } from "./streams.js";

// A synchronous call of 5 µs beats a thread's 100, until a body is large enough to hold up everything else.
const SYNC_LIMIT = 64 * 1024;

export class ResponseBody {
  request: Request | undefined;
  /** Decoded bytes, once they were read. */
  content: Uint8Array | undefined;
  /** Raw bytes received so far. */
  received = 0;
  isConsumed = false;
  closedAt: number | undefined;
  /** The transport gives bytes that are decoded already, whatever the headers say. */
  isDecoded = false;

  /** Decoded bytes allowed. */
  maxLength: number | undefined;

  #source: Uint8Array | ByteStream;
  readonly #headers: Headers;

  constructor(source: Uint8Array | ByteStream, headers: Headers, request: Request | undefined) {
    this.#source = source;
    this.#headers = headers;
    this.request = request;
  }

  /** Reads a body that is in memory, whatever its size; leaves a stream alone. */
  readInMemory(): void {
    if (this.#source instanceof Uint8Array) this.#finish(this.#source);
  }

  /** Puts something between the transport's stream and its reader; a body in memory has no use for it. */
  guard(wrap: (stream: ByteStream) => ByteStream): void {
    if (!(this.#source instanceof Uint8Array)) this.#source = wrap(this.#source);
  }

  /** Reads everything; `undefined` if there is nothing to wait for. */
  read(): Promise<void> | undefined {
    if (this.content !== undefined) {
      this.#checkLength(this.content.byteLength);
      return undefined;
    }
    const source = this.#source;
    if (!(source instanceof Uint8Array)) return this.#readStream(source);
    this.#checkUnused();
    this.request?.context.onDownloadProgress?.({ transferred: source.byteLength, total: source.byteLength });
    if (source.byteLength > SYNC_LIMIT && this.#isEncoded()) return this.#readStream(undefined);
    this.#finish(source);
    return undefined;
  }

  /** Raw bytes, once. Ending early closes the response. */
  async *raw(): AsyncGenerator<Uint8Array> {
    this.#checkUnused();
    this.isConsumed = true;
    const source = this.#source;
    try {
      if (source instanceof Uint8Array) {
        this.received = source.byteLength;
        if (source.byteLength > 0) yield source;
        return;
      }
      const report = this.request?.context.onDownloadProgress;
      const total = report === undefined ? undefined : this.#declaredLength();
      for await (const piece of source) {
        if (piece.byteLength === 0) continue;
        this.received += piece.byteLength;
        report?.({ transferred: this.received, total });
        yield piece;
      }
    } catch (error) {
      throw this.#withRequest(error);
    } finally {
      await this.close();
    }
  }

  /** Decoded bytes, once. Ending early closes the response. */
  async *decoded(): AsyncGenerator<Uint8Array> {
    // In this order, so that a second reading is refused before anything else is looked at.
    this.#checkUnused();
    const decoding = await this.#decodingOrClose();
    const source = decoding === undefined ? this.raw() : decoding.stream(this.raw());
    if (this.#maxLength() === undefined) {
      yield* source;
      return;
    }
    let length = 0;
    for await (const piece of source) {
      length += piece.byteLength;
      this.#checkLength(length);
      yield piece;
    }
  }

  async close(): Promise<void> {
    if (this.closedAt !== undefined) return;
    this.closedAt = performance.now();
    if (!(this.#source instanceof Uint8Array)) await this.#source.close();
  }

  async #readStream(source: ByteStream | undefined): Promise<void> {
    const canGather = source?.readAll !== undefined && this.#maxLength() === undefined;
    if (!canGather || this.request?.context.onDownloadProgress !== undefined) {
      this.content = await gather(this.decoded());
      return;
    }
    this.#checkUnused();
    this.isConsumed = true;
    try {
      const decoding = this.#decoding();
      const raw = await source.readAll!();
      this.received = raw.byteLength;
      if (decoding === undefined) this.content = raw;
      else if (raw.byteLength <= SYNC_LIMIT) this.content = decoding.whole(raw, undefined);
      else this.content = await gather(decoding.stream(once(raw)));
    } catch (error) {
      throw this.#withRequest(error);
    } finally {
      await this.close();
    }
  }

  #finish(raw: Uint8Array): void {
    this.isConsumed = true;
    this.received = raw.byteLength;
    this.closedAt = performance.now();
    const decoding = this.#decoding();
    const content = decoding === undefined ? raw : decoding.whole(raw, this.#maxLength());
    this.#checkLength(content.byteLength);
    this.content = content;
  }

  #isEncoded(): boolean {
    return !this.isDecoded && this.#headers.has("content-encoding");
  }

  #decoding(): ContentDecoding | undefined {
    const contentEncoding = this.isDecoded ? null : this.#headers.get("content-encoding");
    return contentEncoding === null ? undefined : platform.contentDecoding(contentEncoding, this.request);
  }

  async #decodingOrClose(): Promise<ContentDecoding | undefined> {
    try {
      return this.#decoding();
    } catch (error) {
      await this.close();
      throw error;
    }
  }

  #maxLength(): number | undefined {
    return this.maxLength ?? this.request?.context.maxResponseSize;
  }

  #checkLength(length: number): void {
    const maxLength = this.#maxLength();
    if (maxLength !== undefined && length > maxLength) throw tooLarge(maxLength, this.request);
  }

  #declaredLength(): number | undefined {
    const text = this.#headers.get("content-length");
    return text !== null && /^\d+$/.test(text) ? Number(text) : undefined;
  }

  #checkUnused(): void {
    const { request } = this;
    if (this.isConsumed) {
      throw new StreamConsumed(
        "The response's body was already streamed. To use it several times, await response.read() instead.",
        { request },
      );
    }
    if (this.closedAt !== undefined) {
      throw new StreamClosed("The response was closed before its body was read.", { request });
    }
  }

  #withRequest(error: unknown): unknown {
    if (error instanceof HTTPError) error.request ??= this.request;
    return error;
  }
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
