// `npm run bench:generate -- FOLDER [--only TEXT] [--with NAME,NAME] [--runs 3] [--no-check]`
//
// Generators side by side on big real documents, as whole processes, in turns (A B C A B C): CPU seconds and
// peak memory of the generation, then whether TypeScript 5.9 accepts what came out, and at what cost. Prints a
// table, writes `results.json` beside this file, and exits with 1 when ours is over a target.

import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { runMeasured } from "../process/run.mjs";
import { generators, versionOf } from "./generators.mjs";

/** CPU seconds and megabytes that the generation may cost. */
const targets = {
  "stripe/spec3-2023-09.yaml": { cpuSeconds: 1.3 },
  "openai/openapi.yaml": { cpuSeconds: 1.1 },
  "github/api.github.com.json": { cpuSeconds: 1.5, checkSeconds: 2.5 },
  "kubernetes/swagger-1.27.json": { cpuSeconds: 0.9 },
  "microsoft/graph-v1.0.json": { cpuSeconds: 4, peakMegabytes: 1024 },
};

const here = fileURLToPath(new URL(".", import.meta.url));
const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    only: { type: "string", default: "" },
    with: { type: "string" },
    runs: { type: "string", default: "3" },
    check: { type: "boolean", default: true },
  },
  allowNegative: true,
});
const [folder] = positionals;
if (folder === undefined) {
  console.error(
    "Usage: npm run bench:generate -- FOLDER [--only TEXT] [--with NAME,NAME] [--runs 3] [--no-check]",
  );
  process.exit(2);
}
if (!existsSync(join(here, "node_modules"))) {
  execFileSync("npm", ["install", "--no-package-lock"], { cwd: here, stdio: "inherit" });
}
const chosen = generators.filter(
  ({ name }) => options.with === undefined || options.with.split(",").includes(name),
);

const results = [];
for (const [file, target] of Object.entries(targets).filter(([name]) => name.includes(options.only))) {
  const spec = resolve(folder, file);
  const rows = chosen.map((generator) => ({ generator, runs: [] }));
  for (let round = 0; round < Number(options.runs); round += 1) {
    for (const row of rows) row.runs.push(await generate(row.generator, spec));
  }
  console.log(`\n${file}`);
  console.log(line("generator", "version", "CPU s", "peak MB", "compiles", "tsc CPU s"));
  for (const { generator, runs } of rows) {
    const failed = runs.find(({ code }) => code !== 0);
    const cpuSeconds = median(runs.map((run) => run.cpuSeconds));
    const peakMegabytes = median(runs.map((run) => run.peakMegabytes));
    const check = failed === undefined && options.check ? await typeCheck(generator, spec) : undefined;
    results.push({
      file,
      generator: generator.name,
      version: versionOf(generator),
      cpuSeconds,
      peakMegabytes,
      failed: failed?.text,
      check,
    });
    console.log(
      line(
        generator.name + (generator.makes === "types" ? " (types)" : ""),
        versionOf(generator),
        failed === undefined ? cpuSeconds.toFixed(2) : "failed",
        peakMegabytes.toFixed(0),
        check === undefined ? "-" : check.errors === 0 ? "yes" : `${check.errors} errors`,
        check === undefined ? "-" : check.cpuSeconds.toFixed(2),
      ),
    );
    if (generator.name === "gen-client")
      judge(file, target, { cpuSeconds, peakMegabytes, checkSeconds: check?.cpuSeconds ?? 0 });
  }
}
await writeFile(join(here, "results.json"), `${JSON.stringify(results, null, 2)}\n`);

function generate(generator, spec) {
  const output = outputOf(generator, spec);
  return rm(output, { recursive: true, force: true })
    .then(() => mkdir(output, { recursive: true }))
    .then(() => runMeasured(generator.command(spec, output), { cwd: here, timeoutSeconds: 300 }));
}

async function typeCheck(generator, spec) {
  const output = outputOf(generator, spec);
  const compilerOptions = {
    target: "ES2022",
    lib: ["ES2022", "ESNext.Disposable", "DOM", "DOM.Iterable", "DOM.AsyncIterable"],
    module: "esnext",
    moduleResolution: "bundler",
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    types: ["node"],
  };
  await writeFile(join(output, "tsconfig.json"), JSON.stringify({ compilerOptions, include: ["."] }));
  const check = await runMeasured([join(here, "node_modules/typescript/bin/tsc"), "-p", output]);
  return {
    errors: check.text.split("\n").filter((text) => /error TS/.test(text)).length,
    cpuSeconds: check.cpuSeconds,
  };
}

function outputOf(generator, spec) {
  return join(here, "output", generator.name.replaceAll("/", "-"), spec.replaceAll(/\W+/g, "-").slice(-40));
}

function judge(file, target, measured) {
  for (const [figure, limit] of Object.entries(target)) {
    if (measured[figure] <= limit) continue;
    console.log(`  over target: ${file} ${figure} ${measured[figure].toFixed(2)} > ${limit}`);
    process.exitCode = 1;
  }
}

function median(numbers) {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
}

function line(...cells) {
  return cells
    .map((cell, index) => (index === 0 ? String(cell).padEnd(30) : String(cell).padStart(11)))
    .join("");
}
