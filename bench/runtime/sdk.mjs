// The golden SDK of the pet store, compiled as a user's bundler would, and running on the built runtime.

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";

const root = new URL("../../", import.meta.url);
const runtime = {
  "@gen-client/runtime": new URL("runtime/dist/index.js", root).href,
  "@gen-client/runtime/codegen": new URL("runtime/dist/codegen/index.js", root).href,
};

/** @type {import("esbuild").Plugin} */
const builtRuntime = {
  name: "built-runtime",
  setup({ onResolve }) {
    onResolve({ filter: /^@gen-client\/runtime/ }, ({ path }) => ({ path: runtime[path], external: true }));
  },
};

export async function importPetStore() {
  const folder = await mkdtemp(join(tmpdir(), "bench-sdk-"));
  try {
    const outfile = join(folder, "petstore.mjs");
    await build({
      entryPoints: [fileURLToPath(new URL("fixtures/golden/petstore/index.ts", root))],
      outfile,
      bundle: true,
      format: "esm",
      target: "es2022",
      plugins: [builtRuntime],
      logLevel: "error",
    });
    return await import(pathToFileURL(outfile).href);
  } finally {
    await rm(folder, { recursive: true });
  }
}
