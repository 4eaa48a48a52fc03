import { hasErrors } from "../diagnostics.js";
import { type Generation, generate, type Stage } from "../generate.js";
import type { GenerateOptions } from "../options.js";
import { type Format, report } from "../report/report.js";
import { type Paint, paintFor } from "../report/text.js";
import { version } from "../version.js";
import { count } from "./count.js";
import type { Printable } from "./flags.js";
import { nextStep } from "./next-step.js";
import { Progress } from "./progress.js";
import { differs, unifiedDiff } from "./unified-diff.js";

export interface RunOptions {
  readonly format: Format;
  readonly print?: Printable;
  /** Stops after finding problems, and shows every one of them. */
  readonly lint?: boolean;
}

/** Generates one SDK and tells about it. Whether all went well. */
export async function run(
  options: GenerateOptions,
  { format, print, lint }: RunOptions,
): Promise<Generation & { readonly isFine: boolean }> {
  const started = performance.now();
  const progress = new Progress(process.stderr);
  const until: Stage | undefined = lint === true ? "api" : print;
  const generation = await generate(options, {
    onStage: progress.onStage,
    ...(until === undefined ? {} : { until }),
  });
  progress.end();
  const { diagnostics, sources, document } = generation;

  // What was asked for goes to standard output, everything else beside it.
  const isForPeople = format === "text";
  const stream = isForPeople ? process.stderr : process.stdout;
  const text = await report(
    diagnostics,
    { ...(sources === undefined ? {} : { sources }), ...(document === undefined ? {} : { document }) },
    {
      format,
      version,
      paint: paintFor(stream, process.env),
      strict: options.strict === true,
      ...(lint === true ? { all: true } : {}),
    },
  );
  if (print === undefined || isForPeople) stream.write(text);
  const isDifferent =
    options.check === true && generation.written !== undefined && differs(generation.written);
  const isFine =
    !hasErrors(diagnostics) && (options.strict !== true || diagnostics.length === 0) && !isDifferent;
  if (print !== undefined && generation[print] !== undefined)
    process.stdout.write(printed(generation, print));
  else if (isForPeople) {
    if (isDifferent) process.stdout.write(await unifiedDiff(generation));
    process.stdout.write(summary(generation, options, performance.now() - started, isFine));
  }
  return { ...generation, isFine };
}

/** A stage's value as JSON, with maps as objects. */
function printed(generation: Generation, stage: Printable): string {
  const value = stage === "document" ? generation.document?.root : generation[stage];
  const plain = (_key: string, item: unknown): unknown => {
    if (item instanceof Map) return Object.fromEntries(item);
    if (item instanceof Set) return [...item];
    return typeof item === "bigint" ? String(item) : item;
  };
  return `${JSON.stringify(value, plain, 2)}\n`;
}

function summary(
  generation: Generation,
  options: GenerateOptions,
  elapsedMs: number,
  isFine: boolean,
): string {
  const paint = paintFor(process.stdout, process.env);
  const { diagnostics, written, api, folder } = generation;
  const errors = diagnostics.filter(({ severity }) => severity === "error" || options.strict === true).length;
  const problems = [count(errors, "error"), count(diagnostics.length - errors, "warning")]
    .filter((text) => !text.startsWith("0 "))
    .join(", ");
  const time = `${(elapsedMs / 1000).toFixed(1)} s`;
  if (written === undefined || api === undefined) {
    if (isFine && api !== undefined) return `${options.input}: ${problems || "no problems"} (${time})\n`;
    return `${paint("red", "✖")} ${options.input}: ${problems}. Nothing was written.\n`;
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
