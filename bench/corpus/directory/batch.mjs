// A process of its own: generates SDKs for some specs, type-checks them in one go, and prints a line of JSON for
// each. `node batch.mjs` reads `[{ id, path }]` from standard input.

import { mkdir, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { generate } from "../../../dist/index.js";
import { run } from "../../process/run.mjs";
import { strictConfig } from "../measure.mjs";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const tsc = join(root, "node_modules/typescript/bin/tsc");

/** @type {{ id: string, path: string }[]} */
const specs = JSON.parse(await text(process.stdin));
// Inside the checkout, so that the SDKs find the runtime as an installed package.
const folder = resolve(root, ".corpus", `batch-${process.pid}`);
await rm(folder, { recursive: true, force: true });
await mkdir(folder, { recursive: true });

const results = [];
for (const [index, { id, path }] of specs.entries()) {
  const started = process.cpuUsage();
  const result = await outcome(path, join(folder, "sdks", String(index)));
  const { user, system } = process.cpuUsage(started);
  results.push({ id, ...result, cpuSeconds: (user + system) / 1e6, errors: [] });
}

await writeFile(join(folder, "tsconfig.json"), JSON.stringify({ ...strictConfig, include: ["sdks"] }));
const check = await run([tsc, "-p", folder], { cwd: folder });
for (const line of check.text.split("\n")) {
  const match = /^sdks\/(\d+)\/.*error TS\d+/.exec(line);
  if (match !== null) results[Number(match[1])].errors.push(line.slice(0, 300));
}
const isUnexplained = check.code !== 0 && results.every(({ errors }) => errors.length === 0);
for (const result of results) {
  if (isUnexplained && result.generated)
    result.errors.push(`The compiler failed: ${check.text.slice(0, 300)}`);
  console.log(JSON.stringify(result));
}
await rm(folder, { recursive: true, force: true });

/** @param {string} path @param {string} output */
async function outcome(path, output) {
  try {
    const { written, diagnostics } = await generate({ input: path, output });
    const problems = diagnostics.filter(({ severity }) => severity === "error");
    const reason = problems.map(({ code, message }) => `${code}: ${message}`).slice(0, 3);
    return { generated: written !== undefined, reason };
  } catch (error) {
    return {
      generated: false,
      reason: [`crash: ${error instanceof Error ? error.stack : error}`.slice(0, 500)],
    };
  }
}
