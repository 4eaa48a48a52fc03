// Request bodies, from a document to the bytes that arrive. Forms are read by busboy, which knows nothing of us; all
// else is compared with what is written by hand after OpenAPI 3.2 §4.14 and §4.15, and RFC 7578 for multipart.

import { openAsBlob } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { part } from "@gen-client/runtime/codegen";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { folderOf } from "../support/folder.js";
import { documentOf, generateSdk, type Sdk } from "../support/sdk.js";
import {
  multipartText,
  partsOf,
  type Seen,
  type SeenPart,
  startWireServer,
  type WireServer,
} from "../support/wire-server.js";

type Content = Readonly<Record<string, object>>;

interface Row {
  readonly name: string;
  readonly content: Content;
  /** The arguments; made when they are needed where they can be used only once. */
  readonly args: object | (() => object | Promise<object>);
}

const anything = { schema: {} };
const string = { schema: { type: "string" } };
const numbers = { schema: { type: "object", properties: { a: { type: "integer" } } } };
const jsonItems = { itemSchema: { type: "object" } };
const bytes = Uint8Array.of(0, 255, 13, 10);

async function* pieces(...texts: string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield new TextEncoder().encode(text);
}

// ── Bodies that are one document ─────────────────────────────────────────────────────────────────────────

interface WholeRow extends Row {
  readonly want: { readonly type: string | undefined; readonly text: string; readonly length?: boolean };
}

const whole: readonly WholeRow[] = [
  {
    name: "JSON",
    content: { "application/json": numbers },
    args: { body: { a: 1 } },
    want: { type: "application/json", text: '{"a":1}' },
  },
  {
    name: "JSON: undefined properties are left out, null is kept",
    content: { "application/json": anything },
    args: { body: { a: undefined, b: null } },
    want: { type: "application/json", text: '{"b":null}' },
  },
  {
    name: "JSON: null itself",
    content: { "application/json": anything },
    args: { body: null },
    want: { type: "application/json", text: "null" },
  },
  {
    name: "JSON: a string has its quotes",
    content: { "application/json": string },
    args: { body: "a" },
    want: { type: "application/json", text: '"a"' },
  },
  {
    name: "JSON: false",
    content: { "application/json": anything },
    args: { body: false },
    want: { type: "application/json", text: "false" },
  },
  {
    name: "JSON: zero",
    content: { "application/json": anything },
    args: { body: 0 },
    want: { type: "application/json", text: "0" },
  },
  {
    name: "JSON: an empty list",
    content: { "application/json": anything },
    args: { body: [] },
    want: { type: "application/json", text: "[]" },
  },
  {
    name: "JSON: a Date",
    content: { "application/json": anything },
    args: { body: { at: new Date(0) } },
    want: { type: "application/json", text: '{"at":"1970-01-01T00:00:00.000Z"}' },
  },
  {
    name: "JSON: __proto__ is a property like others",
    content: { "application/json": anything },
    args: { body: JSON.parse('{"__proto__":1}') as object },
    want: { type: "application/json", text: '{"__proto__":1}' },
  },
  {
    name: "+json",
    content: { "application/merge-patch+json": numbers },
    args: { body: { a: 1 } },
    want: { type: "application/merge-patch+json", text: '{"a":1}' },
  },
  {
    name: "+json with parameters",
    content: { "application/vnd.api+json; version=2": numbers },
    args: { body: { a: 1 } },
    want: { type: "application/vnd.api+json; version=2", text: '{"a":1}' },
  },
  {
    name: "no body and no Content-Type, where it is optional",
    content: { "application/json": numbers },
    args: {},
    want: { type: undefined, text: "" },
  },
  {
    name: "text",
    content: { "text/plain": string },
    args: { body: "é\n" },
    want: { type: "text/plain", text: "é\n" },
  },
  {
    name: "text: empty",
    content: { "text/plain": string },
    args: { body: "" },
    want: { type: "text/plain", text: "" },
  },
  {
    name: "text: CSV",
    content: { "text/csv; header=present": string },
    args: { body: "a,b\r\n" },
    want: { type: "text/csv; header=present", text: "a,b\r\n" },
  },
  {
    name: "XML as text",
    content: { "application/xml": { schema: { type: "object", xml: { name: "a" } } } },
    args: { body: "<a>é</a>" },
    want: { type: "application/xml", text: "<a>é</a>" },
  },
  {
    name: "YAML as text",
    content: { "application/yaml": anything },
    args: { body: "a: 1\n" },
    want: { type: "application/yaml", text: "a: 1\n" },
  },
  {
    name: "bytes",
    content: { "application/octet-stream": {} },
    args: { body: bytes },
    want: { type: "application/octet-stream", text: "\0\xff\r\n" },
  },
  {
    name: "bytes: an ArrayBuffer",
    content: { "application/octet-stream": {} },
    args: { body: bytes.slice().buffer },
    want: { type: "application/octet-stream", text: "\0\xff\r\n" },
  },
  {
    name: "bytes: a Blob",
    content: { "application/octet-stream": {} },
    args: { body: new Blob([bytes], { type: "image/png" }) },
    want: { type: "application/octet-stream", text: "\0\xff\r\n" },
  },
  {
    name: "bytes of another type",
    content: { "image/png": {} },
    args: { body: bytes },
    want: { type: "image/png", text: "\0\xff\r\n" },
  },
  {
    name: "a stream is sent in chunks",
    content: { "application/octet-stream": {} },
    args: () => ({ body: pieces("ab", "cd") }),
    want: { type: "application/octet-stream", text: "abcd", length: false },
  },
  {
    name: "a web stream",
    content: { "application/octet-stream": {} },
    args: () => ({ body: new Blob(["abc"]).stream() }),
    want: { type: "application/octet-stream", text: "abc", length: false },
  },
  {
    name: "a function that opens a stream",
    content: { "application/octet-stream": {} },
    args: { body: () => pieces("late") },
    want: { type: "application/octet-stream", text: "late", length: false },
  },
  {
    name: "a range takes the type of a Blob",
    content: { "image/*": {} },
    args: { body: new Blob(["x"], { type: "image/webp" }) },
    want: { type: "image/webp", text: "x" },
  },
  {
    name: "a range: contentType says which",
    content: { "image/*": {} },
    args: { body: bytes, contentType: "image/gif" },
    want: { type: "image/gif", text: "\0\xff\r\n" },
  },
  {
    name: "anything, whose schema is an object: JSON",
    content: { "*/*": numbers },
    args: { body: { a: 1 } },
    want: { type: "application/json", text: '{"a":1}' },
  },
  {
    name: "anything: a Blob is what it is, whatever else may be JSON",
    content: { "*/*": anything },
    args: { body: new Blob(["x"], { type: "image/webp" }) },
    want: { type: "image/webp", text: "x" },
  },
  {
    name: "anything: bytes",
    content: { "*/*": anything },
    args: { body: bytes },
    want: { type: "application/octet-stream", text: "\0\xff\r\n" },
  },
  {
    name: "a range of JSON types is JSON",
    content: { "application/*+json": numbers },
    args: { body: { a: 1 } },
    want: { type: "application/json", text: '{"a":1}' },
  },
  {
    name: "a range of JSON types: contentType says which",
    content: { "application/*+json": numbers },
    args: { body: { a: 1 }, contentType: "application/vnd.a+json" },
    want: { type: "application/vnd.a+json", text: '{"a":1}' },
  },
  {
    name: "anything: contentType says how it is written",
    content: { "*/*": numbers },
    args: { body: "<a/>", contentType: "application/xml" },
    want: { type: "application/xml", text: "<a/>" },
  },
  {
    name: "anything: contentType JSON",
    content: { "*/*": {} },
    args: { body: { a: 1 }, contentType: "application/vnd.a+json" },
    want: { type: "application/vnd.a+json", text: '{"a":1}' },
  },
  {
    name: "anything: contentType of a form",
    content: { "*/*": {} },
    args: { body: { a: [1, 2] }, contentType: "application/x-www-form-urlencoded" },
    want: { type: "application/x-www-form-urlencoded", text: "a=1&a=2" },
  },
  {
    name: "text from a Date",
    content: { "text/plain": string },
    args: { body: new Date(0) },
    want: { type: "text/plain", text: "1970-01-01T00:00:00.000Z" },
  },
  {
    name: "of several media types the first is the default",
    content: { "application/json": numbers, "application/xml": string },
    args: { body: { a: 1 } },
    want: { type: "application/json", text: '{"a":1}' },
  },
  {
    name: "contentType chooses another",
    content: { "application/json": numbers, "application/xml": string },
    args: { body: "<a/>", contentType: "application/xml" },
    want: { type: "application/xml", text: "<a/>" },
  },
  {
    name: "contentType chooses with parameters",
    content: { "application/json": numbers, "text/csv": string },
    args: { body: "é", contentType: "text/csv; charset=utf-8" },
    want: { type: "text/csv; charset=utf-8", text: "é" },
  },
  {
    name: "contentType chooses a form",
    content: { "application/json": numbers, "application/x-www-form-urlencoded": numbers },
    args: { body: { a: 1 }, contentType: "application/x-www-form-urlencoded" },
    want: { type: "application/x-www-form-urlencoded", text: "a=1" },
  },

  // application/x-www-form-urlencoded, §4.15.3.
  {
    name: "form: WHATWG URL §5.2, a space is +",
    content: { "application/x-www-form-urlencoded": anything },
    args: { body: { "a b": "c d+e&f=g" } },
    want: { type: "application/x-www-form-urlencoded", text: "a+b=c+d%2Be%26f%3Dg" },
  },
  {
    name: "form: scalars",
    content: { "application/x-www-form-urlencoded": anything },
    args: { body: { n: 1.5, b: true, e: "", u: undefined } },
    want: { type: "application/x-www-form-urlencoded", text: "n=1.5&b=true&e=" },
  },
  {
    name: "form: arrays are fields of one name",
    content: { "application/x-www-form-urlencoded": anything },
    args: { body: { a: ["x", "y"] } },
    want: { type: "application/x-www-form-urlencoded", text: "a=x&a=y" },
  },
  {
    name: "form §4.15.1.1: objects are JSON",
    content: { "application/x-www-form-urlencoded": anything },
    args: { body: { o: { a: 1 } } },
    want: { type: "application/x-www-form-urlencoded", text: "o=%7B%22a%22%3A1%7D" },
  },
  {
    name: "form: style deepObject",
    content: {
      "application/x-www-form-urlencoded": {
        schema: {},
        encoding: { o: { style: "deepObject", explode: true } },
      },
    },
    args: { body: { o: { a: 1, b: "x y" } } },
    want: { type: "application/x-www-form-urlencoded", text: "o%5Ba%5D=1&o%5Bb%5D=x%20y" },
  },
  {
    name: "form: explode false",
    content: { "application/x-www-form-urlencoded": { schema: {}, encoding: { a: { explode: false } } } },
    args: { body: { a: [1, 2] } },
    want: { type: "application/x-www-form-urlencoded", text: "a=1,2" },
  },
  {
    name: "form: style spaceDelimited",
    content: {
      "application/x-www-form-urlencoded": {
        schema: {},
        encoding: { a: { style: "spaceDelimited", explode: false } },
      },
    },
    args: { body: { a: [1, 2] } },
    want: { type: "application/x-www-form-urlencoded", text: "a=1%202" },
  },
  {
    name: "form: contentType JSON for an array",
    content: {
      "application/x-www-form-urlencoded": {
        schema: {},
        encoding: { a: { contentType: "application/json" } },
      },
    },
    args: { body: { a: [1, 2] } },
    want: { type: "application/x-www-form-urlencoded", text: "a=%5B1%2C2%5D" },
  },
  {
    name: "form: allowReserved",
    content: {
      "application/x-www-form-urlencoded": { schema: {}, encoding: { u: { allowReserved: true } } },
    },
    args: { body: { u: "http://a/?b&c" } },
    want: { type: "application/x-www-form-urlencoded", text: "u=http://a/?b%26c" },
  },
  {
    name: "form: text is a form already",
    content: { "application/x-www-form-urlencoded": anything },
    args: { body: new URLSearchParams({ a: "b c" }) },
    want: { type: "application/x-www-form-urlencoded", text: "a=b+c" },
  },

  // Sequences, §4.14.5.
  {
    name: "JSON Lines",
    content: { "application/jsonl": jsonItems },
    args: { body: [{ a: 1 }, { b: 2 }] },
    want: { type: "application/jsonl", text: '{"a":1}\n{"b":2}\n', length: false },
  },
  {
    name: "NDJSON from a generator",
    content: { "application/x-ndjson": jsonItems },
    args: () => ({
      body: (function* () {
        yield { a: "é" };
      })(),
    }),
    want: { type: "application/x-ndjson", text: '{"a":"é"}\n', length: false },
  },
  {
    name: "RFC 7464 JSON sequence",
    content: { "application/json-seq": jsonItems },
    args: { body: [{ a: 1 }, 2] },
    want: { type: "application/json-seq", text: '\x1e{"a":1}\n\x1e2\n', length: false },
  },
  {
    name: "server-sent events",
    content: { "text/event-stream": jsonItems },
    args: { body: [{ event: "x", data: "a\nb" }] },
    want: { type: "text/event-stream", text: "event: x\ndata: a\ndata: b\n\n", length: false },
  },
];

// ── multipart/form-data ──────────────────────────────────────────────────────────────────────────────────

interface FormRow extends Row {
  readonly want: readonly SeenPart[];
}

const field = (name: string, text: string, type = "text/plain"): SeenPart => ({ name, type, text });
const form = (properties: Readonly<Record<string, object>>, encoding?: object): Content => ({
  "multipart/form-data": {
    schema: { type: "object", properties },
    ...(encoding !== undefined && { encoding }),
  },
});
const text = { type: "string" };
const file = { contentMediaType: "application/octet-stream" };
const list = (items: object): object => ({ type: "array", items });

const forms: readonly FormRow[] = [
  {
    name: "scalars are fields",
    content: form({ s: text, n: { type: "number" }, b: { type: "boolean" } }),
    args: { body: { s: "é\r\n", n: 1, b: false } },
    want: [field("s", "é\r\n"), field("n", "1"), field("b", "false")],
  },
  {
    name: "an enum is a field, not a file",
    content: form({ e: { type: "string", enum: ["a", "b"] } }),
    args: { body: { e: "a" } },
    want: [field("e", "a")],
  },
  { name: "undefined is no part", content: form({ s: text }), args: { body: { s: undefined } }, want: [] },
  {
    name: "an empty string is a part",
    content: form({ s: text }),
    args: { body: { s: "" } },
    want: [field("s", "")],
  },
  {
    name: "an object is JSON",
    content: form({ o: { type: "object" } }),
    args: { body: { o: { a: [1] } } },
    want: [field("o", '{"a":[1]}', "application/json")],
  },
  {
    name: "an array of scalars: a field per item",
    content: form({ a: list(text) }),
    args: { body: { a: ["x", "y"] } },
    want: [field("a", "x"), field("a", "y")],
  },
  {
    name: "an array of objects: a JSON part per item",
    content: form({ a: list({ type: "object" }) }),
    args: { body: { a: [{ b: 1 }, { b: 2 }] } },
    want: [field("a", '{"b":1}', "application/json"), field("a", '{"b":2}', "application/json")],
  },
  {
    name: "an array by an encoding of JSON Lines: one part with a line per item",
    content: form({ a: list({ type: "object" }) }, { a: { contentType: "application/jsonl" } }),
    args: { body: { a: [{ b: 1 }, { b: "2\n" }] } },
    want: [field("a", '{"b":1}\n{"b":"2\\n"}\n', "application/jsonl")],
  },
  {
    name: "an array of arrays by an encoding of JSON Lines: a part for each",
    content: form({ a: list(list({ type: "object" })) }, { a: { contentType: "application/x-ndjson" } }),
    args: { body: { a: [[{ b: 1 }, { b: 2 }], [{ b: 3 }]] } },
    want: [
      field("a", '{"b":1}\n{"b":2}\n', "application/x-ndjson"),
      field("a", '{"b":3}\n', "application/x-ndjson"),
    ],
  },
  {
    name: "an object by an encoding of a JSON text sequence: one record (RFC 7464)",
    content: form({ a: { type: "object" } }, { a: { contentType: "application/json-seq" } }),
    args: { body: { a: { b: 1 } } },
    want: [field("a", '\x1e{"b":1}\n', "application/json-seq")],
  },
  {
    name: "lines that are written already",
    content: form({ a: list({ type: "object" }) }, { a: { contentType: "application/jsonl" } }),
    args: { body: { a: part('{"b":1}\n', { contentType: "application/jsonl" }) } },
    want: [field("a", '{"b":1}\n', "application/jsonl")],
  },
  {
    name: "bytes without a filename",
    content: form({ f: file }),
    args: { body: { f: Uint8Array.of(65) } },
    want: [field("f", "A", "application/octet-stream")],
  },
  {
    name: "a Blob keeps its type, and gets no filename",
    content: form({ f: { type: "string", format: "binary" } }),
    args: { body: { f: new Blob(["A"], { type: "image/png" }) } },
    want: [field("f", "A", "image/png")],
  },
  {
    name: "a File keeps name and type",
    content: form({ f: file }),
    args: { body: { f: new File(["A"], "a.png", { type: "image/png" }) } },
    want: [{ ...field("f", "A", "image/png"), filename: "a.png" }],
  },
  {
    name: "an array of files",
    content: form({ f: list(file) }),
    args: { body: { f: [new File(["A"], "a.txt"), new File(["B"], "b.png")] } },
    want: [
      { ...field("f", "A", "text/plain"), filename: "a.txt" },
      { ...field("f", "B", "image/png"), filename: "b.png" },
    ],
  },
  {
    name: "part() says all",
    content: form({ f: file }),
    args: { body: { f: part(Uint8Array.of(65), { filename: 'ä "x".bin', contentType: "application/x-a" }) } },
    want: [{ ...field("f", "A", "application/x-a"), filename: "ä %22x%22.bin" }],
  },
  {
    name: "a stream",
    content: form({ f: file }),
    args: () => ({ body: { f: pieces("a", "b") } }),
    want: [field("f", "ab", "application/octet-stream")],
  },
  {
    name: "a file on disk has its name",
    content: form({ f: file }),
    args: () => fileOnDisk(),
    want: [{ ...field("f", "disk", "image/png"), filename: "a.png" }],
  },
  {
    name: "encoding: contentType of a scalar",
    content: form({ s: text }, { s: { contentType: "text/csv; charset=utf-8" } }),
    args: { body: { s: "a,b" } },
    want: [field("s", "a,b", "text/csv")],
  },
  {
    name: "encoding: contentType of an object",
    content: form({ o: { type: "object" } }, { o: { contentType: "application/vnd.a+json" } }),
    args: { body: { o: { a: 1 } } },
    want: [field("o", '{"a":1}', "application/vnd.a+json")],
  },
  {
    name: "encoding: a Blob among the declared types",
    content: form({ f: file }, { f: { contentType: "image/png, image/jpeg" } }),
    args: { body: { f: new Blob(["A"], { type: "image/jpeg" }) } },
    want: [field("f", "A", "image/jpeg")],
  },
  {
    name: "contentMediaType is a part's type, unless what it holds says another",
    content: form({
      png: { type: "string", contentMediaType: "image/png" },
      any: { type: "string", contentMediaType: "application/octet-stream" },
      csv: { type: "string", contentMediaType: "text/csv" },
      json: { type: "string", contentMediaType: "application/json" },
    }),
    args: {
      body: { png: Uint8Array.of(65), any: new Blob(["x"], { type: "image/gif" }), csv: "a,b", json: "{}" },
    },
    want: [
      field("png", "A", "image/png"),
      field("any", "x", "image/gif"),
      field("csv", "a,b", "text/csv"),
      field("json", "{}"),
    ],
  },
  {
    name: "encoding: bytes take the first declared type",
    content: form({ f: file }, { f: { contentType: "image/png, image/jpeg" } }),
    args: { body: { f: Uint8Array.of(65) } },
    want: [field("f", "A", "image/png")],
  },
  {
    name: "encoding: style (3.1 allows it here)",
    content: form({ a: list(text) }, { a: { style: "form", explode: false } }),
    args: { body: { a: ["x", "y"] } },
    want: [field("a", "x,y")],
  },
  {
    name: "encoding: style, which files have none of, alone or in a list",
    content: form(
      { f: file, fs: list(file) },
      { f: { style: "form" }, fs: { style: "form", explode: true } },
    ),
    args: {
      body: {
        f: new Blob(["a"], { type: "image/gif" }),
        fs: [new Blob(["b"], { type: "image/png" }), new Blob(["c"], { type: "text/plain" })],
      },
    },
    want: [field("f", "a", "image/gif"), field("fs", "b", "image/png"), field("fs", "c")],
  },
  {
    name: "names are escaped as browsers do",
    content: form({ 'a"b\r\n': text }),
    args: { body: { 'a"b\r\n': "x" } },
    want: [field("a%22b%0D%0A", "x")],
  },
  {
    name: "names in UTF-8",
    content: form({ größe: text }),
    args: { body: { größe: "x" } },
    want: [field("größe", "x")],
  },
  {
    name: "a FormData of the caller",
    content: form({ s: text }),
    args: () => ({ body: formData({ s: "x" }) }),
    want: [field("s", "x")],
  },
  { name: "no properties at all", content: form({}), args: { body: {} }, want: [] },
];

function formData(fields: Readonly<Record<string, string>>): FormData {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) data.append(name, value);
  return data;
}

async function fileOnDisk(): Promise<object> {
  const path = join(folderOf(), "a.png");
  await writeFile(path, "disk");
  return { body: { f: part(await openAsBlob(path), { filename: "a.png" }) } };
}

// ── Other multipart bodies, compared as text ─────────────────────────────────────────────────────────────

interface TextRow extends Row {
  readonly want: { readonly type: string; readonly text: string };
}

const texts: readonly TextRow[] = [
  {
    name: "form-data §4.15: contentEncoding is a header of the part",
    content: form({ icon: { type: "string", contentEncoding: "base64" } }),
    args: { body: { icon: "aGk=" } },
    want: {
      type: "multipart/form-data; boundary=BOUNDARY",
      text: '--BOUNDARY\r\nContent-Disposition: form-data; name="icon"\r\nContent-Transfer-Encoding: base64\r\nContent-Type: application/octet-stream\r\n\r\naGk=\r\n--BOUNDARY--\r\n',
    },
  },
  {
    name: "form-data: headers that the document fixes, and a part's own",
    content: form(
      { f: file },
      { f: { contentType: "text/plain", headers: { "X-Fixed": { schema: { const: "1" } } } } },
    ),
    args: { body: { f: part(Uint8Array.of(65), { headers: { "X-Own": "2" } }) } },
    want: {
      type: "multipart/form-data; boundary=BOUNDARY",
      text: '--BOUNDARY\r\nContent-Disposition: form-data; name="f"\r\nX-Fixed: 1\r\nX-Own: 2\r\nContent-Type: text/plain\r\n\r\nA\r\n--BOUNDARY--\r\n',
    },
  },
  {
    name: "multipart/mixed §4.15.4: parts by position",
    content: {
      "multipart/mixed": {
        schema: { type: "array", prefixItems: [{ type: "object" }, file] },
        prefixEncoding: [{ contentType: "application/json" }, { contentType: "image/png" }],
      },
    },
    args: { body: [{ a: 1 }, Uint8Array.of(65)] },
    want: {
      type: "multipart/mixed; boundary=BOUNDARY",
      text: '--BOUNDARY\r\nContent-Type: application/json\r\n\r\n{"a":1}\r\n--BOUNDARY\r\nContent-Type: image/png\r\n\r\nA\r\n--BOUNDARY--\r\n',
    },
  },
  {
    name: "multipart/mixed: itemEncoding for all parts",
    content: {
      "multipart/mixed": {
        itemSchema: { type: "object" },
        itemEncoding: { contentType: "application/vnd.a+json" },
      },
    },
    args: { body: [{ a: 1 }, { a: 2 }] },
    want: {
      type: "multipart/mixed; boundary=BOUNDARY",
      text: '--BOUNDARY\r\nContent-Type: application/vnd.a+json\r\n\r\n{"a":1}\r\n--BOUNDARY\r\nContent-Type: application/vnd.a+json\r\n\r\n{"a":2}\r\n--BOUNDARY--\r\n',
    },
  },
  {
    name: "multipart/mixed §4.15.1: parts that have parts or fields, each by its own encoding",
    content: {
      "multipart/mixed": {
        schema: { type: "array", prefixItems: [{ type: "array", items: file }, { type: "object" }] },
        prefixEncoding: [
          { contentType: "multipart/mixed; boundary=inner", itemEncoding: { contentType: "image/png" } },
          {
            contentType: "application/x-www-form-urlencoded",
            encoding: { ids: { style: "form", explode: false } },
          },
        ],
      },
    },
    args: { body: [[Uint8Array.of(65), Uint8Array.of(66)], { ids: [1, 2], q: "a b" }] },
    want: {
      type: "multipart/mixed; boundary=BOUNDARY",
      text:
        "--BOUNDARY\r\nContent-Type: multipart/mixed; boundary=inner\r\n\r\n" +
        "--inner\r\nContent-Type: image/png\r\n\r\nA\r\n--inner\r\nContent-Type: image/png\r\n\r\nB\r\n--inner--\r\n\r\n" +
        "--BOUNDARY\r\nContent-Type: application/x-www-form-urlencoded\r\n\r\nids=1,2&q=a+b\r\n--BOUNDARY--\r\n",
    },
  },
  {
    name: "multipart/related with a Content-ID of the caller",
    content: {
      "multipart/related; type=application/json": {
        schema: { type: "array", prefixItems: [{ type: "object" }], items: file },
        prefixEncoding: [{ contentType: "application/json" }],
        itemEncoding: { contentType: "application/octet-stream" },
      },
    },
    args: { body: [{ a: "cid:1" }, part(Uint8Array.of(65), { headers: { "Content-ID": "<1>" } })] },
    want: {
      type: "multipart/related; type=application/json; boundary=BOUNDARY",
      text: '--BOUNDARY\r\nContent-Type: application/json\r\n\r\n{"a":"cid:1"}\r\n--BOUNDARY\r\nContent-ID: <1>\r\nContent-Type: application/octet-stream\r\n\r\nA\r\n--BOUNDARY--\r\n',
    },
  },
];

// ── Running them ─────────────────────────────────────────────────────────────────────────────────────────

const operations = (prefix: string, rows: readonly Row[]): (readonly [string, object])[] =>
  rows.map(({ content }, index) => [
    `/${prefix}${index}`,
    { post: { operationId: `${prefix}${index}`, requestBody: { content }, responses: { 204: {} } } },
  ]);

let server: WireServer;
let sdk: Sdk;

beforeAll(async () => {
  server = await startWireServer();
  server.answer = { status: 204 };
  const paths = [...operations("whole", whole), ...operations("form", forms), ...operations("text", texts)];
  const requestBody = { required: true, content: { "application/json": anything } };
  const required = (operationId: string, parts: object = {}): object => ({
    post: { operationId, requestBody, responses: { 204: {} }, ...parts },
  });
  paths.push(
    ["/required", required("required")],
    ["/required/{id}", required("requiredAt", { parameters: [{ name: "page", in: "query" }] })],
  );
  sdk = await generateSdk("bodies", documentOf({ paths: Object.fromEntries(paths) }));
});
afterAll(() => server.close());

async function sent(operation: string, { args }: Row, options: object = {}): Promise<Seen> {
  await using api = sdk.client({ baseUrl: server.url });
  await sdk.operation(operation)(api, await (typeof args === "function" ? args() : args), options);
  return server.last();
}

describe("a body that is one document", () => {
  it.each(whole.map((row, index) => ({ ...row, index })))("$name", async ({ index, ...row }) => {
    const { headers, body } = await sent(`whole${index}`, row);
    expect(headers["content-type"]).toBe(row.want.type);
    expect(body).toEqual(Buffer.from(row.want.text, row.want.text.includes("\xff") ? "latin1" : "utf8"));
    if (row.want.length === false) expect(headers["transfer-encoding"]).toBe("chunked");
    else expect(headers["content-length"]).toBe(String(body.byteLength));
  });
});

describe("multipart/form-data, as busboy reads it", () => {
  it.each(forms.map((row, index) => ({ ...row, index })))("$name", async ({ index, ...row }) => {
    const seen = await sent(`form${index}`, row);
    expect(seen.headers["content-type"]).toMatch(/^multipart\/form-data; boundary=/);
    expect(await partsOf(seen)).toEqual(row.want);
  });
});

describe("multipart bodies, byte by byte", () => {
  it.each(texts.map((row, index) => ({ ...row, index })))("$name", async ({ index, ...row }) => {
    const seen = await sent(`text${index}`, row);
    const [, boundary = "none"] = /boundary=([^;]+)/.exec(seen.headers["content-type"] ?? "") ?? [];
    expect(seen.headers["content-type"]?.replace(boundary, "BOUNDARY")).toBe(row.want.type);
    expect(multipartText(seen)).toBe(row.want.text);
  });
});

it("the progress of an upload can be followed", async () => {
  const seen: number[] = [];
  const index = forms.findIndex(({ name }) => name === "bytes without a filename");
  const size = 3_000_000;
  await sent(
    `form${index}`,
    { name: "", content: {}, args: { body: { f: new Uint8Array(size) } } },
    { onUploadProgress: ({ transferred }: { transferred: number }) => seen.push(transferred) },
  );
  expect(seen.length).toBeGreaterThan(1);
  expect(seen.at(-1)).toBe(server.last().body.byteLength);
});

it("a media type that the operation does not take is refused before anything is sent", async () => {
  await using api = sdk.client({ baseUrl: server.url });
  const index = whole.findIndex(({ name }) => name === "contentType chooses another");
  const before = server.seen.length;
  const call = sdk.operation(`whole${index}`)(api, { body: {}, contentType: "image/png" });
  await expect(call).rejects.toThrow('takes no body of type "image/png"');
  expect(server.seen.length).toBe(before);
});

it("what is given beside the body, rather than under it, is refused before anything is sent", async () => {
  await using api = sdk.client({ baseUrl: server.url });
  const index = whole.findIndex(({ name }) => name === "contentType chooses another");
  const before = server.seen.length;
  await expect(sdk.operation(`whole${index}`)(api, { name: "Rex" })).rejects.toThrow(
    `whole${index} takes no argument "name"; its body goes under "body".`,
  );
  await sdk.operation(`whole${index}`)(api, { body: undefined, name: undefined }).asResponse();
  expect(server.seen.length).toBe(before + 1);
});

describe("a required body that is missing is told before anything is sent", () => {
  const missing: readonly { name: string; operation: string; args?: object; message: string }[] = [
    { name: "without arguments", operation: "required", message: "required: the body is missing." },
    { name: "with none", operation: "required", args: {}, message: "required: the body is missing." },
    {
      name: "given as undefined",
      operation: "required",
      args: { body: undefined },
      message: "required: the body is missing.",
    },
    {
      name: "beside parameters",
      operation: "requiredAt",
      args: { id: "a", page: 1 },
      message: "requiredAt: the body is missing.",
    },
    {
      name: "with its fields as arguments",
      operation: "required",
      args: { name: "Rex" },
      message: 'required takes no argument "name"; its body goes under "body".',
    },
  ];
  it.each(missing)("$name", async ({ operation, args, message }) => {
    await using api = sdk.client({ baseUrl: server.url });
    const before = server.seen.length;
    await expect(sdk.operation(operation)(api, args)).rejects.toThrow(message);
    expect(server.seen.length).toBe(before);
  });

  it("and null is a body", async () => {
    await using api = sdk.client({ baseUrl: server.url });
    await sdk.operation("required")(api, { body: null });
    expect(server.last().body.toString()).toBe("null");
  });
});

describe("forms of older versions", () => {
  const gif = (text: string): Blob => new Blob([text], { type: "image/gif" });
  const upload = (operationId: string, parts: object): object => ({
    post: { operationId, responses: { 204: { description: "" } }, ...parts },
  });
  const files = { type: "array", items: { type: "string", format: "binary" } };
  const schema = { type: "object", properties: { files, meta: { type: "object" } } };
  const content = {
    // As Swashbuckle writes it.
    "multipart/form-data": { schema, encoding: { files: { style: "form" }, meta: { style: "form" } } },
  };
  const formData = (name: string, parts: object): object => ({
    name,
    in: "formData",
    type: "array",
    ...parts,
  });
  const rows: readonly { name: string; document: object; body: object; want: readonly SeenPart[] }[] = [
    {
      name: "3.0: parts have no style",
      document: { openapi: "3.0.1", paths: { "/": upload("upload", { requestBody: { content } }) } },
      body: { files: [gif("a"), gif("b")], meta: { a: 1 } },
      want: [
        field("files", "a", "image/gif"),
        field("files", "b", "image/gif"),
        field("meta", '{"a":1}', "application/json"),
      ],
    },
    {
      name: "2.0: parts have collectionFormats, lists of files do not",
      document: {
        swagger: "2.0",
        paths: {
          "/": upload("upload", {
            consumes: ["multipart/form-data"],
            parameters: [
              formData("files", { items: { type: "file" } }),
              formData("ids", { items: { type: "integer" } }),
              formData("tags", { items: { type: "string" }, collectionFormat: "multi" }),
            ],
          }),
        },
      },
      body: { files: [gif("a"), gif("b")], ids: [1, 2], tags: ["x", "y"] },
      want: [
        field("files", "a", "image/gif"),
        field("files", "b", "image/gif"),
        field("ids", "1,2"),
        field("tags", "x"),
        field("tags", "y"),
      ],
    },
  ];
  it.each(rows.map((row, index) => ({ ...row, index })))("$name", async ({ document, body, want, index }) => {
    const old = await generateSdk(`old-forms-${index}`, {
      info: { title: "Old", version: "1" },
      ...document,
    });
    await using api = old.client({ baseUrl: server.url });
    await old.operation("upload")(api, { body });
    expect(await partsOf(server.last())).toEqual(want);
  });
});
