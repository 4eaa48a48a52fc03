// How the output looks: two small SDKs, kept under `fixtures/golden/` for people to read. After a deliberate
// change, `UPDATE_GOLDEN=1 npx vitest run test/golden.test.ts` writes them anew; then read the diff.

import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { checkFiles } from "../generator/check/check.js";
import { emit } from "../generator/emit/emit.js";
import type { OutputFile } from "../generator/emit/output-file.js";
import { load } from "../generator/load/load.js";
import { buildApi } from "../generator/model/build-api.js";
import { assignNames } from "../generator/naming/assign-names.js";
import { upgrade } from "../generator/upgrade/upgrade.js";

const fixtures = fileURLToPath(new URL("../fixtures/", import.meta.url));

async function emitted(spec: string): Promise<readonly OutputFile[]> {
  const { value: sources } = await load(join(fixtures, "specs", `${spec}.yaml`));
  if (sources === undefined) throw new Error(`fixtures/specs/${spec}.yaml cannot be read.`);
  const { value: api } = buildApi(upgrade(sources).value);
  return emit(api, assignNames(api));
}

function filesIn(folder: string): OutputFile[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({ path: path.slice(folder.length + 1), text: readFileSync(path, "utf8") }));
}

function write(folder: string, files: readonly OutputFile[]): void {
  rmSync(folder, { recursive: true, force: true });
  for (const { path, text } of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

const byPath = (files: readonly OutputFile[]): Record<string, string> =>
  Object.fromEntries(files.map(({ path, text }) => [path, text]));

describe.each(["petstore", "kitchen-sink"])("the SDK of %s", (spec) => {
  const folder = join(fixtures, "golden", spec);

  it("looks as it did", async () => {
    const files = await emitted(spec);
    if (process.env.UPDATE_GOLDEN === "1") write(folder, files);
    expect(byPath(files)).toEqual(byPath(filesIn(folder)));
  });

  it("compiles under every strict flag", async () => {
    expect(await checkFiles(await emitted(spec), { folder })).toEqual([]);
  }, 120_000);
});
