// Content-Encoding undone (RFC 9110 §8.4): small bodies at once, everything else as it arrives.

import { aboutRequest, DecodingError } from "./errors.js";
import type { ContentDecoder, ContentDecoding } from "./platform/platform.js";
import type { Request } from "./request.js";

// Each coding can multiply the size, and nobody has a use for more.
const MAX_CODINGS = 5;

/**
 * What undoes a Content-Encoding; `undefined` if there is nothing to undo. Codings that are not known are skipped.
 *
 * @throws DecodingError for more codings than anybody has a use for.
 */
export function contentDecoding(
  contentEncoding: string,
  decoderOf: (coding: string) => ContentDecoder | undefined,
  request: Request | undefined,
): ContentDecoding | undefined {
  // Nearly always one, as it is written there.
  const only = decoderOf(contentEncoding);
  const decoders = only === undefined ? decodersOf(contentEncoding, decoderOf) : [only];
  if (decoders.length === 0) return undefined;
  if (decoders.length > MAX_CODINGS) {
    throw new DecodingError(
      aboutRequest(
        request,
        `the body has ${decoders.length} content encodings, at most ${MAX_CODINGS} are allowed.`,
      ),
      { request },
    );
  }
  return {
    whole: (raw, maxLength) => decodeWhole(raw, decoders, maxLength, request),
    stream: (source) => decodeStream(source, decoders, request),
  };
}

function decodersOf(
  contentEncoding: string,
  decoderOf: (coding: string) => ContentDecoder | undefined,
): ContentDecoder[] {
  return contentEncoding
    .split(",")
    .map((coding) => decoderOf(coding.trim().toLowerCase()))
    .filter((decoder) => decoder !== undefined)
    .reverse();
}

function decodeWhole(
  raw: Uint8Array,
  decoders: readonly ContentDecoder[],
  maxLength: number,
  request: Request | undefined,
): Uint8Array | undefined {
  // RFC 9110 §8.4.1: nothing encoded is still nothing.
  if (raw.byteLength === 0) return raw;
  let bytes = raw;
  try {
    for (const [index, decoder] of decoders.entries()) {
      const isLast = index === decoders.length - 1;
      // What lies between two codings may be a little larger than what comes out of the last.
      bytes = decoder.whole(bytes, isLast ? maxLength : 2 * maxLength + 65_536);
    }
  } catch (cause) {
    if (cause instanceof RangeError && "code" in cause && cause.code === "ERR_BUFFER_TOO_LARGE")
      return undefined;
    throw undecodable(cause, request);
  }
  return bytes;
}

// An error of the source passes as it is.
async function* decodeStream(
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
  return new DecodingError(
    aboutRequest(request, `the body does not match its Content-Encoding: ${reason}.`),
    {
      request,
      cause,
    },
  );
}
