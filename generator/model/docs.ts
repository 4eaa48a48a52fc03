import { flagOf } from "../load/flags.js";
import { longIntegersIn } from "../load/long-integers.js";
import { isObject, type JsonObject } from "../load/pointer.js";
import type { Constraint, Docs } from "./api.js";
import { noDocs } from "./types.js";

const constraints: ReadonlySet<string> = new Set([
  "minLength",
  "maxLength",
  "pattern",
  "minimum",
  "maximum",
  "exclusiveMinimum",
  "exclusiveMaximum",
  "multipleOf",
  "minItems",
  "maxItems",
  "uniqueItems",
  "minContains",
  "maxContains",
  "minProperties",
  "maxProperties",
  "dependentRequired",
  "contentEncoding",
  "contentMediaType",
]);

/** What a text has to look like, where `string` and the name of the thing leave it open. */
const tellingFormats: ReadonlySet<unknown> = new Set([
  "date",
  "time",
  "duration",
  "uuid",
  "ipv4",
  "ipv6",
  "byte",
]);

/** Docs while they are being gathered. */
type OpenDocs = { -readonly [Key in keyof Docs]: Docs[Key] };

/** Written out, as engines take ten times as long to add to an object that is spread from another. */
function emptyDocs(): OpenDocs {
  return { deprecated: false, examples: noDocs.examples, constraints: noDocs.constraints };
}

/** The docs of a schema, in one walk over its keywords: there are very many schemas, and most say little. */
export function schemaDocs(schema: unknown, name: string): Docs {
  if (!isObject(schema)) return noDocs;
  let docs: OpenDocs | undefined;
  let found: Constraint[] | undefined;
  for (const key in schema) {
    const value = schema[key];
    switch (key) {
      case "type":
      case "properties":
      case "items":
      case "required":
      case "$ref":
        break;
      case "const":
      case "enum":
        // The type shows all others.
        if (longIntegersIn(value).length === 0) break;
        found ??= [];
        found.push({ keyword: key, value });
        break;
      case "format":
        if (!tellingFormats.has(value)) break;
        found ??= [];
        found.push({ keyword: key, value });
        break;
      case "title":
        // A title that only repeats the name of the thing says nothing.
        if (typeof value !== "string" || value.trim() === "" || isSameName(value, name)) break;
        docs ??= emptyDocs();
        docs.summary = value;
        break;
      case "example":
        docs ??= emptyDocs();
        if (docs.examples.length === 0) docs.examples = [value];
        break;
      case "examples":
        docs ??= emptyDocs();
        docs.examples = examplesOf(schema);
        break;
      default:
        if (constraints.has(key)) {
          if (value === false) break;
          found ??= [];
          found.push({ keyword: key, value });
        } else if (isWords(key)) {
          docs ??= emptyDocs();
          addWords(docs, key, value);
        }
    }
  }
  if (found === undefined) return docs ?? noDocs;
  docs ??= emptyDocs();
  docs.constraints = found;
  return docs;
}

/** The docs of an operation, parameter, response, tag and the like. */
export function docsOf(object: JsonObject): Docs {
  const docs = emptyDocs();
  for (const key in object) {
    if (key === "summary" && textOf(object[key]) !== undefined) docs.summary = object[key] as string;
    else if (isWords(key)) addWords(docs, key, object[key]);
    else if (key === "example" || key === "examples") docs.examples = examplesOf(object);
  }
  return docs;
}

/** A parameter's or header's own words, and what its schema says on top. */
export function docsWithSchema(object: JsonObject, schema: unknown, name: string): Docs {
  const own = docsOf(object);
  const inner = schemaDocs(schema, name);
  if (inner === noDocs) return own;
  const docs: OpenDocs = { ...own };
  // A schema's title is left out: it names a type, not the parameter.
  if (own.description === undefined && inner.description !== undefined) docs.description = inner.description;
  if (own.default === undefined && inner.default !== undefined) docs.default = inner.default;
  if (own.deprecation === undefined && inner.deprecation !== undefined) docs.deprecation = inner.deprecation;
  if (own.link === undefined && inner.link !== undefined) docs.link = inner.link;
  docs.deprecated = own.deprecated || inner.deprecated;
  if (own.examples.length === 0) docs.examples = inner.examples;
  docs.constraints = inner.constraints;
  return docs;
}

export function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value.trim() !== "" ? value : undefined;
}

const words: ReadonlySet<string> = new Set([
  "description",
  "deprecated",
  "default",
  "externalDocs",
  "x-deprecated",
  "x-deprecation-reason",
  "x-deprecation-message",
  "x-deprecated-message",
]);

function isWords(key: string): boolean {
  return words.has(key);
}

function addWords(docs: OpenDocs, key: string, value: unknown): void {
  switch (key) {
    case "description":
      if (textOf(value) !== undefined) docs.description = value as string;
      return;
    case "default":
      docs.default = value;
      return;
    case "externalDocs": {
      const url = isObject(value) ? textOf(value.url) : undefined;
      if (url !== undefined) docs.link = url;
      return;
    }
    default: {
      // All others are about deprecation: a flag, or words that say why.
      const flag = flagOf(value);
      const reason = flag === undefined ? textOf(value) : undefined;
      if (reason !== undefined) docs.deprecation ??= reason;
      if (flag === true || reason !== undefined) docs.deprecated = true;
    }
  }
}

/** `example`, the list `examples` of a schema, or the values of the map `examples` of everything else. */
function examplesOf(object: JsonObject): readonly unknown[] {
  const { examples, example } = object;
  if (Array.isArray(examples)) return examples;
  if (isObject(examples)) {
    const values = Object.values(examples).flatMap((entry) =>
      isObject(entry) ? [entry.value ?? entry.dataValue].filter((value) => value !== undefined) : [],
    );
    if (values.length > 0) return values;
  }
  return example === undefined ? noDocs.examples : [example];
}

function isSameName(title: string, name: string): boolean {
  const letters = (text: string): string => text.replace(/[^\p{L}\p{N}]/gu, "").toLowerCase();
  return letters(title) === letters(name);
}
