// multipart/form-data (RFC 7578), byte for byte as HTTPX writes it, but for the escaping of names, which is HTML's.
// Parts are never joined in memory: the body is a list of pieces, each of them bytes or a body of its own.

import {
  abandonBody,
  type Body,
  bodyLength,
  bytesBody,
  type ContentInit,
  contentBody,
  kindOf,
  openBody,
} from "./content.js";
import { scalarText } from "./form-encoding.js";
import type { FormField } from "./forms.js";
import { Headers, type HeadersInit } from "./headers.js";
import { commonMediaType, type MediaTypeGuess } from "./media-types.js";
import { asBytes, sliceBytes, utf8 } from "./streams.js";

/** A file's content, alone or with `[filename, content, type, headers]`. A `null` or empty filename sends none. */
export type FileInit =
  | ContentInit
  | readonly [filename: string | null | undefined, content: ContentInit]
  | readonly [filename: string | null | undefined, content: ContentInit, type: string | null | undefined]
  | readonly [
      filename: string | null | undefined,
      content: ContentInit,
      type: string | null | undefined,
      headers: HeadersInit,
    ];

/** Files by field name, or pairs in the order they are to be sent. */
export type FilesInit = Readonly<Record<string, FileInit>> | Iterable<readonly [string, FileInit]>;

export interface Multipart {
  readonly body: Body;
  readonly contentType: string;
}

interface Part {
  readonly head: Uint8Array;
  readonly body: Body;
}

const PIECE = 65_536;
const CRLF = utf8("\r\n");

/** Data fields first, then files, each in its order. `contentType` is what the user set, perhaps with a boundary. */
export function multipartBody(
  fields: readonly FormField[],
  files: FilesInit,
  contentType: string | null | undefined,
  guess: MediaTypeGuess = commonMediaType,
): Multipart {
  const parts = [
    ...fields.map(([name, value]) => fieldPart(name, value)),
    ...filePairs(files).map(([name, file]) => filePart(name, file, guess)),
  ];
  return assembled(parts, contentType);
}

/** The platform's form, entries in their order. */
export function formDataBody(form: FormData, contentType: string | null | undefined): Multipart {
  const parts = [...form].map(([name, value]) =>
    typeof value === "string" ? fieldPart(name, value) : filePart(name, [value.name, value], commonMediaType),
  );
  return assembled(parts, contentType);
}

/** The names of files whose type has to be guessed. */
export function fileNames(files: FilesInit): string[] {
  // What can be iterated once is left for the body.
  if (typeof files === "object" && "next" in files && Symbol.iterator in files) return [];
  return filePairs(files).flatMap(([name, file]) => {
    const { filename, type } = described(name, file);
    return filename === undefined || type !== undefined ? [] : [filename];
  });
}

export function isMultipartType(contentType: string | null | undefined): boolean {
  return contentType != null && /^\s*multipart\/form-data\s*(?:;|$)/i.test(contentType);
}

function assembled(parts: readonly Part[], given: string | null | undefined): Multipart {
  const isUsable = given != null && (boundaryIn(given) !== undefined || isMultipartType(given));
  const { boundary, contentType } = withBoundary(isUsable ? given : "multipart/form-data");
  const open = utf8(`--${boundary}\r\n`);
  const close = utf8(`--${boundary}--\r\n`);
  let length: number | undefined = close.byteLength;
  for (const part of parts) {
    const partLength = bodyLength(part.body);
    length =
      partLength === undefined || length === undefined
        ? undefined
        : length + open.byteLength + part.head.byteLength + partLength + CRLF.byteLength;
  }
  const body: Body = {
    kind: "stream",
    length,
    replayable: parts.every((part) => part.body.kind !== "stream" || part.body.replayable),
    open: async function* () {
      for (const part of parts) {
        yield open;
        yield part.head;
        if (part.body.kind === "bytes") yield* sliceBytes(part.body.bytes, PIECE);
        else yield* openBody(part.body);
        yield CRLF;
      }
      yield close;
    },
    abandon: () => {
      for (const part of parts) abandonBody(part.body);
    },
  };
  return { body, contentType };
}

/** A multipart type with the boundary that it says, or a new one. */
export function withBoundary(type: string): { readonly boundary: string; readonly contentType: string } {
  const own = boundaryIn(type);
  if (own !== undefined) return { boundary: own, contentType: type };
  const boundary = randomBoundary();
  return { boundary, contentType: `${type.replace(/[\s;]+$/, "")}; boundary=${boundary}` };
}

function boundaryIn(type: string): string | undefined {
  const match = /;\s*boundary\s*=\s*(?:"([^"]*)"|([^;\s]*))/i.exec(type);
  return match?.[1] || match?.[2] || undefined;
}

function randomBoundary(): string {
  let text = "";
  for (const byte of crypto.getRandomValues(new Uint8Array(16))) text += byte.toString(16).padStart(2, "0");
  return text;
}

function fieldPart(name: string, value: unknown): Part {
  const bytes = asBytes(value) ?? utf8(scalarText("data", name, value));
  return {
    head: utf8(`Content-Disposition: form-data; name="${escapeName(name)}"\r\n\r\n`),
    body: bytesBody(bytes),
  };
}

function filePart(name: string, file: FileInit, guess: MediaTypeGuess): Part {
  const { filename, content, type, headers } = described(name, file);
  const where = `files ${JSON.stringify(name)}`;
  let disposition = `form-data; name="${escapeName(name)}"`;
  if (filename !== undefined) disposition += `; filename="${escapeName(filename)}"`;
  const lines = new Headers(headers);
  const hasType = [...lines.keys()].some((header) => header.includes("content-type"));
  const sentType =
    type ?? (filename === undefined ? undefined : (guess(filename) ?? "application/octet-stream"));
  if (!hasType && sentType !== undefined) lines.append("Content-Type", sentType);
  const head = [["Content-Disposition", disposition] as const, ...lines.raw]
    .map(([header, value]) => `${header}: ${value}\r\n`)
    .join("");
  return { head: utf8(`${head}\r\n`), body: contentBody(content, where) };
}

interface DescribedFile {
  readonly filename: string | undefined;
  readonly content: ContentInit;
  readonly type: string | undefined;
  readonly headers: HeadersInit | undefined;
}

function described(name: string, file: FileInit): DescribedFile {
  if (!isTuple(file)) {
    return { filename: nameOf(file) ?? "upload", content: file, type: typeOf(file), headers: undefined };
  }
  if (file.length < 2 || file.length > 4) {
    throw new TypeError(
      `files ${JSON.stringify(name)}: a list must be [filename, content], [filename, content, type] or [filename, content, type, headers], not ${file.length} items.`,
    );
  }
  const [filename, content, type, headers] = file;
  assertPart(name, "filename", filename, "string");
  assertPart(name, "type", type, "string");
  assertPart(name, "headers", headers, "object");
  return {
    filename: filename == null || filename === "" ? undefined : filename,
    content,
    type: type ?? typeOf(content),
    headers,
  };
}

function assertPart(field: string, part: string, value: unknown, type: "string" | "object"): void {
  if (value == null || typeof value === type) return;
  const wanted = type === "string" ? "a string" : "an object";
  throw new TypeError(
    `files ${JSON.stringify(field)}: the ${part} must be ${wanted} or null, not ${kindOf(value)}.`,
  );
}

function isTuple(file: FileInit): file is Extract<FileInit, readonly [unknown, unknown, ...unknown[]]> {
  return Array.isArray(file);
}

/** A File has a name, a stream over a file a path. */
export function nameOf(content: unknown): string | undefined {
  if (typeof content !== "object" || content === null) return undefined;
  const name = "name" in content ? content.name : "path" in content ? content.path : undefined;
  if (typeof name !== "string") return undefined;
  const base = name.split(/[/\\]/).at(-1);
  return base === "" ? undefined : base;
}

function typeOf(content: unknown): string | undefined {
  return content instanceof Blob && content.type !== "" ? content.type : undefined;
}

function filePairs(files: FilesInit): (readonly [string, FileInit])[] {
  if (typeof files !== "object" || files === null)
    throw new TypeError(`files: expected an object or pairs, got ${kindOf(files)}.`);
  if (!(Symbol.iterator in files)) return Object.entries(files);
  return [...files].map((pair) => {
    if (!Array.isArray(pair) || pair.length !== 2 || typeof pair[0] !== "string") {
      throw new TypeError("files: each item must be a [name, file] pair.");
    }
    return pair;
  });
}

/** HTML, "multipart/form-data encoding algorithm": quotes, CR and LF are escaped and nothing else. */
export function escapeName(name: string): string {
  return name.replace(/["\r\n]/g, (char) => (char === '"' ? "%22" : char === "\r" ? "%0D" : "%0A"));
}
