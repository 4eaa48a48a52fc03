// The way to all servers, fixed for a transport: straight, or by a proxy or a Unix socket; and how TLS is done on it.

import type { LookupFunction } from "node:net";
import { Headers } from "../headers.js";
import { type ProxyConfig, type ProxyOption, parseProxy } from "../proxies.js";
import type { Origin } from "./origin.js";
import { assertProtocols } from "./protocols.js";
import { makeSecurer, type Securer, type TLSOptions, type Verify } from "./tls.js";

export interface Route {
  readonly proxy: ProxyConfig | undefined;
  /** What goes to the proxy with each request or CONNECT: name, value, name, value … */
  readonly proxyHeaders: readonly string[];
  readonly proxySecurer: Securer;
  readonly securer: Securer;
  readonly uds: string | undefined;
  readonly localAddress: string | undefined;
  readonly lookup: LookupFunction | undefined;
  readonly http1: boolean;
  readonly http2: boolean;
}

/** The options that make a route. */
export interface RouteOptions {
  readonly verify?: Verify | undefined;
  readonly http1?: boolean | undefined;
  readonly http2?: boolean | undefined;
  readonly proxy?: ProxyOption | undefined;
  readonly trustEnv?: boolean | undefined;
  readonly uds?: string | undefined;
  readonly localAddress?: string | undefined;
  readonly lookup?: LookupFunction | undefined;
}

export function makeRoute(options: RouteOptions): Route {
  const { verify = true, http1 = true, http2 = false, uds, localAddress, lookup } = options;
  assertProtocols(options);
  if (options.proxy != null && uds !== undefined)
    throw new TypeError('"proxy" and "uds" exclude each other.');
  const proxy = options.proxy == null ? undefined : parseProxy(options.proxy);
  const environment = options.trustEnv === false ? {} : process.env;
  return {
    proxy,
    proxyHeaders: proxy === undefined ? [] : headersFor(proxy),
    securer: makeSecurer(verify, environment),
    // The server's client certificate and name are not the proxy's business.
    proxySecurer: makeSecurer(tlsOf(proxy) ?? true, environment),
    uds,
    localAddress,
    lookup,
    http1,
    http2,
  };
}

/** Whether requests for `origin` go to the proxy itself, with the whole URL on the request line. */
export function isForwarded(route: Route, origin: Origin): boolean {
  return route.proxy !== undefined && !isSocks(route.proxy) && !origin.isSecure;
}

/** Where such a connection leads, for undici: its own scheme for a proxy in TLS would make it check names. */
export function forwardUrl(route: Route, origin: Origin): string {
  return route.proxy === undefined ? origin.url : `http://${route.proxy.url.host}`;
}

export function isSocks(proxy: ProxyConfig): boolean {
  return proxy.url.protocol.startsWith("socks");
}

/** For messages: without credentials. */
export function proxyName(proxy: ProxyConfig): string {
  return `${proxy.url.protocol}//${proxy.url.host}`;
}

function headersFor({ auth, headers }: ProxyConfig): string[] {
  const lines = new Headers(headers);
  if (auth !== undefined) {
    lines.delete("Proxy-Authorization");
    lines.prepend("Proxy-Authorization", `Basic ${Buffer.from(auth.join(":")).toString("base64")}`);
  }
  return [...lines.flat()];
}

function tlsOf(proxy: ProxyConfig | undefined): TLSOptions | undefined {
  // `tls` is documented as Node's TLS options.
  return proxy?.tls as TLSOptions | undefined;
}
