// Expected strings follow OpenAPI 3.2 §4.12.3 "Style Examples" and RFC 6570; where a row goes beyond them, it says so.

import { Client, type Request } from "@gen-client/runtime";
import { ArgumentError, call, encodeValue, operation } from "@gen-client/runtime/codegen";
import { describe, expect, it } from "vitest";
import type { ParameterDescriptor } from "../../../runtime/codegen/operation.js";

const client = new Client({ baseUrl: "https://api.example.com" });

function built(parameter: ParameterDescriptor, value: unknown, path = "/"): Request {
  const described = operation<object, object>({
    id: "test",
    method: "GET",
    path: parameter.in === "path" ? `/p{${parameter.name}}/end` : path,
    parameters: [parameter],
    responses: {},
  });
  return call(client, described, { [parameter.as ?? parameter.name]: value }).build();
}

const text = "blue";
const array = ["blue", "black", "brown"];
const object = { R: 100, G: 200, B: 150 };

type Row = Omit<ParameterDescriptor, "name" | "in"> & { name: string; value: unknown; want: string };

describe("path", () => {
  const rows: readonly Row[] = [
    { name: "§4.12.3 simple, string", value: text, want: "blue" },
    { name: "§4.12.3 simple, array", value: array, want: "blue,black,brown" },
    { name: "§4.12.3 simple, object", value: object, want: "R,100,G,200,B,150" },
    { name: "§4.12.3 simple, empty", value: "", want: "" },
    { name: "§4.12.3 simple explode, array", explode: true, value: array, want: "blue,black,brown" },
    { name: "§4.12.3 simple explode, object", explode: true, value: object, want: "R=100,G=200,B=150" },
    { name: "§4.12.3 label, string", style: "label", value: text, want: ".blue" },
    { name: "§4.12.3 label, empty", style: "label", value: "", want: "." },
    { name: "§4.12.3 label, array", style: "label", value: array, want: ".blue,black,brown" },
    { name: "§4.12.3 label, object", style: "label", value: object, want: ".R,100,G,200,B,150" },
    {
      name: "§4.12.3 label explode, array",
      style: "label",
      explode: true,
      value: array,
      want: ".blue.black.brown",
    },
    {
      name: "§4.12.3 label explode, object",
      style: "label",
      explode: true,
      value: object,
      want: ".R=100.G=200.B=150",
    },
    { name: "§4.12.3 matrix, string", style: "matrix", value: text, want: ";color=blue" },
    { name: "§4.12.3 matrix, empty", style: "matrix", value: "", want: ";color" },
    { name: "§4.12.3 matrix, array", style: "matrix", value: array, want: ";color=blue,black,brown" },
    { name: "§4.12.3 matrix, object", style: "matrix", value: object, want: ";color=R,100,G,200,B,150" },
    {
      name: "§4.12.3 matrix explode, array",
      style: "matrix",
      explode: true,
      value: array,
      want: ";color=blue;color=black;color=brown",
    },
    {
      name: "§4.12.3 matrix explode, object",
      style: "matrix",
      explode: true,
      value: object,
      want: ";R=100;G=200;B=150",
    },
    { name: "RFC 6570 §3.2.2: reserved characters are escaped", value: "a/b?c#d", want: "a%2Fb%3Fc%23d" },
    { name: "RFC 6570 §3.2.2: so are !'()*", value: "!'()*", want: "%21%27%28%29%2A" },
    { name: "RFC 6570 §1.5: unreserved characters stay", value: "a-b._~9", want: "a-b._~9" },
    { name: "RFC 6570 §1.5: other characters become their UTF-8", value: "é漢", want: "%C3%A9%E6%BC%A2" },
    { name: "RFC 6570 §3.2.2: a delimiter inside an item is escaped", value: ["a,b", "c"], want: "a%2Cb,c" },
    { name: "an escaped slash in a value is escaped again", value: "a%2Fb", want: "a%252Fb" },
    {
      name: "RFC 6570 §3.2.3 with allowReserved: reserved characters and triplets stay",
      allowReserved: true,
      value: "a:b@c;d%2F%e",
      want: "a:b@c;d%2F%25e",
    },
    {
      name: "§4.12.1: allowReserved never lets a value out of its segment",
      allowReserved: true,
      value: "a/b?c#d",
      want: "a%2Fb%3Fc%23d",
    },
    { name: "a number", value: 7, want: "7" },
    { name: "zero", value: 0, want: "0" },
    { name: "false", value: false, want: "false" },
    { name: "a bigint", value: 9007199254740993n, want: "9007199254740993" },
    { name: "a Date", value: new Date(0), want: "1970-01-01T00%3A00%3A00.000Z" },
    {
      name: "a Date where a date goes",
      codec: "date",
      encode: encodeValue,
      value: new Date(0),
      want: "1970-01-01",
    },
    { name: "an empty array", value: [], want: "" },
    { name: "JSON content", content: "application/json", value: { a: [1] }, want: "%7B%22a%22%3A%5B1%5D%7D" },
    { name: "half a surrogate pair is U+FFFD", value: "\ud800", want: "%EF%BF%BD" },
  ];
  it.each(rows)("$name", ({ name: _, value, want, ...descriptor }) => {
    const request = built({ ...descriptor, name: "color", in: "path" }, value);
    expect(request.href).toBe(`https://api.example.com/p${want}/end`);
  });

  const refused: readonly { name: string; path: string; args: object; message: RegExp }[] = [
    { name: "a missing value", path: "/pets/{id}", args: {}, message: /"id" is missing/ },
    { name: "null", path: "/pets/{id}", args: { id: null }, message: /"id" is missing/ },
    {
      name: "an inherited value",
      path: "/pets/{constructor}",
      args: {},
      message: /"constructor" is missing/,
    },
    { name: "a dot segment", path: "/pets/{id}/x", args: { id: ".." }, message: /another path/ },
    { name: "a single dot", path: "/pets/{id}", args: { id: "." }, message: /another path/ },
    { name: "dots from two values", path: "/pets/{id}{id}", args: { id: "." }, message: /another path/ },
    { name: "an escaped dot segment", path: "/pets/{raw}", args: { raw: "%2e%2E" }, message: /another path/ },
    { name: "a half-escaped one", path: "/pets/{raw}", args: { raw: ".%2e" }, message: /another path/ },
    {
      name: "one among several segments",
      path: "/{some}",
      args: { some: "a/../b" },
      message: /another path/,
    },
    {
      name: "an escaped one among several",
      path: "/{some}",
      args: { some: "a/%2E" },
      message: /another path/,
    },
    {
      name: "an object in an array",
      path: "/pets/{id}",
      args: { id: [{ a: 1 }] },
      message: /no form in its style/,
    },
  ];
  it.each(refused)("$name is refused", ({ path, args, message }) => {
    const described = operation<object, object>({
      id: "test",
      method: "GET",
      path,
      parameters: [
        { name: "id", in: "path" },
        { name: "raw", in: "path", allowReserved: true },
        { name: "some", in: "path", segments: true },
      ],
      responses: {},
    });
    const build = (): Request => call(client, described, args).build();
    expect(build).toThrow(ArgumentError);
    expect(build).toThrow(message);
  });

  // §4.12.3 writes it as nothing, and servers have routes for that: GitHub lists a repository's root so.
  const empty: readonly { name: string; path: string; args: object; want: string }[] = [
    { name: "last", path: "/contents/{path}", args: { path: "" }, want: "/contents/" },
    { name: "first", path: "/{path}/{other}", args: { path: "", other: "a.example" }, want: "//a.example" },
    { name: "first in the document", path: "//a.example/{path}", args: { path: "b" }, want: "//a.example/b" },
  ];
  it.each(empty)("an empty segment, the $name, is sent, and is no host", ({ path, args, want }) => {
    const parameters: ParameterDescriptor[] = ["path", "other"].map((name) => ({
      name,
      in: "path",
    }));
    const described = operation<object, object>({
      id: "test",
      method: "GET",
      path,
      parameters,
      responses: {},
    });
    expect(call(client, described, args).build().href).toBe(`https://api.example.com${want}`);
  });

  it("dots inside a longer segment are fine", () => {
    expect(built({ name: "v", in: "path" }, "1..2").href).toBe("https://api.example.com/p1..2/end");
  });

  it("a name that needs escaping, one that objects inherit, and one with a slash", () => {
    const described = operation<object, object>({
      id: "test",
      method: "GET",
      path: "/{a b}/{__proto__}/{c/d}",
      parameters: [
        { name: "a b", in: "path", style: "matrix" },
        { name: "__proto__", in: "path" },
      ],
      responses: {},
    });
    const args = JSON.parse('{ "a b": 1, "__proto__": "x", "c/d": "e/f" }') as object;
    expect(call(client, described, args).build().href).toBe("https://api.example.com/;a%20b=1/x/e%2Ff");
  });
});

describe("query", () => {
  const rows: readonly Row[] = [
    { name: "§4.12.3 form explode, string", value: text, want: "color=blue" },
    { name: "§4.12.3 form explode, empty", value: "", want: "color=" },
    { name: "§4.12.3 form explode, array", value: array, want: "color=blue&color=black&color=brown" },
    { name: "§4.12.3 form explode, object", value: object, want: "R=100&G=200&B=150" },
    { name: "§4.12.3 form, array", explode: false, value: array, want: "color=blue,black,brown" },
    { name: "§4.12.3 form, object", explode: false, value: object, want: "color=R,100,G,200,B,150" },
    { name: "§4.12.3 form, empty", explode: false, value: "", want: "color=" },
    {
      name: "§4.12.3 spaceDelimited, array",
      style: "spaceDelimited",
      value: array,
      want: "color=blue%20black%20brown",
    },
    {
      name: "§4.12.3 spaceDelimited, object",
      style: "spaceDelimited",
      value: object,
      want: "color=R%20100%20G%20200%20B%20150",
    },
    {
      name: "§4.12.3 pipeDelimited, array",
      style: "pipeDelimited",
      value: array,
      want: "color=blue%7Cblack%7Cbrown",
    },
    {
      name: "§4.12.3 pipeDelimited, object",
      style: "pipeDelimited",
      value: object,
      want: "color=R%7C100%7CG%7C200%7CB%7C150",
    },
    {
      name: "§4.12.3 deepObject, object",
      style: "deepObject",
      explode: true,
      value: object,
      want: "color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150",
    },
    {
      name: "Swagger 2.0 tsv: tabs",
      style: "tabDelimited",
      value: array,
      want: "color=blue%09black%09brown",
    },
    {
      name: "Swagger 2.0 multi, as pipeDelimited explode: one pair per item",
      style: "pipeDelimited",
      explode: true,
      value: array,
      want: "color=blue&color=black&color=brown",
    },
    {
      name: "beyond the specification: deepObject nests",
      style: "deepObject",
      value: { a: { b: 1 }, c: [1, 2], d: [{ e: 3 }] },
      want: "color%5Ba%5D%5Bb%5D=1&color%5Bc%5D%5B%5D=1&color%5Bc%5D%5B%5D=2&color%5Bd%5D%5B0%5D%5Be%5D=3",
    },
    {
      name: "beyond the specification: deepObject takes a list",
      style: "deepObject",
      value: ["a", "b"],
      want: "color%5B%5D=a&color%5B%5D=b",
    },
    { name: "undefined is left out", value: undefined, want: "" },
    { name: "null is empty, as in the runtime's own params", value: null, want: "color=" },
    { name: "RFC 6570 §2.3: an empty array is undefined", value: [], want: "" },
    { name: "RFC 6570 §2.3: an empty object is undefined", value: {}, want: "" },
    { name: "RFC 6570 §2.3: so are members", value: ["a", undefined, null, "b"], want: "color=a&color=b" },
    { name: "RFC 6570 §2.3: and properties", value: { a: 1, b: undefined }, want: "a=1" },
    { name: "true", value: true, want: "color=true" },
    { name: "RFC 6570 §3.2.8: a space is %20, a plus %2B", value: "a b+c", want: "color=a%20b%2Bc" },
    { name: "RFC 6570 §3.2.8: & and = are escaped", value: "a&b=c", want: "color=a%26b%3Dc" },
    {
      name: "RFC 6570 §3.2.3 with allowReserved: reserved characters stay",
      allowReserved: true,
      value: "a/b:c?d@e,f;g",
      want: "color=a/b:c?d@e,f;g",
    },
    {
      name: "with allowReserved a triplet stays, a lone % does not",
      allowReserved: true,
      value: "%20 %",
      want: "color=%20%20%25",
    },
    {
      name: "§4.12.2.1: what a query cannot hold is escaped even with allowReserved",
      allowReserved: true,
      value: "a#b&c[d]",
      want: "color=a%23b%26c%5Bd%5D",
    },
    {
      name: "JSON content",
      content: "application/json",
      value: { a: "b c" },
      want: "color=%7B%22a%22%3A%22b%20c%22%7D",
    },
    {
      name: "JSON content, a string is quoted",
      content: "application/json",
      value: "x",
      want: "color=%22x%22",
    },
    { name: "JSON content, null", content: "application/json", value: null, want: "color=null" },
    { name: "text content", content: "text/plain", value: "a b", want: "color=a%20b" },
    { name: "an array in a spread object is spread too", value: { a: [1, 2] }, want: "a=1&a=2" },
  ];
  it.each(rows)("$name", ({ name: _, value, want, ...descriptor }) => {
    const request = built({ ...descriptor, name: "color", in: "query" }, value);
    expect(request.href).toBe(`https://api.example.com/${want === "" ? "" : `?${want}`}`);
  });

  const circle: Record<string, unknown> = { a: { b: [] } };
  circle.a = { b: [circle] };
  const refused: readonly (Omit<Row, "want"> & { readonly message: string })[] = [
    {
      name: "a circle in a deepObject",
      style: "deepObject",
      value: circle,
      message: '"color": Converting circular structure',
    },
    { name: "a circle in a form", value: circle, message: '"color": Converting circular structure' },
    {
      name: "a circle in JSON",
      content: "application/json",
      value: circle,
      message: '"color": Converting circular structure',
    },
    {
      name: "NaN in JSON",
      content: "application/json",
      value: [Number.NaN],
      message: '"color": json: Out of',
    },
  ];
  it.each(refused)("$name is refused", ({ name: _, value, message, ...descriptor }) => {
    const build = (): Request => built({ ...descriptor, name: "color", in: "query" }, value);
    expect(build).toThrow(ArgumentError);
    expect(build).toThrow(message);
  });

  it("what is there twice, and no circle, is sent twice", () => {
    const shared = { c: 1 };
    const request = built(
      { name: "x", in: "query", style: "deepObject", explode: true },
      { a: shared, b: shared },
    );
    expect(decodeURIComponent(request.url.search)).toBe("?x[a][c]=1&x[b][c]=1");
  });

  const whole: readonly {
    name: string;
    path: string;
    parameter: ParameterDescriptor;
    value: unknown;
    want: string;
  }[] = [
    {
      name: "a name with brackets is escaped",
      path: "/",
      parameter: { name: "filter[a]", in: "query" },
      value: 1,
      want: "/?filter%5Ba%5D=1",
    },
    {
      name: "the argument may have another name",
      path: "/",
      parameter: { name: "page-size", in: "query", as: "pageSize" },
      value: 5,
      want: "/?page-size=5",
    },
    {
      name: "a query in the path template stays, byte for byte",
      path: "/x?api=a+b",
      parameter: { name: "q", in: "query" },
      value: "1",
      want: "/x?api=a+b&q=1",
    },
    {
      name: "a fragment in the path template is not sent",
      path: "/x#Action=Get",
      parameter: { name: "q", in: "query" },
      value: "1",
      want: "/x?q=1",
    },
    {
      name: "3.2 querystring, form content",
      path: "/",
      parameter: { name: "q", in: "querystring", content: "application/x-www-form-urlencoded" },
      value: { a: "b c", d: [1, 2] },
      want: "/?a=b+c&d=1&d=2",
    },
    {
      name: "3.2 querystring, JSON content",
      path: "/",
      parameter: { name: "q", in: "querystring", content: "application/json" },
      value: { a: 1 },
      want: "/?%7B%22a%22%3A1%7D",
    },
    {
      name: "3.2 querystring, text content",
      path: "/",
      parameter: { name: "q", in: "querystring", content: "text/plain" },
      value: "a b",
      want: "/?a%20b",
    },
  ];
  it.each(whole)("$name", ({ path, parameter, value, want }) => {
    expect(built(parameter, value, path).href).toBe(`https://api.example.com${want}`);
  });

  it("an object where only scalars go is refused by name", () => {
    expect(() => built({ name: "h", in: "header" }, { a: { b: 1 } })).toThrow(/"h": a value of type object/);
  });
});

describe("header", () => {
  const rows: readonly (Omit<Row, "want"> & { want: string | null })[] = [
    { name: "§4.12.3 simple, string", value: text, want: "blue" },
    { name: "§4.12.3 simple, array", value: array, want: "blue,black,brown" },
    { name: "§4.12.3 simple, object", value: object, want: "R,100,G,200,B,150" },
    { name: "§4.12.3 simple explode, object", explode: true, value: object, want: "R=100,G=200,B=150" },
    { name: "§4.12.2.1: headers are not percent-encoded", value: "a b/c,d", want: "a b/c,d" },
    { name: "a number", value: 5, want: "5" },
    { name: "false", value: false, want: "false" },
    { name: "empty", value: "", want: "" },
    { name: "undefined is not sent", value: undefined, want: null },
    { name: "null is not sent", value: null, want: null },
    { name: "an empty array is not sent", value: [], want: null },
    {
      name: "JSON content, in ASCII",
      content: "application/json",
      value: { a: "é" },
      want: '{"a":"\\u00e9"}',
    },
  ];
  it.each(rows)("$name", ({ name: _, value, want, ...descriptor }) => {
    const request = built({ ...descriptor, name: "X-Color", in: "header" }, value);
    expect(request.headers.get("x-color")).toBe(want);
  });

  it("may have a name that objects inherit", () => {
    const request = built({ name: "__proto__", in: "header" }, "x");
    expect(request.headers.get("__proto__")).toBe("x");
  });
});

describe("cookie", () => {
  const rows: readonly (Omit<Row, "want"> & { want: string | null })[] = [
    { name: "§4.12.3 form explode, string", value: text, want: "color=blue" },
    { name: "§4.12.3 form, array", explode: false, value: array, want: "color=blue,black,brown" },
    { name: "§4.12.3 form explode, array", value: array, want: "color=blue&color=black&color=brown" },
    { name: "§4.12.3 form explode, object", value: object, want: "R=100&G=200&B=150" },
    { name: "form escapes", value: "a;b c", want: "color=a%3Bb%20c" },
    { name: "§4.12.3 cookie, string", style: "cookie", value: text, want: "color=blue" },
    {
      name: "§4.12.3 cookie, array",
      style: "cookie",
      explode: false,
      value: array,
      want: "color=blue,black,brown",
    },
    {
      name: "§4.12.3 cookie explode, array",
      style: "cookie",
      value: array,
      want: "color=blue; color=black; color=brown",
    },
    { name: "§4.12.3 cookie explode, object", style: "cookie", value: object, want: "R=100; G=200; B=150" },
    { name: "§4.12.2: cookie does not escape", style: "cookie", value: "a b%20", want: "color=a b%20" },
    { name: "undefined is not sent", value: undefined, want: null },
    { name: "JSON content", content: "application/json", value: { a: 1 }, want: "color=%7B%22a%22%3A1%7D" },
  ];
  it.each(rows)("$name", ({ name: _, value, want, ...descriptor }) => {
    const request = built({ ...descriptor, name: "color", in: "cookie" }, value);
    expect(request.headers.get("cookie")).toBe(want);
  });

  it("RFC 6265 §4.1.1: a raw value cannot end the cookie", () => {
    expect(() => built({ name: "c", in: "cookie", style: "cookie" }, "a; admin=1")).toThrow(ArgumentError);
  });
});

describe("what no parameter can say is refused", () => {
  const values: readonly { name: string; value: unknown }[] = [
    { name: "a Map", value: new Map([["a", 1]]) },
    { name: "a Set", value: new Set(["a"]) },
    { name: "what nobody awaited", value: Promise.resolve("a") },
    { name: "bytes", value: new Uint8Array([65]) },
    { name: "a Blob", value: new Blob(["a"]) },
    { name: "a search", value: new URLSearchParams("a=b") },
    { name: "an invalid date", value: new Date(Number.NaN) },
    { name: "no number", value: Number.NaN },
    { name: "an infinite number", value: Number.POSITIVE_INFINITY },
    { name: "a function", value: () => "a" },
  ];
  const places: readonly ParameterDescriptor[] = [
    { name: "p", in: "query" },
    { name: "p", in: "query", style: "deepObject", explode: true },
    { name: "p", in: "header" },
    { name: "p", in: "cookie" },
  ];
  it.each(values)("$name", ({ value }) => {
    for (const place of places)
      expect(() => built(place, value), JSON.stringify(place)).toThrow(ArgumentError);
    const form: ParameterDescriptor = {
      name: "p",
      in: "querystring",
      content: "application/x-www-form-urlencoded",
    };
    expect(() => built(form, { p: value })).toThrow(ArgumentError);
    expect(() => built({ name: "p", in: "query" }, [value])).toThrow(ArgumentError);
  });
});
