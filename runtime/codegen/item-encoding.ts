// Sequential bodies on their way out: one item after the other, each as JSON. OpenAPI 3.2 §4.14.5.

import type { ContentInit } from "../content.js";
import { asBytes } from "../streams.js";
import { type Codec, encodeValue } from "./codec.js";
import { encodeJson } from "./json.js";
import type { MediaDescriptor } from "./operation.js";

/** What a request body that is a sequence takes. */
export type Items<Item> = Iterable<Item> | AsyncIterable<Item>;

/** Whether the value is a sequence of items, and not text or bytes that were written elsewhere. */
export function isItems(value: unknown): value is Items<unknown> {
  if (typeof value !== "object" || value === null || asBytes(value) !== undefined) return false;
  if (value instanceof ReadableStream) return false;
  return Symbol.asyncIterator in value || Symbol.iterator in value;
}

/** Items as they come; a list, unlike a generator, can be sent again. */
export function encodeItems(items: Items<unknown>, { kind, codec }: MediaDescriptor): ContentInit {
  const write = writers[kind as keyof typeof writers];
  const texts = encodedItems(items, codec, write);
  return "next" in items ? texts : () => encodedItems(items, codec, write);
}

async function* encodedItems(
  items: Items<unknown>,
  codec: Codec | undefined,
  write: (item: unknown) => string,
): AsyncGenerator<string> {
  for await (const item of items) yield write(codec === undefined ? item : encodeValue(codec, item));
}

const writers = {
  "json-lines": (item: unknown): string => `${encodeJson(item)}\n`,
  // RFC 7464 §2.2.
  "json-seq": (item: unknown): string => `\x1e${encodeJson(item)}\n`,
  "event-data": (item: unknown): string => `data: ${encodeJson(item)}\n\n`,
  events: eventText,
};

/** WHATWG HTML §9.2.6. */
function eventText(item: unknown): string {
  if (typeof item !== "object" || item === null) return `${dataLines(item)}\n`;
  let text = "";
  for (const [field, value] of Object.entries(item)) {
    if (value === undefined || value === null) continue;
    text += field === "data" ? dataLines(value) : `${field}: ${String(value)}\n`;
  }
  return `${text}\n`;
}

function dataLines(data: unknown): string {
  const text = typeof data === "string" ? data : encodeJson(data);
  return text
    .split(/\r\n|\r|\n/)
    .map((line) => `data: ${line}\n`)
    .join("");
}
