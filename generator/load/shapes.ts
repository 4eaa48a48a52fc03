import type { FieldNames } from "./field-names.js";

// Where an OpenAPI document holds objects that may be, or contain, references: the grammar that every typed walk
// follows. What is not listed is data (`example`, `default`, `const`, `enum`, `x-*`), in which a `$ref` means nothing.
// One grammar serves 2.0 to 3.2: their fields do not contradict each other.

/** The sections of `components` that a referenced object can be hoisted into. */
export type Section =
  | "schemas"
  | "responses"
  | "parameters"
  | "examples"
  | "requestBodies"
  | "headers"
  | "securitySchemes"
  | "links"
  | "callbacks"
  | "pathItems"
  | "mediaTypes";

/** What the object at some position is. */
export interface Shape {
  /** For messages: "schema", "path item". */
  readonly name: string;
  /** Where such an object lives in `components`, if it can. */
  readonly section?: Section;
  readonly fields: ReadonlyMap<string, Shape>;
  /** The shape of every value of a map, or of every item of a list. */
  readonly each?: Shape;
  /** A map whose keys that start with `x-` are extensions, not entries. */
  readonly extensible?: boolean;
}

/** While the grammar is being built: shapes refer to each other in circles, so fields are filled in afterwards. */
interface OpenShape extends Shape {
  readonly fields: Map<string, Shape>;
}

function shape(name: string, section?: Section): OpenShape {
  return section === undefined ? { name, fields: new Map() } : { name, section, fields: new Map() };
}

const noFields: ReadonlyMap<string, Shape> = new Map();

function mapOf(each: Shape, extensible = false): Shape {
  return { name: `map of ${each.name}`, fields: noFields, each, extensible };
}

function listOf(each: Shape): Shape {
  return { name: `list of ${each.name}`, fields: noFields, each };
}

function fields(target: OpenShape, entries: Readonly<Record<string, Shape>>): void {
  for (const [key, value] of Object.entries(entries)) target.fields.set(key, value);
}

type Fields<Name extends keyof FieldNames> = { readonly [Key in FieldNames[Name]]?: Shape };

export const documentShape: OpenShape = shape("document");
export const schemaShape: OpenShape = shape("schema", "schemas");
const parameterShape: OpenShape = shape("parameter", "parameters");
const responseShape: OpenShape = shape("response", "responses");
export const pathItemShape: OpenShape = shape("path item", "pathItems");
/** Directly under `paths` and `webhooks`: same object, but what it refers to is put in its place. */
export const rootPathItemShape: OpenShape = shape("path item");
const operationShape: OpenShape = shape("operation");
const headerShape: OpenShape = shape("header", "headers");
const requestBodyShape: OpenShape = shape("request body", "requestBodies");
export const mediaTypeShape: OpenShape = shape("media type", "mediaTypes");

const text = shape("text");
const info = shape("info");
const tag = shape("tag");
const server = shape("server");
const components = shape("components");
const encoding = shape("encoding");
const example = shape("example", "examples");
const callback: Shape = {
  name: "callback",
  section: "callbacks",
  fields: noFields,
  each: pathItemShape,
  extensible: true,
};
const link = shape("link", "links");
const securityScheme = shape("security scheme", "securitySchemes");

const schemas = mapOf(schemaShape);
const schemaList = listOf(schemaShape);
const content = mapOf(mediaTypeShape);
const responses = mapOf(responseShape, true);

fields(documentShape, {
  info,
  tags: listOf(tag),
  servers: listOf(server),
  paths: mapOf(rootPathItemShape, true),
  // Where Microsoft puts paths that differ in their query alone.
  "x-ms-paths": mapOf(rootPathItemShape, true),
  webhooks: mapOf(rootPathItemShape, true),
  components,
  // Swagger 2.0 keeps these at the root.
  definitions: schemas,
  parameters: mapOf(parameterShape),
  responses: mapOf(responseShape),
  securityDefinitions: mapOf(securityScheme),
} satisfies Fields<"document">);

fields(components, {
  schemas,
  responses: mapOf(responseShape),
  parameters: mapOf(parameterShape),
  examples: mapOf(example),
  requestBodies: mapOf(requestBodyShape),
  headers: mapOf(headerShape),
  securitySchemes: mapOf(securityScheme),
  links: mapOf(link),
  callbacks: mapOf(callback),
  pathItems: mapOf(pathItemShape),
  mediaTypes: content,
} satisfies Fields<"components">);

// Not references in any version, but split documents are full of them: texts kept in a file of their own.
fields(info, { description: text } satisfies Fields<"info">);
fields(tag, { description: text } satisfies Fields<"tag">);

/** The fixed operations of a path item, in the order in which they are listed everywhere. */
export const methods = [
  "get",
  "put",
  "post",
  "delete",
  "options",
  "head",
  "patch",
  "trace",
  "query",
] as const;

for (const item of [pathItemShape, rootPathItemShape]) {
  fields(item, {
    description: text,
    servers: listOf(server),
    parameters: listOf(parameterShape),
    additionalOperations: mapOf(operationShape),
    ...Object.fromEntries(methods.map((method: FieldNames["pathItem"]) => [method, operationShape])),
  } satisfies Fields<"pathItem">);
}

fields(operationShape, {
  description: text,
  servers: listOf(server),
  parameters: listOf(parameterShape),
  requestBody: requestBodyShape,
  responses,
  callbacks: mapOf(callback),
} satisfies Fields<"operation">);

fields(parameterShape, {
  description: text,
  schema: schemaShape,
  content,
  examples: mapOf(example),
  items: schemaShape,
} satisfies Fields<"parameter">);

fields(headerShape, {
  description: text,
  schema: schemaShape,
  content,
  examples: mapOf(example),
  items: schemaShape,
} satisfies Fields<"header">);

fields(requestBodyShape, { description: text, content } satisfies Fields<"requestBody">);

fields(responseShape, {
  description: text,
  headers: mapOf(headerShape),
  content,
  links: mapOf(link),
  schema: schemaShape,
} satisfies Fields<"response">);

fields(mediaTypeShape, {
  schema: schemaShape,
  itemSchema: schemaShape,
  examples: mapOf(example),
  encoding: mapOf(encoding),
  prefixEncoding: listOf(encoding),
  itemEncoding: encoding,
} satisfies Fields<"mediaType">);

fields(encoding, {
  headers: mapOf(headerShape),
  encoding: mapOf(encoding),
  prefixEncoding: listOf(encoding),
  itemEncoding: encoding,
} satisfies Fields<"encoding">);

fields(link, { server } satisfies Fields<"link">);

fields(schemaShape, {
  description: text,
  properties: schemas,
  patternProperties: schemas,
  dependentSchemas: schemas,
  $defs: schemas,
  definitions: schemas,
  allOf: schemaList,
  anyOf: schemaList,
  oneOf: schemaList,
  prefixItems: schemaList,
  items: schemaShape,
  additionalItems: schemaShape,
  contains: schemaShape,
  additionalProperties: schemaShape,
  propertyNames: schemaShape,
  unevaluatedItems: schemaShape,
  unevaluatedProperties: schemaShape,
  contentSchema: schemaShape,
  not: schemaShape,
  // biome-ignore lint/suspicious/noThenProperty: JSON Schema's `if`, `then`, `else`.
  then: schemaShape,
  if: schemaShape,
  else: schemaShape,
} satisfies Fields<"schema">);

/** The shape of what `key` holds in an object of shape `parent`, or `undefined` if that is data. */
export function shapeOfField(parent: Shape, key: string): Shape | undefined {
  const named = parent.fields.get(key);
  if (named !== undefined || parent.each === undefined) return named;
  return parent.extensible === true && key.startsWith("x-") ? undefined : parent.each;
}
