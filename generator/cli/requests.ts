import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { nearest } from "../diagnostics.js";
import type { GenerateOptions, ImportExtension } from "../options.js";
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
  if (path !== undefined) {
    const listed = await readConfig(path);
    // A spec named beside --config chooses from its list.
    const chosen = inputs.length === 0 ? listed : listed.filter(({ input }) => inputs.includes(input));
    if (chosen.length === 0)
      throw new UsageError(`The configuration file lists no "${inputs.join('", "')}".`);
    return unmistakable(chosen.map((options) => ({ ...options, ...overrides })));
  }
  if (inputs.length === 0)
    throw new UsageError(
      "Which spec? Call gen-client <spec>, or write a configuration with gen-client init.",
    );
  const [first = ""] = inputs;
  const near =
    existsSync(first) || /[./:]/.test(first)
      ? undefined
      : nearest(
          first,
          commands.map(({ name }) => name),
        );
  if (near !== undefined) throw new UsageError(`There is no command "${first}". Did you mean "${near}"?`);
  return unmistakable(inputs.map((input) => ({ input, ...overrides })));
}

/** Two specs must not write to the same folder. */
function unmistakable(list: GenerateOptions[]): GenerateOptions[] {
  const outputs = list.flatMap(({ output }) => (output === undefined ? [] : [resolve(output)]));
  if (new Set(outputs).size < outputs.length)
    throw new UsageError("Several specs would be written to one --output.");
  return list;
}

function optionsOf(args: Arguments): Omit<GenerateOptions, "input"> {
  const { values, switches } = args;
  const text = <Key extends string>(key: Key, value: string | undefined): { [Name in Key]?: string } =>
    (value === undefined ? {} : { [key]: value }) as { [Name in Key]?: string };
  const list = <Key extends string>(
    key: Key,
    value: readonly string[] | undefined,
  ): { [Name in Key]?: readonly string[] } =>
    (value === undefined ? {} : { [key]: value }) as { [Name in Key]?: readonly string[] };
  const headers = values.get("header");
  // The parser has checked it against the choices.
  const importExtension = flagValue(args, "import-extension") as ImportExtension | undefined;
  return {
    ...text("output", flagValue(args, "output")),
    ...text("clientName", flagValue(args, "client-name")),
    ...list("include", values.get("include")),
    ...list("exclude", values.get("exclude")),
    ...list("overlays", values.get("overlay")),
    ...list("allowRefs", values.get("allow-refs")),
    ...(headers === undefined ? {} : { headers: Object.fromEntries(headers.map(headerOf)) }),
    ...(importExtension === undefined ? {} : { importExtension }),
    ...(switches.has("clean") ? { clean: true } : {}),
    ...(switches.has("strict") ? { strict: true } : {}),
    ...(switches.has("dry-run") ? { dryRun: true } : {}),
  };
}

function headerOf(text: string): [string, string] {
  const colon = text.indexOf(":");
  if (colon < 1) throw new UsageError(`--header "${text}" is not of the form "Name: value".`);
  return [text.slice(0, colon).trim(), text.slice(colon + 1).trim()];
}
