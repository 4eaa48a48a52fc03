// Generates one SDK in a process of its own, and type-checks it.

import { mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { run, runMeasured } from "../process/run.mjs";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
// Inside the checkout, so that the SDKs find `@gen-client/runtime` as an installed package.
const workFolder = join(root, ".corpus");

/** The TypeScript versions that SDKs have to compile under, and the packages that hold them. */
export const compilers = { 5.9: "typescript-5.9", 6: "typescript-6.0", 7: "typescript" };

/** Every flag under which a user may compile an SDK. */
export const strictConfig = {
  compilerOptions: {
    target: "ES2022",
    lib: ["ES2022", "ESNext.Disposable", "DOM", "DOM.Iterable", "DOM.AsyncIterable"],
    module: "nodenext",
    moduleResolution: "nodenext",
    noEmit: true,
    declaration: true,
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    noPropertyAccessFromIndexSignature: true,
    noImplicitOverride: true,
    noUnusedLocals: true,
    noUnusedParameters: true,
    verbatimModuleSyntax: true,
    isolatedDeclarations: true,
    erasableSyntaxOnly: true,
    skipLibCheck: true,
    types: [],
  },
  include: ["sdk"],
};

/**
 * @param {{ id: string, path: string }} spec
 * @param {keyof typeof compilers} typescript
 */
export async function measure(spec, typescript) {
  const tsc = join(root, "node_modules", compilers[typescript], "bin/tsc");
  const output = join(workFolder, spec.id.replaceAll(/[^\w.-]+/g, "-"));
  await rm(output, { recursive: true, force: true });
  await mkdir(output, { recursive: true });
  const generation = await runMeasured([
    join(root, "bin/gen-client.js"),
    spec.path,
    "--output",
    join(output, "sdk"),
  ]);
  const row = {
    generated: generation.code === 0,
    errors: 0,
    checkSeconds: 0,
    firstLines: [],
    cpuSeconds: generation.cpuSeconds,
    peakMegabytes: generation.peakMegabytes,
  };
  if (!row.generated) return { ...row, firstLines: firstLines(generation.text) };
  await writeFile(join(output, "tsconfig.json"), JSON.stringify(strictConfig, null, 2));
  const check = await run([tsc, "-p", output]);
  const errors = check.text.split("\n").filter((line) => /error TS\d+/.test(line));
  row.checkSeconds = check.wallSeconds;
  row.errors = check.code === 0 ? 0 : Math.max(errors.length, 1);
  return { ...row, firstLines: check.code === 0 ? [] : firstLines(errors.join("\n") || check.text) };
}

/** @param {string} text */
function firstLines(text) {
  return text.split("\n").filter(Boolean).slice(0, 3);
}
