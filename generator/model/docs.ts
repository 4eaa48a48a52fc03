import { isObject, type JsonObject } from "../load/pointer.js";
import type { Constraint, Docs } from "./api.js";
import { noDocs } from "./types.js";

const constraintKeywords = [
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
] as const;

const isConstraint: ReadonlySet<string> = new Set(constraintKeywords);

/** Keywords of a schema that end up in its docs; a schema with none of them shares `noDocs`. */
const documenting: ReadonlySet<string> = new Set([
  ...constraintKeywords,
  "title",
  "summary",
  "description",
  "deprecated",
  "x-deprecated",
  "x-deprecation-reason",
  "x-deprecation-message",
  "x-deprecated-message",
  "default",
  "example",
  "examples",
  "externalDocs",
]);

/** The docs of a schema. A title that only repeats the name of the thing says nothing. */
export function schemaDocs(schema: unknown, name: string): Docs {
  if (!isObject(schema)) return noDocs;
  const constraints: Constraint[] = [];
  let documented = false;
  for (const key in schema) {
    if (!documenting.has(key)) continue;
    documented = true;
    if (isConstraint.has(key) && schema[key] !== false)
      constraints.push({ keyword: key, value: schema[key] });
  }
  if (!documented) return noDocs;
  const title = textOf(schema.title);
  const summary = title !== undefined && !isSameName(title, name) ? title : undefined;
  return docs(schema, summary, examplesOf(schema), constraints);
}

/** The docs of an operation, parameter, response, tag and the like. */
export function docsOf(object: JsonObject): Docs {
  return docs(object, textOf(object.summary), examplesOf(object), []);
}

/** A parameter's or header's own words, and what its schema says on top. */
export function docsWithSchema(object: JsonObject, schema: unknown, name: string): Docs {
  const own = docsOf(object);
  const inner = schemaDocs(schema, name);
  if (inner === noDocs) return own;
  const { description, deprecation, link } = { ...inner, ...own };
  return {
    ...(own.summary !== undefined && { summary: own.summary }),
    ...(description !== undefined && { description }),
    deprecated: own.deprecated || inner.deprecated,
    ...(deprecation !== undefined && { deprecation }),
    ...("default" in inner && { default: inner.default }),
    examples: own.examples.length > 0 ? own.examples : inner.examples,
    constraints: inner.constraints,
    ...(link !== undefined && { link }),
  };
}

export function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value.trim() !== "" ? value : undefined;
}

function docs(
  object: JsonObject,
  summary: string | undefined,
  examples: readonly unknown[],
  constraints: readonly Constraint[],
): Docs {
  const description = textOf(object.description);
  const deprecated = object.deprecated === true || object["x-deprecated"] === true;
  const deprecation =
    textOf(object["x-deprecation-reason"]) ??
    textOf(object["x-deprecation-message"]) ??
    textOf(object["x-deprecated-message"]) ??
    textOf(object["x-deprecated"]);
  const link = isObject(object.externalDocs) ? textOf(object.externalDocs.url) : undefined;
  return {
    ...(summary !== undefined && { summary }),
    ...(description !== undefined && { description }),
    deprecated: deprecated || deprecation !== undefined,
    ...(deprecation !== undefined && { deprecation }),
    ...(object.default !== undefined && { default: object.default }),
    examples,
    constraints,
    ...(link !== undefined && { link }),
  };
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
