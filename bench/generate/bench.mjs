// `npm run bench:generate -- FOLDER [--only TEXT] [--with NAME,NAME] [--runs 3] [--no-check]`
//
// Generators side by side on big real documents, as whole processes, in turns (A B C A B C): CPU seconds and
// peak memory of the generation, then whether TypeScript 5.9 accepts what came out, and at what cost, in turns as
// well. Prints a table, writes `results.json` beside this file, and exits with 1 when ours is over a target. Targets
// are ratios to a peer of the same run: seconds belong to a machine and its hour.

import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { runMeasured } from "../process/run.mjs";
import { generators, versionOf } from "./generators.mjs";

/** What ours may cost, as a part of what the `reference` costs: CPU of the generation, of the type-check; megabytes. */
const targets = {
  "stripe/spec3-2023-09.yaml": { reference: "openapi-typescript", cpu: 0.42 },
  "openai/openapi.yaml": { reference: "openapi-typescript", cpu: 0.41 },
  "github/api.github.com.json": { reference: "openapi-typescript", cpu: 0.23, check: 1.8 },
  // Which openapi-typescript refuses.
  "kubernetes/swagger-1.27.json": { reference: "@redocly/cli", cpu: 0.56 },
  "microsoft/graph-v1.0.json": { reference: "openapi-typescript", cpu: 0.3, peakMegabytes: 1024 },
};

const here = fileURLToPath(new URL(".", import.meta.url));
const { folder, runs: rounds, check: isChecked, chosen, files } = readArguments();
if (!existsSync(join(here, "node_modules"))) {
  execFileSync("npm", ["install", "--no-package-lock"], { cwd: here, stdio: "inherit" });
}

const results = [];
for (const file of files) {
  const spec = resolve(folder, file);
  const rows = chosen.map((generator) => ({ generator, runs: [], checks: [] }));
  await inTurns(rows, async (row) => row.runs.push(await generate(row.generator, spec)));
  const compiled = rows.filter(({ runs }) => isChecked && runs.every(({ code }) => code === 0));
  await inTurns(compiled, async (row) => row.checks.push(await typeCheck(row.generator, spec)));
  const measured = rows.map((row) => measure(row, file));
  const { reference } = targets[file];
  const base = measured.find(({ generator }) => generator === reference);
  console.log(`\n${file}`);
  console.log(
    line("generator", "version", "CPU s", "ratio", "peak MB", "compiles", "tsc CPU s", "ratio") +
      `   ratios to ${reference}`,
  );
  for (const row of measured) {
    results.push(row);
    console.log(
      line(
        row.generator + (row.makes === "types" ? " (types)" : ""),
        row.version,
        row.failed === undefined ? row.cpuSeconds.toFixed(2) : "failed",
        ratio(row.cpuSeconds, base?.cpuSeconds),
        row.peakMegabytes.toFixed(0),
        row.check === undefined ? "-" : row.check.errors === 0 ? "yes" : `${row.check.errors} errors`,
        row.check === undefined ? "-" : row.check.cpuSeconds.toFixed(2),
        ratio(row.check?.cpuSeconds, base?.check?.cpuSeconds),
      ),
    );
  }
  const ours = measured.find(({ generator }) => generator === "gen-client");
  if (ours !== undefined) judge(ours, base, targets[file]);
}
await writeFile(join(here, "results.json"), `${JSON.stringify(results, null, 2)}\n`);

function readArguments() {
  const usage =
    "Usage: npm run bench:generate -- FOLDER [--only TEXT] [--with NAME,NAME] [--runs 3] [--no-check]\n" +
    `  FOLDER  holds ${Object.keys(targets).join(", ")}\n` +
    `  NAME    ${generators.map(({ name }) => name).join(", ")}`;
  const refuse = (/** @type {string} */ problem) => {
    console.error(`${problem}\n${usage}`);
    process.exit(2);
  };
  let parsed;
  try {
    parsed = parseArgs({
      allowPositionals: true,
      options: {
        only: { type: "string", default: "" },
        with: { type: "string", default: generators.map(({ name }) => name).join() },
        runs: { type: "string", default: "3" },
        check: { type: "boolean", default: true },
        help: { type: "boolean", default: false },
      },
      allowNegative: true,
    });
  } catch (error) {
    // An option that does not exist, or lacks its value.
    return refuse(error.message);
  }
  const { values, positionals } = parsed;
  if (values.help) {
    console.log(usage);
    process.exit(0);
  }
  const [folder, ...more] = positionals;
  if (folder === undefined || more.length > 0) return refuse("One folder is needed.");
  const names = values.with.split(",");
  const unknown = names.filter((name) => generators.every((generator) => generator.name !== name));
  if (unknown.length > 0) return refuse(`There is no generator "${unknown.join('", "')}".`);
  const runs = Number(values.runs);
  if (!Number.isInteger(runs) || runs < 1) return refuse(`"${values.runs}" is no number of runs.`);
  const files = Object.keys(targets).filter((name) => name.includes(values.only));
  if (files.length === 0) return refuse(`No document's name holds "${values.only}".`);
  const missing = files.filter((file) => !existsSync(resolve(folder, file)));
  if (missing.length > 0) return refuse(`"${folder}" does not hold ${missing.join(", ")}.`);
  const chosen = generators.filter(({ name }) => names.includes(name));
  return { folder, runs, check: values.check, chosen, files };
}

/** A B C A B C, so that an hour in which the machine is slow is everybody's. */
async function inTurns(rows, run) {
  for (let round = 0; round < rounds; round += 1) {
    for (const row of rows) await run(row);
  }
}

function measure({ generator, runs, checks }, file) {
  const failed = runs.find(({ code }) => code !== 0);
  return {
    file,
    generator: generator.name,
    makes: generator.makes,
    version: versionOf(generator),
    cpuSeconds: failed === undefined ? median(runs.map((run) => run.cpuSeconds)) : Number.NaN,
    peakMegabytes: median(runs.map((run) => run.peakMegabytes)),
    failed: failed?.text,
    check:
      checks.length === 0
        ? undefined
        : {
            errors: checks[0].errors,
            cpuSeconds: median(checks.map(({ cpuSeconds }) => cpuSeconds)),
          },
  };
}

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

function judge(ours, base, { reference, cpu, check, peakMegabytes }) {
  if (ours.failed !== undefined) return over(ours.file, "it failed");
  if (peakMegabytes !== undefined && ours.peakMegabytes > peakMegabytes)
    over(ours.file, `${ours.peakMegabytes.toFixed(0)} MB of ${peakMegabytes}`);
  if (base === undefined || base.failed !== undefined) {
    console.log(`  not judged: ${reference} has no figures in this run`);
    return;
  }
  const share = ours.cpuSeconds / base.cpuSeconds;
  if (share > cpu) over(ours.file, `${share.toFixed(2)} of ${reference}'s CPU, not ${cpu}`);
  if (check === undefined || ours.check === undefined) return;
  const checkShare = ours.check.cpuSeconds / base.check.cpuSeconds;
  if (checkShare > check)
    over(ours.file, `${checkShare.toFixed(2)} of what tsc takes for ${reference}'s, not ${check}`);
}

function over(file, problem) {
  console.log(`  over target: ${file}: ${problem}`);
  process.exitCode = 1;
}

function ratio(figure, base) {
  return figure === undefined || base === undefined || Number.isNaN(figure / base)
    ? "-"
    : (figure / base).toFixed(2);
}

function median(numbers) {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
}

function line(...cells) {
  return cells
    .map((cell, index) => (index === 0 ? String(cell).padEnd(30) : String(cell).padStart(10)))
    .join("");
}
