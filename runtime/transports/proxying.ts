// The transports through proxies that a client makes: those that its options name, and those that single requests ask for.

import { type ProxyConfig, type ProxyOption, parseProxy } from "../proxies.js";
import { HTTPTransport, type HTTPTransportOptions } from "./http.js";
import type { Proxying, Transport } from "./transport.js";

// Who rotates proxies names another one with each request, and comes back to few.
const MAX_REQUEST_PROXIES = 50;

export class HTTPProxying implements Proxying {
  readonly #connection: HTTPTransportOptions;
  /** Proxies that single requests asked for, the one asked for last at the end. */
  readonly #byRequests: { readonly proxy: ProxyConfig; readonly transport: HTTPTransport }[] = [];

  constructor(connection: HTTPTransportOptions) {
    this.#connection = connection;
  }

  through(proxy: ProxyOption): HTTPTransport {
    return new HTTPTransport({ ...this.#connection, proxy: parseProxy(proxy) });
  }

  // Found again by what the option says: callers make a new object for each call.
  forRequest(option: ProxyOption): HTTPTransport {
    const proxy = parseProxy(option);
    const at = this.#byRequests.findIndex((entry) => isSameProxy(entry.proxy, proxy));
    const [known] = at === -1 ? [] : this.#byRequests.splice(at, 1);
    if (known === undefined && this.#byRequests.length >= MAX_REQUEST_PROXIES) this.#closeOneAtRest();
    const entry = known ?? { proxy, transport: this.through(proxy) };
    this.#byRequests.push(entry);
    return entry.transport;
  }

  get ofRequests(): Iterable<Transport> {
    return this.#byRequests.map(({ transport }) => transport);
  }

  #closeOneAtRest(): void {
    const at = this.#byRequests.findIndex(({ transport }) => isAtRest(transport));
    const [entry] = at === -1 ? [] : this.#byRequests.splice(at, 1);
    // Nobody uses it, so there is nobody to tell.
    entry?.transport.close().catch(() => {});
  }
}

function isAtRest(transport: HTTPTransport): boolean {
  const { active, queued } = transport.poolStats();
  return active + queued === 0;
}

function isSameProxy(a: ProxyConfig, b: ProxyConfig): boolean {
  return (
    a.url.href === b.url.href &&
    a.auth?.[0] === b.auth?.[0] &&
    a.auth?.[1] === b.auth?.[1] &&
    a.tls === b.tls &&
    (a.headers?.flat() ?? []).join("\n") === (b.headers?.flat() ?? []).join("\n")
  );
}
