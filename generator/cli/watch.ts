import type { Generation } from "../generate.js";
import { readEntry, readOptionsFor, uriOfInput } from "../load/read.js";
import type { SourceSet } from "../load/source-set.js";
import type { GenerateOptions } from "../options.js";
import { Changes } from "./changes.js";

/** Generates each SDK, and again after each change of what it is made of, until the signal. */
export async function watchAll(
  list: readonly GenerateOptions[],
  run: (options: GenerateOptions) => Promise<Pick<Generation, "sources">>,
  { signal, onReady }: { readonly signal: AbortSignal; readonly onReady: () => void },
): Promise<void> {
  const followed: { readonly options: GenerateOptions; readonly changes: Changes }[] = [];
  const generate = async (options: GenerateOptions, changes: Changes): Promise<void> => {
    const { sources } = await run(options);
    changes.follow(urisOf(options, sources));
  };
  for (const options of list) {
    const changes = new Changes({
      read: async (uri) => (await readEntry(uri, readOptionsFor(uri, options.input, options))).content,
    });
    signal.addEventListener("abort", () => changes.close());
    // Before the run, so that a change while it runs is not missed.
    changes.follow(urisOf(options, undefined));
    await generate(options, changes);
    followed.push({ options, changes });
  }
  onReady();
  // One after the other: their messages must not mix.
  let turn = Promise.resolve();
  const again = async ({ options, changes }: (typeof followed)[number]): Promise<void> => {
    while (await changes.next()) {
      turn = turn.then(() => generate(options, changes));
      await turn;
    }
  };
  try {
    await Promise.all(followed.map(again));
  } finally {
    // What is watched keeps the process alive.
    for (const { changes } of followed) changes.close();
  }
}

/** What a run depends on; before it, and after a failed one, what the user named. */
function urisOf(
  { input, overlays = [] }: GenerateOptions,
  sources: SourceSet | undefined,
): ReadonlySet<string> {
  const found = [...(sources?.sources.keys() ?? []), ...(sources?.missing.keys() ?? [])];
  // What a document refers to is read by its own rules: of the web, only what was named is asked again.
  return new Set([
    ...[input, ...overlays].map(uriOfInput),
    ...found.filter((uri) => uri.startsWith("file:")),
  ]);
}
