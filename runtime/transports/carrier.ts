// What carries exchanges: the transport's pool, or a dispatcher that the user brought.

import type { Connection } from "./connection.js";
import type { Deadlines } from "./deadlines.js";
import type { DispatcherConnection } from "./dispatcher.js";
import type { Waiter } from "./opening.js";
import type { Origin } from "./origin.js";
import type { Pool } from "./pool.js";

/** What carries an exchange: the transport's pool, or an injected dispatcher. */
export interface Carrier {
  readonly deadlines: Deadlines;
  acquire(waiter: Waiter): void;
  cancel(waiter: Waiter): void;
  release(connection: Connection): void;
  dropIdle(origin: Origin): void;
  /** The state of the pool, for messages. */
  describe(): string;
}

export function poolCarrier(pool: Pool, deadlines: Deadlines, describe: () => string): Carrier {
  return {
    deadlines,
    describe,
    acquire: (waiter) => pool.acquire(waiter),
    cancel: (waiter) => pool.cancel(waiter),
    release: (connection) => pool.release(connection),
    dropIdle: (origin) => pool.dropIdle(origin),
  };
}

export function dispatcherCarrier(
  dispatcher: DispatcherConnection,
  deadlines: Deadlines,
  describe: () => string,
): Carrier {
  return {
    deadlines,
    describe,
    acquire: (waiter) => dispatcher.carry(waiter),
    cancel: () => {},
    release: (connection) => {
      connection.active -= 1;
    },
    dropIdle: () => {},
  };
}
