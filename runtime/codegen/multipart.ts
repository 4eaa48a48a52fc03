// The parts of a multipart body: what each is called, what it says about itself, how its value is written.
// OpenAPI 3.2 §4.15.4, RFC 7578. Filenames are never made up: a file without a name is sent without one.

import { type ContentInit, contentBody, openBody } from "../content.js";
import { Headers } from "../headers.js";
import { escapeName, type FileInit, nameOf, withBoundary } from "../multipart.js";
import { asBytes, concatBytes, utf8 } from "../streams.js";
import { ArgumentError } from "./errors.js";
import { encodeFormBody, hasStyle } from "./form-body.js";
import { covers, essenceOf, kindOf, usualMediaTypes } from "./media-types.js";
import type { EncodingDescriptor, MediaDescriptor, MediaKind } from "./operation.js";
import { Part } from "./part.js";
import { encodeAll } from "./percent-encoding.js";
import { expand, jsonText, plainValue, scalarText } from "./styles.js";

/** The head and the content of a part. */
interface PreparedPart {
  readonly filename: string | undefined;
  readonly contentType: string | undefined;
  readonly headers: Headers;
  readonly content: ContentInit;
}

/** The parts of an object, by property: what the runtime's `files` option takes. */
export function namedParts(value: object, media: MediaDescriptor): (readonly [string, FileInit])[] {
  const encodings = media.encoding ?? {};
  return Object.entries(value).flatMap(([name, member]) => {
    if (member === undefined) return [];
    const encoding = Object.hasOwn(encodings, name) ? encodings[name] : undefined;
    // Files have no style, alone or in a list, whatever their encoding says.
    if (encoding !== undefined && hasStyle(encoding) && ![member].flat().some(isOneFile))
      return styledParts(name, member, encoding);
    return partValues(member, encoding).map((item) => [name, asFile(prepare(name, item, encoding))] as const);
  });
}

function asFile({ filename, content, contentType, headers }: PreparedPart): FileInit {
  return [filename, content, contentType, headers];
}

export interface PositionalBody {
  readonly content: ContentInit;
  readonly contentType: string;
}

/**
 * An array by position: `multipart/mixed` and the like, whose parts have no names. In memory where all parts are,
 * so that the length is known.
 */
export function positionalBody(
  values: readonly unknown[],
  media: Pick<MediaDescriptor, "prefixEncoding" | "itemEncoding">,
  type: string,
): PositionalBody {
  const prepared = values.map((value, index) =>
    prepare(`[${index}]`, value, media.prefixEncoding?.[index] ?? media.itemEncoding),
  );
  const rootType = prepared[0]?.contentType;
  // RFC 2387 §3.1: the type of the first part is the whole's.
  const needsType =
    rootType !== undefined && essenceOf(type) === "multipart/related" && !/;\s*type=/i.test(type);
  const bounded = withBoundary(needsType ? `${type}; type="${essenceOf(rootType)}"` : type);
  return { content: joinedParts(prepared, bounded.boundary), contentType: bounded.contentType };
}

function joinedParts(all: readonly PreparedPart[], boundary: string): ContentInit {
  const parts = all.map((prepared) => {
    return { head: utf8(`--${boundary}\r\n${headText(prepared)}\r\n`), body: contentBody(prepared.content) };
  });
  const end = utf8(`--${boundary}--\r\n`);
  if (parts.every(({ body }) => body.kind !== "stream")) {
    const pieces = parts.flatMap(({ head, body }) => [
      head,
      body.kind === "bytes" ? body.bytes : utf8(""),
      utf8("\r\n"),
    ]);
    return concatBytes([...pieces, end]);
  }
  return async function* () {
    for (const { head, body } of parts) {
      yield head;
      yield* openBody(body);
      yield utf8("\r\n");
    }
    yield end;
  };
}

function headText({ contentType, filename, headers }: PreparedPart): string {
  const lines = new Headers(headers);
  if (contentType !== undefined && !lines.has("content-type")) lines.append("Content-Type", contentType);
  if (filename !== undefined && !lines.has("content-disposition")) {
    lines.append("Content-Disposition", `attachment; filename="${escapeName(filename)}"`);
  }
  return lines.raw.map(([name, value]) => `${name}: ${value}\r\n`).join("");
}

/** RFC 7578 §4.3: each item of an array is a part of the same name. JSON says scalars better as one array. */
function partValues(value: unknown, encoding: EncodingDescriptor | undefined): readonly unknown[] {
  if (!Array.isArray(value)) return [value];
  const type = firstType(encoding) ?? usualMediaTypes.text;
  const kind = kindOf(essenceOf(type));
  const isOneDocument =
    kind === "multipart" ||
    (kind === "json" && !value.some((item) => typeof item === "object")) ||
    // A file of lines is one, unless the items are lists of lines themselves.
    (recordStart(type) !== undefined && !value.some((item) => Array.isArray(item) || isOneFile(item)));
  return isOneDocument ? [value] : value.filter((item) => item !== undefined);
}

/** What stands before each record of a sequence of JSON texts (RFC 7464 §2.2); undefined for other types. */
function recordStart(type: string): "" | "\x1e" | undefined {
  const essence = essenceOf(type);
  if (/[/+-]json-seq$/.test(essence)) return "\x1e";
  return /[/+-](?:jsonl|jsonlines|json-lines|ndjson)$/.test(essence) ? "" : undefined;
}

function prepare(name: string, value: unknown, encoding: EncodingDescriptor | undefined): PreparedPart {
  const given = value instanceof Part ? value : new Part(value, {});
  const content = isFile(given.value) ? given.value : plainValue(given.value, name);
  const headers = new Headers(encoding?.headers);
  headers.update(given.options.headers);
  if (isFile(content)) {
    const filename = given.options.filename ?? nameOf(content);
    return { filename, headers, content, contentType: fileType(given, filename, encoding) };
  }
  const contentType = given.options.contentType ?? firstType(encoding) ?? defaultType(content);
  const { filename } = given.options;
  const kind = contentType === undefined ? "text" : kindOf(essenceOf(contentType));
  if (contentType !== undefined && kind === "multipart" && Array.isArray(content))
    return { filename, headers, ...positionalBody(content, encoding ?? {}, contentType) };
  const start = contentType === undefined ? undefined : recordStart(contentType);
  if (start !== undefined && typeof content === "object" && content !== null) {
    const records: readonly unknown[] = Array.isArray(content) ? content : [content];
    const text = records.map((record) => `${start}${jsonText(record, name)}\n`).join("");
    return { filename, headers, contentType, content: text };
  }
  return { filename, headers, contentType, content: partText(name, content, kind, encoding) };
}

/** Without a Content-Type a part is text/plain (RFC 7578 §4.4). */
function defaultType(value: unknown): string | undefined {
  return typeof value === "object" && value !== null ? "application/json" : undefined;
}

function partText(
  name: string,
  value: unknown,
  kind: MediaKind,
  encoding: EncodingDescriptor | undefined,
): string {
  if (kind === "json") return jsonText(value, name);
  if (value === null) return "";
  if (typeof value === "object") {
    if (kind === "form") return encodeFormBody(value, encoding?.encoding ?? {});
    throw new ArgumentError(
      `"${name}": an object has no form as ${firstType(encoding) ?? "text/plain"}; pass text or bytes.`,
    );
  }
  return scalarText(value, name);
}

function typesOf(encoding: EncodingDescriptor | undefined): string[] {
  return encoding?.contentType?.split(",").map((type) => type.trim()) ?? [];
}

/** The first declared type that is a type and not a range. */
function firstType(encoding: EncodingDescriptor | undefined): string | undefined {
  return typesOf(encoding).find((type) => !type.includes("*"));
}

function fileType(
  { options, value }: Part,
  filename: string | undefined,
  encoding: EncodingDescriptor | undefined,
): string | undefined {
  if (options.contentType !== undefined) return options.contentType;
  const own = value instanceof Blob && value.type !== "" ? value.type : undefined;
  const declared = typesOf(encoding);
  if (own !== undefined && (declared.length === 0 || declared.some((type) => covers(type, essenceOf(own)))))
    return own;
  // With a filename the runtime guesses the type, unless the document leaves no choice.
  const only = declared.length === 1 ? firstType(encoding) : undefined;
  return only ?? (filename === undefined ? (firstType(encoding) ?? "application/octet-stream") : undefined);
}

/** Bytes in any form that a body takes, and no value that JSON could say. */
export function isFile(value: unknown): value is ContentInit {
  if (typeof value === "function") return true;
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  return (
    asBytes(value) !== undefined ||
    value instanceof Blob ||
    value instanceof ReadableStream ||
    Symbol.asyncIterator in value ||
    Symbol.iterator in value
  );
}

function isOneFile(value: unknown): boolean {
  return value instanceof Part || isFile(value);
}

/** OpenAPI 3.2 §4.15.2: with a style, parts are what the pairs of a form would be, and nothing is escaped. */
function styledParts(
  name: string,
  value: unknown,
  { style = "form", explode = style === "form" }: EncodingDescriptor,
): (readonly [string, FileInit])[] {
  const text = expand({ name, style, explode, encode: encodeAll }, value) ?? "";
  return text === "" ? [] : text.split("&").map((pair) => styledPart(pair));
}

function styledPart(pair: string): readonly [string, FileInit] {
  const equals = pair.indexOf("=");
  const content = decodeURIComponent(pair.slice(equals + 1));
  return [decodeURIComponent(pair.slice(0, equals)), [null, content]];
}
