// Reads a proxy's answers from a socket, before HTTP or TLS takes it over. Not a byte more than asked for is taken.

import type { Duplex } from "node:stream";

const MAX_HEAD_BYTES = 100 * 1024;

/** Exactly `length` bytes. */
export function readBytes(socket: Duplex, length: number): Promise<Buffer> {
  return readWith(socket, (): Buffer | null => socket.read(length));
}

/** A head of HTTP/1.1, with its empty line. */
export function readHead(socket: Duplex): Promise<string> {
  let head = Buffer.alloc(0);
  return readWith(socket, () => {
    const chunk: Buffer | null = socket.read();
    if (chunk === null) return null;
    head = Buffer.concat([head, chunk]);
    // RFC 9112 §2.2: a line may end in a bare LF.
    const empty = /\n\r?\n/.exec(head.toString("latin1"));
    if (empty === null) {
      if (head.length > MAX_HEAD_BYTES) throw new Error("its answer is too long");
      return null;
    }
    const end = empty.index + empty[0].length;
    const rest = head.subarray(end);
    if (rest.length > 0) socket.unshift(rest);
    return head.toString("latin1", 0, end);
  });
}

function readWith<T>(socket: Duplex, read: () => T | null): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      socket.off("readable", attempt);
      socket.off("end", ended);
      socket.off("close", ended);
      socket.off("error", failed);
    };
    const failed = (error: unknown): void => {
      stop();
      reject(error);
    };
    const ended = (): void => failed(new Error("it closed the connection"));
    const attempt = (): void => {
      try {
        const value = read();
        if (value === null) return;
        stop();
        resolve(value);
      } catch (error) {
        failed(error);
      }
    };
    socket.on("readable", attempt);
    socket.on("end", ended);
    socket.on("close", ended);
    socket.on("error", failed);
    attempt();
  });
}
