// What zlib's synchronous functions are told of a body's size.

const MIN_CHUNK = 64;
const MAX_CHUNK = 64 * 1024;

export interface OutputOptions {
  readonly chunkSize: number;
  readonly maxOutputLength?: number;
}

/** `expected` is a guess: zlib's own buffer of 16 KiB costs as much as all the decoding of a small body. */
export function outputOptions(expected: number, maxLength: number): OutputOptions {
  const chunkSize = Math.min(Math.max(MIN_CHUNK, expected), MAX_CHUNK);
  return Number.isFinite(maxLength) ? { chunkSize, maxOutputLength: Math.max(1, maxLength) } : { chunkSize };
}
