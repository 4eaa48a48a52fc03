// The one writer of comments. All of its text is untrusted: nothing may end the comment, start a tag, or
// change how the source reads.

import type { Docs } from "../model/api.js";
import { lineWidth } from "./literals.js";

/** What the generator itself adds to what the document says. */
export interface ExtraDocs {
  /** Paragraphs after the description; may hold text of the document. */
  readonly paragraphs?: readonly string[];
}

const noExtras: ExtraDocs = {};

/** A TSDoc comment at `indent`, without a line break at its end; empty if there is nothing to say. */
export function docComment(docs: Docs, indent: string, extras: ExtraDocs = noExtras): string {
  if (extras === noExtras && isUndocumented(docs)) return "";
  return comment(docLines(docs, extras), indent);
}

/** A comment of the generator's own. */
export function textComment(text: string, indent: string): string {
  return comment([text], indent);
}

export function isUndocumented(docs: Docs): boolean {
  return (
    docs.summary === undefined &&
    docs.description === undefined &&
    !docs.deprecated &&
    docs.default === undefined &&
    docs.examples.length === 0 &&
    docs.constraints.length === 0 &&
    docs.link === undefined
  );
}

function comment(lines: readonly string[], indent: string): string {
  if (lines.length === 0) return "";
  const [only] = lines;
  if (lines.length === 1 && only !== undefined && indent.length + only.length + 7 <= lineWidth) {
    return `${indent}/** ${only} */`;
  }
  let text = `${indent}/**\n`;
  for (const line of lines) text += line === "" ? `${indent} *\n` : `${indent} * ${line}\n`;
  return `${text}${indent} */`;
}

function docLines(docs: Docs, extras: ExtraDocs): readonly string[] {
  if (extras === noExtras && hasOnlyDescription(docs)) return proseLines(docs.description ?? "");
  const lines: string[] = [];
  const { summary, description } = docs;
  if (summary !== undefined && description?.startsWith(summary.trim()) !== true) addProse(lines, summary);
  if (description !== undefined) addProse(lines, description);
  for (const paragraph of extras.paragraphs ?? []) addProse(lines, paragraph);
  if (docs.constraints.length > 0) addProse(lines, constraintsText(docs));
  // Not `@see`: TypeScript parses the comments that have it, which costs the user's compiler a twentieth of its time.
  if (docs.link !== undefined) addProse(lines, `See ${docs.link}`);

  if (docs.default === undefined && docs.examples.length === 0 && !docs.deprecated) return lines;
  const tags = tagLines(docs);
  if (lines.length > 0 && tags.length > 0) lines.push("");
  lines.push(...tags);
  return lines;
}

/** As a paragraph of its own. */
function addProse(lines: string[], text: string): void {
  const paragraph = proseLines(text);
  if (paragraph.length === 0) return;
  if (lines.length > 0) lines.push("");
  lines.push(...paragraph);
}

/** As nearly all properties and parameters. */
function hasOnlyDescription({
  summary,
  constraints,
  link,
  default: value,
  examples,
  deprecated,
}: Docs): boolean {
  return (
    summary === undefined &&
    constraints.length === 0 &&
    link === undefined &&
    value === undefined &&
    examples.length === 0 &&
    !deprecated
  );
}

function tagLines(docs: Docs): string[] {
  const tags: string[] = [];
  if (docs.default !== undefined) addValue(tags, "@default", docs.default);
  for (const example of docs.examples.slice(0, maxExamples)) addValue(tags, "@example", example);
  if (docs.deprecated) {
    const [first, ...more] = docs.deprecation === undefined ? [] : proseLines(docs.deprecation);
    tags.push(
      first === undefined ? "@deprecated" : `@deprecated ${first}`,
      ...more.map((line) => `  ${line}`),
    );
  }
  return tags;
}

const maxExamples = 3;
/** Longer values say less than they cost. */
const maxValueLength = 240;

function addValue(tags: string[], tag: string, value: unknown): void {
  const text = JSON.stringify(value);
  if (text !== undefined && text.length <= maxValueLength) tags.push(`${tag} ${singleLine(text)}`);
}

function constraintsText({ constraints }: Docs): string {
  const parts = constraints.map(({ keyword, value }) => {
    if (value === true) return keyword;
    const text = typeof value === "string" ? value : (JSON.stringify(value) ?? "");
    return typeof value === "number" ? `${keyword} ${text}` : `${keyword} ${codeSpan(text)}`;
  });
  return `Constraints: ${parts.join(", ")}.`;
}

/** CommonMark §6.1: a longer fence may hold backticks. */
function codeSpan(text: string): string {
  if (!text.includes("`")) return `\`${text}\``;
  const longest = Math.max(...[...text.matchAll(/`+/g)].map((run) => run[0].length));
  const fence = "`".repeat(longest + 1);
  return `${fence} ${text} ${fence}`;
}

/** Lines of prose break here, wherever the comment stands. */
const proseWidth = 104;

/** Printable ASCII with nothing to escape: most of what there is. */
const plainText =
  /^[\x21-\x29\x2b-\x3f\x41-\x7e](?:[\x20-\x29\x2b-\x3f\x41-\x7e]{0,100}[\x21-\x29\x2b-\x3f\x41-\x7e])?$/;

/** Documents repeat themselves: the same parameter is described in each of a thousand operations. */
const knownProse = new Map<string, readonly string[]>();
const maxKnownProse = 20_000;

/** Text as harmless lines of a fit length. */
function proseLines(text: string): readonly string[] {
  if (plainText.test(text) && !text.startsWith("/")) return [text];
  const known = knownProse.get(text);
  if (known !== undefined) return known;
  const lines = wrapped(cleanLines(text), proseWidth);
  if (knownProse.size >= maxKnownProse) knownProse.clear();
  knownProse.set(text, lines);
  return lines;
}

// ── Making text harmless ─────────────────────────────────────────────────────────────────────────────────

/** Every way to break a line, and none at the ends. */
function cleanLines(text: string): string[] {
  const lines = text.split(/\r\n|[\n\r\v\f\u0085\u2028\u2029]/).map((line) => harmless(line).trimEnd());
  while (lines.length > 0 && lines[0] === "") lines.shift();
  while (lines.length > 0 && lines.at(-1) === "") lines.pop();
  return lines.filter((line, index) => line !== "" || lines[index - 1] !== "");
}

function singleLine(text: string): string {
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
      // An @ starts a tag unless it stands inside a word, as in an address.
      .replace(/(?<![\w.+-])@/g, "\\@")
  );
}

// ── Wrapping ─────────────────────────────────────────────────────────────────────────────────────────────

/** Breaks long lines of prose. What Markdown reads by line (code, tables, headings) stays as it is. */
function wrapped(lines: readonly string[], width: number): string[] {
  if (lines.every((line) => line.length <= width)) return [...lines];
  let isFenced = false;
  return lines.flatMap((line) => {
    const isFence = /^\s*(```|~~~)/.test(line);
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
