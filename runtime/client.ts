import type { Auth } from "./auth/auth.js";
import type { AuthInit } from "./auth-option.js";
import { normalizeAuth } from "./auth-option.js";
import { encodeBody } from "./body-encoding.js";
import {
  BODY_OPTIONS,
  type BodylessOptions,
  type BuildOptions,
  type CallOptions,
  type ClientOptions,
  checkClientOption,
  type DerivedOptions,
  KNOWN_OPTIONS,
  type SendOptions,
} from "./client-options.js";
import {
  type ClientSettings,
  clientHeaders,
  clientSettings,
  cookieJar,
  derivedSettings,
  paramsOrNone,
} from "./client-settings.js";
import { addCookies } from "./cookie-headers.js";
import type { Cookies, CookiesInit } from "./cookies.js";
import { type EventHooks, type EventHooksInit, eventHooks } from "./event-hooks.js";
import { Headers, type HeadersInit } from "./headers.js";
import { printAs } from "./inspection.js";
import { type MediaTypeGuess, rareMediaTypes } from "./media-types.js";
import { fileNames } from "./multipart.js";
import { assertKnownOptions } from "./near-miss.js";
import { applyParams, type ParamsInit, paramsToWeb, parseParams } from "./params.js";
import { redactUrl } from "./redaction.js";
import { assertRequest, methodOf, Request } from "./request.js";
import type { Response } from "./response.js";
import { send } from "./send.js";
import { DEFAULT_TIMEOUT, normalizeTimeout, type Timeout, type TimeoutInit } from "./timeouts.js";
import type { PoolStats } from "./transports/http.js";
import { parseBaseUrl, resolveUrl } from "./urls.js";

// How `withOptions` hands its settings to a new client, out of sight of whoever makes one.
const inherited = Symbol("settings of a derived client");
interface Inheritance {
  readonly [inherited]?: ClientSettings;
}

const noOptions: CallOptions = {};

// Loaded by the first fetch of all clients.
let fetching: typeof import("./fetch.js") | undefined;

/**
 * An HTTP client: connections, cookies and defaults shared by the requests it sends. Close it when done, best with
 * `await using`.
 *
 * @example
 * await using client = new Client({ baseUrl: "https://api.example.com/v1", auth: ["tom", "mot123"] });
 * const response = await client.get("/pets", { params: { page: 1 } });
 * const pets = response.raiseForStatus().json<Pet[]>();
 */
export class Client {
  static {
    printAs(
      Client,
      (client) =>
        `<Client [${client.isClosed ? "closed" : "open"}] ${redactUrl(client.#settings.baseUrl?.url ?? "")}>`,
    );
  }

  readonly #settings: ClientSettings;
  /** The platform's view of the params; once somebody has it, it is the truth, as it may be changed in place. */
  #params: URLSearchParams | undefined;

  /**
   * A WHATWG `fetch` on this client, bound, to hand to any library that takes one. It follows redirects unless told
   * otherwise, and fails as `fetch` does: with a TypeError whose cause says why.
   */
  readonly fetch: typeof globalThis.fetch = async (input, init) => {
    fetching ??= await import("./fetch.js");
    return fetching.webFetch(this.#fetchCall, input, init);
  };

  /** Throws a TypeError for an option that is not known, or not what it should be, and InvalidURL for a bad URL. */
  constructor(options: ClientOptions = {}) {
    this.#settings = (options as Inheritance | null)?.[inherited] ?? clientSettings(options);
  }

  /** Sends a request, and returns the response with its body read. */
  request(method: string, url: string | URL, options?: CallOptions): Promise<Response> {
    return this.#call(method, url, options, false);
  }

  /** A GET request; for one with a body, use `request`. */
  get(url: string | URL, options?: BodylessOptions): Promise<Response> {
    return this.#bodylessCall("GET", url, options);
  }

  /** An OPTIONS request; for one with a body, use `request`. */
  options(url: string | URL, options?: BodylessOptions): Promise<Response> {
    return this.#bodylessCall("OPTIONS", url, options);
  }

  /** A HEAD request. */
  head(url: string | URL, options?: BodylessOptions): Promise<Response> {
    return this.#bodylessCall("HEAD", url, options);
  }

  /** A DELETE request; for one with a body, use `request`. */
  delete(url: string | URL, options?: BodylessOptions): Promise<Response> {
    return this.#bodylessCall("DELETE", url, options);
  }

  /** A POST request. */
  post(url: string | URL, options?: CallOptions): Promise<Response> {
    return this.#call("POST", url, options, false);
  }

  /** A PUT request. */
  put(url: string | URL, options?: CallOptions): Promise<Response> {
    return this.#call("PUT", url, options, false);
  }

  /** A PATCH request. */
  patch(url: string | URL, options?: CallOptions): Promise<Response> {
    return this.#call("PATCH", url, options, false);
  }

  /**
   * Sends a request, and returns the response as soon as its headers are there. Read the body, or close the response:
   * `await using` does.
   *
   * @example
   * await using download = await client.stream("GET", "/big.bin");
   * for await (const chunk of download.iterBytes()) await file.write(chunk);
   */
  stream(method: string, url: string | URL, options?: CallOptions): Promise<Response> {
    return this.#call(method, url, options, true);
  }

  /** Sends a request made by `buildRequest`, or any other: a bare one gets the client's auth and timeout only. */
  send(request: Request, options: SendOptions = {}): Promise<Response> {
    try {
      assertKnownOptions("send", options, KNOWN_OPTIONS.send);
      assertRequest("send", request);
      return send(this.#settings, request, options);
    } catch (error) {
      return Promise.reject(error);
    }
  }

  /** The request that a call would send, with the client's defaults merged in, for you to look at and change. */
  buildRequest(method: string, url: string | URL, options: BuildOptions = {}): Request {
    for (const name in options) {
      if (KNOWN_OPTIONS.build.has(name) || !KNOWN_OPTIONS.send.has(name)) continue;
      throw new TypeError(`"${name}" says how a request is sent: pass it to send, or to request.`);
    }
    assertKnownOptions("buildRequest", options, KNOWN_OPTIONS.build);
    return this.#build(method, url, options);
  }

  /**
   * A client with other defaults that shares this one's connections, and its cookies unless given others. Headers and
   * params are merged, a relative base URL is appended; closing it leaves the connections open.
   */
  withOptions(options: DerivedOptions): Client {
    this.#readParams();
    return new Client({ [inherited]: derivedSettings(this.#settings, options) } as ClientOptions &
      Inheritance);
  }

  /** Closes all connections, and ends what is still on them. Closing twice is no error. */
  async close(): Promise<void> {
    this.#settings.isClosed = true;
    if (this.#settings.ownsMounts) await this.#settings.mounts.close();
  }

  /** Closes it, at the end of an `await using`. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  /** Whether this client, or the one that it shares connections with, was closed. */
  get isClosed(): boolean {
    return this.#settings.isClosed || this.#settings.mounts.isClosed;
  }

  /** Connections and requests of this client's transports, as they are now. */
  poolStats(): PoolStats {
    return this.#settings.mounts.poolStats();
  }

  /** Sent with every request. Setting it puts the defaults back under what is given. */
  get headers(): Headers {
    return this.#settings.headers;
  }

  set headers(headers: HeadersInit | null) {
    this.#settings.headers = clientHeaders(headers);
  }

  /** Query parameters of every request. */
  get params(): URLSearchParams {
    this.#params ??= paramsToWeb(this.#settings.params ?? new Map());
    return this.#params;
  }

  set params(params: ParamsInit | null) {
    this.#settings.params = paramsOrNone(parseParams(params));
    this.#params = undefined;
  }

  /** The jar: cookies that are sent, and that responses have set. Throws for a client made with `cookies: false`. */
  get cookies(): Cookies {
    const { jar } = this.#settings;
    if (jar === undefined)
      throw new TypeError("This client has no cookies: it was made with `cookies: false`.");
    return jar;
  }

  set cookies(cookies: CookiesInit | false | null) {
    this.#settings.jar = cookieJar(cookies);
  }

  /** `null` = none; `undefined` = only what a URL's userinfo says. */
  get auth(): Auth | null | undefined {
    return this.#settings.auth;
  }

  set auth(auth: AuthInit | undefined) {
    this.#settings.auth = normalizeAuth(auth);
  }

  /** What relative URLs are appended to; its path ends in "/". */
  get baseUrl(): URL | undefined {
    const base = this.#settings.baseUrl;
    return base === undefined ? undefined : new URL(base.url);
  }

  set baseUrl(baseUrl: string | URL | null | undefined) {
    this.#settings.baseUrl = parseBaseUrl(baseUrl);
  }

  /** Milliseconds for each phase; `null` = no timeouts. */
  get timeout(): Timeout | null {
    return this.#settings.timeout;
  }

  set timeout(timeout: TimeoutInit) {
    this.#settings.timeout = normalizeTimeout(timeout, DEFAULT_TIMEOUT);
  }

  /** The lists of hooks, which may be changed in place. */
  get eventHooks(): EventHooks {
    return this.#settings.hooks;
  }

  set eventHooks(hooks: EventHooksInit | null) {
    this.#settings.hooks = eventHooks(hooks);
  }

  /** Whether redirects are followed, where a call does not say. */
  get followRedirects(): boolean {
    return this.#settings.followRedirects;
  }

  set followRedirects(followRedirects: boolean) {
    checkClientOption("followRedirects", followRedirects);
    this.#settings.followRedirects = followRedirects;
  }

  /** Redirects that one call may follow. */
  get maxRedirects(): number {
    return this.#settings.maxRedirects;
  }

  set maxRedirects(maxRedirects: number) {
    checkClientOption("maxRedirects", maxRedirects);
    this.#settings.maxRedirects = maxRedirects;
  }

  // No async function here: the chain's own promise is the caller's.
  #call(
    method: string,
    url: string | URL,
    options: CallOptions = noOptions,
    stream: boolean,
  ): Promise<Response> {
    try {
      assertKnownOptions("a request", options, KNOWN_OPTIONS.call);
      const sent = stream ? { ...options, stream } : options;
      const guess = options.files == null ? undefined : rareMediaTypes(fileNames(options.files));
      if (guess === undefined) return send(this.#settings, this.#build(method, url, options), sent);
      return guess.then((mediaType) =>
        send(this.#settings, this.#build(method, url, options, mediaType), sent),
      );
    } catch (error) {
      return Promise.reject(error);
    }
  }

  // Fetch never rejects for a status.
  readonly #fetchCall = (method: string, url: string | URL, options: CallOptions): Promise<Response> => {
    const request = this.#build(method, url, options);
    return send({ ...this.#settings, raisesForStatus: undefined }, request, { ...options, stream: true });
  };

  #bodylessCall(method: string, url: string | URL, options: BodylessOptions | undefined): Promise<Response> {
    for (const name in options) {
      // A key of this very object; `undefined` is as good as not given.
      if (!BODY_OPTIONS.has(name) || options[name as keyof BodylessOptions] === undefined) continue;
      const message = `${method.toLowerCase()}() takes no body, but was given "${name}": use request("${method}", …).`;
      return Promise.reject(new TypeError(message));
    }
    return this.#call(method, url, options, false);
  }

  #build(method: string, url: string | URL, options: BuildOptions, mediaType?: MediaTypeGuess): Request {
    const settings = this.#settings;
    const params = this.#readParams();
    let resolved = resolveUrl(settings.baseUrl, url);
    if (options.params !== null && (params !== undefined || options.params !== undefined)) {
      resolved = applyParams(resolved, params, options.params, settings.paramsMode);
    }
    const headers =
      options.headers === null ? new Headers() : Headers.merged(settings.headers, options.headers);
    const body = encodeBody(
      withEncoder(options, settings.jsonEncoder),
      headers.get("Content-Type"),
      mediaType,
    );
    const request = Request.build(methodOf(method), resolved, headers, body);
    if (options.extensions !== undefined) Object.assign(request.extensions, options.extensions);
    // An extension is what HTTPX lets win over everything.
    if (request.extensions.timeout === undefined) {
      request.extensions.timeout = normalizeTimeout(options.timeout, settings.timeout);
    }
    addCookies(request, settings.jar, options.cookies, settings.baseUrl);
    return request;
  }

  /** Internal: `buildRequest`, for options that were checked. */
  prepare(method: string, url: string, options: BuildOptions): Request {
    return this.#build(method, url, options);
  }

  /** Internal: `send`, for what `prepare` has made. Throws for a closed client. */
  dispatch(request: Request, options: SendOptions): Promise<Response> {
    return send(this.#settings, request, options);
  }

  /** Internal: whether a status may be an error of `send`. */
  get raisesForStatus(): boolean {
    return this.#settings.raisesForStatus !== undefined;
  }

  /** Internal: for bodies that others write. */
  get jsonEncoder(): ClientOptions["jsonEncoder"] {
    return this.#settings.jsonEncoder;
  }

  #readParams(): ClientSettings["params"] {
    if (this.#params !== undefined) this.#settings.params = paramsOrNone(parseParams(this.#params));
    return this.#settings.params;
  }
}

function withEncoder(
  options: BuildOptions,
  jsonEncoder: ClientSettings["jsonEncoder"],
): BuildOptions & { jsonEncoder?: typeof jsonEncoder } {
  return jsonEncoder === undefined || options.json === undefined ? options : { ...options, jsonEncoder };
}
