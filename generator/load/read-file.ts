import { readdir, readFile } from "node:fs/promises";
import { basename, dirname, extname, join, relative } from "node:path";
import { nearest } from "../near-miss.js";
import { ReadError } from "./read-error.js";

export async function readFileAt(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (error) {
    throw await fileError(path, error);
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: "the file does not exist",
  ENOTDIR: "the file does not exist",
  EISDIR: "it is a folder, not a file",
  EACCES: "the file may not be read by this user",
};

/** Why a file could not be read, with what was probably meant. */
export async function fileError(path: string, error: unknown): Promise<ReadError> {
  const code = error instanceof Error && "code" in error ? String(error.code) : String(error);
  const near =
    code === "ENOENT" ? await nearestFile(path) : code === "EISDIR" ? await onlyDocument(path) : undefined;
  return new ReadError(reasons[code] ?? `the file cannot be read (${code})`, {
    cause: error,
    ...(near === undefined ? {} : { help: `Did you mean "${relative(process.cwd(), near)}"?` }),
  });
}

/** Named `.yml` by some, `.yaml` by others. */
const documentType = /^\.(?:ya?ml|json)$/i;

/** What is called so with another ending, or nearly so with the same. */
async function nearestFile(path: string): Promise<string | undefined> {
  const type = extname(path);
  const stem = basename(path, type);
  const names = await readdir(dirname(path)).catch(() => []);
  const isTwin = (name: string): boolean =>
    documentType.test(extname(name)) && basename(name, extname(name)) === stem;
  const twin = documentType.test(type) ? names.find(isTwin) : undefined;
  const stems = names.filter((name) => extname(name) === type).map((name) => basename(name, type));
  const near = twin === undefined ? nearest(stem, stems) : undefined;
  const name = twin ?? (near === undefined ? undefined : near + type);
  return name === undefined ? undefined : join(dirname(path), name);
}

/** What whoever names a folder means, if the folder leaves no doubt. */
async function onlyDocument(folder: string): Promise<string | undefined> {
  const documents = (await readdir(folder).catch(() => [])).filter((name) =>
    documentType.test(extname(name)),
  );
  const usual = documents.filter((name) => /^(?:openapi|swagger|api|spec)\./i.test(name));
  const [only, ...others] = usual.length > 0 ? usual : documents;
  return only === undefined || others.length > 0 ? undefined : join(folder, only);
}
