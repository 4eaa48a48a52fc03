// A response: what HTTPX's is. One is made for each request, so it computes nothing before someone asks.

import { charsetOf, decodeText, isKnownCharset, textDecoder } from "./charsets.js";
import { Cookies } from "./cookies.js";
import { aboutRequest, ResponseNotRead } from "./errors.js";
import type { ServerSentEvent } from "./events.js";
import type { Headers } from "./headers.js";
import { printAs } from "./inspection.js";
import { jsonText, parseJson } from "./json.js";
import { type Link, parseLinks } from "./links.js";
import type { Request } from "./request.js";
import { ResponseBody } from "./response-body.js";
import {
  type DefaultEncoding,
  type ResponseOptions,
  type ResponsePieces,
  responsePieces,
} from "./response-pieces.js";
import { statusError } from "./status-errors.js";
import {
  type ByteStream,
  checkedChunkSize,
  leavable,
  plainBytes,
  rechunkBytes,
  toWebStream,
} from "./streams.js";
import { lineGroups, rechunkText, splitLines } from "./texts.js";

const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
const BODILESS: ReadonlySet<number> = new Set([101, 103, 204, 205, 304]);

/**
 * The answer to a request. A client reads its body, so that `text`, `content` and `json()` are there at once; after
 * `client.stream` the body is still to come, and is read with `read()` or one of the iterators, once.
 */
export class Response implements AsyncDisposable {
  static {
    printAs(Response, String);
  }

  /** The status, as the server gave it. */
  readonly statusCode: number;
  /** What the server said, or the usual phrase for the status. */
  readonly reasonPhrase: string;
  /** "HTTP/1.1" or "HTTP/2". */
  readonly httpVersion: string;
  /** As the server gave them: `Content-Encoding` stays, though the body is decoded. */
  readonly headers: Headers;
  /** The request that a redirect asks for, when redirects are not followed. */
  nextRequest: Request | undefined;
  /** Internal: when sending started, on the clock of `performance.now()`. */
  startedAt: number | undefined;
  /** Internal: used where neither the caller nor the response names a charset. */
  defaultEncoding: DefaultEncoding | undefined;
  /** Internal: stands in for `JSON.parse`. */
  jsonDecoder: ((text: string) => unknown) | undefined;

  #body: ResponseBody;
  #extensions: Record<string, unknown> | undefined;
  #history: readonly Response[] | undefined;
  #cookies: Cookies | undefined;
  #encoding: string | undefined;
  #text: string | undefined;

  /** @throws DecodingError if `content` does not match the Content-Encoding. */
  constructor(statusCode: number, options?: ResponseOptions);
  /** Internal. */
  constructor(pieces: ResponsePieces);
  constructor(first: number | ResponsePieces, options: ResponseOptions = {}) {
    const pieces = isPieces(first) ? first : responsePieces(first, options);
    this.statusCode = pieces.statusCode;
    this.reasonPhrase = pieces.reasonPhrase;
    this.httpVersion = pieces.httpVersion;
    this.headers = pieces.headers;
    this.#body = new ResponseBody(pieces.body, pieces.headers, pieces.request);
    if (pieces === first) return;
    this.#extensions = options.extensions;
    this.#history = options.history;
    this.defaultEncoding = options.defaultEncoding;
    // As in HTTPX: a body that is in memory counts as read.
    this.#body.readInMemory();
  }

  /** From the platform's own response, whose body moves to this one and is still to be read. */
  static fromWeb(response: globalThis.Response, request?: Request): Response {
    if (response.bodyUsed) throw new TypeError("The body was already used.");
    const { status, headers, body, statusText: reasonPhrase, url } = response;
    const converted = new Response(status, { headers, stream: body ?? undefined, reasonPhrase, request });
    // Fetch has decoded what came over a network.
    converted.decoded = url !== "";
    return converted;
  }

  /** Internal, for transports: no option is read. `body` is the whole raw body, or a stream of it. */
  static fromWire(
    statusCode: number,
    reasonPhrase: string,
    httpVersion: string,
    headers: Headers,
    body: Uint8Array | ByteStream,
    request: Request,
  ): Response {
    return new Response({ statusCode, reasonPhrase, httpVersion, headers, body, request });
  }

  /** The request that led here. @throws Error if none is known. */
  get request(): Request {
    const request = this.#body.request;
    if (request === undefined) throw new Error("The request instance has not been set on this response.");
    return request;
  }

  set request(request: Request) {
    this.#body.request = request;
  }

  /** Internal. */
  get hasRequest(): boolean {
    return this.#body.request !== undefined;
  }

  /** Where the response came from, after redirects. */
  get url(): URL {
    return this.request.url;
  }

  /** Responses that led here, redirects and rounds of authentication, oldest first. */
  get history(): readonly Response[] {
    this.#history ??= [];
    return this.#history;
  }

  set history(history: readonly Response[]) {
    this.#history = history;
  }

  /** What a transport has to say beside. */
  get extensions(): Record<string, unknown> {
    this.#extensions ??= {};
    return this.#extensions;
  }

  set extensions(extensions: Record<string, unknown>) {
    this.#extensions = extensions;
  }

  /** The cookies that this very response sets. */
  get cookies(): Cookies {
    if (this.#cookies === undefined) {
      const cookies = new Cookies();
      const lines = this.headers.getSetCookie();
      if (lines.length > 0) cookies.extractNow(lines, this.url);
      this.#cookies = cookies;
    }
    return this.#cookies;
  }

  /** The Link header, by relation. */
  get links(): Record<string, Link> {
    return parseLinks(this.headers.get("link"));
  }

  /** Milliseconds from sending until the response was closed, or until now. */
  get elapsed(): number {
    return this.startedAt === undefined ? 0 : (this.#body.closedAt ?? performance.now()) - this.startedAt;
  }

  /** Raw bytes received so far, before content decoding. */
  get numBytesDownloaded(): number {
    return this.#body.received;
  }

  /** Whether the connection was given back: the body was read, or the response closed. */
  get isClosed(): boolean {
    return this.#body.closedAt !== undefined;
  }

  /** Whether the body was read, or is being read, and cannot be streamed again. */
  get isStreamConsumed(): boolean {
    return this.#body.isConsumed;
  }

  /** Internal: the body needs no content decoding, because the transport has done it. */
  get decoded(): boolean {
    return this.#body.isDecoded;
  }

  set decoded(isDecoded: boolean) {
    this.#body.isDecoded = isDecoded;
  }

  /** Internal: the decoded size at which reading gives up. */
  get maxResponseSize(): number | undefined {
    return this.#body.maxLength;
  }

  set maxResponseSize(maxLength: number | undefined) {
    this.#body.maxLength = maxLength;
  }

  /** Internal: puts something between the transport's stream and its reader. */
  guard(wrap: (stream: ByteStream) => ByteStream): void {
    this.#body.guard(wrap);
  }

  /** 1xx */
  get isInformational(): boolean {
    return this.statusCode >= 100 && this.statusCode < 200;
  }

  /** 2xx */
  get isSuccess(): boolean {
    return this.statusCode >= 200 && this.statusCode < 300;
  }

  /** 3xx, with or without a Location; see `hasRedirectLocation`. */
  get isRedirect(): boolean {
    return this.statusCode >= 300 && this.statusCode < 400;
  }

  /** 4xx */
  get isClientError(): boolean {
    return this.statusCode >= 400 && this.statusCode < 500;
  }

  /** 5xx */
  get isServerError(): boolean {
    return this.statusCode >= 500 && this.statusCode < 600;
  }

  /** 4xx or 5xx */
  get isError(): boolean {
    return this.statusCode >= 400 && this.statusCode < 600;
  }

  /** A redirect that can be followed. */
  get hasRedirectLocation(): boolean {
    return REDIRECTS.has(this.statusCode) && this.headers.has("location");
  }

  /** The charset that the Content-Type names, in lower case, whether or not it is known. */
  get charsetEncoding(): string | undefined {
    return charsetOf(this.headers.get("content-type"));
  }

  /** The charset of `text`: as set, else from the Content-Type, else the client's default, else UTF-8. */
  get encoding(): string {
    this.#encoding ??= this.#detectedEncoding();
    return this.#encoding;
  }

  set encoding(encoding: string) {
    if (this.#text !== undefined) throw new Error("The encoding cannot be set after `text` was read.");
    this.#encoding = encoding;
  }

  /** The body, decoded. @throws ResponseNotRead before `read()`. */
  get content(): Uint8Array<ArrayBuffer> {
    const { bytes } = this;
    const content = plainBytes(bytes);
    if (content !== bytes) this.#body.content = content;
    return content;
  }

  /** Internal: the same as it came, which may be a view of a buffer that holds more. */
  get bytes(): Uint8Array {
    const content = this.#body.content;
    if (content === undefined) {
      const { request } = this.#body;
      const what = "the response's body was not read; await response.read() first, or iterate over it.";
      throw new ResponseNotRead(aboutRequest(request, what), { request });
    }
    return content;
  }

  /** The body as text, without a byte order mark. @throws ResponseNotRead before `read()`. */
  get text(): string {
    if (this.#text === undefined) {
      const content = this.bytes;
      this.#text = content.byteLength === 0 ? "" : decodeText(content, this.encoding);
    }
    return this.#text;
  }

  /** The body as JSON; the encoding is detected. @throws ResponseNotRead before `read()`, SyntaxError if it is not JSON. */
  json<T = unknown>(): T {
    const text = jsonText(this.bytes);
    // The caller says what the server promises.
    if (this.jsonDecoder !== undefined) return this.jsonDecoder(text) as T;
    return parseJson(text, this.#body.request) as T;
  }

  /** Reads the whole body into memory. @throws StreamConsumed, StreamClosed, DecodingError, ResponseTooLarge */
  async read(): Promise<Uint8Array<ArrayBuffer>> {
    await this.#body.read();
    return this.content;
  }

  /** Internal: the same; `undefined` if it is done already, so that nobody waits for a body that is there. */
  readNow(): Promise<void> | undefined {
    return this.#body.read();
  }

  /** Internal: the same for a response on the way to another, whose progress is not what the caller asked for. */
  readQuietly(): Promise<void> | undefined {
    return this.#body.read(false);
  }

  /** Gives the connection back. A body that was not read to its end costs the connection. */
  close(): Promise<void> {
    return this.#body.close();
  }

  /** Closes it, at the end of an `await using`. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  /** Returns the response itself if it is 2xx. @throws HTTPStatusError */
  raiseForStatus(): this {
    const { request } = this;
    if (this.isSuccess) return this;
    throw statusError(this, request);
  }

  /** Bytes as they came over the wire, before content decoding; once. */
  iterRaw(chunkSize?: number): AsyncGenerator<Uint8Array> {
    const size = checkedChunkSize(chunkSize);
    const raw = this.#body.raw();
    return this.#leavable(size === undefined ? raw : rechunkBytes(raw, size));
  }

  /** Decoded bytes. Once, or, after `read()`, any number of times. */
  iterBytes(chunkSize?: number): AsyncGenerator<Uint8Array> {
    const size = checkedChunkSize(chunkSize);
    const decoded = this.#body.decoded();
    return this.#leavable(size === undefined ? decoded : rechunkBytes(decoded, size));
  }

  /** Text; `chunkSize` counts characters (code points), none of which is ever split. */
  iterText(chunkSize?: number): AsyncGenerator<string> {
    const size = checkedChunkSize(chunkSize);
    const text = this.#texts();
    return this.#leavable(size === undefined ? text : rechunkText(text, size));
  }

  /** Lines, without their ends: `\n`, `\r\n` or `\r`. */
  iterLines(): AsyncGenerator<string> {
    return this.#leavable(splitLines(this.#texts()));
  }

  /** JSON Lines: each line that is not empty, parsed. @throws SyntaxError */
  iterJsonLines<T = unknown>(): AsyncGenerator<T> {
    // The caller says what the server promises.
    return this.#leavable(this.#jsonLines() as AsyncGenerator<T>);
  }

  /** Server-sent events, by the WHATWG rules. */
  iterEvents(): AsyncGenerator<ServerSentEvent> {
    return this.#leavable(this.#events());
  }

  /** The platform's own response, with the decoded body. The body moves to it, unless it was read. */
  toWeb(): globalThis.Response {
    const init = { status: this.statusCode, statusText: this.reasonPhrase, headers: this.headers.toWeb() };
    if (BODILESS.has(this.statusCode)) return new globalThis.Response(null, init);
    // An iterator that waits for more would not end before it came.
    const body = this.#body.content ?? toWebStream(this.iterBytes(), () => this.close());
    return new globalThis.Response(body, init);
  }

  /** For logs: nothing of the body, and no secrets. */
  toJSON(): object {
    const { statusCode, reasonPhrase, httpVersion, headers } = this;
    return { statusCode, reasonPhrase, httpVersion, headers, request: this.#body.request };
  }

  toString(): string {
    return `<Response [${this.statusCode}${this.reasonPhrase === "" ? "" : ` ${this.reasonPhrase}`}]>`;
  }

  #detectedEncoding(): string {
    const charset = this.charsetEncoding;
    if (charset !== undefined && isKnownCharset(charset)) return charset;
    if (typeof this.defaultEncoding !== "function") return this.defaultEncoding ?? "utf-8";
    const content = this.#body.content;
    // Nothing to look at yet; the stream is UTF-8 unless someone says otherwise.
    return content === undefined ? "utf-8" : (this.defaultEncoding(content) ?? "utf-8");
  }

  async *#jsonLines(): AsyncGenerator<unknown> {
    for await (const line of splitLines(this.#texts("utf-8"))) {
      if (line.trim() === "") continue;
      yield this.jsonDecoder === undefined ? parseJson(line, this.#body.request) : this.jsonDecoder(line);
    }
  }

  async *#events(): AsyncGenerator<ServerSentEvent> {
    const { parseEvents } = await import("./event-parser.js");
    yield* parseEvents(lineGroups(this.#texts("utf-8")), this.jsonDecoder);
  }

  #leavable<T>(generator: AsyncGenerator<T>): AsyncGenerator<T> {
    return leavable(generator, () => this.close());
  }

  async *#texts(encoding?: string): AsyncGenerator<string> {
    const decoder = textDecoder(encoding ?? this.encoding);
    for await (const bytes of this.iterBytes()) {
      const text = decoder.decode(bytes);
      if (text !== "") yield text;
    }
    const rest = decoder.flush();
    if (rest !== "") yield rest;
  }
}

function isPieces(first: number | ResponsePieces): first is ResponsePieces {
  return typeof first === "object" && first !== null;
}
