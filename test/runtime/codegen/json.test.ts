import { describe, expect, it } from "vitest";
import type { Codec } from "../../../runtime/codegen/codec.js";
import { encodeJson } from "../../../runtime/codegen/json.js";
import { decodeJson } from "../../../runtime/codegen/json-decoding.js";

describe("JSON in, by codec", () => {
  const tree: Codec = { properties: { id: "bigint", children: { items: () => tree } } };
  const rows: readonly { name: string; text: string; codec: Codec; want: unknown }[] = [
    { name: "a bigint", text: "-9223372036854775808", codec: "bigint", want: -9223372036854775808n },
    { name: "a bigint that is short", text: "7", codec: "bigint", want: 7n },
    {
      name: "a bigint that came as a string",
      text: '"9007199254740993"',
      codec: "bigint",
      want: 9007199254740993n,
    },
    { name: "null stays", text: "null", codec: "bigint", want: null },
    {
      name: "an integer as a string",
      text: "9007199254740993",
      codec: "int64-string",
      want: "9007199254740993",
    },
    { name: "a short one too", text: "7", codec: "int64-string", want: "7" },
    { name: "an int64 that fits", text: "9007199254740991", codec: "int64", want: 9007199254740991 },
    {
      name: "a long fraction is a number",
      text: "[1.12345678901234567890]",
      codec: { items: "int64" },
      want: [1.1234567890123457],
    },
    { name: "so is one with an exponent", text: "[1.5e3]", codec: { items: "int64" }, want: [1500] },
    {
      name: "digits inside strings are not touched",
      text: '{"s":"x 12345678901234567890","e":"\\"12345678901234567890","12345678901234567890":1}',
      codec: { properties: {} },
      want: { s: "x 12345678901234567890", e: '"12345678901234567890', "12345678901234567890": 1 },
    },
    {
      name: "a union: digits that may be text stay text",
      text: '["1",1]',
      codec: { items: { one: [{ is: "string" }, { is: "number", codec: "bigint" }] } },
      want: ["1", 1n],
    },
    {
      name: "a union: what may be text stays text",
      text: '["2020-01-02T03:04:05Z",{"at":"2020-01-02T03:04:05Z"}]',
      codec: {
        items: {
          one: [
            { is: "string", codec: "date-time" },
            { is: "string" },
            { is: "object", codec: { properties: { at: "date-time" } } },
          ],
        },
      },
      want: ["2020-01-02T03:04:05Z", { at: new Date("2020-01-02T03:04:05Z") }],
    },
    {
      name: "a union: a long integer is no object",
      text: "9007199254740993",
      codec: {
        one: [
          { is: "object", codec: { properties: { a: "bigint" } } },
          { is: "number", codec: "bigint" },
        ],
      },
      want: 9007199254740993n,
    },
    {
      name: "a codec that recurs",
      text: '{"id":9007199254740993,"children":[{"id":1,"n":9007199254740993}]}',
      codec: tree,
      want: { id: 9007199254740993n, children: [{ id: 1n, n: 9007199254740992 }] },
    },
    {
      name: "all other properties",
      text: '{"a":1,"b":2}',
      codec: { properties: { a: "int64-string" }, rest: "bigint" },
      want: { a: "1", b: 2n },
    },
    {
      name: "positions of a tuple",
      text: "[1,2,3,4]",
      codec: { prefix: ["bigint", null], rest: "int64-string" },
      want: [1n, 2, "3", "4"],
    },
    {
      name: "every position that one of several names",
      text: '{"a":1,"b":2}',
      codec: { all: [{ properties: { a: "bigint" } }, { properties: { b: "bigint" } }] },
      want: { a: 1n, b: 2n },
    },
    {
      name: "a value of another shape is left alone",
      text: '"x"',
      codec: { properties: { a: "bigint" } },
      want: "x",
    },
    {
      name: "a date-time",
      text: '"2020-01-02T03:04:05Z"',
      codec: "date-time",
      want: new Date("2020-01-02T03:04:05Z"),
    },
    { name: "a date", text: '"2020-01-02"', codec: "date", want: new Date("2020-01-02T00:00:00Z") },
    {
      name: "a date beside a long integer",
      text: '{"d":"2020-01-02","n":12345678901234567890}',
      codec: { properties: { d: "date" } },
      want: { d: new Date("2020-01-02T00:00:00Z"), n: 12345678901234567000 },
    },
  ];
  it.each(rows)("$name", ({ text, codec, want }) => {
    expect(decodeJson(text, codec)).toEqual(want);
  });

  it("__proto__ is a property like any other", () => {
    const value = decodeJson('{"__proto__":{"id":9007199254740993}}', { properties: { a: "bigint" } });
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect(Object.keys(value as object)).toEqual(["__proto__"]);
  });

  it("an int64 that does not fit, and a text that is no date, are errors with their place", () => {
    expect(() => decodeJson('{"a":[9007199254740993]}', { properties: { a: { items: "int64" } } })).toThrow(
      "a[0] is beyond 2^53",
    );
    expect(() => decodeJson('{"d":"soon"}', { properties: { d: "date" } })).toThrow(
      'd is "soon", which is no date',
    );
  });

  it.each(["2020-02-30T10:00:00Z", "2021-02-29T00:00:00+02:00", "2020-04-31", "2020-00-10", "2020-13-01"])(
    "%s, a day that there is not, is no other day",
    (text) => {
      expect(() => decodeJson(JSON.stringify(text), "date-time")).toThrow("which is no date");
    },
  );

  it.each([
    ["2020-02-29T23:59:59-12:00", "2020-03-01T11:59:59.000Z"],
    ["0004-02-29T00:00:00Z", "0004-02-29T00:00:00.000Z"],
    ["2020-12-31t23:59:59.5z", "2020-12-31T23:59:59.500Z"],
  ])("%s is a date", (text, want) => {
    expect((decodeJson(JSON.stringify(text), "date-time") as Date).toISOString()).toBe(want);
  });
});

describe("JSON out", () => {
  const rows: readonly { name: string; value: unknown; want: string }[] = [
    { name: "plain values", value: { a: [1, "x", null] }, want: '{"a":[1,"x",null]}' },
    {
      name: "a bigint, with all its digits",
      value: { a: [9007199254740993n, -1n] },
      want: '{"a":[9007199254740993,-1]}',
    },
    { name: "a string of digits stays one", value: ["1", 2n], want: '["1",2]' },
    { name: "undefined", value: undefined, want: "null" },
  ];
  it.each(rows)("$name", ({ value, want }) => {
    expect(encodeJson(value)).toBe(want);
  });

  it.each([Number.NaN, [Number.POSITIVE_INFINITY, 1n]])("%s is an error, not null", (value) => {
    expect(() => encodeJson(value)).toThrow(TypeError);
  });

  it("a cycle is an error", () => {
    const value: { self?: unknown } = {};
    value.self = value;
    expect(() => encodeJson(value)).toThrow(TypeError);
  });
});
