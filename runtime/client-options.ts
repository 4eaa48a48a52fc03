// The options of a client, and of a call. Which of them exist is checked at run time too.

import type { AuthInit } from "./auth-option.js";
import type { BodyOptions } from "./body-encoding.js";
import type { CookiesInit } from "./cookies.js";
import type { EventHooksInit } from "./event-hooks.js";
import type { HeadersInit } from "./headers.js";
import type { LimitsInit } from "./limits.js";
import type { MountsInit } from "./mounts.js";
import type { ParamsInit } from "./params.js";
import type { ProxyOption } from "./proxies.js";
import type { RequestExtensions } from "./request.js";
import type { Response } from "./response.js";
import type { RetryOptions } from "./retries.js";
import type { ProgressListener } from "./streams.js";
import type { TimeoutInit } from "./timeouts.js";
import type { HTTPTransportOptions } from "./transports/http.js";
import type { Transport } from "./transports/transport.js";

/** Options of `Client`. */
export interface ClientOptions {
  /** What relative URLs are appended to; it must be absolute. */
  baseUrl?: string | URL | null | undefined;
  /** Sent with every request, over the defaults; `null` removes one. */
  headers?: HeadersInit | null | undefined;
  /** Query parameters of every request. */
  params?: ParamsInit | null | undefined;
  /** The jar's first content, or `false` for no jar at all. */
  cookies?: CookiesInit | false | null | undefined;
  auth?: AuthInit | undefined;
  /** Milliseconds; 5,000 for connect, read, write and pool, and no total, unless given. `null` = no timeouts. */
  timeout?: TimeoutInit | undefined;
  limits?: LimitsInit | null | undefined;
  /** Default false. */
  followRedirects?: boolean | undefined;
  /** Default 20. */
  maxRedirects?: number | undefined;
  /** A number repeats failed connections; an object is a policy. Default 0. */
  retries?: number | RetryOptions | null | undefined;
  eventHooks?: EventHooksInit | null | undefined;
  /** Whether certificates are verified, or Node's TLS options. Default true. */
  verify?: HTTPTransportOptions["verify"];
  /** Default true. */
  http1?: boolean | undefined;
  /** Default false. */
  http2?: boolean | undefined;
  /** One proxy for everything; `null` for none, not even the environment's. */
  proxy?: ProxyOption | null | undefined;
  /** Transports for some URLs, by pattern. */
  mounts?: MountsInit | null | undefined;
  /** What sends requests, in place of the platform's own. */
  transport?: Transport | undefined;
  /** Whether proxies and certificates are taken from the environment. Default true. */
  trustEnv?: boolean | undefined;
  /** The charset of text that names none, or what tells it from the bytes. Default "utf-8". */
  defaultEncoding?: string | ((bytes: Uint8Array) => string) | undefined;
  /** Bytes of a decoded body, above which it is a ResponseTooLarge. Default: no limit. */
  maxResponseSize?: number | null | undefined;
  /** Whether params are combined with the URL's own query; `false` replaces it, as HTTPX does. Default true. */
  mergeParams?: boolean | undefined;
  /** Headers that never follow a redirect to another origin, beside the standard ones. */
  sensitiveHeaders?: readonly string[] | undefined;
  /** Whether a status that is not 2xx is thrown as HTTPStatusError; or what decides. Default false. */
  raiseForStatus?: boolean | ((response: Response) => boolean) | undefined;
  /** Writes the `json` option in place of `JSON.stringify`. */
  jsonEncoder?: ((value: unknown) => string | Uint8Array) | undefined;
  /** Reads `response.json()` in place of `JSON.parse`. */
  jsonDecoder?: ((text: string) => unknown) | undefined;
}

/** What a derived client may change: all but the transport, which it shares. */
export type DerivedOptions = Omit<
  ClientOptions,
  "limits" | "verify" | "http1" | "http2" | "proxy" | "mounts" | "transport" | "trustEnv"
>;

/** What makes a request. `undefined` is the client's value, `null` is off. */
export interface BuildOptions extends Omit<BodyOptions, "jsonEncoder"> {
  headers?: HeadersInit | null | undefined;
  params?: ParamsInit | null | undefined;
  /** For this request and its redirects within the origin. */
  cookies?: CookiesInit | null | undefined;
  timeout?: TimeoutInit | undefined;
  extensions?: RequestExtensions | undefined;
}

/** How a request is sent. `undefined` is the client's value, `null` is off. */
export interface SendOptions {
  /** Whether the body is left unread. Default false. */
  stream?: boolean | undefined;
  auth?: AuthInit | undefined;
  followRedirects?: boolean | null | undefined;
  retries?: number | RetryOptions | null | undefined;
  proxy?: ProxyOption | null | undefined;
  /** Ends the call, body included, with RequestAborted. */
  signal?: AbortSignal | null | undefined;
  onUploadProgress?: ProgressListener | undefined;
  onDownloadProgress?: ProgressListener | undefined;
}

/** Options of one call. */
export interface CallOptions extends BuildOptions, Omit<SendOptions, "stream"> {}

/** Options of a call without a body: `get`, `head`, `options` and `delete`. */
export type BodylessOptions = Omit<CallOptions, "content" | "json" | "data" | "files" | "multipart">;

const derivedNames = {
  baseUrl: true,
  headers: true,
  params: true,
  cookies: true,
  auth: true,
  timeout: true,
  followRedirects: true,
  maxRedirects: true,
  retries: true,
  eventHooks: true,
  defaultEncoding: true,
  maxResponseSize: true,
  mergeParams: true,
  sensitiveHeaders: true,
  raiseForStatus: true,
  jsonEncoder: true,
  jsonDecoder: true,
} satisfies Record<keyof DerivedOptions, true>;

const clientNames = {
  ...derivedNames,
  limits: true,
  verify: true,
  http1: true,
  http2: true,
  proxy: true,
  mounts: true,
  transport: true,
  trustEnv: true,
} satisfies Record<keyof ClientOptions, true>;

const bodyNames = {
  content: true,
  json: true,
  data: true,
  files: true,
  multipart: true,
} satisfies Record<Exclude<keyof BodyOptions, "jsonEncoder">, true>;

const buildNames = {
  ...bodyNames,
  headers: true,
  params: true,
  cookies: true,
  timeout: true,
  extensions: true,
} satisfies Record<keyof BuildOptions, true>;

const sendNames = {
  stream: true,
  auth: true,
  followRedirects: true,
  retries: true,
  proxy: true,
  signal: true,
  onUploadProgress: true,
  onDownloadProgress: true,
} satisfies Record<keyof SendOptions, true>;

const { stream: _, ...sendNamesOfCalls } = sendNames;

/** The names that each kind of options knows. */
export const KNOWN_OPTIONS: Readonly<
  Record<"client" | "derived" | "build" | "send" | "call", ReadonlySet<string>>
> = {
  client: new Set(Object.keys(clientNames)),
  derived: new Set(Object.keys(derivedNames)),
  build: new Set(Object.keys(buildNames)),
  send: new Set(Object.keys(sendNames)),
  call: new Set([...Object.keys(buildNames), ...Object.keys(sendNamesOfCalls)]),
};

/** The options that give a request its body. */
export const BODY_OPTIONS: ReadonlySet<string> = new Set(Object.keys(bodyNames));
