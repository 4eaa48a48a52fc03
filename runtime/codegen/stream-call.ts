// A call whose answer is a sequence: server-sent events, JSON Lines, or a JSON text sequence.

import type { Request } from "../request.js";
import type { Response } from "../response.js";
import { leavable } from "../streams.js";
import { preferItems } from "./accept.js";
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
  #isLooped = false;

  override build(): Request {
    const request = super.build();
    if (this.#isLooped) preferItems(request, this.operation);
    return request;
  }

  /** Sends the call, and gives each item as it arrives. Leaving the loop closes the response. @throws ApiError */
  [Symbol.asyncIterator](): AsyncGenerator<Item, void, undefined> {
    let answer: Promise<{ readonly response: Response }> | undefined;
    const items = this.#items((sent) => {
      answer = sent;
    });
    // A call that fails says so itself.
    return leavable(items, async () => {
      await answer?.then(({ response }) => response.close()).catch(() => {});
    });
  }

  async *#items(
    sending: (answer: Promise<{ readonly response: Response }>) => void,
  ): AsyncGenerator<Item, void, undefined> {
    this.#isLooped = true;
    const answer = this.withResponse();
    sending(answer);
    const { data, response } = await answer;
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
