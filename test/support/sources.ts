import type { Source, SourceSet } from "../../generator/load/source-set.js";

/** A set of sources from values, without a disk: the first file is the entry. Paths are below `file:///spec/`. */
export function sourcesOf(
  files: Readonly<Record<string, unknown>>,
  missing: Readonly<Record<string, string>> = {},
): SourceSet {
  const sources = Object.entries(files).map(([path, value]): Source => {
    const uri = new URL(path, "file:///spec/").href;
    return { uri, text: JSON.stringify(value), format: "json", value };
  });
  const [entry] = sources;
  if (entry === undefined) throw new TypeError("A set of sources needs an entry.");
  return {
    entry,
    sources: new Map(sources.map((source) => [source.uri, source])),
    missing: new Map(
      Object.entries(missing).map(([path, reason]) => [new URL(path, "file:///spec/").href, { reason }]),
    ),
  };
}
