// HTTPStatusError (the runtime's)
// └─ ApiError                     any status that is not 2xx; `data` typed by the document through isErrorOf
//    ├─ BadRequestError 400   UnauthorizedError 401   ForbiddenError 403   NotFoundError 404   ConflictError 409
//    ├─ GoneError 410   PreconditionFailedError 412   UnprocessableContentError 422   TooManyRequestsError 429
//    └─ ServerError 5xx
// HTTPError (the runtime's)
// └─ ResponseBodyError            the body is not what the document says; `response` keeps it
// ArgumentError   CredentialsError   PaginationError   WebhookError     nothing was sent, or no request is to blame

import { describeRequest, HTTPError, HTTPStatusError } from "../errors.js";
import type { Request } from "../request.js";
import type { Response } from "../response.js";
import { reasonPhrase } from "../status-codes.js";
import type { Operation } from "./operation.js";
import type { Failure } from "./reply.js";

/** What an error of an operation is made from. */
export interface ApiErrorDetails {
  readonly operation: Operation<never, unknown>;
  readonly request: Request;
  readonly response: Response;
  /** Whether the document declares this status and the body was as declared. */
  readonly declared: boolean;
  readonly contentType: string;
  readonly data: unknown;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly cause?: unknown;
}

/** The server answered with a status other than 2xx. `isErrorOf` gives `data` its type. */
export class ApiError extends HTTPStatusError {
  readonly status: number;
  /** The declared media type that the response matched, else its own Content-Type, `""` without one. */
  readonly contentType: string;
  /** The decoded body: as the document declares it, else by its Content-Type. */
  readonly data: unknown;
  /** The declared headers, decoded. All others are in `response.headers`. */
  readonly headers: Readonly<Record<string, unknown>>;
  readonly operation: Operation<never, unknown>;
  /** Whether the document declares this status and the body was as declared. */
  readonly declared: boolean;

  constructor(message: string, details: ApiErrorDetails) {
    super(message, details);
    this.status = details.response.statusCode;
    this.contentType = details.contentType;
    this.data = details.data;
    this.headers = details.headers;
    this.operation = details.operation;
    this.declared = details.declared;
    // Printing an error must not print a whole descriptor or headers that may be secret.
    Object.defineProperty(this, "operation", { enumerable: false });
    Object.defineProperty(this, "headers", { enumerable: false });
  }

  override get name(): string {
    return "ApiError";
  }

  override get code(): string {
    return "ERR_API";
  }
}

/** 400 */
export class BadRequestError extends ApiError {
  override get name(): string {
    return "BadRequestError";
  }
}

/** 401 */
export class UnauthorizedError extends ApiError {
  override get name(): string {
    return "UnauthorizedError";
  }
}

/** 403 */
export class ForbiddenError extends ApiError {
  override get name(): string {
    return "ForbiddenError";
  }
}

/** 404 */
export class NotFoundError extends ApiError {
  override get name(): string {
    return "NotFoundError";
  }
}

/** 409 */
export class ConflictError extends ApiError {
  override get name(): string {
    return "ConflictError";
  }
}

/** 410 */
export class GoneError extends ApiError {
  override get name(): string {
    return "GoneError";
  }
}

/** 412 */
export class PreconditionFailedError extends ApiError {
  override get name(): string {
    return "PreconditionFailedError";
  }
}

/** 422 */
export class UnprocessableContentError extends ApiError {
  override get name(): string {
    return "UnprocessableContentError";
  }
}

/** 429 */
export class TooManyRequestsError extends ApiError {
  override get name(): string {
    return "TooManyRequestsError";
  }
}

/** 500 to 599 */
export class ServerError extends ApiError {
  override get name(): string {
    return "ServerError";
  }
}

type ApiErrorClass = new (message: string, details: ApiErrorDetails) => ApiError;

function errorClassOf(status: number): ApiErrorClass {
  switch (status) {
    case 400:
      return BadRequestError;
    case 401:
      return UnauthorizedError;
    case 403:
      return ForbiddenError;
    case 404:
      return NotFoundError;
    case 409:
      return ConflictError;
    case 410:
      return GoneError;
    case 412:
      return PreconditionFailedError;
    case 422:
      return UnprocessableContentError;
    case 429:
      return TooManyRequestsError;
    default:
      return status >= 500 && status < 600 ? ServerError : ApiError;
  }
}

/** The error for a response whose status is not 2xx. The message has the server's own words, where it has some. */
export function apiError(details: ApiErrorDetails): ApiError {
  const { response, request, data } = details;
  const reason = response.reasonPhrase || reasonPhrase(response.statusCode);
  const status = `${response.statusCode} ${reason}`.trimEnd();
  // A body that is nothing but text may be a gateway's whole page.
  const words = typeof data === "string" ? undefined : explanation(data);
  const message = `${describeRequest(request)}: ${status}${words === undefined ? "" : `: ${words}`}`;
  return new (errorClassOf(response.statusCode))(message, details);
}

// RFC 9457 (`detail`, `title`), RFC 6749 §5.2 (`error_description`, `error`), and what most other APIs use.
const wordKeys = ["message", "detail", "msg", "error_description", "title", "error", "errors"] as const;
const longestWords = 200;

/** What an error's body says to people, on one line: of several things the first. */
function explanation(data: unknown): string | undefined {
  if (typeof data === "string") {
    const line = data.trim().replace(/\s+/g, " ");
    if (line === "") return undefined;
    return line.length > longestWords ? `${line.slice(0, longestWords)}…` : line;
  }
  if (Array.isArray(data)) return explanation(data[0]);
  if (typeof data !== "object" || data === null) return undefined;
  for (const key of wordKeys) {
    const words = explanation(Reflect.get(data, key));
    if (words !== undefined) return words;
  }
  return undefined;
}

/** The body of a response is not what the document says. `response` keeps it. */
export class ResponseBodyError extends HTTPError {
  readonly response: Response;

  constructor(message: string, options: { request?: Request; response: Response; cause?: unknown }) {
    super(message, options);
    this.response = options.response;
    Object.defineProperty(this, "response", { enumerable: false });
  }

  override get name(): string {
    return "ResponseBodyError";
  }

  override get code(): string {
    return "ERR_RESPONSE_BODY";
  }
}

/** The error for a body that does not fit its description; the message repeats nothing of the body. */
export function bodyError(response: Response, what: string, cause: unknown): ResponseBodyError {
  const { request, statusCode } = response;
  const type = response.headers.get("content-type") ?? "no Content-Type";
  const message = `${describeRequest(request)}: ${statusCode} (${type}), but ${what}`;
  return new ResponseBodyError(message, { request, response, cause });
}

/** An argument has no form on the wire: missing, a dot segment in a path, an object where none can be. */
export class ArgumentError extends TypeError {
  override get name(): string {
    return "ArgumentError";
  }

  get code(): string {
    return "ERR_ARGUMENT";
  }
}

/** The credentials at hand satisfy none of an operation's security alternatives. */
export class CredentialsError extends Error {
  override get name(): string {
    return "CredentialsError";
  }

  get code(): string {
    return "ERR_CREDENTIALS";
  }
}

/** The pages of a list do not come to an end. */
export class PaginationError extends Error {
  override get name(): string {
    return "PaginationError";
  }

  get code(): string {
    return "ERR_PAGINATION";
  }
}

/** A webhook is not from its sender: the signature is missing, wrong or too old. */
export class WebhookError extends Error {
  override get name(): string {
    return "WebhookError";
  }

  get code(): string {
    return "ERR_WEBHOOK";
  }
}

/** What names an operation: its descriptor, its function, or its method on a client. */
export type OperationSource<Responses> =
  | Operation<never, Responses>
  | Carrying<Responses>
  | ((...args: never[]) => Carrying<Responses>);

/** Methods and calls do, whatever a call then gives. */
interface Carrying<Responses> {
  readonly operation: Operation<never, Responses>;
}

/** An error that the document declares for an operation, told apart by `status`. */
export type ErrorOf<Responses> = ApiError & Failure<Responses>;

/**
 * Whether the error is a response that the document declares for the operation. If so, `error.status`,
 * `error.data` and `error.headers` have their declared types.
 *
 * @example
 * try { await api.pets.getPet({ petId }) }
 * catch (error) { if (isErrorOf(error, getPet) && error.status === 404) console.log(error.data.detail) }
 */
export function isErrorOf<Responses>(
  error: unknown,
  source: OperationSource<Responses>,
): error is ErrorOf<Responses> {
  return error instanceof ApiError && error.declared && error.operation === operationOf(source);
}

const operations = new WeakMap<object, unknown>();

function operationOf<Responses>(source: OperationSource<Responses>): unknown {
  if (typeof source !== "function") return "operation" in source ? source.operation : source;
  if ("operation" in source) return source.operation;
  let known = operations.get(source);
  if (known === undefined) {
    // A generated function only makes a lazy call, so that calling it without a client sends nothing.
    const makeCall = source as (client: undefined, args: object) => Carrying<Responses>;
    known = makeCall(undefined, {}).operation;
    operations.set(source, known);
  }
  return known;
}
