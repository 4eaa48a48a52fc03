import type { Generation } from "../generate.js";
import type { GenerateOptions } from "../options.js";
import type { Paint } from "../report/text.js";
import { count } from "./count.js";
import { entryOf, moduleNote, nextStep } from "./next-step.js";

export interface RunEnd {
  readonly elapsedMs: number;
  readonly isFine: boolean;
  readonly isLint: boolean;
  readonly paint: Paint;
}

/** What a run came to, in a line; and what else there is to know or to do. */
export function summary(
  generation: Generation,
  options: GenerateOptions,
  { elapsedMs, isFine, isLint, paint }: RunEnd,
): string {
  const { diagnostics, written, api, names, folder } = generation;
  const errors = diagnostics.filter(({ severity }) => severity === "error" || options.strict === true).length;
  const problems = [count(errors, "error"), count(diagnostics.length - errors, "warning")]
    .filter((text) => !text.startsWith("0 "))
    .join(", ");
  const time = `${(elapsedMs / 1000).toFixed(1)} s`;
  if (written === undefined || api === undefined) {
    if (isFine && api !== undefined)
      return `${paint("green", "✔")} ${options.input}: ${problems || "no problems"} (${time})\n`;
    // Whoever lints expects no more.
    const rest = isLint ? ` (${time})` : ". Nothing was written.";
    return `${paint("red", "✖")} ${options.input}: ${problems}${rest}\n`;
  }
  const made = [
    count(api.operations.length, "operation"),
    count(api.declarations.size, "model"),
    count(written.created.length + written.changed.length + written.unchanged.length, "file"),
  ].join(", ");
  const mark = isFine ? paint("green", "✔") : paint("red", "✖");
  const lines = [`${mark} ${folder}: ${made} in ${time} (${changes(written, options)})`];
  if (options.dryRun === true) lines.push(...fileList(written, paint));
  if (options.dryRun !== true && options.check !== true && written.created.length > 0) {
    const step = nextStep(folder, options);
    if (step !== undefined) lines.push(`  Next: ${step}`);
    const entry = written.created.includes("index.ts") ? entryOf(folder, options) : undefined;
    if (names !== undefined && entry !== undefined) {
      lines.push(`  Use:  import { ${names.client.className} } from "${entry}";`);
      const note = moduleNote(folder, options);
      if (note !== undefined) lines.push(`  Note: ${note}`);
    }
  }
  if (written.stale.length > 0) {
    const [are, they] = written.stale.length === 1 ? ["is", "it"] : ["are", "them"];
    lines.push(
      `  ${count(written.stale.length, "file")} of the last run ${are} no longer made; --clean removes ${they}.`,
    );
  }
  return `${lines.join("\n")}\n`;
}

type Written = NonNullable<Generation["written"]>;

function changes({ created, changed, removed }: Written, { dryRun, check }: GenerateOptions): string {
  const parts = [
    created.length > 0 ? `${created.length} new` : undefined,
    changed.length > 0 ? `${changed.length} changed` : undefined,
    removed.length > 0 ? `${removed.length} removed` : undefined,
  ].filter((part) => part !== undefined);
  const text = parts.length === 0 ? "nothing changed" : parts.join(", ");
  if (check === true) return parts.length === 0 ? "up to date, and compiles" : `not up to date: ${text}`;
  return dryRun === true ? `dry run: ${text}` : text;
}

function fileList({ created, changed, removed }: Written, paint: Paint): string[] {
  return [
    ...created.map((path) => `  ${paint("green", "+")} ${path}`),
    ...changed.map((path) => `  ${paint("yellow", "~")} ${path}`),
    ...removed.map((path) => `  ${paint("red", "-")} ${path}`),
  ];
}
