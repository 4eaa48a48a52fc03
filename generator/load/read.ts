import { access, realpath } from "node:fs/promises";
import { dirname, extname, join, relative, resolve, sep } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { forbidden, ReadError } from "./read-error.js";
import { fileError, readFileAt } from "./read-file.js";
import { readUrl } from "./read-url.js";

// Reading, and what may be read. Whoever runs the generator chose the entry; what its references name was chosen by
// whoever wrote the spec, so they reach only files beside it and URLs of its own origin unless the user allows more.

export interface ReadOptions {
  /** Sent to the entry's origin only, for specs behind a login. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Further folders, files and URL prefixes that references may reach. */
  readonly allowRefs?: readonly string[];
}

export interface Reading {
  /** Where the content came from after redirects. */
  readonly uri: string;
  readonly content: Buffer;
}

const neither = "it is neither a file nor a web address";

/**
 * A web address that says who asks (`https://user:secret@host/`) as one that does not, and a header: `fetch` refuses the
 * former, and every message would show it.
 */
export function withoutLogin<Named extends ReadOptions & { readonly input: string }>(options: Named): Named {
  const { input, headers = {} } = options;
  if (!/^https?:\/\/[^/?#]*@/i.test(input) || !URL.canParse(input)) return options;
  const url = new URL(input);
  const login = Buffer.from(`${decoded(url.username)}:${decoded(url.password)}`).toString("base64");
  url.username = url.password = "";
  const isSaid = Object.keys(headers).some((name) => name.toLowerCase() === "authorization");
  return {
    ...options,
    input: url.href,
    headers: isSaid ? headers : { ...headers, Authorization: `Basic ${login}` },
  };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // A percent sign that escapes nothing stands for itself.
    return text;
  }
}

/** The absolute URI of what the user named: a path, a URL, or `-` for standard input. */
export function uriOfInput(input: string): string {
  if (input === "-") return "stdin:";
  if (/^(?:https?|file):|^[a-z][a-z\d+.-]+:\/\//i.test(input) && URL.canParse(input))
    return new URL(input).href;
  return pathToFileURL(resolve(input)).href;
}

/** Headers are for the document's own origin: an overlay on another one is read without them. */
export function readOptionsFor<Options extends ReadOptions>(
  named: string,
  input: string,
  options: Options,
): Options {
  const [entry, other] = [input, named].map((text) => new URL(uriOfInput(text)));
  const isForeign = /^https?:/.test(entry?.protocol ?? "") && entry?.origin !== other?.origin;
  return isForeign ? { ...options, headers: {} } : options;
}

export async function readEntry(uri: string, options: ReadOptions): Promise<Reading> {
  if (uri === "stdin:") return { uri, content: await readStdin() };
  if (uri.startsWith("file:")) return { uri, content: await readFileAt(pathOf(uri)) };
  if (!/^https?:/.test(uri)) throw new ReadError(neither);
  return await readUrl(uri, new URL(uri).origin, options.headers ?? {}, () => undefined);
}

/** Reads what references of one entry name. */
export async function referenceReader(
  entryUri: string,
  requestedUri: string,
  options: ReadOptions,
): Promise<(uri: string) => Promise<Reading>> {
  const isFile = !/^https?:/.test(entryUri);
  const entryFolder = entryUri.startsWith("file:") ? dirname(fileURLToPath(entryUri)) : process.cwd();
  const folders = isFile ? [await realpath(entryFolder)] : [];
  const project = isFile ? await projectFolder(entryFolder) : undefined;
  const allowed = options.allowRefs ?? [];
  const allowedPaths = await Promise.all(
    allowed
      .filter((item) => !/^https?:/i.test(item))
      .map((item) => realpath(resolve(item)).catch(() => resolve(item))),
  );
  const allowedUrls = allowed.filter((item) => /^https?:/i.test(item)).map((item) => new URL(item).href);
  if (!isFile) allowedUrls.push(`${new URL(entryUri).origin}/`);

  const refusal = (url: string): string | undefined =>
    allowedUrls.some((prefix) => url.startsWith(prefix))
      ? undefined
      : `it is on another origin, "${new URL(url).origin}"`;

  return async (uri) => {
    if (/^https?:/.test(uri)) {
      const reason = refusal(uri);
      if (reason !== undefined) throw forbidden(reason, new URL(uri).origin);
      return await readUrl(uri, new URL(requestedUri).origin, isFile ? {} : (options.headers ?? {}), refusal);
    }
    if (!uri.startsWith("file:")) throw new ReadError(neither);
    const path = fileURLToPath(uri);
    // A link inside the folder may point out of it.
    const real = await realpath(path).catch(async (error: unknown) => {
      throw await fileError(path, error);
    });
    const mayRead =
      [...folders, ...allowedPaths].some((folder) => isInside(folder, real)) ||
      // Split specs often keep models beside the entry's folder (`../models/Pet.yaml`).
      (project !== undefined && isInside(project, real) && /^\.(?:ya?ml|json)$/i.test(extname(real)));
    if (!mayRead)
      throw forbidden("it lies outside the folder of the spec", relative(process.cwd(), dirname(path)));
    return { uri, content: await readFileAt(path) };
  };
}

function isInside(folder: string, path: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}

const projectMarkers = [".git", "package.json", "redocly.yaml", ".redocly.yaml", ".stoplight.json"];

/** The nearest folder around the spec that is evidently one project. */
async function projectFolder(folder: string): Promise<string | undefined> {
  for (let current = await realpath(folder); ; current = dirname(current)) {
    const marks = await Promise.all(
      projectMarkers.map((name) =>
        access(join(current, name)).then(
          () => true,
          () => false,
        ),
      ),
    );
    if (marks.includes(true)) return current;
    if (dirname(current) === current) return undefined;
  }
}

function pathOf(uri: string): string {
  try {
    return fileURLToPath(uri);
  } catch (error) {
    throw new ReadError("no file on this machine has such an address", { cause: error });
  }
}

async function readStdin(): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}
