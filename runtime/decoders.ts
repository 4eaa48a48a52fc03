// Content-Encoding undone (RFC 9110 §8.4): small bodies at once, everything else as it arrives.

import { platform } from "#platform";
import { DecodingError, describeRequest, ResponseTooLarge } from "./errors.js";
import type { ContentDecoder } from "./platform/platform.js";
import type { Request } from "./request.js";

// Each coding can multiply the size, and nobody has a use for more.
const MAX_CODINGS = 5;

// A synchronous call of 5 µs beats a thread's 100, until a body is large enough to hold up everything else.
const SYNC_LIMIT = 64 * 1024;

/** The decoders for a Content-Encoding, in the order to apply them. Codings that are not known are skipped. */
export function contentDecoders(
  contentEncoding: string | null,
  request: Request | undefined,
): readonly ContentDecoder[] {
  if (contentEncoding === null) return [];
  const decoders = contentEncoding
    .split(",")
    .map((coding) => platform.contentDecoder(coding.trim().toLowerCase()))
    .filter((decoder) => decoder !== undefined)
    .reverse();
  if (decoders.length > MAX_CODINGS) {
    throw new DecodingError(
      message(
        request,
        `the body has ${decoders.length} content encodings, at most ${MAX_CODINGS} are allowed.`,
      ),
      { request },
    );
  }
  return decoders;
}

/** Whether a body of that size may be decoded in one synchronous call. */
export function isDecodedAtOnce(bytes: Uint8Array): boolean {
  return bytes.byteLength <= SYNC_LIMIT;
}

/** @throws DecodingError, ResponseTooLarge */
export function decodeWhole(
  raw: Uint8Array,
  decoders: readonly ContentDecoder[],
  maxLength: number | undefined,
  request: Request | undefined,
): Uint8Array {
  // RFC 9110 §8.4.1: nothing encoded is still nothing.
  if (raw.byteLength === 0) return raw;
  let bytes = raw;
  try {
    for (const [index, decoder] of decoders.entries()) {
      const isLast = index === decoders.length - 1;
      // What lies between two codings may be a little larger than what comes out of the last.
      bytes = decoder.whole(bytes, maxLength === undefined || isLast ? maxLength : 2 * maxLength + 65_536);
    }
  } catch (cause) {
    if (cause instanceof RangeError && "code" in cause && cause.code === "ERR_BUFFER_TOO_LARGE") {
      throw tooLarge(maxLength ?? 0, request);
    }
    throw undecodable(cause, request);
  }
  return bytes;
}

/** Decodes piece by piece. An error of the source passes as it is. @throws DecodingError */
export async function* decodeStream(
  source: AsyncIterable<Uint8Array>,
  decoders: readonly ContentDecoder[],
  request: Request | undefined,
): AsyncGenerator<Uint8Array> {
  let sourceFailure: { readonly error: unknown } | undefined;
  async function* watched(): AsyncGenerator<Uint8Array> {
    try {
      yield* source;
    } catch (error) {
      sourceFailure = { error };
      throw error;
    }
  }
  const raw = await withoutEmptyStart(watched());
  if (raw === undefined) return;
  let decoded = raw;
  for (const decoder of decoders) decoded = decoder.stream(decoded);
  try {
    yield* decoded;
  } catch (cause) {
    throw sourceFailure === undefined ? undecodable(cause, request) : sourceFailure.error;
  }
}

export function tooLarge(maxLength: number, request: Request | undefined): ResponseTooLarge {
  return new ResponseTooLarge(
    message(request, `the body is larger than maxResponseSize, ${maxLength} bytes.`),
    {
      request,
    },
  );
}

// No decoder takes an empty body for what it is.
async function withoutEmptyStart(
  source: AsyncGenerator<Uint8Array>,
): Promise<AsyncIterable<Uint8Array> | undefined> {
  const first = await source.next();
  if (first.done) return undefined;
  return (async function* () {
    try {
      yield first.value;
      yield* source;
    } finally {
      await source.return(undefined);
    }
  })();
}

function undecodable(cause: unknown, request: Request | undefined): DecodingError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new DecodingError(message(request, `the body does not match its Content-Encoding: ${reason}.`), {
    request,
    cause,
  });
}

function message(request: Request | undefined, text: string): string {
  return request === undefined ? text : `${describeRequest(request)}: ${text}`;
}
