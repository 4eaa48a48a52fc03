// Every failure of a socket, of Node's TLS and HTTP/2, and of undici 7 and 8 becomes an error of ours here, by code.

import {
  CloseError,
  ConnectError,
  ConnectTimeout,
  describeRequest,
  type ErrorOptions,
  LocalProtocolError,
  ProxyError,
  ReadError,
  ReadTimeout,
  RemoteProtocolError,
  type TransportError,
  WriteError,
} from "../errors.js";
import type { Request } from "../request.js";
import { NOT_PROCESSED } from "./connection.js";

/** How far the exchange had come when it failed. */
export type Phase = "head" | "body";

type ErrorClass = new (message: string, options: ErrorOptions) => TransportError;

interface Meaning {
  readonly error: ErrorClass;
  /** What happened, when the response had not begun and when it had. */
  readonly head: string;
  readonly body?: string;
}

const disconnected: Meaning = {
  error: RemoteProtocolError,
  head: "Server disconnected without sending a response.",
  body: "Server disconnected before the response was complete.",
};
const malformed: Meaning = { error: RemoteProtocolError, head: "the response is not valid HTTP" };
const reset: Meaning = { error: ReadError, head: "the connection was reset while waiting for the response" };
const unreachable: Meaning = { error: ConnectError, head: "no connection" };
const illegal: Meaning = { error: LocalProtocolError, head: "the request is not valid HTTP" };
const proxy: Meaning = { error: ProxyError, head: "the proxy failed" };
const closed: Meaning = { error: CloseError, head: "the dispatcher is closed" };
const stream: Meaning = { error: RemoteProtocolError, head: "the server ended the HTTP/2 stream" };
const session: Meaning = { error: RemoteProtocolError, head: "the HTTP/2 connection failed" };

const meanings: Readonly<Record<string, Meaning>> = {
  [NOT_PROCESSED]: disconnected,
  UND_ERR_SOCKET: disconnected,
  UND_ERR_INFO: disconnected,
  UND_ERR_CONNECT_TIMEOUT: { error: ConnectTimeout, head: "undici's own connect timeout passed" },
  UND_ERR_HEADERS_TIMEOUT: { error: ReadTimeout, head: "undici's own headers timeout passed" },
  UND_ERR_BODY_TIMEOUT: { error: ReadTimeout, head: "undici's own body timeout passed" },
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: {
    error: RemoteProtocolError,
    head: "the response's length differs from its Content-Length",
  },
  UND_ERR_HEADERS_OVERFLOW: {
    error: RemoteProtocolError,
    head: "the response's headers are larger than 100 kB",
  },
  UND_ERR_RESPONSE: malformed,
  // undici asserts what a server may break: a status below 100, a 101 without an upgrade.
  ERR_ASSERTION: malformed,
  UND_ERR_INVALID_ARG: illegal,
  UND_ERR_NOT_SUPPORTED: illegal,
  UND_ERR_REQ_CONTENT_LENGTH_MISMATCH: {
    error: LocalProtocolError,
    head: "the body's length differs from the declared Content-Length",
  },
  UND_ERR_PRX_TLS: proxy,
  UND_ERR_PRX_CONN: proxy,
  UND_ERR_SOCKS5: proxy,
  // ProxyAgent says so when CONNECT is refused; our own aborts carry errors of ours.
  UND_ERR_ABORTED: proxy,
  UND_ERR_CLOSED: closed,
  UND_ERR_DESTROYED: closed,
  ECONNREFUSED: unreachable,
  ENOTFOUND: unreachable,
  EAI_AGAIN: unreachable,
  EHOSTUNREACH: unreachable,
  ENETUNREACH: unreachable,
  EADDRNOTAVAIL: unreachable,
  ENOENT: unreachable,
  EACCES: unreachable,
  ECONNRESET: { ...reset, body: "the connection was reset in the middle of the response" },
  ECONNABORTED: reset,
  ETIMEDOUT: { error: ReadError, head: "the connection timed out" },
  EPIPE: { error: WriteError, head: "the connection was closed while the request was sent" },
  ERR_STREAM_WRITE_AFTER_END: {
    error: WriteError,
    head: "the connection was closed while the request was sent",
  },
  ERR_STREAM_PREMATURE_CLOSE: disconnected,
  ERR_HTTP2_STREAM_ERROR: stream,
  ERR_HTTP2_STREAM_CANCEL: session,
  ERR_HTTP2_SESSION_ERROR: session,
  ERR_HTTP2_GOAWAY_SESSION: session,
  ERR_HTTP2_INVALID_STREAM: session,
  ERR_HTTP2_ERROR: session,
  ERR_HTTP2_INVALID_CONNECTION_HEADERS: illegal,
  ERR_HTTP2_INVALID_HEADER_VALUE: illegal,
  ERR_HTTP2_HEADER_SINGLE_VALUE: illegal,
  ERR_HTTP2_INVALID_PSEUDOHEADER: illegal,
  ERR_INVALID_HTTP_TOKEN: illegal,
  ERR_INVALID_CHAR: illegal,
};

/** An error met while a request was sent or its response read. `detail` says more than the code does. */
export function exchangeError(
  cause: unknown,
  phase: Phase,
  request: Request,
  detail?: string,
): TransportError {
  const meaning = meaningOf(cause);
  const what = phase === "body" ? (meaning.body ?? meaning.head) : meaning.head;
  const more = detail ?? hint(cause, meaning);
  return new meaning.error(`${describeRequest(request)}: ${what}${more === "" ? "" : ` (${more})`}`, {
    request,
    cause,
  });
}

/** An error met while a connection was made; `target` is what could not be reached. */
export function connectError(cause: unknown, request: Request, target: string): TransportError {
  return new ConnectError(
    `${describeRequest(request)}: cannot connect to ${target}: ${connectReason(cause)}`,
    { request, cause },
  );
}

const reasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: "connection refused (ECONNREFUSED)",
  ENOTFOUND: "no such host (ENOTFOUND)",
  EAI_AGAIN: "the host's name could not be resolved now (EAI_AGAIN)",
  ECONNRESET: "the connection was closed at once (ECONNRESET)",
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is self-signed; trust it with "verify: { ca }"',
  SELF_SIGNED_CERT_IN_CHAIN:
    'its certificate chain ends in an unknown authority; trust it with "verify: { ca }"',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    'its certificate is of an unknown authority; trust it with "verify: { ca }"',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    'its certificate is of an unknown authority; trust it with "verify: { ca }"',
  CERT_HAS_EXPIRED: "its certificate has expired (CERT_HAS_EXPIRED)",
  ERR_TLS_CERT_ALTNAME_INVALID: "its certificate is for another host",
  ERR_SSL_WRONG_VERSION_NUMBER:
    "it does not answer in TLS (ERR_SSL_WRONG_VERSION_NUMBER); perhaps its address begins with http:",
  ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED:
    'the server asks for a client certificate; give one with "verify: { cert, key }"',
};

function connectReason(cause: unknown): string {
  const code = codeOf(cause);
  const known = code === undefined ? undefined : reasons[code];
  return known ?? (cause instanceof Error && cause.message !== "" ? inShort(cause) : String(code ?? cause));
}

// OpenSSL's messages say in which line of which of its files; what happened is in their middle, and by itself in `reason`.
function inShort(cause: Error): string {
  if (!isFromOpenSSL(cause) || !("reason" in cause)) return cause.message;
  return `TLS failed: ${cause.reason} (${codeOf(cause)})`;
}

/** Whether OpenSSL says so. After the handshake it is the end of the connection, but Node leaves the socket open. */
export function isFromOpenSSL(error: unknown): boolean {
  return codeOf(error)?.startsWith("ERR_SSL_") === true;
}

/** The `code` of an error, ours or a library's. */
export function codeOf(error: unknown): string | undefined {
  if (typeof error !== "object" || error === null || !("code" in error)) return undefined;
  return typeof error.code === "string" ? error.code : undefined;
}

function meaningOf(cause: unknown): Meaning {
  // undici's parser errors have no code, or one of llhttp's.
  if (cause instanceof Error && cause.name === "HTTPParserError") return malformed;
  const code = codeOf(cause);
  // "bad response" and "bad upgrade": undici left the server, not the other way round.
  if (code === "UND_ERR_SOCKET" && cause instanceof Error && cause.message.startsWith("bad "))
    return malformed;
  // Node's OpenSSL errors (ERR_SSL_*) come in hundreds: after the handshake they end a read.
  return (
    (code === undefined ? undefined : meanings[code]) ?? { error: ReadError, head: "the connection failed" }
  );
}

function hint(cause: unknown, meaning: Meaning): string {
  if (meaning === disconnected || !(cause instanceof Error) || codeOf(cause) === "ERR_ASSERTION") return "";
  return isFromOpenSSL(cause) ? connectReason(cause) : cause.message;
}
