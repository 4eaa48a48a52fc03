import { describe, expect, test } from "vitest";
import { locate } from "../../../generator/load/locate.js";
import { parse } from "../../../generator/load/parse.js";

const yaml = `openapi: 3.1.0
paths:
  /pets:
    get:
      parameters:
        - name: limit
          in: query
        - {name: "q", in: 'query'}
      responses:
        200:
          description: >-
            Long
            text.
      x: *missing
`;

const json = `{
  "openapi": "3.1.0",
  "paths": {
    "/pe\\u0074s": { "get": { "parameters": [ { "name": "a \\"quoted\\" one" }, [], 12 ], "last": true } }
  }
}`;

async function textAt(text: string, pointer: string): Promise<string | undefined> {
  const { value } = await parse("file:///spec", text);
  if (value === undefined) throw new Error("The text is broken.");
  const [range] = await locate(value, [pointer]);
  return range && text.slice(range.start, range.end);
}

describe.each([
  {
    format: "YAML",
    text: yaml.replace("      x: *missing\n", ""),
    cases: {
      "#/openapi": "3.1.0",
      "#/paths": "paths",
      "#/paths/~1pets/get": "get",
      "#/paths/~1pets/get/parameters/0/name": "limit",
      "#/paths/~1pets/get/parameters/1": "{name: \"q\", in: 'query'}",
      "#/paths/~1pets/get/parameters/1/name": '"q"',
      "#/paths/~1pets/get/parameters/1/in": "'query'",
      "#/paths/~1pets/get/responses/200": "200",
      "#/paths/~1pets/post/responses": "/pets",
      "#/nowhere": "openapi: 3.1.0",
    },
  },
  {
    format: "YAML that only yaml reads",
    text: "a:\n  b: {\n    c: 1,\n    d: [x, 'y']\n  }\ne: 2\n",
    cases: { "#/a/b": "b", "#/a/b/c": "1", "#/a/b/d/1": "'y'", "#/e": "2" },
  },
  {
    format: "JSON",
    text: json,
    cases: {
      "#/openapi": '"3.1.0"',
      "#/paths": '"paths"',
      "#/paths/~1pets": '"/pe\\u0074s"',
      "#/paths/~1pets/get/parameters/0/name": '"a \\"quoted\\" one"',
      "#/paths/~1pets/get/parameters/1": "[",
      "#/paths/~1pets/get/parameters/2": "12",
      "#/paths/~1pets/get/last": "true",
      "#/paths/~1pets/get/parameters/7": '"parameters"',
      "#": "{",
    },
  },
])("$format", ({ text, cases }) => {
  test.each(Object.entries(cases))("%s", async (pointer, want) => {
    expect(await textAt(text, pointer)).toBe(want);
  });
});

test("a value that YAML repeats is found where it is repeated", async () => {
  const text = "a: &x {b: 1}\nc: *x\n";
  expect(await textAt(text, "#/c")).toBe("*x");
  expect(await textAt(text, "#/c/b")).toBe("*x");
});

test("of duplicate keys, the one that counts is found", async () => {
  const text = "a: 1\na: 2\n";
  expect(await textAt(text, "#/a")).toBe("2");
});

test("many places take one pass", async () => {
  const { value } = await parse("file:///spec", json);
  const ranges = await locate(value!, ["#/paths", "#/openapi", "#/paths"]);
  expect(ranges.map((range) => range && json.slice(range.start, range.end))).toEqual([
    '"paths"',
    '"3.1.0"',
    '"paths"',
  ]);
});
