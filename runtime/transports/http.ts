// The transport of Node: HTTP/1.1 by undici, HTTP/2 by Node, connections of our own pool.

import "./tick-shape.js";
import type { LookupFunction } from "node:net";
import { CloseError, describeRequest, UnsupportedProtocol } from "../errors.js";
import { printAs } from "../inspection.js";
import { type LimitsInit, normalizeLimits } from "../limits.js";
import { assertKnownOptions } from "../near-miss.js";
import { isObject, type KnownOptions, knownOptions, type OptionKinds } from "../option-kinds.js";
import type { ProxyOption } from "../proxies.js";
import type { Request } from "../request.js";
import type { Response } from "../response.js";
import { type Carrier, dispatcherCarrier, poolCarrier } from "./carrier.js";
import { retryConnect } from "./connect-retries.js";
import type { Connection } from "./connection.js";
import { Deadlines } from "./deadlines.js";
import { dial } from "./dial.js";
import { type Dispatcher, DispatcherConnection } from "./dispatcher.js";
import { Exchange } from "./exchange.js";
import { Http1Connection } from "./http1.js";
import { openHttp2 } from "./http2.js";
import type { OpenCallbacks, Opening, Waiter } from "./opening.js";
import { type Origin, parseOrigin } from "./origin.js";
import { Pool } from "./pool.js";
import type { PoolStats } from "./pool-stats.js";
import { forwardUrl, isForwarded, makeRoute, type Route } from "./route.js";
import type { Verify } from "./tls.js";
import type { Transport } from "./transport.js";
import { inspectUndici, type Undici } from "./undici.js";

export type { PoolStats } from "./pool-stats.js";
export type { TLSOptions, Verify } from "./tls.js";

/** Options of `HTTPTransport`. */
export interface HTTPTransportOptions {
  /** Default `true`. `false` accepts any certificate; an object is Node's TLS options (`ca`, `cert`, `key` …). */
  verify?: Verify | undefined;
  /** Default `true`. `false` with `http2: true`: HTTP/2 by prior knowledge, without TLS too. */
  http1?: boolean | undefined;
  /** Default `false`. `true`: HTTP/2 where the server agrees to it, in TLS. */
  http2?: boolean | undefined;
  /** Over all origins. `null` = no limits. */
  limits?: LimitsInit | null | undefined;
  /** `http`, `https`, `socks5` or `socks5h`. */
  proxy?: ProxyOption | undefined;
  /** Default `true`: `SSL_CERT_FILE` and `SSL_CERT_DIR` name the certificate authorities. */
  trustEnv?: boolean | undefined;
  /** Path of a Unix socket that takes all connections. */
  uds?: string | undefined;
  /** The address to connect from. */
  localAddress?: string | undefined;
  /** How often a failed connect is tried again, after 0, 500, 1,000, 2,000 … ms. Default 0. */
  retries?: number | undefined;
  /** Instead of `dns.lookup`, with its signature. */
  lookup?: LookupFunction | undefined;
  /** An undici dispatcher, version 7 or 8, that does all of the above in its own way. */
  dispatcher?: Dispatcher | undefined;
}

const KNOWN_OPTIONS: KnownOptions = knownOptions({
  verify: undefined,
  http1: "a boolean",
  http2: "a boolean",
  limits: undefined,
  proxy: undefined,
  trustEnv: "a boolean",
  uds: "a string",
  localAddress: "a string",
  retries: "a whole number from 0 up",
  lookup: "a function",
  dispatcher: {
    wanted: "an undici dispatcher",
    accepts: (value) => isObject(value) && "dispatch" in value && typeof value.dispatch === "function",
  },
} satisfies OptionKinds<HTTPTransportOptions>);

// A crawler meets many hosts; what is not remembered is parsed again.
const MAX_ORIGINS = 1_000;

/**
 * Sends requests over the network.
 *
 * @example
 * const client = new Client({ transport: new HTTPTransport({ uds: "/var/run/docker.sock" }) });
 */
export class HTTPTransport implements Transport {
  static {
    printAs(HTTPTransport, String);
  }

  readonly endsOnContext = true;
  readonly #route: Route;
  readonly #retries: number;
  readonly #keepaliveExpiryMs: number;
  readonly #pool: Pool;
  readonly #deadlines = new Deadlines();
  readonly #dispatcher: DispatcherConnection | undefined;
  readonly #carrier: Carrier;
  readonly #origins = new Map<string, Origin>();
  readonly #limitText: string;
  #undici: Promise<Undici> | undefined;
  #isClosed = false;

  constructor(options: HTTPTransportOptions = {}) {
    assertKnownOptions("HTTPTransport", options, KNOWN_OPTIONS);
    this.#route = makeRoute(options);
    this.#retries = options.retries ?? 0;
    const limits = normalizeLimits(options.limits);
    this.#keepaliveExpiryMs = limits.keepaliveExpiry;
    this.#limitText = `maxConnections ${limits.maxConnections}`;
    this.#dispatcher =
      options.dispatcher === undefined ? undefined : new DispatcherConnection(options.dispatcher);
    const { http1, http2 } = this.#route;
    this.#pool = new Pool(
      limits,
      (waiter, callbacks) => this.#open(waiter, callbacks),
      (origin) => http2 && (origin.isSecure || !http1),
    );
    const describe = (): string => this.#describe();
    this.#carrier =
      this.#dispatcher === undefined
        ? poolCarrier(this.#pool, this.#deadlines, describe)
        : dispatcherCarrier(this.#dispatcher, this.#deadlines, describe);
  }

  handleRequest(request: Request): Promise<Response> {
    return new Promise((resolve, reject) => {
      const origin = this.#originOf(request);
      const isForward = isForwarded(this.#route, origin);
      const exchange = new Exchange(
        request,
        origin,
        isForward ? origin.url + request.target : request.target,
        isForward ? this.#route.proxyHeaders : [],
        // undici opens another connection when the name in TLS changes with the Host header; ours is fixed.
        origin.isSecure ? origin.hostname : undefined,
        this.#carrier,
        resolve,
        reject,
      );
      exchange.start();
    });
  }

  /** How many connections there are, and how many requests wait for one. */
  poolStats(): PoolStats {
    if (this.#dispatcher === undefined) return this.#pool.stats();
    const { active } = this.#dispatcher;
    return { active, idle: 0, queued: 0, connections: active };
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    for (const exchange of this.#deadlines.watched()) {
      if (exchange instanceof Exchange) exchange.cancel(closedError(exchange.request));
    }
    this.#pool.close();
    this.#deadlines.close();
  }

  toString(): string {
    const { active, idle, queued } = this.poolStats();
    return `<HTTPTransport (${active} active, ${idle} idle, ${queued} queued)>`;
  }

  #originOf(request: Request): Origin {
    if (this.#isClosed) throw closedError(request);
    const known = this.#origins.get(request.origin);
    if (known !== undefined) return known;
    const origin = parseOrigin(request.origin);
    if (origin === undefined) {
      const scheme = request.origin.slice(0, request.origin.indexOf("//") + 2);
      throw new UnsupportedProtocol(
        `${describeRequest(request)}: Request URL has an unsupported protocol '${scheme}'.`,
        { request },
      );
    }
    if (this.#origins.size >= MAX_ORIGINS) this.#origins.clear();
    this.#origins.set(request.origin, origin);
    return origin;
  }

  #describe(): string {
    const { active, idle, queued } = this.poolStats();
    return `pool: ${active} active, ${idle} idle, ${queued} queued; ${this.#limitText}`;
  }

  #open(waiter: Waiter, callbacks: OpenCallbacks): Opening {
    // Only exchanges are ever put into the pool.
    const exchange = waiter as Exchange;
    const controller = new AbortController();
    this.#connect(exchange, controller.signal).then(
      (connection) => {
        if (controller.signal.aborted) connection.destroy();
        else callbacks.opened(connection);
      },
      (error: unknown) => {
        if (!controller.signal.aborted) callbacks.failed(error);
      },
    );
    return { abort: () => controller.abort() };
  }

  async #connect(exchange: Exchange, signal: AbortSignal): Promise<Connection> {
    const { request, origin } = exchange;
    const timeoutMs = request.extensions.timeout?.connect ?? Number.POSITIVE_INFINITY;
    const call = { origin, request, timeoutMs, signal, describePool: (): string => this.#describe() };
    // While the socket connects; a failure counts when undici is needed.
    const loading = this.#loadUndici();
    loading.catch(() => {});
    const { socket, isHttp2 } = await retryConnect(this.#retries, signal, () => dial(this.#route, call));
    const onClosed = (connection: Connection): void => this.#pool.remove(connection);
    if (isHttp2) {
      const onCapacity = (connection: Connection): void => this.#pool.capacityChanged(connection);
      return openHttp2(socket, call, this.#keepaliveExpiryMs, onCapacity, onClosed);
    }
    const url = isForwarded(this.#route, origin) ? forwardUrl(this.#route, origin) : origin.url;
    return new Http1Connection(await loading, origin, url, socket, this.#keepaliveExpiryMs, onClosed);
  }

  #loadUndici(): Promise<Undici> {
    // Importing undici costs more than the rest of the package: not before it is needed.
    this.#undici ??= import("undici").then(({ Client }) => inspectUndici(Client));
    return this.#undici;
  }
}

function closedError(request: Request): CloseError {
  return new CloseError(`${describeRequest(request)}: the transport is closed`, { request });
}
