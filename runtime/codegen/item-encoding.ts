// Sequential bodies on their way out: one item after the other, each as JSON. OpenAPI 3.2 §4.14.5. Loaded by the first
// body that is one.

import type { Items } from "./items.js";
import type { WriteJson } from "./json.js";
import type { MediaDescriptor } from "./operation.js";

/** Items as they come. */
export async function* encodedItems(
  items: Items<unknown>,
  { kind, codec, encode }: MediaDescriptor,
  writeJson: WriteJson,
): AsyncGenerator<string> {
  const write = writers[kind as keyof typeof writers];
  const json = (item: unknown): string => textOf(writeJson(item));
  for await (const item of items) {
    yield write(codec === undefined ? item : (encode?.(codec, item) ?? item), json);
  }
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
