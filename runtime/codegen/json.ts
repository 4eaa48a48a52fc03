// JSON on its way out, with integers of any length. `JSON.stringify` refuses a bigint, and Node 20 has no raw JSON: so
// long integers travel as marked strings, only when there are any. The way in is json-decoding.ts.

let secret: string | undefined;

/** No server can guess it, so that no string of a document is taken for a number. */
export function marker(): string {
  secret ??= `\ue000${crypto.randomUUID()}:`;
  return secret;
}

/** An integer of a JSON text that is too long for a number. */
export class LongInteger {
  readonly digits: string;

  constructor(digits: string) {
    this.digits = digits;
  }
}

/** Any value as JSON text; a `bigint` becomes a number with all its digits. */
export function encodeJson(value: unknown): string {
  try {
    return JSON.stringify(value) ?? "null";
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    // Either there is a bigint in it, or this throws the same error again.
    return stringifyBigints(value);
  }
}

function stringifyBigints(value: unknown): string {
  const mark = marker();
  const text = JSON.stringify(value, (_key, member: unknown) =>
    typeof member === "bigint" ? `${mark}${member}` : member,
  );
  return text.replaceAll(new RegExp(`"${mark}(-?\\d+)"`, "g"), "$1");
}
