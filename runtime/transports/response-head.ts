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

export function decodeHead(
  statusCode: number,
  reasonPhrase: string,
  rawHeaders: readonly (Uint8Array | string)[],
): ResponseHead {
  const headers: string[] = new Array(rawHeaders.length);
  let contentLength: number | undefined;
  let isEncoded = false;
  let isLast = false;
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = text(rawHeaders[at]!);
    const value = text(rawHeaders[at + 1]!);
    headers[at] = name;
    headers[at + 1] = value;
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

// ASCII nearly always; else UTF-8 where it is that, as HTTPX guesses, and Latin-1 otherwise.
function text(raw: Uint8Array | string): string {
  if (typeof raw === "string") return raw;
  const bytes = raw instanceof Buffer ? raw : Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength);
  const decoded = bytes.toString("latin1");
  return NOT_ASCII.test(decoded) ? decodeOther(bytes, decoded) : decoded;
}

const NOT_ASCII = /[\x80-\xff]/;

function decodeOther(bytes: Uint8Array, latin1: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return latin1;
  }
}
