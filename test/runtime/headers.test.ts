import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { LocalProtocolError } from "../../runtime/errors.js";
import { Headers, type HeadersInit } from "../../runtime/headers.js";

describe("headers are made from", () => {
  const rows: { name: string; given: HeadersInit; want: [string, string][] }[] = [
    {
      name: "an object, casing kept",
      given: { "X-A": "1", b: "2" },
      want: [
        ["X-A", "1"],
        ["b", "2"],
      ],
    },
    {
      name: "pairs, duplicates kept",
      given: [
        ["X-A", "1"],
        ["x-a", "2"],
      ],
      want: [
        ["X-A", "1"],
        ["x-a", "2"],
      ],
    },
    {
      name: "our own class",
      given: new Headers([
        ["A", "1"],
        ["a", "2"],
      ]),
      want: [
        ["A", "1"],
        ["a", "2"],
      ],
    },
    { name: "the platform's class", given: new globalThis.Headers({ "X-A": "1" }), want: [["x-a", "1"]] },
    { name: "a Map", given: new Map([["A", "1"]]), want: [["A", "1"]] },
    {
      name: "numbers and booleans",
      given: { a: 1, b: true },
      want: [
        ["a", "1"],
        ["b", "true"],
      ],
    },
    { name: "null and undefined as nothing", given: { a: null, b: undefined, c: "1" }, want: [["c", "1"]] },
    {
      name: "an array as one line for each item",
      given: { a: ["1", "2"] },
      want: [
        ["a", "1"],
        ["a", "2"],
      ],
    },
    { name: "an empty value", given: { a: "" }, want: [["a", ""]] },
    { name: "Latin-1", given: { a: "caf\xe9" }, want: [["a", "caf\xe9"]] },
  ];
  it.each(rows)("$name", ({ given, want }) => {
    expect(new Headers(given).raw).toEqual(want);
  });
});

describe("reading", () => {
  const headers = new Headers([
    ["a", "123"],
    ["A", "456"],
    ["b", "789"],
  ]);
  const rows: { name: string; given: () => unknown; want: unknown }[] = [
    { name: "get joins the lines", given: () => headers.get("a"), want: "123, 456" },
    { name: "get ignores case", given: () => headers.get("B"), want: "789" },
    { name: "get of a missing name is null", given: () => headers.get("nope"), want: null },
    { name: "has ignores case", given: () => [headers.has("B"), headers.has("c")], want: [true, false] },
    { name: "getList gives the lines", given: () => headers.getList("a"), want: ["123", "456"] },
    { name: "keys are lower-case, once, as first seen", given: () => [...headers.keys()], want: ["a", "b"] },
    { name: "values are joined", given: () => [...headers.values()], want: ["123, 456", "789"] },
    {
      name: "entries are joined",
      given: () => [...headers.entries()],
      want: [
        ["a", "123, 456"],
        ["b", "789"],
      ],
    },
    {
      name: "iteration gives the entries",
      given: () => [...headers],
      want: [
        ["a", "123, 456"],
        ["b", "789"],
      ],
    },
    {
      name: "multiItems gives all lines",
      given: () => headers.multiItems(),
      want: [
        ["a", "123"],
        ["a", "456"],
        ["b", "789"],
      ],
    },
    {
      name: "raw keeps the casing",
      given: () => headers.raw,
      want: [
        ["a", "123"],
        ["A", "456"],
        ["b", "789"],
      ],
    },
    {
      name: "getList splits at commas",
      given: () =>
        new Headers([
          ["vary", "a, b"],
          ["Vary", "c"],
        ]).getList("vary", { splitCommas: true }),
      want: ["a", "b", "c"],
    },
    {
      name: "Set-Cookie lines stay apart",
      given: () => [
        ...new Headers([
          ["Set-Cookie", "a=1, 2"],
          ["X", "1"],
          ["set-cookie", "b=2"],
        ]),
      ],
      want: [
        ["set-cookie", "a=1, 2"],
        ["set-cookie", "b=2"],
        ["x", "1"],
      ],
    },
    {
      name: "getSetCookie lists them",
      given: () =>
        new Headers([
          ["Set-Cookie", "a=1"],
          ["set-cookie", "b=2"],
        ]).getSetCookie(),
      want: ["a=1", "b=2"],
    },
  ];
  it.each(rows)("$name", ({ given, want }) => {
    expect(given()).toEqual(want);
  });

  it("forEach visits value, name and the headers", () => {
    const seen: unknown[] = [];
    headers.forEach((value, name, all) => {
      seen.push([value, name, all === headers]);
    });
    expect(seen).toEqual([
      ["123, 456", "a", true],
      ["789", "b", true],
    ]);
  });
});

describe("changing", () => {
  const rows: { name: string; given: (headers: Headers) => void; want: [string, string][] }[] = [
    {
      name: "set replaces in place, drops the others, takes the new casing",
      given: (headers) => headers.set("B", "9"),
      want: [
        ["A", "1"],
        ["B", "9"],
        ["C", "4"],
      ],
    },
    {
      name: "set of a new name appends",
      given: (headers) => headers.set("D", 5),
      want: [
        ["A", "1"],
        ["b", "2"],
        ["C", "4"],
        ["b", "3"],
        ["D", "5"],
      ],
    },
    {
      name: "set to null removes",
      given: (headers) => headers.set("b", null),
      want: [
        ["A", "1"],
        ["C", "4"],
      ],
    },
    {
      name: "append adds a line",
      given: (headers) => headers.append("a", "9"),
      want: [
        ["A", "1"],
        ["b", "2"],
        ["C", "4"],
        ["b", "3"],
        ["a", "9"],
      ],
    },
    {
      name: "delete removes all lines",
      given: (headers) => headers.delete("B"),
      want: [
        ["A", "1"],
        ["C", "4"],
      ],
    },
    {
      name: "delete of a missing name does nothing",
      given: (headers) => headers.delete("nope"),
      want: [
        ["A", "1"],
        ["b", "2"],
        ["C", "4"],
        ["b", "3"],
      ],
    },
    {
      name: "update moves to the end with the new casing",
      given: (headers) => headers.update({ a: "9" }),
      want: [
        ["b", "2"],
        ["C", "4"],
        ["b", "3"],
        ["a", "9"],
      ],
    },
    {
      name: "update keeps several new lines of a name",
      given: (headers) =>
        headers.update([
          ["B", "7"],
          ["b", "8"],
        ]),
      want: [
        ["A", "1"],
        ["C", "4"],
        ["B", "7"],
        ["b", "8"],
      ],
    },
    {
      name: "update with null or undefined removes",
      given: (headers) => headers.update({ A: null, b: undefined }),
      want: [["C", "4"]],
    },
  ];
  it.each(rows)("$name", ({ given, want }) => {
    const headers = new Headers([
      ["A", "1"],
      ["b", "2"],
      ["C", "4"],
      ["b", "3"],
    ]);
    given(headers);
    expect(headers.raw).toEqual(want);
  });

  it("a merged copy leaves both sources as they were", () => {
    const base = new Headers({ "X-A": "1", "X-B": "2" });
    const merged = Headers.merged(base, { "x-a": 9 });
    expect(merged.raw).toEqual([
      ["X-B", "2"],
      ["x-a", "9"],
    ]);
    expect(base.raw).toEqual([
      ["X-A", "1"],
      ["X-B", "2"],
    ]);
  });
});

describe("illegal headers are refused when they are set", () => {
  const rows: { name: string; given: HeadersInit; message: RegExp }[] = [
    { name: "a line break in a value", given: { X: "a\r\nb: c" }, message: /Illegal value of header "X"/ },
    { name: "a NUL in a value", given: { X: "a\0b" }, message: /control characters/ },
    { name: "a leading space", given: { X: " a" }, message: /spaces around/ },
    { name: "a trailing space", given: { X: "a " }, message: /spaces around/ },
    { name: "a value beyond Latin-1", given: { X: "☃" }, message: /beyond Latin-1/ },
    { name: "a space in a name", given: { "X Y": "a" }, message: /Illegal header name "X Y"/ },
    { name: "an empty name", given: { "": "a" }, message: /Illegal header name ""/ },
    { name: "a colon in a name", given: { "X:": "a" }, message: /Illegal header name/ },
  ];
  it.each(rows)("$name", ({ given, message }) => {
    expect(() => new Headers(given)).toThrow(LocalProtocolError);
    expect(() => new Headers(given)).toThrow(message);
    expect(() => new Headers().update(given)).toThrow(message);
  });

  it("without telling the value", () => {
    expect(() => new Headers({ Authorization: "Bearer s3cret\n" })).toThrow(/^(?!.*s3cret)/);
  });

  it("an object as a value is a TypeError", () => {
    // @ts-expect-error a value is a scalar
    expect(() => new Headers({ a: {} })).toThrow(TypeError);
    // @ts-expect-error a pair has two items
    expect(() => new Headers([["a"]])).toThrow(TypeError);
  });
});

describe("printing masks secrets", () => {
  const secret = new Headers([
    ["Authorization", "s3cret"],
    ["Proxy-Authorization", "s3cret"],
    ["Cookie", "s3cret"],
    ["Set-Cookie", "s3cret"],
    ["X-Api-Key", "s3cret"],
    ["X-Auth-Token", "s3cret"],
    ["Location", "https://u:s3cret@h/?token=s3cret"],
    ["Referer", "https://h/?api_key=s3cret"],
    ["A", "1"],
  ]);
  it.each([
    { name: "inspect", given: () => inspect(secret) },
    { name: "String", given: () => String(secret) },
    { name: "JSON", given: () => JSON.stringify(secret) },
    {
      name: "inspect, nested and with hidden properties",
      given: () => inspect({ secret }, { showHidden: true, depth: 9 }),
    },
  ])("$name", ({ given }) => {
    expect(given()).not.toContain("s3cret");
    expect(given()).toContain("[secure]");
    expect(given()).toMatch(/"a":"1"/);
  });

  it("a header named __proto__ is data", () => {
    expect(JSON.stringify(new Headers([["__proto__", "1"]]))).toBe('{"__proto__":"1"}');
  });
});

it("converts to the platform's class", () => {
  const web = new Headers([
    ["A", "1"],
    ["a", "2"],
    ["Set-Cookie", "x=1"],
    ["Set-Cookie", "y=2"],
  ]).toWeb();
  expect(web.get("a")).toBe("1, 2");
  expect(web.getSetCookie()).toEqual(["x=1", "y=2"]);
});
