// Whole processes, measured from inside by a preloaded hook: CPU time and peak memory need no other tool.

import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * @typedef {object} Run
 * @property {number | null} code the exit code
 * @property {string} text what it printed on both streams
 * @property {number} wallSeconds
 */

/** @typedef {Run & { cpuSeconds: number, peakMegabytes: number }} MeasuredRun */

/**
 * Runs Node with `args`.
 *
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: Record<string, string>, timeoutSeconds?: number }} [options]
 * @returns {Promise<Run>}
 */
export function run(args, { cwd, env = {}, timeoutSeconds = 600 } = {}) {
  const started = performance.now();
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, {
      cwd,
      env: { ...process.env, ...env },
      timeout: timeoutSeconds * 1000,
      stdio: ["ignore", "pipe", "pipe"],
    });
    let text = "";
    const gather = (/** @type {Buffer} */ chunk) => {
      text += chunk;
    };
    child.stdout.on("data", gather);
    child.stderr.on("data", gather);
    child.on("close", (code) => {
      resolve({ code, text, wallSeconds: (performance.now() - started) / 1000 });
    });
  });
}

/**
 * Runs Node with `args`, and tells what it cost with all Node processes that it started: CPU seconds in sum,
 * the memory of the largest. What is killed costs `NaN`.
 *
 * @param {readonly string[]} args
 * @param {Parameters<typeof run>[1]} [options]
 * @returns {Promise<MeasuredRun>}
 */
export async function runMeasured(args, options = {}) {
  const folder = await mkdtemp(join(tmpdir(), "measured-"));
  try {
    const usageFile = join(folder, "usage.jsonl");
    const hook = new URL("./usage.mjs", import.meta.url).href;
    const env = { ...options.env, USAGE_FILE: usageFile, NODE_OPTIONS: `--import=${hook}` };
    const result = await run(args, { ...options, env });
    const lines = await readFile(usageFile, "utf8").catch(() => "");
    const reports = lines
      .split("\n")
      .filter(Boolean)
      .map((line) => JSON.parse(line));
    return {
      ...result,
      cpuSeconds: reports.reduce(
        (sum, report) => sum + report.cpuSeconds,
        reports.length > 0 ? 0 : Number.NaN,
      ),
      peakMegabytes:
        reports.length > 0 ? Math.max(...reports.map((report) => report.peakMegabytes)) : Number.NaN,
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
