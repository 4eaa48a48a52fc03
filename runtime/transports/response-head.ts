// Status line and headers of a response, with what the transport itself must know of them.

import { Headers } from "../headers.js";

export interface ResponseHead {
  readonly statusCode: number;
  readonly reasonPhrase: string;
  readonly headers: Headers;
}

export function responseHead(
  statusCode: number,
  reasonPhrase: string,
  rawHeaders: readonly (Uint8Array | string)[],
): ResponseHead {
  return { statusCode, reasonPhrase, headers: Headers.fromWire(rawHeaders, headerText) };
}

/** Bytes of the body, by Content-Length. */
export function declaredLength({ headers }: ResponseHead): number | undefined {
  const length = headers.get("content-length");
  return length === null ? undefined : Number(length);
}

/** Whether the connection closes after it (RFC 9112 §9.6). */
export function isLast({ headers }: ResponseHead): boolean {
  const connection = headers.get("connection");
  return connection !== null && connection !== "keep-alive" && connection.toLowerCase().includes("close");
}

// ASCII nearly always; else UTF-8 where it is that, as HTTPX guesses, and Latin-1 otherwise.
function headerText(raw: Uint8Array): string {
  const bytes = raw instanceof Buffer ? raw : Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength);
  const latin1 = bytes.toString("latin1");
  if (!NOT_ASCII.test(latin1)) return latin1;
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return latin1;
  }
}

const NOT_ASCII = /[\x80-\xff]/;
