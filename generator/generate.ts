import type { checkFiles } from "./check/check.js";
import { type Checked, type Diagnostic, hasErrors } from "./diagnostics.js";
import type { OutputFile } from "./emit/output-file.js";
import type { SourceSet } from "./load/source-set.js";
import type { Api } from "./model/api.js";
import { buildApi } from "./model/build-api.js";
import { withPagination } from "./model/paging.js";
import { selectOperations } from "./model/select.js";
import { untold } from "./model/untold.js";
import { assignNames } from "./naming/assign-names.js";
import type { Lockfile } from "./naming/lockfile.js";
import type { Names } from "./naming/names.js";
import { optionsProblem } from "./option-checks.js";
import { defaultOutput, type GenerateOptions } from "./options.js";
import { loadWithOverlays } from "./overlay/load-with-overlays.js";
import type { Document } from "./upgrade/document.js";
import { upgrade } from "./upgrade/upgrade.js";
import { readLock } from "./write/last-run.js";
import type { Written } from "./write/write.js";

/** What each stage makes, in the order in which they run. Absent are the stages that a run did not reach. */
export interface Stages {
  readonly sources?: SourceSet;
  readonly document?: Document;
  readonly api?: Api;
  readonly names?: Names;
  readonly files?: readonly OutputFile[];
  readonly written?: Written;
}

export type Stage = keyof Stages;

/** What a run came to. */
export interface Generation extends Stages {
  readonly diagnostics: readonly Diagnostic[];
  /** The output folder. */
  readonly folder: string;
}

export interface GenerateHooks {
  /** Called when a stage begins. */
  readonly onStage?: (stage: Stage) => void;
  /** Stops after this stage. */
  readonly until?: Stage;
}

/**
 * Generates one SDK. Problems are in the result; nothing is written if one of them is an error.
 *
 * @throws TypeError for options that do not exist or are of another type, which only JavaScript can pass
 */
export async function generate(options: GenerateOptions, hooks: GenerateHooks = {}): Promise<Generation> {
  const problem = optionsProblem(options);
  if (problem !== undefined) throw new TypeError(`generate(): ${problem}`);
  const folder = options.output ?? defaultOutput(options.input);
  const { include = [], exclude = [], overlays = [] } = options;
  const lock = await readLock(folder);
  const diagnostics: Diagnostic[] = [];
  const reached: { [Key in Stage]?: Stages[Key] } = {};

  /** Runs one stage, keeps what it found, and ends the run if the next stage must not or need not run. */
  const stage = async <Key extends Stage>(
    key: Key,
    run: () => Result<NonNullable<Stages[Key]>> | Promise<Result<NonNullable<Stages[Key]>>>,
  ): Promise<NonNullable<Stages[Key]>> => {
    hooks.onStage?.(key);
    const { value, diagnostics: found } = await run();
    diagnostics.push(...found);
    if (value === undefined) throw new Stopped();
    reached[key] = value;
    if (hooks.until === key || isBlocked(key, diagnostics, options)) throw new Stopped();
    return value;
  };

  const proven = async (...args: Parameters<typeof checkFiles>): Promise<void> => {
    const { checkFiles } = await import("./check/check.js");
    diagnostics.push(...(await checkFiles(...args)));
    if (isBlocked("files", diagnostics, options)) throw new Stopped();
  };

  try {
    const sources = await stage("sources", () => loadWithOverlays(options.input, overlays, options));
    const document = await stage("document", () => upgrade(sources));
    const api = await stage("api", () => {
      const whole = untold(buildApi(document), document, diagnostics);
      const paged = withPagination(whole.value, options.pagination);
      const selected = selectOperations(paged.value, { include, exclude });
      return and([...whole.diagnostics, ...paged.diagnostics], selected);
    });
    const names = await stage("names", () => and([], { value: assignNames(api, naming(options, lock)) }));
    const files = await stage("files", async () => {
      const { emit, readSurroundings } = await emitting();
      const surroundings = await readSurroundings(folder, names, lock, options);
      return and(surroundings.diagnostics, { value: emit(api, names, options, surroundings.value) });
    });
    if (options.check === true) await proven(files, { folder, api, names });
    await stage("written", async () => {
      const { writeSdk } = await import("./write/write-sdk.js");
      const warnings = diagnostics.length;
      return await writeSdk(files, folder, { sources, names, warnings, lock }, options);
    });
  } catch (error) {
    // Depth is walked by recursion everywhere: no document that somebody wrote comes near the end of the stack.
    if (error instanceof RangeError && /call stack/.test(error.message)) diagnostics.push(tooDeep(options));
    else if (!(error instanceof Stopped)) throw error;
  }
  return { ...reached, diagnostics, folder };
}

type Result<Value> = Checked<Value | undefined>;

function tooDeep({ input }: GenerateOptions): Diagnostic {
  return {
    code: "document-too-deep",
    severity: "error",
    message: `"${input}" nests, or inherits, more deeply than can be followed.`,
    help: "Break the longest chain of schemas in it.",
  };
}

/** Ends a run inside `generate`; never leaves it. */
class Stopped extends Error {}

/** What was made, with what had been found before it was made. */
function and<Value>(
  earlier: readonly Diagnostic[],
  { value, diagnostics = [] }: { readonly value: Value; readonly diagnostics?: readonly Diagnostic[] },
): Checked<Value> {
  return { value, diagnostics: [...earlier, ...diagnostics] };
}

/** What the references and what the model find is reported together: both are about the document. */
function isBlocked(stage: Stage, diagnostics: readonly Diagnostic[], { strict }: GenerateOptions): boolean {
  if (stage === "document")
    return diagnostics.some(({ code }) => code === "not-openapi" || code === "syntax");
  return hasErrors(diagnostics) || (stage === "files" && strict === true && diagnostics.length > 0);
}

function naming(
  { clientName }: GenerateOptions,
  lock: Lockfile | undefined,
): Parameters<typeof assignNames>[1] {
  return {
    ...(lock === undefined ? {} : { lock: lock.names }),
    ...(clientName === undefined ? {} : { clientName }),
  };
}

/** Loaded here, because whoever lints or prints a stage should not wait for it. */
async function emitting(): Promise<
  Pick<typeof import("./emit/emit.js"), "emit"> &
    Pick<typeof import("./check/surroundings.js"), "readSurroundings">
> {
  const [{ emit }, { readSurroundings }] = await Promise.all([
    import("./emit/emit.js"),
    import("./check/surroundings.js"),
  ]);
  return { emit, readSurroundings };
}
