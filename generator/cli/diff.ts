import { stat } from "node:fs/promises";
import { hasErrors } from "../diagnostics.js";
import type { FailLevel } from "../diff/change.js";
import { compareSurfaces } from "../diff/compare.js";
import { type DiffFormat, diffExitCode, formatChanges } from "../diff/report.js";
import { readSdkFolder } from "../diff/sdk-folder.js";
import { readSurface } from "../diff/surface.js";
import type { OutputFile } from "../emit/output-file.js";
import { generate } from "../generate.js";
import { defaultOutput } from "../options.js";
import { report } from "../report/report.js";
import { paintFor } from "../report/text.js";
import { version } from "../version.js";
import { type Arguments, flagValue, UsageError } from "./arguments.js";
import { requests } from "./requests.js";

const diffFormats: readonly string[] = ["text", "markdown", "json"] satisfies DiffFormat[];

/**
 * `gen-client diff <old> <new>`: what changed for callers. Each side is a spec, generated in memory, or the folder
 * of an SDK. Exit code 1 from the level of `--fail-on` up, or if a spec cannot be generated.
 */
export async function diff(args: Arguments): Promise<number> {
  const [before, after, ...more] = args.positionals;
  if (before === undefined || after === undefined || more.length > 0) {
    throw new UsageError('"diff" takes two specs or SDK folders: gen-client diff <old> <new>.');
  }
  const format = flagValue(args, "format") ?? "text";
  if (!diffFormats.includes(format)) {
    throw new UsageError(`"diff" has no format "${format}". Use ${diffFormats.join(", ")}.`);
  }
  const [isOldFolder, isNewFolder] = await Promise.all([before, after].map(isFolder));
  // Both sides must take their names from one lockfile, or a renamed collision would look like a change.
  const names = isOldFolder ? before : isNewFolder ? after : defaultOutput(before);
  const old = isOldFolder ? await readSdkFolder(before) : await generated(before, names, args);
  const next = isNewFolder ? await readSdkFolder(after) : await generated(after, names, args);
  if (old === undefined || next === undefined) return 1;

  const changes = compareSurfaces(await surfaceOf(before, old), await surfaceOf(after, next));
  // The parser and the check above have seen to both.
  process.stdout.write(formatChanges(changes, format as DiffFormat));
  return diffExitCode(changes, (flagValue(args, "fail-on") ?? "major") as FailLevel);
}

async function isFolder(path: string): Promise<boolean> {
  // What is no path at all, such as a URL, is no folder either.
  return (await stat(path).catch(() => undefined))?.isDirectory() ?? false;
}

/** The files of the SDK for a spec; undefined, and the problems told, if there can be none. */
async function generated(
  input: string,
  names: string,
  args: Arguments,
): Promise<readonly OutputFile[] | undefined> {
  const [options] = await requests({ ...args, positionals: [input] });
  const { files, diagnostics, sources, document } = await generate(
    { output: names, ...options, input, dryRun: true },
    { until: "files" },
  );
  if (files !== undefined && !hasErrors(diagnostics)) return files;
  const text = await report(
    diagnostics,
    { ...(sources === undefined ? {} : { sources }), ...(document === undefined ? {} : { document }) },
    {
      format: "text",
      version,
      paint: paintFor(process.stderr, process.env),
      strict: options?.strict === true,
    },
  );
  process.stderr.write(text);
  return undefined;
}

async function surfaceOf(side: string, files: readonly OutputFile[]): ReturnType<typeof readSurface> {
  try {
    return await readSurface(files);
  } catch (error) {
    // The only thing that reading throws: there is no entry among the files.
    throw new UsageError(`"${side}" is not the folder of an SDK: it has no index.ts.`, { cause: error });
  }
}
