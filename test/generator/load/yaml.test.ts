import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { parseDocument } from "yaml";
import { parse } from "../../../generator/load/parse.js";
import { forgiving } from "../../../generator/load/yaml-options.js";

async function read(text: string, name = "spec.yaml"): Promise<unknown> {
  const { value, diagnostics } = await parse(`file:///${name}`, text);
  expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
  return value?.value;
}

const json: readonly { name: string; given: string; want: unknown }[] = [
  {
    name: "integers over 2^53 are exact",
    given: '{"a": [9223372036854775807, -9007199254740993, 9007199254740992]}',
    want: { a: [9223372036854775807n, -9007199254740993n, 9007199254740992n] },
  },
  { name: "one that is all there is", given: "[\n9223372036854775807\n]", want: [9223372036854775807n] },
  {
    name: "all other numbers are numbers",
    given:
      '{"a": [9007199254740991, 0.12345678901234567890, 12345678901234567890.5, 1e400, 9007199254740993]}',
    want: { a: [2 ** 53 - 1, 0.12345678901234568, 12345678901234567000, Infinity, 9007199254740993n] },
  },
  {
    name: "texts and keys are texts, whatever is in them",
    given:
      '{"#9": 9007199254740993, "b": "#12345678901234567", "c\\"": "a\\", 12345678901234567, ##", "__proto__": 9007199254740993}',
    want: JSON.parse(
      '{"#9": 0, "b": "#12345678901234567", "c\\"": "a\\", 12345678901234567, ##", "__proto__": 0}',
      (_key, item: unknown) => (item === 0 ? 9007199254740993n : item),
    ),
  },
];

describe("JSON", () => {
  test.each(json)("$name", async ({ given, want }) => {
    const value = await read(given, "spec.json");
    expect(value).toEqual(want);
    expect(Object.keys(value as object)).toEqual(Object.keys(want as object));
  });
});

const values: readonly { name: string; given: string; want: unknown }[] = [
  { name: "a date is a string", given: "a: 2024-01-31", want: { a: "2024-01-31" } },
  { name: "a time is a string", given: "a: 2024-01-31T10:00:00Z", want: { a: "2024-01-31T10:00:00Z" } },
  {
    name: "no, on and yes are strings",
    given: "a: [no, on, yes, off, y]",
    want: { a: ["no", "on", "yes", "off", "y"] },
  },
  {
    name: "true is a boolean in three spellings",
    given: "a: [true, True, TRUE]",
    want: { a: [true, true, true] },
  },
  { name: "a status code as a key is its text", given: "200: ok", want: { "200": "ok" } },
  { name: "a version as a key keeps its zero", given: "1.0: x", want: { "1.0": "x" } },
  { name: "True as a key is a name", given: "True: 1\nnull: 2\n~: 3", want: { True: 1, null: 2, "~": 3 } },
  {
    name: "a key in base 8 or 16 is its text",
    given: "0x10: 1\n0o17: 2\n017: 3",
    want: { "0x10": 1, "0o17": 2, "017": 3 },
  },
  { name: "an empty key is the empty name", given: ": 1", want: { "": 1 } },
  { name: "a version number is a number", given: "a: 1.0", want: { a: 1 } },
  { name: "a leading zero is decimal", given: "a: 017", want: { a: 17 } },
  { name: "octal and hexadecimal as in YAML 1.2", given: "a: [0o17, 0x1F]", want: { a: [15, 31] } },
  { name: "base 60 is a string", given: "a: 12:30:45", want: { a: "12:30:45" } },
  {
    name: "an integer over 2^53 is exact",
    given: "a: [9223372036854775807, -9007199254740993, +9007199254740992, 0x20000000000001]",
    want: { a: [9223372036854775807n, -9007199254740993n, 9007199254740992n, 9007199254740993n] },
  },
  {
    name: "an integer up to 2^53 is a number, and so is what is no integer",
    given: "a: [9007199254740991, -9007199254740991, 1e20, 9007199254740993.0]",
    want: { a: [2 ** 53 - 1, 1 - 2 ** 53, 1e20, 2 ** 53] },
  },
  {
    name: "merge keys merge, and own keys win",
    given: "a: &a {x: 1, y: 2}\nb: {<<: *a, y: 3}",
    want: { a: { x: 1, y: 2 }, b: { x: 1, y: 3 } },
  },
  {
    name: "several merges: the first wins",
    given: "a: &a {x: 1}\nb: &b {x: 2, y: 2}\nc: {<<: [*a, *b]}",
    want: { a: { x: 1 }, b: { x: 2, y: 2 }, c: { x: 1, y: 2 } },
  },
  {
    name: "an anchor may be given anew, and its last value counts",
    given: "a: &a {b: 1}\nc: *a\nd: &a [2]\ne: *a",
    want: { a: { b: 1 }, c: { b: 1 }, d: [2], e: [2] },
  },
  { name: "an alias is the same value", given: "a: &a [1]\nb: *a", want: { a: [1], b: [1] } },
  { name: "a byte order mark is not text", given: "\uFEFFa: 1", want: { a: 1 } },
  { name: "tabs may separate", given: "a:\t1\nb:\t\tx\t# y", want: { a: 1, b: "x" } },
  {
    name: "lines may end as on Windows",
    given: "a: 1\r\nb: |\r\n  x\r\n  y\r\n",
    want: { a: 1, b: "x\ny\n" },
  },
  {
    name: "tags of other tools are passed over",
    given: "a: !Ref x\nb: !Sub [1]\nc: !!timestamp 2024-01-31",
    want: { a: "x", b: [1], c: "2024-01-31" },
  },
  {
    name: "a closing brace may lie too far left",
    given: "a:\n  b: {\n    c: 1\n  }\n  d: [\n    1\n  ]",
    want: { a: { b: { c: 1 }, d: [1] } },
  },
  { name: "JSON may have comments and trailing commas", given: '{"a": [1, 2,], # x\n}', want: { a: [1, 2] } },
  { name: "a single quote is doubled", given: "a: 'it''s'", want: { a: "it's" } },
  {
    name: "a deep nest is read",
    given: `a: ${"[".repeat(300)}${"]".repeat(300)}`,
    want: { a: JSON.parse("[".repeat(300) + "]".repeat(300)) },
  },
];

describe("YAML", () => {
  test.each(values)("$name", async ({ given, want }) => {
    expect(await read(given)).toEqual(want);
  });

  // Tags of other tools are beyond what a second reader can be asked to agree on.
  test.each(values.filter(({ given }) => !given.includes("!")))(
    "yaml reads the same: $name",
    ({ given, want }) => {
      expect(parseDocument(given.replace("\uFEFF", ""), forgiving).toJS()).toEqual(want);
    },
  );

  test.each([
    {
      name: "values of a schema of type string",
      given:
        "enum: [4.0, 1e3, 0x10, 017, True, yes, 2020-01-01, .5, 0o17, .inf, null, '1.0']\ndefault: 1.10\ntype: string",
      want: {
        enum: ["4.0", "1e3", "0x10", "017", "True", "yes", "2020-01-01", ".5", "0o17", ".inf", null, "1.0"],
        default: "1.10",
        type: "string",
      },
    },
    {
      name: "values of text or null, one below the other",
      given: "type:\n  - string\n  - 'null'\nconst: 1.0\nexamples:\n  - 2.0\n",
      want: { type: ["string", "null"], const: "1.0", examples: ["2.0"] },
    },
    {
      name: "names that are required, and tags",
      given: "required: [1, 1.0, true]\ntags: [2.0]\noperationId: 1.0",
      want: { required: ["1", "1.0", "true"], tags: ["2.0"], operationId: "1.0" },
    },
    {
      name: "the version of a document, and the name of a parameter",
      given: "info: {title: x, version: 1.0}\nparameters: [{name: 1.0, in: query}]",
      want: { info: { title: "x", version: "1.0" }, parameters: [{ name: "1.0", in: "query" }] },
    },
    {
      name: "values of a property called default",
      given: "properties: {default: {type: string, enum: [1.0]}}",
      want: { properties: { default: { type: "string", enum: ["1.0"] } } },
    },
  ])("what can only be text keeps its spelling: $name", async ({ given, want }) => {
    expect(await read(given)).toEqual(want);
  });

  test.each([
    { name: "values of no type, or of another", given: "a: {enum: [1.0]}\nb: {type: number, default: 1.0}" },
    { name: "values that may be numbers, too", given: "type: [string, integer]\nenum: [1.0]" },
    { name: "data", given: "example: {type: string, default: 1.0}\nx-a: {required: [1.0]}" },
  ])("all else is what YAML says: $name", async ({ given }) => {
    expect(await read(given)).toEqual(parseDocument(given, forgiving).toJS());
  });

  test("__proto__ is a key like any other", async () => {
    const value = await read("__proto__: {polluted: 1}\nconstructor: 2");
    expect(Object.keys(value as object)).toEqual(["__proto__", "constructor"]);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  test("a duplicate key warns with both places, and the last wins", async () => {
    const text = "paths:\n  /a:\n    get: 1\n    post: 2\n    get: 3\n";
    const { value, diagnostics } = await parse("file:///spec.yaml", text);
    expect(value?.value).toEqual({ paths: { "/a": { get: 3, post: 2 } } });
    expect(diagnostics).toMatchObject([
      { code: "duplicate-key", severity: "warning", offset: text.lastIndexOf("get") },
    ]);
    expect(diagnostics[0]?.message).toContain("line 3");
  });

  test.each([
    { name: "in JSON, too", given: '{"a": 1,\n "b": {"a": 2}, "a": 3}', at: '"a": 3' },
    {
      name: "however it is spelled",
      given: '{"x": ["x", "x"], "a/b": 1, "a\\u002fb": 2}',
      at: '"a\\u002fb"',
    },
    { name: "inside of lists", given: '[{"a": "}"}, {"a": [1], "a": {}}]', at: '"a": {}' },
    {
      name: "unless the objects are two",
      given: '{"a": {"a": {"a": 1}}, "b": [{"a": "a", "c": "a"}]}',
      at: undefined,
    },
  ])("a duplicate key warns $name", async ({ given, at }) => {
    const { value, diagnostics } = await parse("file:///spec.json", given);
    expect(value?.value).toEqual(JSON.parse(given));
    expect(diagnostics).toMatchObject(
      at === undefined ? [] : [{ code: "duplicate-key", severity: "warning", offset: given.indexOf(at) }],
    );
    if (at === undefined) expect(diagnostics).toEqual([]);
  });

  test("a key that overrides a merged one is no duplicate", async () => {
    const { diagnostics } = await parse("file:///a.yaml", "a: &a {x: 1}\nb:\n  <<: *a\n  x: 2\n");
    expect(diagnostics).toEqual([]);
  });

  const broken: readonly { name: string; given: string; message: RegExp; at: string }[] = [
    { name: "a tab as indentation", given: "paths:\n\t/a: x\n", message: /Tabs/, at: "\t/a" },
    { name: "an unclosed quote", given: 'a: "x\nb: 1\n', message: /not valid YAML/, at: "" },
    {
      name: "a nest without an end in sight",
      given: `a: ${"{a: ".repeat(1500)}1${"}".repeat(1500)}`,
      message: /depth/i,
      at: "",
    },
    { name: "JSON with a stray comma", given: '{"a": [1,,2]}', message: /not valid JSON/, at: ",2]" },
    { name: "JSON that ends too early", given: '{"a": {"b": 1', message: /not valid JSON/, at: "" },
  ];
  test.each(broken)("$name is an error at its place", async ({ given, message, at }) => {
    const { value, diagnostics } = await parse("file:///spec", given);
    expect(value).toBeUndefined();
    expect(diagnostics[0]).toMatchObject({ code: "syntax", severity: "error", text: given });
    expect(diagnostics[0]?.message).toMatch(message);
    if (at !== "") expect(given.slice(diagnostics[0]?.offset)).toMatch(at);
  });

  test.each([
    { name: "a key further in than its neighbour", given: "a:\n  b: x\n   c: y\n", help: /same column/ },
    { name: "a text with a colon", given: "a: b: c\n", help: /in quotes/ },
    { name: "a text that begins with @", given: "a: @b\n", help: /in quotes/ },
    { name: "a key without its colon", given: "a\n  b: 1\n", help: /": " after every key/ },
    { name: "a brace that is not closed", given: "a: {b: 1\nc: 2\n", help: /close every brace/ },
    { name: "a regular expression in double quotes", given: 'a: "\\d"\n', help: /Double the backslash/ },
  ])("$name is told once, with its remedy", async ({ given, help }) => {
    const { diagnostics } = await parse("file:///spec.yaml", given);
    expect(diagnostics).toMatchObject([{ code: "syntax", help: expect.stringMatching(help) }]);
  });

  test.each([
    { name: "a value that holds itself", given: "x: 1\na: &a {b: *a}", at: "*a}", message: /"\*a" refers/ },
    {
      name: "aliases that unfold to billions of values",
      at: "*a2",
      message: /with "\*a2\d", its aliases unfold/,
      given: `a0: &a0 [1]\n${Array.from({ length: 40 }, (_, i) => `a${i + 1}: &a${i + 1} [*a${i}, *a${i}]`).join("\n")}`,
    },
  ])("$name is refused, with its place", async ({ given, at, message }) => {
    const { value, diagnostics } = await parse("file:///spec.yaml", given);
    expect(value).toBeUndefined();
    expect(diagnostics).toMatchObject([
      { code: "yaml-alias-loop", message: expect.stringMatching(message), text: given },
    ]);
    expect(given.slice(diagnostics[0]?.offset).startsWith(at)).toBe(true);
  });

  test("of several documents the first is read, with a warning", async () => {
    const { value, diagnostics } = await parse("file:///spec.yaml", "a: 1\n---\nb: 2\n");
    expect(value?.value).toEqual({ a: 1 });
    expect(diagnostics).toMatchObject([{ code: "several-documents" }]);
  });
});

const specs = fileURLToPath(new URL("../../../../shared/specs/", import.meta.url));
const real = [
  "petstore/v3.yaml",
  "redocly/museum.yaml",
  "bump/train-travel.yaml",
  "resend/resend.yaml",
  "spotify/official.yml",
  "docker/engine.yaml",
];

// Larger ones take `yaml` minutes.
describe.skipIf(!existsSync(specs))("js-yaml and yaml read real specs alike", () => {
  test.each(real)("%s", { timeout: 120_000 }, async (name) => {
    const text = readFileSync(specs + name, "utf8");
    expect(await read(text)).toEqual(parseDocument(text, forgiving).toJS({ maxAliasCount: -1 }));
  });
});
