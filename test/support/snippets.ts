/** One fenced `ts` block of a Markdown file. */
export interface Snippet {
  /** The heading above it, and its number below that heading. */
  readonly name: string;
  readonly code: string;
  /** What its `// →` comments say it prints, joined by spaces. */
  readonly prints: string;
  /** False for what needs more than this machine (```` ```ts no-run ````): it is compiled only. */
  readonly runs: boolean;
  /** Where the file belongs, if its first line says so (`// petstore-sdk/extensions/client.ts`). */
  readonly path?: string;
}

/** The TypeScript blocks of `markdown`, in order. */
export function snippetsOf(markdown: string): Snippet[] {
  const snippets: Snippet[] = [];
  let heading = "";
  let count = 0;
  for (const match of markdown.matchAll(
    /^#+ (?<heading>.*)$|^```ts(?<flag> no-run)?\n(?<code>[\s\S]*?)^```$/gm,
  )) {
    if (match.groups?.heading !== undefined) {
      heading = match.groups.heading;
      count = 0;
      continue;
    }
    count += 1;
    const code = match.groups?.code ?? "";
    const prints = [...code.matchAll(/\/\/ → (.*)$/gm)].map(([, text]) => text).join(" ");
    const path = /^\/\/ ([\w./-]+\.ts)\n/.exec(code)?.[1];
    snippets.push({
      name: `${heading} ${count}`,
      code,
      prints,
      runs: match.groups?.flag === undefined && path === undefined,
      ...(path === undefined ? {} : { path }),
    });
  }
  return snippets;
}
