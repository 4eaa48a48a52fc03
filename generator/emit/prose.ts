// Text of the document as lines of a comment: harmless, and of a fit length. Nothing in it may end the comment, start a
// tag, or change how the source reads.

import { withoutHtml } from "./html.js";

/** Lines of prose break here, wherever the comment stands. */
const proseWidth = 104;

/** Printable ASCII with nothing to escape: most of what there is. */
const plainText =
  /^[\x21-\x29\x2b-\x3f\x41-\x7e](?:[\x20-\x29\x2b-\x3f\x41-\x7e]{0,100}[\x21-\x29\x2b-\x3f\x41-\x7e])?$/;

/** Documents repeat themselves: the same parameter is described in each of a thousand operations. */
const knownProse = new Map<string, readonly string[]>();
const maxKnownProse = 20_000;

/** Text as harmless lines of a fit length. */
export function proseLines(text: string): readonly string[] {
  if (plainText.test(text) && !text.startsWith("/") && !text.includes("<")) return [text];
  const known = knownProse.get(text);
  if (known !== undefined) return known;
  const lines = wrapped(cleanLines(withoutHtml(text)), proseWidth);
  if (knownProse.size >= maxKnownProse) knownProse.clear();
  knownProse.set(text, lines);
  return lines;
}

/** Every way to break a line, and none at the ends. */
function cleanLines(text: string): string[] {
  const lines = text.split(/\r\n|[\n\r\v\f\u0085\u2028\u2029]/).map((line) => harmless(line).trimEnd());
  while (lines.length > 0 && lines[0] === "") lines.shift();
  while (lines.length > 0 && lines.at(-1) === "") lines.pop();
  return lines.filter((line, index) => line !== "" || lines[index - 1] !== "");
}

export function singleLine(text: string): string {
  return cleanLines(text).join(" ");
}

/** Markdown reads `\@` and `*\/` as the characters themselves, so this is safe to do and shows as before. */
function harmless(line: string): string {
  return (
    line
      .replace(
        /[\u0000-\u0008\u000e-\u001f\u007f-\u009f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g,
        "",
      )
      .replaceAll("*/", "*\\/")
      // A line that begins with "/" would end the comment after the "*" of its margin, if the margin were cut.
      .replace(/^\//, "\\/")
      // An @ starts a tag only where one may stand. Elsewhere, in code above all, readers would see the backslash.
      .replace(/(?<=^|[\s{*])@/g, "\\@")
  );
}

/** Breaks long lines of prose. What Markdown reads by line (code, tables, headings) stays as it is. */
function wrapped(lines: readonly string[], width: number): string[] {
  if (lines.every((line) => line.length <= width)) return [...lines];
  let isFenced = false;
  return lines.flatMap((line) => {
    // CommonMark §4.5: what follows the backticks of a fence has none.
    const isFence = /^\s*(?:`{3,}[^`]*$|~{3})/.test(line);
    if (isFence) isFenced = !isFenced;
    if (isFenced || isFence || line.length <= width || /^(\s{4}|\t|\s*[|#])/.test(line)) return [line];
    return wrapLine(line, width);
  });
}

/** Words that would begin a list, heading, quotation, table, rule or fence, or (with a slash) end the comment. */
const staysInLine = /^(?:[-+*]|[-*_=]{3,}|#{1,6}|[>|/].*|\d+[.)]|`{3}.*|~{3}.*)$/;

function wrapLine(line: string, width: number): string[] {
  const item = /^\s*(?:[-*+] |\d+[.)] )?/.exec(line)?.[0] ?? "";
  const hanging = " ".repeat(item.length);
  const result: string[] = [];
  let current = item;
  for (const word of line.slice(item.length).split(/ +/)) {
    const isFull = current.length + 1 + word.length > width && current.trim() !== "" && current !== item;
    if (isFull && !staysInLine.test(word)) {
      result.push(current);
      current = hanging + word;
    } else {
      current += current === item || current === hanging ? word : ` ${word}`;
    }
  }
  return [...result, current];
}
