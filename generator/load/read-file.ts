import { readdir, readFile } from "node:fs/promises";
import { basename, dirname, extname, join, relative } from "node:path";
import { nearest } from "../diagnostics.js";
import { ReadError } from "./read-error.js";

export async function readFileAt(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (error) {
    const isMissing = error instanceof Error && "code" in error && error.code === "ENOENT";
    throw fileError(error, isMissing ? await nearestFile(path) : undefined);
  }
}

export function fileError(error: unknown, near?: string): ReadError {
  const code = error instanceof Error && "code" in error ? String(error.code) : String(error);
  const reasons: Readonly<Record<string, string>> = {
    ENOENT: "the file does not exist",
    ENOTDIR: "the file does not exist",
    EISDIR: "it is a folder, not a file",
    EACCES: "the file may not be read by this user",
  };
  const reason = reasons[code] ?? `the file cannot be read (${code})`;
  return new ReadError(reason, {
    cause: error,
    ...(near === undefined ? {} : { help: `Did you mean "${near}"?` }),
  });
}

/** The file of the same kind whose name is close to the one that is not there. */
async function nearestFile(path: string): Promise<string | undefined> {
  const type = extname(path);
  const names = await readdir(dirname(path)).catch(() => []);
  const stems = names.filter((name) => extname(name) === type).map((name) => basename(name, type));
  const stem = nearest(basename(path, type), stems);
  return stem === undefined ? undefined : join(relative(process.cwd(), dirname(path)), stem + type);
}
