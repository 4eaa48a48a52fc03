// `tsconfig.json` of a publishable SDK.

import type { Layout } from "./file-scope.js";
import type { OutputFile } from "./output-file.js";

export function buildConfigFile({ extension, isInline }: Layout): OutputFile {
  const compilerOptions = {
    target: "ES2022",
    lib: ["ES2023", "ESNext.Disposable", "DOM", "DOM.Iterable"],
    module: "nodenext",
    moduleResolution: "nodenext",
    rootDir: ".",
    outDir: "dist",
    declaration: true,
    strict: true,
    verbatimModuleSyntax: true,
    // The copy of the runtime uses Node's modules.
    types: isInline ? ["node"] : [],
    skipLibCheck: true,
    ...(extension === ".ts" ? { rewriteRelativeImportExtensions: true } : {}),
  };
  const config = { compilerOptions, include: ["**/*.ts"], exclude: ["dist", "node_modules"] };
  return { path: "tsconfig.json", text: `${JSON.stringify(config, null, 2)}\n` };
}
