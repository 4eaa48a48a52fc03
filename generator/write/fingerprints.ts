// What a run depends on, and what it left, as two short texts in the lockfile.

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { contentHash } from "../load/content-hash.js";
import type { GenerateOptions } from "../options.js";
import { build, version } from "../version.js";

/** The hashes of all that a run reads. */
export interface InputHashes {
  readonly entry: string;
  readonly overlays: readonly string[];
  /** By path relative to the entry. */
  readonly others: ReadonlyMap<string, string>;
}

/** Identifies what a run depends on: what it reads, the options and the generator. */
export function inputHash({ entry, overlays, others }: InputHashes, options: GenerateOptions): string {
  const shaping = Object.entries(options).filter(([key]) => !shapeless.has(key));
  return contentHash(JSON.stringify([version, sorted(shaping), entry, overlays, sorted(others)]));
}

/** What decides where the output goes and what is reported, not what the output is; and what is hashed as a text. */
const shapeless: ReadonlySet<string> = new Set<keyof GenerateOptions>([
  "input",
  "output",
  "overlays",
  "headers",
  "allowRefs",
  "check",
  "clean",
  "strict",
  "dryRun",
]);

/**
 * Identifies what a run leaves: its files by their hashes, and what was written by hand beside them. The lockfile
 * is one of them; its text is taken before it holds this hash.
 */
export function outputHash(files: ReadonlyMap<string, string>, folder: string): string {
  return contentHash(JSON.stringify([build, sorted(files), handwritten(folder)]));
}

function handwritten(folder: string): [path: string, hash: string][] {
  const root = join(folder, "extensions");
  if (!existsSync(root)) return [];
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((path) => [path.slice(root.length), contentHash(readFileSync(path))]);
}

function sorted<Value>(entries: Iterable<readonly [string, Value]>): (readonly [string, Value])[] {
  return [...entries].sort(([a], [b]) => (a < b ? -1 : 1));
}
