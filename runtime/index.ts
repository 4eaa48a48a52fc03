// What `@gen-client/runtime` is on Node. The browser's entry is browser.ts.

export { NetRCAuth } from "./auth/netrc.js";
export * from "./browser.js";
export {
  HTTPTransport,
  type HTTPTransportOptions,
  type PoolStats,
  type TLSOptions,
  type Verify,
} from "./transports/http.js";
export { type Listener, type ListenerOptions, ListenerTransport } from "./transports/listener.js";
