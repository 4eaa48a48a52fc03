// `node --expose-gc heap.mjs PORT`: what stays in memory after ten thousand requests and a thousand aborted ones, beyond
// what was there after a warm-up. Prints it as JSON, with the state of the pool.

import { Client } from "../../runtime/dist/index.js";

const base = `http://127.0.0.1:${process.argv[2]}`;
const client = new Client();

async function many(count, send) {
  let started = 0;
  const worker = async () => {
    while (started < count) {
      started += 1;
      await send(started);
    }
  };
  await Promise.all(Array.from({ length: 20 }, worker));
}

async function aborted(number) {
  const controller = new AbortController();
  const sending = client.get(`${base}/never`, { signal: controller.signal });
  if (number % 3 === 0) queueMicrotask(() => controller.abort());
  else setTimeout(() => controller.abort(), number % 3);
  await sending.catch(() => {});
}

async function heapAfter(work) {
  await work();
  for (let count = 0; count < 5; count += 1) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    globalThis.gc();
  }
  return process.memoryUsage().heapUsed / 1024;
}

const get = () => client.get(`${base}/pets/7`);
const before = await heapAfter(async () => {
  await many(3_000, get);
  await many(300, aborted);
});
const after = await heapAfter(async () => {
  await many(10_000, get);
  await many(1_000, aborted);
});
console.log(JSON.stringify({ grownKib: after - before, active: client.poolStats().active }));
await client.close();
process.exit();
