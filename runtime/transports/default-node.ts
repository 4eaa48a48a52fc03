// The transport of a client that was given none, imported as "#default-transport": HTTPTransport on Node.

import type { ClientOptions } from "../client-options.js";
import { normalizeLimits } from "../limits.js";
import { HTTPTransport, type HTTPTransportOptions } from "./http.js";
import { assertProtocols } from "./protocols.js";
import { HTTPProxying } from "./proxying.js";
import { assertVerify } from "./tls.js";
import type { Proxying, Transport } from "./transport.js";

/** What a client's options say about its connections, checked when the client is made. */
export function connectionOptions(options: ClientOptions): HTTPTransportOptions {
  assertProtocols(options);
  const connection: HTTPTransportOptions = { limits: normalizeLimits(options.limits) };
  if (options.verify !== undefined) {
    assertVerify(options.verify);
    connection.verify = options.verify;
  }
  if (options.http1 !== undefined) connection.http1 = options.http1;
  if (options.http2 !== undefined) connection.http2 = options.http2;
  if (options.trustEnv !== undefined) connection.trustEnv = options.trustEnv;
  return connection;
}

export function defaultTransport(options: HTTPTransportOptions): Transport {
  return new HTTPTransport(options);
}

/** What makes transports through proxies. */
export function proxying(options: HTTPTransportOptions): Proxying {
  return new HTTPProxying(options);
}
