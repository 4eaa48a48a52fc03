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
  const positionals: string[] = [];
  const switches = new Set<string>();
  const values = new Map<string, string[]>();
  for (const token of tokensOf(args)) {
    if (token.kind === "positional") positionals.push(token.value);
    if (token.kind !== "option") continue;
    const flag = flags.find(({ name }) => name === token.name);
    if (flag === undefined) throw unknownFlag(token.rawName);
    const value = givenValue(token, flag);
    if (value === undefined) switches.add(flag.name);
    else values.set(flag.name, withValue(values.get(flag.name), value, flag, token.rawName));
  }
  const [first, ...rest] = positionals;
  if (first === "help" || first === "version") switches.add(first);
  const command = commands.find(({ name }) => name === first);
  if (command === undefined) return { positionals, switches, values };
  return { command: command.name, positionals: rest, switches, values };
}

interface OptionToken {
  readonly kind: "option";
  readonly name: string;
  /** As written. */
  readonly rawName: string;
  readonly value?: string | undefined;
  /** Whether the value stands in the same word. */
  readonly inlineValue?: boolean | undefined;
}

type Token =
  | OptionToken
  | { readonly kind: "positional"; readonly value: string }
  | { readonly kind: "option-terminator" };

/** A flag whose value may be left out takes the word behind it, if that is one. */
function tokensOf(args: readonly string[]): readonly Token[] {
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
  const joined: Token[] = [];
  for (const token of tokens) {
    const last = joined.at(-1);
    const isValue = flags.find(({ name }) => last?.kind === "option" && name === last.name)?.isValue;
    const isTaken =
      last?.kind === "option" &&
      last.value === undefined &&
      token.kind === "positional" &&
      isValue?.(token.value) === true;
    if (isTaken) joined[joined.length - 1] = { ...last, value: token.value, inlineValue: true };
    else joined.push(token);
  }
  return joined;
}

/** Undefined: the flag stands alone, as a switch does. */
function givenValue({ value, inlineValue, rawName }: OptionToken, flag: Flag): string | undefined {
  if (flag.value === undefined) {
    if (value !== undefined) throw new UsageError(`${rawName} takes no value, but got "${value}".`);
    return undefined;
  }
  if (flag.isValue !== undefined && value === undefined) return undefined;
  // `--output --watch` forgot the folder; a value that does start with a dash is written `--output=-x`.
  if (value === undefined || (!inlineValue && /^-./.test(value)))
    throw new UsageError(`${rawName} needs a value: ${rawName} <${flag.value}>.`);
  // `-o=sdk`: a short flag takes what follows it, the equals sign included.
  const given = inlineValue && !rawName.startsWith("--") ? value.replace(/^=/, "") : value;
  checkValue(flag, rawName, given);
  return given;
}

function withValue(
  earlier: readonly string[] | undefined,
  value: string,
  { multiple }: Flag,
  rawName: string,
): string[] {
  if (earlier !== undefined && multiple !== true) throw new UsageError(`${rawName} is given twice.`);
  return [...(earlier ?? []), value];
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
