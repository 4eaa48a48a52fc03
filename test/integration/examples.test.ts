// The examples are compiled under the strict flags and run, each against its server.

import { spawnSync } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { strictConfig } from "../../bench/corpus/measure.mjs";
import { examples, sdkOf } from "../../examples/prepare.mjs";
import { generate } from "../../generator/index.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const configPath = join(root, "examples/sdk/tsconfig.json");

const prints: Readonly<Record<string, readonly string[]>> = {
  crud: [
    "created p6",
    "read Rex: 200",
    "renamed to Max",
    "listed 6 pets, the last one Max",
    'refused: {"name":"must not be empty"}',
    'gone: No pet "p6"',
  ],
  chat: ["It |is |a cat.", 'enough after "It"'],
  upload: ["stored 1000000 bytes", "progress: many reports, all sent: true"],
  oauth2: ["the service reads 1 notes", 'the person writes "Buy milk" as a person'],
  webhooks: ["Rex was sold on 2026-01-31", "refused: The webhook's signature is wrong"],
};

beforeAll(async () => {
  for (const spec of new Set(examples.map(({ spec }) => spec))) await generate(sdkOf(spec));
});
afterAll(() => rmSync(configPath, { force: true }));

it("all of them compile under the strict flags", () => {
  const compilerOptions = { ...strictConfig.compilerOptions, types: ["node"] };
  writeFileSync(configPath, JSON.stringify({ compilerOptions, include: ["../*/main.ts"] }));
  const tsc = join(root, "node_modules/typescript/bin/tsc");
  expect(spawnSync(process.execPath, [tsc, "-p", configPath], { encoding: "utf8" }).stdout).toBe("");
});

it.each(examples)("$name does what it says", async ({ name, start }) => {
  const printed = vi.spyOn(console, "log").mockImplementation(() => undefined);
  const server = await start();
  try {
    const { main } = (await import(join(root, `examples/${name}/main.ts`))) as {
      main: (url: string) => Promise<void>;
    };
    await main(server.url);
    expect(printed.mock.calls.map(([line]) => String(line))).toEqual(prints[name]);
  } finally {
    printed.mockRestore();
    await server.close();
  }
});
