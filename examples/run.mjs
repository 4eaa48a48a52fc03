// `node examples/run.mjs NAME`: generates the SDK, starts the server, runs the program.

import { mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";
import { generate } from "../dist/index.js";
import { examples, sdkOf } from "./prepare.mjs";

const example = examples.find(({ name }) => name === process.argv[2]);
if (example === undefined) {
  console.error(`Usage: node examples/run.mjs ${examples.map(({ name }) => name).join("|")}`);
  process.exit(2);
}
await generate(sdkOf(example.spec));
const folder = fileURLToPath(new URL(".", import.meta.url));
// Node 20 does not read TypeScript. Inside the checkout, so that the bundle finds the runtime.
const built = await mkdtemp(join(folder, "sdk/run-"));
const server = await example.start();
try {
  const outfile = join(built, "main.mjs");
  const entryPoints = [join(folder, example.name, "main.ts")];
  // No `tsconfig.json`: the checkout's own maps the runtime to its sources.
  await build({
    entryPoints,
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    packages: "external",
    tsconfigRaw: {},
  });
  const { main } = await import(pathToFileURL(outfile).href);
  await main(server.url);
} finally {
  await server.close();
  await rm(built, { recursive: true });
}
