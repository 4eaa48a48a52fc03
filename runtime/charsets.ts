// From bytes to text by a charset's name. The platform's TextDecoder does the work, but for two charsets that it
// only pretends to know: it reads "iso-8859-1" and "ascii" as windows-1252, and on Node 20 not even always.

/** Decodes text piece by piece; `flush` gives what an incomplete last character becomes. */
export interface StreamingTextDecoder {
  decode(bytes: Uint8Array): string;
  flush(): string;
}

const LATIN_1 = new Set(["latin-1", "latin1", "iso-8859-1", "iso8859-1", "iso-88591", "l1", "cp819", "8859"]);
const ASCII = new Set(["ascii", "us-ascii", "646"]);
// Python's names for what the platform calls otherwise; TextDecoder drops a byte order mark anyway.
const ALIASES: Readonly<Record<string, string>> = {
  "utf-8-sig": "utf-8",
  utf8: "utf-8",
  utf16: "utf-16",
  u8: "utf-8",
};

const utf8Decoder = new TextDecoder();

/** The `charset` of a Content-Type, in lower case; `undefined` if there is none. */
export function charsetOf(contentType: string | null): string | undefined {
  if (contentType === null) return undefined;
  const match = /;\s*charset\s*=\s*(?:"([^"]*)"|([^;\s]*))/i.exec(contentType);
  const charset = (match?.[1] ?? match?.[2] ?? "").trim().toLowerCase();
  return charset === "" ? undefined : charset;
}

export function isKnownCharset(charset: string): boolean {
  const name = canonicalName(charset);
  if (name === "utf-8" || LATIN_1.has(name) || ASCII.has(name)) return true;
  try {
    new TextDecoder(name);
    return true;
  } catch {
    return false; // RangeError: not a label that the platform knows.
  }
}

/** The whole text at once; a byte order mark is dropped, as `fetch` does. */
export function decodeText(bytes: Uint8Array, charset: string): string {
  if (charset === "utf-8") return utf8Decoder.decode(bytes);
  const decoder = textDecoder(charset);
  return decoder.decode(bytes) + decoder.flush();
}

/** @throws RangeError for a charset that is not known. */
export function textDecoder(charset: string): StreamingTextDecoder {
  const name = canonicalName(charset);
  if (LATIN_1.has(name)) return singleByteDecoder((byte) => byte);
  if (ASCII.has(name)) return singleByteDecoder((byte) => (byte < 0x80 ? byte : 0xfffd));
  if (name === "utf-16") return utf16Decoder();
  return platformDecoder(name, charset);
}

function canonicalName(charset: string): string {
  const name = charset.trim().toLowerCase().replaceAll("_", "-");
  return ALIASES[name] ?? name;
}

function platformDecoder(name: string, given: string): StreamingTextDecoder {
  let decoder: InstanceType<typeof TextDecoder>;
  try {
    decoder = new TextDecoder(name);
  } catch (cause) {
    throw new RangeError(`Unknown text encoding ${JSON.stringify(given)}.`, { cause });
  }
  return {
    // Always as a stream: on Node 20 the one-shot form gets windows-1252 wrong.
    decode: (bytes) => decoder.decode(bytes, { stream: true }),
    flush: () => decoder.decode(),
  };
}

function singleByteDecoder(codePoint: (byte: number) => number): StreamingTextDecoder {
  return {
    decode(bytes) {
      let text = "";
      for (let start = 0; start < bytes.length; start += 8192) {
        text += String.fromCharCode(...Array.from(bytes.subarray(start, start + 8192), codePoint));
      }
      return text;
    },
    flush: () => "",
  };
}

// The byte order mark decides, little-endian without one; TextDecoder's own "utf-16" never looks for big-endian.
function utf16Decoder(): StreamingTextDecoder {
  let decoder: InstanceType<typeof TextDecoder> | undefined;
  let held: number | undefined;
  const start = (bytes: Uint8Array): string => {
    decoder = new TextDecoder(bytes[0] === 0xfe && bytes[1] === 0xff ? "utf-16be" : "utf-16le");
    return decoder.decode(bytes, { stream: true });
  };
  return {
    decode(bytes) {
      if (decoder !== undefined) return decoder.decode(bytes, { stream: true });
      if (bytes.length === 0) return "";
      const joined = held === undefined ? bytes : Uint8Array.from([held, ...bytes]);
      if (joined.length >= 2) return start(joined);
      held = joined[0];
      return "";
    },
    flush() {
      if (decoder !== undefined) return decoder.decode();
      return held === undefined ? "" : "\ufffd";
    },
  };
}
