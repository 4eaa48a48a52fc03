// What holds a fetch, from its start to the end of its body: the caller's signal, our own timeouts, and its upload.

import { addAbortListener, removeAbortListener } from "../abort-listeners.js";
import type { Request } from "../request.js";

/** Ends a fetch, for us and at the caller's signal: that may live for long, and fetch never lets go of one it was given. */
export class Leash {
  /** What the source of the upload threw: fetch says nothing of it. */
  failure: { readonly error: unknown } | undefined;
  readonly #request: Request;
  readonly #controller = new AbortController();
  readonly #follow = (): void => this.abort(this.#request.context.signal?.reason);
  #isUploading = false;
  #isOver = false;

  constructor(request: Request) {
    this.#request = request;
    const { signal } = request.context;
    if (signal?.aborted) this.#follow();
    else if (signal !== undefined) addAbortListener(signal, this.#follow);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  abort(reason: unknown): void {
    this.#controller.abort(reason);
  }

  /** A body on its way to fetch, which may never ask for it. */
  upload(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    this.#isUploading = true;
    return this.#watched(source);
  }

  async *#watched(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    try {
      yield* source;
      // A source that was given up ends as well, and what there is of it must not pass for all.
      if (this.#isOver) throw new Error("the upload was given up");
    } catch (error) {
      this.failure = { error };
      throw error;
    }
    this.#isUploading = false;
  }

  /** There is nothing left to end, but for what the server did not wait for. */
  release(): void {
    const { signal } = this.#request.context;
    if (signal !== undefined) removeAbortListener(signal, this.#follow);
    this.#isOver = true;
    if (this.#isUploading) this.#request.abandon();
  }
}
