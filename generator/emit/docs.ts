// The one writer of comments. All of its text is untrusted: nothing may end the comment, start a tag, or
// change how the source reads.

import { jsonText } from "../load/long-integers.js";
import type { Docs } from "../model/api.js";
import { lineWidth } from "./literals.js";
import { proseLines, singleLine } from "./prose.js";

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
  const text = valueText(value);
  if (text !== undefined && text.length <= maxValueLength) tags.push(`${tag} ${singleLine(text)}`);
}

function constraintsText({ constraints }: Docs): string {
  const parts = constraints.map(({ keyword, value }) => {
    if (value === true) return keyword;
    const text = typeof value === "string" ? value : (valueText(value) ?? "");
    return typeof value === "number" || typeof value === "bigint"
      ? `${keyword} ${text}`
      : `${keyword} ${codeSpan(text)}`;
  });
  return `Constraints: ${parts.join(", ")}.`;
}

function valueText(value: unknown): string | undefined {
  return typeof value === "number" && limits.has(value) ? limits.get(value) : jsonText(value);
}

/** The limits of 64-bit integers by the numbers that programs write in place of them: `9.223372036854776e18`. */
const limits: ReadonlyMap<number, string> = new Map([
  [-(2 ** 63), "-9223372036854775808"],
  [2 ** 63, "9223372036854775807"],
  [2 ** 64, "18446744073709551615"],
]);

/** CommonMark §6.1: a longer fence may hold backticks. */
function codeSpan(text: string): string {
  if (!text.includes("`")) return `\`${text}\``;
  const longest = Math.max(...[...text.matchAll(/`+/g)].map((run) => run[0].length));
  const fence = "`".repeat(longest + 1);
  return `${fence} ${text} ${fence}`;
}
