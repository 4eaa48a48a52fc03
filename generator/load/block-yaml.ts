import { CHOMPING_MODE, EVENT_ID, getScalarValue, SCALAR_STYLE, type Schema } from "js-yaml";

// Most documents use a small part of YAML: blocks by indentation, scalars, comments, and lists on one line. That part
// is read here in a fifth of the time. Everything else, and everything that might be an error, is left to js-yaml,
// which also says what scalars mean; a test holds both to the same values.

/** The value of `text`, a mapping; undefined if it takes more than this reader knows. */
export function readBlockYaml(text: string, schema: Schema): unknown {
  if (beyond.test(text)) return undefined;
  try {
    return new BlockReader(text, schema).read();
  } catch (error) {
    if (error instanceof Beyond) return undefined;
    throw error;
  }
}

/** Characters that are errors, that break lines, or that nobody can see. */
const beyond = /[\0-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]/;

/** Ends the reading; never leaves this file. */
class Beyond extends Error {}

type Mapping = Record<string, unknown>;

const [tab, newline, space, quote, hash, apostrophe, dash] = [0x09, 0x0a, 0x20, 0x22, 0x23, 0x27, 0x2d];
const [colon, greater, openBracket, closeBracket, openBrace, bar] = [0x3a, 0x3e, 0x5b, 0x5d, 0x7b, 0x7c];

/** A key in plain style with its colon: no indicator first, no comment and no other colon before a space. */
const plainKey =
  /[^\s\-?:,[\]{}#&*!|>'"%@`][^\n:#]*(?:(?::(?![ \n\t])|(?<=[^ \t\n])#)[^\n:#]*)*(?<![ \t]):(?=[ \n]|$)/y;
/** What no plain scalar begins with; those that only need something after them are left out, too. */
const indicator = /[\s?:,[\]{}#&*!|>'"%@`]/y;
/** What other plain scalars begin with: numbers, booleans, null. */
const mayBeNoText = /^[-+.\dtTfFnN~]/;

/** Objects nested deeper than this were written by no person. */
const deepest = 200;

class BlockReader {
  readonly #text: string;
  readonly #schema: Schema;
  /** Where the next token is, and its column; -1 at the end. */
  #at = 0;
  #indent = 0;
  #depth = 0;

  constructor(text: string, schema: Schema) {
    this.#text = text;
    this.#schema = schema;
  }

  read(): unknown {
    this.#findLine(this.#text.startsWith("---\n") ? 4 : 0);
    if (this.#indent !== 0) throw new Beyond();
    const value = this.#mapping(0);
    if (this.#at < this.#text.length) throw new Beyond();
    return value;
  }

  /** Goes to the first token of the line that begins at `start`, or of one after it. */
  #findLine(start: number): void {
    const text = this.#text;
    let at = start;
    for (let lineStart = start; at < text.length; lineStart = at) {
      while (text.charCodeAt(at) === space) at++;
      const code = text.charCodeAt(at);
      if (code === tab) throw new Beyond();
      if (code !== newline && code !== hash && at < text.length) {
        this.#at = at;
        this.#indent = at - lineStart;
        return;
      }
      at = this.#lineEnd(at) + 1;
    }
    this.#at = text.length;
    this.#indent = -1;
  }

  #lineEnd(at: number): number {
    const end = this.#text.indexOf("\n", at);
    return end === -1 ? this.#text.length : end;
  }

  #isItem(at: number): boolean {
    if (this.#text.charCodeAt(at) !== dash) return false;
    const next = this.#text.charCodeAt(at + 1);
    if (next === tab) throw new Beyond();
    return next === space || next === newline || at + 1 === this.#text.length;
  }

  /** What begins with a line of its own, further in than what it belongs to. */
  #block(indent: number, parentIndent: number): unknown {
    if (this.#isItem(this.#at)) return this.#sequence(indent);
    return this.#keyEnd(this.#at) === undefined ? this.#inline(parentIndent) : this.#mapping(indent);
  }

  #mapping(indent: number): Mapping {
    if (++this.#depth > deepest) throw new Beyond();
    const mapping: Mapping = {};
    while (this.#indent === indent) {
      const end = this.#keyEnd(this.#at);
      if (end === undefined) throw new Beyond();
      const key = this.#key(this.#at, end);
      if (key === "__proto__" || Object.hasOwn(mapping, key)) throw new Beyond();
      this.#at = end + 1;
      mapping[key] = this.#value(indent, true);
    }
    if (this.#indent > indent) throw new Beyond();
    this.#depth--;
    return mapping;
  }

  #sequence(indent: number): unknown[] {
    if (++this.#depth > deepest) throw new Beyond();
    const list: unknown[] = [];
    while (this.#indent === indent && this.#isItem(this.#at)) {
      this.#at++;
      list.push(this.#value(indent, false));
    }
    if (this.#indent > indent) throw new Beyond();
    this.#depth--;
    return list;
  }

  /** The value after a colon or a dash. */
  #value(indent: number, isOfKey: boolean): unknown {
    const text = this.#text;
    const start = this.#at;
    while (text.charCodeAt(this.#at) === space) this.#at++;
    const code = text.charCodeAt(this.#at);
    const isComment = code === hash && this.#at > start;
    if (code === newline || isComment || this.#at === text.length) {
      this.#findLine(this.#lineEnd(this.#at) + 1);
      if (this.#indent > indent) return this.#block(this.#indent, indent);
      const isList = isOfKey && this.#indent === indent && this.#isItem(this.#at);
      return isList ? this.#sequence(indent) : null;
    }
    if (isOfKey) return this.#inline(indent);
    // After a dash, a mapping or another list may begin on the same line.
    const isItem = this.#isItem(this.#at);
    if (!isItem && this.#keyEnd(this.#at) === undefined) return this.#inline(indent);
    const column = indent + 1 + this.#at - start;
    this.#indent = column;
    return isItem ? this.#sequence(column) : this.#mapping(column);
  }

  /** Where the colon of a key is; undefined if there is none. */
  #keyEnd(at: number): number | undefined {
    const text = this.#text;
    const code = text.charCodeAt(at);
    if (code === quote || code === apostrophe) {
      const end = this.#quoteEnd(at + 1, code);
      const next = text.charCodeAt(end + 2);
      const isKey = text.charCodeAt(end + 1) === colon && (next === space || next === newline);
      if (!isKey) return undefined;
      if (text.slice(at, end).includes("\n")) throw new Beyond();
      return end + 1;
    }
    plainKey.lastIndex = at;
    return plainKey.test(text) ? plainKey.lastIndex - 1 : undefined;
  }

  #key(start: number, colonAt: number): string {
    const code = this.#text.charCodeAt(start);
    if (code === quote || code === apostrophe) return this.#quoted(start, colonAt - 1);
    const key = this.#text.slice(start, colonAt);
    // Merge keys.
    if (key === "<<") throw new Beyond();
    return key;
  }

  /** A scalar, or a collection on one line. */
  #inline(parentIndent: number): unknown {
    const text = this.#text;
    const start = this.#at;
    const code = text.charCodeAt(start);
    if (code === bar || code === greater) return this.#literal(parentIndent, code === greater);
    if (code === openBracket || code === openBrace) return this.#flow(parentIndent);
    if (code !== quote && code !== apostrophe) return this.#plain(parentIndent);
    const end = this.#quoteEnd(start + 1, code);
    this.#refuseOutdented(start, end, parentIndent);
    this.#endLine(end + 1);
    return this.#quoted(start, end);
  }

  #plain(parentIndent: number): unknown {
    const text = this.#text;
    const start = this.#at;
    indicator.lastIndex = start;
    if (indicator.test(text) || this.#isItem(start)) throw new Beyond();
    let end = this.#plainLineEnd(start);
    let lineEnd = this.#lineEnd(end);
    const hasComment = text.slice(end, lineEnd).trim() !== "";
    this.#findLine(lineEnd + 1);
    if (this.#indent <= parentIndent) return this.#scalar(text.slice(start, end));
    // Further lines belong to it, unless a comment came between.
    if (hasComment) throw new Beyond();
    while (this.#indent > parentIndent) {
      if (text.slice(lineEnd, this.#at).includes("#")) throw new Beyond();
      end = this.#plainLineEnd(this.#at);
      lineEnd = this.#lineEnd(end);
      if (text.slice(end, lineEnd).trim() !== "") throw new Beyond();
      this.#findLine(lineEnd + 1);
    }
    return this.#scalar(this.#folded(SCALAR_STYLE.PLAIN, start, end));
  }

  /** Where plain text ends on its line: before a comment, and before spaces. What looks like a key is an error. */
  #plainLineEnd(start: number): number {
    const text = this.#text;
    const lineEnd = this.#lineEnd(start);
    const line = text.slice(start, lineEnd);
    if (line.includes(":") && /:(?:[ \t]|$)/.test(line)) throw new Beyond();
    const comment = line.includes("#") ? line.search(/[ \t]#/) : -1;
    return start + (comment === -1 ? line : line.slice(0, comment)).trimEnd().length;
  }

  #scalar(text: string): unknown {
    return mayBeNoText.test(text) ? this.#schema.resolveImplicitScalarTag(text).value : text;
  }

  /** Where the quote that begins before `at` ends. */
  #quoteEnd(at: number, code: number): number {
    const text = this.#text;
    for (let end = at; ; end++) {
      end = text.indexOf(code === quote ? '"' : "'", end);
      if (end === -1) throw new Beyond();
      if (code === apostrophe) {
        if (text.charCodeAt(end + 1) !== apostrophe) return end;
        end++;
      } else {
        let backslashes = 0;
        while (text.charCodeAt(end - 1 - backslashes) === 0x5c) backslashes++;
        if (backslashes % 2 === 0) return end;
      }
    }
  }

  /** Lines inside quotes have to be indented as well. */
  #refuseOutdented(start: number, end: number, parentIndent: number): void {
    const text = this.#text;
    for (let at = text.indexOf("\n", start); at !== -1 && at < end; at = text.indexOf("\n", at + 1)) {
      let column = 0;
      while (text.charCodeAt(at + 1 + column) === space) column++;
      const code = text.charCodeAt(at + 1 + column);
      if (code === tab || (code !== newline && column <= parentIndent)) throw new Beyond();
    }
  }

  #quoted(start: number, end: number): string {
    const text = this.#text.slice(start + 1, end);
    const isDouble = this.#text.charCodeAt(start) === quote;
    if (!/[\\\n']/.test(text)) return text;
    if (isDouble && !knownEscapes.test(text)) throw new Beyond();
    return this.#folded(isDouble ? SCALAR_STYLE.DOUBLE_QUOTED : SCALAR_STYLE.SINGLE_QUOTED, start + 1, end);
  }

  #literal(parentIndent: number, isFolded: boolean): string {
    const text = this.#text;
    blockHeader.lastIndex = this.#at + 1;
    const [header, hints = ""] = blockHeader.exec(text) ?? [];
    if (header === undefined) throw new Beyond();
    const start = this.#at + 1 + header.length;
    const digit = /[1-9]/.exec(hints)?.[0];
    let indent = digit === undefined ? -1 : parentIndent + Number(digit);
    let at = start;
    while (at < text.length) {
      let column = 0;
      while (text.charCodeAt(at + column) === space) column++;
      const code = text.charCodeAt(at + column);
      const isBlank = code === newline || at + column === text.length;
      if (indent === -1 && !isBlank) {
        // Blank lines before that are longer, and tabs, are errors.
        if (column <= parentIndent) break;
        if (code === tab || longestLine(text.slice(start, at)) > column) throw new Beyond();
        indent = column;
      } else if (!isBlank && column < indent) {
        break;
      }
      at = this.#lineEnd(at + column) + 1;
    }
    this.#findLine(Math.min(at, text.length));
    const style = isFolded ? SCALAR_STYLE.FOLDED_BLOCK : SCALAR_STYLE.LITERAL_BLOCK;
    const chomping = hints.includes("-")
      ? CHOMPING_MODE.STRIP
      : hints.includes("+")
        ? CHOMPING_MODE.KEEP
        : CHOMPING_MODE.CLIP;
    return this.#folded(style, start, Math.min(at, text.length), indent, chomping);
  }

  /** `[]`, `{}`, and lists of words on one line. */
  #flow(parentIndent: number): unknown {
    const text = this.#text;
    const start = this.#at;
    const lineEnd = this.#lineEnd(start);
    simpleFlow.lastIndex = start;
    if (!simpleFlow.test(text)) throw new Beyond();
    const end = simpleFlow.lastIndex;
    if (end > lineEnd) throw new Beyond();
    this.#endLine(end);
    if (this.#indent > parentIndent) throw new Beyond();
    if (text.charCodeAt(start) === openBrace) return {};
    if (text.charCodeAt(end - 1) !== closeBracket) throw new Beyond();
    return Array.from(text.slice(start + 1, end - 1).matchAll(flowItem), ([item]) =>
      /^["']/.test(item) ? item.slice(1, -1) : this.#scalar(item),
    );
  }

  /** Nothing but a comment may follow on the line. */
  #endLine(at: number): void {
    const lineEnd = this.#lineEnd(at);
    const rest = this.#text.slice(at, lineEnd);
    if (rest.trim() !== "" && !/^[ \t]+#/.test(rest)) throw new Beyond();
    this.#findLine(lineEnd + 1);
  }

  /** The parser's own rules for line breaks and escapes. */
  #folded(
    style: (typeof SCALAR_STYLE)[keyof typeof SCALAR_STYLE],
    valueStart: number,
    valueEnd: number,
    indent = -1,
    chomping: (typeof CHOMPING_MODE)[keyof typeof CHOMPING_MODE] = CHOMPING_MODE.CLIP,
  ): string {
    const none = { anchorStart: -1, anchorEnd: -1, tagStart: -1, tagEnd: -1, fast: false } as const;
    const event = { type: EVENT_ID.SCALAR, style, valueStart, valueEnd, indent, chomping, ...none };
    return getScalarValue(this.#text, event);
  }
}

/** Whether to keep the line breaks at the end, and how far the text is indented if its first line does not tell. */
const blockHeader = /([-+][1-9]?|[1-9][-+]?)?(?: *| +#[^\n]*)\n/y;

const knownEscapes = /^(?:[^\\]+|\\(?:[0abtnvfre "/\\N_LP\t\n]|x[\da-fA-F]{2}|u[\da-fA-F]{4}))*$/;

/** Words of plain style without anything that means something in a flow, and what is quoted without escapes. */
const item = String.raw`(?:-?[\w./$+][\w./$*+-]*(?: [\w./$*+-]+)*|"[^"\\\n]*"|'[^'\n]*')`;
const flowItem = new RegExp(item, "g");
const simpleFlow = new RegExp(String.raw`\{ *\}|\[ *(?:${item}(?: *, *${item})*)? *\]`, "y");

function longestLine(text: string): number {
  return Math.max(0, ...text.split("\n").map((line) => line.length));
}
