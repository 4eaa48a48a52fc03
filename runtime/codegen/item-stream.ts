// Sequential bodies on their way in: server-sent events, JSON Lines, JSON text sequences. OpenAPI 3.2 §4.14.5.

import type { Response } from "../response.js";
import { leavable } from "../streams.js";
import type { MediaDescriptor } from "./operation.js";

/** Items as they arrive. Leaving a loop over them closes the response; so does `close`. */
export class ItemStream<Item> implements AsyncIterable<Item>, AsyncDisposable {
  readonly response: Response;
  readonly #media: MediaDescriptor;

  /** Internal. Calls make streams. */
  constructor(response: Response, media: MediaDescriptor) {
    this.response = response;
    this.#media = media;
  }

  /** @throws ResponseBodyError for an item that cannot be read */
  [Symbol.asyncIterator](): AsyncGenerator<Item, void, undefined> {
    return leavable(this.#items(), () => this.close());
  }

  async *#items(): AsyncGenerator<Item, void, undefined> {
    try {
      const { itemsOf } = await import("./item-decoding.js");
      for await (const item of itemsOf(this.response, this.#media)) {
        // The descriptor and Item come from the same schema.
        yield item as Item;
      }
    } finally {
      await this.close();
    }
  }

  /** Gives the connection up; items that have not arrived are lost. */
  async close(): Promise<void> {
    await this.response.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}
