// Node: content decoding by zlib, files by fs, environment variables.

import { channel } from "node:diagnostics_channel";
import { createReadStream, statSync } from "node:fs";
import { createRequire } from "node:module";
import type { Transform } from "node:stream";
import * as zlib from "node:zlib";
import { contentDecoding } from "../decoders.js";
import type { FileReadable } from "../node-streams.js";
import { environmentProxies } from "../proxy-environment.js";
import { cookieRules } from "../set-cookie.js";
import { addCaller, rejected } from "./callers.js";
import { gunzipStream, gunzipWhole } from "./gzip.js";
import type { ContentDecoder, FileSource, Platform } from "./platform.js";
import { throughTransform } from "./transform.js";
import { type OutputOptions, outputOptions } from "./zlib-options.js";

type WholeDecoder = (bytes: Uint8Array, options: OutputOptions | Record<string, never>) => Uint8Array;

function contentDecoderOf(whole: WholeDecoder, create: () => Transform): ContentDecoder {
  return {
    whole: (bytes, maxLength) => whole(bytes, outputOptions(bytes.byteLength * USUAL_RATIO, maxLength)),
    stream: (source) => throughTransform(source, create()),
  };
}

const USUAL_RATIO = 4;

const gzip: ContentDecoder = { whole: gunzipWhole, stream: gunzipStream };
const brotli = contentDecoderOf(zlib.brotliDecompressSync, () => zlib.createBrotliDecompress());
const inflate = contentDecoderOf(zlib.inflateSync, () => zlib.createInflate());
const inflateRaw = contentDecoderOf(zlib.inflateRawSync, () => zlib.createInflateRaw());

// RFC 9110 §8.4.1.2 means the zlib format, but some servers send raw deflate. RFC 1950 §2.2: the first two bytes tell.
const deflate: ContentDecoder = {
  whole: (bytes, maxLength) => (isZlib(bytes) ? inflate : inflateRaw).whole(bytes, maxLength),
  stream: async function* (source) {
    const iterator = source[Symbol.asyncIterator]();
    const head: Uint8Array[] = [];
    let length = 0;
    try {
      while (length < 2) {
        const next = await iterator.next();
        if (next.done) break;
        head.push(next.value);
        length += next.value.byteLength;
      }
      const rest: AsyncIterable<Uint8Array> = { [Symbol.asyncIterator]: () => iterator };
      yield* (isZlib(Buffer.concat(head)) ? inflate : inflateRaw).stream(chained(head, rest));
    } finally {
      await iterator.return?.();
    }
  },
};

function isZlib(bytes: Uint8Array): boolean {
  const [first, second] = bytes;
  return (
    first !== undefined &&
    second !== undefined &&
    (first & 0x0f) === 8 &&
    first >> 4 <= 7 &&
    (first * 256 + second) % 31 === 0
  );
}

async function* chained(
  head: readonly Uint8Array[],
  rest: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  yield* head;
  yield* rest;
}

// zstd came with Node 22.15 and 23.8. RFC 8878 §3: a body is any number of frames; one cut short is an error. Some
// releases of Node read the first frame only, or do not notice the cut: to those servers must not send it.
function zstdDecoder(): ContentDecoder | undefined {
  // Older type definitions, and Node 20, do not have these two.
  const { zstdDecompressSync, createZstdDecompress } = zlib as {
    zstdDecompressSync?: WholeDecoder;
    createZstdDecompress?: () => Transform;
  };
  if (zstdDecompressSync === undefined || createZstdDecompress === undefined) return undefined;
  const frame = Buffer.from("28b52ffd20084100007465737420313233", "hex"); // "test 123"
  if (!decodesTo("test 123test 123", zstdDecompressSync, Buffer.concat([frame, frame]))) return undefined;
  if (!fails(zstdDecompressSync, frame.subarray(0, -3))) return undefined;
  return contentDecoderOf(zstdDecompressSync, createZstdDecompress);
}

function decodesTo(text: string, decode: WholeDecoder, bytes: Uint8Array): boolean {
  try {
    return Buffer.from(decode(bytes, {})).toString() === text;
  } catch {
    return false; // That is the answer to the question.
  }
}

function fails(decode: WholeDecoder, bytes: Uint8Array): boolean {
  try {
    decode(bytes, {});
    return false;
  } catch {
    return true;
  }
}

// Kept for the life of the process: what this Node can do does not change.
let zstd: { decoder: ContentDecoder | undefined } | undefined;

function probedZstd(): ContentDecoder | undefined {
  zstd ??= { decoder: zstdDecoder() };
  return zstd.decoder;
}

/** `undefined` for a coding that is not known. */
export function contentDecoder(coding: string): ContentDecoder | undefined {
  switch (coding) {
    case "gzip":
      return gzip;
    case "deflate":
      return deflate;
    case "br":
      return brotli;
    case "zstd":
      return probedZstd();
    default:
      return undefined;
  }
}

// statSync, because a request is built synchronously, and its length is part of it.
function fileSource(stream: FileReadable): FileSource | undefined {
  const { path } = stream;
  const file = typeof path === "string" ? path : Buffer.from(path);
  const stats = statSync(file, { throwIfNoEntry: false });
  if (stats === undefined || !stats.isFile()) return undefined;
  const consumed = stream.bytesRead - (stream.readableLength ?? 0);
  const start = (stream.start ?? 0) + consumed;
  const end = Math.min((stream.end ?? Number.POSITIVE_INFINITY) + 1, stats.size);
  const length = Math.max(0, end - start);
  return {
    length,
    reopen: () => (length === 0 ? nothing() : createReadStream(file, { start, end: end - 1 })),
  };
}

async function* nothing(): AsyncGenerator<Uint8Array> {}

export const platform: Platform = {
  addCaller,
  rejected,
  // In a third of the time of TextEncoder, which has no pool to take small buffers from.
  utf8: (text) => Buffer.from(text),
  get acceptEncoding(): string {
    return probedZstd() === undefined ? "gzip, deflate, br" : "gzip, deflate, br, zstd";
  },
  contentDecoding: (contentEncoding, request) => contentDecoding(contentEncoding, contentDecoder, request),
  fileSource,
  loadMime: async () => (await import("mime")).default,
  environmentProxies: () => environmentProxies(process.env),
  loadCookieRules: async () => cookieRules(await import("tough-cookie")),
  requireCookieRules: () => cookieRules(createRequire(import.meta.url)("tough-cookie")),
  channel,
};
