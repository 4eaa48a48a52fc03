// What the pool, the exchange and the two protocols agree on.

import type { Origin } from "./origin.js";

/**
 * What a connection tells the request it carries: undici 7's handler, which HTTP/2 speaks as well.
 * After `onConnect`, exactly one of `onComplete` and `onError` is called.
 */
export interface DispatchHandler {
  /** The request is about to be written. Throwing takes it back, without harm to the connection. */
  onConnect(abort: (reason?: Error) => void): void;
  /** The first byte of the response is here. */
  onResponseStarted(): void;
  /** More of the response is here, before what of it is told: the other side is alive. */
  onBytes(): void;
  /** Once for each interim response and once for the final one. `false` pauses. */
  onHeaders(
    statusCode: number,
    rawHeaders: readonly (Uint8Array | string)[],
    resume: () => void,
    reason: string,
  ): boolean;
  /** `false` pauses. */
  onData(chunk: Uint8Array): boolean;
  /** No more bytes will come: what was paused goes on. */
  resume(): void;
  onComplete(): void;
  onError(error: unknown): void;
}

/** A request as dispatch options, named as undici names them. */
export interface DispatchOptions {
  readonly method: string;
  readonly path: string;
  readonly headers: readonly string[];
  readonly body: Uint8Array | AsyncIterable<Uint8Array> | null;
  /** undici closes the connection after a HEAD, or after a body with GET, unless this is `false`. */
  readonly reset: false;
  readonly blocking: false;
  readonly servername: string | undefined;
}

/** An open connection to one origin. */
export interface Connection {
  readonly origin: Origin;
  /** Of the response under way. */
  readonly httpVersion: "HTTP/1.0" | "HTTP/1.1" | "HTTP/2";
  /** Whether several requests can be under way at once. */
  readonly isMultiplexed: boolean;
  /** Whether sending may have to connect first, out of our sight. */
  readonly opensByItself: boolean;
  /** Requests under way. */
  active: number;
  /** Requests it has ever been given. */
  served: number;
  /** When it last became idle, in the pool's own count. */
  restedAt: number;
  /** How many requests may be under way at once; 0 = none any more. */
  readonly capacity: number;
  /** What broke it, as soon as that is known. */
  readonly failure: Error | null;
  /** Bytes of a request that the network has not taken yet. */
  readonly unsentBytes: number;
  send(options: DispatchOptions, handler: DispatchHandler, origin: Origin): void;
  /** Nothing is under way: let the process end, and close when unused for long. */
  rest(): void;
  /** The current request is its last. */
  retire(): void;
  destroy(): void;
}

/**
 * The code of the error with which a connection reports that the server has not acted on the request: nothing of it was
 * written, or HTTP/2 says so (RFC 9113 §8.7).
 */
export const NOT_PROCESSED = "ERR_NOT_PROCESSED";
