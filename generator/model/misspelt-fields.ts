import type { Diagnostic, Pointer } from "../diagnostics.js";
import { escapeSegment, type JsonObject } from "../load/pointer.js";
import { nearest } from "../near-miss.js";
import type { SchemaObject } from "./schema-object.js";

type Kind =
  | "document"
  | "components"
  | "path item"
  | "operation"
  | "parameter"
  | "request body"
  | "response"
  | "schema";

const shared = ["$ref", "summary", "description"];
const methods = ["get", "put", "post", "delete", "options", "head", "patch", "trace", "query"];

/** What OpenAPI gives such an object, in any version; of schemas, what `SchemaObject` does not read anyway. */
const fields: Readonly<Record<Kind, ReadonlySet<string>>> = {
  document: new Set([
    ...["openapi", "$self", "info", "jsonSchemaDialect", "servers", "paths", "webhooks", "components"],
    ...["security", "tags", "externalDocs", "swagger", "host", "basePath", "schemes", "consumes", "produces"],
    ...["definitions", "parameters", "responses", "securityDefinitions"],
  ]),
  components: new Set([
    ...["schemas", "responses", "parameters", "examples", "requestBodies", "headers", "securitySchemes"],
    ...["links", "callbacks", "pathItems", "mediaTypes"],
  ]),
  "path item": new Set([...shared, ...methods, "additionalOperations", "servers", "parameters"]),
  operation: new Set([
    ...shared,
    ...["tags", "externalDocs", "operationId", "parameters", "requestBody", "responses", "callbacks"],
    ...["deprecated", "security", "servers", "consumes", "produces", "schemes"],
  ]),
  parameter: new Set([
    ...shared,
    ...["name", "in", "required", "deprecated", "allowEmptyValue", "style", "explode", "allowReserved"],
    ...["schema", "content", "example", "examples", "type", "format", "items", "collectionFormat"],
  ]),
  "request body": new Set([...shared, "content", "required"]),
  response: new Set([...shared, "headers", "content", "links", "schema", "examples"]),
  schema: new Set([
    ...["description", "title", "example", "examples", "default", "deprecated", "externalDocs", "xml"],
    ...["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "uniqueItems"],
    ...["not", "contains", "minContains", "maxContains", "then", "else", "dependencies", "definitions"],
    ...["contentSchema", "id", "$id", "$schema", "$anchor", "$dynamicAnchor", "$recursiveAnchor"],
    ...["$recursiveRef", "$comment", "$vocabulary"],
  ]),
};

/** Where misspelt keywords of schemas lead: all that `SchemaObject` reads, and the others. */
const keywords: readonly string[] = [
  ...fields.schema,
  ...["type", "$ref", "format", "properties", "enum", "required", "items", "allOf", "anyOf", "oneOf"],
  ...["additionalProperties", "minItems", "maxItems", "const", "discriminator", "$dynamicRef", "$defs"],
  ...["contentMediaType", "contentEncoding", "prefixItems", "additionalItems", "unevaluatedItems"],
  ...["patternProperties", "propertyNames", "unevaluatedProperties", "dependentSchemas", "if", "nullable"],
  ...["readOnly", "writeOnly", "minProperties", "maxProperties", "dependentRequired", "pattern"],
  ...["minLength", "maxLength"],
];

const none: readonly Diagnostic[] = [];

/** Fields that are none, but nearly one that is not there: what they say would be lost without a word. */
export function misspeltFields(
  object: JsonObject,
  kind: Exclude<Kind, "schema">,
  at: Pointer,
): readonly Diagnostic[] {
  let unknown: string[] | undefined;
  for (const key in object) {
    // Methods are read in capitals, too.
    if (fields[kind].has(key) || (kind === "path item" && fields[kind].has(key.toLowerCase()))) continue;
    unknown ??= [];
    unknown.push(key);
  }
  return unknown === undefined ? none : misspelt(unknown, object, kind, at);
}

/** The same for keywords that `SchemaObject` does not read. */
export function misspeltKeywords({ unread, raw }: SchemaObject, at: Pointer): readonly Diagnostic[] {
  return unread.length === 0 ? none : misspelt(unread, raw, "schema", at);
}

/** Whether it means something in a schema, though nothing that changes its type. */
export function isAnnotation(key: string): boolean {
  return fields.schema.has(key);
}

function misspelt(
  unknown: readonly string[],
  object: JsonObject,
  kind: Kind,
  at: Pointer,
): readonly Diagnostic[] {
  return unknown.flatMap((key): Diagnostic[] => {
    const meant = meantBy(key, kind);
    if (meant === undefined || Object.hasOwn(object, meant)) return [];
    const owner = kind === "components" ? `"${kind}"` : kind === "operation" ? `an ${kind}` : `a ${kind}`;
    return [
      {
        code: "misspelt-field",
        severity: "warning",
        message: `"${key}" is no field of ${owner}, and is ignored.`,
        help: `Did you mean "${meant}"?`,
        pointer: `${at}/${escapeSegment(key)}`,
      },
    ];
  });
}

/** Few are unknown, and those again and again. */
const known = new Map<string, string | undefined>();

function meantBy(key: string, kind: Kind): string | undefined {
  // Short words are near to everything.
  if (key.length < 3 || key.startsWith("x-")) return undefined;
  const id = `${kind} ${key}`;
  if (!known.has(id)) known.set(id, nearest(key, kind === "schema" ? keywords : fields[kind], 2));
  return known.get(id);
}
