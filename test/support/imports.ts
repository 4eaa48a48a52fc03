import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";

/** One import or re-export, as a file states it. */
export interface Import {
  /** Relative to the root, with `/`. */
  readonly from: string;
  /** A source file relative to the root, or a package's specifier as written. */
  readonly to: string;
  readonly kind: "value" | "type" | "dynamic";
}

/** All sources below `folder`, relative to `root`: TypeScript, unless other names are asked for. */
export function sourceFiles(root: string, folder: string, names = /\.ts$/): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && names.test(entry.name) && !entry.name.endsWith(".d.ts"))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .filter((path) => !/(^|\/)(dist|node_modules)\//.test(path))
    .sort();
}

// The sources keep one import per statement, and comments mention none in this form: text will do.
const STATIC = /^(?:import|export)\s+(type\s+)?([^;"']*?\bfrom\s+)?["']([^"']+)["']/gm;
const DYNAMIC = /\bimport\(\s*["']([^"']+)["']\s*\)/g;

/** What a file imports. An import whose every name is a `type` counts as a type import, as the compiler erases it. */
export function importsOf(root: string, file: string): Import[] {
  const text = readFileSync(join(root, file), "utf8");
  const imports: Import[] = [];
  for (const [, type, clause, specifier] of text.matchAll(STATIC)) {
    const names = /\{([^}]*)\}/.exec(clause ?? "")?.[1];
    const isErased =
      type !== undefined ||
      (names !== undefined &&
        /^\s*\{/.test(clause ?? "") &&
        names
          .split(",")
          .filter((name) => name.trim() !== "")
          .every((name) => /^\s*type\s/.test(name)));
    imports.push({ from: file, to: target(root, file, specifier ?? ""), kind: isErased ? "type" : "value" });
  }
  for (const [, specifier] of text.matchAll(DYNAMIC)) {
    imports.push({ from: file, to: target(root, file, specifier ?? ""), kind: "dynamic" });
  }
  return imports;
}

function target(root: string, file: string, specifier: string): string {
  if (!specifier.startsWith(".")) return specifier;
  return relative(root, resolve(root, dirname(file), specifier)).replace(/\.js$/, ".ts");
}
