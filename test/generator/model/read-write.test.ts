import { expect, test } from "vitest";
import { build } from "../../support/build.js";
import { printType } from "../../support/print-type.js";

const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const json = (schema: unknown) => ({ content: { "application/json": { schema } } });

/** One operation that takes and returns a schema, and what becomes of it. */
function roundTrip(schemas: Record<string, unknown>, taken: unknown, returned: unknown) {
  const post = { operationId: "op", requestBody: json(taken), responses: { 200: json(returned) } };
  const { api, types } = build({ components: { schemas }, paths: { "/": { post } } });
  const [operation] = api.operations;
  const body = operation?.body?.content[0]?.type;
  const response = operation?.responses[0]?.content[0]?.type;
  return { types, taken: body && printType(body), returned: response && printType(response) };
}

const id = { type: "integer", readOnly: true };
const secret = { type: "string", writeOnly: true };

test.each([
  {
    name: "nothing differs: one type",
    given: { A: { properties: { a: {} } } },
    types: { A: "{ a?: unknown }" },
    taken: "A",
    returned: "A",
  },
  {
    name: "read-only and write-only properties",
    given: { A: { properties: { id, secret, a: {} }, required: ["id"] } },
    types: { A: "{ id: integer; a?: unknown }", "A@write": "{ secret?: string; a?: unknown }" },
    taken: "A@write",
    returned: "A",
  },
  {
    name: "at any depth",
    given: { A: { properties: { list: { items: { properties: { id, b: {} } } } } } },
    types: { A: "{ list?: { id?: integer; b?: unknown }[] }", "A@write": "{ list?: { b?: unknown }[] }" },
    taken: "A@write",
    returned: "A",
  },
  {
    name: "through references and circles",
    given: {
      A: { properties: { b: ref("B") } },
      B: { properties: { c: ref("C"), a: { items: ref("A") } } },
      C: { properties: { id } },
      D: { properties: { d: {} } },
    },
    types: {
      A: "{ b?: B }",
      "A@write": "{ b?: B@write }",
      B: "{ c?: C; a?: A[] }",
      "B@write": "{ c?: C@write; a?: A@write[] }",
      C: "{ id?: integer }",
      "C@write": "{}",
      D: "{ d?: unknown }",
    },
    taken: "A@write",
    returned: "A",
  },
  {
    name: "readOnly beside a reference, and on what it refers to",
    given: {
      A: { properties: { x: { ...ref("X"), readOnly: true }, y: ref("Y"), z: ref("X") } },
      X: { type: "string" },
      Y: { type: "string", readOnly: true },
    },
    types: { A: "{ x?: X; y?: Y; z?: X }", "A@write": "{ z?: X }", X: "string", Y: "string" },
    taken: "A@write",
    returned: "A",
  },
  {
    name: "what only a read-only property leads to has no write shape",
    given: { A: { properties: { b: { readOnly: true, allOf: [ref("B")] } } }, B: { properties: { id } } },
    types: { A: "{ b?: B }", "A@write": "{}", B: "{ id?: integer }" },
    taken: "A@write",
    returned: "A",
  },
  {
    name: "children of a parent that differs",
    given: { A: { properties: { id, a: {} } }, B: { allOf: [ref("A"), { properties: { secret } }] } },
    types: {
      A: "{ id?: integer; a?: unknown }",
      "A@write": "{ a?: unknown }",
      B: "A",
      "B@write": "A@write & { secret?: string }",
    },
    taken: "B@write",
    returned: "B",
  },
  {
    name: "discriminators lead to write shapes",
    given: {
      U: { oneOf: [ref("A"), ref("B")], discriminator: { propertyName: "kind" } },
      A: { properties: { kind: { const: "a" }, id } },
      B: { properties: { kind: { const: "b" } } },
    },
    types: {
      U: 'A | B by kind("a"→A, "b"→B)',
      "U@write": 'A@write | B by kind("a"→A@write, "b"→B)',
      A: '{ kind?: "a"; id?: integer }',
      "A@write": '{ kind?: "a" }',
      B: '{ kind?: "b" }',
    },
    taken: "U@write",
    returned: "U",
  },
])("$name", ({ name: _, given, ...want }) => {
  const whole = ref(want.returned);
  expect(roundTrip(given, whole, whole)).toEqual(want);
});

test("enums are open where only responses use them", () => {
  const { types, taken, returned } = roundTrip(
    {
      Shared: { enum: ["a", "b"] },
      Answer: { properties: { shared: ref("Shared"), own: { enum: ["c", "d"] }, id } },
      Question: { properties: { shared: ref("Shared"), own: { enum: ["e", "f"] } } },
      Both: { properties: { id, level: { enum: ["g", "h"] } } },
      Unused: { enum: ["i", "j"] },
    },
    { oneOf: [ref("Question"), ref("Both")] },
    { allOf: [ref("Answer"), { properties: { inline: { enum: ["k", "l"] }, both: ref("Both") } }] },
  );
  expect(types).toEqual({
    Shared: 'enum("a"|"b")',
    Answer: '{ shared?: Shared; own?: enum("c"|"d"|…); id?: integer }',
    Question: '{ shared?: Shared; own?: enum("e"|"f") }',
    Both: '{ id?: integer; level?: enum("g"|"h"|…) }',
    "Both@write": '{ level?: enum("g"|"h") }',
    Unused: 'enum("i"|"j")',
  });
  expect(taken).toBe("Question | Both@write");
  expect(returned).toBe('Answer & { inline?: enum("k"|"l"|…); both?: Both }');
});

test("a webhook goes the other way", () => {
  const { api } = build({
    components: { schemas: { A: { properties: { id, secret } } } },
    webhooks: { created: { post: { requestBody: json(ref("A")), responses: { 200: json(ref("A")) } } } },
  });
  const [webhook] = api.webhooks;
  expect(webhook?.label).toBe("created");
  expect(webhook?.operation.body?.content[0]?.type).toMatchObject({ id: "#/components/schemas/A" });
  expect(webhook?.operation.responses[0]?.content[0]?.type).toMatchObject({
    id: "#/components/schemas/A@write",
  });
});
