// `fork`ed with a client's name and the server's ports: that client in a process of its own, which works on demand, so
// that no client pays for another's garbage, or profits from another's warm code.

import { makeClient } from "./clients.mjs";

const [, , name, http1, http2] = process.argv;
const calls = await makeClient[name]({
  http1: `http://127.0.0.1:${http1}`,
  http2: `https://localhost:${http2}`,
});

process.on("message", async ({ id, concurrency, count }) =>
  process.send(await turn(calls[id], concurrency, count)),
);
process.on("disconnect", () => process.exit());
process.send("ready");

async function turn(send, concurrency, count) {
  let started = 0;
  const worker = async () => {
    while (started < count) {
      started += 1;
      await send();
    }
  };
  const before = process.cpuUsage();
  const start = performance.now();
  await Promise.all(Array.from({ length: concurrency }, worker));
  const wallMicros = ((performance.now() - start) * 1_000) / count;
  const { user, system } = process.cpuUsage(before);
  return { cpuMicros: (user + system) / count, wallMicros };
}
