// An HTTP/2 connection over `node:http2`, which costs less than undici's own. It speaks undici's handler interface.

import {
  type ClientHttp2Session,
  type ClientHttp2Stream,
  connect,
  constants,
  type OutgoingHttpHeaders,
} from "node:http2";
import type { Duplex } from "node:stream";
import { ReadTimeout } from "../errors.js";
import { reasonPhrase } from "../status-codes.js";
import { type Connection, type DispatchHandler, type DispatchOptions, NOT_PROCESSED } from "./connection.js";
import { type Call, step } from "./dial.js";
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

class Http2Connection implements Connection {
  readonly origin: Origin;
  readonly httpVersion = "HTTP/2";
  readonly isMultiplexed = true;
  readonly opensByItself = false;
  /** Bodies above a window's size are sent piece by piece, and waited for there. */
  readonly unsentBytes = 0;
  active = 0;
  served = 0;
  restedAt = 0;
  readonly #session: ClientHttp2Session;
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
      settings: { enablePush: false, initialWindowSize: STREAM_WINDOW },
    });
    this.#session = session;
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
    let stream: ClientHttp2Stream;
    try {
      stream = this.#session.request(this.#requestHeaders(options), { endStream: options.body === null });
    } catch (error) {
      // Thrown at once: an illegal header, or a session that has just closed.
      const isOver = this.#session.closed || this.#session.destroyed;
      queueMicrotask(() => handler.onError(isOver ? notProcessed(error) : error));
      return;
    }
    new Http2Exchange(this, stream, handler, options).start();
  }

  /** Streams above it were not processed. */
  get lastStreamId(): number {
    return this.#lastStreamId;
  }

  /** It did not answer in time: those under way may still be lucky, but no request should join them. */
  suspect(): void {
    this.#isRetired = true;
    this.#events.capacityChanged(this);
  }

  rest(): void {
    this.#session.unref();
    if (this.#keepaliveExpiryMs >= 2 ** 31) return;
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
  }

  #requestHeaders({ method, path, headers }: DispatchOptions): OutgoingHttpHeaders {
    const sent: OutgoingHttpHeaders = {
      ":method": method,
      ":scheme": this.origin.isSecure ? "https" : "http",
      ":authority": this.#authority,
      ":path": path,
    };
    for (let at = 0; at < headers.length; at += 2) {
      const name = lowerCase(headers[at]!);
      const value = headers[at + 1]!;
      if (name === "host") sent[":authority"] = value;
      else if (name === "te" ? value === "trailers" : !CONNECTION_HEADERS.has(name))
        append(sent, name, value);
    }
    return sent;
  }
}

// Nearly all names are sent again and again; a lower-case copy that exists already is also a known property key.
const lowerNames = new Map<string, string>();
const MAX_LOWER_NAMES = 500;

function lowerCase(name: string): string {
  const known = lowerNames.get(name);
  if (known !== undefined) return known;
  const lower = name.toLowerCase();
  if (lowerNames.size < MAX_LOWER_NAMES) lowerNames.set(name, lower);
  return lower;
}

// RFC 9113 §8.2.2: these describe an HTTP/1.1 connection.
const CONNECTION_HEADERS: ReadonlySet<string> = new Set([
  "connection",
  "keep-alive",
  "proxy-connection",
  "transfer-encoding",
  "upgrade",
]);

function append(headers: OutgoingHttpHeaders, name: string, value: string): void {
  const before = headers[name];
  if (before === undefined) headers[name] = value;
  else headers[name] = [before, value].flat().map(String);
}

/** One stream, told to its handler. */
class Http2Exchange {
  readonly #stream: ClientHttp2Stream;
  readonly #handler: DispatchHandler;
  readonly #connection: Http2Connection;
  readonly #body: DispatchOptions["body"];
  readonly #isHead: boolean;
  #isOver = false;
  #reason: Error | undefined;
  #hasHead = false;
  #hasBody = false;
  #expected = Number.NaN;
  #received = 0;

  constructor(
    connection: Http2Connection,
    stream: ClientHttp2Stream,
    handler: DispatchHandler,
    options: DispatchOptions,
  ) {
    this.#connection = connection;
    this.#stream = stream;
    this.#handler = handler;
    this.#body = options.body;
    this.#isHead = options.method === "HEAD";
  }

  start(): void {
    const stream = this.#stream;
    const handler = this.#handler;
    try {
      handler.onConnect((reason) => this.#abort(reason));
    } catch (error) {
      this.#reason = error instanceof Error ? error : new Error(String(error));
      stream.on("error", () => {});
      stream.close(constants.NGHTTP2_CANCEL);
      this.#fail(this.#reason);
      return;
    }
    stream.on("response", (headers, _flags, rawHeaders?: readonly string[]) => {
      const status = Number(headers[":status"]);
      this.#hasHead = true;
      this.#hasBody = status !== 204 && status !== 304;
      this.#expected = Number(headers["content-length"] ?? Number.NaN);
      const goesOn = handler.onHeaders(
        status,
        withoutPseudo(rawHeaders ?? Object.entries(headers).flat().map(String)),
        () => stream.resume(),
        // HTTP/2 has none.
        reasonPhrase(status),
      );
      if (!goesOn) stream.pause();
    });
    stream.on("headers", (headers) => {
      handler.onHeaders(Number(headers[":status"]), [], () => {}, "");
    });
    stream.on("data", (chunk: Uint8Array) => {
      this.#received += chunk.byteLength;
      if (!handler.onData(chunk)) stream.pause();
    });
    stream.on("end", () => this.#complete());
    stream.on("error", (error) => this.#fail(error));
    stream.on("close", () => {
      if (!this.#isOver) this.#fail(this.#reason ?? unfinished());
    });
    const body = this.#body;
    if (body instanceof Uint8Array) stream.end(body);
    else if (body !== null) void this.#send(body);
  }

  async #send(body: AsyncIterable<Uint8Array>): Promise<void> {
    const stream = this.#stream;
    try {
      for await (const piece of body) {
        if (this.#isOver || stream.destroyed) return;
        if (!stream.write(piece)) await drained(stream);
      }
      stream.end();
    } catch (error) {
      this.#abort(error instanceof Error ? error : new Error(String(error)), error);
    }
  }

  #complete(): void {
    if (this.#isOver || !this.#hasHead) return;
    // RST_STREAM(NO_ERROR) ends a stream like END_STREAM does; only the length tells them apart.
    if (
      this.#received !== this.#expected &&
      this.#hasBody &&
      !this.#isHead &&
      !Number.isNaN(this.#expected)
    ) {
      this.#fail(unfinished());
      return;
    }
    this.#isOver = true;
    // The server may answer before it has all of the request (RFC 9113 §8.1).
    if (!this.#stream.writableFinished) this.#stream.close(constants.NGHTTP2_CANCEL);
    this.#handler.onComplete();
  }

  #abort(reason: Error | undefined, asGiven: unknown = reason): void {
    if (this.#isOver) return;
    this.#reason = reason;
    this.#stream.close(constants.NGHTTP2_CANCEL);
    if (!this.#hasHead && reason instanceof ReadTimeout) this.#connection.suspect();
    this.#fail(asGiven);
  }

  #fail(error: unknown): void {
    if (this.#isOver) return;
    this.#isOver = true;
    const { id, rstCode } = this.#stream;
    const isRefused =
      rstCode === constants.NGHTTP2_REFUSED_STREAM || (id ?? 0) > this.#connection.lastStreamId;
    this.#handler.onError(this.#reason === undefined && isRefused ? notProcessed(error) : error);
  }
}

function withoutPseudo(raw: readonly string[]): string[] {
  const lines: string[] = [];
  for (let at = 0; at < raw.length; at += 2) {
    if (raw[at]!.charCodeAt(0) !== 0x3a) lines.push(raw[at]!, raw[at + 1]!);
  }
  return lines;
}

function drained(stream: ClientHttp2Stream): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      stream.off("drain", done);
      stream.off("close", done);
      resolve();
    };
    stream.on("drain", done);
    stream.on("close", done);
  });
}

function notProcessed(cause: unknown): Error {
  return Object.assign(new Error("The server did not process the request.", { cause }), {
    code: NOT_PROCESSED,
  });
}

function unfinished(): Error {
  return Object.assign(new Error("The stream was closed early."), { code: "ERR_HTTP2_STREAM_ERROR" });
}
