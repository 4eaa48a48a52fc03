// The body of a response that fetch gave.

import { describeRequest, ReadError } from "../errors.js";
import type { Request } from "../request.js";
import type { ByteStream } from "../streams.js";
import type { Leash } from "./fetch-leash.js";
import { bodyLimit, tookTooLong, within } from "./fetch-waits.js";

export class WebStream implements ByteStream {
  readonly #stream: ReadableStream<Uint8Array>;
  readonly #request: Request;
  /** Whether it came over a network. */
  readonly #isRemote: boolean;
  readonly #leash: Leash;
  #reader: ReadableStreamDefaultReader<Uint8Array> | undefined;

  constructor(stream: ReadableStream<Uint8Array>, request: Request, isRemote: boolean, leash: Leash) {
    this.#stream = stream;
    this.#request = request;
    this.#isRemote = isRemote;
    this.#leash = leash;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    this.#reader = this.#stream.getReader();
    for (;;) {
      const { done, value } = await this.#read(this.#reader);
      if (done) return;
      yield value;
    }
  }

  // As with the head of a response, fetch has one word for all that goes wrong; an app's own errors pass as they are.
  async #read(
    reader: ReadableStreamDefaultReader<Uint8Array>,
  ): ReturnType<ReadableStreamDefaultReader<Uint8Array>["read"]> {
    const limit = bodyLimit(this.#request);
    try {
      return await within(reader.read(), limit, () =>
        tookTooLong(this.#request, "no more of the response's body", limit),
      );
    } catch (error) {
      if (!this.#isRemote || !(error instanceof TypeError)) throw error;
      throw new ReadError(
        `${describeRequest(this.#request)}: the connection failed in the middle of the response (${error.message})`,
        { request: this.#request, cause: error },
      );
    }
  }

  async close(): Promise<void> {
    this.#leash.release();
    // After the end, or after an error, there is nothing to cancel any more: both are told by the reading.
    await (this.#reader ?? this.#stream).cancel().catch(() => {});
  }
}
