import { expect, test } from "vitest";
import { buildSchemas } from "../../support/build.js";

const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const object = (...keys: string[]) => ({ properties: Object.fromEntries(keys.map((key) => [key, {}])) });

test.each([
  {
    name: "a schema in its own property",
    given: { A: { properties: { a: ref("A") } } },
    want: { A: "{ a?: A }" },
    codes: [],
  },
  {
    name: "any JSON",
    given: {
      Json: {
        oneOf: [
          { type: ["string", "number", "boolean", "null"] },
          { type: "array", items: ref("Json") },
          { additionalProperties: ref("Json") },
        ],
      },
    },
    want: { Json: "string | number | boolean | null | Json[] | { [key]: Json }" },
    codes: [],
  },
  {
    name: "a property that narrows the object that it is in",
    given: { A: { properties: { a: { ...ref("A"), properties: { a: { type: "string" } } } }, items: {} } },
    want: { A: "{ a?: A-a & { a?: string } }" },
    codes: [],
  },
  {
    name: "a property that requires itself of the object that it is in",
    given: { A: { properties: { a: { ...ref("A"), required: ["a"] } } } },
    want: { A: "{ a?: A & { a: A } }" },
    codes: [],
  },
  { name: "an array of itself", given: { A: { items: ref("A") } }, want: { A: "A[]" }, codes: [] },
  {
    name: "an alias of itself",
    given: { A: ref("A") },
    want: { A: "unknown" },
    codes: ["circular-reference"],
  },
  {
    name: "a loop of aliases",
    given: { A: ref("B"), B: ref("C"), C: ref("A") },
    want: { A: "B", B: "C", C: "unknown" },
    codes: ["circular-reference"],
  },
  {
    name: "a loop of aliases in another order",
    given: { C: ref("A"), B: ref("C"), A: ref("B") },
    want: { A: "B", B: "C", C: "unknown" },
    codes: ["circular-reference"],
  },
  {
    name: "an alternative of itself",
    given: { A: { oneOf: [ref("A"), { type: "string" }] } },
    want: { A: "string" },
    codes: ["circular-reference"],
  },
  {
    name: "a parent of itself",
    given: { A: { allOf: [ref("A"), object("a")] } },
    want: { A: "{ a?: unknown }" },
    codes: ["circular-all-of"],
  },
  {
    name: "parents of each other",
    given: { A: { allOf: [ref("B"), object("a")] }, B: { allOf: [ref("A"), object("b")] } },
    want: { A: "B & { a?: unknown }", B: "{ b?: unknown }" },
    codes: ["circular-all-of"],
  },
  {
    name: "a parent that lists its children",
    given: {
      Pet: { ...object("kind"), required: ["kind"], oneOf: [ref("Cat"), ref("Dog")] },
      Cat: { allOf: [ref("Pet"), object("meow")] },
      Dog: { allOf: [ref("Pet"), object("bark")] },
    },
    want: {
      Pet: "Cat | Dog",
      Cat: "{ kind: unknown; meow?: unknown }",
      Dog: "{ kind: unknown; bark?: unknown }",
    },
    codes: [],
  },
  {
    name: "a parent that lists its children by way of an alias and a grandchild",
    given: {
      Pet: { ...object("kind"), anyOf: [ref("Alias"), { type: "null" }] },
      Alias: ref("Kitten"),
      Cat: { allOf: [ref("Pet"), object("meow")] },
      Kitten: { allOf: [ref("Cat"), object("age")] },
    },
    want: {
      Pet: "Alias",
      Alias: "Kitten",
      Cat: "{ kind?: unknown; meow?: unknown }",
      Kitten: "Cat & { age?: unknown }",
    },
    codes: [],
  },
  {
    name: "a property that narrows the object it is in, by a name that may be null",
    given: {
      Node: { properties: { next: { $ref: "#/components/schemas/Perhaps", required: ["next"] } } },
      Perhaps: { anyOf: [ref("Node"), { type: "null" }] },
    },
    want: { Node: "{ next?: (Node & { next: Perhaps | null }) | null }", Perhaps: "Node | null" },
    codes: [],
  },
  {
    name: "a property that narrows the object it is in, or is null",
    given: {
      Node: {
        properties: { next: { anyOf: [{ allOf: [ref("Node"), { required: ["next"] }] }, { type: "null" }] } },
      },
    },
    want: { Node: "{ next?: (Node & { next: Node | null }) | null }" },
    codes: [],
  },
  {
    name: "a property that narrows the object it is in, several times over",
    given: {
      Node: {
        properties: {
          x: {
            allOf: [
              { allOf: [{ required: ["x"] }, ref("Alias")] },
              { properties: { x: { enum: ["c"], nullable: true } } },
            ],
          },
        },
      },
      Alias: ref("Node"),
    },
    want: { Alias: "Node", Node: '{ x?: Alias-x & { x: "c" | null } }' },
    codes: [],
  },
  {
    name: "an inline schema that refers to itself is declared",
    given: {
      A: {
        properties: { tree: { properties: { next: { $ref: "#/components/schemas/A/properties/tree" } } } },
      },
    },
    want: {
      A: "{ tree?: { next?: A/properties/tree } }",
      "A/properties/tree": "{ next?: A/properties/tree }",
    },
    codes: [],
  },
  {
    name: "a reference to nothing",
    given: { A: { properties: { a: ref("Missing") } } },
    want: { A: "{ a?: unknown }" },
    codes: ["ref-not-found"],
  },
  {
    name: "a reference by anchor",
    given: { A: { properties: { a: { $ref: "#here" } } }, B: { $anchor: "here", type: "string" } },
    want: { A: "{ a?: B }", B: "string" },
    codes: [],
  },
  {
    name: "references in odd spellings",
    given: {
      "a/b~c d": { type: "string" },
      A: { items: { $ref: "#/components/schemas/a~1b~0c%20d" } },
    },
    want: { "a~1b~0c d": "string", A: "a~1b~0c d[]" },
    codes: [],
  },
])("$name", ({ given, want, codes }) => {
  const built = buildSchemas(given);
  expect(built.types).toEqual(want);
  expect(built.codes).toEqual(codes);
});

test("a reference to the whole document is told as such", () => {
  const { diagnostics } = buildSchemas({ A: { type: "array", items: { $ref: "#" } } });
  expect(diagnostics.map(({ message }) => message)).toEqual([
    '"$ref" points to "#", which is the document, and no schema.',
  ]);
});

test("nesting without end is cut", () => {
  let schema: unknown = { type: "string" };
  for (let depth = 0; depth < 5000; depth++) schema = { type: "array", items: schema };
  expect(buildSchemas({ Deep: schema }).codes).toEqual(["schema-too-deep"]);
});

test("long chains of references and parents are read", () => {
  const aliases = Object.fromEntries(
    Array.from({ length: 3000 }, (_, index) => [
      `A${index}`,
      index === 2999 ? { type: "string" } : ref(`A${index + 1}`),
    ]),
  );
  const parents = Object.fromEntries(
    Array.from({ length: 1000 }, (_, index) => [
      `P${index}`,
      { allOf: [index === 999 ? ref("A0") : ref(`P${index + 1}`), object(`p${index}`)] },
    ]),
  );
  expect(buildSchemas({ ...aliases, ...parents }).api.declarations.size).toBe(4000);
});
