// undici gives up a connection on "100 Continue", and on all that comes before a request is written, and it does not say
// HTTP/1.0. The first bytes of a response tell, so they are looked at on their way from the socket, and interim responses
// are taken out.

import type { Socket } from "node:net";
import type { DispatchHandler } from "./connection.js";

export interface ResponseHeads {
  /** Of the last response that began. */
  readonly httpVersion: "HTTP/1.0" | "HTTP/1.1";
  /** A request goes out: a response is to come, after any number of interim ones. */
  expect(handler: DispatchHandler): void;
}

// "HTTP/1.1 100" is enough to tell.
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
      if (bytes.length < TELLING_BYTES && mayBecomeInterim(bytes)) break;
      if (!isInterim(bytes)) {
        httpVersion = bytes[7] === 0x30 ? "HTTP/1.0" : "HTTP/1.1";
        isHeadExpected = false;
        return bytes;
      }
      const end = headEnd(bytes);
      if (end < 0 && bytes.length > MAX_HEAD_BYTES) {
        isHeadExpected = false;
        return bytes;
      }
      if (end < 0) break;
      handler?.onHeaders(Number(bytes.toString("latin1", 9, TELLING_BYTES)), [], () => {}, "");
      bytes = bytes.subarray(end);
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
    if (!isHeadExpected) return chunk;
    // `null` says that there is no more for now, so that must be asked.
    return look(chunk) ?? this.read();
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

// "HTTP/1." , any digit, " 1", two more. After a 101, which nobody asked for, nothing is HTTP.
function isInterim(bytes: Buffer): boolean {
  return (
    bytes[9] === 0x31 &&
    bytes[8] === 0x20 &&
    bytes[0] === 0x48 &&
    bytes[4] === 0x2f &&
    /^(?!01)\d\d/.test(bytes.toString("latin1", 10, TELLING_BYTES))
  );
}

function mayBecomeInterim(bytes: Buffer): boolean {
  const start = bytes.toString("latin1", 0, 10);
  return "HTTP/1.1 1".startsWith(start) || "HTTP/1.0 1".startsWith(start);
}

/** Where what follows begins, or -1. RFC 9112 §2.2: a line may end in a bare LF. */
function headEnd(bytes: Buffer): number {
  const [crlf, lf] = [bytes.indexOf("\n\r\n"), bytes.indexOf("\n\n")];
  return crlf >= 0 && (lf < 0 || crlf < lf) ? crlf + 3 : lf < 0 ? -1 : lf + 2;
}
