// A response on its way in: how it began, its head, and its body, gathered or streamed.

import type { Request } from "../request.js";
import { Response } from "../response.js";
import { concatBytes, NO_BYTES } from "../streams.js";
import { BodyQueue, type BodySource, StreamedBody } from "./body-queue.js";
import type { Connection } from "./connection.js";
import { codeOf } from "./network-errors.js";
import { isDisconnection } from "./repetition.js";
import { declaredLength, type ResponseHead, responseHead } from "./response-head.js";

// Encoded bytes may outnumber decoded ones, by the frame of the encoding.
const ENCODING_FRAME = 64 * 1024;

export class Incoming {
  hasBegun = false;
  head: ResponseHead | undefined;
  /** Bytes of the body, as they came. */
  received = 0;
  /** Responses before the final one. */
  interim = 0;
  #httpVersion: Connection["httpVersion"] = "HTTP/1.1";
  #chunks: Uint8Array[] | undefined;
  #queue: BodyQueue | undefined;

  begin(
    statusCode: number,
    reasonPhrase: string,
    rawHeaders: readonly (Uint8Array | string)[],
    connection: Connection | undefined,
  ): void {
    this.head = responseHead(statusCode, reasonPhrase, rawHeaders);
    if (connection !== undefined) this.#httpVersion = connection.httpVersion;
  }

  /** From now on the body is for a reader. */
  stream(source: BodySource): StreamedBody {
    // The first bytes of the body lie in the same memory as the head, and whoever reads them may transfer it.
    this.head?.headers.flat();
    this.#queue = new BodyQueue(source);
    return new StreamedBody(this.#queue);
  }

  get isStreamed(): boolean {
    return this.#queue !== undefined;
  }

  /** `false` = stop until resumed. */
  take(chunk: Uint8Array): boolean {
    this.received += chunk.byteLength;
    if (this.#queue !== undefined) return this.#queue.push(chunk);
    if (this.#chunks === undefined) this.#chunks = [chunk];
    else this.#chunks.push(chunk);
    return true;
  }

  exceeds(limit: number): boolean {
    const margin = this.head?.headers.has("content-encoding") === true ? ENCODING_FRAME : 0;
    return this.received > limit + margin;
  }

  /** Whether nothing of the response is missing, whatever became of its connection. */
  isWholeDespite(error: unknown): boolean {
    const { head, received } = this;
    if (head === undefined) return false;
    // undici insists on no body after 204 and 304; HTTPX takes the headers and lets the connection go.
    if (head.statusCode === 204 || head.statusCode === 304)
      return codeOf(error) === "UND_ERR_RES_CONTENT_LENGTH_MISMATCH";
    // undici does not look at the length of a body that is paused when the connection ends.
    return declaredLength(head) === received && isDisconnection(error);
  }

  /** The reader has all of it. */
  end(): void {
    this.#queue?.end();
  }

  fail(error: unknown): void {
    this.#queue?.fail(error);
  }

  /** What was gathered. */
  whole(): Uint8Array {
    return this.#chunks === undefined ? NO_BYTES : concatBytes(this.#chunks);
  }

  /** `undefined` before there is a head. */
  response(body: Uint8Array | StreamedBody, request: Request): Response | undefined {
    const { head } = this;
    if (head === undefined) return undefined;
    const { statusCode, reasonPhrase, headers } = head;
    return Response.fromWire(statusCode, reasonPhrase, this.#httpVersion, headers, body, request);
  }
}
