import { hasErrors } from "../diagnostics.js";
import { type Generation, generate, type Stage } from "../generate.js";
import type { GenerateOptions } from "../options.js";
import { type Format, report } from "../report/report.js";
import { paintFor } from "../report/text.js";
import { version } from "../version.js";
import type { Printable } from "./flags.js";
import { Progress } from "./progress.js";
import { summary } from "./summary.js";
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
    const elapsedMs = performance.now() - started;
    // Where there is nothing of what was asked for, this is the end of what is told instead.
    const isNothing = !isFine && generation.written === undefined;
    const end = isNothing ? process.stderr : process.stdout;
    const paint = paintFor(end, process.env);
    end.write(summary(generation, options, { elapsedMs, isFine, isLint: lint === true, paint }));
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
