// The items of a sequence, each as it arrives: server-sent events, JSON Lines, JSON text sequences. Loaded by the first
// loop over one.

import type { Response } from "../response.js";
import { bodyError } from "./errors.js";
import { decodeJson, decodeParsed, parseLongIntegers } from "./json-decoding.js";
import type { MediaDescriptor } from "./operation.js";

/** @throws ResponseBodyError for an item that cannot be read */
export function itemsOf(response: Response, media: MediaDescriptor): AsyncIterable<unknown> {
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
      // A sign of life, and no item.
      if (event.data === "") continue;
      yield parsed(response, event.data, media);
      continue;
    }
    const isJson = data === "json" || (data?.includes(event.event) ?? false);
    const content = isJson ? rawJson(response, event.data, media) : event.data;
    const item: Record<string, unknown> = { event: event.event, data: content, id: event.id };
    if (event.retry !== null && event.retry !== undefined) item.retry = event.retry;
    yield codec === undefined ? item : readable(response, () => decodeParsed(codec, item));
  }
}

/** The codec is of the whole event, so that what is in `data` waits for it. */
function rawJson(response: Response, text: string, { codec }: MediaDescriptor): unknown {
  // A sign of life.
  if (text === "") return undefined;
  const { jsonDecoder = codec === undefined ? JSON.parse : parseLongIntegers } = response;
  return readable(response, () => jsonDecoder(text));
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
  const { jsonDecoder = JSON.parse } = response;
  return readable(response, () =>
    codec === undefined ? jsonDecoder(text) : decodeJson(text, codec, response.jsonDecoder),
  );
}

function readable(response: Response, read: () => unknown): unknown {
  try {
    return read();
  } catch (cause) {
    throw bodyError(response, "an item of the stream is not the JSON that the document describes", cause);
  }
}
