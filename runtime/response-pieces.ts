// What a response made by hand consists of: one of several bodies, and the headers that describe it.

import { encodeBody } from "./body-encoding.js";
import { abandonBody, type Body, type ContentInit, contentBody, openBody } from "./content.js";
import { Headers, type HeadersInit } from "./headers.js";
import { assertKnownOptions } from "./near-miss.js";
import { described, type KnownOptions, knownOptions, type OptionKinds } from "./option-kinds.js";
import type { Request } from "./request.js";
import type { Response } from "./response.js";
import { reasonPhrase } from "./status-codes.js";
import type { ByteStream } from "./streams.js";

/** The charset of a text that names none: a name, or a function that looks at the bytes. */
export type DefaultEncoding = string | ((bytes: Uint8Array) => string | null | undefined);

/** What a response is made from, beside its status. At most one body. */
export interface ResponseOptions {
  /** Headers that describe the body are added, unless given. */
  headers?: HeadersInit | null | undefined;
  /** Raw bytes in any form, still encoded if the headers have a Content-Encoding. */
  content?: ContentInit | null | undefined;
  /** The body in UTF-8, with the Content-Type of plain text. */
  text?: string | undefined;
  /** The same with that of HTML. */
  html?: string | undefined;
  /** The body as JSON; `null` is no body. */
  json?: unknown;
  /** A body that is read later. It adds no header. */
  stream?: AsyncIterable<Uint8Array> | ReadableStream<Uint8Array> | ByteStream | undefined;
  /** The request that it answers; a client sets its own. */
  request?: Request | undefined;
  /** Default "HTTP/1.1". */
  httpVersion?: string | undefined;
  /** Default: the usual one for the status. */
  reasonPhrase?: string | undefined;
  /** What a transport has to say beside. */
  extensions?: Record<string, unknown> | undefined;
  /** The charset of text, where the headers name none. Default "utf-8". */
  defaultEncoding?: DefaultEncoding | undefined;
  /** Responses that led here, oldest first. */
  history?: readonly Response[] | undefined;
}

const known: KnownOptions = knownOptions({
  headers: undefined,
  content: undefined,
  text: "a string or null",
  html: "a string or null",
  json: undefined,
  stream: "an object or null",
  request: undefined,
  httpVersion: "a string",
  reasonPhrase: "a string",
  extensions: "an object",
  defaultEncoding: "a string or a function",
  history: undefined,
} satisfies OptionKinds<ResponseOptions>);

/** Internal: what a response consists of. */
export interface ResponsePieces {
  readonly statusCode: number;
  readonly reasonPhrase: string;
  readonly httpVersion: string;
  readonly headers: Headers;
  readonly body: Uint8Array | ByteStream;
  readonly request: Request | undefined;
}

/** @throws TypeError for more than one body, or for one that is none. */
export function responsePieces(statusCode: number, options: ResponseOptions): ResponsePieces {
  if (!Number.isInteger(statusCode))
    throw new TypeError(`Response: the status must be a whole number, not ${described(statusCode)}.`);
  assertKnownOptions("Response", options, known);
  const headers = new Headers(options.headers);
  return {
    statusCode,
    reasonPhrase: options.reasonPhrase ?? reasonPhrase(statusCode),
    httpVersion: options.httpVersion ?? "HTTP/1.1",
    headers,
    body: bodyOf(options, headers),
    request: options.request,
  };
}

function bodyOf(options: ResponseOptions, headers: Headers): Uint8Array | ByteStream {
  const { content, text, html, json, stream } = options;
  if ([content, text, html, json, stream].filter((value) => value != null).length > 1) {
    throw new TypeError(
      'A response has one body: give one of "content", "text", "html", "json" and "stream".',
    );
  }
  if (stream != null) return asByteStream(stream);
  const encoded = encodeBody({ content: content ?? text ?? html, json: json ?? undefined });
  if (text != null || html != null) {
    setDefault(
      headers,
      "Content-Length",
      String(encoded.body.kind === "bytes" ? encoded.body.bytes.byteLength : 0),
    );
    setDefault(headers, "Content-Type", `text/${text == null ? "html" : "plain"}; charset=utf-8`);
  }
  for (let at = 0; at < encoded.headers.length; at += 2) {
    setDefault(headers, encoded.headers[at]!, encoded.headers[at + 1]!);
  }
  const { body } = encoded;
  if (body.kind === "empty") return new Uint8Array(0);
  return body.kind === "bytes" ? body.bytes : streamOf(body);
}

function setDefault(headers: Headers, name: string, value: string): void {
  if (headers.has(name) || (name === "Transfer-Encoding" && headers.has("content-length"))) return;
  headers.append(name, value);
}

function asByteStream(
  source: AsyncIterable<Uint8Array> | ReadableStream<Uint8Array> | ByteStream,
): ByteStream {
  if ("close" in source && typeof source.close === "function") return source;
  return streamOf(contentBody(source));
}

function streamOf(body: Body): ByteStream {
  const pieces = openBody(body)[Symbol.asyncIterator]();
  let leave: (() => void) | undefined;
  const watched: AsyncIterator<Uint8Array> = {
    async next() {
      const closed = new Promise<IteratorResult<Uint8Array>>((resolve) => {
        leave = () => resolve({ done: true, value: undefined });
      });
      try {
        return await Promise.race([pieces.next(), closed]);
      } finally {
        leave = undefined;
      }
    },
    return: async () => (await pieces.return?.()) ?? { done: true, value: undefined },
  };
  return {
    [Symbol.asyncIterator]: () => watched,
    close: async () => {
      const returning = pieces.return?.();
      if (leave === undefined) await returning;
      else {
        // A generator in the middle of a wait ends after it, which may be never.
        returning?.catch(() => {});
        leave();
      }
      // One that was never started has no `finally` to run, and its source is still open.
      abandonBody(body);
    },
  };
}
