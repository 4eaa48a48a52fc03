import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parse } from "../../../generator/load/parse.js";
import { parseYaml } from "../../../generator/load/yaml.js";
import { upgrade } from "../../../generator/upgrade/upgrade.js";
import { sourcesOf } from "../../support/sources.js";

const folder = new URL("../../../fixtures/upgrade/", import.meta.url);

interface Pair {
  readonly name: string;
  readonly given: unknown;
  /** Only the keys that it has are compared. */
  readonly want: Readonly<Record<string, unknown>>;
  readonly diagnostics?: readonly string[];
}

const pairs = readdirSync(folder).map(
  (file) => parseYaml(readFileSync(new URL(file, folder), "utf8")).value as Pair,
);

describe("upgrade", () => {
  test.each(pairs)("$name", ({ given, want, diagnostics = [] }) => {
    const before = structuredClone(given);
    const result = upgrade(sourcesOf({ "openapi.yaml": given }));
    const { root } = result.value;
    expect(Object.fromEntries(Object.keys(want).map((key) => [key, root[key]]))).toEqual(want);
    expect(root.openapi).toBe("3.2.0");
    expect(result.diagnostics.map(({ code }) => code)).toEqual(diagnostics);
    // The sources are shared with whoever shows code frames.
    expect(given).toEqual(before);
  });

  test("what does not change is shared with the source", () => {
    const components = { schemas: { A: { type: "object" } } };
    const { value } = upgrade(sourcesOf({ "a.json": { openapi: "3.0.3", paths: {}, components } }));
    expect(value.root.components).toBe(components);
  });
});

describe("the origin of a place that moved from Swagger 2.0", () => {
  const swagger = {
    swagger: "2.0",
    parameters: { Limit: { name: "limit", in: "query", type: "array", items: { type: "string" } } },
    definitions: { Pet: { type: "object" } },
    paths: {
      "/pets": {
        post: {
          parameters: [
            { name: "pet", in: "body", schema: { type: "object" } },
            { name: "q", in: "query", type: "string" },
          ],
          responses: { 200: { description: "", schema: { type: "object" } } },
        },
        put: { parameters: [{ name: "f", in: "formData", type: "string" }], responses: {} },
      },
    },
  };
  const { value } = upgrade(sourcesOf({ "swagger.json": swagger }));
  test.each([
    { given: "#/components/schemas/Pet/type", want: "#/definitions/Pet/type" },
    { given: "#/components/parameters/Limit/schema/items", want: "#/parameters/Limit/items" },
    {
      given: "#/paths/~1pets/post/requestBody/content/application~1json/schema/type",
      want: "#/paths/~1pets/post/parameters/0/schema/type",
    },
    { given: "#/paths/~1pets/post/parameters/0/name", want: "#/paths/~1pets/post/parameters/1/name" },
    { given: "#/paths/~1pets/post/parameters/0/schema/type", want: "#/paths/~1pets/post/parameters/1/type" },
    {
      given: "#/paths/~1pets/post/responses/200/content/application~1json/schema",
      want: "#/paths/~1pets/post/responses/200/schema",
    },
    {
      given:
        "#/paths/~1pets/put/requestBody/content/application~1x-www-form-urlencoded/schema/properties/f/type",
      want: "#/paths/~1pets/put/parameters/0/type",
    },
    { given: "#/info/title", want: "#/info/title" },
  ])("$given was $want", ({ given, want }) => {
    expect(value.origin(given)).toEqual({ uri: "file:///spec/swagger.json", pointer: want });
  });
});

describe("detection", () => {
  test.each([
    { name: "an AsyncAPI document", given: { asyncapi: "2.6.0" } },
    { name: "a Postman collection", given: { info: { _postman_id: "1", name: "x" }, item: [] } },
    {
      name: "a JSON Schema",
      given: { $schema: "https://json-schema.org/draft/2020-12/schema", type: "object" },
    },
    { name: "an OpenAPI Overlay", given: { overlay: "1.0.0", actions: [] } },
    { name: "a Swagger 1.x document", given: { swaggerVersion: "1.2", apis: [] } },
    { name: "Swagger 1.2, which", given: { swagger: "1.2" } },
    { name: "a list", given: [1, 2] },
    { name: "an empty document", given: null },
    { name: "an empty object", given: {} },
    { name: 'an object with "name", "items"', given: { name: "x", items: [] } },
  ])("$name is not OpenAPI", ({ name, given }) => {
    const { value, diagnostics } = upgrade(sourcesOf({ "x.json": given }));
    expect(diagnostics).toMatchObject([
      { code: "not-openapi", severity: "error", uri: "file:///spec/x.json" },
    ]);
    expect(diagnostics[0]?.message).toContain(`it is ${name}`);
    expect(value.root).toEqual({ openapi: "3.2.0", paths: {} });
  });

  test.each([
    { name: "an HTML page", text: "<!DOCTYPE html>" },
    { name: "an XML document", text: "<?xml?><definitions/>" },
    { name: "a RAML document", text: "#%RAML 1.0\ntitle: x" },
    { name: "a GraphQL schema", text: "type Query { a: Int }" },
    { name: "a zip archive", text: "PK\u0003\u0004" },
    { name: "a binary file", text: "\u0001\0\uFFFD" },
    { name: "a text that begins with a comment of JavaScript", text: "// x\n{}" },
    { name: "an empty document", text: "# nothing" },
  ])("$name is told by its text", async ({ name, text }) => {
    const { value: entry } = await parse("file:///spec/x", text);
    if (entry === undefined) throw new Error("It should be readable.");
    const { diagnostics } = upgrade({ entry, sources: new Map(), missing: new Map() });
    expect(diagnostics[0]?.message).toContain(`it is ${name}`);
  });

  test.each([
    { name: "an unquoted 3.0", given: { openapi: 3 }, declared: "3.0", codes: [] },
    { name: "an unquoted 2.0", given: { swagger: 2 }, declared: "2.0", codes: [] },
    { name: "3.1 as a number", given: { openapi: 3.1 }, declared: "3.1", codes: [] },
    { name: "a version with a v", given: { openapi: "v3.0.1" }, declared: "3.0.1", codes: [] },
    {
      name: "a version that does not exist yet",
      given: { openapi: "3.9.0" },
      declared: "3.9.0",
      codes: ["version-unknown"],
    },
    {
      name: "no version, like 3",
      given: { paths: {}, components: {} },
      declared: "3.1",
      codes: ["version-missing"],
    },
    {
      name: "no version, like 2.0",
      given: { paths: {}, definitions: {} },
      declared: "2.0",
      codes: ["version-missing"],
    },
    { name: "a document without paths", given: { openapi: "3.1.0" }, declared: "3.1.0", codes: [] },
  ])("$name is read", ({ given, declared, codes }) => {
    const { value, diagnostics } = upgrade(sourcesOf({ "x.json": given }));
    expect(value.declaredVersion).toBe(declared);
    expect(diagnostics.map(({ code, severity }) => [code, severity])).toEqual(
      codes.map((code) => [code, "warning"]),
    );
  });
});
