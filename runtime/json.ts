// JSON that says what it was given: JSON.stringify would turn NaN into null and leave out what it cannot write.

import { describeRequest } from "./errors.js";
import type { Request } from "./request.js";

/** @throws TypeError for NaN, infinities, bigints, functions, symbols and cycles, with the path to them. */
export function encodeJson(value: unknown): string {
  let text: string | undefined;
  try {
    text = JSON.stringify(value);
    // NaN and infinities come out as null. A replacer doubles the time, so it only looks where one may have been.
    if (text?.includes("null")) JSON.stringify(value, refuseNonFinite);
  } catch (cause) {
    if (cause instanceof UnwritableNumber) throw new TypeError(`json: ${cause.message}`);
    throw new TypeError(
      `json: ${cause instanceof Error ? cause.message : "the value cannot be written as JSON."}`,
      { cause },
    );
  }
  if (text === undefined) throw new TypeError(`json: ${typeof value} cannot be written as JSON.`);
  return text;
}

class UnwritableNumber extends Error {}

function refuseNonFinite(this: Readonly<Record<string, unknown>>, key: string, value: unknown): unknown {
  // An invalid Date has said null already.
  const given = this[key];
  if ((typeof value === "number" || given instanceof Date) && !Number.isFinite(Number(given))) {
    throw new UnwritableNumber(
      `Out of range float values are not JSON compliant: ${given}${key === "" ? "" : ` at ${JSON.stringify(key)}`}.`,
    );
  }
  return value;
}

/** RFC 8259 §8.1 says UTF-8, but a byte order mark or the zero bytes of the first characters tell the others. */
export function jsonText(bytes: Uint8Array): string {
  const [a, b, c, d] = bytes;
  // Nearly always: an ASCII character that is followed by another.
  if (a !== undefined && b !== undefined && a !== 0 && b !== 0 && a < 0xef) return utf8Decoder.decode(bytes);
  if (a === 0xff && b === 0xfe)
    return c === 0 && d === 0 && bytes.length >= 4 ? utf32(bytes, true) : decode(bytes, "utf-16le");
  if (a === 0xfe && b === 0xff) return decode(bytes, "utf-16be");
  if (a === 0 && b === 0) return utf32(bytes, false);
  if (a === 0 && b !== undefined) return decode(bytes, "utf-16be");
  if (b === 0)
    return c === 0 && d === 0 && bytes.length >= 4 ? utf32(bytes, true) : decode(bytes, "utf-16le");
  return utf8Decoder.decode(bytes);
}

const utf8Decoder = new TextDecoder();

function decode(bytes: Uint8Array, charset: string): string {
  return new TextDecoder(charset).decode(bytes);
}

function utf32(bytes: Uint8Array, littleEndian: boolean): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let text = "";
  for (let at = 0; at + 4 <= bytes.byteLength; at += 4) {
    const point = view.getUint32(at, littleEndian);
    if (at === 0 && point === 0xfeff) continue;
    text += point > 0x10ffff ? "\ufffd" : String.fromCodePoint(point);
  }
  return text;
}

/** JSON.parse whose error says where the text came from, and repeats nothing of it: it may hold a secret. */
export function parseJson(text: string, request: Request | undefined): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const reason =
      error instanceof Error
        ? error.message.replace(/,? ?\.{0,3}".*"(?:\.{3})? is not valid JSON$/s, "")
        : "";
    const where = request === undefined ? "" : `${describeRequest(request)}: `;
    throw new SyntaxError(`${where}the body is not valid JSON${reason === "" ? "" : `: ${reason}`}.`);
  }
}
