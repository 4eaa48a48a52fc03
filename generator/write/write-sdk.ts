import type { Checked } from "../diagnostics.js";
import { fileHeader } from "../emit/file-header.js";
import type { OutputFile } from "../emit/output-file.js";
import { contentHash } from "../load/content-hash.js";
import type { Source, SourceSet } from "../load/source-set.js";
import { type Lockfile, lockedNames, lockfileName } from "../naming/lockfile.js";
import { parseLockfile, printLockfile, withOutputHash } from "../naming/lockfile-text.js";
import type { Names } from "../naming/names.js";
import type { GenerateOptions } from "../options.js";
import { version } from "../version.js";
import { inputHash, outputHash } from "./fingerprints.js";
import { type Written, write } from "./write.js";

/** What the lockfile tells the next run, beside the files. */
export interface SdkRun {
  readonly sources: SourceSet;
  readonly names: Names;
  readonly warnings: number;
  /** The last run's. */
  readonly lock: Lockfile | undefined;
}

/** Writes the files of an SDK, and the lockfile. */
export async function writeSdk(
  files: readonly OutputFile[],
  folder: string,
  run: SdkRun,
  options: GenerateOptions,
): Promise<Checked<Written | undefined>> {
  const previous = run.lock?.files ?? [];
  return await write([...files, lockfile(files, folder, run, options)], {
    folder,
    previous,
    clean: options.clean === true,
    // Whoever checks wants to know, and changes nothing.
    dryRun: options.dryRun === true || options.check === true,
    isOurs: (text) => text.startsWith(fileHeader) || parseLockfile(text) !== undefined,
  });
}

function lockfile(
  files: readonly OutputFile[],
  folder: string,
  { sources, names, warnings, lock }: SdkRun,
  options: GenerateOptions,
): OutputFile {
  const paths = new Set([...files.map((file) => file.path), lockfileName]);
  // Without `clean`, what is left over stays in the list, so that a later `clean` knows it as ours.
  const leftOver = options.clean === true ? [] : (lock?.files ?? []).filter((path) => !paths.has(path));
  const others = othersOf(sources);
  const relative = [...others.keys()];
  const content: Lockfile = {
    generator: version,
    input: inputHash(
      {
        entry: hashOf(sources.entry),
        overlays: (sources.overlays ?? []).map(hashOf),
        others,
      },
      options,
    ),
    ...(hasOnlyFiles(sources) && { sources: relative }),
    warnings,
    files: [...paths, ...leftOver],
    names: lockedNames(names),
  };
  const path = lockfileName;
  if (leftOver.length > 0) return { path, text: printLockfile(content) };
  const blank = printLockfile({ ...content, output: "" });
  const all: readonly OutputFile[] = [...files, { path, text: blank }];
  const hashes = new Map(all.map((file) => [file.path, contentHash(file.bytes ?? file.text)]));
  return { path, text: withOutputHash(blank, outputHash(hashes, folder)) };
}

/** The files that the entry refers to, by their addresses as seen from it: absolute ones differ between machines. */
function othersOf({ entry, sources }: SourceSet): ReadonlyMap<string, string> {
  const others = [...sources].filter(([uri]) => uri !== entry.uri);
  return new Map(
    others
      .map(([uri, source]) => [relativeTo(entry.uri, uri), hashOf(source)] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

/** What was made without a file or a URL is known by its text. */
function hashOf({ hash, text }: Source): string {
  return hash ?? contentHash(text);
}

function hasOnlyFiles({ sources, missing, overlays = [] }: SourceSet): boolean {
  const uris = [...sources.keys(), ...overlays.map(({ uri }) => uri)];
  return missing.size === 0 && uris.every((uri) => uri.startsWith("file:"));
}

/** `../models/pet.yaml`; the address itself if it is elsewhere. */
function relativeTo(entry: string, uri: string): string {
  if (!uri.startsWith("file:") || !entry.startsWith("file:")) return uri;
  const from = entry.split("/").slice(0, -1);
  const to = uri.split("/");
  let common = 0;
  while (common < from.length && from[common] === to[common]) common++;
  return [...from.slice(common).map(() => ".."), ...to.slice(common)].join("/");
}
