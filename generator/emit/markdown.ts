// Text of the document in Markdown. Descriptions are CommonMark already; what could leave its place is made harmless.

/** The first sentence or line, for lists and tables. */
export function markdownLine(text: string): string {
  const [line = ""] = markdownText(text).split("\n");
  return line;
}

/** Paragraphs without markup of HTML, and without headings that would stand among ours. */
export function markdownText(text: string): string {
  return text
    .trim()
    .split(/\r\n|[\n\r\v\f\u0085\u2028\u2029]/)
    .map((line) =>
      line
        .replace(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g, "")
        .replace(/[<|]/g, "\\$&")
        .replace(/^\s*(#{1,6}|`{3,}|~{3,}|={3,}|-{3,})/, "\\$1")
        .trimEnd(),
    )
    .join("\n");
}
