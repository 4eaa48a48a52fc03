// Sequential bodies on their way in: server-sent events, JSON Lines, JSON text sequences. OpenAPI 3.2 §4.14.5.

import type { Response } from "../response.js";
import { decodeValue } from "./codec.js";
import { bodyError } from "./errors.js";
import { decodeJson } from "./json.js";
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
  async *[Symbol.asyncIterator](): AsyncGenerator<Item, void, undefined> {
    try {
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

function itemsOf(response: Response, media: MediaDescriptor): AsyncIterable<unknown> {
  switch (media.kind) {
    case "events":
    case "event-data":
      return events(response, media);
    case "json-seq":
      return documents(response, media, records(response.iterText()));
    default:
      return documents(response, media, response.iterLines());
  }
}

async function* events(response: Response, media: MediaDescriptor): AsyncGenerator<unknown> {
  const { sentinel = "[DONE]", kind, codec, data } = media;
  for await (const event of response.iterEvents()) {
    if (event.data.trim() === sentinel) return;
    if (kind === "event-data") {
      yield parsed(response, event.data, media);
      continue;
    }
    const content = data === "json" ? parsed(response, event.data, { kind }) : event.data;
    const item: Record<string, unknown> = { event: event.event, data: content, id: event.id };
    if (event.retry !== null && event.retry !== undefined) item.retry = event.retry;
    yield codec === undefined ? item : decodeValue(codec, item);
  }
}

async function* documents(
  response: Response,
  media: MediaDescriptor,
  texts: AsyncIterable<string>,
): AsyncGenerator<unknown> {
  for await (const text of texts) {
    const trimmed = text.trim();
    if (trimmed === media.sentinel) return;
    if (trimmed !== "") yield parsed(response, trimmed, media);
  }
}

/** RFC 7464 §2.1: a record begins with RS and ends where the next one begins. */
async function* records(texts: AsyncIterable<string>): AsyncGenerator<string> {
  let kept = "";
  for await (const text of texts) {
    const pieces = (kept + text).split("\x1e");
    kept = pieces.pop() ?? "";
    yield* pieces;
  }
  yield kept;
}

function parsed(response: Response, text: string, { codec }: MediaDescriptor): unknown {
  try {
    return decodeJson(text, codec);
  } catch (cause) {
    throw bodyError(response, "an item of the stream is not the JSON that the document describes", cause);
  }
}
