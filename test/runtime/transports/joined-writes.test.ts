import { Socket } from "node:net";
import { expect, it } from "vitest";
import { joinWrites } from "../../../runtime/transports/joined-writes.js";

const head = "POST / HTTP/1.1\r\n\r\n";
const latin1 = "X: \xe9\r\n\r\n";

it.each([
  { name: "a head and a small body are one", pieces: [head, "body"], want: [`${head}body`] },
  { name: "a head is bytes of Latin-1", pieces: [latin1, "body"], want: [`${latin1}body`] },
  { name: "an empty body is none", pieces: [head, ""], want: [head] },
  { name: "a large body stays apart", pieces: [head, "x".repeat(40_000)], want: [head, "x".repeat(40_000)] },
  { name: "of three, each stays apart", pieces: [head, "a", "b"], want: [head, "a", "b"] },
])("$name", async ({ pieces: [first = "", ...others], want }) => {
  const socket = new Socket();
  const written: string[] = [];
  socket._write = (chunk: Buffer, _encoding, done) => {
    written.push(chunk.toString("latin1"));
    done();
  };
  socket._writev = (chunks, done) => {
    for (const { chunk, encoding } of chunks) written.push(Buffer.from(chunk, encoding).toString("latin1"));
    done();
  };
  joinWrites(socket);
  socket.cork();
  socket.write(first, "latin1");
  for (const body of others) socket.write(Buffer.from(body));
  socket.uncork();
  await new Promise((resolve) => setImmediate(resolve));
  socket.destroy();
  expect(written).toEqual(want);
});
