// Opens a socket for HTTP: TCP or a Unix socket, through a proxy where there is one, with TLS where it is asked for.

import { connect, type Socket, type TcpSocketConnectOpts } from "node:net";
import type { Duplex } from "node:stream";
import { ConnectTimeout, describeRequest, ProxyError } from "../errors.js";
import type { ProxyConfig } from "../proxies.js";
import type { Request } from "../request.js";
import { LONGEST_TIMER_MS } from "../timeouts.js";
import { connectDirectly } from "./direct-reads.js";
import { connectError } from "./network-errors.js";
import type { Origin } from "./origin.js";
import { isForwarded, isSocks, proxyName, type Route } from "./route.js";
import { openSocks } from "./socks.js";
import type { Securer } from "./tls.js";
import { openTunnel } from "./tunnel.js";

/** Who dials, and for how long. */
export interface Call {
  readonly origin: Origin;
  /** For messages. */
  readonly request: Request;
  /** For each step; `Infinity` = none. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  describePool(): string;
}

export interface DialedSocket {
  readonly socket: Socket;
  readonly isHttp2: boolean;
}

const TCP_KEEPALIVE_MS = 60_000;

/** @throws ConnectError, ConnectTimeout, ProxyError, or the signal's reason. */
export async function dial(route: Route, call: Call): Promise<DialedSocket> {
  const { origin } = call;
  const { proxy } = route;
  const target = proxy === undefined ? (route.uds ?? origin.authority) : `the proxy ${proxyName(proxy)}`;
  let socket = await reach(route, call, target);
  if (proxy !== undefined && !isForwarded(route, origin)) {
    const opened = isSocks(proxy)
      ? openSocks(socket, origin, proxy.auth)
      : openTunnel(socket, origin, route.proxyHeaders);
    await step(socket, opened, call, target, (cause) => proxyRefusal(cause, call.request, proxy));
  }
  if (!origin.isSecure) return { socket, isHttp2: route.http2 && !route.http1 };
  const protocols = [...(route.http2 ? ["h2"] : []), ...(route.http1 ? ["http/1.1"] : [])];
  const through = proxy === undefined ? origin.authority : `${origin.authority} through ${target}`;
  socket = await secure(socket, route.securer, origin.hostname, protocols, call, through);
  return { socket, isHttp2: route.http2 && (!route.http1 || negotiated(socket) === "h2") };
}

function proxyRefusal(cause: unknown, request: Request, proxy: ProxyConfig): Error {
  const what = cause instanceof Error ? cause.message : String(cause);
  const refusal = isSocks(proxy) ? `Proxy Server could not connect: ${what}` : what;
  return new ProxyError(`${describeRequest(request)}: the proxy ${proxyName(proxy)} refused: ${refusal}`, {
    request,
    cause,
  });
}

/** A socket to the server, or to the proxy. */
async function reach(route: Route, call: Call, target: string): Promise<Socket> {
  const { proxy } = route;
  const options =
    proxy === undefined && route.uds !== undefined ? { path: route.uds } : tcpOptions(route, call.origin);
  const socket = isForHttp1(route, call.origin) ? connectDirectly(options) : connect(options);
  socket.setNoDelay(true);
  socket.setKeepAlive(true, TCP_KEEPALIVE_MS);
  // Between two listeners nobody else may hear it.
  socket.on("error", () => {});
  await step(socket, event(socket, "connect"), call, target);
  if (proxy?.url.protocol !== "https:") return socket;
  return secure(socket, route.proxySecurer, hostOf(proxy.url), ["http/1.1"], call, target);
}

/** Whether HTTP/1.1 is spoken on the socket itself. */
function isForHttp1(route: Route, origin: Origin): boolean {
  if (origin.isSecure || !route.http1) return false;
  return route.proxy === undefined || (isForwarded(route, origin) && route.proxy.url.protocol === "http:");
}

function tcpOptions(route: Route, origin: Origin): TcpSocketConnectOpts {
  const { proxy, localAddress, lookup } = route;
  const address =
    proxy === undefined
      ? { host: origin.hostname, port: origin.port }
      : {
          host: hostOf(proxy.url),
          port: Number(proxy.url.port) || DEFAULT_PORTS[proxy.url.protocol] || 1080,
        };
  return {
    ...address,
    // As undici: bigger reads, fewer of them.
    highWaterMark: 64 * 1024,
    ...(localAddress === undefined ? {} : { localAddress }),
    ...(lookup === undefined ? {} : { lookup }),
  } as TcpSocketConnectOpts; // Node takes `highWaterMark`; its types do not say so.
}

const DEFAULT_PORTS: Readonly<Record<string, number>> = { "http:": 80, "https:": 443 };

function hostOf(url: URL): string {
  return url.hostname.startsWith("[") ? url.hostname.slice(1, -1) : url.hostname;
}

async function secure(
  socket: Socket,
  securer: Securer,
  hostname: string,
  protocols: string[],
  call: Call,
  target: string,
): Promise<Socket> {
  let secured: ReturnType<Securer["secure"]>;
  try {
    secured = securer.secure(socket, hostname, protocols);
  } catch (error) {
    // The certificates cannot be read, or the options are wrong.
    socket.destroy();
    throw connectError(error, call.request, target);
  }
  secured.on("error", () => {});
  await step(secured, event(secured, "secureConnect"), call, target);
  return secured;
}

function negotiated(socket: Socket): unknown {
  return "alpnProtocol" in socket ? socket.alpnProtocol : undefined;
}

function event(socket: Duplex, name: "connect" | "secureConnect"): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once(name, resolve);
    socket.once("error", reject);
    socket.once("close", () =>
      reject(Object.assign(new Error("the connection was closed"), { code: "ECONNRESET" })),
    );
  });
}

/** One step, within its time, until the signal says otherwise. Whatever goes wrong, the socket is gone. */
export async function step<T>(
  socket: Duplex,
  work: Promise<T>,
  call: Call,
  target: string,
  explain: (cause: unknown) => Error = (cause) => connectError(cause, call.request, target),
): Promise<T> {
  const { request, signal, timeoutMs } = call;
  let ended: unknown;
  const end = (error: unknown): void => {
    ended = error;
    socket.destroy(error instanceof Error ? error : new Error("aborted"));
  };
  const onAbort = (): void => end(signal.reason);
  if (signal.aborted) onAbort();
  signal.addEventListener("abort", onAbort, { once: true });
  const timer =
    timeoutMs <= LONGEST_TIMER_MS
      ? setTimeout(() => {
          const message = `${describeRequest(request)}: no connection to ${target} within the connect timeout of ${timeoutMs} ms (${call.describePool()})`;
          end(new ConnectTimeout(message, { request }));
        }, timeoutMs)
      : undefined;
  try {
    return await work;
  } catch (error) {
    socket.destroy();
    throw ended ?? explain(error);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", onAbort);
  }
}
