import type { ProxyOption } from "../proxies.js";
import type { Request } from "../request.js";
import type { Response } from "../response.js";

/**
 * What sends one request and returns its response: no redirects, no cookies, no auth. Give your own to `Client` as
 * `transport`, or in `mounts`.
 */
export interface Transport {
  /** Sends the request. The response's body may still be on its way. */
  handleRequest(request: Request): Promise<Response>;
  /** Releases what the transport holds. Called once, when the client closes. */
  close(): Promise<void>;
  /**
   * Internal: whether it ends requests and bodies at `request.context`'s signal and deadline by itself. For any other
   * transport the client watches both.
   */
  readonly endsOnContext?: boolean;
}

/** Internal: makes transports through proxies. */
export interface Proxying {
  /** For all that a client sends there. @throws TypeError for what is no proxy */
  through(proxy: ProxyOption): Transport;
  /** For one request; kept for others that name the same proxy. */
  forRequest(proxy: ProxyOption): Transport;
  /** Those that were made for single requests. */
  readonly ofRequests: Iterable<Transport>;
}
