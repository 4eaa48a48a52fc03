// Clients in turns (A B C, B C A …), each turn a batch of requests. What counts is the share of the reference's CPU in the
// same round, so that a slow moment of the machine hits both sides of a ratio.

import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { CONTROL, REFERENCE } from "./works.mjs";

/**
 * @typedef {object} Figures medians over the rounds
 * @property {number} cpuMicros per request
 * @property {number} wallMicros per request
 * @property {number} cpuRatio to the reference of the same round
 * @property {number} wallRatio
 */

/** Processes by client, started when first needed, with `startUp` requests of their first work: all works share code. */
export function makeWorkers(ports, startUp) {
  const workers = new Map();
  const start = async (name, message) => {
    const client = name === CONTROL ? REFERENCE : name;
    const path = fileURLToPath(new URL("worker.mjs", import.meta.url));
    const worker = fork(path, [client, ports.http1, ports.http2]);
    await once(worker, "message");
    if (startUp > 0) await ask(worker, { ...message, count: startUp });
    return worker;
  };
  return {
    async turn(name, message) {
      const worker = workers.get(name) ?? (await start(name, message));
      workers.set(name, worker);
      return ask(worker, message);
    },
    stop() {
      for (const worker of workers.values()) worker.kill();
    },
  };
}

async function ask(worker, message) {
  const answer = once(worker, "message");
  worker.send(message);
  const [result] = await answer;
  return result;
}

/**
 * @param {import("./works.mjs").Work} work
 * @param {ReturnType<typeof makeWorkers>} workers
 * @param {{ rounds: number, millis: number, warmUp: number }} effort `millis` of CPU for each turn
 * @returns {Promise<Record<string, Figures>>}
 */
export async function measure({ id, concurrency, clients }, workers, { rounds, millis, warmUp }) {
  const names = [...clients, CONTROL];
  const counts = {};
  for (const name of names) {
    // Compiled code is what is compared: those whose ratio is judged get more time to warm up.
    const isJudged = name === "ours" || name.startsWith(REFERENCE);
    const { cpuMicros } = await workers.turn(name, {
      id,
      concurrency,
      count: isJudged ? warmUp : warmUp / 4,
    });
    counts[name] = Math.max(concurrency * 2, Math.round((millis * 1_000) / cpuMicros));
  }
  const results = [];
  for (let round = 0; round < rounds; round += 1) {
    const result = {};
    for (let at = 0; at < names.length; at += 1) {
      const name = names[(at + round) % names.length];
      result[name] = await workers.turn(name, { id, concurrency, count: counts[name] });
    }
    results.push(result);
  }
  const over = (figure) => median(results.map(figure));
  return Object.fromEntries(
    names.map((name) => [
      name,
      {
        cpuMicros: over((result) => result[name].cpuMicros),
        wallMicros: over((result) => result[name].wallMicros),
        cpuRatio: over((result) => result[name].cpuMicros / result[REFERENCE].cpuMicros),
        wallRatio: over((result) => result[name].wallMicros / result[REFERENCE].wallMicros),
      },
    ]),
  );
}

export function median(numbers) {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
