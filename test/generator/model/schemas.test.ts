import { describe, expect, test } from "vitest";
import { buildSchemas } from "../../support/build.js";

const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });

interface Row {
  readonly name: string;
  readonly given: unknown;
  readonly want: string;
}

/** Schemas that the rows may refer to. */
const known = {
  Text: { type: "string" },
  Size: { enum: ["s", "m"] },
  Pet: {
    type: "object",
    properties: { name: { type: "string" }, tag: { type: "string" } },
    required: ["name"],
  },
};

function check(rows: readonly Row[]): void {
  test.each(rows)("$name", ({ given, want }) => {
    expect(buildSchemas({ Given: given, ...known }).types.Given).toBe(want);
  });
}

describe("schemas without a type", () => {
  check([
    { name: "true is unknown", given: true, want: "unknown" },
    { name: "{} is unknown", given: {}, want: "unknown" },
    { name: "false is never", given: false, want: "never" },
    { name: "so is what is not anything", given: { not: {} }, want: "never" },
    {
      name: "and a property that is not anything",
      given: { properties: { a: { not: {} }, b: { not: { type: "string" } } } },
      want: "{ a?: never; b?: unknown }",
    },
    {
      name: "only annotations are unknown",
      given: { description: "d", title: "t", default: 1 },
      want: "unknown",
    },
    { name: "not is ignored", given: { not: { type: "string" } }, want: "unknown" },
    { name: "properties make an object", given: { properties: { a: {} } }, want: "{ a?: unknown }" },
    { name: "items make an array", given: { items: { type: "string" } }, want: "string[]" },
    { name: "a pattern makes a string", given: { pattern: "^a" }, want: "string" },
    { name: "a format of strings makes a string", given: { format: "uuid" }, want: "string(uuid)" },
    { name: "minProperties makes an object", given: { minProperties: 1 }, want: "{ [key]: unknown }" },
    { name: "an unknown type is unknown", given: { type: "strnig" }, want: "unknown" },
    { name: "something that is no schema is unknown", given: 7, want: "unknown" },
    { name: "a list is no schema", given: [], want: "unknown" },
    { name: "a $ref that is no text is ignored", given: { $ref: 7, type: "string" }, want: "string" },
    { name: "null is no schema", given: null, want: "unknown" },
  ]);
});

describe("scalars", () => {
  check([
    { name: "a string", given: { type: "string" }, want: "string" },
    { name: "a format is kept", given: { type: "string", format: "date-time" }, want: "string(date-time)" },
    { name: "format binary is bytes", given: { type: "string", format: "binary" }, want: "binary" },
    {
      name: "a binary media type is bytes",
      given: { type: "string", contentMediaType: "image/png" },
      want: "binary",
    },
    {
      name: "encoded bytes are text",
      given: { type: "string", contentMediaType: "image/png", contentEncoding: "base64" },
      want: "string",
    },
    {
      name: "JSON in a string is text",
      given: { type: "string", contentMediaType: "application/json" },
      want: "string",
    },
    { name: "an integer", given: { type: "integer", format: "int64" }, want: "integer(int64)" },
    { name: "a number", given: { type: "number" }, want: "number" },
    { name: "a boolean", given: { type: "boolean" }, want: "boolean" },
    { name: "other languages' names of types", given: { type: "float" }, want: "number" },
    {
      name: "bytes without an encoding",
      given: { type: "string", contentEncoding: "binary" },
      want: "binary",
    },
    { name: "the file of Swagger 2.0", given: { type: "file" }, want: "binary" },
    { name: "a format in the place of a type", given: { type: "date" }, want: "string(date)" },
    { name: "a list of types is a union", given: { type: ["string", "integer"] }, want: "string | integer" },
    { name: "number and integer are number", given: { type: ["number", "integer"] }, want: "number" },
    {
      name: "a list of types shares the other keywords by type",
      given: { type: ["object", "array"], properties: { a: { type: "string" } }, items: { type: "integer" } },
      want: "{ a?: string } | integer[]",
    },
  ]);
});

describe("nullability in all spellings", () => {
  check([
    { name: "nullable", given: { type: "string", nullable: true }, want: "string | null" },
    { name: "x-nullable", given: { type: "string", "x-nullable": true }, want: "string | null" },
    { name: "nullable, quoted", given: { type: "string", nullable: "true" }, want: "string | null" },
    { name: "not nullable, quoted", given: { type: "string", nullable: "false" }, want: "string" },
    { name: "null in a list of types", given: { type: ["string", "null"] }, want: "string | null" },
    { name: "an unquoted null in a list of types", given: { type: ["string", null] }, want: "string | null" },
    { name: "type null", given: { type: "null" }, want: "null" },
    { name: "nullable beside type null", given: { type: "null", nullable: true }, want: "null" },
    { name: "nullable without a type says nothing", given: { nullable: true }, want: "unknown" },
    {
      name: "null in an enum",
      given: { type: "string", enum: ["a", "b", null] },
      want: 'enum("a"|"b") | null',
    },
    {
      name: "nullable beside an enum without null",
      given: { enum: ["a", "b"], nullable: true },
      want: 'enum("a"|"b") | null',
    },
    { name: "an enum of null", given: { enum: [null] }, want: "null" },
    { name: "const null", given: { const: null }, want: "null" },
    { name: "nullable beside allOf", given: { allOf: [ref("Pet")], nullable: true }, want: "Pet | null" },
    {
      name: "nullable as a part of allOf",
      given: { allOf: [ref("Pet"), { nullable: true }] },
      want: "Pet | null",
    },
    {
      name: "$ref beside a list of types",
      given: { ...ref("Pet"), type: ["object", "null"] },
      want: "Pet | null",
    },
    { name: "oneOf with type null", given: { oneOf: [ref("Pet"), { type: "null" }] }, want: "Pet | null" },
    {
      name: "anyOf with an enum of null",
      given: { anyOf: [ref("Pet"), { enum: [null] }] },
      want: "Pet | null",
    },
    {
      name: "anyOf with a nullable nothing",
      given: { anyOf: [ref("Pet"), { nullable: true }] },
      want: "Pet | null",
    },
    {
      name: "anyOf with a nullable empty object",
      given: { anyOf: [ref("Pet"), { type: "object", nullable: true }] },
      want: "Pet | null",
    },
    {
      name: "null is said once",
      given: { type: ["string", "null"], enum: ["a", null], nullable: true },
      want: '"a" | null',
    },
  ]);
});

describe("constants and enums", () => {
  check([
    { name: "a string constant", given: { const: "a" }, want: '"a"' },
    { name: "a boolean constant", given: { const: false }, want: "false" },
    { name: "zero", given: { const: 0 }, want: "0" },
    { name: "an object constant", given: { const: { a: 1, b: ["x"] } }, want: '{ a: 1; b: ["x"] }' },
    { name: "an array constant", given: { const: [1, null] }, want: "[1, null]" },
    { name: "an enum of one is a literal", given: { type: "string", enum: ["a"] }, want: '"a"' },
    { name: "duplicates count once", given: { enum: ["a", "b", "a"] }, want: 'enum("a"|"b")' },
    { name: "no values are never", given: { type: "string", enum: [] }, want: "never" },
    {
      name: "mixed values",
      given: { enum: ["a", 1, true, null, "b"] },
      want: 'enum("a"|"b") | 1 | true | null',
    },
    {
      name: "numbers beyond all numbers",
      given: { enum: [Number.POSITIVE_INFINITY, 1], type: "number" },
      want: "number",
    },
    { name: "a constant beyond all numbers", given: { const: Number.NEGATIVE_INFINITY }, want: "number" },
    { name: "both booleans are boolean", given: { type: "boolean", enum: [true, false] }, want: "boolean" },
    { name: "numbers", given: { type: "integer", enum: [1, 2] }, want: "enum(1|2)" },
    {
      name: "numbers of type string are text",
      given: { type: "string", enum: [1.5, true, "x"] },
      want: 'enum("1.5"|"true"|"x")',
    },
    {
      name: "texts of type integer are numbers",
      given: { type: "integer", enum: ["1", "2"] },
      want: "enum(1|2)",
    },
    {
      name: "values of the items on the array",
      given: { type: "array", items: { type: "string" }, enum: ["a", "b"] },
      want: 'enum("a"|"b")[]',
    },
    { name: "an enum of arrays", given: { type: "array", enum: [["a"], []] }, want: '["a"] | []' },
    {
      name: "oneOf of constants is an enum",
      given: { oneOf: [{ const: "a", title: "A" }, { const: "b" }] },
      want: 'enum("a"|"b")',
    },
    {
      name: "a string beside its enum may grow",
      given: { anyOf: [{ type: "string" }, { enum: ["a", "b"] }] },
      want: 'enum("a"|"b"|…)',
    },
    {
      name: "enums in a union are one",
      given: { oneOf: [{ enum: ["a", "b"] }, { enum: ["b", "c"] }] },
      want: 'enum("a"|"b"|"c")',
    },
  ]);

  test("names and descriptions of values come from extensions", () => {
    const { api } = buildSchemas({
      Given: { enum: [1, 2], "x-enum-varnames": ["one", "two"], "x-enum-descriptions": ["The first", ""] },
    });
    expect(api.declarations.get("#/components/schemas/Given")?.type).toEqual({
      kind: "enum",
      base: "number",
      values: [
        { value: 1, label: "one", description: "The first" },
        { value: 2, label: "two" },
      ],
      open: false,
    });
  });
});

describe("arrays and tuples", () => {
  check([
    { name: "no items", given: { type: "array" }, want: "unknown[]" },
    { name: "items of anything", given: { type: "array", items: {} }, want: "unknown[]" },
    {
      name: "nested",
      given: { type: "array", items: { type: "array", items: ref("Pet") } },
      want: "Pet[][]",
    },
    {
      name: "prefixItems with a rest",
      given: {
        prefixItems: [{ type: "string" }, { type: "number" }],
        items: { type: "boolean" },
        minItems: 1,
      },
      want: "[string, number?, ...boolean[]]",
    },
    {
      name: "prefixItems without items go on",
      given: { prefixItems: [{ type: "string" }], minItems: 1 },
      want: "[string, ...unknown[]]",
    },
    {
      name: "items: false ends a tuple",
      given: { prefixItems: [{ type: "string" }], items: false },
      want: "[string?]",
    },
    {
      name: "maxItems ends a tuple",
      given: { prefixItems: [{ type: "string" }], minItems: 1, maxItems: 1 },
      want: "[string]",
    },
    { name: "maxItems cuts a tuple", given: { prefixItems: [{}, {}], maxItems: 1 }, want: "[unknown?]" },
    {
      name: "the old array form",
      given: { items: [{ type: "string" }], additionalItems: false, minItems: 1 },
      want: "[string]",
    },
    {
      name: "unevaluatedItems: false ends a tuple",
      given: { prefixItems: [{ type: "string" }], unevaluatedItems: false },
      want: "[string?]",
    },
  ]);
});

describe("objects", () => {
  check([
    { name: "nothing said is a map", given: { type: "object" }, want: "{ [key]: unknown }" },
    {
      name: "nothing allowed is empty",
      given: { type: "object", additionalProperties: false },
      want: "{ [key]: never }",
    },
    { name: "a map", given: { additionalProperties: { type: "integer" } }, want: "{ [key]: integer }" },
    {
      name: "a map of anything",
      given: { type: "object", additionalProperties: true },
      want: "{ [key]: unknown }",
    },
    {
      name: "properties and other keys of another type",
      given: { properties: { a: { type: "string" } }, additionalProperties: { type: "integer" } },
      want: "{ a?: string; [key]: unknown }",
    },
    {
      name: "properties and no others",
      given: { properties: { a: { type: "string" } }, required: ["a"], additionalProperties: false },
      want: "{ a: string }",
    },
    {
      name: "unevaluatedProperties count like additionalProperties",
      given: { type: "object", unevaluatedProperties: { type: "string" } },
      want: "{ [key]: string }",
    },
    {
      name: "patternProperties",
      given: { patternProperties: { "^x-": { type: "string" } } },
      want: "{ [key]: string }",
    },
    {
      name: "patternProperties with a rest",
      given: { patternProperties: { "^x-": { type: "string" } }, additionalProperties: { type: "integer" } },
      want: "{ [key]: string | integer }",
    },
    {
      name: "a required name that is not declared",
      given: { properties: { a: {} }, required: ["a", "b"] },
      want: "{ a: unknown; b?: unknown }",
    },
    {
      name: "required: true on the property",
      given: { properties: { a: { type: "string", required: true } } },
      want: "{ a: string }",
    },
    {
      name: "a property named required",
      given: { properties: { required: {} }, required: ["required"] },
      want: "{ required: unknown }",
    },
    {
      name: "a property named $ref",
      given: { properties: { $ref: { type: "string" } } },
      want: "{ $ref?: string }",
    },
    {
      name: "keys from a list",
      given: { additionalProperties: { type: "integer" }, propertyNames: { enum: ["a", "b"] } },
      want: "{ a?: integer; b?: integer }",
    },
    {
      name: "properties under a condition are optional",
      given: {
        properties: { kind: { type: "string" } },
        if: { properties: { kind: { const: "a" } } },
        // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
        then: { properties: { a: { type: "string" } }, required: ["a"] },
        else: { properties: { a: { type: "integer" }, b: {} } },
      },
      want: "{ kind?: string; a?: string | integer; b?: unknown }",
    },
    { name: "type wins over properties", given: { type: "string", properties: { a: {} } }, want: "string" },
  ]);

  test("dangerous names are names like any other", () => {
    const schemas = JSON.parse(
      '{"__proto__":{"type":"object","properties":{"__proto__":{"type":"string"},"constructor":{"$ref":"#/components/schemas/toString"}},"required":["__proto__"]},"toString":{"type":"integer"}}',
    );
    const { api, codes } = buildSchemas(schemas);
    expect([...api.declarations.keys()]).toEqual([
      "#/components/schemas/__proto__",
      "#/components/schemas/toString",
    ]);
    expect(codes).toEqual([]);
    const type = api.declarations.get("#/components/schemas/__proto__")?.type;
    expect(type?.kind === "object" && type.properties.map(({ key, required }) => [key, required])).toEqual([
      ["__proto__", true],
      ["constructor", false],
    ]);
  });
});

describe("unions", () => {
  check([
    { name: "oneOf", given: { oneOf: [ref("Pet"), { type: "string" }] }, want: "Pet | string" },
    {
      name: "nested unions are flat",
      given: { oneOf: [{ anyOf: [ref("Pet"), { type: "string" }] }, { type: "integer" }] },
      want: "Pet | string | integer",
    },
    { name: "duplicates count once", given: { anyOf: [ref("Pet"), ref("Pet")] }, want: "Pet" },
    {
      name: "equal objects count once, whatever their order and docs",
      given: {
        oneOf: [
          { properties: { a: { type: "string", description: "one" }, b: {} } },
          { properties: { b: {}, a: { type: "string" } } },
        ],
      },
      want: "{ a?: string; b?: unknown }",
    },
    { name: "unknown absorbs", given: { oneOf: [ref("Pet"), {}] }, want: "unknown" },
    { name: "never vanishes", given: { oneOf: [ref("Pet"), false] }, want: "Pet" },
    {
      name: "scalars that differ in constraints only are one",
      given: {
        oneOf: [{ type: "string", pattern: "^a" }, { type: "string", pattern: "^b" }, { type: "null" }],
      },
      want: "string | null",
    },
    {
      name: "the same scalars twice",
      given: { anyOf: [{ type: "integer" }, { type: "integer" }] },
      want: "integer",
    },
    { name: "one member is that member", given: { oneOf: [ref("Pet")] }, want: "Pet" },
    { name: "no members say nothing", given: { type: "string", oneOf: [] }, want: "string" },
    {
      name: "date-times and strings stay apart",
      given: { oneOf: [{ type: "string" }, { type: "string", format: "date-time" }] },
      want: "string | string(date-time)",
    },
    {
      name: "type object beside oneOf adds nothing",
      given: { type: "object", oneOf: [ref("Pet"), ref("Pet")] },
      want: "Pet",
    },
    {
      name: "properties beside a union of small objects",
      given: { properties: { c: {} }, oneOf: [{ properties: { a: {} } }, { properties: { b: {} } }] },
      want: "{ c?: unknown; a?: unknown } | { c?: unknown; b?: unknown }",
    },
    {
      name: "properties beside a union of names",
      given: {
        properties: { c: {} },
        oneOf: [ref("Pet"), { allOf: [ref("Pet"), { properties: { d: {} } }] }],
      },
      want: "{ c?: unknown } & (Pet | (Pet & { d?: unknown }))",
    },
    {
      name: "one of several keys is required",
      given: {
        properties: { a: { type: "string" }, b: { type: "integer" }, c: {} },
        anyOf: [{ required: ["a"] }, { required: ["b"] }],
      },
      want: "{ a?: string; b?: integer; c?: unknown } & ({ a: string } | { b: integer })",
    },
    {
      name: "one of several keys that nobody declares",
      given: { properties: { c: {} }, oneOf: [{ required: ["a"] }, { required: ["b"] }] },
      want: "{ c?: unknown }",
    },
    {
      name: "a type beside a union of the same type",
      given: { type: "string", anyOf: [{ enum: ["a", "b"] }, { pattern: "^x" }] },
      want: 'enum("a"|"b"|…)',
    },
  ]);
});

describe("allOf", () => {
  check([
    { name: "one reference", given: { allOf: [ref("Pet")] }, want: "Pet" },
    {
      name: "one reference with words",
      given: { allOf: [ref("Pet")], description: "d", title: "t" },
      want: "Pet",
    },
    {
      name: "objects are one",
      given: { allOf: [{ properties: { a: {} } }, { properties: { b: {} }, required: ["a"] }] },
      want: "{ a: unknown; b?: unknown }",
    },
    {
      name: "a parent and own properties",
      given: { allOf: [ref("Pet"), { properties: { a: {} } }] },
      want: "Pet & { a?: unknown }",
    },
    {
      name: "own properties beside allOf",
      given: { allOf: [ref("Pet")], properties: { a: {} } },
      want: "Pet & { a?: unknown }",
    },
    { name: "type object beside allOf", given: { type: "object", allOf: [ref("Pet")] }, want: "Pet" },
    {
      name: "siblings of $ref",
      given: { ...ref("Pet"), properties: { a: {} } },
      want: "Pet & { a?: unknown }",
    },
    {
      name: "a parent's property becomes required",
      given: { allOf: [ref("Pet")], required: ["tag"] },
      want: "Pet & { tag: string }",
    },
    {
      name: "what the parent requires already adds nothing new",
      given: { allOf: [ref("Pet")], required: ["name"] },
      want: "Pet",
    },
    {
      name: "a property that narrows the parent's",
      given: { allOf: [ref("Pet"), { properties: { tag: { enum: ["x", "y"] } } }] },
      want: 'Pet & { tag?: enum("x"|"y") }',
    },
    {
      name: "a property that contradicts the parent's",
      given: { allOf: [ref("Pet"), { properties: { tag: { type: "integer" } } }] },
      want: "Pet-tag & { tag?: integer }",
    },
    { name: "anything adds nothing", given: { allOf: [ref("Pet"), {}, true] }, want: "Pet" },
    { name: "never stays", given: { allOf: [{ type: "string" }, false] }, want: "never" },
    {
      name: "a name of text and its type",
      given: { allOf: [ref("Text"), { type: "string" }] },
      want: "Text",
    },
    {
      name: "a name of an enum and its type",
      given: { allOf: [ref("Size"), { type: "string", minLength: 1 }] },
      want: "Size",
    },
    {
      name: "enums have their values in common",
      given: { allOf: [{ enum: ["a", "b", "c"] }, { enum: ["b", "c", "d"] }] },
      want: 'enum("b"|"c")',
    },
    {
      name: "additionalProperties: true beside a parent",
      given: { allOf: [ref("Pet")], additionalProperties: true },
      want: "Pet",
    },
    {
      name: "a parent that may be null",
      given: { allOf: [{ anyOf: [ref("Pet"), { type: "null" }] }, { properties: { a: {} } }] },
      want: "Pet & { a?: unknown }",
    },
    {
      name: "with oneOf of names",
      given: { allOf: [ref("Pet")], oneOf: [{ properties: { a: {} } }, { properties: { b: {} } }] },
      want: "Pet & ({ a?: unknown } | { b?: unknown })",
    },
  ]);

  test("a contradiction is told at its place, each of them", () => {
    const { types, diagnostics } = buildSchemas({
      A: { allOf: [{ type: "string" }, { type: "integer" }] },
      B: { properties: { b: { allOf: [{ type: "string" }, { type: "integer" }] } } },
    });
    expect(types.A).toBe("string");
    expect(diagnostics.map(({ code, pointer }) => [code, pointer])).toEqual([
      ["contradictory-all-of", "#/components/schemas/A"],
      ["contradictory-all-of", "#/components/schemas/B"],
    ]);
  });

  test("two parents that disagree on a property", () => {
    const { types } = buildSchemas({
      A: { properties: { x: { type: "string" }, y: { type: "string" }, same: {} } },
      B: { properties: { x: { enum: ["p", "q"] }, y: { type: "integer" }, same: {} } },
      C: { allOf: [ref("A"), ref("B")] },
    });
    expect(types.C).toBe('A-y & B & { x?: enum("p"|"q"); y?: integer }');
  });

  test("a child and its parent refer to each other by property", () => {
    const { types, codes } = buildSchemas({
      Parent: { properties: { children: { type: "array", items: ref("Child") } } },
      Child: {
        allOf: [
          ref("Parent"),
          { properties: { parent: { allOf: [ref("Parent"), { properties: { n: {} } }] } } },
        ],
      },
    });
    expect(types.Child).toBe("Parent & { parent?: Parent & { n?: unknown } }");
    expect(codes).toEqual([]);
  });
});

describe("a keyword of the wrong form says nothing, and is told", () => {
  test.each([
    {
      name: "a list of properties",
      given: { type: "object", properties: [{ name: "a" }] },
      at: ["/properties"],
    },
    { name: "a text that is required", given: { type: "object", required: "a" }, at: ["/required"] },
    { name: "an object of parts", given: { allOf: { a: ref("Pet") } }, at: ["/allOf"] },
    { name: "an enum of one, bare", given: { type: "string", enum: "a" }, at: ["/enum"] },
    { name: "several", given: { oneOf: 7, anyOf: "x" }, at: ["/oneOf", "/anyOf"] },
    { name: "nothing, and PHP's empty object", given: { properties: [], allOf: null }, at: [] },
    { name: "draft 3", given: { properties: { a: { type: "string", required: true } } }, at: [] },
  ])("$name", ({ given, at }) => {
    const { diagnostics } = buildSchemas({ Given: given, ...known });
    expect(diagnostics.map(({ code, pointer }) => [code, pointer])).toEqual(
      at.map((keyword) => ["unexpected-value", `#/components/schemas/Given${keyword}`]),
    );
  });

  test("a name that is required and not declared is told where it stands", () => {
    const { diagnostics } = buildSchemas({
      A: { type: "object", properties: { a: {} }, required: ["a", "b"] },
    });
    expect(diagnostics).toMatchObject([
      { code: "required-not-declared", pointer: "#/components/schemas/A/required/1" },
    ]);
  });
});

describe("$dynamicRef", () => {
  const item = { $dynamicRef: "#item" };
  const page = {
    properties: { items: { type: "array", items: item } },
    $defs: { any: { $dynamicAnchor: "item", not: {} } },
  };
  const bind = (name: string) => ({ $defs: { bound: { $dynamicAnchor: "item", ...ref(name) } } });

  test.each([
    {
      name: "a template and what it is made into",
      given: { Page: page, Pets: { ...ref("Page"), ...bind("Pet") }, Pet: { type: "string" } },
      want: { "Page<item": "unknown> = { items?: 'item[] }", Pets: "Page<Pet>", Pet: "string" },
    },
    {
      name: "bound at the place of use, and not at all",
      given: {
        Page: page,
        Both: { properties: { all: ref("Page"), pets: { allOf: [ref("Page")], ...bind("Pet") } } },
        Pet: {},
      },
      want: {
        "Page<item": "unknown> = { items?: 'item[] }",
        Both: "{ all?: Page; pets?: Page<Pet> }",
        Pet: "unknown",
      },
    },
    {
      name: "a template that uses a template",
      given: {
        Page: page,
        Envelope: { properties: { page: ref("Page"), first: item }, $defs: page.$defs },
        Pets: { ...ref("Envelope"), ...bind("Pet") },
        Pet: {},
      },
      want: {
        "Page<item": "unknown> = { items?: 'item[] }",
        "Envelope<item": "unknown> = { page?: Page<'item>; first?: 'item }",
        Pets: "Envelope<Pet>",
        Pet: "unknown",
      },
    },
    {
      name: "a tree",
      given: {
        Tree: { $dynamicAnchor: "node", properties: { children: { items: { $dynamicRef: "#node" } } } },
      },
      want: { Tree: "{ children?: Tree[] }" },
    },
    {
      name: "a tree of stricter nodes",
      given: {
        Tree: {
          $dynamicAnchor: "node",
          properties: { data: {}, children: { items: { $dynamicRef: "#node" } } },
        },
        StrictTree: { $dynamicAnchor: "node", ...ref("Tree"), required: ["data"] },
      },
      want: {
        Tree: "{ data?: unknown; children?: Tree[] }",
        StrictTree: "{ data: unknown; children?: StrictTree[] }",
      },
    },
  ])("$name", ({ given, want }) => {
    const built = buildSchemas(given);
    expect(built.types).toEqual(want);
    expect(built.codes).toEqual([]);
  });
});
