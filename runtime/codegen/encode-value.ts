// A value on its way out. Apart, because only what has text for long integers needs it.

import { type Codec, placeOf, type ScalarCodec } from "./codec.js";
import { convert } from "./conversion.js";
import { integerText } from "./json.js";

/** A value as JSON carries it: the way out. Copies only along the positions that the codec names. */
export function encodeValue(codec: Codec, value: unknown): unknown {
  return convert(codec, value, encodeScalar, "");
}

function encodeScalar(codec: ScalarCodec, value: unknown, path: string): unknown {
  switch (codec) {
    case "int64":
    case "bigint":
      if (Number.isInteger(value) && !Number.isSafeInteger(value)) {
        throw new RangeError(`${placeOf(path)} is beyond 2^53: pass it as a bigint`);
      }
      return value;
    case "int64-string":
      return typeof value === "string" && integerText.test(value) ? BigInt(value) : value;
    case "date-time":
      return value instanceof Date ? value.toISOString() : value;
    case "date":
      return value instanceof Date ? value.toISOString().slice(0, 10) : value;
  }
}
