// One stream of an HTTP/2 connection, told to the handler of its request.

import { type ClientHttp2Stream, constants, type IncomingHttpHeaders } from "node:http2";
import { ReadTimeout } from "../errors.js";
import { reasonPhrase } from "../status-codes.js";
import { type DispatchHandler, type DispatchOptions, NOT_PROCESSED } from "./connection.js";
import { withoutPseudo } from "./http2-headers.js";

/** What a stream must know of its connection. */
export interface StreamOwner {
  /** Streams above it were not processed. */
  readonly lastStreamId: number;
  /** The connection is gone, and what was on it with it. */
  readonly isOver: boolean;
  /** It did not answer in time: those under way may still be lucky, but no request should join them. */
  suspect(): void;
}

export class Http2Exchange {
  readonly #stream: ClientHttp2Stream;
  #handler: DispatchHandler;
  readonly #owner: StreamOwner;
  readonly #isHead: boolean;
  #isOver = false;
  #reason: Error | undefined;
  #hasHead = false;
  #hasBody = false;
  #expected = Number.NaN;
  #received = 0;

  constructor(owner: StreamOwner, stream: ClientHttp2Stream, handler: DispatchHandler, method: string) {
    this.#owner = owner;
    this.#stream = stream;
    this.#handler = handler;
    this.#isHead = method === "HEAD";
  }

  start(body: DispatchOptions["body"]): void {
    const stream = this.#stream;
    // "close" follows, and knows the error.
    stream.on("error", ignore);
    try {
      this.#handler.onConnect((reason) => this.#abort(reason));
    } catch (error) {
      this.#reason = error instanceof Error ? error : new Error(String(error));
      this.#reset(constants.NGHTTP2_CANCEL);
      this.#fail(this.#reason);
      return;
    }
    // Few listeners: each costs as much as a whole link of the send chain.
    stream.on("response", (headers, _flags, raw?: readonly string[]) => this.#respond(headers, raw));
    stream.on("headers", (headers) => {
      this.#handler.onBytes();
      this.#handler.onHeaders(Number(headers[":status"]), [], ignore, "");
    });
    stream.on("data", (chunk: Uint8Array) => {
      this.#received += chunk.byteLength;
      this.#handler.onBytes();
      if (!this.#handler.onData(chunk)) stream.pause();
    });
    stream.on("close", () => this.#closed());
    if (body === null) return;
    // The server may end its side first; the stream does not close by itself then.
    stream.on("end", () => this.#complete());
    if (body instanceof Uint8Array) stream.end(body);
    else void this.#send(body);
  }

  #respond(headers: IncomingHttpHeaders, raw: readonly string[] | undefined): void {
    const stream = this.#stream;
    const status = Number(headers[":status"]);
    // Interim ones have an event of their own: this is no status at all, and no response would ever follow.
    if (!(status >= 200)) {
      this.#reset(constants.NGHTTP2_PROTOCOL_ERROR);
      this.#fail(Object.assign(new Error(`status ${status}`), { code: "UND_ERR_RESPONSE" }));
      return;
    }
    this.#hasHead = true;
    this.#hasBody = status !== 204 && status !== 304;
    this.#expected = Number(headers["content-length"] ?? Number.NaN);
    this.#handler.onBytes();
    const goesOn = this.#handler.onHeaders(
      status,
      withoutPseudo(raw ?? Object.entries(headers).flat().map(String)),
      () => stream.resume(),
      // HTTP/2 has none.
      reasonPhrase(status),
    );
    if (!goesOn) stream.pause();
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

  #closed(): void {
    if (this.#isOver) return;
    const { errored, readableEnded } = this.#stream;
    if (errored === null && readableEnded) this.#complete();
    if (!this.#isOver) this.#fail(errored ?? this.#reason ?? unfinished(this.#owner));
  }

  #complete(): void {
    if (this.#isOver || !this.#hasHead) return;
    // RST_STREAM(NO_ERROR) ends a stream like END_STREAM does; only the length tells them apart. CANCEL is what the
    // server sent, or what Node says when the connection ended: then a body that no length vouches for is cut short.
    const isCutShort = this.#stream.rstCode === constants.NGHTTP2_CANCEL || !Number.isNaN(this.#expected);
    if (isCutShort && this.#received !== this.#expected && this.#hasBody && !this.#isHead) {
      this.#fail(unfinished(this.#owner));
      return;
    }
    this.#isOver = true;
    // The server may answer before it has all of the request (RFC 9113 §8.1).
    if (!this.#stream.writableFinished) this.#reset(constants.NGHTTP2_CANCEL);
    this.#leave().onComplete();
  }

  #abort(reason: Error | undefined, asGiven: unknown = reason): void {
    if (this.#isOver) return;
    this.#reason = reason;
    this.#reset(constants.NGHTTP2_CANCEL);
    if (!this.#hasHead && reason instanceof ReadTimeout) this.#owner.suspect();
    this.#fail(asGiven);
  }

  /**
   * Not at once: Node 20 sends all that streams hold before it resets one, and where some were reset or written to just
   * before, it never comes back from that, or spoils its memory.
   */
  #reset(code: number): void {
    const stream = this.#stream;
    setImmediate(() => stream.close(code));
  }

  #fail(error: unknown): void {
    if (this.#isOver) return;
    this.#isOver = true;
    const { id, rstCode } = this.#stream;
    // Without an id, it was never sent.
    const isUnseen = id === undefined || id > this.#owner.lastStreamId;
    const isRefused = rstCode === constants.NGHTTP2_REFUSED_STREAM || isUnseen;
    this.#leave().onError(this.#reason === undefined && isRefused ? notProcessed(error) : error);
  }

  /**
   * Node's handle of a stream that is over keeps it from all but the slow collections of garbage, with its listeners and
   * what they know. So they should not know the request any more, and not what it was answered.
   */
  #leave(): DispatchHandler {
    const handler = this.#handler;
    this.#handler = NOBODY;
    return handler;
  }
}

const NOBODY: DispatchHandler = {
  onConnect: ignore,
  onResponseStarted: ignore,
  onBytes: ignore,
  onHeaders: () => true,
  onData: () => true,
  resume: ignore,
  onComplete: ignore,
  onError: ignore,
};

function ignore(): void {}

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

export function notProcessed(cause: unknown): Error {
  return Object.assign(new Error("The server did not process the request.", { cause }), {
    code: NOT_PROCESSED,
  });
}

function unfinished({ isOver }: StreamOwner): Error {
  // The code of a connection that the other side has closed, with HTTP/1.1 as well: it decides what may be repeated.
  return Object.assign(new Error("The stream was closed early."), {
    code: isOver ? "UND_ERR_SOCKET" : "ERR_HTTP2_STREAM_ERROR",
  });
}
