import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";

/**
 * Prism ends when a reference leads to a file that is not there, be it in an extension that nobody reads. Such a
 * document is copied to `folder` without them.
 *
 * @param {string} path
 * @param {string} folder
 */
export async function withoutLostReferences(path, folder) {
  const text = await readFile(path, "utf8");
  const mended = text.replace(/\$ref: (\.\/[^\s#]+)$/gm, (reference, file) =>
    existsSync(resolve(dirname(path), file)) ? reference : `description: ${file}`,
  );
  if (mended === text) return path;
  const copy = join(folder, "openapi.yaml");
  await writeFile(copy, mended);
  return copy;
}
