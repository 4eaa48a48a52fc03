// What an exchange that ends early says of itself: method and URL, what was waited for, the limit, the state of the pool.

import {
  ConnectError,
  ConnectTimeout,
  describeRequest,
  PoolTimeout,
  ReadTimeout,
  RemoteProtocolError,
  RequestAborted,
  ResponseTooLarge,
  type TimeoutException,
  TotalTimeout,
  WriteTimeout,
} from "../errors.js";
import type { Request } from "../request.js";
import { exchangeError } from "./network-errors.js";
import { declaredLength, type ResponseHead } from "./response-head.js";

/** The phases that have a timeout of their own. */
export type TimedPhase = "connect" | "pool" | "read" | "write";

const timeoutClasses = {
  connect: ConnectTimeout,
  pool: PoolTimeout,
  read: ReadTimeout,
  write: WriteTimeout,
} satisfies Record<TimedPhase, unknown>;

/** What did not happen in its time, before there was a response's head. */
const missing = {
  connect: "no connection",
  pool: "no connection became free",
  read: "no response",
  write: "the request's body was not taken",
} satisfies Record<TimedPhase, string>;

/** `received` counts bytes of the response's body, once there is a head. */
export function phaseTimeout(
  phase: TimedPhase,
  request: Request,
  received: number | undefined,
  limitMs: number,
  pool: string,
): TimeoutException {
  const what =
    received === undefined ? missing[phase] : `no more of the response's body after ${received} bytes`;
  const message = `${describeRequest(request)}: ${what} within the ${phase} timeout of ${limitMs} ms (${pool})`;
  return new timeoutClasses[phase](message, { request });
}

export function totalTimeout(request: Request, pool: string): TotalTimeout {
  const total = request.extensions.timeout?.total;
  const limit = total == null ? "" : ` of ${total} ms`;
  const message = `${describeRequest(request)}: not complete within the total timeout${limit} (${pool})`;
  return new TotalTimeout(message, { request });
}

export function abortedBy(signal: AbortSignal, request: Request): RequestAborted {
  const message = `${describeRequest(request)}: aborted by the caller's signal`;
  return new RequestAborted(message, { request, cause: signal.reason });
}

export function tooLarge(request: Request, limit: number): ResponseTooLarge {
  const message = `${describeRequest(request)}: the response is larger than ${limit} bytes (maxResponseSize)`;
  return new ResponseTooLarge(message, { request });
}

export function tooManyInterim(request: Request, limit: number): RemoteProtocolError {
  const message = `${describeRequest(request)}: more than ${limit} interim (1xx) responses`;
  return new RemoteProtocolError(message, { request });
}

/** A failure of the connection, in terms of the request. */
export function explained(
  error: unknown,
  request: Request,
  head: ResponseHead | undefined,
  received: number,
): unknown {
  // An error of ours, or of a mock, says enough.
  if (error instanceof ConnectError || (error instanceof Error && error.name.startsWith("Mock")))
    return error;
  if (head === undefined) return exchangeError(error, "head", request);
  const total = declaredLength(head);
  const detail = `${received} bytes received${total === undefined ? "" : `, ${total} expected`}`;
  return exchangeError(error, "body", request, detail);
}
