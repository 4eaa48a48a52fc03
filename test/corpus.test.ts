// Real documents, where a folder of them lies beside the checkout: all of them are read, understood and emitted. Whether
// the output compiles takes minutes to find out: `npm run corpus -- FOLDER` does.

import { existsSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { findSpecs } from "../bench/corpus/find-specs.mjs";
import { generate } from "../generator/generate.js";

const folder = fileURLToPath(new URL("../../shared/specs/", import.meta.url));
const specs = existsSync(folder) ? await findSpecs(folder) : [];

/** The largest take as long as all others together. */
const isQuick = ({ path }: { readonly path: string }): boolean => statSync(path).size < 8_000_000;

if (specs.length === 0)
  test.skip("real documents: there is no folder of them beside the checkout", () => undefined);

test.each(specs.filter(isQuick))("$id generates", { timeout: 60_000 }, async ({ path }) => {
  const { diagnostics, files = [] } = await generate({ input: path, output: "unused" }, { until: "files" });
  expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
  expect(files.map(({ path }) => path)).toContain("client.ts");
});
