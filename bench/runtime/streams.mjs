// `node --expose-gc streams.mjs WORK PORT BYTES`: one large transfer in a process of its own. Prints MiB per second and by how many
// MiB the memory grew, as JSON.

import { createReadStream } from "node:fs";
import { open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

const [, , work, port, size] = process.argv;
/** What is moved now: first a little, so that code and buffers are there before memory is compared. */
let bytes = 16 * 1024 * 1024;
const base = `http://127.0.0.1:${port}`;
const MIB = 1024 * 1024;

async function* source() {
  const piece = Buffer.alloc(64 * 1024, 97);
  for (let sent = 0; sent < bytes; sent += piece.length) yield piece;
}

const works = {
  async "download, undici.request"() {
    const { request } = await import("undici");
    const { body } = await request(`${base}/download?bytes=${bytes}`);
    return count(body);
  },
  async "download, ours"() {
    const { Client } = await import("../../runtime/dist/index.js");
    const client = new Client();
    const response = await client.stream("GET", `${base}/download?bytes=${bytes}`);
    return count(response.iterBytes());
  },
  async "upload, undici.request"() {
    const { request } = await import("undici");
    const headers = { "content-length": String(bytes) };
    const { body } = await request(`${base}/upload`, { method: "POST", headers, body: source() });
    return (await body.json()).bytes;
  },
  async "upload, ours"() {
    const { Client } = await import("../../runtime/dist/index.js");
    const client = new Client();
    const headers = { "Content-Length": String(bytes) };
    return (await client.post(`${base}/upload`, { headers, content: source() })).json().bytes;
  },
  async "multipart from disk, ours"() {
    const { Client } = await import("../../runtime/dist/index.js");
    const path = await makeFile();
    const client = new Client();
    const response = await client.post(`${base}/upload`, {
      files: { file: ["big.bin", createReadStream(path)] },
    });
    await rm(path);
    // Without the multipart's own lines.
    return response.json().bytes > bytes ? bytes : 0;
  },
  async "multipart from disk, undici.request"() {
    const { FormData, request } = await import("undici");
    const { openAsBlob } = await import("node:fs");
    const path = await makeFile();
    const body = new FormData();
    body.set("file", await openAsBlob(path), "big.bin");
    const response = await request(`${base}/upload`, { method: "POST", body });
    const received = (await response.body.json()).bytes;
    await rm(path);
    return received > bytes ? bytes : 0;
  },
};

async function count(chunks) {
  let received = 0;
  for await (const chunk of chunks) received += chunk.length;
  return received;
}

async function makeFile() {
  const path = join(tmpdir(), `bench-${process.pid}.bin`);
  const file = await open(path, "w");
  // A sparse file: it is read like any other.
  await file.truncate(bytes);
  await file.close();
  return path;
}

await works[work]();
bytes = Number(size);
globalThis.gc();
const before = process.memoryUsage.rss();
let peak = before;
const watch = setInterval(() => {
  peak = Math.max(peak, process.memoryUsage.rss());
}, 20);
const start = performance.now();
const cpu = process.cpuUsage();
const moved = await works[work]();
const seconds = (performance.now() - start) / 1_000;
const { user, system } = process.cpuUsage(cpu);
clearInterval(watch);
if (moved !== bytes) throw new Error(`${work}: ${moved} of ${bytes} bytes were moved.`);
console.log(
  JSON.stringify({
    mibPerSecond: bytes / MIB / seconds,
    mibPerCpuSecond: bytes / MIB / ((user + system) / 1e6),
    grownMib: (peak - before) / MIB,
  }),
);
process.exit();
