// The headers that a request gets by itself: Host first, then a zero length where a body is expected, the user's, and
// what describes the body. Content-Length and Transfer-Encoding never go out together (RFC 9112 §6.2).

import type { EncodedBody } from "./body-encoding.js";
import { LocalProtocolError } from "./errors.js";
import { Headers } from "./headers.js";
import { isMultipartType } from "./multipart.js";
import type { ResolvedUrl } from "./urls.js";

interface Framing {
  hosts: number;
  hasLength: boolean;
  hasTransferEncoding: boolean;
  contentType: string | undefined;
}

/** @throws LocalProtocolError for two Host headers. */
export function completedHeaders(
  method: string,
  url: ResolvedUrl,
  given: Headers,
  encoded: EncodedBody,
): Headers {
  const own = framingOf(given.flat());
  if (own.hosts > 1) throw new LocalProtocolError("A request has one Host header, but several were given.");
  if (own.hasLength && own.hasTransferEncoding) given.delete("content-length");

  const flat: string[] = [];
  if (own.hosts === 0) flat.push("Host", hostOf(url));
  const isFramed = own.hasLength || own.hasTransferEncoding;
  if (!isFramed && encoded.headers.length === 0 && expectsBody(method)) flat.push("Content-Length", "0");
  for (const text of given.flat()) flat.push(text);

  for (let at = 0; at < encoded.headers.length; at += 2) {
    const name = encoded.headers[at]!;
    const value = encoded.headers[at + 1]!;
    if (name === "Content-Type" ? own.contentType === undefined : !isFramed) flat.push(name, value);
    else if (name === "Content-Type" && lacksBoundary(own.contentType, value))
      replace(flat, "content-type", value);
  }
  return Headers.fromFlat(flat);
}

function framingOf(flat: readonly string[]): Framing {
  const framing: Framing = { hosts: 0, hasLength: false, hasTransferEncoding: false, contentType: undefined };
  for (let at = 0; at < flat.length; at += 2) {
    const name = flat[at]!;
    // By length first: this runs over every header of every request.
    if (name.length === 4) framing.hosts += name.toLowerCase() === "host" ? 1 : 0;
    else if (name.length === 12) {
      if (name.toLowerCase() === "content-type") framing.contentType = flat[at + 1];
    } else if (name.length === 14) framing.hasLength ||= name.toLowerCase() === "content-length";
    else if (name.length === 17) framing.hasTransferEncoding ||= name.toLowerCase() === "transfer-encoding";
  }
  return framing;
}

/** As the Host header has it: a port that is the scheme's own is left out. */
export function hostOf(url: ResolvedUrl): string {
  return url.origin.slice(url.origin.indexOf("//") + 2);
}

// HTTPX's choice; RFC 9110 §8.6 asks for a length where the method gives a body a meaning.
function expectsBody(method: string): boolean {
  return method === "POST" || method === "PUT" || method === "PATCH";
}

function lacksBoundary(given: string | undefined, encoded: string): boolean {
  return given !== encoded && isMultipartType(given) && isMultipartType(encoded);
}

function replace(flat: string[], name: string, value: string): void {
  for (let at = 0; at < flat.length; at += 2) if (flat[at]!.toLowerCase() === name) flat[at + 1] = value;
}
