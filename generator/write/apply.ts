// Changes of the disk: all of them, or none.

import { randomBytes } from "node:crypto";
import { mkdir, rename, rm, rmdir, stat, writeFile } from "node:fs/promises";
import { dirname, join, resolve, sep } from "node:path";
import { isSystemError } from "./system-error.js";
import type { Change } from "./write.js";

export async function apply(changes: readonly Change[]): Promise<void> {
  const suffix = `.${randomBytes(4).toString("hex")}.tmp`;
  const folders = new Set(changes.map(({ path }) => dirname(path)));
  const made: string[] = [];
  const placed: Change[] = [];
  try {
    for (const folder of folders) made.push(...(await makeFolder(folder)));
    await Promise.all(changes.map(({ path, file }) => writeFile(path + suffix, file.bytes ?? file.text)));
    for (const change of changes) {
      await rename(change.path + suffix, change.path);
      placed.push(change);
    }
  } catch (error) {
    await Promise.all(changes.map(({ path }) => rm(path + suffix, { force: true })));
    for (const { path, before } of placed) {
      await (before === undefined ? rm(path, { force: true }) : writeFile(path, before));
    }
    // The folders are empty again, as they were made for these files.
    for (const folder of made.reverse()) await rmdir(folder);
    throw error;
  }
}

/** Makes a folder and those above it, and returns what it made. `mkdir`'s own `recursive` never ends in `/proc`. */
async function makeFolder(path: string): Promise<string[]> {
  try {
    if ((await stat(path)).isDirectory()) return [];
  } catch (error) {
    if (!isSystemError(error) || error.code !== "ENOENT") throw error;
  }
  const above = await makeFolder(dirname(path));
  await mkdir(path);
  return [...above, path];
}

/** And the folders that are empty without them. */
export async function remove(paths: readonly string[], folder: string): Promise<void> {
  for (const path of paths) {
    const target = join(folder, path);
    await rm(target, { force: true });
    for (let parent = dirname(target); parent.startsWith(resolve(folder) + sep); parent = dirname(parent)) {
      // Fails as soon as something is left in a folder, which is then kept.
      if (
        !(await rmdir(parent).then(
          () => true,
          () => false,
        ))
      )
        break;
    }
  }
}
