import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Checked } from "../diagnostics.js";
import type { Surroundings } from "../emit/emit.js";
import type { Manifest } from "../emit/manifest-file.js";
import type { Lockfile } from "../naming/lockfile.js";
import type { Names } from "../naming/names.js";
import type { GenerateOptions } from "../options.js";
import { readExtensions } from "./extensions.js";

/** What somebody else has written in the SDK's folder, and what is emitted has to go with. */
export async function readSurroundings(
  folder: string,
  names: Names,
  lock: Lockfile | undefined,
  options: GenerateOptions,
): Promise<Checked<Surroundings>> {
  const { value: extensions, diagnostics } = await readExtensions(folder, names);
  const manifest = options.package === undefined ? undefined : await readManifest(folder, lock);
  return { value: { extensions, ...(manifest === undefined ? {} : { manifest }) }, diagnostics };
}

/** The package.json of an earlier run, with what its owner has added since; of nobody else. */
async function readManifest(folder: string, lock: Lockfile | undefined): Promise<Manifest | undefined> {
  if (lock?.files.includes("package.json") !== true) return undefined;
  try {
    const manifest: unknown = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
    // JSON has no other objects.
    return typeof manifest === "object" && manifest !== null ? (manifest as Manifest) : undefined;
  } catch {
    // Removed, or broken by an edit: it is made anew.
    return undefined;
  }
}
