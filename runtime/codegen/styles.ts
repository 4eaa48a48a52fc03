// The serialization styles of OpenAPI 3.2 §4.12.2 and §4.12.3, which follow RFC 6570 where it has one.
//
//             array, explode false     array, explode true      object, explode true
//   matrix    ;c=a,b                   ;c=a;c=b                 ;R=1;G=2
//   label     .a,b                     .a.b                     .R=1.G=2
//   simple    a,b                      a,b                      R=1,G=2
//   form      c=a,b                    c=a&c=b                  R=1&G=2
//   deepObject                                                  c[R]=1&c[G]=2

import { ArgumentError } from "./errors.js";
import { encodeJson } from "./json.js";
import type { ParameterStyle } from "./operation.js";
import { type Encode, encodeNothing } from "./percent-encoding.js";

export interface Expansion {
  readonly name: string;
  readonly style: ParameterStyle;
  readonly explode: boolean;
  /** Whether it stands without its name, in a path or header, as Swagger 2.0 has it for any separator. */
  readonly isBare?: boolean;
  /** How lists inside a list are written, where that is defined. */
  readonly inner?: ParameterStyle | undefined;
  /** For names and values. */
  readonly encode: Encode;
}

/** A value by its style; `undefined` when there is nothing to send. */
export function expand(expansion: Expansion, value: unknown): string | undefined {
  const plain = plainValue(value, expansion.name);
  if (plain === undefined) return undefined;
  if (plain === null) return emptyValue(expansion);
  if (typeof plain !== "object")
    return scalar(expansion, expansion.encode(scalarText(plain, expansion.name)));
  if (expansion.style === "deepObject") return deepText(expansion, plain);
  return Array.isArray(plain) ? list(expansion, plain) : record(expansion, plain);
}

/**
 * Dates, URLs and the like say themselves how they look in JSON. A Map, or a Promise that nobody awaits, does not, and
 * would be sent as nothing. @throws ArgumentError
 */
export function plainValue(value: unknown, name: string): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  if ("toJSON" in value && typeof value.toJSON === "function") {
    // That of an invalid Date is null.
    return (value.toJSON() as unknown) ?? formless("an invalid Date", name);
  }
  const tag = Object.prototype.toString.call(value);
  return tag === "[object Object]" ? value : formless(tag, name);
}

/** A scalar as text. An object has none, unless the style says how. */
export function scalarText(value: unknown, name: string): string {
  const plain = plainValue(value, name);
  switch (typeof plain) {
    case "number":
      return Number.isFinite(plain) ? String(plain) : formless(String(plain), name);
    case "string":
    case "boolean":
    case "bigint":
      return String(plain);
    default:
      return formless(Array.isArray(plain) ? "an array" : `a value of type ${typeof plain}`, name);
  }
}

/** A value as JSON, in the place of a scalar. @throws ArgumentError for what JSON cannot say */
export function jsonText(value: unknown, name: string): string {
  try {
    return encodeJson(value);
  } catch (cause) {
    // But for a toJSON that throws something else, which is beyond help, it is one.
    throw new ArgumentError(`"${name}": ${(cause as Error).message}`, { cause });
  }
}

function formless(what: string, name: string): never {
  throw new ArgumentError(`"${name}": ${what} has no form in its style.`);
}

/**
 * What stands inside a list or an object. OpenAPI leaves undefined what is nested there (§4.12.2.1); in a query it is
 * JSON, which is what the servers that take such a thing read.
 */
function memberText({ style, name }: Expansion, value: unknown): string {
  const plain = plainValue(value, name);
  const isNested = typeof plain === "object" && plain !== null;
  return isNested && separator(style) === "&" ? jsonText(plain, name) : scalarText(plain, name);
}

function emptyValue(expansion: Expansion): string | undefined {
  // RFC 6570 §2.3 leaves null out; a query and the styles with a prefix can say "there, but empty" (§4.12.3).
  return expansion.style === "simple" ? undefined : scalar(expansion, "");
}

function scalar({ style, name, encode, isBare = false }: Expansion, text: string): string {
  if (isBare) return text;
  switch (style) {
    case "matrix":
      // RFC 6570 §3.2.7: no "=" before an empty value.
      return text === "" ? `;${encode(name)}` : `;${encode(name)}=${text}`;
    case "label":
      return `.${text}`;
    case "simple":
      return text;
    case "form":
    case "cookie":
    case "spaceDelimited":
    case "pipeDelimited":
    case "tabDelimited":
    case "deepObject":
      return `${encode(name)}=${text}`;
  }
}

/** Between the items of an array, or the pairs of an object, that are not spread out. A header escapes nothing. */
function delimiter({ style, encode }: Expansion): string {
  return encode === encodeNothing ? decodeURIComponent(delimiters[style]) : delimiters[style];
}

const delimiters: Readonly<Record<ParameterStyle, string>> = {
  matrix: ",",
  label: ",",
  simple: ",",
  form: ",",
  cookie: ",",
  spaceDelimited: "%20",
  pipeDelimited: "%7C",
  tabDelimited: "%09",
  deepObject: ",",
};

/** Between items or pairs that are spread out. */
function separator(style: ParameterStyle): string {
  switch (style) {
    case "matrix":
      return ";";
    case "label":
      return ".";
    case "simple":
      return ",";
    case "cookie":
      return "; ";
    case "form":
    case "spaceDelimited":
    case "pipeDelimited":
    case "tabDelimited":
    case "deepObject":
      return "&";
  }
}

function prefix(style: ParameterStyle): string {
  return style === "matrix" ? ";" : style === "label" ? "." : "";
}

/** RFC 6570 §2.3: undefined members are left out, and a list without any is itself undefined. */
function present(values: readonly unknown[]): unknown[] {
  return values.filter((value) => value !== undefined && value !== null);
}

function list(expansion: Expansion, values: readonly unknown[]): string | undefined {
  const { style, explode } = expansion;
  const texts = present(values).map((value) => itemText(expansion, value));
  if (texts.length === 0) return undefined;
  if (!explode) return scalar(expansion, texts.join(delimiter(expansion)));
  if (style === "label" || style === "simple") return prefix(style) + texts.join(separator(style));
  // Each scalar of style matrix begins with its ";" already.
  return texts.map((text) => scalar(expansion, text)).join(style === "matrix" ? "" : separator(style));
}

function itemText(expansion: Expansion, item: unknown): string {
  const { inner, name, encode } = expansion;
  if (inner === undefined || !Array.isArray(item)) return encode(memberText(expansion, item));
  const texts = present(item).map((value) => encode(scalarText(value, name)));
  return texts.join(delimiter({ ...expansion, style: inner }));
}

function record(expansion: Expansion, value: object): string | undefined {
  const { style, explode, encode } = expansion;
  const entries = Object.entries(value).filter(([, member]) => member !== undefined && member !== null);
  if (entries.length === 0) return undefined;
  if (explode) {
    const pairs = entries.map(([key, member]) => pairText(expansion, key, member));
    return prefix(style) + pairs.join(separator(style));
  }
  const texts = entries.flatMap(([key, member]) => [encode(key), encode(memberText(expansion, member))]);
  return scalar(expansion, texts.join(delimiter(expansion)));
}

function pairText(expansion: Expansion, key: string, member: unknown): string {
  const { style, encode } = expansion;
  // An array inside a spread object is itself spread, as a form with several fields of one name.
  if (Array.isArray(member) && separator(style) === "&") {
    return present(member)
      .map((item) => `${encode(key)}=${encode(memberText(expansion, item))}`)
      .join("&");
  }
  return `${encode(key)}=${encode(memberText(expansion, member))}`;
}

/**
 * `c[R]=1`. OpenAPI defines one level of scalars. Beyond it we write what PHP, Rack and qs all read: `c[a][b]=1`,
 * `c[a][]=1` for lists of scalars, `c[a][0][b]=1` for lists of objects.
 */
function deepText({ name, encode }: Expansion, value: object): string | undefined {
  // What JSON can write has an end.
  jsonText(value, name);
  return deepPairs(name, value, encode).join("&") || undefined;
}

function deepPairs(key: string, value: unknown, encode: Encode): string[] {
  const plain = plainValue(value, key);
  if (plain === undefined) return [];
  if (plain === null) return [`${encode(key)}=`];
  if (typeof plain !== "object") return [`${encode(key)}=${encode(scalarText(plain, key))}`];
  if (!Array.isArray(plain)) {
    return Object.entries(plain).flatMap(([name, member]) => deepPairs(`${key}[${name}]`, member, encode));
  }
  const items = present(plain).map((item) => plainValue(item, key));
  const nested = items.some((item) => typeof item === "object");
  return items.flatMap((item, index) => deepPairs(`${key}[${nested ? index : ""}]`, item, encode));
}
