// A call is an operation with its arguments, about to be sent. It is sent once, when somebody asks for an answer:
//
//   await call            → the 2xx body                          .result()  → any answer, by status
//   .withResponse()       → body, status, headers, response       .build()   → the Request, nothing is sent
//   .asResponse()         → the runtime's Response, unread
//
// Asking twice answers from the same response.

import { platform } from "#platform";
import { printAs } from "../inspection.js";
import type { Request } from "../request.js";
import type { Response } from "../response.js";
import type { CallOptions } from "./call-options.js";
import type { Caller } from "./caller.js";
import { buildRequest, sendRequest } from "./exchange.js";
import type { Operation } from "./operation.js";
import type { Data, JsonMediaType, Outcome, Success } from "./reply.js";
import { type DecodedOutcome, readOutcome, readReply, readsItems } from "./responses.js";

/** An operation with its arguments: lazy, sent once when an answer is asked for. */
export class ApiCall<Responses, Accept extends string = JsonMediaType>
  implements Promise<Data<Responses, Accept>>
{
  static {
    printAs(ApiCall, (call) => `<ApiCall ${call.operation.id}>`);
  }

  readonly operation: Operation<never, Responses>;
  readonly #caller: Caller;
  readonly #args: object | undefined;
  readonly #options: CallOptions | undefined;
  /** Of a further page: in place of what the arguments would give. */
  readonly #url: URL | undefined;
  #response: Promise<Response> | undefined;
  /** The body of a success, decoded; what there is beside it is kept in #reply. */
  #data: Promise<unknown> | undefined;
  #reply: DecodedOutcome | undefined;

  /** Internal. Generated functions make calls, through `call`. */
  constructor(
    caller: Caller,
    operation: Operation<never, Responses>,
    args: object | undefined,
    options: CallOptions | undefined,
    url?: URL,
  ) {
    this.operation = operation;
    this.#caller = caller;
    this.#args = args;
    this.#options = options;
    this.#url = url;
  }

  /** The request that would be sent. May be changed, then sent with the runtime client's `send`. */
  build(): Request {
    return buildRequest(this.#caller, this.operation, this.#args, this.#options, this.#url);
  }

  /** The runtime's response: its body unread, its status not judged. Close it, or read it to its end. */
  asResponse(): Promise<Response> {
    return this.#respond(true);
  }

  /** The 2xx body with its status, its declared headers decoded, and the response. @throws ApiError */
  async withResponse(): Promise<Success<Responses>> {
    await this.#read();
    // The operation's Responses interface describes what its descriptor makes readReply return.
    return this.#reply as unknown as Success<Responses>;
  }

  /** Whatever the server answered, told apart by `status`: no status throws. @throws ResponseBodyError */
  async result(): Promise<Outcome<Responses>> {
    const outcome = await readOutcome(this.operation, await this.#respond(readsItems(this.operation)));
    // As above.
    return outcome as unknown as Outcome<Responses>;
  }

  // biome-ignore lint/suspicious/noThenProperty: a call is meant to be awaited
  then<Fulfilled = Data<Responses, Accept>, Rejected = never>(
    onFulfilled?: ((data: Data<Responses, Accept>) => Fulfilled | PromiseLike<Fulfilled>) | null,
    onRejected?: ((error: unknown) => Rejected | PromiseLike<Rejected>) | null,
  ): Promise<Fulfilled | Rejected> {
    // The callbacks as they are: each function and promise between costs a part of what the whole call does, and hides
    // from a stack who waits.
    return this.#read().then(onFulfilled, onRejected);
  }

  catch<Rejected = never>(
    onRejected?: ((error: unknown) => Rejected | PromiseLike<Rejected>) | null,
  ): Promise<Data<Responses, Accept> | Rejected> {
    return this.then(undefined, onRejected);
  }

  /** What makes it a `Promise` to the compiler, so that it may be returned and passed as one. */
  get [Symbol.toStringTag](): string {
    return "ApiCall";
  }

  finally(onFinally?: (() => void) | null): Promise<Data<Responses, Accept>> {
    return this.then().finally(onFinally);
  }

  #read(): Promise<Data<Responses, Accept>> {
    this.#data ??= this.#respond(readsItems(this.operation)).then((response) => {
      const reply = readReply(this.operation, response);
      return reply instanceof Promise ? reply.then((late) => this.#keep(late)) : this.#keep(reply);
    });
    // As above.
    return this.#data as Promise<Data<Responses, Accept>>;
  }

  #keep(reply: DecodedOutcome): unknown {
    this.#reply = reply;
    return reply.data;
  }

  #respond(stream: boolean): Promise<Response> {
    this.#response ??= this.#request(stream);
    return this.#response;
  }

  // No async function here: the promise of the sending is the call's own.
  #request(stream: boolean): Promise<Response> {
    try {
      return sendRequest(this.#caller, this.build(), this.#options, stream);
    } catch (error) {
      return platform.rejected?.(error) ?? Promise.reject(error);
    }
  }
}

/** Prepares the call of an operation. Nothing is sent yet. */
export function call<Args, Responses>(
  caller: Caller,
  operation: Operation<Args, Responses>,
  args?: Args,
  options?: CallOptions,
): ApiCall<Responses> {
  return new ApiCall(caller, operation, args as object | undefined, options);
}

/** A call of an operation that answers in JSON or, if `accept` says so, in another media type. RFC 9110 §12.1 */
export type NegotiatedCall<Responses, Accept extends string> = ApiCall<Responses, Accept>;

/** Prepares the call of an operation that answers in several media types. Nothing is sent yet. */
export function negotiatedCall<Args, Responses, Accept extends string = JsonMediaType>(
  caller: Caller,
  operation: Operation<Args, Responses>,
  args?: Args,
  options?: CallOptions<Accept>,
): NegotiatedCall<Responses, Accept> {
  return new ApiCall(caller, operation, args as object | undefined, options);
}
