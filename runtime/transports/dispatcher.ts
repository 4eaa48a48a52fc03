// An undici dispatcher that the user brought: its own pool, its own connections, perhaps a mock. Version 7 or 8.

import type { Connection, DispatchHandler, DispatchOptions } from "./connection.js";
import { ModernHandler } from "./modern-handler.js";
import type { Waiter } from "./opening.js";
import type { Origin } from "./origin.js";

/** What is used of undici's `Dispatcher`. */
export interface Dispatcher {
  dispatch(options: never, handler: never): boolean;
}

/** Carries all requests of a transport: to us, the dispatcher is one connection without limits. */
export class DispatcherConnection implements Connection {
  // Never looked at: the pool does not know it.
  readonly origin: Origin = { url: "", isSecure: false, hostname: "", port: 0, authority: "" };
  readonly httpVersion = "HTTP/1.1";
  readonly isMultiplexed = true;
  readonly opensByItself = true;
  readonly capacity: number = Number.POSITIVE_INFINITY;
  readonly failure = null;
  readonly unsentBytes = 0;
  active = 0;
  served = 0;
  restedAt = 0;
  readonly #dispatcher: { dispatch(options: object, handler: object): boolean };

  constructor(dispatcher: Dispatcher) {
    // `never` in the type lets both versions in, whose own types differ; what is sent is what both document.
    this.#dispatcher = dispatcher as unknown as { dispatch(options: object, handler: object): boolean };
  }

  carry(waiter: Waiter): void {
    this.active += 1;
    waiter.assigned(this);
  }

  send({ method, path, headers, body }: DispatchOptions, handler: DispatchHandler, origin: Origin): void {
    this.#dispatcher.dispatch(
      { origin: origin.url, method, path, headers, body },
      new ModernHandler(handler, true),
    );
  }

  rest(): void {}

  retire(): void {}

  destroy(): void {}
}
