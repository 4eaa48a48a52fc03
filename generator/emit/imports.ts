// Imports by mention: whoever prints a symbol asks for its local name here, and what was asked for is what the
// file imports. A name that the file itself declares is imported under another.

import { compareText } from "../naming/claims.js";
import { lineWidth, stringLiteral } from "./literals.js";
import { isMentionedSymbol, isMentionedValue, type MentionedSymbol } from "./runtime-symbols.js";

export interface Imports {
  /** The local name of a type from another file of the SDK. */
  type(name: string, from: string): string;
  /** The local name of a value (or class) from another file of the SDK. */
  value(name: string, from: string): string;
  /** The local name of something of the runtime. */
  runtime(name: MentionedSymbol): string;
  /** The statements, sorted, without a line break at the end; empty if there are none. */
  print(): string;
}

interface Mention {
  readonly name: string;
  readonly local: string;
  isValue: boolean;
}

export interface ImportOptions {
  /** What the file declares. */
  readonly declared: Iterable<string>;
  readonly runtimePath: string;
}

/** `from` is a path as it will be printed, extension and all. */
export function createImports({ declared, runtimePath }: ImportOptions): Imports {
  const taken = new Set(declared);
  const modules = new Map<string, Map<string, Mention>>();

  const mentionsOf = (from: string): Map<string, Mention> => {
    const known = modules.get(from);
    if (known !== undefined) return known;
    const made = new Map<string, Mention>();
    modules.set(from, made);
    return made;
  };
  const mention = (name: string, from: string, isValue: boolean, suffix: string): string => {
    const mentions = mentionsOf(from);
    const known = mentions.get(name);
    if (known !== undefined) {
      known.isValue ||= isValue;
      return known.local;
    }
    // The runtime's names stay what they are in every file, whatever else is imported first.
    const isFree = !taken.has(name) && (from === runtimePath || !isMentionedSymbol(name));
    let local = isFree ? name : name + suffix;
    while (!isFree && taken.has(local)) local += "_";
    taken.add(local);
    mentions.set(name, { name, local, isValue });
    return local;
  };

  return {
    type: (name, from) => mention(name, from, false, "Model"),
    value: (name, from) => mention(name, from, true, "_"),
    runtime: (name) => mention(name, runtimePath, isMentionedValue(name), "_"),
    print: () =>
      [...modules]
        .toSorted(([a], [b]) => compareModules(a, b))
        .map(([from, mentions]) => importStatement(from, [...mentions.values()]))
        .join("\n"),
  };
}

/** Packages first, then files, those further away before those nearer. */
function compareModules(a: string, b: string): number {
  const rank = (path: string): number => (path.startsWith("../") ? 1 : path.startsWith("./") ? 2 : 0);
  return rank(a) - rank(b) || compareText(a, b);
}

function importStatement(from: string, mentions: readonly Mention[]): string {
  const areTypes = mentions.every(({ isValue }) => !isValue);
  const folded = new Map(mentions.map(({ name }) => [name, name.toLowerCase()]));
  const names = mentions
    .toSorted((a, b) => compareText(folded.get(a.name)!, folded.get(b.name)!) || compareText(a.name, b.name))
    .map(
      ({ name, local, isValue }) =>
        `${areTypes || isValue ? "" : "type "}${name === local ? name : `${name} as ${local}`}`,
    );
  const start = areTypes ? "import type" : "import";
  const line = `${start} { ${names.join(", ")} } from ${stringLiteral(from)};`;
  if (line.length <= lineWidth) return line;
  return `${start} {\n${names.map((name) => `  ${name},\n`).join("")}} from ${stringLiteral(from)};`;
}
