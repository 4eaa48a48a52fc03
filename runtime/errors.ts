// HTTPError
// ├─ RequestError
// │  ├─ TransportError
// │  │  ├─ TimeoutException ─ ConnectTimeout ReadTimeout WriteTimeout PoolTimeout TotalTimeout
// │  │  ├─ NetworkError ─ ConnectError ReadError WriteError CloseError
// │  │  ├─ ProtocolError ─ LocalProtocolError RemoteProtocolError
// │  │  ├─ ProxyError
// │  │  └─ UnsupportedProtocol
// │  ├─ RequestAborted   DecodingError   ResponseTooLarge   TooManyRedirects
// └─ HTTPStatusError
// InvalidURL   CookieConflict   StreamError ─ StreamConsumed StreamClosed ResponseNotRead RequestNotRead

import { redactUrl } from "./redaction.js";
import type { Request } from "./request.js";
import type { Response } from "./response.js";

/** What every error of this package may be given. */
export interface ErrorOptions {
  /** The request that failed. */
  request?: Request | undefined;
  /** The error below, of the network or of a library. */
  cause?: unknown;
}

/** Method and redacted URL, the start of every message about a request. */
export function describeRequest({ method, href, context }: Request): string {
  return `${method} ${redactUrl(href, context.secretParams)}`;
}

/** A message about a body, whose request may not be known. */
export function aboutRequest(request: Request | undefined, text: string): string {
  return request === undefined ? text : `${describeRequest(request)}: ${text}`;
}

/** The error for a body that grows beyond what is allowed. */
export function tooLarge(maxLength: number, request: Request | undefined): ResponseTooLarge {
  const text = `the body is larger than maxResponseSize, ${maxLength} bytes.`;
  return new ResponseTooLarge(aboutRequest(request, text), { request });
}

// The code of the class that all of a copy's errors share, which none of them has itself.
const ROOT = "@gen-client/runtime";

// Not exported by the package: HTTPX keeps the roots apart, and so do we; only the storage is shared.
// `name`, `code` and `request` are accessors, so that printing an error prints none of them.
abstract class BaseError extends Error {
  /** Internal: the `code` of this class's errors, and what the class is known by in another copy. */
  static readonly code: string = ROOT;

  /**
   * Errors of another copy of this package count as well, known by their codes: a program may have one copy within an SDK
   * and one of its own, or one as modules and one in a bundle.
   */
  static override [Symbol.hasInstance](value: unknown): boolean {
    // biome-ignore lint/complexity/noThisInStatic: it is the class that was asked, one below.
    return super[Symbol.hasInstance](value) || isOfCopy(this, value);
  }

  #request: Request | undefined;

  constructor(message: string, options: ErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.#request = options.request;
  }

  /** A constant for each class, safe to compare with. */
  get code(): string {
    // Only classes below make errors, and each of them has one.
    return (this.constructor as typeof BaseError).code;
  }

  /** The request that failed, where one is known. */
  get request(): Request | undefined {
    return this.#request;
  }

  set request(request: Request | undefined) {
    this.#request = request;
  }

  /** Internal. */
  get hasRequest(): boolean {
    return this.#request !== undefined;
  }
}

/** Whether the error is of a class that has the code of this one, in another copy. A class without a code has none there. */
function isOfCopy(kind: typeof BaseError, error: unknown): boolean {
  if (!(error instanceof Error) || !Object.hasOwn(kind, "code")) return false;
  const codes: unknown[] = [];
  for (
    let type: unknown = error.constructor;
    typeof type === "function";
    type = Object.getPrototypeOf(type)
  ) {
    if (Object.hasOwn(type, "code")) codes.push((type as typeof BaseError).code);
  }
  return codes.includes(kind.code) && codes.includes(ROOT);
}

/** Says which request an error of ours is about, unless it says so itself. */
export function attachRequest(error: unknown, request: Request | undefined): void {
  if (error instanceof BaseError && !error.hasRequest) error.request = request;
}

/** Anything that can go wrong with a request, a status of 4xx or 5xx included. */
export class HTTPError extends BaseError {
  static override readonly code: string = "ERR_HTTP";

  override get name(): string {
    return "HTTPError";
  }
}

/** The request got no usable response. */
export class RequestError extends HTTPError {
  static override readonly code: string = "ERR_REQUEST";

  override get name(): string {
    return "RequestError";
  }
}

/** Something went wrong between us and the server. */
export class TransportError extends RequestError {
  static override readonly code: string = "ERR_TRANSPORT";

  override get name(): string {
    return "TransportError";
  }
}

/** An operation took longer than its timeout. */
export class TimeoutException extends TransportError {
  static override readonly code: string = "ERR_TIMEOUT";

  override get name(): string {
    return "TimeoutException";
  }
}

/** No connection within `timeout.connect` milliseconds. */
export class ConnectTimeout extends TimeoutException {
  static override readonly code: string = "ERR_CONNECT_TIMEOUT";

  override get name(): string {
    return "ConnectTimeout";
  }
}

/** No byte arrived for `timeout.read` milliseconds. */
export class ReadTimeout extends TimeoutException {
  static override readonly code: string = "ERR_READ_TIMEOUT";

  override get name(): string {
    return "ReadTimeout";
  }
}

/** A piece of the request could not be sent within `timeout.write` milliseconds. */
export class WriteTimeout extends TimeoutException {
  static override readonly code: string = "ERR_WRITE_TIMEOUT";

  override get name(): string {
    return "WriteTimeout";
  }
}

/** No connection of the pool became free within `timeout.pool` milliseconds. */
export class PoolTimeout extends TimeoutException {
  static override readonly code: string = "ERR_POOL_TIMEOUT";

  override get name(): string {
    return "PoolTimeout";
  }
}

/** The whole exchange, with redirects, auth, retries and body, took longer than `timeout.total` milliseconds. */
export class TotalTimeout extends TimeoutException {
  static override readonly code: string = "ERR_TOTAL_TIMEOUT";

  override get name(): string {
    return "TotalTimeout";
  }
}

/** The network failed. */
export class NetworkError extends TransportError {
  static override readonly code: string = "ERR_NETWORK";

  override get name(): string {
    return "NetworkError";
  }
}

/** The connection could not be made: refused, not resolved, or TLS failed. */
export class ConnectError extends NetworkError {
  static override readonly code: string = "ERR_CONNECT";

  override get name(): string {
    return "ConnectError";
  }
}

/** The connection broke while a response was read. */
export class ReadError extends NetworkError {
  static override readonly code: string = "ERR_READ";

  override get name(): string {
    return "ReadError";
  }
}

/** The connection broke while a request was sent. */
export class WriteError extends NetworkError {
  static override readonly code: string = "ERR_WRITE";

  override get name(): string {
    return "WriteError";
  }
}

/** The connection could not be closed. */
export class CloseError extends NetworkError {
  static override readonly code: string = "ERR_CLOSE";

  override get name(): string {
    return "CloseError";
  }
}

/** HTTP itself was violated. */
export class ProtocolError extends TransportError {
  static override readonly code: string = "ERR_PROTOCOL";

  override get name(): string {
    return "ProtocolError";
  }
}

/** The request would break HTTP, for example an illegal header value. */
export class LocalProtocolError extends ProtocolError {
  static override readonly code: string = "ERR_LOCAL_PROTOCOL";

  override get name(): string {
    return "LocalProtocolError";
  }
}

/** The server broke HTTP, for example with a malformed response. */
export class RemoteProtocolError extends ProtocolError {
  static override readonly code: string = "ERR_REMOTE_PROTOCOL";

  override get name(): string {
    return "RemoteProtocolError";
  }
}

/** The proxy refused or failed. */
export class ProxyError extends TransportError {
  static override readonly code: string = "ERR_PROXY";

  override get name(): string {
    return "ProxyError";
  }
}

/** The URL's scheme is not one that the client can send to. */
export class UnsupportedProtocol extends TransportError {
  static override readonly code: string = "ERR_UNSUPPORTED_PROTOCOL";

  override get name(): string {
    return "UnsupportedProtocol";
  }
}

/** The caller's `signal` was aborted; `cause` is its reason. */
export class RequestAborted extends RequestError {
  static override readonly code: string = "ERR_ABORTED";

  override get name(): string {
    return "RequestAborted";
  }
}

/** The response's body is truncated or corrupt for its Content-Encoding. */
export class DecodingError extends RequestError {
  static override readonly code: string = "ERR_DECODING";

  override get name(): string {
    return "DecodingError";
  }
}

/** The decoded body is larger than `maxResponseSize` bytes. */
export class ResponseTooLarge extends RequestError {
  static override readonly code: string = "ERR_RESPONSE_TOO_LARGE";

  override get name(): string {
    return "ResponseTooLarge";
  }
}

/** More redirects than `maxRedirects`. */
export class TooManyRedirects extends RequestError {
  static override readonly code: string = "ERR_TOO_MANY_REDIRECTS";

  override get name(): string {
    return "TooManyRedirects";
  }
}

/** The response's status is not 2xx; thrown by `raiseForStatus()`. */
export class HTTPStatusError extends HTTPError {
  static override readonly code: string = "ERR_HTTP_STATUS";

  /** The response with that status. */
  readonly response: Response;

  constructor(message: string, options: ErrorOptions & { response: Response }) {
    super(message, options);
    this.response = options.response;
    // Printing the error must not print the whole exchange.
    Object.defineProperty(this, "response", { enumerable: false });
  }

  /** The request that was answered so. @throws Error if neither the error nor the response knows one. */
  override get request(): Request {
    return super.request ?? this.response.request;
  }

  override set request(request: Request | undefined) {
    super.request = request;
  }

  override get name(): string {
    return "HTTPStatusError";
  }
}

/** A URL that cannot be parsed or cannot be resolved against `baseUrl`. */
export class InvalidURL extends BaseError {
  static override readonly code: string = "ERR_INVALID_URL";

  override get name(): string {
    return "InvalidURL";
  }
}

/** Several cookies have that name; say which `domain` and `path`. */
export class CookieConflict extends BaseError {
  static override readonly code: string = "ERR_COOKIE_CONFLICT";

  override get name(): string {
    return "CookieConflict";
  }
}

/** A body was used in a way that its state does not allow. */
export class StreamError extends BaseError {
  static override readonly code: string = "ERR_STREAM";

  override get name(): string {
    return "StreamError";
  }
}

/** The body was already streamed and cannot be streamed again. */
export class StreamConsumed extends StreamError {
  static override readonly code: string = "ERR_STREAM_CONSUMED";

  override get name(): string {
    return "StreamConsumed";
  }
}

/** The response was closed before its body was read. */
export class StreamClosed extends StreamError {
  static override readonly code: string = "ERR_STREAM_CLOSED";

  override get name(): string {
    return "StreamClosed";
  }
}

/** The response's body is not in memory yet; `await response.read()` first. */
export class ResponseNotRead extends StreamError {
  static override readonly code: string = "ERR_RESPONSE_NOT_READ";

  override get name(): string {
    return "ResponseNotRead";
  }
}

/** The request's body is not in memory yet; `await request.read()` first. */
export class RequestNotRead extends StreamError {
  static override readonly code: string = "ERR_REQUEST_NOT_READ";

  override get name(): string {
    return "RequestNotRead";
  }
}
