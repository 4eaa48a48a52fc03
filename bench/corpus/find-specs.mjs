import { readFileSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join, relative } from "node:path";

/** @typedef {{ id: string, path: string }} Spec */

/**
 * Every OpenAPI document below `folder`: what its `manifest.json` lists, or else each file that declares a
 * version at its top. Parts of a document that is split over files declare none.
 *
 * @param {string} folder
 * @returns {Promise<Spec[]>}
 */
export async function findSpecs(folder) {
  const manifest = readJson(join(folder, "manifest.json"));
  if (Array.isArray(manifest)) {
    return manifest.map(({ id, file }) => ({ id, path: join(folder, file) }));
  }
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && /\.(json|ya?ml)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter(declaresVersion)
    .sort()
    .map((path) => ({ id: relative(folder, path), path }));
}

/** @param {string} path */
function declaresVersion(path) {
  const text = readFileSync(path, "utf8");
  return /^\s*\{/.test(text)
    ? /"(openapi|swagger)"\s*:\s*"[23]\./.test(text)
    : /^["']?(openapi|swagger)["']?\s*:\s*["']?[23]\./m.test(text);
}

/** @param {string} path */
function readJson(path) {
  try {
    const value = JSON.parse(readFileSync(path, "utf8"));
    return Array.isArray(value) ? value : value.specs;
  } catch {
    return undefined; // no manifest
  }
}
