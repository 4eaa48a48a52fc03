import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { contentHash } from "../load/content-hash.js";
import { uriOfInput } from "../load/read.js";
import { type Lockfile, lockfileName, type RunRecord } from "../naming/lockfile.js";
import { parseLockfile, parseRunRecord, withOutputHash } from "../naming/lockfile-text.js";
import { defaultOutput, type GenerateOptions } from "../options.js";
import { type InputHashes, inputHash, outputHash } from "./fingerprints.js";

/** The lockfile of the last run, if there was one. */
export async function readLock(folder: string): Promise<Lockfile | undefined> {
  const text = await readFile(join(folder, lockfileName), "utf8").catch(() => undefined);
  return text === undefined ? undefined : parseLockfile(text);
}

/**
 * The last run, if this one would read the same and find what that one wrote; found out by reading and hashing
 * alone. Only files can be compared: what has a URL may change behind it.
 */
export async function unchangedRun(options: GenerateOptions): Promise<RunRecord | undefined> {
  const folder = options.output ?? defaultOutput(options.input);
  try {
    const lock = await readFile(join(folder, lockfileName), "utf8");
    const run = parseRunRecord(lock);
    if (run?.sources === undefined || run.output === undefined) return undefined;
    if (inputHash(await inputHashes(options, run.sources), options) !== run.input) return undefined;
    const files = run.files.map(async (path) => {
      const content = path === lockfileName ? withOutputHash(lock, "") : await readFile(join(folder, path));
      return [path, contentHash(content)] as const;
    });
    return outputHash(new Map(await Promise.all(files)), folder) === run.output ? run : undefined;
  } catch {
    // Something is gone, or cannot be read: the run itself finds out what, and says so.
    return undefined;
  }
}

async function inputHashes(
  { input, overlays = [] }: GenerateOptions,
  sources: readonly string[],
): Promise<InputHashes> {
  const entry = uriOfInput(input);
  const others = new Map<string, string>();
  for (const path of sources) others.set(path, await hashOfFile(new URL(path, entry).href));
  return {
    entry: await hashOfFile(entry),
    overlays: await Promise.all(overlays.map((path) => hashOfFile(uriOfInput(path)))),
    others,
  };
}

/** Throws for what is no file. */
async function hashOfFile(uri: string): Promise<string> {
  return contentHash(await readFile(fileURLToPath(uri)));
}
