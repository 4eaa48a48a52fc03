import { existsSync } from "node:fs";
import { failLevels } from "../diff/change.js";
import { dateTypes, importExtensions, int64Types, isPackageName, runtimeSources } from "../options.js";
import { formats } from "../report/report.js";

// The table of flags: what the parser accepts, what the help shows.

export type FlagName =
  | "output"
  | "include"
  | "exclude"
  | "overlay"
  | "header"
  | "allow-refs"
  | "client-name"
  | "import-extension"
  | "runtime"
  | "package"
  | "int64"
  | "dates"
  | "check"
  | "clean"
  | "dry-run"
  | "watch"
  | "strict"
  | "format"
  | "fail-on"
  | "print"
  | "config"
  | "help"
  | "version";

export interface Flag {
  readonly name: FlagName;
  readonly short?: string;
  /** What the value is called in the help; a flag without one is a switch. */
  readonly value?: string;
  /** For a flag that may stand without its value: whether the word that follows is one, and no spec. */
  readonly isValue?: (word: string) => boolean;
  /** May be given several times. */
  readonly multiple?: true;
  readonly choices?: readonly string[];
  readonly help: string;
}

const printable = ["document", "api", "names"] as const;
export type Printable = (typeof printable)[number];

export const flags: readonly Flag[] = [
  { name: "output", short: "o", value: "dir", help: "where to write (default: the spec's name with -sdk)" },
  {
    name: "include",
    value: "pattern",
    multiple: true,
    help: "only these: tag:pets, path:/pets/**, operation:getPet, or a name",
  },
  { name: "exclude", value: "pattern", multiple: true, help: "all but these" },
  { name: "overlay", value: "file", multiple: true, help: "apply an OpenAPI Overlay first" },
  {
    name: "header",
    short: "H",
    value: "name:value",
    multiple: true,
    help: "to read a spec behind a login; sent to its own origin only",
  },
  { name: "allow-refs", value: "place", multiple: true, help: "let $refs reach another folder or URL" },
  { name: "client-name", value: "name", help: "name of the client class (default: from the spec's title)" },
  {
    name: "import-extension",
    value: importExtensions.join("|"),
    choices: importExtensions,
    help: "what imports between generated files end with",
  },
  {
    name: "int64",
    value: int64Types.join("|"),
    choices: int64Types,
    help: "type of 64-bit integers; number throws at those it cannot hold",
  },
  { name: "dates", value: dateTypes.join("|"), choices: dateTypes, help: "type of dates with a time" },
  {
    name: "package",
    value: "name",
    // What is no name is told so later, unless it is the spec.
    isValue: (word) =>
      !/^-$|^[./]|^https?:|\.(?:json|ya?ml)$/i.test(word) && (isPackageName(word) || !existsSync(word)),
    help: "add what it takes to publish the output on npm",
  },
  {
    name: "runtime",
    value: runtimeSources.join("|"),
    choices: runtimeSources,
    help: "import the runtime from its package, or copy it in",
  },
  { name: "check", help: "write nothing; fail if the output would change or not compile" },
  { name: "clean", help: "remove files that the last run wrote and this one does not" },
  { name: "dry-run", help: "say what would change, write nothing" },
  { name: "watch", short: "w", help: "generate again whenever the spec changes" },
  { name: "strict", help: "treat warnings as errors" },
  {
    name: "format",
    value: formats.join("|"),
    choices: [...formats, "markdown"],
    help: "how to tell problems; for diff: text|markdown|json",
  },
  {
    name: "print",
    value: printable.join("|"),
    choices: printable,
    help: "show what a stage makes, write nothing",
  },
  {
    name: "fail-on",
    value: failLevels.join("|"),
    choices: failLevels,
    help: "diff: exit code 1 from this level on (default: major)",
  },
  {
    name: "config",
    short: "c",
    value: "file",
    help: "default: gen-client.config.{ts,mts,js,mjs,json}, if no spec is named",
  },
  { name: "help", short: "h", help: "show this" },
  { name: "version", short: "v", help: "show the version" },
];

export interface Command {
  readonly name: string;
  readonly usage: string;
  readonly help: string;
}

export const commands: readonly Command[] = [
  { name: "lint", usage: "lint <spec>", help: "report problems, all of them, and write nothing" },
  { name: "diff", usage: "diff <old> <new>", help: "what changed for callers, between two specs or SDKs" },
  { name: "init", usage: "init [spec]", help: "write gen-client.config.ts" },
];
