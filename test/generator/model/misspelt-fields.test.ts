import { describe, expect, test } from "vitest";
import { build } from "../../support/build.js";

interface Row {
  readonly name: string;
  readonly operation?: object;
  readonly item?: object;
  readonly schema?: object;
  /** The fields that are told of, and what was meant. */
  readonly want: readonly string[];
}

const ok = { 200: { description: "" } };
const body = { content: { "application/json": {} } };

describe("a field that is none, but nearly one, is told of", () => {
  const rows: readonly Row[] = [
    { name: "in an operation", operation: { requestbody: body }, want: ["requestbody → requestBody"] },
    { name: "in a path item", item: { pots: { responses: ok } }, want: ["pots → post"] },
    {
      name: "in a parameter",
      operation: { parameters: [{ name: "a", in: "query", requird: true, schema: {} }] },
      want: ["requird → required"],
    },
    {
      name: "in a request body",
      operation: { requestBody: { ...body, require: true } },
      want: ["require → required"],
    },
    {
      name: "in a response",
      operation: { responses: { 200: { description: "", contents: {} } } },
      want: ["contents → content"],
    },
    {
      name: "in a schema, at any depth",
      schema: { tpye: "object", properties: { a: { readonly: true }, b: { type: "array", itmes: {} } } },
      want: ["tpye → type", "readonly → readOnly", "itmes → items"],
    },
    {
      name: "by another convention",
      schema: { min_items: 1, "one-of": [] },
      want: ["min_items → minItems", "one-of → oneOf"],
    },
  ];
  test("in the document, and in its components", () => {
    const { diagnostics } = build({ path: {}, components: { schema: {}, "x-schema": {} } });
    expect(diagnostics.map(({ code, message, help }) => [code, message, help])).toEqual([
      ["misspelt-field", '"path" is no field of a document, and is ignored.', 'Did you mean "paths"?'],
      ["misspelt-field", '"schema" is no field of "components", and is ignored.', 'Did you mean "schemas"?'],
    ]);
  });

  const harmless: readonly Row[] = [
    { name: "not an extension", operation: { "x-tags": [] }, schema: { "x-type": "a" }, want: [] },
    {
      name: "not what is far from any",
      operation: { owner: "a" },
      schema: { label: "a", in: "a" },
      want: [],
    },
    { name: "not a method in capitals", item: { Post: { responses: ok } }, want: [] },
    { name: "not beside the one that was meant", schema: { type: "string", types: ["a"] }, want: [] },
    {
      name: "not a property's name",
      schema: { type: "object", properties: { tpye: { type: "string" } }, example: { propertis: 1 } },
      want: [],
    },
    {
      name: "not what says nothing about types",
      schema: { $id: "a", $comment: "a", examples: [], not: {}, xml: {}, contains: {}, minContains: 1 },
      want: [],
    },
  ];
  test.each([...rows, ...harmless])("$name", ({ operation, item, schema, want }) => {
    const { diagnostics } = build({
      paths: { "/a": { get: { operationId: "a", responses: ok, ...operation }, ...item } },
      components: { schemas: { A: schema ?? {} } },
    });
    const told = diagnostics.filter(({ code }) => code === "misspelt-field");
    const words = told.map(({ message, help }) =>
      [message, help ?? ""].map((text) => /"([^"]+)"/.exec(text)?.[1]).join(" → "),
    );
    expect(words).toEqual(want);
  });

  test("at its place", () => {
    const { diagnostics } = build({ components: { schemas: { A: { properties: { b: { tpye: "a" } } } } } });
    expect(diagnostics).toContainEqual({
      code: "misspelt-field",
      severity: "warning",
      message: '"tpye" is no field of a schema, and is ignored.',
      help: 'Did you mean "type"?',
      pointer: "#/components/schemas/A/properties/b/tpye",
    });
  });
});
