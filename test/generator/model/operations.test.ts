import { describe, expect, test } from "vitest";
import type { MediaType, Parameter } from "../../../generator/model/api.js";
import { type Built, build } from "../../support/build.js";
import { printType } from "../../support/print-type.js";

const ok = { responses: { 200: {} } };

/** `GET /{path}` with parameters of the path item and of the operation. */
function withParameters(path: string, own: unknown, shared: unknown = []): Built {
  return build({
    paths: { [path]: { parameters: shared, get: { operationId: "op", parameters: own, ...ok } } },
  });
}

function printParameter({ name, in: location, required, type, serialization }: Parameter): string {
  const how =
    serialization.kind === "content"
      ? serialization.mediaType
      : `${serialization.style}${serialization.explode ? "*" : ""}${serialization.allowReserved ? "+" : ""}`;
  return `${location} ${name}${required ? "" : "?"}: ${printType(type)} as ${how}`;
}

describe("parameters", () => {
  const string = { schema: { type: "string" } };
  test.each<{
    name: string;
    path?: string;
    own: unknown;
    shared?: unknown;
    want: string[];
    codes?: string[];
    wantPath?: string;
  }>([
    {
      name: "default styles by place",
      path: "/{p}",
      own: ["path", "query", "header", "cookie"].map((place) => ({
        name: "p",
        in: place,
        required: true,
        ...string,
      })),
      want: [
        "path p: string as simple",
        "query p: string as form*",
        "header p: string as simple",
        "cookie p: string as form*",
      ],
    },
    {
      name: "a query in the path is not sent twice, if it is always a parameter as well",
      path: "/{p}?restype=container&comp=list&v=1",
      own: [
        { name: "p", in: "path", required: true, ...string },
        { name: "comp", in: "query", required: true, ...string },
        { name: "v", in: "query", ...string },
      ],
      want: ["path p: string as simple", "query comp: string as form*", "query v?: string as form*"],
      wantPath: "/{p}?restype=container&v=1",
    },
    {
      name: "a template in the query of a path is the parameter that has its name, or its key",
      path: "/{p}?v=1&a={a}&filter%5Bb%5D={b}&c={d}&e={e}&f={f}",
      own: [
        { name: "p", in: "path", required: true, ...string },
        { name: "a", in: "query", ...string },
        { name: "filter[b]", in: "query", ...string },
        { name: "d", in: "query", ...string },
        { name: "e", in: "path", required: true, ...string },
      ],
      want: [
        "path p: string as simple",
        "query a?: string as form*",
        "query filter[b]?: string as form*",
        "query d?: string as form*",
        "path e: string as simple",
        "path f: string as simple",
      ],
      codes: ["path-parameter-undeclared"],
      wantPath: "/{p}?v=1&e={e}&f={f}",
    },
    {
      name: "quoted flags",
      own: [
        { name: "a", in: "query", required: "true", explode: "false", allowReserved: "true", ...string },
        { name: "b", in: "query", required: "false", explode: "true", ...string },
      ],
      want: ["query a: string as form+", "query b?: string as form*"],
    },
    {
      name: "two braces for one",
      path: "/{{p}}",
      own: [{ name: "p", in: "path", required: true, ...string }],
      want: ["path p: string as simple"],
      codes: ["path-template"],
      wantPath: "/{p}",
    },
    {
      name: "a template's query, with and without parameters for it",
      path: "/{p}/x{?a,b*,c:3}{&d}",
      own: [
        { name: "p", in: "path", required: true, ...string },
        { name: "b", in: "query", required: true, ...string },
      ],
      want: [
        "path p: string as simple",
        "query b: string as form*",
        "query a?: string as form*",
        "query c?: string as form*",
        "query d?: string as form*",
      ],
      codes: ["path-template"],
      wantPath: "/{p}/x",
    },
    {
      name: "explicit styles",
      path: "/{p}",
      own: [
        { name: "p", in: "path", required: true, style: "matrix", explode: true, ...string },
        { name: "q", in: "query", style: "pipeDelimited", allowReserved: true, ...string },
        { name: "r", in: "query", style: "deepObject", ...string },
        { name: "s", in: "query", style: "form", explode: false, ...string },
        { name: "t", in: "cookie", style: "cookie", ...string },
        { name: "u", in: "query", explode: false, "x-collection-format": "tsv", ...string },
        { name: "v", in: "header", explode: false, "x-collection-format": "pipes", ...string },
        { name: "w", in: "query", allowEmptyValue: true, schema: { type: "boolean" } },
        { name: "x", in: "query", allowEmptyValue: true, schema: { type: ["integer", "null"] } },
        { name: "y", in: "query", allowEmptyValue: true, ...string },
      ],
      want: [
        "path p: string as matrix*",
        "query q?: string as pipeDelimited+",
        "query r?: string as deepObject*",
        "query s?: string as form",
        "cookie t?: string as cookie*",
        "query u?: string as tabDelimited",
        "header v?: string as pipeDelimited",
        'query w?: boolean | "" as form*',
        'query x?: integer | null | "" as form*',
        "query y?: string as form*",
      ],
    },
    {
      name: "the collectionFormat of Swagger 2.0, unless a style is there",
      own: [
        { name: "a", in: "query", collectionFormat: "pipes", type: "array", items: { type: "string" } },
        { name: "b", in: "query", collectionFormat: "csv", ...string },
        { name: "c", in: "query", collectionFormat: "multi", ...string },
        { name: "d", in: "query", collectionFormat: "csv", explode: true, ...string },
        { name: "e", in: "header", collectionFormat: "ssv", ...string },
      ],
      want: [
        "query a?: string[] as pipeDelimited",
        "query b?: string as form",
        "query c?: string as form*",
        "query d?: string as form*",
        "header e?: string as spaceDelimited",
      ],
    },
    {
      name: "a style that cannot be used there",
      own: [{ name: "q", in: "query", style: "matrix", ...string }],
      want: ["query q?: string as form*"],
      codes: ["style-not-allowed"],
    },
    {
      name: "content, and the whole query",
      own: [
        { name: "q", in: "query", content: { "application/json": { schema: { type: "integer" } } } },
        { name: "all", in: "querystring", content: { "application/x-www-form-urlencoded": { schema: {} } } },
      ],
      want: [
        "query q?: integer as application/json",
        "querystring all?: unknown as application/x-www-form-urlencoded",
      ],
    },
    {
      name: "the operation overrides the path item, by place and name",
      shared: [
        { name: "a", in: "query", ...string },
        { name: "X-A", in: "header", ...string },
        { name: "b", in: "query", ...string },
      ],
      own: [
        { name: "a", in: "query", schema: { type: "integer" } },
        { name: "x-a", in: "header", schema: { type: "integer" } },
        { name: "B", in: "query", schema: { type: "integer" } },
      ],
      want: [
        "query a?: integer as form*",
        "header x-a?: integer as simple",
        "query b?: string as form*",
        "query B?: integer as form*",
      ],
    },
    {
      name: "one listed twice",
      own: [
        { name: "a", in: "query", ...string },
        { name: "a", in: "query", schema: { type: "integer" } },
      ],
      want: ["query a?: integer as form*"],
      codes: ["duplicate-parameter"],
    },
    {
      name: "a name in the path that nobody declares",
      path: "/a/{b}/{c}.{d}",
      own: [{ name: "c", in: "path", required: true, ...string }],
      want: ["path c: string as simple", "path b: string as simple", "path d: string as simple"],
      codes: ["path-parameter-undeclared"],
    },
    {
      name: "a path parameter that is not required, and one that is not in the path",
      path: "/{a}",
      own: [
        { name: "a", in: "path", ...string },
        { name: "z", in: "path", required: true, ...string },
      ],
      want: ["path a: string as simple"],
      codes: ["path-parameter-optional", "path-parameter-unused"],
    },
    {
      name: "headers that other fields speak for",
      own: ["Accept", "content-type", "AUTHORIZATION", "X-Accept"].map((name) => ({
        name,
        in: "header",
        ...string,
      })),
      want: ["header X-Accept?: string as simple"],
      codes: ["parameter-ignored"],
    },
    {
      name: "what is no parameter",
      own: [null, 7, {}, { name: "a" }, { name: "a", in: "body" }, { in: "query" }, { $ref: "#/nowhere" }],
      want: [],
      codes: ["invalid-parameter", "body-parameter"],
    },
    {
      name: "no schema is text",
      own: [{ name: "__proto__", in: "query" }],
      want: ["query __proto__?: string as form*"],
    },
  ])("$name", ({ path = "/", own, shared, want, codes = [], wantPath = path }) => {
    const built = withParameters(path, own, shared);
    expect(built.api.operations[0]?.parameters.map(printParameter)).toEqual(want);
    expect(built.api.operations[0]?.path).toBe(wantPath);
    expect(built.codes).toEqual(codes);
  });
});

describe("bodies", () => {
  const object = { type: "object", properties: { a: {} } };
  test.each([
    { mediaType: "application/json", schema: object, want: "json { a?: unknown }" },
    { mediaType: "Application/VND.api+JSON; Version=2", schema: object, want: "json { a?: unknown }" },
    { mediaType: "text/json", schema: object, want: "json { a?: unknown }" },
    { mediaType: "application/json", schema: undefined, want: "json unknown" },
    { mediaType: "application/json", schema: { type: "string", format: "binary" }, want: "binary binary" },
    { mediaType: "application/x-www-form-urlencoded", schema: object, want: "form { a?: unknown }" },
    { mediaType: "multipart/form-data", schema: object, want: "multipart { a?: unknown }" },
    { mediaType: "multipart/mixed", schema: { type: "array" }, want: "multipart unknown[]" },
    { mediaType: "text/plain", schema: { enum: ["a", "b"] }, want: 'text enum("a"|"b")' },
    { mediaType: "text/html", schema: object, want: "text string" },
    { mediaType: "application/xml", schema: object, want: "text string" },
    { mediaType: "application/atom+xml", schema: object, want: "text string" },
    { mediaType: "application/octet-stream", schema: { type: "string" }, want: "binary binary" },
    { mediaType: "image/*", schema: undefined, want: "binary binary" },
    { mediaType: "*/*", schema: object, want: "json { a?: unknown }" },
    { mediaType: "*/*", schema: { type: "string" }, want: "text string" },
    { mediaType: "*/*", schema: { type: "string", format: "binary" }, want: "binary binary" },
    { mediaType: "*/*", schema: undefined, want: "binary binary" },
    {
      mediaType: "application/jsonl",
      schema: object,
      want: "json-lines { a?: unknown }[] of { a?: unknown }",
    },
    {
      mediaType: "application/x-ndjson",
      schema: { type: "array", items: object },
      want: "json-lines { a?: unknown }[] of { a?: unknown }",
    },
    { mediaType: "application/json-seq", schema: undefined, want: "json-seq unknown[] of unknown" },
    {
      mediaType: "text/event-stream",
      schema: object,
      want: "event-data { a?: unknown }[] of { a?: unknown }",
    },
    {
      mediaType: "text/event-stream",
      schema: { type: "string" },
      want: "events { event?: string; data: string; id?: string; retry?: number }[] of { event?: string; data: string; id?: string; retry?: number }",
    },
  ])("$mediaType", ({ mediaType, schema, want }) => {
    const content = { [mediaType]: { schema } };
    const { api } = build({
      paths: { "/": { post: { operationId: "op", requestBody: { content }, ...ok } } },
    });
    const [media] = api.operations[0]?.body?.content ?? [];
    const item = media?.itemType === undefined ? "" : ` of ${printType(media.itemType)}`;
    expect(media && `${media.kind} ${printType(media.type)}${item}`).toBe(want);
  });

  test.each([
    { name: "is anything, as its schema says", given: { json: { schema: object } }, want: ["*/* json"] },
    { name: "is bytes without a schema", given: { gzip: {} }, want: ["*/* binary"] },
    {
      name: "is one with others like it",
      given: { code: { schema: { type: "string" } }, auth_token: {}, "text/csv": {} },
      want: ["*/* text", "text/csv text"],
    },
  ])("a key that is no media type $name, with a warning", ({ given, want }) => {
    const shared = { $ref: "#/components/responses/Shared" };
    const { api, diagnostics } = build({
      components: { responses: { Shared: { description: "", content: given } } },
      paths: {
        "/": {
          post: { operationId: "a", requestBody: { content: given }, ...ok },
          get: { operationId: "b", responses: { 200: shared, 404: shared } },
        },
      },
    });
    const told = (content: readonly MediaType[] | undefined): string[] | undefined =>
      content?.map(({ mediaType, kind }) => `${mediaType} ${kind}`);
    expect(told(api.operations[0]?.body?.content)).toEqual(want);
    expect(told(api.operations[1]?.responses[1]?.content)).toEqual(want);
    const invalid = diagnostics.filter(({ code }) => code === "media-type-invalid");
    const names = Object.keys(given).filter((key) => !key.includes("/"));
    expect(invalid.map(({ pointer }) => pointer)).toEqual([
      ...names.map((name) => `#/paths/~1/post/requestBody/content/${name}`),
      ...names.map((name) => `#/components/responses/Shared/content/${name}`),
    ]);
  });

  test("the events of 3.2 carry parsed data", () => {
    const data = { type: "string", contentMediaType: "application/json", contentSchema: object };
    const event = { properties: { event: { const: "x" }, data }, required: ["data"] };
    const content = {
      "text/event-stream": { itemSchema: { oneOf: [event, { $ref: "#/components/schemas/Ping" }] } },
    };
    const { api } = build({
      components: { schemas: { Ping: { properties: { event: { const: "ping" } } } } },
      paths: { "/": { get: { operationId: "op", responses: { 200: { content } } } } },
    });
    const [media] = api.operations[0]?.responses[0]?.content ?? [];
    expect(media?.kind).toBe("events");
    expect(media?.itemType && printType(media.itemType)).toBe(
      '{ event?: "x"; data: { a?: unknown } } | Ping',
    );
  });

  test.each([
    {
      name: "the fields of an event make one",
      schema: {
        properties: {
          event: { const: "x" },
          data: object,
          id: { type: "integer" },
          retry: { type: "integer" },
        },
        required: ["data"],
      },
      want: 'events { event?: "x"; data: { a?: unknown }; id?: string; retry?: integer }',
    },
    {
      name: "behind a reference, too",
      schema: { type: "array", items: { anyOf: [{ $ref: "#/components/schemas/Tick" }] } },
      want: "events { event?: string; data?: { a?: unknown } }",
    },
    {
      name: "a field more, and it is data",
      schema: { properties: { event: { type: "string" }, data: object, task: { type: "string" } } },
      want: "event-data { event?: string; data?: { a?: unknown }; task?: string }",
    },
    {
      name: "without the name of the event, it is data",
      schema: { properties: { data: object } },
      want: "event-data { data?: { a?: unknown } }",
    },
    {
      name: "another kind among them, and all are data",
      schema: { oneOf: [{ $ref: "#/components/schemas/Tick" }, { type: "string" }] },
      want: "event-data Tick | string",
    },
  ])("a stream's schema: $name", ({ schema, want }) => {
    const { api } = build({
      components: { schemas: { Tick: { properties: { event: { type: "string" }, data: object } } } },
      paths: { "/": { get: { responses: { 200: { content: { "text/event-stream": { schema } } } } } } },
    });
    const [media] = api.operations[0]?.responses[0]?.content ?? [];
    expect(`${media?.kind} ${media?.itemType && printType(media.itemType)}`).toBe(want);
  });

  test("the parts of 3.2 are a list of items", () => {
    const content = { "multipart/mixed": { itemSchema: object, itemEncoding: { contentType: "a/b" } } };
    const { api } = build({ paths: { "/": { post: { requestBody: { content }, ...ok } } } });
    const [media] = api.operations[0]?.body?.content ?? [];
    expect(media && printType(media.type)).toBe("{ a?: unknown }[]");
  });

  test("what all events of 3.2 have in common is in each of them", () => {
    const data = { contentMediaType: "application/json", contentSchema: object };
    const itemSchema = {
      properties: { event: { type: "string" }, data: { type: "string" } },
      required: ["event"],
      oneOf: [
        { properties: { event: { const: "text" } } },
        { properties: { event: { const: "json" }, data } },
        { $ref: "#/components/schemas/Ping" },
      ],
    };
    const { api } = build({
      components: { schemas: { Ping: { properties: { event: { const: "ping" } } } } },
      paths: {
        "/": { get: { responses: { 200: { content: { "text/event-stream": { itemSchema } } } } } },
      },
    });
    const [media] = api.operations[0]?.responses[0]?.content ?? [];
    expect(media?.itemType && printType(media.itemType)).toBe(
      '{ event: "text"; data?: string } | { event: "json"; data?: { a?: unknown } } | { event: "ping"; data?: string }',
    );
  });

  test("encodings, by property and by position", () => {
    const content = {
      "multipart/form-data": {
        schema: object,
        encoding: {
          a: { contentType: "image/png, image/jpeg", headers: { "X-A": {}, "Content-Type": {} } },
          __proto__: { style: "nonsense", explode: true },
        },
        prefixEncoding: [{ contentType: "text/plain" }, null],
        itemEncoding: { contentType: "image/*" },
      },
    };
    const { api } = build({
      paths: { "/": { post: { operationId: "op", requestBody: { content }, ...ok } } },
    });
    expect(api.operations[0]?.body?.content[0]).toMatchObject({
      encodings: [{ property: "a", contentType: "image/png, image/jpeg", headers: [{ name: "X-A" }] }],
      prefixEncodings: [{ contentType: "text/plain", headers: [] }, { headers: [] }],
      itemEncoding: { contentType: "image/*" },
    });
  });
});

describe("schemas in the place of something else", () => {
  const components = {
    schemas: { Pet: { type: "object", properties: { a: {} } } },
  };
  const ref = { $ref: "#/components/schemas/Pet" };
  const media = (value: object) => ({ content: { "application/json": value } });
  test.each<{ name: string; operation: object; want: string; codes?: string[] }>([
    { name: "a reference as a response", operation: { responses: { 200: ref } }, want: "Pet" },
    {
      name: "a schema as a response",
      operation: { responses: { 200: { description: "x", type: "array", items: ref } } },
      want: "Pet[]",
    },
    {
      name: "a reference as a media type",
      operation: { responses: { 200: media(ref) } },
      want: "Pet",
    },
    {
      name: "a schema as a media type",
      operation: { responses: { 200: media({ type: "array", items: ref }) } },
      want: "Pet[]",
    },
    { name: "a reference as a body", operation: { ...ok, requestBody: ref }, want: "Pet" },
    {
      name: "a body with content and a type",
      operation: { ...ok, requestBody: { type: "object", ...media({ schema: ref }) } },
      want: "Pet",
      codes: [],
    },
    {
      name: "a response with the schema of Swagger 2.0",
      operation: { responses: { 200: { description: "x", headers: {}, schema: ref } } },
      want: "Pet",
    },
    {
      name: "a body with a schema and no media type",
      operation: { ...ok, requestBody: { required: true, schema: ref } },
      want: "Pet",
    },
    {
      name: "the body among the parameters, as Swagger 2.0 has it",
      operation: { ...ok, parameters: [{ name: "p", in: "body", required: true, schema: ref }] },
      want: "Pet",
      codes: ["body-parameter"],
    },
    {
      name: "a form among the parameters",
      operation: {
        ...ok,
        parameters: [
          { name: "a", in: "formData", required: true, type: "string", description: "x" },
          { name: "b", in: "formData", type: "array", items: { type: "file" } },
          { name: "__proto__", in: "formData", schema: ref },
        ],
      },
      want: "{ a: string; b?: binary[]; __proto__?: Pet }",
      codes: ["body-parameter"],
    },
    {
      name: "a body among the parameters beside a body",
      operation: {
        ...ok,
        requestBody: media({ schema: ref }),
        parameters: [{ name: "p", in: "body", schema: { type: "string" } }],
      },
      want: "Pet",
      codes: ["body-parameter"],
    },
    {
      name: "a parameter with the keywords of Swagger 2.0",
      operation: {
        ...ok,
        parameters: [{ name: "p", in: "query", required: true, type: "array", items: { type: "integer" } }],
      },
      want: "integer[]",
      codes: [],
    },
    {
      name: "a header with the keywords of Swagger 2.0",
      operation: { responses: { 200: { headers: { "X-A": { type: "integer" } } } } },
      want: "integer",
      codes: [],
    },
  ])("$name", ({ operation, want, codes = ["misplaced-schema"] }) => {
    const built = build({ paths: { "/": { post: { operationId: "op", ...operation } } }, components });
    const [found] = built.api.operations;
    const [response] = found?.responses ?? [];
    const type =
      found?.body?.content[0]?.type ??
      found?.parameters[0]?.type ??
      response?.content[0]?.type ??
      response?.headers[0]?.type;
    expect(type && printType(type)).toBe(want);
    expect(built.codes).toEqual(codes);
  });
});

describe("responses", () => {
  const text = {
    content: { "text/plain": {} },
    headers: { "X-Rate": { schema: { type: "integer" } }, "content-type": {} },
  };
  const statuses = (responses: unknown, method = "get") => {
    const built = build({ paths: { "/": { [method]: { operationId: "op", responses } } } });
    const found = built.api.operations[0]?.responses.map(
      ({ status, content }) => status + (content.length ? "!" : ""),
    );
    return { found, codes: built.codes };
  };

  test.each([
    {
      name: "explicit codes, then ranges, then default",
      given: { default: text, "4xx": text, 404: text, "2XX": text, 200: text },
      want: ["200!", "404!", "2XX!", "4XX!", "default!"],
    },
    {
      name: "codes without content",
      given: { 204: text, 205: text, 304: text, 200: text },
      want: ["200!", "204", "205", "304"],
    },
    { name: "none is a default without content", given: {}, want: ["default"] },
    { name: "no object is a default without content", given: null, want: ["default"] },
    {
      name: "a text is what a response means",
      given: { 200: text, 404: "Not found" },
      want: ["200!", "404"],
    },
    { name: "extensions are no responses", given: { "x-a": text, 200: null }, want: ["200"] },
    {
      name: "what is no status",
      given: { 200: text, 99: text, "20X": text, ok: text },
      want: ["200!"],
      codes: ["invalid-response"],
    },
  ])("$name", ({ given, want, codes = [] }) => {
    expect(statuses(given)).toEqual({ found: want, codes });
  });

  test("HEAD has no content, but headers", () => {
    expect(statuses({ 200: text }, "head").found).toEqual(["200"]);
    const { api } = build({ paths: { "/": { head: { operationId: "op", responses: { 200: text } } } } });
    expect(api.operations[0]?.responses[0]?.headers).toMatchObject([{ name: "X-Rate", required: false }]);
  });
});

describe("operations", () => {
  test("all methods, those of 3.2 and others as written", () => {
    const { api } = build({
      paths: {
        "/": {
          get: ok,
          query: ok,
          additionalOperations: { COPY: ok, link: ok, x: null },
          summary: "no operation",
        },
        "x-path": { get: ok },
      },
    });
    expect(api.operations.map(({ method, id }) => [method, id])).toEqual([
      ["GET", "#/paths/~1/get"],
      ["QUERY", "#/paths/~1/query"],
      ["COPY", "#/paths/~1/additionalOperations/COPY"],
      ["link", "#/paths/~1/additionalOperations/link"],
    ]);
  });

  const operation = { operationId: "op", ...ok };
  test.each([
    {
      name: "methods in capitals are read",
      given: { paths: { "/": { GET: operation } } },
      want: ["GET /"],
      codes: ["invalid-method"],
    },
    {
      name: "what is no method is left out",
      given: { paths: { "/": { additionalOperations: { "a b": operation, "": operation } } } },
      want: [],
      codes: ["invalid-method"],
    },
    {
      name: "a path without a slash gets one",
      given: { paths: { a: { get: operation } } },
      want: ["GET /a"],
      codes: ["path-without-slash"],
    },
    {
      name: "no path, and a whole URL",
      given: {
        paths: { "": { get: { ...operation, operationId: "a" } }, "https://a.b/c": { get: operation } },
      },
      want: ["GET ", "GET /c"],
      codes: ["path-without-slash"],
    },
    {
      name: "path items that refer to each other",
      given: { paths: { "/a": { $ref: "#/paths/~1b" }, "/b": { $ref: "#/paths/~1a" } } },
      want: [],
      codes: ["circular-reference"],
    },
    {
      name: "values of the wrong kind",
      given: {
        info: "x",
        servers: { url: "/" },
        security: {},
        tags: "a",
        components: { schemas: "x", responses: [7] },
        webhooks: 7,
        paths: {
          "/a": "x",
          "/b": { get: 7, put: { ...operation, parameters: {}, tags: "a", security: "x", responses: "ok" } },
        },
      },
      want: ["PUT /b"],
      codes: ["unexpected-value"],
      count: 13,
    },
    {
      name: "nothing where something could be",
      given: {
        info: null,
        servers: null,
        tags: [],
        components: { schemas: null, responses: [] },
        paths: { "/a": null, "/b": { get: null, put: { ...operation, parameters: null, responses: null } } },
      },
      want: ["PUT /b"],
      codes: [],
    },
    {
      name: "objects that say `toString`, where a text belongs",
      given: {
        components: {
          securitySchemes: { a: { type: { toString: 0 } } },
          schemas: { A: { discriminator: { propertyName: "a", mapping: { b: { toString: 0 } } } } },
        },
        paths: {
          "/a": { $ref: { toString: 0 }, get: ok },
          "/b": {
            get: {
              operationId: "b",
              parameters: [{ name: "q", in: "query", style: { toString: 0 } }, { $ref: { toString: 0 } }],
              ...ok,
            },
          },
        },
      },
      want: ["GET /a", "GET /b"],
      codes: [
        "invalid-security-scheme",
        "style-not-allowed",
        "invalid-parameter",
        "operation-id-missing",
        "invalid-discriminator",
      ],
    },
    {
      name: "a number as operationId",
      given: { paths: { "/a": { get: { operationId: 7, ...ok } } } },
      want: ["GET /a"],
      codes: [],
    },
  ])("$name", ({ given, want, codes, count }) => {
    const built = build(given);
    expect(built.api.operations.map(({ method, path }) => `${method} ${path}`)).toEqual(want);
    expect(built.codes).toEqual(codes);
    if (count !== undefined) expect(built.diagnostics).toHaveLength(count);
  });

  test("operationIds that are missing or not unique", () => {
    const { api, codes } = build({
      paths: { "/a": { get: { operationId: "x" }, put: { operationId: "x" }, post: {} } },
    });
    expect(api.operations.map(({ operationId }) => operationId)).toEqual([undefined, undefined, undefined]);
    expect(codes).toEqual(["operation-id-duplicate", "operation-id-missing"]);
  });

  test("two paths that share a path item are two operations", () => {
    const { api } = build({
      paths: { "/a": { get: ok }, "/b": { $ref: "#/paths/~1a" } },
    });
    expect(api.operations.map(({ id, path, source }) => [id, path, source])).toEqual([
      ["#/paths/~1a/get", "/a", "#/paths/~1a/get"],
      ["#/paths/~1b/get", "/b", "#/paths/~1a/get"],
    ]);
  });

  test("two operations that share a callback have a webhook each", () => {
    const callbacks = { done: { $ref: "#/components/callbacks/Done" } };
    const { api } = build({
      components: { callbacks: { Done: { "{$request.body#/url}": { post: ok } } } },
      paths: { "/a": { get: { ...ok, callbacks } }, "/b": { get: { ...ok, callbacks } } },
    });
    const rest = "get/callbacks/done/{$request.body#~1url}/post";
    expect(api.webhooks.map(({ operation, registeredBy }) => [operation.id, registeredBy])).toEqual([
      [`#/paths/~1a/${rest}`, "#/paths/~1a/get"],
      [`#/paths/~1b/${rest}`, "#/paths/~1b/get"],
    ]);
  });

  test("a path item by reference, with servers and parameters of its own", () => {
    const { api, codes } = build({
      components: {
        pathItems: { P: { get: { operationId: "op", ...ok }, servers: [{ url: "https://a" }] } },
      },
      paths: {
        "/{id}": {
          $ref: "#/components/pathItems/P",
          parameters: [{ name: "id", in: "path", required: true }],
        },
      },
    });
    expect(api.operations[0]).toMatchObject({
      path: "/{id}",
      servers: [{ url: "https://a" }],
      parameters: [{ name: "id" }],
    });
    expect(codes).toEqual([]);
  });

  test("security: the document's, the operation's, none, and schemes that nobody declares", () => {
    const { api, codes } = build({
      components: {
        securitySchemes: {
          key: { type: "apiKey", in: "header", name: "X-Key" },
          o: { type: "oauth2", flows: {} },
        },
      },
      security: [{ key: [] }],
      paths: {
        "/": {
          get: { operationId: "a" },
          put: { operationId: "b", security: [] },
          post: { operationId: "c", security: [{ o: ["read"], key: [] }, {}, { nope: [] }] },
          delete: { operationId: "d", security: [{ "#/components/securitySchemes/o": ["write"] }] },
        },
      },
    });
    expect(api.operations.map(({ security }) => security)).toEqual([
      [{ schemes: [{ name: "key", scopes: [] }] }],
      [],
      [
        {
          schemes: [
            { name: "o", scopes: ["read"] },
            { name: "key", scopes: [] },
          ],
        },
        { schemes: [] },
      ],
      // OpenAPI 3.2 §4.30: by its URI.
      [{ schemes: [{ name: "o", scopes: ["write"] }] }],
    ]);
    expect(codes).toEqual(["unknown-security-scheme"]);
  });

  const basic = { type: "http", scheme: "basic" };
  const bearer = { type: "http", scheme: "bearer" };
  const key = (location: string, name: string): object => ({ type: "apiKey", in: location, name });
  test.each<{ name: string; schemes: Readonly<Record<string, object>>; want: RegExp[] }>([
    {
      name: "two that are Authorization",
      schemes: { basic, bearer },
      want: [/"basic" and "bearer" together, and both are the header "authorization": only "bearer" is sent/],
    },
    {
      name: "a key that is Authorization, and a token",
      schemes: { key: key("header", "Authorization"), bearer },
      want: [/"key" and "bearer" together/],
    },
    {
      name: "three at one place",
      schemes: { basic, o: { type: "oauth2", flows: {} }, bearer },
      want: [/"basic" and "bearer" together/],
    },
    {
      name: "two keys of one name in the query",
      schemes: { a: key("query", "k"), b: key("query", "k") },
      want: [/both are the query parameter "k": only "b"/],
    },
    {
      name: "keys elsewhere",
      schemes: { a: key("query", "k"), b: key("header", "k"), c: key("cookie", "k"), d: key("query", "K") },
      want: [],
    },
    { name: "a certificate and a token", schemes: { tls: { type: "mutualTLS" }, bearer }, want: [] },
  ])("credentials that are asked for together: $name", ({ schemes: securitySchemes, want }) => {
    const requirement = Object.fromEntries(Object.keys(securitySchemes).map((name) => [name, []]));
    const { diagnostics } = build({
      components: { securitySchemes },
      paths: { "/": { get: { operationId: "a", security: [requirement] } } },
    });
    const found = diagnostics.filter(({ code }) => code === "conflicting-credentials");
    expect(found.map(({ message }) => message)).toEqual(
      want.map((pattern) => expect.stringMatching(pattern)),
    );
  });

  test("a reference that leads to no parameter is told as such", () => {
    const parameters = { A: { $ref: "#/components/parameters/B" }, B: { $ref: "#/components/parameters/A" } };
    const { diagnostics } = build({
      paths: { "/": { get: { operationId: "a", parameters: [{ $ref: "#/components/parameters/A" }] } } },
      components: { parameters },
    });
    expect(diagnostics[0]?.message).toMatch(/^"#\/components\/parameters\/A" leads to no parameter/);
  });

  test("callbacks are webhooks that know who registers them", () => {
    const { api } = build({
      paths: {
        "/subscribe": {
          post: {
            operationId: "subscribe",
            ...ok,
            callbacks: { event: { "{$request.body#/url}": { post: ok } } },
          },
        },
      },
    });
    expect(api.webhooks).toMatchObject([
      {
        label: "event",
        registeredBy: "#/paths/~1subscribe/post",
        operation: { method: "POST", path: "{$request.body#/url}" },
      },
    ]);
  });

  test.each([
    {
      name: "x-speakeasy-pagination",
      given: {
        "x-speakeasy-pagination": {
          type: "cursor",
          inputs: [{ name: "after", in: "parameters", type: "cursor" }],
          outputs: { nextCursor: "$.meta['next.cursor']", results: "$.data" },
        },
      },
      want: { kind: "cursor", parameter: "after", cursor: ["meta", "next.cursor"], items: ["data"] },
    },
    {
      name: "x-fern-pagination",
      given: { "x-fern-pagination": { offset: "$request.page", results: "$response.data.items" } },
      want: { kind: "page", parameter: "page", first: 1, items: ["data", "items"] },
    },
    {
      name: "x-ms-pageable",
      given: { "x-ms-pageable": { nextLinkName: "@odata.nextLink" } },
      want: { kind: "url", next: ["@odata.nextLink"], items: ["value"] },
    },
    {
      name: "x-ms-pageable of a single page",
      given: { "x-ms-pageable": { nextLinkName: null, itemName: "data" } },
      want: { kind: "url", next: [], items: ["data"] },
    },
    {
      name: "nonsense",
      given: { "x-fern-pagination": 7, "x-ms-pageable": { nextLinkName: 1 } },
      want: undefined,
    },
  ])("pagination by $name", ({ given, want }) => {
    const { api } = build({ paths: { "/": { get: { operationId: "op", ...ok, ...given } } } });
    expect(api.operations[0]?.pagination).toEqual(want);
  });
});

describe("the rest of the document", () => {
  test.each([
    { name: "from the web", uri: "https://a.example/v1/api.json", want: "https://a.example/v1/api.json" },
    {
      name: "from the web, with a password and a token",
      uri: "https://me:secret@a.example/api.json?token=secret#x",
      want: "https://a.example/api.json",
    },
    { name: "from a file", uri: "file:///api.json", want: undefined },
    { name: "from standard input", uri: "stdin:", want: undefined },
    {
      name: "with an address of its own",
      uri: "file:///api.json",
      self: "https://b.example/api",
      want: "https://b.example/api",
    },
    {
      name: "with a relative address of its own",
      uri: "https://a.example/v1/api.json",
      self: "/v2/api.json",
      want: "https://a.example/v2/api.json",
    },
  ])("the address of a document $name", ({ uri, self, want }) => {
    expect(build({ paths: {}, ...(self && { $self: self }) }, uri).api.documentUrl).toBe(want);
  });

  test("what the document asks of all operations", () => {
    const { api } = build({
      components: { securitySchemes: { key: { type: "apiKey", in: "header", name: "K" } } },
      security: [{ key: [] }, {}],
    });
    expect(api.security).toEqual([{ schemes: [{ name: "key", scopes: [] }] }, { schemes: [] }]);
  });

  test("servers with variables", () => {
    const { api } = build({
      servers: [
        {
          url: " https://{region}.x:{port}/{tenant} ",
          variables: { region: { enum: ["eu", "us"], default: "us" }, port: { default: 443 } },
        },
      ],
    });
    expect(api.servers[0]?.variables).toEqual([
      { name: "region", default: "us", enum: ["eu", "us"] },
      { name: "port", default: "443", enum: [] },
      { name: "tenant", enum: [] },
    ]);
    expect(build({}).api.servers).toEqual([{ url: "/", variables: [] }]);
  });

  test("security schemes of all kinds", () => {
    const { api, codes } = build({
      components: {
        securitySchemes: {
          a: { type: "apiKey", in: "cookie", name: "sid" },
          b: { type: "http", scheme: "Basic" },
          c: { type: "http", scheme: "bearer", bearerFormat: "JWT" },
          d: { type: "http", scheme: "digest" },
          e: { type: "http", scheme: "HOBA" },
          f: { type: "mutualTLS" },
          g: {
            type: "oauth2",
            flows: { clientCredentials: { tokenUrl: "/t", scopes: { r: "Read" } }, implicit: {} },
          },
          h: { type: "openIdConnect", openIdConnectUrl: "https://i" },
          i: { type: "magic" },
          j: {
            type: "oauth2",
            flows: { deviceAuthorization: { tokenUrl: "/t", deviceAuthorizationUrl: "/d" } },
          },
        },
      },
    });
    expect(api.securitySchemes).toMatchObject([
      { kind: "api-key", in: "cookie", parameter: "sid" },
      { kind: "basic" },
      { kind: "bearer", bearerFormat: "JWT" },
      { kind: "digest" },
      { kind: "http", scheme: "HOBA" },
      { kind: "mutual-tls" },
      {
        kind: "oauth2",
        flows: [{ kind: "client-credentials", tokenUrl: "/t", scopes: [{ name: "r", description: "Read" }] }],
      },
      { kind: "openid-connect", url: "https://i" },
      { kind: "oauth2", flows: [{ kind: "device" }] },
    ]);
    expect(codes).toEqual(["invalid-security-scheme"]);
  });

  test("tags: declared, mentioned, and in a tree", () => {
    const { api } = build({
      tags: [
        { name: "b", parent: "a" },
        { name: "a", parent: "b" },
        { name: "c", parent: "d" },
        { name: "e", parent: "c" },
      ],
      paths: { "/": { get: { tags: ["z", "a", "z"], operationId: "op" } } },
    });
    expect(api.tags.map(({ name, parent }) => [name, parent])).toEqual([
      ["b", undefined],
      ["a", undefined],
      ["c", undefined],
      ["e", "c"],
      ["z", undefined],
    ]);
    expect(api.operations[0]?.tags).toEqual(["z", "a"]);
  });
});
