// What authenticates a request: a generator that yields requests and is resumed with their responses.

import type { Request } from "../request.js";
import type { Response } from "../response.js";

/** The flow of one authentication: yields requests to send, receives each response, ends when content. */
export type AuthFlow = Generator<Request, void, Response> | AsyncGenerator<Request, void, Response>;

/**
 * The base of every authentication scheme.
 *
 * @example
 * class TokenAuth extends Auth {
 *   *authFlow(request: Request): AuthFlow {
 *     request.headers.set("X-Token", this.token);
 *     const response = yield request;
 *     if (response.statusCode === 401) yield renew(request);
 *   }
 * }
 */
export abstract class Auth {
  /** Whether the request's body is read before the flow starts, so that `request.content` is there. */
  readonly requiresRequestBody: boolean = false;
  /** Whether each response's body is read before the flow sees it, so that `response.content` is there. */
  readonly requiresResponseBody: boolean = false;

  /**
   * Yields the requests that authenticating `request` takes. The response to the last one is what the caller gets; those
   * before it become its history.
   */
  abstract authFlow(request: Request): AuthFlow;
}
