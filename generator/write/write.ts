import { randomBytes } from "node:crypto";
import { lstat, mkdir, readFile, realpath, rename, rm, rmdir, stat, writeFile } from "node:fs/promises";
import { dirname, join, relative, resolve, sep } from "node:path";
import type { Checked, Diagnostic } from "../diagnostics.js";
import type { OutputFile } from "../emit/output-file.js";

// The only stage that changes the disk. It writes inside the output folder, only what differs, and all or nothing:
// new texts go to temporary files first, and take their places when all of them are there.

export interface WriteOptions {
  /** The output folder; it is made if it does not exist. */
  readonly folder: string;
  /** What the last run wrote, from its lockfile. */
  readonly previous?: readonly string[];
  /** Removes what the last run wrote and this one does not. */
  readonly clean?: boolean;
  /** Finds out what would happen, and changes nothing. */
  readonly dryRun?: boolean;
  /** Whether a text was written by the generator, so that it may be replaced. */
  readonly isOurs: (text: string) => boolean;
}

/** What happened, or would with `dryRun`: paths relative to the output folder. */
export interface Written {
  readonly created: readonly string[];
  readonly changed: readonly string[];
  readonly unchanged: readonly string[];
  readonly removed: readonly string[];
  /** Left over from the last run, and still there without `clean`. */
  readonly stale: readonly string[];
  /** The texts behind `created` and `changed`. */
  readonly differences: readonly Difference[];
}

/** What a file says before and after; it does not exist before if that is absent. */
export interface Difference {
  readonly path: string;
  readonly before: string | undefined;
  readonly after: string;
}

/** The value is absent if nothing was written, because of an error. */
export async function write(
  files: readonly OutputFile[],
  options: WriteOptions,
): Promise<Checked<Written | undefined>> {
  try {
    const plan = await planned(files, options);
    const foreign = plan.filter((change) => change.isForeign);
    if (foreign.length > 0)
      return { value: undefined, diagnostics: foreign.map((change) => notOurs(change.path)) };
    const leftovers = await leftOver(files, options);
    const differing = plan.filter((change) => change.before !== change.after);
    if (options.dryRun !== true) {
      await apply(differing);
      if (options.clean === true) await remove(leftovers, options.folder);
    }
    const paths = (matches: (change: Change) => boolean): string[] =>
      plan.filter(matches).map((change) => change.file.path);
    return {
      value: {
        created: paths(({ before }) => before === undefined),
        changed: paths(({ before, after }) => before !== undefined && before !== after),
        unchanged: paths(({ before, after }) => before === after),
        removed: options.clean === true ? leftovers : [],
        stale: options.clean === true ? [] : leftovers,
        differences: differing.map(({ file, before, after }) => ({ path: file.path, before, after })),
      },
      diagnostics: [],
    };
  } catch (error) {
    if (error instanceof OutsideError) return { value: undefined, diagnostics: [outside(error.path)] };
    if (isSystemError(error)) return { value: undefined, diagnostics: [unwritable(options.folder, error)] };
    throw error;
  }
}

interface Change {
  readonly file: OutputFile;
  readonly path: string;
  readonly before: string | undefined;
  readonly after: string;
  /** Somebody else's file, which must not be lost. */
  readonly isForeign: boolean;
}

class OutsideError extends Error {
  override readonly name = "OutsideError";
  readonly path: string;

  constructor(path: string) {
    super(`"${path}" is outside the output folder`);
    this.path = path;
  }
}

async function planned(files: readonly OutputFile[], options: WriteOptions): Promise<Change[]> {
  const previous = new Set(options.previous);
  const folders = new Map<string, Promise<boolean>>();
  return await Promise.all(
    files.map(async (file) => {
      const path = await pathInside(options.folder, file.path, folders);
      const before = await textOf(path);
      const isOurs = before === undefined || previous.has(file.path) || options.isOurs(before);
      return { file, path, before, after: file.text, isForeign: !isOurs && before !== file.text };
    }),
  );
}

/** The absolute path of a file, which must be inside the folder, links on the way included. */
async function pathInside(
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

async function textOf(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if (isSystemError(error) && error.code === "ENOENT") return undefined;
    throw error;
  }
}

/** What the last run wrote, is still there, and is not written now. */
async function leftOver(
  files: readonly OutputFile[],
  { folder, previous = [] }: WriteOptions,
): Promise<string[]> {
  const current = new Set(files.map((file) => file.path.normalize("NFC").toLowerCase()));
  const found: string[] = [];
  for (const path of previous) {
    if (current.has(path.normalize("NFC").toLowerCase())) continue;
    // The lockfile is a file like any other: whoever edits it must not make us delete something elsewhere.
    const target = await pathInside(folder, path, new Map()).catch(() => undefined);
    const stats = target === undefined ? undefined : await lstat(target).catch(() => undefined);
    if (stats?.isFile() === true) found.push(path);
  }
  return found;
}

async function apply(changes: readonly Change[]): Promise<void> {
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

async function remove(paths: readonly string[], folder: string): Promise<void> {
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

function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && "code" in error && typeof error.code === "string";
}

function outside(path: string): Diagnostic {
  return {
    code: "output-outside",
    severity: "error",
    message: `The file "${path}" would be written outside the output folder; nothing was written.`,
    help: "Check the folder for links that lead out of it.",
  };
}

function notOurs(path: string): Diagnostic {
  return {
    code: "output-not-ours",
    severity: "error",
    message: `"${shortest(path)}" exists and was not written by gen-client; nothing was written.`,
    help: "Move it away, or choose another folder with --output.",
  };
}

function unwritable(folder: string, error: NodeJS.ErrnoException): Diagnostic {
  const reasons: Readonly<Record<string, string>> = {
    EACCES: "permission denied",
    EPERM: "permission denied",
    EROFS: "the file system is read-only",
    ENOENT: "no folder can be made there",
    ENOSPC: "the disk is full",
    ENOTDIR: "a file is in the way of a folder",
    EEXIST: "a file is in the way of a folder",
    EISDIR: "a folder is in the way of a file",
  };
  const path = error.path === undefined ? folder : shortest(error.path.replace(/\.[0-9a-f]{8}\.tmp$/, ""));
  return {
    code: "output-unwritable",
    severity: "error",
    message: `"${path}" cannot be written: ${reasons[error.code ?? ""] ?? error.message}. Nothing was written.`,
    help: "Choose another folder with --output.",
  };
}

/** A path as a reader knows it: from the working folder if it is in there. */
function shortest(path: string): string {
  const inside = relative(process.cwd(), path);
  return inside.startsWith("..") ? path : inside;
}
