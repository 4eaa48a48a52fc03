// Hand-written files of an SDK. `extensions/` mirrors the SDK: a file there extends the class of the generated file at
// the same path, and stands in for it wherever the SDK makes one.
//
//   extensions/client.ts           class PetStore extends the one of client.ts; index.ts exports it
//   extensions/resources/pets.ts   class Pets extends the one of resources/pets.ts; api.pets is one
//   extensions/index.ts            what index.ts exports besides

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Checked, Diagnostic } from "../diagnostics.js";
import type { Names } from "../naming/names.js";
import { nearest } from "../near-miss.js";

/** Paths below `extensions/` without `.ts`, of those files that extend something. */
export async function readExtensions(folder: string, names: Names): Promise<Checked<ReadonlySet<string>>> {
  const root = join(folder, "extensions");
  if (!existsSync(root)) return { value: new Set(), diagnostics: [] };
  const classes = new Map([
    ["client", names.client.className],
    ...[...names.resources.values()].map(({ file, className }) => [`resources/${file}`, className] as const),
  ]);
  const found = new Set<string>();
  const diagnostics: Diagnostic[] = [];
  for (const path of sourcePaths(root)) {
    const className = classes.get(path);
    if (path === "index") found.add(path);
    else if (className === undefined) {
      // Any other file may hold what the extensions have in common.
      if (path.startsWith("resources/")) diagnostics.push(unmatched(path, classes.keys()));
    } else if ((await exportedNames(join(root, `${path}.ts`))).has(className)) found.add(path);
    else diagnostics.push(withoutClass(path, className));
  }
  return { value: found, diagnostics };
}

function sourcePaths(root: string): string[] {
  return readdirSync(root, { recursive: true, encoding: "utf8" })
    .map((path) => path.replaceAll("\\", "/"))
    .filter((path) => path.endsWith(".ts") && !path.endsWith(".d.ts"))
    .map((path) => path.slice(0, -".ts".length))
    .sort();
}

/** What a file exports by name, as its syntax alone shows it. */
async function exportedNames(path: string): Promise<ReadonlySet<string>> {
  const { Project } = await import("ts-morph");
  const project = new Project({ useInMemoryFileSystem: true, skipLoadingLibFiles: true });
  const file = project.createSourceFile("/extension.ts", readFileSync(path, "utf8"));
  return new Set([
    ...file.getClasses().flatMap((declared) => (declared.isExported() ? [declared.getName() ?? ""] : [])),
    ...file
      .getExportDeclarations()
      .flatMap((declared) => declared.getNamedExports())
      .map((named) => named.getAliasNode()?.getText() ?? named.getName()),
  ]);
}

function unmatched(path: string, paths: Iterable<string>): Diagnostic {
  const near = nearest(path, paths);
  return {
    code: "extension-unmatched",
    severity: "warning",
    message: `"extensions/${path}.ts" extends nothing: the SDK has no "${path}.ts".`,
    help:
      near === undefined
        ? "Give it the name of a file in resources/, or move it out of extensions/resources/."
        : `Did you mean "extensions/${near}.ts"?`,
  };
}

function withoutClass(path: string, className: string): Diagnostic {
  return {
    code: "extension-class-missing",
    severity: "error",
    message: `"extensions/${path}.ts" exports no class "${className}", which it is there to extend.`,
    help: `Write \`export class ${className} extends Generated { … }\`, with Generated imported from the SDK's "${path}.ts".`,
  };
}
