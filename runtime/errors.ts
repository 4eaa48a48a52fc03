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
  request?: Request | undefined;
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

// Not exported by the package: HTTPX keeps the roots apart, and so do we; only the storage is shared.
// `name`, `code` and `request` are accessors, so that printing an error prints none of them.
abstract class BaseError extends Error {
  #request: Request | undefined;

  constructor(message: string, options: ErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.#request = options.request;
  }

  /** A constant for each class, safe to compare with. */
  abstract get code(): string;

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

/** Says which request an error of ours is about, unless it says so itself. */
export function attachRequest(error: unknown, request: Request | undefined): void {
  if (error instanceof BaseError && !error.hasRequest) error.request = request;
}

/** Anything that can go wrong with a request, a status of 4xx or 5xx included. */
export class HTTPError extends BaseError {
  override get name(): string {
    return "HTTPError";
  }

  override get code(): string {
    return "ERR_HTTP";
  }
}

/** The request got no usable response. */
export class RequestError extends HTTPError {
  override get name(): string {
    return "RequestError";
  }

  override get code(): string {
    return "ERR_REQUEST";
  }
}

/** Something went wrong between us and the server. */
export class TransportError extends RequestError {
  override get name(): string {
    return "TransportError";
  }

  override get code(): string {
    return "ERR_TRANSPORT";
  }
}

/** An operation took longer than its timeout. */
export class TimeoutException extends TransportError {
  override get name(): string {
    return "TimeoutException";
  }

  override get code(): string {
    return "ERR_TIMEOUT";
  }
}

/** No connection within `timeout.connect` milliseconds. */
export class ConnectTimeout extends TimeoutException {
  override get name(): string {
    return "ConnectTimeout";
  }

  override get code(): string {
    return "ERR_CONNECT_TIMEOUT";
  }
}

/** No byte arrived for `timeout.read` milliseconds. */
export class ReadTimeout extends TimeoutException {
  override get name(): string {
    return "ReadTimeout";
  }

  override get code(): string {
    return "ERR_READ_TIMEOUT";
  }
}

/** A piece of the request could not be sent within `timeout.write` milliseconds. */
export class WriteTimeout extends TimeoutException {
  override get name(): string {
    return "WriteTimeout";
  }

  override get code(): string {
    return "ERR_WRITE_TIMEOUT";
  }
}

/** No connection of the pool became free within `timeout.pool` milliseconds. */
export class PoolTimeout extends TimeoutException {
  override get name(): string {
    return "PoolTimeout";
  }

  override get code(): string {
    return "ERR_POOL_TIMEOUT";
  }
}

/** The whole exchange, with redirects, auth, retries and body, took longer than `timeout.total` milliseconds. */
export class TotalTimeout extends TimeoutException {
  override get name(): string {
    return "TotalTimeout";
  }

  override get code(): string {
    return "ERR_TOTAL_TIMEOUT";
  }
}

/** The network failed. */
export class NetworkError extends TransportError {
  override get name(): string {
    return "NetworkError";
  }

  override get code(): string {
    return "ERR_NETWORK";
  }
}

/** The connection could not be made: refused, not resolved, or TLS failed. */
export class ConnectError extends NetworkError {
  override get name(): string {
    return "ConnectError";
  }

  override get code(): string {
    return "ERR_CONNECT";
  }
}

/** The connection broke while a response was read. */
export class ReadError extends NetworkError {
  override get name(): string {
    return "ReadError";
  }

  override get code(): string {
    return "ERR_READ";
  }
}

/** The connection broke while a request was sent. */
export class WriteError extends NetworkError {
  override get name(): string {
    return "WriteError";
  }

  override get code(): string {
    return "ERR_WRITE";
  }
}

/** The connection could not be closed. */
export class CloseError extends NetworkError {
  override get name(): string {
    return "CloseError";
  }

  override get code(): string {
    return "ERR_CLOSE";
  }
}

/** HTTP itself was violated. */
export class ProtocolError extends TransportError {
  override get name(): string {
    return "ProtocolError";
  }

  override get code(): string {
    return "ERR_PROTOCOL";
  }
}

/** The request would break HTTP, for example an illegal header value. */
export class LocalProtocolError extends ProtocolError {
  override get name(): string {
    return "LocalProtocolError";
  }

  override get code(): string {
    return "ERR_LOCAL_PROTOCOL";
  }
}

/** The server broke HTTP, for example with a malformed response. */
export class RemoteProtocolError extends ProtocolError {
  override get name(): string {
    return "RemoteProtocolError";
  }

  override get code(): string {
    return "ERR_REMOTE_PROTOCOL";
  }
}

/** The proxy refused or failed. */
export class ProxyError extends TransportError {
  override get name(): string {
    return "ProxyError";
  }

  override get code(): string {
    return "ERR_PROXY";
  }
}

/** The URL's scheme is not one that the client can send to. */
export class UnsupportedProtocol extends TransportError {
  override get name(): string {
    return "UnsupportedProtocol";
  }

  override get code(): string {
    return "ERR_UNSUPPORTED_PROTOCOL";
  }
}

/** The caller's `signal` was aborted; `cause` is its reason. */
export class RequestAborted extends RequestError {
  override get name(): string {
    return "RequestAborted";
  }

  override get code(): string {
    return "ERR_ABORTED";
  }
}

/** The response's body is truncated or corrupt for its Content-Encoding. */
export class DecodingError extends RequestError {
  override get name(): string {
    return "DecodingError";
  }

  override get code(): string {
    return "ERR_DECODING";
  }
}

/** The decoded body is larger than `maxResponseSize` bytes. */
export class ResponseTooLarge extends RequestError {
  override get name(): string {
    return "ResponseTooLarge";
  }

  override get code(): string {
    return "ERR_RESPONSE_TOO_LARGE";
  }
}

/** More redirects than `maxRedirects`. */
export class TooManyRedirects extends RequestError {
  override get name(): string {
    return "TooManyRedirects";
  }

  override get code(): string {
    return "ERR_TOO_MANY_REDIRECTS";
  }
}

/** The response's status is not 2xx; thrown by `raiseForStatus()`. */
export class HTTPStatusError extends HTTPError {
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

  override get code(): string {
    return "ERR_HTTP_STATUS";
  }
}

/** A URL that cannot be parsed or cannot be resolved against `baseUrl`. */
export class InvalidURL extends BaseError {
  override get name(): string {
    return "InvalidURL";
  }

  override get code(): string {
    return "ERR_INVALID_URL";
  }
}

/** Several cookies have that name; say which `domain` and `path`. */
export class CookieConflict extends BaseError {
  override get name(): string {
    return "CookieConflict";
  }

  override get code(): string {
    return "ERR_COOKIE_CONFLICT";
  }
}

/** A body was used in a way that its state does not allow. */
export class StreamError extends BaseError {
  override get name(): string {
    return "StreamError";
  }

  override get code(): string {
    return "ERR_STREAM";
  }
}

/** The body was already streamed and cannot be streamed again. */
export class StreamConsumed extends StreamError {
  override get name(): string {
    return "StreamConsumed";
  }

  override get code(): string {
    return "ERR_STREAM_CONSUMED";
  }
}

/** The response was closed before its body was read. */
export class StreamClosed extends StreamError {
  override get name(): string {
    return "StreamClosed";
  }

  override get code(): string {
    return "ERR_STREAM_CLOSED";
  }
}

/** The response's body is not in memory yet; `await response.read()` first. */
export class ResponseNotRead extends StreamError {
  override get name(): string {
    return "ResponseNotRead";
  }

  override get code(): string {
    return "ERR_RESPONSE_NOT_READ";
  }
}

/** The request's body is not in memory yet; `await request.read()` first. */
export class RequestNotRead extends StreamError {
  override get name(): string {
    return "RequestNotRead";
  }

  override get code(): string {
    return "ERR_REQUEST_NOT_READ";
  }
}
