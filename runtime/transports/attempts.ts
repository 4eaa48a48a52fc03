// Connections being opened, and who waits for them. Several may wait for one that may end in HTTP/2.

import type { Connection } from "./connection.js";
import type { Attempt, Open, Waiter } from "./opening.js";

/** How an attempt ends, unless it is aborted: with a connection, or for all who wait with an error. */
export interface AttemptEnd {
  opened(attempt: Attempt, connection: Connection, waiters: readonly Waiter[]): void;
  failed(attempt: Attempt, error: unknown, waiters: readonly Waiter[]): void;
}

export class Attempts {
  readonly #open: Open;
  readonly #end: AttemptEnd;
  readonly #byWaiter = new Map<Waiter, Attempt>();
  #count = 0;

  constructor(open: Open, end: AttemptEnd) {
    this.#open = open;
    this.#end = end;
  }

  /** Connections on their way. */
  get count(): number {
    return this.#count;
  }

  /** Starts to connect for `waiter`. */
  start(waiter: Waiter): Attempt {
    const attempt: Attempt = { origin: waiter.origin, waiters: new Set(), opening: { abort: () => {} } };
    this.#count += 1;
    this.join(waiter, attempt);
    attempt.opening = this.#open(waiter, {
      opened: (connection) => this.#end.opened(attempt, connection, this.#over(attempt)),
      failed: (error) => this.#end.failed(attempt, error, this.#over(attempt)),
    });
    return attempt;
  }

  join(waiter: Waiter, attempt: Attempt): void {
    attempt.waiters.add(waiter);
    this.#byWaiter.set(waiter, attempt);
    waiter.connecting();
  }

  /** `waiter` no longer waits. Returns the attempt for which nobody does any more. */
  leave(waiter: Waiter): Attempt | undefined {
    const attempt = this.#byWaiter.get(waiter);
    if (attempt === undefined) return undefined;
    this.#byWaiter.delete(waiter);
    attempt.waiters.delete(waiter);
    return attempt.waiters.size === 0 ? attempt : undefined;
  }

  /** Takes out the next after the one that the attempt was started for, if there is one. */
  takeFollower({ waiters }: Attempt): Waiter | undefined {
    const [, follower] = waiters;
    if (follower !== undefined) this.leave(follower);
    return follower;
  }

  abort(attempt: Attempt): void {
    attempt.opening.abort();
    this.#over(attempt);
  }

  abortAll(): void {
    for (const attempt of new Set(this.#byWaiter.values())) this.abort(attempt);
  }

  #over(attempt: Attempt): Waiter[] {
    this.#count -= 1;
    for (const waiter of attempt.waiters) this.#byWaiter.delete(waiter);
    return [...attempt.waiters];
  }
}
