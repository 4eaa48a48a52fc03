// What `@gen-client/runtime` is outside Node: everything that needs neither sockets nor files.

export {
  type BodylessOneOffOptions,
  deleteRequest as delete,
  get,
  head,
  type OneOffOptions,
  options,
  patch,
  post,
  put,
  request,
  stream,
} from "./api.js";
export { Auth, type AuthFlow } from "./auth/auth.js";
export { BasicAuth } from "./auth/basic.js";
export { BearerAuth, type BearerToken } from "./auth/bearer.js";
export { DigestAuth } from "./auth/digest.js";
export { type AuthFunction, FunctionAuth } from "./auth/function.js";
export { OAuth2ClientCredentials, type OAuth2Options } from "./auth/oauth2.js";
export type { AuthInit } from "./auth-option.js";
export type { BodyOptions } from "./body-encoding.js";
export { Client } from "./client.js";
export type {
  BodylessOptions,
  BuildOptions,
  CallOptions,
  ClientOptions,
  DerivedOptions,
  SendOptions,
} from "./client-options.js";
export type { Chunk, ContentInit } from "./content.js";
export {
  type Cookie,
  type CookieAttributes,
  type CookieScope,
  Cookies,
  type CookiesInit,
} from "./cookies.js";
export {
  CloseError,
  ConnectError,
  ConnectTimeout,
  CookieConflict,
  DecodingError,
  type ErrorOptions,
  HTTPError,
  HTTPStatusError,
  InvalidURL,
  LocalProtocolError,
  NetworkError,
  PoolTimeout,
  ProtocolError,
  ProxyError,
  ReadError,
  ReadTimeout,
  RemoteProtocolError,
  RequestAborted,
  RequestError,
  RequestNotRead,
  ResponseNotRead,
  ResponseTooLarge,
  StreamClosed,
  StreamConsumed,
  StreamError,
  TimeoutException,
  TooManyRedirects,
  TotalTimeout,
  TransportError,
  UnsupportedProtocol,
  WriteError,
  WriteTimeout,
} from "./errors.js";
export type { ErrorHook, EventHooks, EventHooksInit, RequestHook, ResponseHook } from "./event-hooks.js";
export { ServerSentEvent } from "./events.js";
export type { FormInit, FormValue } from "./forms.js";
export { Headers, type HeadersInit } from "./headers.js";
export type { Limits, LimitsInit } from "./limits.js";
export type { Link } from "./links.js";
export type { MountsInit } from "./mounts.js";
export type { FileInit, FilesInit } from "./multipart.js";
export type { ParamsInit } from "./params.js";
export type { ProxyConfig, ProxyOption, ProxyOptions } from "./proxies.js";
export { Request, type RequestExtensions, type RequestOptions } from "./request.js";
export { Response } from "./response.js";
export type { DefaultEncoding, ResponseOptions } from "./response-pieces.js";
export type { BackoffOptions, RetryEvent, RetryOptions } from "./retries.js";
export type { ByteStream, Progress, ProgressListener } from "./streams.js";
export type { Timeout, TimeoutInit } from "./timeouts.js";
export { type FetchLike, FetchTransport } from "./transports/fetch.js";
export { MockTransport } from "./transports/mock.js";
export type { Transport } from "./transports/transport.js";
