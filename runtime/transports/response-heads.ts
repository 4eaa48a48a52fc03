// undici gives up a connection on "100 Continue" and does not say HTTP/1.0. The first bytes of a response tell both,
// so they are looked at on their way from the socket, and a 100 is taken out.

import type { Socket } from "node:net";
import type { DispatchHandler } from "./connection.js";

export interface ResponseHeads {
  /** Of the last response that began. */
  readonly httpVersion: "HTTP/1.0" | "HTTP/1.1";
  /** A request goes out: a response is to come, after any number of 100s. */
  expect(handler: DispatchHandler): void;
}

// "HTTP/1.1 100" is enough to tell a 100.
const TELLING_BYTES = 12;
const MAX_HEAD_BYTES = 100 * 1024;

/** Watches what is read from the socket. */
export function watchResponseHeads(socket: Socket): ResponseHeads {
  let handler: DispatchHandler | undefined;
  let isHeadExpected = false;
  let kept: Buffer | undefined;
  let httpVersion: "HTTP/1.0" | "HTTP/1.1" = "HTTP/1.1";
  // Bound to nothing: the stream's own method, called on the socket below.
  const read = socket.read;

  function look(chunk: Buffer): Buffer | null {
    let bytes = kept === undefined ? chunk : Buffer.concat([kept, chunk]);
    kept = undefined;
    for (;;) {
      if (bytes.length < TELLING_BYTES && mayBecome100(bytes)) break;
      if (!is100(bytes)) {
        httpVersion = bytes[7] === 0x30 ? "HTTP/1.0" : "HTTP/1.1";
        isHeadExpected = false;
        return bytes;
      }
      const end = bytes.indexOf("\r\n\r\n");
      if (end < 0 && bytes.length > MAX_HEAD_BYTES) {
        isHeadExpected = false;
        return bytes;
      }
      if (end < 0) break;
      bytes = bytes.subarray(end + 4);
      handler?.onHeaders(100, [], () => {}, "Continue");
      if (bytes.length === 0) return null;
    }
    kept = bytes;
    return null;
  }

  // undici reads with `read()`, always all there is.
  socket.read = function (this: Socket, size?: number): Buffer | null {
    // A socket without an encoding gives buffers.
    const chunk: Buffer | null = read.call(this, size);
    if (chunk === null || chunk.length === 0) return chunk;
    handler?.onBytes();
    return isHeadExpected ? look(chunk) : chunk;
  };

  // At the end undici completes the response, and asserts that its reader has not paused it. Before its own listener.
  socket.on("end", () => handler?.resume());

  return {
    get httpVersion() {
      return httpVersion;
    },
    expect(next) {
      handler = next;
      isHeadExpected = true;
      kept = undefined;
    },
  };
}

// "HTTP/1." , any digit, " 100".
function is100(bytes: Buffer): boolean {
  return (
    bytes[9] === 0x31 &&
    bytes[10] === 0x30 &&
    bytes[11] === 0x30 &&
    bytes[8] === 0x20 &&
    bytes[0] === 0x48 &&
    bytes[4] === 0x2f
  );
}

function mayBecome100(bytes: Buffer): boolean {
  return (
    "HTTP/1.1 100".startsWith(bytes.toString("latin1")) || "HTTP/1.0 100".startsWith(bytes.toString("latin1"))
  );
}
