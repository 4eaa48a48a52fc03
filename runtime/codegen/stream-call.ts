// A call whose answer is a sequence: server-sent events, JSON Lines, or a JSON text sequence.

import { ApiCall } from "./call.js";
import type { CallOptions } from "./call-options.js";
import type { Caller } from "./caller.js";
import { ResponseBodyError } from "./errors.js";
import { ItemStream } from "./item-stream.js";
import type { Operation } from "./operation.js";

/**
 * A call whose answer arrives item by item.
 *
 * @example
 * for await (const event of api.chat.streamChat({ body })) console.log(event);
 */
export class StreamCall<Responses, Item> extends ApiCall<Responses> implements AsyncIterable<Item> {
  /** Sends the call, and gives each item as it arrives. Leaving the loop closes the response. @throws ApiError */
  async *[Symbol.asyncIterator](): AsyncGenerator<Item, void, undefined> {
    const { data, response } = await this.withResponse();
    // RFC 9110 §15.3.5: there is nothing, which is as much as an empty stream says.
    if (response.statusCode === 204) return;
    if (!(data instanceof ItemStream)) {
      throw new ResponseBodyError(
        `${this.operation.id}: expected a stream of items, got ${response.headers.get("content-type") ?? "no Content-Type"}. Await the call to read it whole.`,
        { response },
      );
    }
    // The descriptor's sequential media type and Item come from the same schema.
    yield* data as ItemStream<Item>;
  }
}

/** Prepares the call of an operation that answers item by item. Nothing is sent yet. */
export function streamCall<Args, Responses, Item>(
  caller: Caller,
  operation: Operation<Args, Responses>,
  args?: Args,
  options?: CallOptions,
): StreamCall<Responses, Item> {
  return new StreamCall(caller, operation, args as object | undefined, options);
}
