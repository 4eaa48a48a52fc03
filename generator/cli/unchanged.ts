import { defaultOutput, type GenerateOptions } from "../options.js";
import { paintFor } from "../report/text.js";
import { unchangedRun } from "../write/last-run.js";
import { count } from "./count.js";
import type { RunOptions } from "./run.js";

/** Whether a run would write what is there already, and this is all there is to tell about it: then it is told. */
export async function isUnchanged(
  options: GenerateOptions,
  { format, print, lint }: RunOptions,
): Promise<boolean> {
  const { check, strict, dryRun } = options;
  // All of these ask for more than files, the problems of the document above all.
  if (format !== "text" || print !== undefined || lint || check || strict || dryRun) return false;
  const started = performance.now();
  const last = await unchangedRun(options);
  if (last === undefined) return false;
  const files = count(last.files.length, "file");
  const time = `${((performance.now() - started) / 1000).toFixed(1)} s`;
  const warnings =
    last.warnings === 0 ? "" : `; gen-client lint shows ${count(last.warnings, "known warning")}`;
  const mark = paintFor(process.stdout, process.env)("green", "✔");
  const folder = options.output ?? defaultOutput(options.input);
  process.stdout.write(`${mark} ${folder}: ${files} in ${time} (nothing changed${warnings})\n`);
  return true;
}
