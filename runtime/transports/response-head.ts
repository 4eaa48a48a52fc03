// Status line and headers, from the bytes off the wire to text, with what the transport itself must know of them.

export interface ResponseHead {
  readonly statusCode: number;
  readonly reasonPhrase: string;
  /** Name, value, name, value …, with the names' casing. */
  readonly headers: string[];
  readonly contentLength: number | undefined;
  readonly isEncoded: boolean;
  /** The connection closes after it. */
  readonly isLast: boolean;
}

/** `isUntouched`: the headers are as the parser gave them; an injected dispatcher may have put in others. */
export function decodeHead(
  statusCode: number,
  reasonPhrase: string,
  rawHeaders: readonly (Uint8Array | string)[],
  isUntouched: boolean,
): ResponseHead {
  const headers = (isUntouched ? cutTexts(rawHeaders) : undefined) ?? rawHeaders.map(text);
  let contentLength: number | undefined;
  let isEncoded = false;
  let isLast = false;
  for (let at = 0; at < headers.length; at += 2) {
    const name = headers[at]!;
    const value = headers[at + 1]!;
    // By length first: nearly every header is none of these.
    switch (name.length) {
      case 10:
        if (name.toLowerCase() === "connection" && value.toLowerCase().includes("close")) isLast = true;
        break;
      case 14:
        if (name.toLowerCase() === "content-length") contentLength = Number(value);
        break;
      case 16:
        if (name.toLowerCase() === "content-encoding") isEncoded = true;
    }
  }
  return { statusCode, reasonPhrase, headers, contentLength, isEncoded, isLast };
}

/**
 * What a parser gives are mostly views of one chunk off the socket. To decode all that they span, and cut that, costs
 * half of decoding each. `undefined` where they are not, or are more than ASCII.
 */
function cutTexts(raw: readonly (Uint8Array | string)[]): string[] | undefined {
  const first = raw[0];
  const last = raw[raw.length - 1];
  if (!(first instanceof Uint8Array && last instanceof Uint8Array)) return undefined;
  // They come in order, so what is between two views of one chunk is in that chunk. Buffers of Node's pool share one
  // without being neighbours.
  const { buffer, byteOffset } = first;
  const length = last.byteOffset + last.byteLength - byteOffset;
  if (buffer !== last.buffer || buffer.byteLength === Buffer.poolSize || length > MAX_SPAN) return undefined;
  const span = Buffer.from(buffer, byteOffset, length).toString("latin1");
  if (NOT_ASCII.test(span)) return undefined;
  return raw.map((each) => {
    if (typeof each === "string") return each;
    const start = each.byteOffset - byteOffset;
    return span.slice(start, start + each.byteLength);
  });
}

// ASCII nearly always; else UTF-8 where it is that, as HTTPX guesses, and Latin-1 otherwise.
function text(raw: Uint8Array | string): string {
  if (typeof raw === "string") return raw;
  const bytes = raw instanceof Buffer ? raw : Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength);
  const decoded = bytes.toString("latin1");
  return NOT_ASCII.test(decoded) ? decodeOther(bytes, decoded) : decoded;
}

// Beyond it a copy of everything between would be the waste.
const MAX_SPAN = 16 * 1024;
const NOT_ASCII = /[\x80-\xff]/;

function decodeOther(bytes: Uint8Array, latin1: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return latin1;
  }
}
