// The transport of a client that was given none, imported as "#default-transport": HTTPTransport on Node.

import { HTTPTransport, type HTTPTransportOptions } from "./http.js";
import type { Transport } from "./transport.js";

export function defaultTransport(options: HTTPTransportOptions): Transport {
  return new HTTPTransport(options);
}
