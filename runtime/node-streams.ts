// Node's readable streams, recognised by their shape: this file is also part of the browser's bundle.

/** What a Node readable stream has, as far as a body is concerned. */
export interface NodeReadable extends AsyncIterable<unknown> {
  pipe(...args: never[]): unknown;
  on(event: string, listener: () => void): unknown;
  destroy?(): unknown;
  readonly readableEncoding?: string | null;
  readonly readableEnded?: boolean;
  readonly destroyed?: boolean;
  readonly errored?: unknown;
  readonly readableLength?: number;
}

/** A Node stream over a file, as `fs.createReadStream` makes it. */
export interface FileReadable extends NodeReadable {
  readonly path: string | Uint8Array;
  readonly bytesRead: number;
  readonly start?: number;
  readonly end?: number;
}

export function isNodeReadable(value: object): value is NodeReadable {
  return (
    "pipe" in value && typeof value.pipe === "function" && "on" in value && Symbol.asyncIterator in value
  );
}

/** Opened by path: one made from a descriptor alone has no path, and cannot be opened again. */
export function isFileReadable(value: NodeReadable): value is FileReadable {
  return (
    "bytesRead" in value &&
    "path" in value &&
    (typeof value.path === "string" || value.path instanceof Uint8Array) &&
    "fd" in value
  );
}
