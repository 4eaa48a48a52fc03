// One request on its way: it waits for a connection, is written, and gathers or streams the response. It is its own
// dispatch options, dispatch handler, waiter and deadline, because objects and closures cost more than fields here.

import { AsyncLocalStorage } from "node:async_hooks";
import { addAbortListener, removeAbortListener } from "../abort-listeners.js";
import type { Request } from "../request.js";
import type { Response } from "../response.js";
import type { BodySource, StreamedBody } from "./body-queue.js";
import type { Carrier } from "./carrier.js";
import type { Connection, DispatchHandler, DispatchOptions } from "./connection.js";
import type { Timed } from "./deadlines.js";
import {
  abortedBy,
  explained,
  phaseTimeout,
  type TimedPhase,
  tooLarge,
  tooManyInterim,
  totalTimeout,
} from "./exchange-errors.js";
import { Incoming } from "./incoming.js";
import type { Waiter } from "./opening.js";
import type { Origin } from "./origin.js";
import { mayRepeat } from "./repetition.js";
import { isLast } from "./response-head.js";
import { type InContext, isSmall, Upload, type UploadObserver, wireHeaders } from "./upload.js";

const NEVER = Number.POSITIVE_INFINITY;
// Final responses follow at once; a server that sends nothing else is broken or hostile.
const MAX_INTERIM_RESPONSES = 100;

const inAnyContext: InContext = (work) => work();

type Phase = "new" | "queued" | "connecting" | "assigned" | "sending" | "waiting" | "body" | "done";

export class Exchange implements Waiter, Timed, DispatchHandler, DispatchOptions, BodySource, UploadObserver {
  readonly origin: Origin;
  readonly method: string;
  readonly path: string;
  readonly headers: readonly string[];
  readonly reset = false;
  readonly blocking = false;
  readonly servername: string | undefined;
  body: Uint8Array | AsyncIterable<Uint8Array> | null = null;
  deadline: number = NEVER;
  slot = -1;

  readonly request: Request;
  readonly #carrier: Carrier;
  readonly #total: number;
  #resolve: ((response: Response) => void) | undefined;
  #reject: ((error: unknown) => void) | undefined;

  #phase: Phase = "new";
  #connection: Connection | undefined;
  #abort: ((reason?: Error) => void) | undefined;
  #resumeWire: (() => void) | undefined;
  #cancelled: unknown;
  #upload: Upload | undefined;
  #isRetry = false;
  #startedAt = 0;
  #inContext: InContext = inAnyContext;
  readonly #incoming = new Incoming();
  #onAbort: (() => void) | undefined;

  constructor(
    request: Request,
    origin: Origin,
    path: string,
    proxyHeaders: readonly string[],
    servername: string | undefined,
    carrier: Carrier,
    resolve: (response: Response) => void,
    reject: (error: unknown) => void,
  ) {
    this.request = request;
    this.origin = origin;
    this.method = request.method;
    this.path = path;
    this.headers = wireHeaders(request.headers.flat(), proxyHeaders);
    this.servername = servername;
    this.#carrier = carrier;
    this.#total = request.context.deadline ?? NEVER;
    this.#resolve = resolve;
    this.#reject = reject;
  }

  start(): void {
    const { signal } = this.request.context;
    if (signal !== undefined) {
      if (signal.aborted) {
        this.#finish(abortedBy(signal, this.request));
        return;
      }
      this.#onAbort = () => this.#cancel(abortedBy(signal, this.request));
      addAbortListener(signal, this.#onAbort);
    }
    const { body } = this.request;
    if (body.kind !== "empty" && !isSmall(body)) this.#inContext = AsyncLocalStorage.snapshot();
    this.deadline = this.#total;
    this.#carrier.deadlines.watch(this);
    this.#carrier.acquire(this);
  }

  // ── Waiter ──

  queued(): void {
    this.#phase = "queued";
    this.#expectWithin(this.#timeout("pool"));
  }

  connecting(): void {
    // The attempt has its own clock, for each step; here only the total deadline counts.
    this.#phase = "connecting";
    this.deadline = this.#total;
  }

  assigned(connection: Connection): void {
    this.#phase = "assigned";
    this.#connection = connection;
    this.deadline = this.#total;
    const { body } = this.request;
    if (body.kind === "empty") this.body = null;
    else if (isSmall(body)) this.body = body.bytes;
    else this.body = this.#upload = new Upload(body, this, this.#inContext);
    if (connection.opensByItself) this.#expectWithin(this.#timeout("connect"));
    connection.send(this, this, this.origin);
  }

  refused(error: unknown): void {
    this.#finish(error);
  }

  // ── UploadObserver ──

  writing(): void {
    if (this.#phase === "sending") this.#expectWithin(this.#timeout("write"));
  }

  written(): void {
    // The caller's source may take as long as it likes for the next piece.
    if (this.#phase === "sending") this.deadline = this.#total;
  }

  uploaded(): void {
    if (this.#phase !== "sending") return;
    this.#phase = "waiting";
    this.#expectWithin(this.#timeout("read"));
  }

  // ── DispatchHandler ──

  onConnect(abort: (reason?: Error) => void): void {
    // Thrown here, it leaves the connection unharmed.
    if (this.#cancelled !== undefined) throw this.#cancelled;
    this.#abort = abort;
    const { body } = this;
    if (body === null) {
      this.#phase = "waiting";
      this.#expectWithin(this.#timeout("read"));
    } else {
      this.#phase = "sending";
      if (body instanceof Uint8Array) {
        this.#startedAt = performance.now();
        this.#expectWithin(Math.min(this.#timeout("write"), this.#timeout("read")), this.#startedAt);
      }
    }
  }

  onResponseStarted(): void {
    this.#incoming.hasBegun = true;
  }

  onBytes(): void {
    // What is streamed waits for its reader, whose own wait has a limit.
    if (this.#phase === "waiting" || (this.#phase === "body" && !this.#incoming.isStreamed))
      this.#expectWithin(this.#timeout("read"));
  }

  onHeaders(
    statusCode: number,
    rawHeaders: readonly (Uint8Array | string)[],
    resume: () => void,
    reasonPhrase: string,
  ): boolean {
    this.#incoming.hasBegun = true;
    if (statusCode < 200) {
      this.#interimResponse();
      return true;
    }
    this.#incoming.begin(statusCode, reasonPhrase, rawHeaders, this.#connection);
    const isUploading = this.#phase === "sending";
    this.#phase = "body";
    if (this.request.context.whole) {
      if (isUploading) this.#expectWithin(this.#timeout("read"));
      return true;
    }
    this.#resumeWire = resume;
    this.deadline = this.#total;
    this.#settle(this.#incoming.stream(this));
    return true;
  }

  #interimResponse(): void {
    this.#incoming.interim += 1;
    if (this.#incoming.interim > MAX_INTERIM_RESPONSES) {
      this.#cancel(tooManyInterim(this.request, MAX_INTERIM_RESPONSES));
    }
  }

  onData(chunk: Uint8Array): boolean {
    const incoming = this.#incoming;
    const goesOn = incoming.take(chunk);
    if (incoming.isStreamed) {
      this.deadline = this.#total;
      return goesOn;
    }
    const { maxResponseSize } = this.request.context;
    if (maxResponseSize !== undefined && incoming.exceeds(maxResponseSize))
      this.#cancel(tooLarge(this.request, maxResponseSize));
    return true;
  }

  onComplete(): void {
    const incoming = this.#incoming;
    const connection = this.#connection;
    // undici takes a reset for the end of a body that ends with the connection; part of it may be missing.
    if (connection?.failure != null) {
      this.onError(connection.failure);
      return;
    }
    this.#connection = undefined;
    if (connection !== undefined) {
      // The socket closes right after, so nobody else should get it. An unfinished upload costs it as well.
      const { head } = incoming;
      if ((head !== undefined && isLast(head)) || this.#upload?.isRunning === true) connection.retire();
      this.#carrier.release(connection);
    }
    if (this.#phase === "done") return;
    this.#stop();
    if (incoming.isStreamed) incoming.end();
    else this.#settle(incoming.whole());
  }

  onError(error: unknown): void {
    const connection = this.#connection;
    this.#connection = undefined;
    if (connection !== undefined) {
      // Whatever happened after the first byte was written, undici destroys the socket, though perhaps after this call.
      if (this.#abort !== undefined) connection.retire();
      this.#carrier.release(connection);
    }
    if (this.#phase === "done") return;
    if (this.#upload?.failure !== undefined && error === this.#upload.failure.error) {
      this.#finish(error);
      return;
    }
    if (this.#cancelled !== undefined) {
      this.#finish(this.#cancelled);
      return;
    }
    if (connection !== undefined && this.#mayRetry(connection, error)) {
      this.#retry();
      return;
    }
    if (this.#incoming.isWholeDespite(error)) {
      this.onComplete();
      return;
    }
    this.#finish(explained(error, this.request, this.#incoming.head, this.#incoming.received));
  }

  // ── BodySource ──

  awaited(): void {
    this.#expectWithin(this.#timeout("read"));
  }

  resume(): void {
    if (this.#phase === "body") this.#resumeWire?.();
  }

  discard(reason: Error): void {
    this.#cancel(reason);
  }

  // ── Timed ──

  expired(now: number): void {
    if (now >= this.#total) {
      this.#cancel(totalTimeout(this.request, this.#carrier.describe()));
      return;
    }
    switch (this.#phase) {
      case "queued":
        this.#timedOut("pool");
        break;
      case "assigned":
        this.#timedOut("connect");
        break;
      case "sending":
        this.#sendingExpired(now);
        break;
      case "waiting":
      case "body":
        this.#timedOut("read");
        break;
      case "new":
      case "connecting":
      case "done":
        this.deadline = this.#total;
    }
  }

  /** Ends it from outside: the transport closes. */
  cancel(error: Error): void {
    this.#cancel(error);
  }

  // A small body is written at once: whether the network took it is seen only when time is up.
  #sendingExpired(now: number): void {
    const isSmallBody = this.body instanceof Uint8Array;
    const isUnsent = !isSmallBody || (this.#connection?.unsentBytes ?? 0) > 0;
    const due = this.#startedAt + this.#timeout(isUnsent ? "write" : "read");
    if (isSmallBody && now < due) this.deadline = Math.min(due, this.#total);
    else this.#timedOut(isUnsent ? "write" : "read");
  }

  #timedOut(phase: TimedPhase): void {
    const { head, received } = this.#incoming;
    const missing = head === undefined ? undefined : received;
    this.#cancel(phaseTimeout(phase, this.request, missing, this.#timeout(phase), this.#carrier.describe()));
  }

  #timeout(phase: TimedPhase): number {
    return this.request.extensions.timeout?.[phase] ?? NEVER;
  }

  #expectWithin(limitMs: number, now: number = performance.now()): void {
    this.deadline = Math.min(now + limitMs, this.#total);
    this.#carrier.deadlines.hasten(this);
  }

  #cancel(error: unknown): void {
    switch (this.#phase) {
      case "done":
        return;
      case "queued":
      case "connecting":
        this.#carrier.cancel(this);
        this.#finish(error);
        break;
      case "new":
      case "assigned":
        // Not written yet: `onConnect` will take it back and give the connection up.
        this.#cancelled = error;
        this.#finish(error);
        break;
      case "sending":
      case "waiting":
      case "body":
        this.#cancelled = error;
        this.deadline = NEVER;
        // Ends in `onError`.
        this.#abort?.(error instanceof Error ? error : undefined);
    }
  }

  #mayRetry(connection: Connection, error: unknown): boolean {
    if (this.#incoming.hasBegun || this.#isRetry) return false;
    return mayRepeat(this.request, this.#upload?.wasOpened === true, connection, error);
  }

  /** The kept-alive connection was dead: once more, on a fresh one. */
  #retry(): void {
    this.#isRetry = true;
    this.#abort = undefined;
    this.#phase = "new";
    this.deadline = this.#total;
    this.#carrier.dropIdle(this.origin);
    this.#carrier.acquire(this);
  }

  #settle(body: Uint8Array | StreamedBody): void {
    const resolve = this.#resolve;
    this.#resolve = undefined;
    this.#reject = undefined;
    const response = this.#incoming.response(body, this.request);
    if (response !== undefined) resolve?.(response);
  }

  #finish(error: unknown): void {
    this.#stop();
    if (this.#reject !== undefined) this.#reject(error);
    else this.#incoming.fail(error);
    this.#resolve = undefined;
    this.#reject = undefined;
  }

  #stop(): void {
    this.#phase = "done";
    this.#carrier.deadlines.unwatch(this);
    // The server may answer, or the reader leave, before all of the request is sent.
    if (this.#upload?.isRunning === true) this.request.abandon();
    if (this.#onAbort !== undefined) {
      const { signal } = this.request.context;
      if (signal !== undefined) removeAbortListener(signal, this.#onAbort);
      this.#onAbort = undefined;
    }
  }
}
