// Sequential bodies, as callers give them.

import { asBytes } from "../streams.js";

/** What a request body that is a sequence takes. */
export type Items<Item> = Iterable<Item> | AsyncIterable<Item>;

/** Whether the value is a sequence of items, and not text or bytes that were written elsewhere. */
export function isItems(value: unknown): value is Items<unknown> {
  if (typeof value !== "object" || value === null || asBytes(value) !== undefined) return false;
  if (value instanceof ReadableStream) return false;
  return Symbol.asyncIterator in value || Symbol.iterator in value;
}
