import { describe, expect, it } from "vitest";
import {
  type Data,
  dataLiteral,
  stringLiteral,
  typeKey,
  valueKey,
  verbatim,
  wildcardLiteral,
} from "../../../generator/emit/literals.js";

describe("a string", () => {
  it.each([
    { name: "is quoted", given: "a", want: '"a"' },
    { name: "has quotes and backslashes escaped", given: 'a"\\', want: '"a\\"\\\\"' },
    { name: "has line ends escaped", given: "\n\u2028", want: '"\\n\\u2028"' },
    { name: "has controls of direction escaped", given: "\u202e", want: '"\\u202e"' },
    { name: "has half characters escaped", given: "\ud800", want: '"\\ud800"' },
    { name: "keeps letters of any script", given: "宠物", want: '"宠物"' },
  ])("$name", ({ given, want }) => {
    expect(stringLiteral(given)).toBe(want);
    expect(JSON.parse(stringLiteral(given))).toBe(given);
  });
});

describe("a key", () => {
  it.each([
    { name: "that is a name stands bare", given: "a_$1", type: "a_$1", value: "a_$1" },
    { name: "that is none is quoted", given: "a-b", type: '"a-b"', value: '"a-b"' },
    { name: "that is an index stands bare among values", given: "200", type: '"200"', value: "200" },
    { name: "that only looks like an index is quoted", given: "007", type: '"007"', value: '"007"' },
    {
      name: "that would set the prototype is computed",
      given: "__proto__",
      type: '"__proto__"',
      value: '["__proto__"]',
    },
  ])("$name", ({ given, type, value }) => {
    expect(typeKey(given)).toBe(type);
    expect(valueKey(given)).toBe(value);
  });
});

describe("a range of media types", () => {
  it.each([
    { name: "has a hole", given: "image/*", want: "`image/$" + "{string}`" },
    {
      name: "escapes what a template would read",
      given: "a`$" + "{b}/*",
      want: "`a\\`\\$" + "{b}/$" + "{string}`",
    },
    { name: "keeps quotes and backslashes", given: 'a"\\/*', want: '`a"\\\\/$' + "{string}`" },
  ])("$name", ({ given, want }) => expect(wildcardLiteral(given)).toBe(want));
});

describe("data", () => {
  it.each<{ name: string; given: Data; want: string }>([
    {
      name: "that is short stands on one line",
      given: { a: [1, null, true], b: {} },
      want: "{ a: [1, null, true], b: {} }",
    },
    {
      name: "that is long has a line for each member",
      given: { a: "x".repeat(60), b: "y".repeat(60) },
      want: `{\n  a: "${"x".repeat(60)}",\n  b: "${"y".repeat(60)}",\n}`,
    },
    {
      name: "keeps its type under a key of every object",
      given: { constructor: "a" },
      want: '{ constructor: "a" as const }',
    },
    {
      name: "keeps the types of texts below such a key, and its lists as lists",
      given: { constructor: { one: ["a", { is: "b", n: 1 }] } },
      want: '{ constructor: { one: ["a" as const, { is: "b" as const, n: 1 }] } }',
    },
    {
      name: "has none to keep where it is an expression, or null",
      given: { constructor: verbatim("petCodec"), toString: null },
      want: "{ constructor: petCodec, toString: null }",
    },
  ])("$name", ({ given, want }) => expect(dataLiteral(given, "")).toBe(want));
});
