// The body of a response, from the wire to decoded bytes: its states, its one reading, and what was counted on the way.

import { platform } from "#platform";
import { aboutRequest, attachRequest, StreamClosed, StreamConsumed, tooLarge } from "./errors.js";
import type { Headers } from "./headers.js";
import type { ContentDecoding } from "./platform/platform.js";
import type { Request } from "./request.js";
import { type ByteStream, gather, type ProgressListener } from "./streams.js";

// A synchronous call of 5 µs beats a thread's 100, until a body is large enough to hold up everything else: as it came,
// or as what it turns out to be.
const SYNC_INPUT = 64 * 1024;
const SYNC_OUTPUT = 1024 * 1024;

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
  #reportsProgress = true;
  /** It was in memory before anybody could ask for its progress. */
  #isUnreported = false;
  readonly #headers: Headers;

  constructor(source: Uint8Array | ByteStream, headers: Headers, request: Request | undefined) {
    this.#source = source;
    this.#headers = headers;
    this.request = request;
  }

  /** Reads a body that is in memory, whatever its size; leaves a stream alone. */
  readInMemory(): void {
    const source = this.#source;
    if (!(source instanceof Uint8Array)) return;
    this.#finish(source);
    this.#isUnreported = true;
    this.content = this.#decoding()?.whole(source, Number.POSITIVE_INFINITY) ?? source;
  }

  /** Puts something between the transport's stream and its reader; a body in memory has no use for it. */
  guard(wrap: (stream: ByteStream) => ByteStream): void {
    if (!(this.#source instanceof Uint8Array)) this.#source = wrap(this.#source);
  }

  /** Reads everything; `undefined` if there is nothing to wait for. Progress is nobody's business on the way to another. */
  read(reportsProgress = true): Promise<void> | undefined {
    this.#reportsProgress = reportsProgress;
    if (this.content !== undefined) {
      this.#checkLength(this.content.byteLength);
      if (this.#isUnreported) this.#reportWhole(this.received);
      return undefined;
    }
    const source = this.#source;
    if (!(source instanceof Uint8Array)) return this.#readStream(source);
    this.#checkUnused();
    this.#reportWhole(source.byteLength);
    this.#finish(source);
    return this.#decode(source);
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
      const report = this.#progressListener();
      const total = report === undefined ? undefined : this.#declaredLength();
      for await (const piece of source) {
        if (piece.byteLength === 0) continue;
        this.received += piece.byteLength;
        report?.({ transferred: this.received, total });
        yield piece;
      }
      this.#checkOpen();
    } catch (error) {
      // Whatever the transport makes of it.
      this.#checkOpen();
      attachRequest(error, this.request);
      throw error;
    } finally {
      await this.close();
    }
  }

  /** Decoded bytes: once, or, when they were read, any number of times. Ending early closes the response. */
  async *decoded(): AsyncGenerator<Uint8Array> {
    if (this.content !== undefined) {
      this.#checkLength(this.content.byteLength);
      if (this.content.byteLength > 0) yield this.content;
      return;
    }
    // In this order, so that a second reading is refused before anything else is looked at.
    this.#checkUnused();
    const decoding = await this.#decodingOrClose();
    yield* this.#limited(decoding === undefined ? this.raw() : decoding.stream(this.raw()));
  }

  async close(): Promise<void> {
    if (this.closedAt !== undefined) return;
    this.closedAt = performance.now();
    if (!(this.#source instanceof Uint8Array)) await this.#source.close();
  }

  async #readStream(source: ByteStream): Promise<void> {
    if (
      source.readAll === undefined ||
      this.#maxLength() !== undefined ||
      this.#progressListener() !== undefined
    ) {
      this.content = await gather(this.decoded());
      return;
    }
    this.#checkUnused();
    this.isConsumed = true;
    try {
      const raw = await source.readAll();
      this.#checkOpen();
      this.received = raw.byteLength;
      const decoding = this.#decode(raw);
      if (decoding !== undefined) await decoding;
    } catch (error) {
      // Whatever the transport makes of it.
      this.#checkOpen();
      attachRequest(error, this.request);
      throw error;
    } finally {
      await this.close();
    }
  }

  /** The states of a body that was in memory all the time. */
  #finish(raw: Uint8Array): void {
    this.isConsumed = true;
    this.received = raw.byteLength;
    this.closedAt = performance.now();
  }

  /** Decodes bytes in memory: few at once, so that nobody waits for them; many in pieces, so that nothing else does. */
  #decode(raw: Uint8Array): Promise<void> | undefined {
    const decoding = this.#decoding();
    if (decoding === undefined) return this.#keep(raw);
    if (raw.byteLength <= SYNC_INPUT) {
      const limit = this.#maxLength() ?? Number.POSITIVE_INFINITY;
      const content = decoding.whole(raw, Math.min(limit, SYNC_OUTPUT));
      if (content !== undefined) return this.#keep(content);
      if (limit <= SYNC_OUTPUT) throw tooLarge(limit, this.request);
    }
    return this.#decodeInPieces(raw, decoding);
  }

  #keep(content: Uint8Array): undefined {
    this.#checkLength(content.byteLength);
    this.content = content;
  }

  async #decodeInPieces(raw: Uint8Array, decoding: ContentDecoding): Promise<void> {
    this.content = await gather(this.#limited(decoding.stream(once(raw))));
  }

  #limited(source: AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array> {
    return this.#maxLength() === undefined ? source : this.#counted(source);
  }

  async *#counted(source: AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array> {
    let length = 0;
    for await (const piece of source) {
      length += piece.byteLength;
      this.#checkLength(length);
      yield piece;
    }
  }

  #reportWhole(length: number): void {
    this.#isUnreported = false;
    this.#progressListener()?.({ transferred: length, total: length });
  }

  #progressListener(): ProgressListener | undefined {
    return this.#reportsProgress ? this.request?.context.onDownloadProgress : undefined;
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
        aboutRequest(
          request,
          "the response's body was already streamed. To use it several times, await response.read() instead.",
        ),
        { request },
      );
    }
    this.#checkOpen();
  }

  /** Some streams just end when they are closed, and what came of them would pass for all. */
  #checkOpen(): void {
    if (this.closedAt === undefined) return;
    const { request } = this;
    throw new StreamClosed(aboutRequest(request, "the response was closed before its body was read."), {
      request,
    });
  }
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
