// Sequential bodies on their way out: one item after the other, each as JSON. OpenAPI 3.2 §4.14.5.

import type { ContentInit } from "../content.js";
import { asBytes } from "../streams.js";
import { type Codec, encodeValue } from "./codec.js";
import type { WriteJson } from "./json.js";
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
export function encodeItems(
  items: Items<unknown>,
  { kind, codec }: MediaDescriptor,
  writeJson: WriteJson,
): ContentInit {
  const json = (item: unknown): string => textOf(writeJson(item));
  const write = (item: unknown): string => writers[kind as keyof typeof writers](item, json);
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

type ToText = (item: unknown) => string;

function textOf(json: string | Uint8Array): string {
  return typeof json === "string" ? json : new TextDecoder().decode(json);
}

const writers = {
  "json-lines": (item: unknown, json: ToText): string => `${json(item)}\n`,
  // RFC 7464 §2.2.
  "json-seq": (item: unknown, json: ToText): string => `\x1e${json(item)}\n`,
  "event-data": (item: unknown, json: ToText): string => `${dataLines(json(item), json)}\n`,
  events: eventText,
};

/** WHATWG HTML §9.2.6. */
function eventText(item: unknown, json: ToText): string {
  if (typeof item !== "object" || item === null) return `${dataLines(item, json)}\n`;
  let text = "";
  for (const [field, value] of Object.entries(item)) {
    if (value === undefined || value === null) continue;
    text += field === "data" ? dataLines(value, json) : `${field}: ${String(value)}\n`;
  }
  return `${text}\n`;
}

function dataLines(data: unknown, json: ToText): string {
  const text = typeof data === "string" ? data : json(data);
  return text
    .split(/\r\n|\r|\n/)
    .map((line) => `data: ${line}\n`)
    .join("");
}
