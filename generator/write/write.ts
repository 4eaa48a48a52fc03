import { lstat, readFile } from "node:fs/promises";
import type { Checked } from "../diagnostics.js";
import type { OutputFile } from "../emit/output-file.js";
import { apply, remove } from "./apply.js";
import { OutsideError, pathInside } from "./path-inside.js";
import { isSystemError } from "./system-error.js";
import { notOurs, outside, unwritable } from "./write-problems.js";

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

/** A file, and what is there now. */
export interface Change {
  readonly file: OutputFile;
  readonly path: string;
  readonly before: string | undefined;
  readonly after: string;
  /** Somebody else's file, which must not be lost. */
  readonly isForeign: boolean;
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
