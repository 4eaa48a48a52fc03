// gzip is a list of members (RFC 1952 §2.2). Node's own decoder takes whatever follows one for the next, and fails when it
// is none; here, as in HTTPX and in browsers, what does not begin like a member ends the body, and is ignored.

import { crc32, createInflateRaw, gunzipSync, type InflateRaw, inflateRawSync } from "node:zlib";
import { concatBytes, NO_BYTES } from "../streams.js";
import { throughTransform } from "./transform.js";
import { outputOptions } from "./zlib-options.js";

// The name of a file is in the header, and as long as it likes to be.
const MAX_HEADER = 1024 * 1024;
const TRAILER = 8;

/** @throws Error for a member that is corrupt or cut short, RangeError (ERR_BUFFER_TOO_LARGE) for more than `maxLength`. */
export function gunzipWhole(bytes: Uint8Array, maxLength: number): Uint8Array {
  try {
    return gunzipSync(bytes, outputOptions(expectedLength(bytes), maxLength));
  } catch (error) {
    // What is too long stays so. Anything else is no gzip at all, or has something after it that is none.
    if (error instanceof RangeError) throw error;
    return gunzipMembers(bytes, maxLength);
  }
}

function gunzipMembers(bytes: Uint8Array, maxLength: number): Uint8Array {
  const pieces: Uint8Array[] = [];
  let length = 0;
  let rest = bytes;
  do {
    const header = headerLength(rest);
    if (header === undefined) throw cutShort();
    // With `info`, which the types do not know, comes the engine, which knows how many bytes it took.
    const { buffer, engine } = inflateRawSync(rest.subarray(header), {
      ...outputOptions(expectedLength(rest), maxLength - length),
      info: true,
    }) as unknown as { buffer: Buffer; engine: InflateRaw };
    const end = header + engine.bytesWritten;
    checkTrailer(rest.subarray(end, end + TRAILER), crc32(buffer), buffer.byteLength);
    pieces.push(buffer);
    length += buffer.byteLength;
    rest = rest.subarray(end + TRAILER);
  } while (beginsMember(rest));
  return concatBytes(pieces);
}

/** The same as it arrives. @throws Error as above, and whatever the source throws. */
export async function* gunzipStream(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const input = new Input(source);
  try {
    do {
      await skipHeader(input);
      yield* member(input);
    } while (beginsMember(await input.atLeast(2)));
    // Read to its end, so that the connection can be used again.
    while ((await input.next()) !== undefined);
  } finally {
    await input.close();
  }
}

async function* member(input: Input): AsyncGenerator<Uint8Array> {
  const inflate = createInflateRaw();
  let checksum = 0;
  let length = 0;
  for await (const piece of throughTransform(deflated(input, inflate), inflate)) {
    checksum = crc32(piece, checksum);
    length += piece.byteLength;
    yield piece;
  }
  const kept = await input.atLeast(TRAILER);
  checkTrailer(kept.subarray(0, TRAILER), checksum, length);
  input.unread(kept.subarray(TRAILER));
}

// It is asked for the next piece when the one before was taken, or as much of it as belongs to the member.
async function* deflated(input: Input, inflate: InflateRaw): AsyncGenerator<Uint8Array> {
  for (;;) {
    const piece = await input.next();
    if (piece === undefined) return;
    const before = inflate.bytesWritten;
    yield piece;
    const taken = inflate.bytesWritten - before;
    if (taken === piece.byteLength) continue;
    input.unread(piece.subarray(taken));
    return;
  }
}

async function skipHeader(input: Input): Promise<void> {
  let kept = await input.atLeast(10);
  let length = headerLength(kept);
  while (length === undefined) {
    if (kept.byteLength > MAX_HEADER) throw new Error("the gzip header is too long");
    const longer = await input.atLeast(kept.byteLength + 1);
    if (longer.byteLength === kept.byteLength) throw cutShort();
    kept = longer;
    length = headerLength(kept);
  }
  input.unread(kept.subarray(length));
}

function beginsMember(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/** RFC 1952 §2.3; `undefined` while it is not complete. */
function headerLength(bytes: Uint8Array): number | undefined {
  if (bytes.byteLength >= 2 && !beginsMember(bytes)) throw new Error("incorrect header check");
  const flags = bytes[3];
  if (flags === undefined || bytes.byteLength < 10) return undefined;
  if (bytes[2] !== 8) throw new Error("unknown compression method");
  let length = 10;
  // FEXTRA, with its length before it; FNAME and FCOMMENT, with a zero after them; FHCRC.
  if (flags & 4) {
    if (bytes.byteLength < 12) return undefined;
    length += 2 + bytes[10]! + 256 * bytes[11]!;
  }
  for (const flag of [8, 16]) {
    if ((flags & flag) === 0) continue;
    const end = bytes.indexOf(0, length);
    if (end === -1) return undefined;
    length = end + 1;
  }
  if (flags & 2) length += 2;
  return length <= bytes.byteLength ? length : undefined;
}

function checkTrailer(trailer: Uint8Array, checksum: number, length: number): void {
  if (trailer.byteLength < TRAILER) throw cutShort();
  const view = new DataView(trailer.buffer, trailer.byteOffset, TRAILER);
  if (view.getUint32(0, true) !== checksum) throw new Error("incorrect data check");
  if (view.getUint32(4, true) !== length % 2 ** 32) throw new Error("incorrect length check");
}

function cutShort(): Error {
  return new Error("unexpected end of file");
}

/** What the last member says of itself, true or not. One more, so that zlib sees the end at once. */
function expectedLength(bytes: Uint8Array): number {
  if (bytes.byteLength < TRAILER) return 0;
  return new DataView(bytes.buffer, bytes.byteOffset + bytes.byteLength - 4, 4).getUint32(0, true) + 1;
}

/** Pieces of which some can be put back. */
class Input {
  readonly #pieces: AsyncIterator<Uint8Array>;
  #kept: Uint8Array = NO_BYTES;

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#pieces = source[Symbol.asyncIterator]();
  }

  /** What was put back, else the next piece; `undefined` at the end. */
  async next(): Promise<Uint8Array | undefined> {
    const kept = this.#kept;
    this.#kept = NO_BYTES;
    if (kept.byteLength > 0) return kept;
    const { done, value } = await this.#pieces.next();
    return done ? undefined : value;
  }

  /** As many bytes, or more, or all that are left. They stay here, until others are put back. */
  async atLeast(length: number): Promise<Uint8Array> {
    while (this.#kept.byteLength < length) {
      const { done, value } = await this.#pieces.next();
      if (done) break;
      this.#kept = this.#kept.byteLength === 0 ? value : concatBytes([this.#kept, value]);
    }
    return this.#kept;
  }

  /** In place of what is kept. */
  unread(bytes: Uint8Array): void {
    this.#kept = bytes;
  }

  async close(): Promise<void> {
    await this.#pieces.return?.();
  }
}
