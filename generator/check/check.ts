// Proves that what was emitted compiles, in memory, under the strictest flags that a user may have. An error
// here is the generator's fault; what it can say of use is which part of the document brought it about.

import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type { CompilerOptions, Diagnostic as Problem } from "ts-morph";
import type { Diagnostic, Pointer } from "../diagnostics.js";
import type { OutputFile } from "../emit/output-file.js";
import type { Api } from "../model/api.js";
import type { Names } from "../naming/names.js";
import { nameAround, pointersByName } from "./blame.js";

export interface CheckOptions {
  /** Where the files will be: from there the runtime is looked up. */
  readonly folder: string;
  /** Both together lead from a name in the output to its place in the document. */
  readonly api?: Api;
  readonly names?: Names;
}

/** Errors of the compiler, as diagnostics. Nothing is written. */
export async function checkFiles(
  files: readonly OutputFile[],
  { folder, api, names }: CheckOptions,
): Promise<readonly Diagnostic[]> {
  // 0.3 s to import, and needed on request only.
  const { Project, ts } = await import("ts-morph");
  const runtime = findRuntime(folder);
  const compilerOptions: CompilerOptions = {
    ...strictFlags,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    lib: [
      "lib.es2023.d.ts",
      "lib.esnext.disposable.d.ts",
      "lib.esnext.asynciterable.d.ts",
      "lib.dom.d.ts",
      "lib.dom.iterable.d.ts",
    ],
    types: [],
    ...(runtime === undefined ? {} : { paths: { "@gen-client/runtime/codegen": [runtime] } }),
  };
  const project = new Project({ compilerOptions, skipAddingFilesFromTsConfig: true });
  // Over the files on disk, so that module resolution goes on from the real folder. The package.json says ESM.
  const root = resolve(folder);
  const own = files
    .filter(({ path }) => path.endsWith(".ts"))
    .map(({ path, text }) => project.createSourceFile(join(root, path), text, { overwrite: true }));
  const pointers =
    api === undefined || names === undefined ? new Map<string, Pointer>() : pointersByName(api, names);

  const diagnostics: Diagnostic[] = [];
  // A copy of the runtime is among the files.
  const isInline = files.some(({ path }) => path === "runtime/client.ts");
  if (runtime === undefined && !isInline) diagnostics.push(runtimeMissing);
  const program = project.getProgram();
  // Only of these files: the user's other code, and the runtime's, are not to blame here.
  const problems = own.flatMap((file) => [
    ...program.getSyntacticDiagnostics(file),
    ...program.getSemanticDiagnostics(file),
    ...program.getDeclarationDiagnostics(file),
  ]);
  for (const problem of problems) {
    // Without the runtime, its types are `any`, and only what does not depend on them is checked.
    if (runtime === undefined && followsFromMissingRuntime.has(problem.getCode())) continue;
    const found = diagnosticOf(problem, root, pointers);
    if (found !== undefined) diagnostics.push(found);
  }
  return diagnostics;
}

function diagnosticOf(
  problem: Problem,
  root: string,
  pointers: ReadonlyMap<string, Pointer>,
): Diagnostic | undefined {
  const file = problem.getSourceFile();
  if (file === undefined) return undefined;
  const start = problem.getStart() ?? 0;
  const { line, column } = file.getLineAndColumnAtPos(start);
  const message = problem.getMessageText();
  const text = typeof message === "string" ? message : message.getMessageText();
  const pointer = pointers.get(nameAround(file, start) ?? "");
  return {
    code: "output-does-not-compile",
    severity: "error",
    message: `"${file.getFilePath().slice(root.length + 1)}" does not compile at ${line}:${column}: ${text} (TS${problem.getCode()})`,
    help: "Report this at gen-client's issue tracker, with the part of the document that it points to.",
    ...(pointer === undefined ? {} : { pointer }),
  };
}

const strictFlags: CompilerOptions = {
  strict: true,
  noUncheckedIndexedAccess: true,
  exactOptionalPropertyTypes: true,
  noPropertyAccessFromIndexSignature: true,
  noImplicitOverride: true,
  noUnusedLocals: true,
  noUnusedParameters: true,
  verbatimModuleSyntax: true,
  isolatedDeclarations: true,
  declaration: true,
  erasableSyntaxOnly: true,
  skipLibCheck: true,
  noEmit: true,
};

/** Cannot find module; what then has no type arguments, no members, no base. */
const followsFromMissingRuntime: ReadonlySet<number> = new Set([2307, 2315, 2339, 7006, 7031, 2507]);

const runtimeMissing: Diagnostic = {
  code: "runtime-not-found",
  severity: "warning",
  message: 'The types of "@gen-client/runtime" are not installed, so the output was checked without them.',
  help: "Run `npm install @gen-client/runtime` in the project that uses the output.",
};

/** The declarations of the runtime as the user's project has it, else as this package does. */
function findRuntime(folder: string): string | undefined {
  for (const from of [join(resolve(folder), "index.ts"), fileURLToPath(import.meta.url)]) {
    try {
      const path = createRequire(from).resolve("@gen-client/runtime/package.json");
      return join(dirname(path), "dist/codegen/index.d.ts");
    } catch {
      // Not installed there: the next place may have it.
    }
  }
  return undefined;
}
