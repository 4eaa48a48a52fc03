import { describe, expect, it } from "vitest";
import { plainScalars } from "../../../generator/emit/scalars.js";
import { printType, type TypeScope } from "../../../generator/emit/types.js";
import type { Property, Type } from "../../../generator/model/api.js";

const scope: TypeScope = {
  declaration: (id) => id,
  lookUp: (id) =>
    id === "Open"
      ? {
          id,
          label: id,
          shape: "read",
          docs: none(),
          typeParameters: [],
          source: "#",
          type: {
            kind: "object",
            properties: [property("a", string), property("b", string)],
            index: { kind: "unknown" },
          },
        }
      : undefined,
  binary: () => "Uint8Array",
  scalars: plainScalars,
};

function none(): Property["docs"] {
  return { deprecated: false, examples: [], constraints: [] };
}

function property(key: string, type: Type, required = true, description?: string): Property {
  return {
    key,
    type,
    required,
    docs: { ...none(), ...(description === undefined ? {} : { description }) },
    source: "#",
  };
}

const string: Type = { kind: "string" };
const number: Type = { kind: "number", integer: false };
const nothing: Type = { kind: "null" };
const pet: Type = { kind: "reference", id: "Pet", typeArguments: [], omit: [] };
const union = (...members: Type[]): Type => ({ kind: "union", members });
const object = (...properties: Property[]): Type => ({ kind: "object", properties });
const values = (list: (string | number)[], open = false): Type => ({
  kind: "enum",
  base: typeof list[0] === "string" ? "string" : "number",
  values: list.map((value) => ({ value })),
  open,
});

const rows: readonly { name: string; given: Type; want: string }[] = [
  { name: "a word is itself", given: { kind: "unknown" }, want: "unknown" },
  { name: "bytes are what they are here", given: { kind: "binary" }, want: "Uint8Array" },
  { name: "a literal is quoted", given: { kind: "literal", value: 'a"b' }, want: '"a\\"b"' },
  { name: "a negative literal has its sign", given: { kind: "literal", value: -1 }, want: "-1" },
  { name: "an enum is a union", given: values(["a", "b"]), want: '"a" | "b"' },
  { name: "an open enum takes any other, too", given: values(["a"], true), want: '"a" | (string & {})' },
  { name: "an array of a name", given: { kind: "array", items: pet }, want: "Pet[]" },
  {
    name: "an array of a union has brackets",
    given: { kind: "array", items: union(pet, nothing) },
    want: "(Pet | null)[]",
  },
  {
    name: "an array of an enum has brackets",
    given: { kind: "array", items: values(["a", "b"]) },
    want: '("a" | "b")[]',
  },
  {
    name: "an array of an open enum of one has brackets",
    given: { kind: "array", items: values(["a"], true) },
    want: '("a" | (string & {}))[]',
  },
  {
    name: "an array of an enum of one has none",
    given: { kind: "array", items: values(["a"]) },
    want: '"a"[]',
  },
  {
    name: "an array of an intersection has brackets",
    given: { kind: "array", items: { kind: "intersection", members: [pet, pet] } },
    want: "(Pet & Pet)[]",
  },
  {
    name: "a union inside an intersection has brackets",
    given: { kind: "intersection", members: [pet, union(string, nothing)] },
    want: "Pet & (string | null)",
  },
  {
    name: "an intersection inside a union has none",
    given: union({ kind: "intersection", members: [pet, pet] }, nothing),
    want: "Pet & Pet | null",
  },
  {
    name: "a tuple with optional items and a rest",
    given: { kind: "tuple", items: [string, union(number, nothing)], required: 1, rest: values(["a", "b"]) },
    want: '[string, (number | null)?, ...("a" | "b")[]]',
  },
  { name: "an empty tuple", given: { kind: "tuple", items: [], required: 0 }, want: "[]" },
  {
    name: "a small object stands on one line",
    given: object(property("a", string), property("b-c", number, false)),
    want: '{ a: string; "b-c"?: number }',
  },
  { name: "an object of nothing is anything", given: object(), want: "{ [key: string]: unknown }" },
  {
    name: "a map",
    given: { kind: "object", properties: [], index: number },
    want: "{ [key: string]: number }",
  },
  {
    name: "an optional property widens the index signature",
    given: { kind: "object", properties: [property("a", string, false)], index: string },
    want: "{ a?: string; [key: string]: string | undefined }",
  },
  {
    name: "an object with docs has a line for each member",
    given: object(property("a", string, true, "Text.")),
    want: "{\n  /** Text. */\n  a: string;\n}",
  },
  {
    name: "nested objects are indented",
    given: object(property("a", object(property("b", string, true, "Text.")))),
    want: "{\n  a: {\n    /** Text. */\n    b: string;\n  };\n}",
  },
  {
    name: "a key of every object is quoted",
    given: object(property("__proto__", string)),
    want: '{ "__proto__": string }',
  },
  {
    name: "type arguments",
    given: { kind: "reference", id: "Page", typeArguments: [union(pet, nothing)], omit: [] },
    want: "Page<Pet | null>",
  },
  {
    name: "keys left out",
    given: { kind: "reference", id: "Pet", typeArguments: [], omit: ["kind", "a b"] },
    want: 'Omit<Pet, "kind" | "a b">',
  },
  {
    name: "keys left out beside an index signature are written out",
    given: { kind: "reference", id: "Open", typeArguments: [], omit: ["a"] },
    want: "{ b: string; [key: string]: unknown }",
  },
  { name: "a type parameter", given: { kind: "type-parameter", label: "item" }, want: "T_Item" },
  {
    name: "a union within a union is flat",
    given: union(union(string, number), nothing),
    want: "string | number | null",
  },
  {
    name: "a long union has a line for each member",
    given: union(...["a", "b", "c"].map((letter): Type => ({ kind: "literal", value: letter.repeat(40) }))),
    want: `\n  | "${"a".repeat(40)}"\n  | "${"b".repeat(40)}"\n  | "${"c".repeat(40)}"`,
  },
  {
    name: "an object that may be null is broken before the null",
    given: union(object(property("a", string, true, "Text.")), nothing),
    want: "{\n  /** Text. */\n  a: string;\n} | null",
  },
  {
    name: "objects of a union are indented below its bars",
    given: union(object(property("a", string, true, "Text.")), pet, nothing),
    want: "\n  | {\n      /** Text. */\n      a: string;\n    }\n  | Pet\n  | null",
  },
];

describe("a type as text", () => {
  it.each(rows)("$name", ({ given, want }) =>
    expect(printType(given, scope, { indent: "", used: 0 })).toBe(want),
  );
});

it.each([
  {
    name: "",
    given: { kind: "array", items: union(string, number) },
    want: "(\n  | string\n  | number\n)[]",
  },
  {
    name: ", before the null",
    given: union({ kind: "array", items: union(string, number) }, nothing),
    want: "(\n  | string\n  | number\n)[] | null",
  },
  { name: ", unless it is of one thing", given: { kind: "array", items: pet }, want: "Pet[]" },
] satisfies readonly { name: string; given: Type; want: string }[])(
  "a list has no place beside what stands before it, and is broken inside$name",
  ({ given, want }) => expect(printType(given, scope, { indent: "", used: 108 })).toBe(want),
);

it("deep nesting takes no time", () => {
  let type: Type = string;
  for (let depth = 0; depth < 60; depth++)
    type = union(object(property("a", type), property("b", number)), nothing, pet);
  expect(printType(type, scope, { indent: "", used: 0 }).length).toBeGreaterThan(1000);
});
