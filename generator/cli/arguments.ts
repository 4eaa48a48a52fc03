import { parseArgs } from "node:util";
import { nearest } from "../near-miss.js";
import { commands, type Flag, type FlagName, flags } from "./flags.js";

/** A mistake in how the command was called: exit code 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

export interface Arguments {
  /** `lint`, `init`, …; absent to generate. */
  readonly command?: string;
  readonly positionals: readonly string[];
  /** Switches that are on. */
  readonly switches: ReadonlySet<string>;
  /** Values by flag, in the order given. */
  readonly values: ReadonlyMap<string, readonly string[]>;
}

/** Reads the command line by the table of flags. Throws `UsageError`. */
export function parseArguments(args: readonly string[]): Arguments {
  const { tokens } = parseArgs({
    args: [...args],
    strict: false,
    tokens: true,
    allowPositionals: true,
    options: Object.fromEntries(
      flags.map(({ name, short, value, isValue }) => [
        name,
        {
          type: value === undefined || isValue !== undefined ? "boolean" : "string",
          ...(short === undefined ? {} : { short }),
        } as const,
      ]),
    ),
  });
  const positionals: string[] = [];
  const switches = new Set<string>();
  const values = new Map<string, string[]>();
  const taken = new Set<(typeof tokens)[number]>();
  for (const [index, token] of tokens.entries()) {
    if (token.kind === "positional" && !taken.has(token)) positionals.push(token.value);
    if (token.kind !== "option") continue;
    const flag = flags.find(({ name }) => name === token.name);
    if (flag === undefined) throw unknownFlag(token.rawName);
    if (flag.value === undefined) {
      if (token.value !== undefined)
        throw new UsageError(`${token.rawName} takes no value, but got "${token.value}".`);
      switches.add(flag.name);
      continue;
    }
    if (flag.isValue !== undefined && token.value === undefined) {
      const next = tokens[index + 1];
      if (next?.kind === "positional" && flag.isValue(next.value)) {
        taken.add(next);
        values.set(flag.name, [next.value]);
      } else switches.add(flag.name);
      continue;
    }
    // `--output --watch` forgot the folder; a value that does start with a dash is written `--output=-x`.
    const isMissing = token.value === undefined || (!token.inlineValue && /^-./.test(token.value));
    if (isMissing) throw new UsageError(`${token.rawName} needs a value: ${token.rawName} <${flag.value}>.`);
    checkValue(flag, token.rawName, token.value ?? "");
    const earlier = values.get(flag.name);
    if (earlier !== undefined && flag.multiple !== true)
      throw new UsageError(`${token.rawName} is given twice.`);
    values.set(flag.name, [...(earlier ?? []), token.value ?? ""]);
  }
  const [first, ...rest] = positionals;
  if (first === "help" || first === "version") switches.add(first);
  const command = commands.find(({ name }) => name === first);
  if (command === undefined) return { positionals, switches, values };
  return { command: command.name, positionals: rest, switches, values };
}

/** The value of a flag that is given at most once. */
export function flagValue({ values }: Arguments, name: FlagName): string | undefined {
  return values.get(name)?.[0];
}

function checkValue({ choices }: Flag, flag: string, value: string): void {
  if (choices === undefined || choices.includes(value)) return;
  const near = nearest(value, choices);
  const hint = near === undefined ? `Use ${choices.join(", ")}.` : `Did you mean "${near}"?`;
  throw new UsageError(`${flag} cannot be "${value}". ${hint}`);
}

/** Other generators' flags for what is an argument here. */
const specFlags: ReadonlySet<string> = new Set(["input", "i", "path", "p", "spec", "schema", "url", "file"]);

function unknownFlag(written: string): UsageError {
  const word = written.replace(/^-+/, "");
  const names = flags.map(({ name }) => name);
  const longer =
    word.length > 1 ? names.filter((name) => name.startsWith(word) || name.split("-").includes(word)) : [];
  const near = longer.length === 1 ? longer[0] : nearest(word, names);
  const hint = specFlags.has(word)
    ? "The spec needs none: gen-client <spec>."
    : near === undefined
      ? "See gen-client --help."
      : `Did you mean --${near}?`;
  return new UsageError(`There is no flag "${written}". ${hint}`);
}
