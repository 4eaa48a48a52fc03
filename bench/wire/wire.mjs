// `npm run wire -- FOLDER [--only TEXT] [--list ours|mock|sample]`
//
// Starts Prism as a validating mock for every OpenAPI document of a folder, generates the SDK, calls each operation
// once with made-up arguments, and counts what Prism finds wrong with the requests.

import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { serialize } from "node:v8";
import { build } from "esbuild";
import { generate } from "../../dist/index.js";
import { findSpecs } from "../corpus/find-specs.mjs";
import { run } from "../process/run.mjs";
import { blameOf } from "./classify.mjs";
import { credentialsFor } from "./credentials.mjs";
import { withoutLostReferences } from "./lost-references.mjs";
import { startPrism } from "./prism.mjs";
import { sampleArguments } from "./sample.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));
// Inside the checkout, so that the SDKs find `@gen-client/runtime` as an installed package.
const output = join(root, "bench/wire/output");

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    only: { type: "string", default: "" },
    list: { type: "string", default: "ours" },
    patience: { type: "string", default: "300" },
  },
});
const [folder] = positionals;
if (folder === undefined) {
  console.error(
    "Usage: npm run wire -- FOLDER [--only TEXT,TEXT] [--list ours|mock|sample] [--patience SECONDS]",
  );
  process.exit(2);
}

const wanted = options.only.split(",");
const specs = (await findSpecs(resolve(folder))).filter(({ id }) => wanted.some((text) => id.includes(text)));
const columns = [30, 11, 8, 8, 7, 7, 7, 7];
print("spec", "operations", "called", "clean", "ours", "mock", "sample", "failed");
const totals = [0, 0, 0, 0, 0, 0, 0];
for (const spec of specs) {
  const counts = await callAll(spec).catch((error) => {
    print(spec.id, `NO: ${String(error).split("\n")[0]}`);
  });
  if (counts === undefined) continue;
  print(spec.id, ...counts);
  counts.forEach((count, index) => {
    totals[index] = (totals[index] ?? 0) + count;
  });
}
print(`total of ${specs.length}`, ...totals);

/** @param {{ id: string, path: string }} spec */
async function callAll({ id, path }) {
  const place = join(output, id.replaceAll(/[^\w.-]+/g, "-"));
  rmSync(place, { recursive: true, force: true });
  mkdirSync(place, { recursive: true });
  const { api, names, files, diagnostics } = await generate({ input: path, output: join(place, "sdk") });
  if (api === undefined || names === undefined || files === undefined) {
    throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  }
  const calls = api.operations.map((operation) => {
    // Every operation has names.
    const own = /** @type {import("../../dist/naming/names.js").OperationNames} */ (
      names.operations.get(operation.id)
    );
    const args = sampleArguments(
      api,
      operation,
      (location, name) => own.argumentKeys.get(`${location}:${name}`) ?? name,
    );
    const hasArguments = operation.parameters.length > 0 || operation.body !== undefined;
    const { body } = args;
    const sent = typeof body === "object" && body !== null ? Object.keys(body) : [];
    const facts = { bodyKind: operation.body?.content[0]?.kind, sent };
    return { id: `${operation.method} ${operation.path}`, name: own.function, args, hasArguments, facts };
  });
  const plan = { className: names.client.className, auth: credentialsFor(api), calls };
  writeFileSync(join(place, "plan.bin"), serialize(plan));
  await build({
    entryPoints: [join(place, "sdk/index.ts")],
    bundle: true,
    format: "esm",
    platform: "node",
    outfile: join(place, "sdk.mjs"),
    packages: "external",
    logLevel: "silent",
    tsconfigRaw: {}, // the checkout's own maps the runtime to its sources
  });
  const prism = await startPrism(await withoutLostReferences(path, place), Number(options.patience) * 1000);
  try {
    const caller = fileURLToPath(new URL("caller.mjs", import.meta.url));
    const { text } = await run([
      "--max-http-header-size=1000000",
      caller,
      join(place, "sdk.mjs"),
      join(place, "plan.bin"),
      prism.url,
    ]);
    writeFileSync(join(place, "calls.jsonl"), text);
    return summary(text, new Map(calls.map(({ id, facts }) => [id, facts])));
  } finally {
    await prism.stop();
  }
}

/** @param {string} text @param {ReadonlyMap<string, import("./classify.mjs").CallFacts>} facts by operation */
function summary(text, facts) {
  const rows = text
    .split("\n")
    .filter((line) => line.startsWith("{"))
    .map((line) => JSON.parse(line));
  const by = { ours: 0, mock: 0, sample: 0 };
  let failed = 0;
  let clean = 0;
  for (const row of rows) {
    // What the caller prints, it was given.
    const call = /** @type {import("./classify.mjs").CallFacts} */ (facts.get(row.id));
    const blames = (row.violations ?? []).map((/** @type {import("./classify.mjs").Violation} */ one) =>
      blameOf(one, call),
    );
    const isFailed =
      row.error !== undefined ||
      ((row.status === 404 || row.status === 405) &&
        /no-path|NO_PATH|NO_METHOD|no-method/i.test(row.text ?? ""));
    if (isFailed) failed += 1;
    else if (!blames.some((blame) => blame !== "mock")) clean += 1;
    for (const blame of new Set(blames)) by[/** @type {keyof typeof by} */ (blame)] += 1;
    if (isFailed) console.log(`    ${row.id}: ${row.error ?? row.text}`);
    for (const violation of row.violations ?? []) {
      if (blameOf(violation, call) !== options.list) continue;
      console.log(`    ${row.id}: ${violation.location.join(".")} ${violation.code}: ${violation.message}`);
    }
  }
  return [facts.size, rows.length - failed, clean, by.ours, by.mock, by.sample, failed];
}

/** @param {...(string | number)} cells */
function print(...cells) {
  console.log(cells.map((cell, index) => String(cell).padEnd(columns[index] ?? 8)).join(" "));
}
