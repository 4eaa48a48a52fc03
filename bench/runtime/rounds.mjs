// Clients in turns (A B C, B C A …), each turn a batch of requests. What counts is the share of the reference's CPU in the
// same round, so that a slow moment of the machine hits both sides of a ratio.

import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { control } from "./works.mjs";

/**
 * @typedef {object} Figures medians over the rounds
 * @property {number} cpuMicros per request
 * @property {number} wallMicros per request
 * @property {number} cpuRatio to the reference of the same round
 * @property {number} wallRatio
 */

/** A process for each client. For one work only: code that has done others is compiled for them too. */
export async function startWorkers(names, ports, flags) {
  const path = fileURLToPath(new URL("worker.mjs", import.meta.url));
  const start = async (name) => {
    const args = [name.replace(/ \(again\)$/, ""), ports.http1, ports.http2];
    const worker = fork(path, args, { execArgv: [...flags] });
    const ended = once(worker, "exit").then(([code]) => {
      throw new Error(`The process of ${name} ended with ${code}.`);
    });
    await Promise.race([once(worker, "message"), ended]);
    ended.catch(() => {});
    return [name, worker];
  };
  const workers = new Map(await Promise.all(names.map(start)));
  return {
    turn: (name, message) => ask(workers.get(name), message),
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

// Few at once, so that no client waits long for its next turn: a pause would close its connection.
const SLICE = 500;

/** Requests between the warm-up and the first that counts. */
const SETTLE = 500;

/**
 * @param {import("./works.mjs").Work} work
 * @param {Awaited<ReturnType<typeof startWorkers>>} workers
 * @param {{ rounds: number, millis: number, warmUp: number }} effort `millis` of CPU for each turn; `warmUp` requests
 *   to have code compiled
 * @returns {Promise<Record<string, Figures>>}
 */
export async function measure(work, workers, { rounds, millis, warmUp }) {
  const { id, concurrency, clients, judged, reference } = work;
  const names = [...clients, control(reference)];
  const counts = {};
  for (let done = 0; done < warmUp + SETTLE; done += SLICE) {
    // Many at once is the cheapest way to have all code compiled, and for more connections than one. Then as measured.
    const atOnce = done < warmUp ? Math.max(concurrency, 20) : concurrency;
    for (const name of names) {
      // Compiled code is what is compared: those whose ratio is judged get more time to warm up.
      const isJudged = name === judged || name.startsWith(reference);
      const message = { id, concurrency: atOnce, count: isJudged ? SLICE : SLICE / 4 };
      const { cpuMicros } = await workers.turn(name, message);
      counts[name] = Math.max(concurrency * 2, Math.round((millis * 1_000) / cpuMicros));
    }
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
        cpuRatio: over((result) => result[name].cpuMicros / result[reference].cpuMicros),
        wallRatio: over((result) => result[name].wallMicros / result[reference].wallMicros),
      },
    ]),
  );
}

export function median(numbers) {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
