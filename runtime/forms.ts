// `data`: named values from any form, as ordered pairs.

import { type Scalar, scalarText } from "./form-encoding.js";

/** A form: an object, pairs in the order they are to be sent, or the platform's URLSearchParams or FormData. */
export type FormInit =
  | Readonly<Record<string, FormValue | readonly FormValue[]>>
  | Iterable<readonly [string, FormValue | readonly FormValue[]]>
  | URLSearchParams
  | FormData;

/** A field's value: text or bytes; `null` is empty, and `undefined` leaves the field out. */
export type FormValue = Scalar | undefined | ArrayBuffer | ArrayBufferView;

/** One field; text, or bytes as they are. */
export type FormField = readonly [name: string, value: unknown];

/** The fields in order: arrays repeat the name in place, `undefined` is left out. */
export function formFields(data: Exclude<FormInit, FormData>): FormField[] {
  if (typeof data !== "object" || data === null || data instanceof ArrayBuffer || ArrayBuffer.isView(data)) {
    throw new TypeError(
      'data: expected an object, pairs, URLSearchParams or FormData; pass a raw body as "content".',
    );
  }
  const fields: FormField[] = [];
  for (const [name, value] of pairsOf(data)) {
    if (typeof name !== "string")
      throw new TypeError(`Invalid type for name. Expected string, got ${typeof name}.`);
    for (const item of Array.isArray(value) ? value : [value])
      if (item !== undefined) fields.push([name, item]);
  }
  return fields;
}

/** The same fields as text, for a urlencoded form. */
export function textFields(fields: readonly FormField[]): (readonly [string, string])[] {
  return fields.map(([name, value]) => [name, scalarText("data", name, value)]);
}

function pairsOf(data: object): Iterable<readonly [unknown, unknown]> {
  if (!(Symbol.iterator in data)) return Object.entries(data);
  // Anything iterable: each item is looked at before it is trusted.
  return [...(data as Iterable<unknown>)].map((pair) => {
    if (!Array.isArray(pair) || pair.length !== 2)
      throw new TypeError("data: each item must be a [name, value] pair.");
    return [pair[0], pair[1]];
  });
}
