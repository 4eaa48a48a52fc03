// What a page has to load before it can make a call: the entry of a split bundle, and all that it imports statically.

import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build, type Metafile } from "esbuild";

const source = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));

/** Minified, for browsers. `code` may import the runtime's entries by their names, and files from the root. */
export async function initialBundle(code: string): Promise<{ gzipped: number; files: readonly string[] }> {
  const { metafile, outputFiles } = await build({
    stdin: { contents: code, resolveDir: source("."), loader: "ts", sourcefile: "entry.ts" },
    alias: {
      "@gen-client/runtime/codegen": source("runtime/codegen/index.ts"),
      "@gen-client/runtime": source("runtime/browser.ts"),
      "#platform": source("runtime/platform/browser.ts"),
      "#default-transport": source("runtime/transports/default-browser.ts"),
    },
    absWorkingDir: source("."),
    bundle: true,
    splitting: true,
    minify: true,
    platform: "browser",
    format: "esm",
    target: "es2022",
    outdir: "out",
    write: false,
    metafile: true,
    logLevel: "silent",
  });
  const names = loadedAtOnce(metafile);
  const text = names
    .map((name) => outputFiles.find(({ path }) => path.endsWith(`/${name}`))?.text ?? "")
    .join("\n");
  const inputs = names.flatMap((name) => Object.entries(metafile.outputs[name]?.inputs ?? {}));
  return {
    gzipped: gzipSync(text, { level: 9 }).byteLength,
    files: inputs.filter(([, { bytesInOutput }]) => bytesInOutput > 0).map(([file]) => file),
  };
}

function loadedAtOnce({ outputs }: Metafile): string[] {
  const entry = Object.keys(outputs).find((name) => outputs[name]?.entryPoint?.endsWith("entry.ts"));
  if (entry === undefined) throw new Error("The bundle has no entry.");
  const names = new Set([entry]);
  for (const name of names) {
    for (const { kind, path } of outputs[name]?.imports ?? []) {
      if (kind === "import-statement" && path in outputs) names.add(path);
    }
  }
  return [...names];
}
