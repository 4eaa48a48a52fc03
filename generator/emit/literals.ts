// Values as TypeScript source. Whatever a document says enters the emitted code here, as a literal, or as a
// comment in `docs.ts`, and nowhere else.

/** Lines longer than this are broken. */
export const lineWidth = 110;

export type Data = string | number | boolean | null | readonly Data[] | DataObject | DataMap | Verbatim;

export interface DataObject {
  readonly [key: string]: Data;
}

/** An object as well. Objects with numbers for keys, such as `404`, are to engines lists with hundreds of holes. */
export type DataMap = ReadonlyMap<string, Data>;

const code: unique symbol = Symbol("code");

/** An expression of the generator's own: made of identifiers, never of text of the document. */
export interface Verbatim {
  readonly [code]: string;
}

export function verbatim(expression: string): Verbatim {
  return { [code]: expression };
}

export function isVerbatim(data: object): data is Verbatim {
  return code in data;
}

/** Printable ASCII but for the quote and the backslash. */
const plainString = /^[\x20\x21\x23-\x5b\x5d-\x7e]*$/;

/**
 * JSON's escapes, and three more kinds: line separators, which older engines end a string at; controls of
 * text direction, with which source can look like what it is not; and what no eye can see.
 */
export function stringLiteral(text: string): string {
  if (plainString.test(text)) return `"${text}"`;
  return JSON.stringify(text).replace(
    /[\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** `application/*` as the template literal type `application/${string}`. */
export function wildcardLiteral(pattern: string): string {
  const parts = pattern.split("*").map((part) => stringLiteral(part).slice(1, -1).replaceAll('\\"', '"'));
  return `\`${parts.map((part) => part.replace(/`|\$\{/g, "\\$&")).join("$" + "{string}")}\``;
}

export function scalarLiteral(value: string | number | boolean | null): string {
  return typeof value === "string" ? stringLiteral(value) : String(value);
}

const plainKey = /^[A-Za-z_$][\w$]*$/;
const indexKey = /^(?:0|[1-9]\d{0,14})$/;

/** A key in a type or interface. */
export function typeKey(key: string): string {
  return plainKey.test(key) && key !== "__proto__" ? key : stringLiteral(key);
}

/** A key in an object literal, where `__proto__: x` would set the prototype. */
export function valueKey(key: string): string {
  if (key === "__proto__") return '["__proto__"]';
  return plainKey.test(key) || indexKey.test(key) ? key : stringLiteral(key);
}

/**
 * An expression for `data`: on one line if it fits there, after `used` columns that its line has already.
 * `indent` is that of the line it begins on.
 */
export function dataLiteral(data: Data, indent: string, used = 0): string {
  const line = inlineData(data, lineWidth - used);
  if (line !== undefined) return line;
  const inner = `${indent}  `;
  if (isList(data)) {
    return `[\n${data.map((item) => `${inner}${dataLiteral(item, inner, inner.length + 1)},\n`).join("")}${indent}]`;
  }
  if (typeof data === "object" && data !== null) {
    if (isVerbatim(data)) return data[code];
    let lines = "";
    for (const [key, value] of entriesOf(data)) {
      const start = `${inner}${valueKey(key)}: `;
      lines += `${start}${dataLiteral(expected(key, value), inner, start.length + 1)},\n`;
    }
    return `{\n${lines}${indent}}`;
  }
  return scalarLiteral(data);
}

/**
 * For a member of every object, TypeScript takes the expected type from `Object` rather than from an index
 * signature, and would widen the texts below it.
 */
function expected(key: string, value: Data): Data {
  return key in Object.prototype && key !== "__proto__" ? withNarrowTexts(value) : value;
}

/** Not the whole `as const`, which would make lists readonly. */
function withNarrowTexts(data: Data): Data {
  if (typeof data === "string") return verbatim(`${stringLiteral(data)} as const`);
  if (typeof data !== "object" || data === null) return data;
  if (isList(data)) return data.map(withNarrowTexts);
  if (isVerbatim(data)) return data;
  return new Map(Array.from(entriesOf(data), ([key, value]) => [key, withNarrowTexts(value)]));
}

/** Undefined if it takes more than `room` columns. */
function inlineData(data: Data, room: number): string | undefined {
  if (typeof data !== "object" || data === null) return scalarLiteral(data);
  if (isList(data)) {
    const items = inlineItems(data, room, itemOfList);
    return items === undefined ? undefined : `[${items}]`;
  }
  if (isVerbatim(data)) return data[code];
  const items = inlineItems(entriesOf(data), room, itemOfObject);
  if (items === undefined) return undefined;
  return items === "" ? "{}" : `{ ${items} }`;
}

function inlineItems<Item>(
  items: Iterable<Item>,
  room: number,
  print: (item: Item, room: number) => string | undefined,
): string | undefined {
  let text = "";
  for (const item of items) {
    const start = text === "" ? "" : `${text}, `;
    const printed = print(item, room - start.length - "{  }".length);
    if (printed === undefined) return undefined;
    text = start + printed;
    if (text.length + "{  }".length > room) return undefined;
  }
  return text;
}

const itemOfList = inlineData;

function itemOfObject([key, value]: readonly [string, Data], room: number): string | undefined {
  const text = inlineData(expected(key, value), room);
  return text === undefined ? undefined : `${valueKey(key)}: ${text}`;
}

function entriesOf(data: DataObject | DataMap): Iterable<readonly [string, Data]> {
  return data instanceof Map ? data : Object.entries(data);
}

function isList(data: Data): data is readonly Data[] {
  return Array.isArray(data);
}

/** `Name<A, B>`, on one line if it ends within `room` columns, else an argument to a line. */
export function typeApplication(
  name: string,
  typeArguments: readonly string[],
  indent: string,
  room: number,
): string {
  const line = `${name}<${typeArguments.join(", ")}>`;
  if (line.length <= room) return line;
  return `${name}<\n${typeArguments.map((argument) => `${indent}  ${argument}`).join(",\n")}\n${indent}>`;
}
