import { realpath } from "node:fs/promises";
import { dirname, resolve, sep } from "node:path";
import { isSystemError } from "./system-error.js";

/** A file would be written somewhere else than below the output folder. */
export class OutsideError extends Error {
  override readonly name = "OutsideError";
  readonly path: string;

  constructor(path: string) {
    super(`"${path}" is outside the output folder`);
    this.path = path;
  }
}

/** The absolute path of a file, which must be inside the folder, links on the way included. */
export async function pathInside(
  folder: string,
  path: string,
  folders: Map<string, Promise<boolean>>,
): Promise<string> {
  const root = resolve(folder);
  const target = resolve(root, path);
  if (!target.startsWith(root + sep)) throw new OutsideError(path);
  const parent = dirname(target);
  // Many files have one folder, which is looked up once.
  const inside = folders.get(parent) ?? isInside(root, parent);
  folders.set(parent, inside);
  if (!(await inside)) throw new OutsideError(path);
  return target;
}

async function isInside(root: string, folder: string): Promise<boolean> {
  const [realRoot, realFolder] = [await existing(root), await existing(folder)];
  // A folder that does not exist yet cannot be a link; its nearest existing parent can.
  return (
    realFolder === realRoot || realFolder.startsWith(realRoot + sep) || realRoot.startsWith(realFolder + sep)
  );
}

/** The real path of the closest folder that exists. */
async function existing(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch (error) {
    if (!isSystemError(error) || error.code !== "ENOENT" || dirname(path) === path) throw error;
    return await existing(dirname(path));
  }
}
