import { ReadError } from "./read-error.js";

/** The text of a file: UTF-8, or UTF-16 as shells of Windows write it (YAML 1.2 §5.2), as such or in gzip. */
export async function decode(content: Buffer): Promise<string> {
  const [first, second] = content;
  if (first === 0x1f && second === 0x8b) return await decode(await unpacked(content));
  if ((first === 0xff && second === 0xfe) || (first !== 0 && second === 0))
    return content.toString("utf16le");
  if ((first === 0xfe && second === 0xff) || (first === 0 && second !== 0)) return bigEndian(content);
  return content.toString("utf8");
}

function bigEndian(content: Buffer): string {
  // `swap16` works in place, and on whole units only.
  return Buffer.from(content.subarray(0, content.length - (content.length % 2)))
    .swap16()
    .toString("utf16le");
}

/** More than any document has; what unpacks to more is made to fill a memory. */
const maxUnpackedBytes = 512 * 1024 * 1024;

async function unpacked(content: Buffer): Promise<Buffer> {
  const { gunzipSync } = await import("node:zlib");
  try {
    return gunzipSync(content, { maxOutputLength: maxUnpackedBytes });
  } catch (error) {
    throw new ReadError("it is compressed with gzip, and cannot be unpacked", { cause: error });
  }
}
