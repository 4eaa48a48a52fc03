// What a run depends on, and what it left, as two short texts in the lockfile.

import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { GenerateOptions } from "../options.js";
import { build, version } from "../version.js";

/** A text, or what is in its file: both have the same hash, and a file need not be decoded for it. */
export type Content = string | Uint8Array;

/** The texts that a run reads, without byte order marks. */
export interface InputTexts {
  readonly entry: Content;
  readonly overlays: readonly Content[];
  /** By path relative to the entry. */
  readonly others: ReadonlyMap<string, Content>;
}

/** Identifies what a run depends on: the texts as read, the options and the generator. */
export function inputHash({ entry, overlays, others }: InputTexts, options: GenerateOptions): string {
  const shaping = Object.entries(options).filter(([key]) => !shapeless.has(key));
  const settings = JSON.stringify([version, ...shaping.sort(([a], [b]) => (a < b ? -1 : 1))]);
  return hashOf([settings, entry, ...overlays, ...sorted(others).flat()]);
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
 * Identifies what a run leaves: its files, and what was written by hand beside them. The lockfile is one of them;
 * its text is taken before it holds this hash.
 */
export function outputHash(files: ReadonlyMap<string, Content>, folder: string): string {
  return hashOf([build, ...sorted(files).flat(), ...handwritten(folder)]);
}

function handwritten(folder: string): Content[] {
  const root = join(folder, "extensions");
  if (!existsSync(root)) return [];
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .flatMap((path) => [path.slice(root.length), readFileSync(path)]);
}

function sorted(contents: ReadonlyMap<string, Content>): [path: string, content: Content][] {
  return [...contents].sort(([a], [b]) => (a < b ? -1 : 1));
}

function hashOf(contents: readonly Content[]): string {
  const hash = createHash("sha256");
  // With its length, no text can be taken for the end of another one.
  for (const content of contents) hash.update(`${Buffer.byteLength(content)}:`).update(content);
  return hash.digest("hex").slice(0, 32);
}
