// `npm run corpus -- FOLDER [--typescript 5.9|6|7] [--only TEXT]`, or `-- --directory` (see `directory/`)
//
// Generates a client for every OpenAPI document of a folder, type-checks it under every strict flag, and
// prints a row for each. Exits with 0 only if all were generated and none has an error.

import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { runDirectory } from "./directory/directory.mjs";
import { findSpecs } from "./find-specs.mjs";
import { compilers, measure } from "./measure.mjs";

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    typescript: { type: "string", default: "7" },
    only: { type: "string", default: "" },
    directory: { type: "boolean", default: false },
    batch: { type: "string", default: "25" },
    jobs: { type: "string", default: "2" },
  },
});
if (options.directory) {
  const isClean = await runDirectory({
    only: options.only,
    batchSize: Number(options.batch),
    jobs: Number(options.jobs),
  });
  process.exit(isClean ? 0 : 1);
}
const [folder] = positionals;
if (folder === undefined || !(options.typescript in compilers)) {
  console.error("Usage: npm run corpus -- FOLDER [--typescript 5.9|6|7] [--only TEXT]");
  process.exit(2);
}

const specs = (await findSpecs(resolve(folder))).filter(({ id }) => id.includes(options.only));
const columns = [32, 10, 8, 7, 8, 8];
print("spec", "generated", "errors", "CPU s", "peak MB", "check s");
const totals = { specs: 0, generated: 0, errors: 0, cpuSeconds: 0, peakMegabytes: 0, checkSeconds: 0 };
for (const spec of specs) {
  const row = await measure(spec, options.typescript);
  print(
    spec.id,
    row.generated ? "yes" : "NO",
    row.generated ? row.errors : "-",
    row.cpuSeconds.toFixed(2),
    row.peakMegabytes.toFixed(0),
    row.checkSeconds.toFixed(1),
  );
  for (const line of row.firstLines) console.log(`    ${line}`);
  totals.specs += 1;
  totals.generated += row.generated ? 1 : 0;
  totals.errors += row.errors;
  totals.cpuSeconds += row.cpuSeconds;
  totals.peakMegabytes = Math.max(totals.peakMegabytes, row.peakMegabytes);
  totals.checkSeconds += row.checkSeconds;
}
print(
  `total of ${totals.specs}`,
  totals.generated,
  totals.errors,
  totals.cpuSeconds.toFixed(2),
  totals.peakMegabytes.toFixed(0),
  totals.checkSeconds.toFixed(1),
);
process.exitCode = totals.specs > 0 && totals.generated === totals.specs && totals.errors === 0 ? 0 : 1;

/** @param {...unknown} cells */
function print(...cells) {
  const [first, ...rest] = cells.map(String);
  console.log(
    first.padEnd(columns[0]) + rest.map((cell, index) => cell.padStart(columns[index + 1])).join(" "),
  );
}
