import { type Arguments, flagValue, parseArguments, UsageError } from "./cli/arguments.js";
import type { Printable } from "./cli/flags.js";
import type { RunOptions } from "./cli/run.js";
import type { GenerateOptions } from "./options.js";
import type { Format } from "./report/report.js";
import { paintFor } from "./report/text.js";
import { version } from "./version.js";

/** The command line: parses `args`, runs the command, and returns the exit code. */
export async function main(args: readonly string[]): Promise<number> {
  try {
    return await command(parseArguments(args));
  } catch (error) {
    const isUsage = error instanceof UsageError;
    const paint = paintFor(process.stderr, process.env);
    process.stderr.write(`${paint("red", "gen-client:")} ${isUsage ? error.message : ownFault(error)}\n`);
    return isUsage ? 2 : 1;
  }
}

/** Whatever is wrong with a document is a diagnostic, so anything that is thrown is our mistake. */
function ownFault(error: unknown): string {
  const text = error instanceof Error ? error.stack : undefined;
  // The first frames tell where; the rest of the stack is noise to whoever only wants a client.
  const lines = (text ?? String(error)).split("\n").slice(0, process.env.DEBUG === undefined ? 3 : undefined);
  return `this is a fault of gen-client, not yours. Please report it, with the document if you may.\n${lines.join("\n")}`;
}

async function command(args: Arguments): Promise<number> {
  if (args.switches.has("version")) {
    process.stdout.write(`${version}\n`);
    return 0;
  }
  if (args.switches.has("help")) {
    const { helpText } = await import("./cli/help.js");
    process.stdout.write(helpText(version, paintFor(process.stdout, process.env)));
    return 0;
  }
  if (args.command === "init") {
    const { init } = await import("./cli/init.js");
    const [spec, ...more] = args.positionals;
    if (more.length > 0)
      throw new UsageError(`"init" takes one spec, but got "${args.positionals.join('", "')}".`);
    process.stdout.write(`${init(spec)}\n`);
    return 0;
  }
  if (args.command === "diff") {
    const { diff } = await import("./cli/diff.js");
    return await diff(args);
  }
  if (flagValue(args, "fail-on") !== undefined || flagValue(args, "format") === "markdown") {
    throw new UsageError('--fail-on and --format markdown belong to "gen-client diff".');
  }
  const { requests } = await import("./cli/requests.js");
  const list = await requests(args);
  // The parser has checked both against their choices.
  const format = (flagValue(args, "format") ?? "text") as Format;
  const print = flagValue(args, "print") as Printable | undefined;
  const options: RunOptions = {
    format,
    lint: args.command === "lint",
    ...(print === undefined ? {} : { print }),
  };
  if (args.switches.has("watch")) return await watch(list, options);
  return (await runAll(list, options)) ? 0 : 1;
}

async function runAll(list: readonly GenerateOptions[], options: RunOptions): Promise<boolean> {
  const { isUnchanged } = await import("./cli/unchanged.js");
  let isFine = true;
  // One after the other: their messages must not mix, and one spec keeps the processor busy.
  for (const request of list) {
    if (await isUnchanged(request, options)) continue;
    const { run } = await import("./cli/run.js");
    isFine = (await run(request, options)).isFine && isFine;
  }
  return isFine;
}

async function watch(list: readonly GenerateOptions[], options: RunOptions): Promise<number> {
  if (list.some(({ input }) => input === "-"))
    throw new UsageError("--watch cannot follow standard input, which comes once: name a file or a URL.");
  const [{ run }, { watchAll }] = await Promise.all([import("./cli/run.js"), import("./cli/watch.js")]);
  const ended = new AbortController();
  process.once("SIGINT", () => ended.abort());
  await watchAll(list, (request) => run(request, options), {
    signal: ended.signal,
    onReady: () => process.stdout.write("Watching for changes; Ctrl+C ends it.\n"),
  });
  return 0;
}
