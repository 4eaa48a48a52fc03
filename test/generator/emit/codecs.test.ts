import { describe, expect, it } from "vitest";
import { Codecs } from "../../../generator/emit/codecs.js";
import { dataLiteral } from "../../../generator/emit/literals.js";
import { plainScalars, type Scalars } from "../../../generator/emit/scalars.js";
import type { Api } from "../../../generator/model/api.js";
import { assignNames } from "../../../generator/naming/assign-names.js";
import { build } from "../../support/build.js";

const int64 = { type: "integer", format: "int64" };
const instant = { type: "string", format: "date-time" };
const text = { type: "string" };
const ref = (name: string): object => ({ $ref: `#/components/schemas/${name}` });

/** The codec of the schema `Given`, and those that it needs. */
function codecsOf(schemas: Readonly<Record<string, unknown>>, scalars: Partial<Scalars>): string[] {
  const { api } = build({
    info: { title: "Codecs", version: "1" },
    paths: {
      "/": { get: { responses: { 200: { content: { "application/json": { schema: ref("Given") } } } } } },
    },
    components: { schemas },
  });
  const codecs = new Codecs(api, assignNames(api), { ...plainScalars, ...scalars });
  const codec = codecs.codecOf(
    { kind: "reference", id: "#/components/schemas/Given", typeArguments: [], omit: [] },
    (name) => name,
  );
  expect(codec === undefined ? undefined : dataLiteral(codec, "")).toBe(
    codecs.declarations().length === 0 ? undefined : "givenCodec",
  );
  expectOnlyUsedMentions(codecs, api);
  return codecs.declarations().map(({ name, value }) => `${name} = ${value}`);
}

/** What is mentioned is imported, and what is imported has to be used. */
function expectOnlyUsedMentions(codecs: Codecs, { declarations }: Api): void {
  const mentioned: string[] = [];
  const { type } = declarations.get("#/components/schemas/Given")!;
  const codec = codecs.codecOf(type, (name) => {
    mentioned.push(name);
    return name;
  });
  const text = codec === undefined ? "" : dataLiteral(codec, "");
  expect(mentioned.filter((name) => !text.includes(name))).toEqual([]);
}

describe("a codec names", () => {
  it.each<{
    name: string;
    given: unknown;
    others?: Readonly<Record<string, unknown>>;
    scalars?: Partial<Scalars>;
    want: readonly string[];
  }>([
    { name: "nothing in what JSON says", given: text, want: [] },
    { name: "an int64, to be checked", given: int64, want: ['givenCodec = "int64"'] },
    { name: "a uint64", given: { type: "integer", format: "uint64" }, want: ['givenCodec = "int64"'] },
    { name: "no other integer", given: { type: "integer", format: "int32" }, want: [] },
    {
      name: "an int64 as bigint",
      given: int64,
      scalars: { int64: "bigint" },
      want: ['givenCodec = "bigint"'],
    },
    {
      name: "an int64 as string",
      given: int64,
      scalars: { int64: "string" },
      want: ['givenCodec = "int64-string"'],
    },
    { name: "no instant unless asked to", given: instant, want: [] },
    { name: "an instant", given: instant, scalars: { dates: "Date" }, want: ['givenCodec = "date-time"'] },
    { name: "no day", given: { type: "string", format: "date" }, scalars: { dates: "Date" }, want: [] },
    {
      name: "what may be null",
      given: { ...int64, type: ["integer", "null"] },
      want: ['givenCodec = "int64"'],
    },
    { name: "items", given: { type: "array", items: int64 }, want: ['givenCodec = { items: "int64" }'] },
    {
      name: "positions",
      given: { type: "array", prefixItems: [text, int64], items: int64 },
      want: ['givenCodec = { prefix: [null, "int64"], rest: "int64" }'],
    },
    {
      name: "properties, and none but those",
      given: { type: "object", properties: { id: int64, name: text, "a-b": int64 } },
      want: ['givenCodec = { properties: { id: "int64", "a-b": "int64" } }'],
    },
    {
      name: "a property called __proto__",
      given: { type: "object", properties: JSON.parse('{"__proto__":{"type":"integer","format":"int64"}}') },
      want: ['givenCodec = { properties: { ["__proto__"]: "int64" } }'],
    },
    {
      name: "all other keys",
      given: { type: "object", additionalProperties: int64 },
      want: ['givenCodec = { properties: {}, rest: "int64" }'],
    },
    {
      name: "alternatives by what they are in JSON",
      given: { oneOf: [text, int64, { type: "array", items: text }, { const: "x" }] },
      want: [
        'givenCodec = {\n  one: [{ is: "string" }, { is: "number", codec: "int64" }, { is: "array" }],\n}',
      ],
    },
    {
      name: "objects by a property that is fixed",
      given: {
        oneOf: [
          { type: "object", properties: { kind: { const: "a" }, id: int64 } },
          { type: "object", properties: { kind: { const: "b" }, id: text } },
        ],
      },
      want: [
        [
          "givenCodec = {",
          "  one: [",
          '    { is: "object", tags: { kind: ["a"] }, plain: [], codec: { properties: { id: "int64" } } },',
          '    { is: "object", tags: { kind: ["b"] }, plain: ["id"] },',
          "  ],",
          "}",
        ].join("\n"),
      ],
    },
    {
      name: "what only one member has, and not what the others refer to",
      given: { oneOf: [ref("A"), { type: "object", properties: { a: text, b: int64 } }] },
      others: {
        A: { type: "object", required: ["a"], properties: { a: ref("B") } },
        B: { type: "object", properties: { id: int64 } },
      },
      want: [
        'bCodec = { properties: { id: "int64" } }',
        "aCodec = { properties: { a: bCodec } }",
        [
          "givenCodec = {",
          "  one: [",
          '    { is: "object", needs: ["a"], plain: [], codec: aCodec },',
          '    { is: "object", plain: ["a"], codec: { properties: { b: "int64" } } },',
          "  ],",
          "}",
        ].join("\n"),
      ],
    },
    {
      name: "objects by their discriminator, and nothing else",
      given: {
        oneOf: [ref("A"), ref("B")],
        discriminator: { propertyName: "kind", mapping: { a: "A", b: "B" }, defaultMapping: "B" },
      },
      others: {
        A: { type: "object", required: ["kind", "x"], properties: { kind: text, x: int64 } },
        B: { type: "object", required: ["kind", "y"], properties: { kind: text, y: int64 } },
      },
      want: [
        'aCodec = { properties: { x: "int64" } }',
        'bCodec = { properties: { y: "int64" } }',
        [
          "givenCodec = {",
          '  one: [{ is: "object", tags: { kind: ["a"] }, needs: ["kind"], codec: aCodec }],',
          "  else: bCodec,",
          "}",
        ].join("\n"),
      ],
    },
    {
      name: "a parent's children by their discriminator, and what is none of them as the parent",
      given: { properties: { pet: ref("Pet") } },
      others: {
        Pet: {
          required: ["kind"],
          properties: { kind: text, x: int64 },
          discriminator: { propertyName: "kind", mapping: { a: "A", b: "B" } },
        },
        A: { allOf: [ref("Pet"), { properties: { y: int64 } }] },
        B: { allOf: [ref("Pet")] },
      },
      want: [
        'petCodec = { properties: { x: "int64" } }',
        'aCodec = { all: [petCodec, { properties: { y: "int64" } }] }',
        "bCodec = petCodec",
        [
          "anyPetCodec = {",
          "  one: [",
          '    { is: "object", tags: { kind: ["a"] }, needs: ["kind"], codec: aCodec },',
          '    { is: "object", tags: { kind: ["b"] }, needs: ["kind"], codec: bCodec },',
          "  ],",
          "  else: petCodec,",
          "}",
        ].join("\n"),
        "givenCodec = { properties: { pet: anyPetCodec } }",
      ],
    },
    {
      name: "a union by reference in a union in itself",
      given: { anyOf: [int64, { type: "array", items: { anyOf: [ref("Given"), { type: "boolean" }] } }] },
      want: [
        [
          "givenCodec = {",
          "  one: [",
          '    { is: "number", codec: "int64" },',
          '    { is: "array", codec: { items: { one: [{ codec: () => givenCodec }, { is: "boolean" }] } } },',
          "  ],",
          "}",
        ].join("\n"),
      ],
    },
    {
      name: "a union by reference where it may be null",
      given: { anyOf: [int64, { type: "array", items: { anyOf: [ref("Given"), { type: "null" }] } }] },
      want: [
        [
          "givenCodec = {",
          '  one: [{ is: "number", codec: "int64" }, { is: "array", codec: { items: () => givenCodec } }],',
          "}",
        ].join("\n"),
      ],
    },
    {
      name: "nothing of an object without the discriminator",
      given: { oneOf: [ref("A"), ref("B")], discriminator: { propertyName: "kind" } },
      others: {
        A: { anyOf: [{ type: "object", properties: { a: ref("D") } }, { const: "a" }] },
        B: { type: "object", properties: { b: text } },
        D: int64,
      },
      want: ["givenCodec = { all: [] }"],
    },
    {
      name: "another schema by reference, and leaves out those without need",
      given: { type: "object", properties: { a: ref("A"), b: ref("B") } },
      others: {
        A: { type: "object", properties: { id: int64 } },
        B: { type: "object", properties: { x: text } },
      },
      want: ['aCodec = { properties: { id: "int64" } }', "givenCodec = { properties: { a: aCodec } }"],
    },
    {
      name: "itself",
      given: { type: "object", properties: { id: int64, next: ref("Given") } },
      want: ['givenCodec = { properties: { id: "int64", next: () => givenCodec } }'],
    },
    {
      name: "what comes later when it is called for, and all else as it is",
      given: { type: "object", properties: { a: ref("A"), z: ref("Z") } },
      others: {
        A: { type: "object", properties: { id: int64, b: ref("B") } },
        B: { type: "object", properties: { a: ref("A"), z: ref("Z") } },
        Z: { type: "object", properties: { id: int64 } },
      },
      want: [
        'zCodec = { properties: { id: "int64" } }',
        "bCodec = { properties: { a: () => aCodec, z: zCodec } }",
        'aCodec = { properties: { id: "int64", b: bCodec } }',
        "givenCodec = { properties: { a: aCodec, z: zCodec } }",
      ],
    },
  ])("$name", ({ given, others = {}, scalars = {}, want }) => {
    expect(codecsOf({ Given: given, ...others }, scalars)).toEqual(want);
  });
});
