// Parameters, from a document to the bytes that arrive. What is wanted is written by hand after OpenAPI 3.2 §4.12.3
// "Style Examples", RFC 6570 for what that leaves open, and RFC 6265 and RFC 9110 for cookies and headers.

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { documentOf, generateSdk, type Sdk } from "../support/sdk.js";
import { type Seen, startWireServer, type WireServer } from "../support/wire-server.js";

type Location = "path" | "query" | "header" | "cookie" | "querystring";

interface Row {
  readonly name: string;
  /** The Parameter Object, less its `schema` where the value tells it. */
  readonly parameter: { readonly in: Location; readonly name?: string } & Readonly<Record<string, unknown>>;
  /** Absent: the argument is left out. */
  readonly value?: unknown;
  readonly want: string | undefined;
}

const color = { string: "blue", array: ["blue", "black", "brown"], object: { R: 100, G: 200, B: 150 } };

/** §4.12.3, the table. */
const cells: readonly (readonly [Location, string, boolean, ...string[]])[] = [
  // in        style              explode  ""        string         array                                     object
  ["path", "matrix", false, ";color", ";color=blue", ";color=blue,black,brown", ";color=R,100,G,200,B,150"],
  [
    "path",
    "matrix",
    true,
    ";color",
    ";color=blue",
    ";color=blue;color=black;color=brown",
    ";R=100;G=200;B=150",
  ],
  ["path", "label", false, ".", ".blue", ".blue,black,brown", ".R,100,G,200,B,150"],
  ["path", "label", true, ".", ".blue", ".blue.black.brown", ".R=100.G=200.B=150"],
  ["path", "simple", false, "", "blue", "blue,black,brown", "R,100,G,200,B,150"],
  ["path", "simple", true, "", "blue", "blue,black,brown", "R=100,G=200,B=150"],
  ["header", "simple", false, "", "blue", "blue,black,brown", "R,100,G,200,B,150"],
  ["header", "simple", true, "", "blue", "blue,black,brown", "R=100,G=200,B=150"],
  ["query", "form", false, "color=", "color=blue", "color=blue,black,brown", "color=R,100,G,200,B,150"],
  ["query", "form", true, "color=", "color=blue", "color=blue&color=black&color=brown", "R=100&G=200&B=150"],
  [
    "query",
    "spaceDelimited",
    false,
    "n/a",
    "n/a",
    "color=blue%20black%20brown",
    "color=R%20100%20G%20200%20B%20150",
  ],
  [
    "query",
    "pipeDelimited",
    false,
    "n/a",
    "n/a",
    "color=blue%7Cblack%7Cbrown",
    "color=R%7C100%7CG%7C200%7CB%7C150",
  ],
  ["query", "deepObject", true, "n/a", "n/a", "n/a", "color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150"],
  ["cookie", "form", false, "color=", "color=blue", "color=blue,black,brown", "color=R,100,G,200,B,150"],
  ["cookie", "form", true, "color=", "color=blue", "color=blue&color=black&color=brown", "R=100&G=200&B=150"],
  ["cookie", "cookie", false, "color=", "color=blue", "color=blue,black,brown", "color=R,100,G,200,B,150"],
  [
    "cookie",
    "cookie",
    true,
    "color=",
    "color=blue",
    "color=blue; color=black; color=brown",
    "R=100; G=200; B=150",
  ],
];

const examples = cells.flatMap(([location, style, explode, ...wants]) =>
  ["", color.string, color.array, color.object].flatMap((value, index): Row[] => {
    const want = wants[index];
    if (want === undefined || want === "n/a") return [];
    const name = `§4.12.3 ${location} ${style}${explode ? " explode" : ""}: ${JSON.stringify(value)}`;
    return [{ name, parameter: { in: location, style, explode }, value, want }];
  }),
);

const strings = { type: "array", items: { type: "string" } };
const anyObject = { type: "object", additionalProperties: true };
const nullable = { type: ["string", "null"] };
const json = (schema: object = {}): object => ({ content: { "application/json": { schema } } });

const rows: readonly Row[] = [
  ...examples,

  // Defaults, §4.12.2.1.
  {
    name: "path: simple by default",
    parameter: { in: "path" },
    value: color.object,
    want: "R,100,G,200,B,150",
  },
  {
    name: "query: form, exploded, by default",
    parameter: { in: "query" },
    value: ["a", "b"],
    want: "color=a&color=b",
  },
  { name: "header: simple by default", parameter: { in: "header" }, value: ["a", "b"], want: "a,b" },
  { name: "cookie: form, exploded, by default", parameter: { in: "cookie" }, value: "a", want: "color=a" },
  {
    name: "style: form with explode left out is exploded",
    parameter: { in: "query", style: "form" },
    value: { a: 1, b: 2 },
    want: "a=1&b=2",
  },
  {
    name: "other styles are not",
    parameter: { in: "query", style: "pipeDelimited" },
    value: ["a", "b"],
    want: "color=a%7Cb",
  },
  {
    name: "spaceDelimited, exploded, is form",
    parameter: { in: "query", style: "spaceDelimited", explode: true },
    value: ["a", "b"],
    want: "color=a&color=b",
  },

  // Primitives.
  { name: "an integer", parameter: { in: "query" }, value: 7, want: "color=7" },
  { name: "a negative fraction", parameter: { in: "path" }, value: -0.5, want: "-0.5" },
  {
    name: "a large integer is not written with an exponent",
    parameter: { in: "query", schema: { type: "integer" } },
    value: 2 ** 53 - 1,
    want: "color=9007199254740991",
  },
  { name: "false", parameter: { in: "query" }, value: false, want: "color=false" },
  { name: "zero", parameter: { in: "header" }, value: 0, want: "0" },
  {
    name: "a date-time from a Date",
    parameter: { in: "query", schema: { type: "string", format: "date-time" } },
    value: new Date(0),
    want: "color=1970-01-01T00%3A00%3A00.000Z",
  },

  // Absent, null, empty: RFC 6570 §2.3, and §4.12.3 for null.
  { name: "an absent query parameter is not sent", parameter: { in: "query" }, want: undefined },
  { name: "an absent header is not sent", parameter: { in: "header" }, want: undefined },
  { name: "an absent cookie is not sent", parameter: { in: "cookie" }, want: undefined },
  { name: "undefined is absent", parameter: { in: "query" }, value: undefined, want: undefined },
  {
    name: "an empty array is absent",
    parameter: { in: "query", schema: strings },
    value: [],
    want: undefined,
  },
  {
    name: "an empty array is absent, not exploded",
    parameter: { in: "query", schema: strings, explode: false },
    value: [],
    want: undefined,
  },
  {
    name: "an empty object is absent",
    parameter: { in: "query", schema: anyObject },
    value: {},
    want: undefined,
  },
  {
    name: "an empty deep object is absent",
    parameter: { in: "query", schema: anyObject, style: "deepObject" },
    value: {},
    want: undefined,
  },
  {
    name: "null in a query is there, but empty",
    parameter: { in: "query", schema: nullable },
    value: null,
    want: "color=",
  },
  {
    name: "undefined items are left out",
    parameter: { in: "query", schema: strings, explode: false },
    value: ["a", undefined, "b"],
    want: "color=a,b",
  },
  {
    name: "undefined properties are left out",
    parameter: { in: "query", schema: anyObject },
    value: { a: undefined, b: 1 },
    want: "b=1",
  },
  {
    name: "an empty item stays",
    parameter: { in: "query", schema: strings },
    value: ["", "a"],
    want: "color=&color=a",
  },
  {
    name: "an empty item stays between commas",
    parameter: { in: "query", schema: strings, explode: false },
    value: ["", "a"],
    want: "color=,a",
  },

  // Escapes: RFC 6570 §3.2.2.
  {
    name: "query: reserved characters",
    parameter: { in: "query" },
    value: ":/?#[]@!$&'()*+,;=",
    want: "color=%3A%2F%3F%23%5B%5D%40%21%24%26%27%28%29%2A%2B%2C%3B%3D",
  },
  {
    name: "path: reserved characters",
    parameter: { in: "path" },
    value: ":/?#[]@!$&'()*+,;=",
    want: "%3A%2F%3F%23%5B%5D%40%21%24%26%27%28%29%2A%2B%2C%3B%3D",
  },
  {
    name: "query: a space is %20, not +",
    parameter: { in: "query" },
    value: "a b+c",
    want: "color=a%20b%2Bc",
  },
  {
    name: "query: UTF-8",
    parameter: { in: "query" },
    value: "é漢😀",
    want: "color=%C3%A9%E6%BC%A2%F0%9F%98%80",
  },
  { name: "query: a percent sign", parameter: { in: "query" }, value: "100%25", want: "color=100%2525" },
  {
    name: "query: what separates items is escaped inside them",
    parameter: { in: "query", style: "pipeDelimited", schema: strings },
    value: ["a|b", "c d"],
    want: "color=a%7Cb%7Cc%20d",
  },
  {
    name: "path matrix: what separates pairs is escaped inside them",
    parameter: { in: "path", style: "matrix", explode: true },
    value: { "a;b": "c=d" },
    want: ";a%3Bb=c%3Dd",
  },
  {
    name: "cookie form: as in a query",
    parameter: { in: "cookie" },
    value: "a b;c",
    want: "color=a%20b%3Bc",
  },
  {
    name: "cookie style: as it is",
    parameter: { in: "cookie", style: "cookie" },
    value: "a,b%20=c",
    want: "color=a,b%20=c",
  },
  {
    name: "header: as it is",
    parameter: { in: "header" },
    value: 'a b;c="d", e%20f',
    want: 'a b;c="d", e%20f',
  },

  // allowReserved: RFC 6570 §3.2.3; what a query cannot hold is escaped all the same.
  {
    name: "query allowReserved",
    parameter: { in: "query", allowReserved: true },
    value: ":/?@!$()*+,;=",
    want: "color=:/?@!$()*+,;=",
  },
  {
    name: "query allowReserved: what would end the value",
    parameter: { in: "query", allowReserved: true },
    value: "a&b#c[d]",
    want: "color=a%26b%23c%5Bd%5D",
  },
  {
    name: "query allowReserved: triplets stay",
    parameter: { in: "query", allowReserved: true },
    value: "a%2Fb%zz",
    want: "color=a%2Fb%25zz",
  },
  {
    name: "query allowReserved, array",
    parameter: { in: "query", allowReserved: true, explode: false },
    value: ["a/b", "c:d"],
    want: "color=a/b,c:d",
  },
  {
    name: "path allowReserved (3.2)",
    parameter: { in: "path", allowReserved: true },
    value: "a:b@c;d,e",
    want: "a:b@c;d,e",
  },
  {
    name: "path allowReserved: never another segment",
    parameter: { in: "path", allowReserved: true },
    value: "a/b?c#d",
    want: "a%2Fb%3Fc%23d",
  },

  // Values that are paths: RFC 6570 §3.2.3 for `{+name}`, and the extensions that say the same.
  {
    name: "path x-ms-skip-url-encoding: slashes stay",
    parameter: { in: "path", "x-ms-skip-url-encoding": true },
    value: "a/b c?d#e",
    want: "a/b%20c%3Fd%23e",
  },
  {
    name: "path x-multi-segment: slashes and triplets stay",
    parameter: { in: "path", "x-multi-segment": true },
    value: "docs/a%2Fb/é.md",
    want: "docs/a%2Fb/%C3%A9.md",
  },
  {
    name: "query x-ms-skip-url-encoding",
    parameter: { in: "query", "x-ms-skip-url-encoding": true },
    value: "a/b&c",
    want: "color=a/b%26c",
  },

  // Names.
  {
    name: "a name with brackets",
    parameter: { in: "query", name: "filter[a]" },
    value: "x",
    want: "filter%5Ba%5D=x",
  },
  {
    name: "a name with what separates pairs",
    parameter: { in: "query", name: "a&b=c" },
    value: "x",
    want: "a%26b%3Dc=x",
  },
  { name: "a name in UTF-8", parameter: { in: "query", name: "größe" }, value: 1, want: "gr%C3%B6%C3%9Fe=1" },
  { name: "a name with a dollar", parameter: { in: "query", name: "$top" }, value: 1, want: "%24top=1" },
  {
    name: "a name as of what objects inherit",
    parameter: { in: "query", name: "__proto__" },
    value: "x",
    want: "__proto__=x",
  },
  {
    name: "a name that is a reserved word",
    parameter: { in: "query", name: "class" },
    value: "x",
    want: "class=x",
  },
  {
    name: "the empty brackets of PHP",
    parameter: { in: "query", name: "ids[]" },
    value: ["1", "2"],
    want: "ids%5B%5D=1&ids%5B%5D=2",
  },
  { name: "a path name with dashes", parameter: { in: "path", name: "pet-id" }, value: "x", want: "x" },
  { name: "an argument called body", parameter: { in: "query", name: "body" }, value: "x", want: "body=x" },

  // Beyond the table.
  {
    name: "deepObject: an array inside",
    parameter: { in: "query", style: "deepObject", explode: true },
    value: { a: ["x", "y"] },
    want: "color%5Ba%5D%5B%5D=x&color%5Ba%5D%5B%5D=y",
  },
  {
    name: "deepObject: an object inside",
    parameter: { in: "query", style: "deepObject", explode: true },
    value: { a: { b: 1 } },
    want: "color%5Ba%5D%5Bb%5D=1",
  },
  {
    name: "deepObject: null inside",
    parameter: { in: "query", style: "deepObject", explode: true },
    value: { a: null },
    want: "color%5Ba%5D=",
  },

  {
    name: "form: objects in an array are JSON",
    parameter: { in: "query", schema: { type: "array", items: anyObject } },
    value: [{ a: "b c" }, { a: 1 }],
    want: "color=%7B%22a%22%3A%22b%20c%22%7D&color=%7B%22a%22%3A1%7D",
  },
  {
    name: "form: an object inside an object is JSON",
    parameter: { in: "query", schema: anyObject },
    value: { a: { b: [1] }, c: [{ d: 1 }] },
    want: "a=%7B%22b%22%3A%5B1%5D%7D&c=%7B%22d%22%3A1%7D",
  },

  // Swagger 2.0, "collectionFormat", which may be of each kind in each place.
  {
    name: "2.0 ssv in a path",
    parameter: { in: "path", explode: false, "x-collection-format": "ssv" },
    value: ["a b", "c"],
    want: "a%20b%20c",
  },
  {
    name: "2.0 pipes in a path",
    parameter: { in: "path", explode: false, "x-collection-format": "pipes" },
    value: ["a", "b"],
    want: "a%7Cb",
  },
  {
    name: "2.0 pipes in a header",
    parameter: { in: "header", explode: false, "x-collection-format": "pipes" },
    value: ["a", "b"],
    want: "a|b",
  },
  {
    name: "2.0 tsv in a header",
    parameter: { in: "header", explode: false, "x-collection-format": "tsv" },
    value: ["a", "b"],
    want: "a\tb",
  },
  {
    name: "2.0 tsv in a query",
    parameter: { in: "query", explode: false, "x-collection-format": "tsv" },
    value: ["a", "b"],
    want: "color=a%09b",
  },

  // content: §4.12.2.2.
  {
    name: "query content: JSON",
    parameter: { in: "query", ...json() },
    value: { a: [1, "b c"] },
    want: "color=%7B%22a%22%3A%5B1%2C%22b%20c%22%5D%7D",
  },
  {
    name: "query content: a JSON string has its quotes",
    parameter: { in: "query", ...json() },
    value: "a",
    want: "color=%22a%22",
  },
  {
    name: "query content: JSON null",
    parameter: { in: "query", ...json(nullable) },
    value: null,
    want: "color=null",
  },
  {
    name: "query content: text",
    parameter: { in: "query", content: { "text/plain": { schema: { type: "string" } } } },
    value: "a&b",
    want: "color=a%26b",
  },
  {
    name: "query content: a form inside",
    parameter: { in: "query", content: { "application/x-www-form-urlencoded": { schema: anyObject } } },
    value: { a: 1, b: "c d" },
    want: "color=a%3D1%26b%3Dc%2Bd",
  },
  {
    name: "path content: JSON",
    parameter: { in: "path", ...json() },
    value: { a: 1 },
    want: "%7B%22a%22%3A1%7D",
  },
  { name: "header content: JSON", parameter: { in: "header", ...json() }, value: { a: 1 }, want: '{"a":1}' },
  { name: "header content: JSON null", parameter: { in: "header", ...json() }, value: null, want: "null" },
  {
    name: "header content: JSON in ASCII",
    parameter: { in: "header", ...json() },
    value: "é",
    want: '"\\u00e9"',
  },
  {
    name: "cookie content: JSON",
    parameter: { in: "cookie", ...json() },
    value: { a: 1 },
    want: "color=%7B%22a%22%3A1%7D",
  },

  // querystring, 3.2 §4.12.1.1.
  {
    name: "querystring: a form",
    parameter: { in: "querystring", content: { "application/x-www-form-urlencoded": { schema: anyObject } } },
    value: { foo: "a + b", bar: true },
    want: "foo=a+%2B+b&bar=true",
  },
  {
    name: "querystring: a form with an encoding",
    parameter: {
      in: "querystring",
      content: {
        "application/x-www-form-urlencoded": {
          schema: anyObject,
          encoding: { ids: { style: "pipeDelimited" } },
        },
      },
    },
    value: { ids: [1, 2] },
    want: "ids=1%7C2",
  },
  {
    name: "querystring: JSON",
    parameter: { in: "querystring", ...json(anyObject) },
    value: { numbers: [1, 2], flag: null },
    want: "%7B%22numbers%22%3A%5B1%2C2%5D%2C%22flag%22%3Anull%7D",
  },
  {
    name: "querystring: text such as JSONPath",
    parameter: { in: "querystring", content: { "application/jsonpath": { schema: { type: "string" } } } },
    value: "$.a[1:1]",
    want: "%24.a%5B1%3A1%5D",
  },
];

function schemaOf(value: unknown): object {
  if (Array.isArray(value)) return strings;
  switch (typeof value) {
    case "object":
      return anyObject;
    case "number":
      return { type: "number" };
    case "boolean":
      return { type: "boolean" };
    default:
      return { type: "string" };
  }
}

const operationOf = ({ parameter, value }: Row, index: number): readonly [string, object] => {
  const { in: location, name = "color" } = parameter;
  const path = `/row${index}${location === "path" ? `/p{${name}}/end` : ""}`;
  const described = {
    name,
    ...(parameter.content === undefined && { schema: schemaOf(value) }),
    ...(location === "path" && { required: true }),
    ...parameter,
  };
  return [path, { get: { operationId: `row${index}`, parameters: [described], responses: { 204: {} } } }];
};

/** What of a request belongs to the parameter. */
function arrived({ target, headers }: Seen, location: Location): string | undefined {
  const [path = "", ...rest] = target.split("?");
  const query = rest.length === 0 ? undefined : rest.join("?");
  switch (location) {
    case "path":
      return path.slice(path.indexOf("/", 1) + 2, -"/end".length);
    case "query":
    case "querystring":
      return query;
    case "header":
      return headers.color === undefined ? undefined : String(headers.color);
    case "cookie":
      return headers.cookie;
  }
}

let server: WireServer;
let sdk: Sdk;

beforeAll(async () => {
  server = await startWireServer();
  server.answer = { status: 204 };
  sdk = await generateSdk("parameters", documentOf({ paths: Object.fromEntries(rows.map(operationOf)) }));
});
afterAll(() => server.close());

/** The arguments' names are the SDK's own choice; its descriptor tells them. */
function argumentOf(index: number): string {
  const [parameter] =
    sdk.operation(`row${index}`)(sdk.client({ baseUrl: server.url })).operation.parameters ?? [];
  return parameter?.as ?? parameter?.name ?? "";
}

describe("one parameter", () => {
  it.each(rows.map((row, index) => ({ ...row, index })))(
    "$name",
    async ({ parameter, want, index, ...row }) => {
      await using api = sdk.client({ baseUrl: server.url });
      const args = "value" in row ? Object.fromEntries([[argumentOf(index), row.value]]) : {};
      await sdk.operation(`row${index}`)(api, args);
      const seen = server.last();
      expect(seen.target.startsWith(`/row${index}`)).toBe(true);
      expect(arrived(seen, parameter.in)).toBe(want);
    },
  );
});

describe("Swagger 2.0", () => {
  const array = (collectionFormat: string | undefined, location = "query"): object => ({
    name: "color",
    in: location,
    required: location === "path",
    type: "array",
    items: { type: "string" },
    ...(collectionFormat !== undefined && { collectionFormat }),
  });
  const nested = (collectionFormat: string, inner: string | undefined): object => ({
    ...array(collectionFormat),
    items: {
      type: "array",
      items: { type: "string" },
      ...(inner !== undefined && { collectionFormat: inner }),
    },
  });
  const formats: readonly { name: string; parameter: object; value?: unknown; want: string }[] = [
    { name: "csv is the default", parameter: array(undefined), want: "/old0?color=a,b%20c" },
    { name: "csv", parameter: array("csv"), want: "/old1?color=a,b%20c" },
    { name: "ssv", parameter: array("ssv"), want: "/old2?color=a%20b%20c" },
    { name: "tsv", parameter: array("tsv"), want: "/old3?color=a%09b%20c" },
    { name: "pipes", parameter: array("pipes"), want: "/old4?color=a%7Cb%20c" },
    { name: "multi", parameter: array("multi"), want: "/old5?color=a&color=b%20c" },
    {
      name: "csv inside pipes",
      parameter: nested("pipes", undefined),
      value: [["a", "b,"], ["c"]],
      want: "/old6?color=a,b%2C%7Cc",
    },
    {
      name: "pipes inside multi",
      parameter: nested("multi", "pipes"),
      value: [["a", "b"], ["c"]],
      want: "/old7?color=a%7Cb&color=c",
    },
  ];
  it.each(formats.map((row, index) => ({ ...row, index })))(
    "collectionFormat: $name",
    async ({ want, index, value = ["a", "b c"] }) => {
      await using api = old.client({ baseUrl: server.url });
      await old.operation(`old${index}`)(api, { color: value });
      expect(server.last().target).toBe(want);
    },
  );

  let old: Sdk;
  beforeAll(async () => {
    const operation = (parameter: object, index: number): readonly [string, object] => [
      `/old${index}`,
      {
        get: { operationId: `old${index}`, parameters: [parameter], responses: { 204: { description: "" } } },
      },
    ];
    old = await generateSdk("swagger", {
      swagger: "2.0",
      info: { title: "Old", version: "1" },
      paths: Object.fromEntries(formats.map(({ parameter }, index) => operation(parameter, index))),
    });
  });
});

describe("several parameters", () => {
  const path = "/tenants/{tenant}/files/{name}.{extension}?fixed=1";
  let several: Sdk;
  beforeAll(async () => {
    const parameter = (name: string, location: Location): object => ({
      name,
      in: location,
      required: location === "path",
      schema: { type: "string" },
    });
    const parameters = [
      ...["tenant", "name", "extension"].map((name) => parameter(name, "path")),
      ...["id", "ID", "b"].map((name) => parameter(name, "query")),
      ...["id", "X-B"].map((name) => parameter(name, "header")),
      ...["id", "z"].map((name) => parameter(name, "cookie")),
    ];
    several = await generateSdk(
      "several",
      documentOf({
        paths: { [path]: { get: { operationId: "several", parameters, responses: { 204: {} } } } },
      }),
    );
  });

  const whole: readonly { name: string; args: Record<string, string>; want: string }[] = [
    {
      name: "go where they belong, in the document's order",
      args: { tenant: "t", name: "a", extension: "b", id: "1", ID: "2" },
      want: "/tenants/t/files/a.b?fixed=1&id=1&ID=2",
    },
    {
      name: "may share a segment, dots and all",
      args: { tenant: "t", name: "..", extension: "" },
      want: "/tenants/t/files/...?fixed=1",
    },
  ];
  it.each(whole)("$name", async ({ args, want }) => {
    await using api = several.client({ baseUrl: server.url });
    await several.operation("several")(api, args);
    expect(server.last().target).toBe(want);
  });

  it("of one name go to all their places", async () => {
    await using api = several.client({ baseUrl: server.url });
    const call = several.operation("several")(api);
    const all = (call.operation.parameters ?? []).map(({ as, name }) => as ?? name);
    await several.operation("several")(api, Object.fromEntries(all.map((name) => [name, `v-${name}`])));
    const { target, headers } = server.last();
    const texts = [target, headers.id, headers["x-b"], headers.cookie];
    expect(texts).toEqual([
      "/tenants/v-tenant/files/v-name.v-extension?fixed=1&id=v-id&ID=v-ID&b=v-b",
      "v-idInHeader",
      "v-X-B",
      "id=v-idInCookie; z=v-z",
    ]);
  });

  const refused: readonly { name: string; args: Record<string, unknown>; message: RegExp }[] = [
    { name: "a missing one", args: { name: "a", extension: "b" }, message: /"tenant" is missing/ },
    {
      name: "null for one",
      args: { tenant: null, name: "a", extension: "b" },
      message: /"tenant" is missing/,
    },
    { name: "..", args: { tenant: "..", name: "a", extension: "b" }, message: /"\.\."/ },
    { name: ".", args: { tenant: ".", name: "a", extension: "b" }, message: /"\."/ },
  ];
  it.each(refused)("in the path, $name is refused before anything is sent", async ({ args, message }) => {
    const before = server.seen.length;
    await using api = several.client({ baseUrl: server.url });
    await expect(several.operation("several")(api, args)).rejects.toThrow(message);
    expect(server.seen.length).toBe(before);
  });
});

describe("a value that is a path, by its template", () => {
  const templates = ["/v1/{+name}:run", "/v1/{name=projects/*}:run", "/v1/{name*}:run", "/v1/{name+}:run"];
  let sdk: Sdk;
  beforeAll(async () => {
    const parameters = [{ name: "name", in: "path", required: true, schema: { type: "string" } }];
    const operation = (template: string, index: number): readonly [string, object] => [
      template,
      { get: { operationId: `template${index}`, parameters, responses: { 204: {} } } },
    ];
    sdk = await generateSdk("templates", documentOf({ paths: Object.fromEntries(templates.map(operation)) }));
  });

  it.each(templates.map((name, index) => ({ name, index })))("$name", async ({ index }) => {
    await using api = sdk.client({ baseUrl: server.url });
    await sdk.operation(`template${index}`)(api, { name: "projects/a b" });
    expect(server.last().target).toBe("/v1/projects/a%20b:run");
  });
});
