// undici 8 takes another kind of handler than undici 7, whose own is faster there. This turns one into the other.

import type { DispatchHandler } from "./connection.js";

/** undici's controller, as far as it is used. */
interface Controller {
  /** Missing where a mock answers. */
  readonly rawHeaders?: readonly (Uint8Array | string)[] | null;
  abort(reason: Error): void;
  pause(): void;
  resume(): void;
}

type ParsedHeaders = Readonly<Record<string, string | readonly string[] | undefined>>;

export class ModernHandler {
  readonly #handler: DispatchHandler;
  readonly #isForeign: boolean;
  /** Body bytes up to which the response may be paused. */
  #pausable: number = Number.POSITIVE_INFINITY;

  /** `isForeign`: we see nothing of the sockets behind, and do not know whose undici it is. */
  constructor(handler: DispatchHandler, isForeign = false) {
    this.#handler = handler;
    this.#isForeign = isForeign;
  }

  onRequestStart(controller: Controller): void {
    this.#handler.onConnect((reason) => controller.abort(reason ?? new Error("aborted")));
  }

  onResponseStarted(): void {
    this.#handler.onResponseStarted();
  }

  onResponseStart(controller: Controller, statusCode: number, headers: ParsedHeaders, reason?: string): void {
    // Where the connection is not ours, nobody has told of the bytes.
    this.#handler.onBytes();
    if (this.#isForeign && !isOfUndici8(controller)) this.#pausable = pausableBytes(headers);
    const raw = Array.isArray(controller.rawHeaders) ? controller.rawHeaders : flatten(headers);
    if (!this.#handler.onHeaders(statusCode, raw, () => controller.resume(), reason ?? ""))
      this.#pause(controller);
  }

  onResponseData(controller: Controller, chunk: Uint8Array): void {
    this.#handler.onBytes();
    this.#pausable -= chunk.byteLength;
    if (!this.#handler.onData(chunk)) this.#pause(controller);
  }

  onResponseEnd(): void {
    this.#handler.onComplete();
  }

  onResponseError(_controller: Controller | null, error: unknown): void {
    this.#handler.onError(error);
  }

  // What is not paused waits in memory.
  #pause(controller: Controller): void {
    if (this.#pausable > 0) controller.pause();
  }
}

/** A wrapper of its interceptors is taken for undici 7's, to be safe. */
function isOfUndici8(controller: Controller): boolean {
  return controller.constructor.name === "RequestController";
}

/**
 * When a connection ends, and with it the body of the last response on it, undici 7 asserts in a listener of the socket
 * that the body is not paused; when it is, the process dies. So one that has no length is not paused at all, and any
 * other not after its last byte.
 */
function pausableBytes(headers: ParsedHeaders): number {
  const connection = String(headers.connection ?? "");
  if (/\bclose\b/i.test(connection)) return 0;
  if (headers["transfer-encoding"] !== undefined) return Number.POSITIVE_INFINITY;
  const length = headers["content-length"];
  return length === undefined ? 0 : Number(length);
}

function flatten(headers: ParsedHeaders): string[] {
  return Object.entries(headers).flatMap(([name, value]) =>
    (typeof value === "string" ? [value] : (value ?? [])).flatMap((line) => [name, line]),
  );
}
