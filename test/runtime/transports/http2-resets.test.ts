// Node 20 could be brought to hang, or to spoil its memory, by resets of streams beside others that were just written to.
// A process that does cannot be stopped from inside, so the client has one of its own.

import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type ServerHttp2Session } from "node:http2";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { expect, it } from "vitest";

const source = (path: string): string => fileURLToPath(new URL(`../../../${path}`, import.meta.url));

const program = `
import { Client } from "./runtime/index.ts";
const client = new Client({ http1: false, http2: true, timeout: 3_000 });
const quiet = () => new ReadableStream({ start: (controller) => controller.enqueue(new Uint8Array(10)) });
async function* failing() { yield "a"; throw new Error("mine"); }
let left = 1_000;
async function upload() {
  while (left-- > 0) {
    const controller = new AbortController();
    const timer = setTimeout(() => controller.abort(), Math.random() * 400);
    const content = Math.random() < 0.5 ? quiet() : failing();
    await client.post(process.argv[2], { content, signal: controller.signal }).catch(() => {});
    clearTimeout(timer);
  }
}
Promise.all(Array.from({ length: 40 }, upload)).then(() => {
  process.stdout.write(JSON.stringify(client.poolStats().active));
  return client.close();
});
`;

it("uploads that fail and are given up by the dozen end, and leave nothing active", async () => {
  const folder = mkdtempSync(join(tmpdir(), "gen-client-resets-"));
  const outfile = join(folder, "program.cjs");
  await build({
    stdin: { contents: program, resolveDir: source("."), loader: "ts" },
    alias: {
      "#platform": source("runtime/platform/node.ts"),
      "#default-transport": source("runtime/transports/default-node.ts"),
    },
    absWorkingDir: source("."),
    bundle: true,
    platform: "node",
    format: "cjs",
    target: "node20",
    outfile,
    logLevel: "silent",
  });
  const sessions = new Set<ServerHttp2Session>();
  const server = createServer().on("session", (session) => {
    sessions.add(session.on("error", () => {}));
  });
  let streams = 0;
  server.on("stream", (stream) => {
    stream.on("error", () => {});
    streams += 1;
    if (streams % 5 === 0) return stream.close(2);
    if (streams % 5 !== 1) return void stream.resume();
    stream.respond({ ":status": 413 });
    return void stream.end("early");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    // It listens on TCP.
    const { port } = server.address() as AddressInfo;
    const client = spawn(process.execPath, [outfile, `http://127.0.0.1:${port}`], {
      timeout: 25_000,
      killSignal: "SIGKILL",
    });
    let said = "";
    client.stdout.on("data", (chunk: Buffer) => {
      said += String(chunk);
    });
    const code = await new Promise((resolve) => client.on("close", resolve));
    expect([code, said]).toEqual([0, "0"]);
  } finally {
    for (const session of sessions) session.destroy();
    await new Promise((resolve) => server.close(resolve));
    rmSync(folder, { recursive: true });
  }
}, 30_000);
