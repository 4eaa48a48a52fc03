// An HTTP/1.1 connection: an undici Client that owns one socket, which we opened, and never opens another.

import type { Socket } from "node:net";
import { LONGEST_TIMER_MS } from "../timeouts.js";
import type { Connection, DispatchHandler, DispatchOptions } from "./connection.js";
import { givenUp, handOver, hideResets } from "./given-socket.js";
import { isIdempotent } from "./idempotence.js";
import { joinWrites } from "./joined-writes.js";
import { ModernHandler } from "./modern-handler.js";
import type { Origin } from "./origin.js";
import { type ResponseHeads, watchResponseHeads } from "./response-heads.js";
import type { Undici, UndiciClient } from "./undici.js";

// HTTPX takes header blocks of this size.
const MAX_HEADER_BYTES = 100 * 1024;
// undici closes that much earlier than a server's "Keep-Alive: timeout" says.
const KEEPALIVE_MARGIN_MS = 500;

// undici looks for a FIN before it reuses a socket, but not in a turn of the event loop that began before the FIN came.
// What must not be repeated waits for the next turn, unless there can hardly be a FIN: a server that closes without a
// word does so after its first answers, or when a connection has been idle.
const SERVED_BY_STEADY_SERVERS = 64;
const IDLE_MS = 1;

// V8 compiles what it has seen. In a loop of requests each follows the last one at once, and undici never sees an idle
// connection; the first pause would then throw away the compiled code, and thousands of requests would cost a quarter
// more. So, now and then, one waits for a turn of the event loop.
const SENDS_PER_REST = 64;
let sends = 0;

export class Http1Connection implements Connection {
  readonly origin: Origin;
  readonly isMultiplexed = false;
  readonly opensByItself = false;
  active = 0;
  served = 0;
  restedAt = 0;
  readonly #socket: Socket;
  readonly #client: UndiciClient;
  readonly #heads: ResponseHeads;
  readonly #isModern: boolean;
  #isRetired = false;
  /** Whether the last request waited for a turn of the event loop; then the next will, too. */
  #wasWary = false;
  #isTurning = false;
  /** On the clock of `performance.now()`; `undefined` while it is in use. */
  #idleSince: number | undefined;
  /** A request that waits for the turn to end. */
  #held: { readonly options: DispatchOptions; readonly handler: DispatchHandler } | undefined;

  constructor(
    undici: Undici,
    origin: Origin,
    url: string,
    socket: Socket,
    keepaliveExpiryMs: number,
    onClosed: (connection: Connection) => void,
  ) {
    this.origin = origin;
    this.#socket = socket;
    this.#isModern = undici.isModern;
    this.#heads = watchResponseHeads(socket);
    joinWrites(socket);
    const keepAlive = Math.max(1, Math.min(keepaliveExpiryMs, LONGEST_TIMER_MS));
    this.#client = new undici.Client(withFixedOrigin(url), {
      connect: handOver(socket),
      allowH2: false,
      pipelining: 1,
      maxHeaderSize: MAX_HEADER_BYTES,
      // Ours are exact; undici's are off by up to a second.
      headersTimeout: 0,
      bodyTimeout: 0,
      keepAliveTimeout: keepAlive,
      keepAliveMaxTimeout: keepAlive,
      keepAliveTimeoutThreshold: KEEPALIVE_MARGIN_MS,
    });
    const restore = hideResets(socket);
    socket.once("close", () => {
      restore();
      onClosed(this);
    });
  }

  get httpVersion(): "HTTP/1.0" | "HTTP/1.1" {
    return this.#heads.httpVersion;
  }

  get capacity(): number {
    return this.#isRetired || this.#socket.destroyed ? 0 : 1;
  }

  get failure(): Error | null {
    return this.#socket.errored;
  }

  get unsentBytes(): number {
    return this.#socket.writableLength;
  }

  send(options: DispatchOptions, handler: DispatchHandler): void {
    sends += 1;
    const isDue = sends % SENDS_PER_REST === 0;
    const isWary = this.served > 1 && !isIdempotent(options.method) && !this.#isSteady();
    this.#idleSince = undefined;
    if (!isDue && !isWary) this.#dispatch(options, handler);
    else if (!isDue && this.#isTurning) this.#held = { options, handler };
    else setImmediate(() => this.#dispatch(options, handler));
    this.#wasWary = isWary;
  }

  #isSteady(): boolean {
    if (this.served <= SERVED_BY_STEADY_SERVERS) return false;
    return this.#idleSince === undefined || performance.now() - this.#idleSince < IDLE_MS;
  }

  #turned(): void {
    this.#isTurning = false;
    const held = this.#held;
    this.#held = undefined;
    if (held !== undefined) this.#dispatch(held.options, held.handler);
  }

  #dispatch(options: DispatchOptions, handler: DispatchHandler): void {
    this.#heads.expect(handler);
    this.#client.dispatch(options, this.#isModern ? new ModernHandler(handler) : handler);
  }

  rest(): void {
    this.#idleSince = performance.now();
    // undici lets an idle socket rest, and closes it when it is due. A turn that begins now is before the one in which
    // undici would do so, which costs more than the next request's wait.
    if (!this.#wasWary || this.#isTurning) return;
    this.#isTurning = true;
    setImmediate(() => this.#turned());
  }

  retire(): void {
    this.#isRetired = true;
  }

  destroy(): void {
    this.#socket.destroy(givenUp());
  }
}

/** undici asks for the origin with each request, and a URL puts it together each time. */
function withFixedOrigin(text: string): URL {
  const url = new URL(text);
  return Object.defineProperty(url, "origin", { value: url.origin });
}
