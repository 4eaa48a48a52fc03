// A method of an SDK's client or resource: an operation bound to who carries it out.

import type { Request } from "../request.js";
import { type ApiCall, call, type NegotiatedCall, negotiatedCall } from "./call.js";
import type { CallOptions } from "./call-options.js";
import type { Caller } from "./caller.js";
import type { Operation } from "./operation.js";
import { type PagedCall, pagedCall } from "./paged-call.js";
import type { JsonMediaType } from "./reply.js";
import type { Resource } from "./resource.js";
import { type StreamCall, streamCall } from "./stream-call.js";

/** The argument type of an operation that takes none. */
export type NoArguments = undefined;

/** Arguments then options; no arguments at all where the operation takes none, optional where none is required. */
export type MethodParameters<Args, Options = CallOptions> = [Args] extends [NoArguments]
  ? [options?: Options]
  : Record<never, never> extends Args
    ? [args?: Args, options?: Options]
    : [args: Args, options?: Options];

interface Bound<Args, Responses> {
  /** The request that a call would send. May be changed, then sent with the runtime client's `send`. */
  build(...parameters: MethodParameters<Args>): Request;
  readonly operation: Operation<Args, Responses>;
}

/** An operation as a method. */
export interface Method<Args, Responses> extends Bound<Args, Responses> {
  (...parameters: MethodParameters<Args>): ApiCall<Responses>;
}

/** An operation that answers in several media types, as a method. */
export interface NegotiatedMethod<Args, Responses> extends Bound<Args, Responses> {
  <Accept extends string = JsonMediaType>(
    ...parameters: MethodParameters<Args, CallOptions<Accept>>
  ): NegotiatedCall<Responses, Accept>;
}

/** An operation that answers page by page, as a method. */
export interface PagedMethod<Args, Responses, Item> extends Bound<Args, Responses> {
  (...parameters: MethodParameters<Args>): PagedCall<Responses, Item>;
}

/** An operation that answers item by item, as a method. */
export interface StreamMethod<Args, Responses, Item> extends Bound<Args, Responses> {
  (...parameters: MethodParameters<Args>): StreamCall<Responses, Item>;
}

type MakeCall<Args, Responses, Made extends Pick<ApiCall<Responses>, "build">> = (
  caller: Caller,
  operation: Operation<Args, Responses>,
  args?: Args,
  options?: CallOptions,
) => Made;

/** Binds an operation to a client or resource. */
export function method<Args, Responses>(
  owner: Resource,
  operation: Operation<Args, Responses>,
): Method<Args, Responses> {
  return bind(owner, operation, call<Args, Responses>);
}

/** Binds an operation that answers in several media types. */
export function negotiatedMethod<Args, Responses>(
  owner: Resource,
  operation: Operation<Args, Responses>,
): NegotiatedMethod<Args, Responses> {
  // One function makes the calls of all media types; what each gives depends on `accept`, which is typed above.
  return bind(owner, operation, negotiatedCall<Args, Responses, string>) as NegotiatedMethod<Args, Responses>;
}

/** Binds an operation that answers page by page. */
export function pagedMethod<Args, Responses, Item>(
  owner: Resource,
  operation: Operation<Args, Responses>,
): PagedMethod<Args, Responses, Item> {
  return bind(owner, operation, pagedCall<Args, Responses, Item>);
}

/** Binds an operation that answers item by item. */
export function streamMethod<Args, Responses, Item>(
  owner: Resource,
  operation: Operation<Args, Responses>,
): StreamMethod<Args, Responses, Item> {
  return bind(owner, operation, streamCall<Args, Responses, Item>);
}

function bind<Args, Responses, Made extends Pick<ApiCall<Responses>, "build">>(
  owner: Resource,
  operation: Operation<Args, Responses>,
  makeCall: MakeCall<Args, Responses, Made>,
): Bound<Args, Responses> & ((...parameters: MethodParameters<Args>) => Made) {
  const { parameters = [], path, body } = operation;
  const takesArguments = parameters.length > 0 || body !== undefined || /\{[^{}]+\}/.test(path);
  // MethodParameters<Args> has arguments first exactly when the operation takes any.
  const prepare = (first?: unknown, second?: CallOptions): Made =>
    takesArguments
      ? makeCall(owner, operation, first as Args, second)
      : makeCall(owner, operation, undefined, first as CallOptions | undefined);
  return Object.assign(prepare, {
    build: (...given: MethodParameters<Args>): Request => prepare(...given).build(),
    operation,
  });
}
