// The reader of everyday YAML takes what it knows and nothing else: what it takes means the same to js-yaml.

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { CORE_SCHEMA } from "js-yaml";
import { describe, expect, it } from "vitest";
import { readBlockYaml } from "../../generator/load/block-yaml.js";
import { parseAnyYaml } from "../../generator/load/yaml.js";

const read = (text: string): unknown => readBlockYaml(text, CORE_SCHEMA);

describe("is read at once", () => {
  it.each([
    { name: "a mapping in a mapping", given: "a:\n  b: 1\nc: x", want: { a: { b: 1 }, c: "x" } },
    { name: "a list, indented or not", given: "a:\n- x\nb:\n  - y", want: { a: ["x"], b: ["y"] } },
    {
      name: "mappings and lists that begin after a dash",
      given: "a:\n  - b: 1\n    c:\n      - - 2\n        - 3\n  -\n    d: 4",
      want: { a: [{ b: 1, c: [[2, 3]] }, { d: 4 }] },
    },
    { name: "nothing as null", given: "a:\nb: ~\nc:\n  -\n", want: { a: null, b: null, c: [null] } },
    {
      name: "scalars of the core schema",
      given: "a: [true, no, 0x1F, -1, 1e3, .5, null, 2024-01-31]",
      want: { a: [true, "no", 31, -1, 1000, 0.5, null, "2024-01-31"] },
    },
    {
      name: "comments and blank lines",
      given: "# x\n\na: 1 # y\n\n  # z\nb: x#y # z\n",
      want: { a: 1, b: "x#y" },
    },
    {
      name: "keys with colons and numbers",
      given: "/a:b: 1\n200: 2\n'x y': 3",
      want: { "/a:b": 1, 200: 2, "x y": 3 },
    },
    { name: "URLs", given: "a: https://x.test/#y", want: { a: "https://x.test/#y" } },
    { name: "text over several lines", given: "a: x\n  y\n\n  z\nb: 1", want: { a: "x y\nz", b: 1 } },
    {
      name: "quoted text",
      given: `a: 'it''s'\nb: "x\\ty\\u00e9"\nc: "x\n  y"`,
      want: { a: "it's", b: "x\tyé", c: "x y" },
    },
    {
      name: "blocks with every ending",
      given: "a: |\n  x\n   y\n\nb: >-\n  x\n  y\n\nc: |+\n  x\n\nd: |2-\n   x\n",
      want: { a: "x\n y\n", b: "x y", c: "x\n\n", d: " x" },
    },
    {
      name: "lists of words on one line",
      given: `a: []\nb: [x, "y, z", 'w']\nc: {}`,
      want: { a: [], b: ["x", "y, z", "w"], c: {} },
    },
    { name: "a document's start", given: "---\na: 1\n", want: { a: 1 } },
  ])("$name", ({ given, want }) => {
    expect(read(given)).toEqual(want);
    expect(parseAnyYaml(given).value).toEqual(want);
  });
});

describe("is left to the parser", () => {
  it.each([
    { name: "an anchor", given: "a: &x 1" },
    { name: "an alias", given: "a: *x" },
    { name: "a tag", given: "a: !x 1" },
    { name: "a merge key", given: "a:\n  <<: 1" },
    { name: "a key twice", given: "a: 1\na: 2" },
    { name: "a key that is no name", given: "? a\n: 1" },
    { name: "__proto__", given: "__proto__: 1" },
    { name: "a mapping on one line", given: "a: {b: 1}" },
    { name: "a list over several lines", given: "a: [1,\n  2]" },
    { name: "a list at the top", given: "- a" },
    { name: "a second document", given: "a: 1\n---\nb: 2" },
    { name: "a directive", given: "%YAML 1.2\n---\na: 1" },
    { name: "Windows' line ends", given: "a: 1\r\nb: 2" },
    { name: "a tab as indentation", given: "a:\n\tb: 1" },
    { name: "a mapping in the middle of a text", given: "a: b: c" },
    { name: "an indentation that fits nowhere", given: "a:\n    b: 1\n  c: 2" },
    { name: "a quote that does not end", given: 'a: "x' },
    { name: "an unknown escape", given: 'a: "\\q"' },
    { name: "a comment in the middle of a text", given: "a: x # y\n  z" },
    { name: "a control character", given: "a: \u0001" },
  ])("$name", ({ given }) => {
    expect(read(given)).toBeUndefined();
  });
});

it("what it reads means the same to js-yaml", () => {
  const token = fc.constantFrom(
    ..."a|b|k:|k: v|- |  |: |'x'|\"y\"|#c|# c|1|-|[]|[a, b]|{}|x y|~|true|0x1F|>-|- - |&a |*a|!t |? |,|@|%|'|\"|\\|<<: |---|é".split(
      "|",
    ),
    "|",
    "|+",
    "|2-",
    "\n",
    "\n",
    "\n  ",
    "\n    ",
    "\n      ",
    "\n\n",
    "\t",
    "\\\n",
  );
  fc.assert(
    fc.property(fc.array(token, { maxLength: 30 }), (tokens) => {
      const text = `a:${tokens.join("")}`;
      const value = read(text);
      if (value === undefined) return;
      expect(parseAnyYaml(text)).toEqual({ value, documents: 1, duplicates: [] });
    }),
    { numRuns: 5_000 },
  );
});

const specs = fileURLToPath(new URL("../../../shared/specs/", import.meta.url));

describe.skipIf(!existsSync(specs))("real specs mean the same to js-yaml", () => {
  // The folder is there when this runs.
  const files = existsSync(specs)
    ? readdirSync(specs, { recursive: true, encoding: "utf8" }).filter((path) =>
        /^\w+\/[\w.-]+\.ya?ml$/.test(path),
      )
    : [];
  it.each(files)("%s", (path) => {
    const text = readFileSync(specs + path, "utf8");
    const value = read(text);
    if (value !== undefined) expect(parseAnyYaml(text).value).toEqual(value);
  });

  it("and the biggest are read at once", () => {
    for (const path of ["stripe/spec3-2023-09.yaml", "openai/openapi.yaml"])
      expect(read(readFileSync(specs + path, "utf8"))).toBeDefined();
  });
});
