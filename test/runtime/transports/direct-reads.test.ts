import { once } from "node:events";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { expect, it } from "vitest";
import type { DispatchHandler } from "../../../runtime/transports/connection.js";
import { connectDirectly } from "../../../runtime/transports/direct-reads.js";
import { watchResponseHeads } from "../../../runtime/transports/response-heads.js";

const MIB = 1024 * 1024;
// 251 is a prime: no two chunks look alike.
const period = Uint8Array.from({ length: 251 }, (_, at) => at);
const pattern = (length: number): Buffer => Buffer.alloc(length, period);

async function serve(answer: (socket: Socket) => void): Promise<{ server: Server; port: number }> {
  const server = createServer((socket) => {
    socket.on("error", () => {});
    answer(socket);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return { server, port: (server.address() as AddressInfo).port };
}

const deaf: DispatchHandler = {
  onConnect() {},
  onResponseStarted() {},
  onBytes() {},
  onHeaders: () => true,
  onData: () => true,
  resume() {},
  onComplete() {},
  onError() {},
};

/** As undici reads: all there is at each "readable". */
function gather(socket: Socket, take: (chunk: Buffer) => void): void {
  socket.on("readable", () => {
    for (let chunk = socket.read(); chunk !== null; chunk = socket.read()) take(chunk);
  });
}

it.each([
  { name: "nothing", sent: [] },
  { name: "a small piece", sent: [pattern(100)] },
  { name: "pieces of all sizes", sent: [1, 40_000, 7, 200_000, 65_536, 3].map(pattern) },
  { name: "more than is read at a time", sent: [pattern(5 * MIB)] },
])("gives $name, then the end, and each chunk keeps its bytes", async ({ sent }) => {
  const { server, port } = await serve((socket) => {
    for (const piece of sent) socket.write(piece);
    socket.end();
  });
  const chunks: Buffer[] = [];
  const socket = connectDirectly({ host: "127.0.0.1", port });
  gather(socket, (chunk) => chunks.push(chunk));
  await once(socket, "end");
  server.close();
  expect(Buffer.concat(chunks).equals(Buffer.concat(sent))).toBe(true);
});

it("reads of many sockets do not disturb each other", async () => {
  const { server, port } = await serve((socket) => {
    socket.once("data", ([letter = 0]) => {
      for (let rest = 50; rest > 0; rest -= 1) socket.write(Buffer.alloc(rest * 1_000, letter));
      socket.end();
    });
  });
  const wanted = Array.from({ length: 20 }, (_, letter) => Buffer.alloc(1_275_000, letter + 65));
  const got = await Promise.all(
    wanted.map(async ([letter = 0]) => {
      const chunks: Buffer[] = [];
      const socket = connectDirectly({ host: "127.0.0.1", port });
      gather(socket, (chunk) => chunks.push(chunk));
      socket.write(Buffer.of(letter));
      await once(socket, "end");
      return Buffer.concat(chunks);
    }),
  );
  server.close();
  expect(got.map((bytes, at) => bytes.equals(wanted[at] ?? Buffer.of()))).toEqual(wanted.map(() => true));
});

it("what was given back comes again, and nothing is read meanwhile", async () => {
  const sent = pattern(20 * MIB);
  const { server, port } = await serve((socket) => socket.end(sent));
  const socket = connectDirectly({ host: "127.0.0.1", port });
  await once(socket, "readable");
  const first = socket.read();
  socket.unshift(first.subarray(10));
  let isOver = false;
  socket.on("end", () => {
    isOver = true;
  });
  await new Promise((resolve) => setTimeout(resolve, 100));
  const readWhilePaused = socket.bytesRead;
  const chunks: Buffer[] = [first.subarray(0, 10)];
  expect(isOver).toBe(false);
  gather(socket, (chunk) => chunks.push(chunk));
  socket.emit("readable");
  await once(socket, "end");
  server.close();
  expect(Buffer.concat(chunks).equals(sent)).toBe(true);
  expect(readWhilePaused).toBeLessThan(MIB);
});

it("what came before anybody listened waits for the first read", async () => {
  const { server, port } = await serve((socket) => socket.end("early"));
  const socket = connectDirectly({ host: "127.0.0.1", port });
  await once(socket, "connect");
  await new Promise((resolve) => setTimeout(resolve, 50));
  const ended = once(socket, "end");
  expect(String(socket.read())).toBe("early");
  expect(socket.read()).toBeNull();
  await ended;
  server.close();
});

it("an interim response that came before anybody listened does not end the reading", async () => {
  const { server, port } = await serve((socket) => {
    socket.write("HTTP/1.1 100 Con");
    socket.once("data", () => socket.end("tinue\r\n\r\nHTTP/1.1 200 OK\r\n\r\n"));
  });
  const socket = connectDirectly({ host: "127.0.0.1", port });
  await once(socket, "connect");
  await new Promise((resolve) => setTimeout(resolve, 50));
  watchResponseHeads(socket).expect(deaf);
  const chunks: Buffer[] = [];
  gather(socket, (chunk) => chunks.push(chunk));
  expect(socket.read()).toBeNull();
  socket.write("GET / HTTP/1.1\r\n\r\n");
  await once(socket, "end");
  server.close();
  expect(Buffer.concat(chunks).toString()).toBe("HTTP/1.1 200 OK\r\n\r\n");
});

it("takes the second address when the first one refuses", async () => {
  const { server, port } = await serve((socket) => socket.end("here"));
  const socket = connectDirectly({
    host: "two.test",
    port,
    autoSelectFamily: true,
    lookup: (_name, _options, found) =>
      found(null, [
        { address: "::1", family: 6 },
        { address: "127.0.0.1", family: 4 },
      ]),
  });
  const chunks: Buffer[] = [];
  gather(socket, (chunk) => chunks.push(chunk));
  await once(socket, "end");
  server.close();
  expect(Buffer.concat(chunks).toString()).toBe("here");
});
