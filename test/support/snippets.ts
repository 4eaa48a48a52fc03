/** One fenced `ts` block of a Markdown file. */
export interface Snippet {
  /** The heading above it, and its number below that heading. */
  readonly name: string;
  readonly code: string;
  /** What its `// →` comments say it prints, joined by spaces. */
  readonly prints: string;
}

/** The TypeScript blocks of `markdown`, in order. */
export function snippetsOf(markdown: string): Snippet[] {
  const snippets: Snippet[] = [];
  let heading = "";
  let count = 0;
  for (const match of markdown.matchAll(/^#+ (?<heading>.*)$|^```ts\n(?<code>[\s\S]*?)^```$/gm)) {
    if (match.groups?.heading !== undefined) {
      heading = match.groups.heading;
      count = 0;
      continue;
    }
    count += 1;
    const code = match.groups?.code ?? "";
    const prints = [...code.matchAll(/\/\/ → (.*)$/gm)].map(([, text]) => text).join(" ");
    snippets.push({ name: `${heading} ${count}`, code, prints });
  }
  return snippets;
}
