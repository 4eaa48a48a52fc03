import { readdir, readFile } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import type { OutputFile } from "../emit/output-file.js";

/** The TypeScript files of an SDK's folder, sources or declarations, as `readSurface` takes them. */
export async function readSdkFolder(folder: string): Promise<readonly OutputFile[]> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = found
    .filter((item) => item.isFile() && /\.[cm]?ts$/.test(item.name))
    .map((item) => relative(folder, join(item.parentPath, item.name)).split(sep).join("/"))
    .filter((path) => !path.split("/").includes("node_modules"))
    .sort();
  return Promise.all(paths.map(async (path) => ({ path, text: await readFile(join(folder, path), "utf8") })));
}
