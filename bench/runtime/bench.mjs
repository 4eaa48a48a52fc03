// `npm run bench:runtime [-- --quick] [--only TEXT] [--with NAME,NAME]`
//
// The runtime beside undici.request, undici.fetch, the platform's fetch, node:http, axios, got and ky: CPU and wall time
// per request as ratios to undici.request, in turns, against one server in a process of its own. Then a generated
// SDK beside the same call by hand, large streams, memory, and the import. Prints tables, writes `results.json` beside this file, and exits with 1 when ours is over a
// target. A row in which undici.request differs from itself too much is measured again, and at last does not count.
// `--quick` compares with undici.request alone, in less than 50 s on a quiet machine.

import { execFileSync, fork } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { availableParallelism, cpus } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { run, runMeasured } from "../process/run.mjs";
import { measure, median, startWorkers } from "./rounds.mjs";
import { control, works } from "./works.mjs";

const here = fileURLToPath(new URL(".", import.meta.url));
const root = join(here, "../..");
const { values: options } = parseArgs({
  options: {
    quick: { type: "boolean", default: false },
    only: { type: "string", default: "" },
    with: { type: "string" },
  },
});

/** Outside of this, the control says that the machine was too busy. */
const CONTROL_RANGE = [0.93, 1.07];
const nodeMajor = Number.parseInt(process.versions.node, 10);
/** V8 compiles after fewer calls, on both sides of a ratio alike: by the flags that the version of Node knows. */
const COMPILED_SOON =
  nodeMajor < 22
    ? ["--interrupt-budget=20000"]
    : ["--invocation-count-for-turbofan=300", "--minimum-invocations-after-ic-update=100"];
const effort = options.quick
  ? {
      rounds: 9,
      millis: 20,
      warmUp: 2_200,
      flags: COMPILED_SOON,
      attempts: 2,
      streamMib: 64,
      streamRuns: 1,
      imports: 3,
    }
  : {
      rounds: 21,
      // Long enough for what a turn costs that the others' turns have cooled the caches before it: no program is interrupted
      // like that, and whoever has more code would pay more of it.
      millis: 250,
      // From 22 on, V8 waits for many more calls until it compiles for good.
      warmUp: nodeMajor < 22 ? 15_000 : 60_000,
      flags: [],
      attempts: 3,
      streamMib: 1024,
      streamRuns: 5,
      imports: 11,
    };
const IMPORT_TARGET = 1.3;
const STREAM_TARGET = 0.95;
const GROWTH_TARGET_MIB = 64;
const HEAP_TARGET_KIB = 512;

if (!existsSync(join(here, "node_modules"))) {
  execFileSync("npm", ["install", "--no-package-lock", "--ignore-scripts"], { cwd: here, stdio: "inherit" });
}
if (!existsSync(join(root, "runtime/dist/client.js"))) {
  execFileSync("npx", ["tsc", "-p", "runtime"], { cwd: root, stdio: "inherit" });
}

const server = fork(join(here, "server.mjs"));
const ports = await new Promise((resolve) => server.once("message", resolve));
const results = {
  versions: versions(),
  machine: machine(),
  rows: [],
  streams: [],
  heap: undefined,
  imports: undefined,
};
console.log(
  Object.entries(results.versions)
    .map((pair) => pair.join(" "))
    .join(", "),
);
console.log(results.machine);

const wanted = (name) => name.includes(options.only);
const others = options.with?.split(",") ?? (options.quick ? [] : undefined);
for (const work of works.filter(({ name }) => wanted(name))) results.rows.push(await compare(work));
// A quick run judges the memory of our streams alone, no speed, and of imports CPU, so that the heap may disturb them.
const early = options.quick && wanted("heap") ? measureHeap() : undefined;
if (wanted("streams")) await compareStreams();
if (wanted("import")) await compareImports();
if (wanted("heap")) checkHeap(await (early ?? measureHeap()));
await writeFile(join(here, "results.json"), `${JSON.stringify(results, null, 2)}\n`);
server.kill();
process.exit();

async function compare(work) {
  const { name, judged, reference, target } = work;
  const isChosen = (client) =>
    client === judged || client === reference || (others?.includes(client) ?? true);
  const chosen = { ...work, clients: work.clients.filter(isChosen) };
  const workers = await startWorkers([...chosen.clients, control(reference)], ports, effort.flags);
  let figures;
  let counts = false;
  for (let attempt = 0; attempt < effort.attempts && !counts; attempt += 1) {
    const warmUp = attempt === 0 ? effort.warmUp * (work.warmUp ?? 1) : 500;
    figures = await measure(chosen, workers, { ...effort, warmUp });
    const { cpuRatio } = figures[control(reference)];
    counts = cpuRatio >= CONTROL_RANGE[0] && cpuRatio <= CONTROL_RANGE[1];
  }
  workers.stop();
  console.log(`\n${name}`);
  console.log(line("", "CPU µs", "wall µs", "CPU ratio", "wall ratio"));
  for (const [client, { cpuMicros, wallMicros, cpuRatio, wallRatio }] of Object.entries(figures)) {
    console.log(
      line(client, cpuMicros.toFixed(1), wallMicros.toFixed(1), cpuRatio.toFixed(2), wallRatio.toFixed(2)),
    );
  }
  if (counts) judge(`${name}: CPU ratio`, figures[judged].cpuRatio, target);
  else {
    const { cpuRatio } = figures[control(reference)];
    console.log(`  does not count: ${reference} is at ${cpuRatio.toFixed(2)} of itself`);
  }
  return { name, target, counts, figures };
}

async function compareStreams() {
  console.log(`\nstreams of ${effort.streamMib} MiB (multipart: half of it)`);
  console.log(line("", "MiB/s", "MiB/CPU s", "grown MiB"));
  for (const work of ["download", "upload", "multipart from disk"]) {
    const bytes = (effort.streamMib * 1024 * 1024) / (work.startsWith("multipart") ? 2 : 1);
    const sides = options.quick ? { ours: [] } : { "undici.request": [], ours: [] };
    for (let round = 0; round < effort.streamRuns; round += 1) {
      for (const [side, runs] of Object.entries(sides)) {
        runs.push(
          await child([
            "--expose-gc",
            join(here, "streams.mjs"),
            `${work}, ${side}`,
            String(ports.http1),
            String(bytes),
          ]),
        );
      }
    }
    const of = (side, figure) => median(sides[side].map((each) => each[figure]));
    for (const side of Object.keys(sides)) {
      const [speed, perCpu, grown] = ["mibPerSecond", "mibPerCpuSecond", "grownMib"].map((figure) =>
        of(side, figure),
      );
      console.log(line(`${work}, ${side}`, speed.toFixed(0), perCpu.toFixed(0), grown.toFixed(0)));
    }
    results.streams.push({ work, bytes, ...sides });
    if (!options.quick) {
      // Of neighbours in time, which the machine treats alike.
      const ratio = median(
        sides.ours.map((each, round) => each.mibPerSecond / sides["undici.request"][round].mibPerSecond),
      );
      if (ratio < STREAM_TARGET) over(`${work}: speed ratio ${ratio.toFixed(2)} < ${STREAM_TARGET}`);
    }
    judge(`${work}: memory grown, MiB`, of("ours", "grownMib"), GROWTH_TARGET_MIB);
  }
}

function measureHeap() {
  return child(["--expose-gc", join(here, "heap.mjs"), String(ports.http1)]);
}

function checkHeap(heap) {
  results.heap = heap;
  const { grownKib, active } = heap;
  console.log(
    `\nheap after 10,000 requests and 1,000 aborts: ${grownKib.toFixed(0)} KiB more; ${active} active`,
  );
  judge("heap grown, KiB", grownKib, HEAP_TARGET_KIB);
  judge("active connections left", active, 0);
}

async function compareImports() {
  const undici = createRequire(join(root, "runtime/package.json")).resolve("undici");
  const ours = join(root, "runtime/dist/index.js");
  const seconds = { nothing: [], undici: [], ours: [] };
  for (let round = 0; round < effort.imports; round += 1) {
    for (const [name, code] of [
      ["nothing", ""],
      ["undici", `await import(${JSON.stringify(undici)})`],
      ["ours", `await import(${JSON.stringify(ours)})`],
    ]) {
      seconds[name].push((await runMeasured(["--input-type=module", "-e", code])).cpuSeconds);
    }
  }
  const nothing = median(seconds.nothing);
  const [undiciMs, oursMs] = [seconds.undici, seconds.ours].map((each) => (median(each) - nothing) * 1_000);
  results.imports = { undiciMs, oursMs, ratio: oursMs / undiciMs };
  console.log(
    `\nimport, CPU beyond an empty process: undici ${undiciMs.toFixed(0)} ms, ours ${oursMs.toFixed(0)} ms`,
  );
  judge("import: CPU ratio", oursMs / undiciMs, IMPORT_TARGET);
}

async function child(args) {
  const { code, text } = await run(args, { timeoutSeconds: 300 });
  if (code !== 0) throw new Error(`${args.join(" ")} failed:\n${text}`);
  return JSON.parse(text.trim().split("\n").at(-1));
}

function judge(what, value, limit) {
  if (value > limit) over(`${what} ${value.toFixed(2)} > ${limit}`);
}

function over(text) {
  console.log(`  over target: ${text}`);
  process.exitCode = 1;
}

function versions() {
  const inBench = createRequire(join(here, "package.json"));
  const version = (name) => {
    const path = inBench.resolve
      .paths(name)
      .map((folder) => join(folder, name, "package.json"))
      .find(existsSync);
    return JSON.parse(readFileSync(path, "utf8")).version;
  };
  return Object.fromEntries([
    ["node", process.versions.node],
    ...["undici", "axios", "got", "ky"].map((name) => [name, version(name)]),
  ]);
}

function machine() {
  return `${availableParallelism()} × ${cpus()[0]?.model ?? "unknown CPU"}`;
}

function line(...cells) {
  return cells
    .map((cell, index) => (index === 0 ? String(cell).padEnd(34) : String(cell).padStart(11)))
    .join("");
}
