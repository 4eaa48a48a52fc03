import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { checkFiles } from "./check/check.js";
import { type Checked, type Diagnostic, hasErrors } from "./diagnostics.js";
import type { Manifest } from "./emit/manifest-file.js";
import type { OutputFile } from "./emit/output-file.js";
import { load } from "./load/load.js";
import type { Source, SourceSet } from "./load/source-set.js";
import type { Api } from "./model/api.js";
import { buildApi } from "./model/build-api.js";
import { selectOperations } from "./model/select.js";
import { assignNames } from "./naming/assign-names.js";
import { type Lockfile, lockedNames, lockfileName, parseLockfile, printLockfile } from "./naming/lockfile.js";
import type { Names } from "./naming/names.js";
import { defaultOutput, type GenerateOptions } from "./options.js";
import type { Document } from "./upgrade/document.js";
import { upgrade } from "./upgrade/upgrade.js";
import { version } from "./version.js";
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

/** Generates one SDK. Problems are in the result; nothing is written if one of them is an error. */
export async function generate(options: GenerateOptions, hooks: GenerateHooks = {}): Promise<Generation> {
  const folder = options.output ?? defaultOutput(options.input);
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
    const sources = await stage("sources", () => loadWithOverlays(options));
    const document = await stage("document", () => upgrade(sources));
    const api = await stage("api", () =>
      selected(untold(buildApi(document), document, diagnostics), options),
    );
    const names = await stage("names", () => found(assignNames(api, namingOf(options, lock))));
    const files = await stage("files", () => emitted(api, names, { folder, lock, options }));
    if (options.check === true) await proven(files, { folder, api, names });
    const input = inputHash(sources, options);
    await stage("written", () => writeAll(files, { input, names, lock, folder, options }));
  } catch (error) {
    if (!(error instanceof Stopped)) throw error;
  }
  return { ...reached, diagnostics, folder };
}

type Result<Value> = Checked<Value | undefined>;

/** Ends a run inside `generate`; never leaves it. */
class Stopped extends Error {}

function found<Value>(value: Value): Checked<Value> {
  return { value, diagnostics: [] };
}

/** What the references and what the model find is reported together: both are about the document. */
function isBlocked(stage: Stage, diagnostics: readonly Diagnostic[], { strict }: GenerateOptions): boolean {
  if (stage === "document")
    return diagnostics.some(({ code }) => code === "not-openapi" || code === "syntax");
  return hasErrors(diagnostics) || (stage === "files" && strict === true && diagnostics.length > 0);
}

function selected(
  { value, diagnostics }: Checked<Api>,
  { include = [], exclude = [] }: GenerateOptions,
): Checked<Api> {
  const part = selectOperations(value, { include, exclude });
  return { value: part.value, diagnostics: [...diagnostics, ...part.diagnostics] };
}

/** Without the references to nothing that the references' own stage, which knows more about them, has told of. */
function untold(built: Checked<Api>, document: Document, told: readonly Diagnostic[]): Checked<Api> {
  const code = "ref-not-found";
  const places = new Set(
    told.filter((one) => one.code === code).map(({ uri, pointer }) => `${uri}${pointer}`),
  );
  const isTold = ({ pointer }: Diagnostic): boolean => {
    const origin = document.origin(`${pointer}/$ref`);
    return places.has(`${origin.uri}${origin.pointer}`);
  };
  return {
    value: built.value,
    diagnostics: built.diagnostics.filter((one) => one.code !== code || !isTold(one)),
  };
}

interface EmitAll {
  readonly folder: string;
  readonly lock: Lockfile | undefined;
  readonly options: GenerateOptions;
}

/** The files, made with regard to what somebody wrote by hand in their folder. */
async function emitted(
  api: Api,
  names: Names,
  { folder, lock, options }: EmitAll,
): Promise<Checked<readonly OutputFile[]>> {
  const [{ emit }, { readExtensions }, manifest] = await Promise.all([
    import("./emit/emit.js"),
    import("./check/extensions.js"),
    options.package === undefined ? undefined : readManifest(folder, lock),
  ]);
  const { value: extensions, diagnostics } = await readExtensions(folder, names);
  const surroundings = { extensions, ...(manifest === undefined ? {} : { manifest }) };
  return { value: emit(api, names, options, surroundings), diagnostics };
}

interface WriteAll {
  readonly input: string;
  readonly names: Names;
  readonly lock: Lockfile | undefined;
  readonly folder: string;
  readonly options: GenerateOptions;
}

/** Writes the files, and the lockfile that tells the next run about them. */
async function writeAll(
  files: readonly OutputFile[],
  { input, names, lock, folder, options }: WriteAll,
): Promise<Result<Written>> {
  const [{ write }, { fileHeader }] = await Promise.all([
    import("./write/write.js"),
    import("./emit/file-header.js"),
  ]);
  const previous = lock?.files ?? [];
  const paths = [...files.map((file) => file.path), lockfileName];
  // Without `clean`, what is left over stays in the list, so that a later `clean` knows it as ours.
  const ours = options.clean === true ? paths : [...new Set([...paths, ...previous])];
  const lockfile = printLockfile({ generator: version, input, files: ours, names: lockedNames(names) });
  return await write([...files, { path: lockfileName, text: lockfile }], {
    folder,
    previous,
    clean: options.clean === true,
    dryRun: options.dryRun === true,
    isOurs: (text) => text.startsWith(fileHeader) || parseLockfile(text) !== undefined,
  });
}

function namingOf(
  { clientName }: GenerateOptions,
  lock: Lockfile | undefined,
): Parameters<typeof assignNames>[1] {
  return {
    ...(lock === undefined ? {} : { lock: lock.names }),
    ...(clientName === undefined ? {} : { clientName }),
  };
}

async function readLock(folder: string): Promise<Lockfile | undefined> {
  // The first run has none.
  const text = await readFile(join(folder, lockfileName), "utf8").catch(() => undefined);
  return text === undefined ? undefined : parseLockfile(text);
}

/** The package.json of an earlier run, with what its owner has added since; of nobody else. */
async function readManifest(folder: string, lock: Lockfile | undefined): Promise<Manifest | undefined> {
  if (lock?.files.includes("package.json") !== true) return undefined;
  try {
    const manifest: unknown = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
    // JSON has no other objects.
    return typeof manifest === "object" && manifest !== null ? (manifest as Manifest) : undefined;
  } catch {
    // Removed, or broken by an edit: it is made anew.
    return undefined;
  }
}

/** Identifies what a run depends on: the texts as read, the options and the generator. */
function inputHash({ sources, entry }: SourceSet, options: GenerateOptions): string {
  // What else there is in the options decides what is reported and where it goes, not what it is.
  const { include, exclude, clientName, importExtension, runtime, package: packageName } = options;
  const hash = createHash("sha256").update(
    JSON.stringify([version, include, exclude, clientName, importExtension, runtime, packageName]),
  );
  // An overlay is not among the sources, but what it made of the entry is.
  hash.update(entry.isEdited === true ? JSON.stringify(entry.value) : entry.text);
  // Absolute addresses differ between machines, and only serve to put the files in order.
  for (const uri of [...sources.keys()].sort()) {
    if (uri !== entry.uri) hash.update(sources.get(uri)?.text ?? "");
  }
  return hash.digest("hex").slice(0, 32);
}

async function loadWithOverlays(options: GenerateOptions): Promise<Result<SourceSet>> {
  if (options.overlays === undefined) return await load(options.input, options);
  return await load(options.input, { ...options, edit: (entry) => withOverlays(entry, options) });
}

async function withOverlays(
  entry: Source,
  { overlays = [], ...options }: GenerateOptions,
): Promise<Checked<Source>> {
  const { applyOverlay } = await import("./overlay/overlay.js");
  const diagnostics: Diagnostic[] = [];
  let value = entry.value;
  for (const path of overlays) {
    const overlay = await load(path, options);
    diagnostics.push(...overlay.diagnostics);
    if (overlay.value === undefined) continue;
    const applied = await applyOverlay(value, overlay.value.entry);
    diagnostics.push(...applied.diagnostics);
    value = applied.value;
  }
  return { value: value === entry.value ? entry : { ...entry, value, isEdited: true }, diagnostics };
}
