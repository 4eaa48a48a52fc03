import { type FSWatcher, watch } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { uriOfInput } from "../load/read.js";
import type { SourceSet } from "../load/source-set.js";

/** Editors write a file in several steps; one run is enough for all of them. */
const settleMs = 40;

/**
 * Calls `changed` after each change of one of the files, until the process ends. Folders are watched and not files,
 * because editors replace files.
 */
export function watchFiles(paths: ReadonlySet<string>, changed: () => void): { close(): void } {
  let timer: NodeJS.Timeout | undefined;
  const watchers: FSWatcher[] = [];
  for (const folder of new Set([...paths].map((path) => dirname(path)))) {
    const watcher = watch(folder, (_event, name) => {
      // Some systems do not tell the name.
      if (name !== null && !paths.has(join(folder, name))) return;
      clearTimeout(timer);
      timer = setTimeout(changed, settleMs);
    });
    watchers.push(watcher);
  }
  return {
    close: () => {
      clearTimeout(timer);
      for (const watcher of watchers) watcher.close();
    },
  };
}

/** The files on disk that a run depends on; after a failed one, at least the entry. */
export function watchedFiles(
  input: string,
  others: readonly string[],
  sources: SourceSet | undefined,
): Set<string> {
  const uris = [
    uriOfInput(input),
    ...others.map(uriOfInput),
    ...(sources?.sources.keys() ?? []),
    ...(sources?.missing.keys() ?? []),
  ];
  return new Set(uris.filter((uri) => uri.startsWith("file:")).map((uri) => fileURLToPath(uri)));
}
