// `node --expose-gc heap.mjs PORT`: what stays in memory of ten thousand requests and a thousand aborted ones, done in
// equal periods after a warm-up. What a request leaves behind grows the heap in each of them; compiled code and type
// feedback come when V8 likes. So the median period counts. Prints KiB as JSON, with the state of the pool.

import { Client } from "../../runtime/dist/index.js";
import { median } from "./rounds.mjs";

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
const period = async (requests, aborts) => {
  await many(requests, get);
  await many(aborts, aborted);
};
await period(15_000, 1_500);
const sizes = [await heapAfter(() => period(2_000, 200))];
const PERIODS = 5;
for (let count = 0; count < PERIODS; count += 1) sizes.push(await heapAfter(() => period(2_000, 200)));
const growths = sizes.slice(1).map((size, index) => size - sizes[index]);
const grownKib = median(growths) * PERIODS;
console.log(JSON.stringify({ grownKib, growths, active: client.poolStats().active }));
await client.close();
process.exit();
