// The options of a client, and of a call. Which of them exist is checked at run time too.

import type { AuthInit } from "./auth-option.js";
import { type BodyOptions, bodyKinds } from "./body-encoding.js";
import type { CookiesInit } from "./cookies.js";
import type { EventHooksInit } from "./event-hooks.js";
import type { HeadersInit } from "./headers.js";
import type { LimitsInit } from "./limits.js";
import type { MountsInit } from "./mounts.js";
import { checkOption, type KnownOptions, knownOptions, type OptionKinds } from "./option-kinds.js";
import type { ParamsInit } from "./params.js";
import type { ProxyOption } from "./proxies.js";
import { type RequestExtensions, requestKinds } from "./request.js";
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
  /** `[user, password]`, a scheme, or a function that signs each request; `null` = none, not even a URL's userinfo. */
  auth?: AuthInit | undefined;
  /** Milliseconds; 5,000 for connect, read, write and pool, and no total, unless given. `null` = no timeouts. */
  timeout?: TimeoutInit | undefined;
  /** Connections at once, and idle ones, over all origins; `null` = no limits. */
  limits?: LimitsInit | null | undefined;
  /** Whether redirects are followed. Default false. */
  followRedirects?: boolean | null | undefined;
  /** Redirects that one call may follow; more are TooManyRedirects. Default 20. */
  maxRedirects?: number | undefined;
  /** A number repeats failed connections; an object is a policy. Default 0. */
  retries?: number | RetryOptions | null | undefined;
  /** Functions called around each request on the wire, and for each call that fails. */
  eventHooks?: EventHooksInit | null | undefined;
  /** Whether certificates are verified, or Node's TLS options. Default true. */
  verify?: HTTPTransportOptions["verify"];
  /** Whether HTTP/1.1 is spoken. Default true; `false` with `http2` is HTTP/2 by prior knowledge. */
  http1?: boolean | undefined;
  /** Whether HTTP/2 is spoken where the server agrees to it, in TLS. Default false. */
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
  /** Over the client's; a value of `null` removes one, `null` for the whole removes all. */
  headers?: HeadersInit | null | undefined;
  /** Combined with the client's and the URL's own by key; `null` sends the URL's alone. */
  params?: ParamsInit | null | undefined;
  /** For this request and its redirects within the origin. */
  cookies?: CookiesInit | null | undefined;
  /** Milliseconds: a number, or phases that keep the client's value where they are missing; `null` = no timeouts. */
  timeout?: TimeoutInit | undefined;
  /** Settings for transports; a `timeout` among them wins over all others. */
  extensions?: RequestExtensions | undefined;
}

/** How a request is sent. `undefined` is the client's value, `null` is off. */
export interface SendOptions {
  /** Whether the body is left unread. Default false. */
  stream?: boolean | undefined;
  /** In place of the client's; `null` = none, not even the URL's userinfo. */
  auth?: AuthInit | undefined;
  /** In place of the client's. */
  followRedirects?: boolean | null | undefined;
  /** In place of the client's. */
  retries?: number | RetryOptions | null | undefined;
  /** In place of the client's and the environment's; `null` = none. */
  proxy?: ProxyOption | null | undefined;
  /** Ends the call, body included, with RequestAborted. */
  signal?: AbortSignal | null | undefined;
  /** Told after each piece of the body that was sent, and again from the start when it is sent again. */
  onUploadProgress?: ProgressListener | null | undefined;
  /** Told after each piece of the body that came, in raw bytes. */
  onDownloadProgress?: ProgressListener | null | undefined;
}

/** Options of one call. */
export interface CallOptions extends BuildOptions, Omit<SendOptions, "stream"> {}

/** Options of a call without a body: `get`, `head`, `options` and `delete`. */
export type BodylessOptions = Omit<CallOptions, "content" | "json" | "data" | "files" | "multipart">;

const derivedKinds: OptionKinds<DerivedOptions> = {
  baseUrl: undefined,
  headers: undefined,
  params: undefined,
  cookies: undefined,
  auth: undefined,
  timeout: undefined,
  followRedirects: "a boolean or null",
  maxRedirects: "a whole number from 0 up",
  retries: undefined,
  eventHooks: undefined,
  defaultEncoding: "a string or a function",
  maxResponseSize: "a number from 0 up or null",
  mergeParams: "a boolean",
  sensitiveHeaders: "a list of strings",
  raiseForStatus: "a boolean or a function",
  jsonEncoder: "a function",
  jsonDecoder: "a function",
};

const clientKinds: OptionKinds<ClientOptions> = {
  ...derivedKinds,
  limits: undefined,
  verify: undefined,
  http1: "a boolean",
  http2: "a boolean",
  proxy: undefined,
  mounts: undefined,
  transport: undefined,
  trustEnv: "a boolean",
};

// They belong to the client, not to a call.
const { jsonEncoder: _1, ...bodyKindsOfCalls } = bodyKinds;
const { jsonEncoder: _2, ...requestKindsOfCalls } = requestKinds;

const buildKinds: OptionKinds<BuildOptions> = { ...requestKindsOfCalls, timeout: undefined };

const sendKinds: OptionKinds<SendOptions> = {
  stream: "a boolean",
  auth: undefined,
  followRedirects: "a boolean or null",
  retries: undefined,
  proxy: undefined,
  signal: "an AbortSignal or null",
  onUploadProgress: "a function or null",
  onDownloadProgress: "a function or null",
};

const { stream: _3, ...sendKindsOfCalls } = sendKinds;

/** The options that each place knows. */
export const KNOWN_OPTIONS: Readonly<Record<"client" | "derived" | "build" | "send" | "call", KnownOptions>> =
  {
    client: knownOptions(clientKinds),
    derived: knownOptions(derivedKinds),
    build: knownOptions(buildKinds),
    send: knownOptions(sendKinds),
    call: knownOptions({ ...buildKinds, ...sendKindsOfCalls }),
  };

/** The options that give a request its body. */
export const BODY_OPTIONS: ReadonlySet<string> = new Set(Object.keys(bodyKindsOfCalls));

/** Throws a TypeError for a value that `Client` would not take, where it is set later. */
export function checkClientOption(name: keyof ClientOptions, value: unknown): void {
  const check = KNOWN_OPTIONS.client.get(name);
  if (check !== undefined) checkOption("Client", name, value, check);
}
