// One stream of an HTTP/2 connection, told to the handler of its request.

import { type ClientHttp2Stream, constants, type IncomingHttpHeaders } from "node:http2";
import { Readable } from "node:stream";
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

/** Where a stream has its exchange, until that is over. A listener of its own for each would cost more than it does. */
const exchange: unique symbol = Symbol("exchange");
type OwnedStream = ClientHttp2Stream & { [exchange]?: Http2Exchange | undefined };

export class Http2Exchange {
  readonly #stream: OwnedStream;
  readonly #handler: DispatchHandler;
  readonly #owner: StreamOwner;
  readonly #isHead: boolean;
  #isOver = false;
  #reason: Error | undefined;
  #hasHead = false;
  #hasBody = false;
  #expected = Number.NaN;
  #received = 0;
  /** END_STREAM is here: nothing is missing, though some may still wait to be read. */
  #isEnded = false;

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
    stream[exchange] = this;
    stream.push = pushed;
    // Few listeners: each costs as much as a whole link of the send chain.
    stream.on("response", onResponse);
    stream.on("headers", onInterim);
    stream.on("data", onData);
    stream.on("close", onClose);
    if (body === null) return;
    // The server may end its side first; the stream does not close by itself then.
    stream.on("end", onEnd);
    if (body instanceof Uint8Array) stream.end(body);
    else void this.#send(body);
  }

  interim(headers: IncomingHttpHeaders): void {
    this.#handler.onBytes();
    this.#handler.onHeaders(Number(headers[":status"]), [], ignore, "");
  }

  respond(headers: IncomingHttpHeaders, raw: readonly string[] | undefined): void {
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
      // A source that was given up ends as well, and what there is of it must not pass for all.
      if (!this.#isOver) stream.end();
    } catch (error) {
      this.#abort(error instanceof Error ? error : new Error(String(error)), error);
    }
  }

  take(chunk: Uint8Array): void {
    this.#received += chunk.byteLength;
    this.#handler.onBytes();
    if (!this.#handler.onData(chunk) && !this.#isEnded) this.#stream.pause();
  }

  /** What Node holds of a body goes when the connection does. Of one that has ended that is no more than a window. */
  ended(): void {
    this.#isEnded = true;
    if (this.#stream.isPaused()) this.#stream.resume();
  }

  closed(): void {
    const { errored, readableEnded } = this.#stream;
    if (errored === null && readableEnded) this.complete();
    if (!this.#isOver) this.#fail(errored ?? this.#reason ?? unfinished(this.#owner));
  }

  complete(): void {
    if (!this.#hasHead) return;
    // Without END_STREAM only its length tells whether a body is whole, whatever the reason for the end.
    const isInDoubt = !this.#isEnded || !Number.isNaN(this.#expected);
    if (isInDoubt && this.#received !== this.#expected && this.#hasBody && !this.#isHead) {
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
    setImmediate(() => {
      // Node ends what it has sent of a body before it resets the stream, and the server would take that for all of it.
      stream.end = () => stream;
      stream.close(code);
    });
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
   * Node's handle of a stream that is over keeps it from all but the slow collections of garbage, and what it knows. So it
   * should not know the request any more, and not what it was answered.
   */
  #leave(): DispatchHandler {
    this.#stream[exchange] = undefined;
    return this.#handler;
  }
}

function onResponse(
  this: OwnedStream,
  headers: IncomingHttpHeaders,
  _flags: number,
  raw?: readonly string[],
): void {
  this[exchange]?.respond(headers, raw);
}

function onInterim(this: OwnedStream, headers: IncomingHttpHeaders): void {
  this[exchange]?.interim(headers);
}

function onData(this: OwnedStream, chunk: Uint8Array): void {
  this[exchange]?.take(chunk);
}

function onEnd(this: OwnedStream): void {
  this[exchange]?.complete();
}

function onClose(this: OwnedStream): void {
  this[exchange]?.closed();
}

/** Where Node learns of the end of a body: after RST_STREAM, or the end of the connection, the stream is closed already. */
function pushed(this: OwnedStream, chunk: unknown, encoding?: BufferEncoding): boolean {
  if (chunk === null && !this.closed) this[exchange]?.ended();
  return Readable.prototype.push.call(this, chunk, encoding);
}

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
