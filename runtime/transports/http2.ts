// An HTTP/2 connection over `node:http2`, which costs less than undici's own. It speaks undici's handler interface.

import {
  type ClientHttp2Session,
  type ClientHttp2Stream,
  type ClientSessionRequestOptions,
  connect,
  type OutgoingHttpHeaders,
} from "node:http2";
import type { Duplex } from "node:stream";
import { LONGEST_TIMER_MS } from "../timeouts.js";
import type { Connection, DispatchHandler, DispatchOptions } from "./connection.js";
import { type Call, step } from "./dial.js";
import { Http2Exchange, notProcessed, type StreamOwner } from "./http2-exchange.js";
import { asObject, requestLines } from "./http2-headers.js";
import { codeOf } from "./network-errors.js";
import type { Origin } from "./origin.js";

/** What a connection tells its owner. */
interface Http2Events {
  /** The server's SETTINGS are here: HTTP/2 is really spoken, and the number of streams known. */
  ready(connection: Http2Connection): void;
  capacityChanged(connection: Http2Connection): void;
  closed(connection: Http2Connection, error: unknown): void;
}

// At most as many as httpcore, even where the server sets no limit.
const MAX_STREAMS = 100;
// The protocol's 64 kB stall every fast download.
const STREAM_WINDOW = 1024 * 1024;
const CONNECTION_WINDOW = 8 * STREAM_WINDOW;
// HTTPX takes header blocks of this size, in HTTP/1.1 at least. RFC 9113 §6.5.2 counts 32 bytes for each line.
const MAX_HEADER_BYTES = 100 * 1024;
// Unless told otherwise, Node sends no body with these, and one with all others.
const BODYLESS_METHODS: ReadonlySet<string> = new Set(["GET", "HEAD", "DELETE"]);

/** Starts HTTP/2 on a socket; the connection is there when the server has said how it speaks it. */
export async function openHttp2(
  socket: Duplex,
  call: Call,
  keepaliveExpiryMs: number,
  capacityChanged: (connection: Connection) => void,
  closed: (connection: Connection) => void,
): Promise<Connection> {
  const opened = new Promise<Http2Connection>((resolve, reject) => {
    new Http2Connection(call.origin, socket, keepaliveExpiryMs, {
      ready: resolve,
      capacityChanged,
      closed: (connection, error) => {
        reject(error);
        closed(connection);
      },
    });
  });
  return step(socket, opened, call, `${call.origin.authority} in HTTP/2`);
}

class Http2Connection implements Connection, StreamOwner {
  readonly origin: Origin;
  readonly httpVersion = "HTTP/2";
  readonly isMultiplexed = true;
  readonly opensByItself = false;
  /** Each stream hears of it. */
  readonly failure = null;
  /** Bodies above a window's size are sent piece by piece, and waited for there. */
  readonly unsentBytes = 0;
  active = 0;
  served = 0;
  restedAt = 0;
  readonly #session: ClientHttp2Session;
  readonly #socket: Duplex;
  readonly #keepaliveExpiryMs: number;
  #isReady = false;
  #maxStreams = 1;
  #isRetired = false;
  /** Streams above it were not processed: GOAWAY said so. */
  #lastStreamId = Number.POSITIVE_INFINITY;
  #expiry: NodeJS.Timeout | undefined;
  readonly #events: Http2Events;
  readonly #authority: string;

  constructor(origin: Origin, socket: Duplex, keepaliveExpiryMs: number, events: Http2Events) {
    this.origin = origin;
    this.#authority = origin.url.slice(origin.url.indexOf("//") + 2);
    this.#keepaliveExpiryMs = keepaliveExpiryMs;
    this.#events = events;
    const session = connect(origin.url, {
      createConnection: () => socket,
      settings: {
        enablePush: false,
        initialWindowSize: STREAM_WINDOW,
        maxHeaderListSize: MAX_HEADER_BYTES,
      },
      // Node's own limit is 128; the size is what counts.
      maxHeaderListPairs: MAX_HEADER_BYTES / 32,
    });
    this.#session = session;
    this.#socket = socket;
    session.on("connect", () => session.setLocalWindowSize(CONNECTION_WINDOW));
    session.on("remoteSettings", (settings) => {
      this.#maxStreams = Math.min(settings.maxConcurrentStreams ?? MAX_STREAMS, MAX_STREAMS);
      if (this.#isReady) events.capacityChanged(this);
      else events.ready(this);
      this.#isReady = true;
    });
    session.on("goaway", (_code, lastStreamId) => {
      this.#lastStreamId = lastStreamId;
      this.#isRetired = true;
      events.capacityChanged(this);
    });
    let failure: unknown = new Error("the connection was closed before HTTP/2 began");
    // Each stream gets the error too, and reports it.
    session.on("error", (error) => {
      failure = error;
    });
    // After an alert of TLS, Node ends the session without a word, and leaves the socket open.
    socket.once("error", (error) => {
      failure = error;
      this.destroy();
    });
    session.once("close", () => {
      clearTimeout(this.#expiry);
      this.#isRetired = true;
      events.closed(this, failure);
    });
  }

  get capacity(): number {
    return this.#isRetired || this.#session.closed || this.#session.destroyed ? 0 : this.#maxStreams;
  }

  send(options: DispatchOptions, handler: DispatchHandler): void {
    if (this.#expiry !== undefined) {
      clearTimeout(this.#expiry);
      this.#expiry = undefined;
    }
    if (this.active === 1) this.#session.ref();
    const { method, body } = options;
    let stream: ClientHttp2Stream;
    try {
      const lines = requestLines(options, this.origin, this.#authority);
      const isUsual = (body === null) === BODYLESS_METHODS.has(method);
      // Node opens a stream faster without options, at 80 µs for 99.
      stream = openStream(this.#session, lines, isUsual ? undefined : { endStream: body === null });
    } catch (error) {
      // Thrown at once: an illegal header, or a session that has just closed.
      const isOver = this.#session.closed || this.#session.destroyed;
      queueMicrotask(() => handler.onError(isOver ? notProcessed(error) : error));
      return;
    }
    new Http2Exchange(this, stream, handler, method).start(body);
  }

  get lastStreamId(): number {
    return this.#lastStreamId;
  }

  get isOver(): boolean {
    return this.#session.destroyed;
  }

  suspect(): void {
    this.#isRetired = true;
    this.#events.capacityChanged(this);
  }

  rest(): void {
    this.#session.unref();
    if (this.#keepaliveExpiryMs > LONGEST_TIMER_MS) return;
    this.#expiry = setTimeout(() => this.destroy(), this.#keepaliveExpiryMs);
    this.#expiry.unref();
  }

  retire(): void {
    // Nothing that ends a stream ends the connection.
  }

  destroy(): void {
    clearTimeout(this.#expiry);
    this.#isRetired = true;
    this.#session.destroy();
    // After GOAWAY, Node 20 leaves the socket open until the server closes it, which may be never.
    this.#socket.destroy();
  }
}

// Node 20 takes no list.
let takesLines = true;

function openStream(
  session: ClientHttp2Session,
  lines: readonly string[],
  options: ClientSessionRequestOptions | undefined,
): ClientHttp2Stream {
  if (takesLines) {
    try {
      // The types are Node 20's.
      return session.request(lines as unknown as OutgoingHttpHeaders, options);
    } catch (error) {
      if (codeOf(error) !== "ERR_INVALID_ARG_TYPE") throw error;
      takesLines = false;
    }
  }
  return session.request(asObject(lines), options);
}
