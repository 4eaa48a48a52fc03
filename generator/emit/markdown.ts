// Text of the document in Markdown. Descriptions are CommonMark already; what could leave its place is made harmless.

import { withoutHtml } from "./html.js";

/** The first sentence or line, for lists and tables. */
export function markdownLine(text: string): string {
  const [line = ""] = markdownText(text).split("\n");
  return line;
}

/** The paragraphs before the first heading, listing or picture: what a thing is, not all that is said about it. */
export function markdownOpening(text: string): string {
  const paragraphs = withoutHtml(text)
    .trim()
    .split(/(?:\r?\n[ \t]*){2,}/);
  const end = paragraphs.findIndex((paragraph) =>
    /^\s*(?:#|[`~]{3}|[|<]|!?\[)|^[=-]{3,}\s*$/m.test(paragraph),
  );
  return markdownText(
    paragraphs.slice(0, end < 0 ? maxParagraphs : Math.min(end, maxParagraphs)).join("\n\n"),
  );
}

const maxParagraphs = 3;

/** Paragraphs without markup of HTML, and without headings that would stand among ours. */
export function markdownText(text: string): string {
  return withoutHtml(text)
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
