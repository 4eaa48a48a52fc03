// From bytes to text by a charset's name. The platform's TextDecoder does the work, but for two charsets that it
// only pretends to know: it reads "iso-8859-1" and "ascii" as windows-1252, and on Node 20 not even always.

/** Decodes text piece by piece; `flush` gives what an incomplete last character becomes. */
export interface StreamingTextDecoder {
  decode(bytes: Uint8Array): string;
  flush(): string;
}

const LATIN_1 = /^(?:latin-?1|l1|iso-?8859-?1|iso-8859-1:1987|iso-ir-100|csisolatin1|cp819|ibm819|8859)$/;
const ASCII = /^(?:(?:us-)?ascii|ansi-x3\.4-1968|iso-ir-6|646)$/;
// Python's names, and Windows' numbers, for what the platform calls otherwise; TextDecoder drops a byte order mark anyway.
const ALIASES: Readonly<Record<string, string>> = {
  "utf-8-sig": "utf-8",
  utf8: "utf-8",
  u8: "utf-8",
  utf16: "utf-16",
  "utf-16-le": "utf-16le",
  "utf-16-be": "utf-16be",
  cp932: "shift_jis",
  cp936: "gbk",
  cp949: "euc-kr",
  cp950: "big5",
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
  return (
    name === "utf-8" || LATIN_1.test(name) || ASCII.test(name) || platformDecoder(charset, name) !== undefined
  );
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
  if (LATIN_1.test(name)) return singleByteDecoder((byte) => byte);
  if (ASCII.test(name)) return singleByteDecoder((byte) => (byte < 0x80 ? byte : 0xfffd));
  if (name === "utf-16") return utf16Decoder();
  const decoder = platformDecoder(charset, name);
  if (decoder === undefined) throw new RangeError(`Unknown text encoding ${JSON.stringify(charset)}.`);
  return {
    // Always as a stream: on Node 20 the one-shot form gets windows-1252 wrong.
    decode: (bytes) => decoder.decode(bytes, { stream: true }),
    flush: () => decoder.decode(),
  };
}

function canonicalName(charset: string): string {
  const name = charset.trim().toLowerCase().replaceAll("_", "-");
  return ALIASES[name] ?? name;
}

// Some of the platform's own names have underscores ("ks_c_5601-1987"), most have hyphens that others write so.
function platformDecoder(given: string, name: string): InstanceType<typeof TextDecoder> | undefined {
  for (const label of [given, name]) {
    try {
      return new TextDecoder(label);
    } catch {
      // RangeError: not a label that the platform knows.
    }
  }
  return undefined;
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
