// The transport of a client that was given none, imported as "#default-transport": the platform's fetch outside Node.

import type { ClientOptions } from "../client-options.js";
import { FetchTransport } from "./fetch.js";
import type { HTTPTransportOptions } from "./http.js";
import type { Proxying, Transport } from "./transport.js";

// Connections, TLS and proxies are the platform's own there, so the options have no meaning.
export function connectionOptions(_options: ClientOptions): HTTPTransportOptions {
  return {};
}

export function defaultTransport(_options: HTTPTransportOptions): Transport {
  return new FetchTransport((request) => globalThis.fetch(request));
}

/** Whoever asks for a proxy must not be sent past it unawares. */
export function proxying(_options: HTTPTransportOptions): Proxying {
  return { through: refuse, forRequest: refuse, ofRequests: [] };
}

function refuse(): never {
  throw new TypeError("proxy: only on Node; here the platform decides how requests travel.");
}
