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

/** The file whose name is close to that of the one that is not there: of its type, or of another for documents. */
async function nearestFile(path: string): Promise<string | undefined> {
  const type = extname(path);
  const stemOf = (name: string): string => basename(name, extname(name));
  const names = (await readdir(dirname(path)).catch(() => []))
    .filter((name) => extname(name) === type || (documentType.test(type) && documentType.test(extname(name))))
    .sort((a, b) => Number(extname(b) === type) - Number(extname(a) === type));
  const stem = nearest(stemOf(path), names.map(stemOf));
  const name = names.find((candidate) => stemOf(candidate) === stem);
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
