import { describe, expect, it } from "vitest";
import {
  applyParams,
  encodeParams,
  mergeParams,
  type ParamsInit,
  paramsToWeb,
  parseParams,
} from "../../runtime/params.js";
import { resolveUrl } from "../../runtime/urls.js";

describe("query parameters", () => {
  const rows: { name: string; given: ParamsInit | null | undefined; want: string }[] = [
    { name: "nothing", given: undefined, want: "" },
    { name: "null", given: null, want: "" },
    { name: "an empty string", given: "", want: "" },
    {
      name: "scalars, null, lists",
      given: { a: null, b: true, c: false, d: 1.5, e: "", f: [], g: [null, true] },
      want: "a=&b=true&c=false&d=1.5&e=&g=&g=true",
    },
    { name: "undefined omits", given: { a: undefined, b: [undefined, "1"] }, want: "b=1" },
    { name: "bigint", given: { a: 10n }, want: "a=10" },
    {
      name: "pairs are grouped at the key's first position",
      given: [
        ["a", "1"],
        ["b", "2"],
        ["a", "3"],
      ],
      want: "a=1&a=3&b=2",
    },
    {
      name: "HTTPX's escaping",
      given: { a: "b c", d: "e/f", g: "h+i", j: "é", k: "~-._*", l: "&=", m: "%20" },
      want: "a=b+c&d=e%2Ff&g=h%2Bi&j=%C3%A9&k=~-._%2A&l=%26%3D&m=%2520",
    },
    { name: "what encodeURIComponent leaves", given: { a: "!'()*" }, want: "a=%21%27%28%29%2A" },
    { name: "keys are escaped too", given: { "a b[]": "1" }, want: "a+b%5B%5D=1" },
    { name: "half a surrogate pair", given: { a: "x\ud800" }, want: "a=x%EF%BF%BD" },
    { name: "emoji", given: { a: "😀" }, want: "a=%F0%9F%98%80" },
    {
      name: "a string is parsed as a form",
      given: "a=b c&d=e/f&g=h+i&j=%20&k",
      want: "a=b+c&d=e%2Ff&g=h+i&j=+&k=",
    },
    { name: "a semicolon separates nothing", given: "a=1;b=2", want: "a=1%3Bb%3D2" },
    { name: "a question mark is data", given: "?a=1", want: "%3Fa=1" },
    { name: "empty pairs vanish, empty names stay", given: "a=1&&b=2&=3&c", want: "a=1&b=2&=3&c=" },
    { name: "the first equals sign counts", given: "a==b", want: "a=%3Db" },
    { name: "a percent sign is escaped again", given: { u: "with%20spaces" }, want: "u=with%2520spaces" },
    {
      name: "a URL as a value",
      given: { u: "http://example.com?q=foo%2Fa" },
      want: "u=http%3A%2F%2Fexample.com%3Fq%3Dfoo%252Fa",
    },
    { name: "broken escapes stay", given: "a=%zz", want: "a=%25zz" },
    { name: "bytes that are no UTF-8 are replaced", given: "a=%ff", want: "a=%EF%BF%BD" },
    { name: "URLSearchParams", given: new URLSearchParams("a=1&b=2&a=3"), want: "a=1&a=3&b=2" },
    { name: "a Map", given: new Map([["a", 1]]), want: "a=1" },
  ];
  it.each(rows)("$name", ({ given, want }) => {
    expect(encodeParams(parseParams(given))).toBe(want);
  });

  it.each([
    { name: "an object as a value", given: { a: { b: 1 } } },
    { name: "a list in a list", given: { a: [["b"]] } },
    { name: "a function", given: { a: () => 1 } },
    { name: "an object in a pair", given: [["a", {}]] },
    { name: "an item that is no pair", given: [["a"]] },
    { name: "a number", given: 5 },
  ])("$name is a TypeError", ({ given }) => {
    expect(() => parseParams(given as ParamsInit)).toThrow(TypeError);
  });

  it("merging replaces all values of a key in its place", () => {
    const merged = mergeParams(parseParams("a=1&a=2&b=3"), parseParams({ a: "9", c: "4" }));
    expect(encodeParams(merged)).toBe("a=9&b=3&c=4");
  });

  it("converts to URLSearchParams", () => {
    expect([...paramsToWeb(parseParams({ a: [1, 2] }))]).toEqual([
      ["a", "1"],
      ["a", "2"],
    ]);
  });
});

describe("params on a URL combine by key", () => {
  const rows: {
    name: string;
    client?: ParamsInit;
    url: string;
    request?: ParamsInit | null;
    want: string;
    replaced?: string;
  }[] = [
    {
      name: "client and request",
      client: { client_id: "client1" },
      url: "",
      request: { request_id: "request1" },
      want: "?client_id=client1&request_id=request1",
    },
    {
      name: "the request wins in the client's place",
      client: { a: 1, c: 3 },
      url: "",
      request: { a: 2, b: 4 },
      want: "?a=2&c=3&b=4",
    },
    {
      name: "the request replaces all values",
      client: { a: [1, 2] },
      url: "",
      request: { a: 3 },
      want: "?a=3",
    },
    {
      name: "the URL's own query comes first",
      url: "?b=2",
      request: { a: 1 },
      want: "?b=2&a=1",
      replaced: "?a=1",
    },
    {
      name: "the URL's own query survives client params",
      client: { a: 1 },
      url: "?b=2",
      want: "?b=2&a=1",
      replaced: "?a=1",
    },
    {
      name: "the URL's own query beats client params",
      client: { a: 1, c: 3 },
      url: "?a=2",
      want: "?a=2&c=3",
      replaced: "?a=1&c=3",
    },
    {
      name: "a request param replaces the URL's key",
      url: "?a=1&b=2&a=3",
      request: { a: 9 },
      want: "?b=2&a=9",
      replaced: "?a=9",
    },
    {
      name: "an escaped key of the URL is the same key",
      url: "?x%5B%5D=1&y=2",
      request: { "x[]": 3 },
      want: "?y=2&x%5B%5D=3",
      replaced: "?x%5B%5D=3",
    },
    {
      name: "the URL's bytes are kept",
      client: { z: 1 },
      url: "?sig=a%2fb+c&&q=%e9&=x",
      want: "?sig=a%2fb+c&&q=%e9&=x&z=1",
      replaced: "?z=1",
    },
    { name: "empty params change nothing", url: "?b=2", request: {}, want: "?b=2", replaced: "" },
    { name: "null changes nothing", url: "?b=2", request: null, want: "?b=2", replaced: "?b=2" },
    { name: "nothing changes nothing", url: "?b=2", want: "?b=2", replaced: "?b=2" },
    { name: "an empty query stays empty", url: "?", want: "?", replaced: "?" },
    {
      name: "an empty list removes the URL's key",
      url: "?a=1&b=2",
      request: { a: [] },
      want: "?b=2",
      replaced: "",
    },
    { name: "the fragment stays", url: "#f", request: { a: 1 }, want: "?a=1#f" },
    {
      name: "a question mark in the fragment is no query",
      url: "#f?x=1",
      request: { a: 1 },
      want: "?a=1#f?x=1",
    },
  ];
  it.each(rows)("$name", ({ client, url, request, want, replaced }) => {
    const resolved = resolveUrl(undefined, `https://example.com/x${url}`);
    const params = client === undefined ? undefined : parseParams(client);
    const merged = applyParams(resolved, params, request);
    expect(merged.href).toBe(`https://example.com/x${want === "?" ? "?" : want}`);
    expect(merged.target).toBe(
      `/x${(want.split("#")[0] ?? "").replace(/^\?$/, merged.target.endsWith("?") ? "?" : "")}`,
    );
    expect(new URL(merged.href).href).toBe(merged.href);
    if (replaced !== undefined) {
      expect(applyParams(resolved, params, request, "replace").href).toBe(`https://example.com/x${replaced}`);
    }
  });
});
