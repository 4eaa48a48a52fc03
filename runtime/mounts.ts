// Which transport a URL goes to: the client's own, one mounted on a pattern, or one through a proxy.

import { defaultTransport, proxying } from "#default-transport";
import { described } from "./option-kinds.js";
import type { ProxyOption } from "./proxies.js";
import type { ProxyRule } from "./proxy-environment.js";
import type { Request } from "./request.js";
import type { HTTPTransportOptions, PoolStats } from "./transports/http.js";
import type { Proxying, Transport } from "./transports/transport.js";
import { compareRank, parseUrlPattern, type UrlPattern } from "./url-patterns.js";

/** Transports by pattern (`"all://*.example.com"`); `null` = the client's own transport, past any proxy. */
export type MountsInit =
  | Readonly<Record<string, Transport | null>>
  | Iterable<readonly [pattern: string, transport: Transport | null]>;

/** What decides where requests go. */
export interface MountOptions {
  readonly transport?: Transport | undefined;
  readonly mounts?: MountsInit | null | undefined;
  readonly proxy?: ProxyOption | null | undefined;
  readonly trustEnv?: boolean | undefined;
  /** What every transport that is made here is made with. */
  readonly connection: HTTPTransportOptions;
}

interface Mount {
  readonly pattern: UrlPattern;
  readonly transport: Transport | null;
  readonly isProxy: boolean;
}

/** The transports of a client, and of the clients derived from it. */
export class Mounts {
  readonly #connection: HTTPTransportOptions;
  /** In the order in which they are asked. */
  readonly #mounts: readonly Mount[];
  readonly #proxying: Proxying;
  #own: Transport | undefined;
  #closing: Promise<void> | undefined;

  constructor(options: MountOptions, environmentProxies: () => readonly ProxyRule[]) {
    this.#connection = options.connection;
    this.#proxying = proxying(options.connection);
    this.#own = options.transport ?? undefined;
    assertTransport("transport", options.transport);
    const byPattern = new Map<string, Mount>();
    const add = (pattern: UrlPattern, transport: Transport | null, isProxy: boolean): void => {
      byPattern.set(pattern.text, { pattern, transport, isProxy });
    };
    if (options.proxy !== undefined && options.proxy !== null) {
      add(parseUrlPattern("all://"), this.#proxying.through(options.proxy), true);
    } else if (options.proxy === undefined && options.trustEnv !== false && this.#own === undefined) {
      for (const [pattern, proxy] of environmentProxies()) {
        add(pattern, proxy === null ? null : this.#proxying.through(proxy), true);
      }
    }
    for (const [text, transport] of mountPairs(options.mounts)) {
      assertTransport(`mounts ${JSON.stringify(text)}`, transport);
      add(parseUrlPattern(text), transport, false);
    }
    this.#mounts = [...byPattern.values()].sort((a, b) => compareRank(a.pattern, b.pattern));
  }

  get isClosed(): boolean {
    return this.#closing !== undefined;
  }

  /** The transport for a request. Its own `proxy` beats every mount; `null` there passes all proxies by. */
  choose(request: Request, proxy: ProxyOption | null | undefined): Transport {
    if (proxy === undefined && this.#mounts.length === 0) return this.#default();
    if (proxy !== undefined && proxy !== null) return this.#proxying.forRequest(proxy);
    const { url } = request;
    for (const mount of this.#mounts) {
      if (proxy === null && mount.isProxy) continue;
      if (mount.pattern.matches(url)) return mount.transport ?? this.#default();
    }
    return this.#default();
  }

  /** Connections of all transports that count them. */
  poolStats(): PoolStats {
    const stats = { active: 0, idle: 0, queued: 0, connections: 0 };
    for (const transport of this.#all()) {
      if (!countsConnections(transport)) continue;
      const { active, idle, queued, connections } = transport.poolStats();
      stats.active += active;
      stats.idle += idle;
      stats.queued += queued;
      stats.connections += connections;
    }
    return stats;
  }

  /** Closes each transport once, whatever it is mounted on. */
  close(): Promise<void> {
    this.#closing ??= Promise.all([...this.#all()].map(async (transport) => transport.close?.())).then(
      () => {},
    );
    return this.#closing;
  }

  #all(): Set<Transport> {
    const all = new Set<Transport>(this.#proxying.ofRequests);
    for (const { transport } of this.#mounts) if (transport !== null) all.add(transport);
    if (this.#own !== undefined) all.add(this.#own);
    return all;
  }

  #default(): Transport {
    this.#own ??= defaultTransport(this.#connection);
    return this.#own;
  }
}

function assertTransport(where: string, transport: Transport | null | undefined): void {
  if (transport == null || typeof transport.handleRequest === "function") return;
  throw new TypeError(
    `${where}: expected a transport, which has handleRequest(request) and close(), got ${described(transport)}.`,
  );
}

function mountPairs(mounts: MountsInit | null | undefined): Iterable<readonly [string, Transport | null]> {
  if (mounts == null) return [];
  if (typeof mounts !== "object")
    throw new TypeError(`mounts: expected an object of transports by pattern, got ${described(mounts)}.`);
  return isIterable(mounts) ? Array.from(mounts, checkedMount) : Object.entries(mounts);
}

function checkedMount(mount: readonly [string, Transport | null]): readonly [string, Transport | null] {
  if (Array.isArray(mount) && mount.length === 2 && typeof mount[0] === "string") return mount;
  throw new TypeError("mounts: each item must be a [pattern, transport] pair.");
}

function isIterable(mounts: MountsInit): mounts is Iterable<readonly [string, Transport | null]> {
  return Symbol.iterator in mounts;
}

function countsConnections(transport: Transport): transport is Transport & { poolStats(): PoolStats } {
  return "poolStats" in transport && typeof transport.poolStats === "function";
}
