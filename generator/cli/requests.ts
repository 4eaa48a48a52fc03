import { existsSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { uriOfInput, withoutLogin } from "../load/read.js";
import { nearest } from "../near-miss.js";
import {
  type DateType,
  defaultOutput,
  type GenerateOptions,
  type ImportExtension,
  type Int64Type,
  isPackageName,
  type RuntimeSource,
} from "../options.js";
import { type Arguments, flagValue, UsageError } from "./arguments.js";
import { findConfig, readConfig } from "./config.js";
import { commands } from "./flags.js";

/** What the command line and the configuration file ask for together: flags win. */
export async function requests(args: Arguments): Promise<GenerateOptions[]> {
  const config = flagValue(args, "config");
  const inputs = args.positionals;
  const path =
    config === undefined ? (inputs.length === 0 ? findConfig(process.cwd()) : undefined) : resolve(config);
  const overrides = optionsOf(args);
  if (args.switches.has("watch") && overrides.check === true)
    throw new UsageError("--check judges once, and --watch never ends: leave out one of them.");
  if (path !== undefined) {
    const listed = await readConfig(path);
    // A spec named beside --config chooses from its list.
    const named = new Set(inputs.map(uriOfInput));
    const chosen = inputs.length === 0 ? listed : listed.filter(({ input }) => named.has(uriOfInput(input)));
    if (chosen.length === 0)
      throw new UsageError(`The configuration file lists no "${inputs.join('", "')}".`);
    return unmistakable(chosen.map((options) => withoutLogin({ ...options, ...overrides })));
  }
  if (inputs.length === 0)
    throw new UsageError(
      "Which spec? Call gen-client <spec>, or write a configuration with gen-client init. See gen-client --help.",
    );
  refuseNoSpecs(inputs);
  return unmistakable(inputs.map((input) => withoutLogin({ input, ...overrides })));
}

/** Other generators' words for what a bare spec asks for, and for commands of ours. */
const usualCommands: ReadonlyMap<string, string | undefined> = new Map([
  ...["generate", "gen", "create", "build"].map((word) => [word, undefined] as const),
  ...["validate", "check", "verify"].map((word) => [word, "lint"] as const),
]);

/** A word that is no file is more likely a command than a spec, and a folder behind a spec its output. */
function refuseNoSpecs([first = "", ...others]: readonly string[]): void {
  const folder = others.find(
    (path) => isFolder(path) || (!existsSync(path) && !/^-$|:|\.[^/\\]+$/.test(path)),
  );
  if (existsSync(first) || /^-$|[./\\:]/.test(first)) {
    if (folder === undefined) return;
    throw new UsageError(
      `"${folder}" is no spec. To write to it, call gen-client ${first} --output ${folder}.`,
    );
  }
  if (usualCommands.has(first) && usualCommands.get(first) === undefined)
    throw new UsageError(
      `There is no command "${first}". To generate, call gen-client ${others[0] ?? "<spec>"}.`,
    );
  const near =
    usualCommands.get(first) ??
    nearest(
      first,
      commands.map(({ name }) => name),
    );
  throw new UsageError(
    near === undefined
      ? `There is neither a command nor a file "${first}". See gen-client --help.`
      : `There is no command "${first}". Did you mean "${near}"?`,
  );
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

/** What options cannot be together, and two specs that would write to the same folder. */
function unmistakable(list: GenerateOptions[]): GenerateOptions[] {
  for (const { package: name, importExtension } of list) {
    if (typeof name === "string" && !isPackageName(name))
      throw new UsageError(
        `"${name}" cannot be the name of a package: npm takes lower-case letters, digits, "-", "." and "_", after "@scope/" if you have one.`,
      );
    if (name !== undefined && name !== false && importExtension === "none")
      throw new UsageError(
        'A package needs imports with an extension, for Node to run it: leave out --import-extension, or use ".js" or ".ts".',
      );
  }
  const outputs = list.map(({ input, output }) => resolve(output ?? defaultOutput(input)));
  if (new Set(outputs).size < outputs.length)
    throw new UsageError(
      "Several specs would be written to one folder; name different outputs in a configuration file.",
    );
  return list;
}

function optionsOf(args: Arguments): Omit<GenerateOptions, "input"> {
  const { values, switches } = args;
  const headers = values.get("header");
  // The parser has checked them against their choices.
  const importExtension = flagValue(args, "import-extension") as ImportExtension | undefined;
  const int64 = flagValue(args, "int64") as Int64Type | undefined;
  const dates = flagValue(args, "dates") as DateType | undefined;
  const runtime = flagValue(args, "runtime") as RuntimeSource | undefined;
  return {
    ...given("output", flagValue(args, "output")),
    ...given("clientName", flagValue(args, "client-name")),
    ...given("importExtension", importExtension),
    ...given("runtime", runtime),
    ...given("int64", int64),
    ...given("dates", dates),
    ...given("package", flagValue(args, "package") ?? (switches.has("package") ? true : undefined)),
    ...given("include", values.get("include")),
    ...given("exclude", values.get("exclude")),
    ...given("overlays", values.get("overlay")),
    ...given("allowRefs", values.get("allow-refs")),
    ...given("headers", headers && Object.fromEntries(headers.map(headerOf))),
    ...(switches.has("check") ? { check: true } : {}),
    ...(switches.has("clean") ? { clean: true } : {}),
    ...(switches.has("strict") ? { strict: true } : {}),
    ...(switches.has("dry-run") ? { dryRun: true } : {}),
  };
}

/** `{ key: value }`, or nothing: what a flag does not say must not hide what the configuration says. */
function given<Key extends keyof GenerateOptions>(
  key: Key,
  value: GenerateOptions[Key] | undefined,
): Partial<Pick<GenerateOptions, Key>> {
  // A computed key widens to `string`, so the type has to be told.
  return value === undefined ? {} : ({ [key]: value } as Partial<Pick<GenerateOptions, Key>>);
}

function headerOf(text: string): [string, string] {
  const colon = text.indexOf(":");
  if (colon < 1) throw new UsageError(`--header "${text}" is not of the form "Name: value".`);
  return [text.slice(0, colon).trim(), text.slice(colon + 1).trim()];
}
