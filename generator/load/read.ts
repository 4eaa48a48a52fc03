import { access, readdir, readFile, realpath } from "node:fs/promises";
import { basename, dirname, extname, join, relative, resolve, sep } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { nearest } from "../diagnostics.js";

// Reading, and what may be read. Whoever runs the generator chose the entry; what its references name was chosen by
// whoever wrote the spec, so they reach only files beside it and URLs of its own origin unless the user allows more.

export interface ReadOptions {
  /** Sent to the entry's origin only, for specs behind a login. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Further folders, files and URL prefixes that references may reach. */
  readonly allowRefs?: readonly string[];
}

/** A text that could not be read, or must not be. The message is a sentence that says why. */
export class ReadError extends Error {
  override readonly name = "ReadError";
  /** The near miss, or the option that would allow it. */
  readonly help: string | undefined;

  constructor(message: string, options: ErrorOptions & { readonly help?: string } = {}) {
    super(message, options);
    this.help = options.help;
  }
}

export interface Reading {
  /** Where the content came from after redirects. */
  readonly uri: string;
  readonly content: Buffer;
}

/** The absolute URI of what the user named: a path, a URL, or `-` for standard input. */
export function uriOfInput(input: string): string {
  if (input === "-") return "stdin:";
  if (/^(?:https?|file):/i.test(input) && URL.canParse(input)) return new URL(input).href;
  return pathToFileURL(resolve(input)).href;
}

export async function readEntry(uri: string, options: ReadOptions): Promise<Reading> {
  if (uri === "stdin:") return { uri, content: await readStdin() };
  if (uri.startsWith("file:")) return { uri, content: await readPath(pathOf(uri)) };
  return await fetchText(uri, new URL(uri).origin, options.headers ?? {}, () => undefined);
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
      return await fetchText(
        uri,
        new URL(requestedUri).origin,
        isFile ? {} : (options.headers ?? {}),
        refusal,
      );
    }
    if (!uri.startsWith("file:"))
      throw new ReadError(`addresses that start with "${new URL(uri).protocol}" cannot be read`);
    const path = fileURLToPath(uri);
    // A link inside the folder may point out of it.
    const real = await realpath(path).catch((error: unknown) => {
      throw fileError(error);
    });
    const mayRead =
      [...folders, ...allowedPaths].some((folder) => isInside(folder, real)) ||
      // Split specs often keep models beside the entry's folder (`../models/Pet.yaml`).
      (project !== undefined && isInside(project, real) && /^\.(?:ya?ml|json)$/i.test(extname(real)));
    if (!mayRead)
      throw forbidden("it lies outside the folder of the spec", relative(process.cwd(), dirname(path)));
    return { uri, content: await readPath(path) };
  };
}

function forbidden(reason: string, allow: string): ReadError {
  return new ReadError(`${reason}`, { help: `If you trust it, allow it with --allow-refs ${allow}` });
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

async function readPath(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (error) {
    const isMissing = error instanceof Error && "code" in error && error.code === "ENOENT";
    throw fileError(error, isMissing ? await nearestFile(path) : undefined);
  }
}

function fileError(error: unknown, near?: string): ReadError {
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

async function readStdin(): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

const maxRedirects = 10;
const timeoutMs = 30_000;

/**
 * Redirects are followed by hand: `fetch` would carry the user's headers, an API key among them, to another origin.
 */
async function fetchText(
  uri: string,
  trustedOrigin: string,
  headers: Readonly<Record<string, string>>,
  refusal: (url: string) => string | undefined,
): Promise<Reading> {
  let url = uri;
  for (let hop = 0; hop <= maxRedirects; hop++) {
    const sent = new URL(url).origin === trustedOrigin ? headers : {};
    const response = await fetch(url, {
      headers: sent,
      redirect: "manual",
      signal: AbortSignal.timeout(timeoutMs),
    }).catch((error: unknown) => {
      const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
      throw new ReadError(`the request failed: ${cause instanceof Error ? cause.message : String(cause)}`, {
        cause: error,
      });
    });
    const location = response.headers.get("location");
    if (response.status >= 300 && response.status < 400 && location !== null) {
      await response.body?.cancel();
      url = new URL(location, url).href;
      const reason = refusal(url);
      if (reason !== undefined)
        throw forbidden(`it redirects to "${url}", and ${reason}`, new URL(url).origin);
      continue;
    }
    if (!response.ok) {
      const answer = `the server answered ${response.status} ${response.statusText}`.trimEnd();
      const wantsLogin = response.status === 401 || response.status === 403;
      throw new ReadError(answer, wantsLogin ? { help: 'Say who you are: --header "Authorization: …"' } : {});
    }
    return { uri: url, content: Buffer.from(await response.arrayBuffer()) };
  }
  throw new ReadError(`more than ${maxRedirects} redirects`);
}
