// A request: what HTTPX's is, with the URL and the body's bytes made only when someone looks.

import { type BodyOptions, bodyKinds, type EncodedBody, encodeBody } from "./body-encoding.js";
import { abandonBody, type Body, bytesBody, bytesOf, openBody, withUploadProgress } from "./content.js";
import type { CookieSource } from "./cookie-headers.js";
import { Cookies, type CookiesInit } from "./cookies.js";
import { LocalProtocolError } from "./errors.js";
import { isToken } from "./header-lines.js";
import { Headers, type HeadersInit } from "./headers.js";
import { printAs } from "./inspection.js";
import { assertKnownOptions } from "./near-miss.js";
import { described, type KnownOptions, knownOptions, type OptionKinds } from "./option-kinds.js";
import { applyParams, type ParamsInit } from "./params.js";
import { redactUrl } from "./redaction.js";
import { completedHeaders, hostOf } from "./request-headers.js";
import { gather, type ProgressListener, plainBytes, toWebStream } from "./streams.js";
import type { Timeout } from "./timeouts.js";
import { type ResolvedUrl, resolveUrl, taken } from "./urls.js";

/** Settings that travel with a request. */
export interface RequestExtensions {
  /** Milliseconds for each phase; `null`, or a phase that is missing, waits for ever. */
  timeout?: Partial<Timeout> | null;
  [key: string]: unknown;
}

/** What the send chain tells transports about one exchange. */
export interface SendContext {
  signal?: AbortSignal | undefined;
  /** When `timeout.total` ends, on the clock of `performance.now()`. */
  deadline?: number | undefined;
  /** The client will read the whole body: the transport may gather it and resolve once. */
  whole: boolean;
  /** Decoded bytes allowed; a transport that gathers may stop at as many raw ones. */
  maxResponseSize?: number | undefined;
  followRedirects?: boolean | undefined;
  /** Where the Cookie header comes from; `undefined` = from the request's maker, or nowhere. */
  cookies?: CookieSource | undefined;
  onUploadProgress?: ProgressListener | undefined;
  onDownloadProgress?: ProgressListener | undefined;
  /** Names of query parameters that are credentials, whatever they sound like: no message shows their values. */
  secretParams?: readonly string[] | undefined;
}

/** What a request is made from, beside method and URL. */
export interface RequestOptions extends BodyOptions {
  /** Sent as they are; what describes the body is added, unless given. */
  headers?: HeadersInit | null | undefined;
  /** Combined with the URL's own query by key. */
  params?: ParamsInit | null | undefined;
  /** A Cookie header's, unless the headers have one. */
  cookies?: CookiesInit | null | undefined;
  /** Settings for transports, such as `timeout`. */
  extensions?: RequestExtensions | undefined;
}

/** Internal: what a request consists of. */
export interface RequestPieces {
  readonly method: string;
  readonly url: ResolvedUrl;
  readonly headers: Headers;
  readonly body: Body;
  readonly context: SendContext;
  readonly extensions: RequestExtensions;
}

/** What they take, for who checks options. */
export const requestKinds: OptionKinds<RequestOptions> = {
  ...bodyKinds,
  headers: undefined,
  params: undefined,
  cookies: undefined,
  extensions: "an object",
};

const known: KnownOptions = knownOptions(requestKinds);

/**
 * A request as it will be sent. URL and headers may be changed until then, in a request hook too.
 *
 * @throws InvalidURL, LocalProtocolError for a method or headers that HTTP does not allow, TypeError for a body that cannot be sent.
 */
export class Request {
  static {
    printAs(Request, String);
  }

  /** In upper case. */
  readonly method: string;
  /** To be changed until the request is sent. */
  readonly headers: Headers;
  /** Settings for transports; `timeout` is that of this request. */
  readonly extensions: RequestExtensions;
  /** Internal. */
  context: SendContext;

  // What the request was made for. Once someone has the URL object, that is the truth, as it may be changed in place.
  #resolved: ResolvedUrl;
  #url: URL | undefined;
  #body: Body;

  constructor(method: string, url: string | URL, options?: RequestOptions);
  /** Internal. */
  constructor(pieces: RequestPieces);
  constructor(first: string | RequestPieces, url: string | URL = "", options: RequestOptions = {}) {
    const pieces = isPieces(first) ? first : piecesOf(first, url, options);
    if (!isToken(pieces.method))
      throw new LocalProtocolError(`Illegal method ${JSON.stringify(pieces.method)}.`);
    this.method = pieces.method;
    this.headers = pieces.headers;
    this.extensions = pieces.extensions;
    this.context = pieces.context;
    this.#resolved = pieces.url;
    this.#body = pieces.body;
  }

  /** From the platform's own request, whose body moves to this one. */
  static fromWeb(request: globalThis.Request): Request {
    if (request.bodyUsed) throw new TypeError("The body was already used.");
    return new Request(request.method, request.url, { headers: request.headers, content: request.body });
  }

  /** Internal: from finished values, with no option to read. Takes ownership of the headers, and completes them. */
  static build(
    method: string,
    url: ResolvedUrl,
    headers: Headers,
    encoded: EncodedBody,
    context: SendContext = { whole: false },
    extensions: RequestExtensions = {},
  ): Request {
    return new Request({
      method,
      url,
      headers: completedHeaders(method, url, headers, encoded),
      body: encoded.body,
      context,
      extensions,
    });
  }

  /** Internal: the next request of the same exchange, after a redirect. Takes ownership of the headers. */
  derive(method: string, url: URL | ResolvedUrl, headers: Headers, body: Body = this.#body): Request {
    return new Request({
      method,
      url: url instanceof URL ? taken(url) : url,
      headers,
      body,
      context: this.context,
      extensions: this.extensions,
    });
  }

  /** The URL; parsed when first asked for. It may be changed in place, or replaced. */
  get url(): URL {
    this.#url ??= new URL(this.#resolved.href);
    return this.#url;
  }

  set url(url: URL | string) {
    this.#url = new URL(resolveUrl(undefined, url).href);
  }

  /** Internal: a URL that was changed takes the Host header with it, unless that one is of the caller's making. */
  settleHost(): void {
    const url = this.#url;
    if (url === undefined) return;
    const host = hostOf(this.#resolved);
    if (url.host === host) return;
    if (this.headers.get("Host") === host) this.headers.set("Host", url.host);
    this.#resolved = taken(url);
  }

  /** Internal: the whole URL as text. */
  get href(): string {
    return this.#url === undefined ? this.#resolved.href : this.#url.href;
  }

  /** Internal: scheme, host and port. */
  get origin(): string {
    return this.#url === undefined ? this.#resolved.origin : taken(this.#url).origin;
  }

  /** Internal: path and query, as on the request line. */
  get target(): string {
    return this.#url === undefined ? this.#resolved.target : taken(this.#url).target;
  }

  /** Internal: what a transport sends; it reports upload progress by itself. */
  get body(): Body {
    const report = this.context.onUploadProgress;
    return report === undefined ? this.#body : withUploadProgress(this.#body, report);
  }

  set body(body: Body) {
    this.#body = body;
  }

  /** The body in pieces. @throws StreamConsumed when a source that can be read once is read again. */
  get stream(): AsyncIterable<Uint8Array> {
    // Opened by whoever iterates: to look at the property reads nothing.
    return { [Symbol.asyncIterator]: () => openBody(this.body)[Symbol.asyncIterator]() };
  }

  /** The body's bytes. @throws RequestNotRead for a stream before `read()`. */
  get content(): Uint8Array<ArrayBuffer> {
    const bytes = bytesOf(this.#body);
    const content = plainBytes(bytes);
    // From now on the same for all, as it may be changed in place.
    if (content !== bytes) this.#body = bytesBody(content);
    return content;
  }

  /** Reads the body into memory; from then on it can be sent any number of times. */
  async read(): Promise<Uint8Array<ArrayBuffer>> {
    if (this.#body.kind === "stream") this.#body = bytesBody(await gather(openBody(this.#body)));
    return this.content;
  }

  /** Internal: reads the body as one that sends it, so that its progress is told. */
  async take(): Promise<void> {
    const { body } = this;
    if (body.kind !== "stream") return;
    const bytes = await gather(openBody(body));
    if (this.#body.kind === "stream") this.#body = bytesBody(bytes);
  }

  /** Internal: nobody will send the body any more. */
  abandon(): void {
    abandonBody(this.#body);
  }

  /** The platform's own request. A body that is a stream is sent half-duplex. */
  toWeb(): globalThis.Request {
    const body = this.#body;
    const init: RequestInit & { duplex?: "half" } = { method: this.method, headers: this.headers.toWeb() };
    if (body.kind === "bytes") init.body = body.bytes;
    if (body.kind === "stream") {
      init.body = toWebStream(body.open());
      init.duplex = "half";
    }
    return new globalThis.Request(this.href, init);
  }

  /** For logs: nothing of the body, and no secrets. */
  toJSON(): object {
    const { method, headers } = this;
    return { method, url: redactUrl(this.href, this.context.secretParams), headers };
  }

  toString(): string {
    return `<Request('${this.method}', '${redactUrl(this.href, this.context.secretParams)}')>`;
  }
}

function isPieces(first: string | RequestPieces): first is RequestPieces {
  return typeof first === "object" && first !== null && "context" in first;
}

function piecesOf(method: string, url: string | URL, options: RequestOptions): RequestPieces {
  assertKnownOptions("Request", options, known);
  const resolved = applyParams(resolveUrl(undefined, url), undefined, options.params);
  const given = new Headers(options.headers);
  const encoded = encodeBody(options, given.get("content-type"));
  const upper = methodOf(method);
  const headers = completedHeaders(upper, resolved, given, encoded);
  if (options.cookies != null && !headers.has("cookie")) {
    const cookie = new Cookies(options.cookies).header(resolved, true);
    if (cookie !== undefined) headers.append("Cookie", cookie);
  }
  return {
    method: upper,
    url: resolved,
    headers,
    body: encoded.body,
    context: { whole: false },
    extensions: options.extensions === undefined ? {} : { ...options.extensions },
  };
}

/** Throws a TypeError for what is no request, by its shape: it may be of another copy of this package. */
export function assertRequest(where: string, given: Request): void {
  if (typeof given?.href === "string" && typeof given.context === "object") return;
  throw new TypeError(`${where}: expected a Request, got ${described(given)}.`);
}

/** In upper case. Throws a TypeError for what is no string; which strings are methods is another matter. */
export function methodOf(given: string): string {
  if (typeof given === "string") return given.toUpperCase();
  throw new TypeError(`method: expected a string, got ${described(given)}.`);
}
