// A connection being opened, for those who wait for it.

import type { Connection } from "./connection.js";
import type { Origin } from "./origin.js";

/** A request that needs a connection. */
export interface Waiter {
  readonly origin: Origin;
  /** The pool is full: it waits for a place. */
  queued(): void;
  /** It has a place; a connection is being opened for it. */
  connecting(): void;
  assigned(connection: Connection): void;
  refused(error: unknown): void;
}

/** A connection on its way. Exactly one of the two callbacks given to `open` is called, unless it was aborted. */
export interface Opening {
  abort(): void;
}

export interface OpenCallbacks {
  opened(connection: Connection): void;
  failed(error: unknown): void;
}

/** Starts to connect for `waiter`. Calls back later, never at once. */
export type Open = (waiter: Waiter, callbacks: OpenCallbacks) => Opening;

/** An opening, with all who wait for it. */
export interface Attempt {
  readonly origin: Origin;
  readonly waiters: Set<Waiter>;
  opening: Opening;
}
