import { expect, test } from "vitest";
import type { Type } from "../../../generator/model/api.js";
import { forEachChild } from "../../../generator/model/types.js";
import { type Built, build } from "../../support/build.js";
import { fc } from "../../support/fast-check.js";

// Whatever a document holds, there is an IR, and it keeps its promises.

const names = ["A", "B", "C", "__proto__", "constructor"] as const;
const key = fc.constantFrom("a", "b", "kind", "required", "$ref", "__proto__", "toString");
const json = fc.jsonValue({ maxDepth: 2 });
const junk = fc.oneof({ weight: 4, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: json });

/** Mostly schemas, with junk in places. Every name is a component, so references are mostly sound. */
const { schema } = fc.letrec<{ schema: unknown; object: unknown }>((tie) => {
  const list = fc.array(tie("schema"), { maxLength: 3 });
  const map = fc.dictionary(key, tie("schema"), { maxKeys: 3 });
  const keywords = {
    $ref: fc.oneof(
      fc.constantFrom(...names).map((name) => `#/components/schemas/${name}`),
      fc.constantFrom("#", "#/components/schemas/A/properties/a", "#x", "nowhere", "#/paths"),
    ),
    type: fc.oneof(
      fc.constantFrom("string", "object", "array", "integer", "boolean", "null", "any"),
      fc.array(fc.constantFrom("string", "object", "null", "number"), { maxLength: 3 }),
      junk,
    ),
    nullable: fc.oneof(fc.boolean(), junk),
    readOnly: fc.boolean(),
    writeOnly: fc.boolean(),
    enum: fc.oneof(fc.array(fc.jsonValue({ maxDepth: 1 }), { maxLength: 4 }), junk),
    const: fc.jsonValue({ maxDepth: 1 }),
    format: fc.oneof(fc.constantFrom("date-time", "int64", "binary"), junk),
    properties: fc.oneof(map, junk),
    required: fc.oneof(fc.array(key, { maxLength: 3 }), junk),
    additionalProperties: fc.oneof(fc.boolean(), tie("schema"), junk),
    patternProperties: fc.oneof(map, junk),
    propertyNames: tie("schema"),
    items: fc.oneof(tie("schema"), list, junk),
    prefixItems: fc.oneof(list, junk),
    minItems: fc.oneof(fc.nat(3), junk),
    maxItems: fc.oneof(fc.nat(3), junk),
    allOf: fc.oneof(list, junk),
    oneOf: fc.oneof(list, junk),
    anyOf: fc.oneof(list, junk),
    if: tie("schema"),
    // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
    then: tie("schema"),
    dependentSchemas: fc.oneof(map, junk),
    discriminator: fc.oneof(
      fc.record(
        {
          propertyName: key,
          mapping: fc.dictionary(key, fc.constantFrom(...names)),
          defaultMapping: fc.constantFrom(...names),
        },
        { requiredKeys: [] },
      ),
      junk,
    ),
    $dynamicAnchor: fc.constantFrom("x", "y"),
    $dynamicRef: fc.constantFrom("#x", "#y"),
  };
  // Few keywords at a time, or everything contradicts everything.
  const object = fc
    .subarray(Object.keys(keywords) as (keyof typeof keywords)[], { maxLength: 4 })
    .chain((chosen) => fc.record(Object.fromEntries(chosen.map((keyword) => [keyword, keywords[keyword]]))));
  return {
    object,
    schema: fc.oneof(
      { maxDepth: 4, depthIdentifier: "schema" },
      { weight: 1, arbitrary: fc.oneof(fc.boolean(), fc.constant({}), fc.constant({ type: "string" })) },
      { weight: 4, arbitrary: tie("object") },
    ),
  };
});

const components = fc
  .tuple(...names.map(() => schema))
  .map((schemas) => Object.fromEntries(names.map((name, index) => [name, schemas[index]])));

test("random schemas", () => {
  fc.assert(
    fc.property(components, schema, schema, (schemas, taken, returned) => {
      const content = (of: unknown) => ({ content: { "application/json": { schema: of } } });
      const post = { requestBody: content(taken), responses: { 200: content(returned) } };
      const document = { components: { schemas }, paths: { "/": { post } } };
      const before = JSON.stringify(document);
      keepsPromises(build(document));
      expect(JSON.stringify(document)).toBe(before);
    }),
    { numRuns: 1000 },
  );
});

test("random values anywhere in a document", () => {
  const record = (...keys: string[]) =>
    fc.record(Object.fromEntries(keys.map((name) => [name, fc.oneof(json, fc.constant(undefined))])), {
      requiredKeys: [],
    });
  const operation = record(
    "operationId",
    "tags",
    "parameters",
    "requestBody",
    "responses",
    "security",
    "servers",
    "callbacks",
    "x-fern-pagination",
    "x-speakeasy-pagination",
    "x-ms-pageable",
  );
  const parameter = record("name", "in", "required", "schema", "content", "style", "explode", "$ref");
  const media = fc.dictionary(
    fc.constantFrom("application/json", "multipart/form-data", "text/event-stream", "", ";"),
    record("schema", "itemSchema", "encoding", "prefixEncoding", "itemEncoding"),
  );
  const full = fc.record({
    parameters: fc.array(parameter, { maxLength: 2 }),
    requestBody: fc.record({ content: media }),
    responses: fc.dictionary(
      fc.constantFrom("200", "4XX", "default", "x"),
      fc.record({ content: media, headers: fc.dictionary(fc.string(), parameter) }),
    ),
  });
  const document = fc.record({
    info: json,
    servers: fc.oneof(json, fc.array(record("url", "variables", "name"))),
    tags: fc.oneof(json, fc.array(record("name", "parent"))),
    security: json,
    components: fc.oneof(
      json,
      fc.record({
        schemas: json,
        securitySchemes: fc.oneof(
          json,
          fc.dictionary(fc.string(), record("type", "in", "name", "scheme", "flows")),
        ),
      }),
    ),
    paths: fc.oneof(
      json,
      fc.dictionary(
        fc.string(),
        fc.oneof(
          json,
          fc.record({
            get: fc.oneof(operation, full),
            parameters: json,
            additionalOperations: json,
          }),
        ),
      ),
    ),
    webhooks: fc.oneof(json, fc.dictionary(fc.string(), fc.record({ post: operation }))),
  });
  fc.assert(
    fc.property(document, (root) => keepsPromises(build(root))),
    { numRuns: 150 },
  );
});

/** What `api.ts` says of types. */
function keepsPromises({ api }: Built): void {
  const check = (type: Type): void => {
    if (type.kind === "union" || type.kind === "intersection") {
      expect(type.members.length).toBeGreaterThan(1);
      for (const member of type.members) expect(member.kind).not.toBe(type.kind);
    }
    if (type.kind === "enum") expect(type.values.length).toBeGreaterThan(type.open ? 0 : 1);
    if (type.kind === "reference") expect(api.declarations.has(type.id)).toBe(true);
    if (type.kind === "object") {
      expect(new Set(type.properties.map((property) => property.key)).size).toBe(type.properties.length);
      if (type.properties.length > 0 && type.index !== undefined) expect(type.index.kind).toBe("unknown");
    }
    forEachChild(type, check);
  };
  for (const { type } of api.declarations.values()) check(type);
  for (const { body, parameters, responses } of api.operations) {
    expect(responses.length).toBeGreaterThan(0);
    for (const { type } of parameters) check(type);
    for (const { type } of [...(body?.content ?? []), ...responses.flatMap(({ content }) => content)])
      check(type);
  }
  expect(api.servers.length).toBeGreaterThan(0);
}
