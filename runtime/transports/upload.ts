// The request's side of the wire: which headers go out as they are, and a body sent piece by piece.

import type { Body } from "../content.js";
import { sliceBytes } from "../streams.js";
import { paceCollection } from "./collection-pace.js";

/** Told how an upload goes, so that the write timeout runs only while the network is to blame. */
export interface UploadObserver {
  /** A piece was handed to the connection. */
  writing(): void;
  /** The piece was taken. */
  written(): void;
  uploaded(): void;
}

// Up to here a body is handed over whole. Above, in pieces, so that the write timeout sees progress.
const PIECE = 256 * 1024;

export function isSmall(body: Body): body is Extract<Body, { kind: "bytes" }> {
  return body.kind === "bytes" && body.bytes.byteLength <= PIECE;
}

/** Whether the body can be sent again from its start. */
export function isRepeatable(body: Body): boolean {
  return body.kind !== "stream" || body.replayable;
}

/** Runs a function in the asynchronous context of the caller whose body it is. */
export type InContext = <T>(work: () => T) => T;

/** A body that is sent piece by piece, once. */
export class Upload implements AsyncIterable<Uint8Array> {
  wasOpened = false;
  isRunning = false;
  /** What the caller's source threw. */
  failure: { readonly error: unknown } | undefined;
  readonly #body: Body;
  readonly #observer: UploadObserver;
  readonly #inContext: InContext;

  constructor(body: Body, observer: UploadObserver, inContext: InContext) {
    this.#body = body;
    this.#observer = observer;
    this.#inContext = inContext;
  }

  // Pieces are taken in the context of a connection, which another caller may have opened; the source is this caller's.
  [Symbol.asyncIterator](): AsyncIterator<Uint8Array, undefined> {
    const pieces = this.#pieces();
    return {
      next: () => this.#inContext(() => pieces.next()),
      return: () => this.#inContext(() => pieces.return(undefined)),
    };
  }

  async *#pieces(): AsyncGenerator<Uint8Array, undefined> {
    this.wasOpened = true;
    this.isRunning = true;
    let memory: ArrayBufferLike | undefined;
    try {
      for await (const piece of open(this.#body)) {
        this.#observer.writing();
        // A source may send the same memory over and over.
        if (piece.buffer !== memory) paceCollection(piece.byteLength);
        memory = piece.buffer;
        // Resumed when the connection has room for more.
        yield piece;
        this.#observer.written();
      }
    } catch (error) {
      this.failure = { error };
      throw error;
    }
    this.isRunning = false;
    this.#observer.uploaded();
    return undefined;
  }
}

function open(body: Body): AsyncIterable<Uint8Array> | Iterable<Uint8Array> {
  switch (body.kind) {
    case "empty":
      return [];
    case "bytes":
      return sliceBytes(body.bytes, PIECE);
    case "stream":
      return body.open();
  }
}

/**
 * The lines to send: a proxy's own first, where the request has none of that name, and without those that describe the
 * connection, which undici writes itself.
 */
export function wireHeaders(flat: readonly string[], forProxy: readonly string[]): readonly string[] {
  const lines: string[] = [];
  for (let at = 0; at < forProxy.length; at += 2) {
    if (!names(flat, forProxy[at]!.toLowerCase())) lines.push(forProxy[at]!, forProxy[at + 1]!);
  }
  for (let at = 0; at < flat.length; at += 2) {
    if (!isWrittenByUndici(flat[at]!, flat[at + 1]!)) lines.push(flat[at]!, flat[at + 1]!);
  }
  return lines;
}

function names(flat: readonly string[], lowerName: string): boolean {
  for (let at = 0; at < flat.length; at += 2) if (flat[at]!.toLowerCase() === lowerName) return true;
  return false;
}

// By length first: most names are none of these. undici keeps connections alive and frames bodies of unknown length.
function isWrittenByUndici(name: string, value: string): boolean {
  switch (name.length) {
    case 10:
      return value === "keep-alive"
        ? name.toLowerCase() === "connection"
        : name.toLowerCase() === "keep-alive";
    case 17:
      return name.toLowerCase() === "transfer-encoding";
    default:
      return false;
  }
}
