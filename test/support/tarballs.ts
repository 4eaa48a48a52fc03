// Packages as their users get them: packed into tarballs, and installed from them into an empty project without a
// network. What they depend on is packed from where this repository has it installed.

import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const root: string = fileURLToPath(new URL("../..", import.meta.url));

export interface PackedFile {
  readonly path: string;
  readonly size: number;
}

export interface Packed {
  readonly name: string;
  readonly version: string;
  readonly filename: string;
  /** Of the tarball, in bytes. */
  readonly size: number;
  readonly files: readonly PackedFile[];
}

const quiet = ["--ignore-scripts", "--json", "--silent", "--no-update-notifier"];

/** What `npm pack` of a folder would hold. */
export function packedContents(folder: string): Packed {
  return pack([folder], root, ["--dry-run"])[0]!;
}

/** Packs folders into `into`, and returns the tarballs' paths. */
export function packInto(into: string, folders: readonly string[]): string[] {
  mkdirSync(into, { recursive: true });
  return pack(folders, root, ["--pack-destination", into]).map(({ filename }) =>
    join(into, filename.replace("@", "").replace("/", "-")),
  );
}

function pack(folders: readonly string[], cwd: string, flags: readonly string[]): readonly Packed[] {
  const text = execFileSync("npm", ["pack", ...folders, ...quiet, ...flags], { cwd, encoding: "utf8" });
  return JSON.parse(text) as readonly Packed[];
}

/** The folders of everything that a package depends on, as installed here, by way of its dependencies too. */
export function dependencyFolders(folder: string, found: Set<string> = new Set()): Set<string> {
  const { dependencies = {} } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as {
    dependencies?: Record<string, string>;
  };
  for (const name of Object.keys(dependencies)) {
    const installed = join(root, "node_modules", name);
    if (found.has(installed)) continue;
    found.add(installed);
    dependencyFolders(installed, found);
  }
  return found;
}

/** An empty project with these tarballs installed. */
export function installInto(folder: string, tarballs: readonly string[]): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "app", type: "module", private: true }));
  const flags = ["--offline", "--no-audit", "--no-fund", "--no-package-lock", "--ignore-scripts", "--silent"];
  execFileSync("npm", ["install", ...flags, ...tarballs], { cwd: folder, encoding: "utf8" });
}
