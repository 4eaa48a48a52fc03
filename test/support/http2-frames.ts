// An HTTP/2 server made of bare frames (RFC 9113 §4.1), without TLS: it can do what Node's server never would.

import { type AddressInfo, createServer, type Socket } from "node:net";

export const FRAME = {
  data: 0,
  headers: 1,
  reset: 3,
  settings: 4,
  ping: 6,
  goaway: 7,
  windowUpdate: 8,
} as const;
export const FLAG = { ack: 1, endStream: 1, endHeaders: 4 } as const;
export const CODE = { none: 0, protocol: 1, internal: 2, refused: 7, cancel: 8, calm: 11 } as const;

export interface FrameServer {
  readonly url: string;
  connections(): number;
  /** What was received on streams, over all connections. */
  received(): readonly { readonly type: number; readonly flags: number }[];
  close(): Promise<void>;
}

/** What a test does with each request: `number` counts the connection's requests from 1. */
export type OnRequest = (peer: Peer, streamId: number, number: number, connection: number) => void;

/** One connection, for a test to write frames on. */
class Peer {
  readonly socket: Socket;

  constructor(socket: Socket) {
    this.socket = socket;
  }

  frame(type: number, flags: number, streamId: number, payload: Uint8Array = new Uint8Array()): void {
    const head = Buffer.alloc(9);
    head.writeUIntBE(payload.length, 0, 3);
    head[3] = type;
    head[4] = flags;
    head.writeUInt32BE(streamId, 5);
    this.socket.write(Buffer.concat([head, payload]));
  }

  /** `:status: 200`, and no other header. */
  head(streamId: number, isEnd = false): void {
    // HPACK's static table has it at 8.
    this.frame(FRAME.headers, FLAG.endHeaders | (isEnd ? FLAG.endStream : 0), streamId, Buffer.from([0x88]));
  }

  data(streamId: number, text: string, isEnd: boolean): void {
    this.frame(FRAME.data, isEnd ? FLAG.endStream : 0, streamId, Buffer.from(text));
  }

  reset(streamId: number, code: number): void {
    this.frame(FRAME.reset, 0, streamId, uint32(code));
  }

  goaway(lastStreamId: number, code: number): void {
    this.frame(FRAME.goaway, 0, 0, Buffer.concat([uint32(lastStreamId), uint32(code)]));
  }
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

const PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

export async function startFrameServer(
  onRequest: OnRequest,
  /** With `staysOpen`, the server's side of a connection stays open, whatever the client does with its own. */
  options: { settings?: Uint8Array; isSilent?: boolean; staysOpen?: boolean } = {},
): Promise<FrameServer> {
  const sockets = new Set<Socket>();
  const received: { type: number; flags: number }[] = [];
  let connections = 0;
  const server = createServer({ allowHalfOpen: options.staysOpen === true }, (socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
    connections += 1;
    if (!options.isSilent) serve(socket, connections);
  });
  const serve = (socket: Socket, connection: number): void => {
    const peer = new Peer(socket);
    peer.frame(FRAME.settings, 0, 0, options.settings);
    let buffer = Buffer.alloc(0);
    let requests = 0;
    socket.on("data", (chunk: Buffer) => {
      buffer = Buffer.concat([buffer, chunk]);
      if (buffer.subarray(0, PREFACE.length).equals(Buffer.from(PREFACE)))
        buffer = buffer.subarray(PREFACE.length);
      while (buffer.length >= 9) {
        const length = buffer.readUIntBE(0, 3);
        if (buffer.length < 9 + length) return;
        const type = buffer.readUInt8(3);
        const flags = buffer.readUInt8(4);
        const streamId = buffer.readUInt32BE(5);
        const payload = buffer.subarray(9, 9 + length);
        buffer = buffer.subarray(9 + length);
        if (streamId !== 0) received.push({ type, flags });
        if (type === FRAME.settings && (flags & FLAG.ack) === 0) peer.frame(FRAME.settings, FLAG.ack, 0);
        if (type === FRAME.ping && (flags & FLAG.ack) === 0) peer.frame(FRAME.ping, FLAG.ack, 0, payload);
        // The client has had enough.
        if (type === FRAME.goaway && !options.staysOpen) socket.end();
        if (type === FRAME.headers) {
          requests += 1;
          onRequest(peer, streamId, requests, connection);
        }
      }
    });
  };
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    // It listens on TCP.
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    connections: () => connections,
    received: () => received,
    close: () => {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
