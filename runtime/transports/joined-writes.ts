// undici writes the head of a request and its body as two pieces. Node takes longer for a list of pieces than for one
// that is put together first, if they are small.

import type { Socket } from "node:net";

type Pieces = Parameters<NonNullable<Socket["_writev"]>>[0];

// What Node serves from its pool.
const maxBytes = Buffer.poolSize >>> 1;

/** From now on, two small pieces that the socket is given at once become one. */
export function joinWrites(socket: Socket): void {
  const writeAll = socket._writev?.bind(socket);
  if (writeAll === undefined) return;
  socket._writev = (pieces, callback) => {
    const joined = joinedPair(pieces);
    if (joined === undefined) writeAll(pieces, callback);
    // What streams say of bytes, though the types of Node do not know it.
    else socket._write(joined, "buffer" as BufferEncoding, callback);
  };
}

function joinedPair(pieces: Pieces): Buffer | undefined {
  const [head, body] = pieces;
  if (pieces.length !== 2 || head?.encoding !== "latin1" || !(body?.chunk instanceof Uint8Array))
    return undefined;
  const text: unknown = head.chunk;
  if (typeof text !== "string" || text.length + body.chunk.byteLength > maxBytes) return undefined;
  const joined = Buffer.allocUnsafe(text.length + body.chunk.byteLength);
  joined.write(text, "latin1");
  joined.set(body.chunk, text.length);
  return joined;
}
