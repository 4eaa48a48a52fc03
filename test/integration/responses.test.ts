// Responses, from the bytes of a live server to what a call gives. OpenAPI 3.2 §4.16 and §4.17, RFC 9110.

import { gzipSync } from "node:zlib";
import { ApiError, ItemStream, ResponseBodyError } from "@gen-client/runtime/codegen";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { documentOf, generateSdk, type Sdk } from "../support/sdk.js";
import { type Answer, startWireServer, type WireServer } from "../support/wire-server.js";

type Responses = Readonly<Record<string, object>>;

interface Row {
  readonly name: string;
  readonly method?: string;
  readonly responses: Responses;
  readonly answer: Answer;
}

const ok = (content: object, headers?: object): Responses => ({
  200: { content, ...(headers !== undefined && { headers }) },
});
const json = (schema: object = {}): object => ({ "application/json": { schema } });
const item = { itemSchema: { type: "object" } };
const answer = (type: string | undefined, body: Answer["body"] = "", status = 200): Answer => ({
  status,
  ...(type !== undefined && { headers: { "Content-Type": type } }),
  body,
});
const jsonAnswer = (value: unknown, status = 200): Answer =>
  answer("application/json", JSON.stringify(value), status);

// ── What awaiting a call gives ───────────────────────────────────────────────────────────────────────────

const awaited: readonly (Row & { readonly want: unknown })[] = [
  { name: "JSON", responses: ok(json()), answer: jsonAnswer({ a: [1] }), want: { a: [1] } },
  {
    name: "JSON with a charset",
    responses: ok(json()),
    answer: answer("application/json; charset=utf-8", '"é"'),
    want: "é",
  },
  {
    name: "JSON with a byte order mark",
    responses: ok(json()),
    answer: answer("application/json", "\ufeff[1]"),
    want: [1],
  },
  {
    name: "bytes that are described as JSON",
    responses: ok(json({ type: "string", format: "binary" })),
    answer: answer("application/pdf", Uint8Array.of(0x25, 0xff)),
    want: Uint8Array.of(0x25, 0xff),
  },
  { name: "JSON null", responses: ok(json()), answer: answer("application/json", "null"), want: null },
  {
    name: "JSON cut anywhere into packets",
    responses: ok(json()),
    answer: answer("application/json", ['{"a":"', Uint8Array.of(0xc3), Uint8Array.of(0xa9), '"}']),
    want: { a: "é" },
  },
  { name: "+json for JSON", responses: ok(json()), answer: answer("application/hal+json", "[1]"), want: [1] },
  {
    name: "JSON for +json",
    responses: ok({ "application/vnd.a+json": {} }),
    answer: jsonAnswer([1]),
    want: [1],
  },
  {
    name: "JSON that says it is text",
    responses: ok(json()),
    answer: answer("text/plain", "[1]"),
    want: [1],
  },
  { name: "JSON that says nothing", responses: ok(json()), answer: answer(undefined, "[1]"), want: [1] },
  {
    name: "JSON declared, nothing there",
    responses: ok(json()),
    answer: answer("application/json"),
    want: undefined,
  },
  {
    name: "__proto__ in JSON is a property like others",
    responses: ok(json()),
    answer: answer("application/json", '{"__proto__":{"a":1}}'),
    want: JSON.parse('{"__proto__":{"a":1}}'),
  },
  { name: "204", responses: { 204: {} }, answer: { status: 204 }, want: undefined },
  {
    name: "204 declared as JSON",
    responses: { 204: { content: json() } },
    answer: { status: 204 },
    want: undefined,
  },
  {
    name: "HEAD",
    method: "head",
    responses: ok(json()),
    answer: { status: 200, headers: { "Content-Type": "application/json", "Content-Length": "9" } },
    want: undefined,
  },
  {
    name: "no content declared, some sent",
    responses: { 200: {} },
    answer: jsonAnswer([1]),
    want: undefined,
  },
  {
    name: "text",
    responses: ok({ "text/plain": { schema: { type: "string" } } }),
    answer: answer("text/plain", "é\n"),
    want: "é\n",
  },
  {
    name: "text in another charset",
    responses: ok({ "text/plain": {} }),
    answer: answer("text/plain; charset=iso-8859-1", Uint8Array.of(0xe9)),
    want: "é",
  },
  {
    name: "XML as text",
    responses: ok({ "application/xml": { schema: { type: "object" } } }),
    answer: answer("application/xml", "<a/>"),
    want: "<a/>",
  },
  {
    name: "bytes",
    responses: ok({ "application/octet-stream": {} }),
    answer: answer("application/octet-stream", Uint8Array.of(0, 255)),
    want: Uint8Array.of(0, 255),
  },
  {
    name: "an image of a range",
    responses: ok({ "image/*": {} }),
    answer: answer("image/png", Uint8Array.of(137, 80)),
    want: Uint8Array.of(137, 80),
  },
  {
    name: "a form",
    responses: ok({ "application/x-www-form-urlencoded": {} }),
    answer: answer("application/x-www-form-urlencoded", "a=1+2&b=x&b=y"),
    want: { a: "1 2", b: ["x", "y"] },
  },
  {
    name: "one of several media types, by Content-Type",
    responses: ok({ ...json(), "text/csv": {} }),
    answer: answer("text/csv; header=absent", "a,b"),
    want: "a,b",
  },
  {
    name: "one of several media types, without a Content-Type the first",
    responses: ok({ ...json(), "text/csv": {} }),
    answer: answer(undefined, "[1]"),
    want: [1],
  },
  {
    name: "one of several media types, by its parameters",
    responses: ok({ "application/json; version=1": {}, "application/json; version=2": {} }),
    answer: answer('application/json; charset=utf-8;version="2"', "[1]"),
    want: [1],
  },
  {
    name: "the narrower range before the wider",
    responses: ok({ "*/*": {}, "text/*": {} }),
    answer: answer("text/x", "a"),
    want: "a",
  },
  {
    name: "anything: JSON by Content-Type",
    responses: { 200: { content: { "*/*": {} } } },
    answer: jsonAnswer([1]),
    want: new TextEncoder().encode("[1]"),
  },
  {
    name: "the range stands in for the code",
    responses: { "2XX": { content: json() } },
    answer: jsonAnswer(1, 202),
    want: 1,
  },
  {
    name: "default stands in for both",
    responses: { default: { content: json() } },
    answer: jsonAnswer(1, 203),
    want: 1,
  },
  {
    name: "the code before its range",
    responses: { 201: { content: { "text/plain": {} } }, "2XX": { content: json() } },
    answer: answer("text/plain", "[1]", 201),
    want: "[1]",
  },
  {
    name: "the range before default",
    responses: { "2XX": { content: { "text/plain": {} } }, default: { content: json() } },
    answer: answer(undefined, "[1]"),
    want: "[1]",
  },
  {
    name: "an undeclared success is read as the declared one",
    responses: ok(json()),
    answer: jsonAnswer([1], 206),
    want: [1],
  },
  { name: "a lower-case range", responses: { "2xx": { content: json() } }, answer: jsonAnswer(1), want: 1 },
];

// ── Sequences ────────────────────────────────────────────────────────────────────────────────────────────

const events = "text/event-stream";
const sequences: readonly (Row & { readonly want: readonly unknown[] })[] = [
  {
    name: "SSE (before 3.2): the schema is of the data",
    responses: ok({ [events]: { schema: { type: "object" } } }),
    answer: answer(events, 'data: {"a":1}\n\ndata: {"a":2}\n\n'),
    want: [{ a: 1 }, { a: 2 }],
  },
  {
    name: "SSE (before 3.2): unless it has the fields of an event (Huma)",
    responses: ok({
      [events]: {
        schema: {
          type: "array",
          items: {
            oneOf: [
              {
                type: "object",
                required: ["data", "event"],
                properties: { event: { const: "made" }, data: { type: "object" }, id: { type: "integer" } },
              },
              { type: "object", properties: { event: { const: "gone" }, data: { type: "integer" } } },
            ],
          },
        },
      },
    }),
    answer: answer(events, 'event: made\nid: 1\ndata: {"a":1}\n\nevent: gone\ndata: 2\n\n'),
    want: [
      { event: "made", id: "1", data: { a: 1 } },
      { event: "gone", id: "1", data: 2 },
    ],
  },
  {
    name: "SSE: [DONE] ends it",
    responses: ok({ [events]: { schema: { type: "object" } } }),
    answer: answer(events, 'data: {"a":1}\n\ndata: [DONE]\n\ndata: {"a":2}\n\n'),
    want: [{ a: 1 }],
  },
  {
    name: "SSE (3.2): itemSchema is of the event",
    responses: ok({ [events]: { itemSchema: { type: "object", properties: { data: { type: "string" } } } } }),
    answer: answer(events, "event: x\nid: 1\nretry: 5\ndata: a\ndata: b\n\n"),
    want: [{ event: "x", id: "1", retry: 5, data: "a\nb" }],
  },
  {
    name: "SSE (3.2): contentSchema parses the data",
    responses: ok({
      [events]: {
        itemSchema: {
          type: "object",
          properties: {
            data: { type: "string", contentMediaType: "application/json", contentSchema: { type: "object" } },
          },
        },
      },
    }),
    answer: answer(events, 'data: {"a":1}\n\n'),
    want: [{ event: "message", id: "", data: { a: 1 } }],
  },
  {
    name: "SSE (3.2): the alternatives of the specification's own example, each with its data",
    responses: ok({
      [events]: {
        itemSchema: {
          type: "object",
          properties: { event: { type: "string" }, data: { type: "string" }, retry: { type: "integer" } },
          required: ["event"],
          oneOf: [
            { properties: { event: { const: "addString" } } },
            { properties: { event: { const: "addInt64" }, data: { pattern: "[0-9]+", format: "int64" } } },
            {
              properties: {
                event: { const: "addJson" },
                data: {
                  contentMediaType: "application/json",
                  contentSchema: {
                    type: "object",
                    required: ["foo"],
                    properties: { foo: { type: "integer" } },
                  },
                },
              },
            },
          ],
        },
      },
    }),
    answer: answer(
      events,
      'event: addString\ndata: {"a": 1}\n\nevent: addInt64\ndata: 9007199254740993\n\nevent: addJson\ndata: {"foo": 42}\n\nevent: addJson\ndata:\n\n',
    ),
    want: [
      { event: "addString", id: "", data: '{"a": 1}' },
      { event: "addInt64", id: "", data: "9007199254740993" },
      { event: "addJson", id: "", data: { foo: 42 } },
      { event: "addJson", id: "", data: undefined },
    ],
  },
  {
    name: "SSE (3.2): alternatives that all have JSON",
    responses: ok({
      [events]: {
        itemSchema: {
          oneOf: ["a", "b"].map((event) => ({
            type: "object",
            properties: { event: { const: event }, data: { contentSchema: { type: "object" } } },
          })),
        },
      },
    }),
    answer: answer(events, 'event: a\ndata: {"a":1}\n\nevent: c\ndata: [2]\n\n'),
    want: [
      { event: "a", id: "", data: { a: 1 } },
      { event: "c", id: "", data: [2] },
    ],
  },
  {
    name: "SSE: CR LF cut between packets is one line end",
    responses: ok({ [events]: { schema: { type: "object" } } }),
    answer: answer(events, ['data: {"a":1}\r', "\n\r", '\ndata: {"a"', ":2}\r\n\r\n"]),
    want: [{ a: 1 }, { a: 2 }],
  },
  {
    name: "SSE: comments and unknown fields are skipped",
    responses: ok({ [events]: { schema: { type: "object" } } }),
    answer: answer(events, ': ping\n\nfoo: bar\ndata:{"a":1}\n\n'),
    want: [{ a: 1 }],
  },
  {
    name: "SSE: an event without data is a sign of life",
    responses: ok({ [events]: { schema: { type: "object" } } }),
    answer: answer(events, 'event: ping\ndata:\n\ndata: {"a":1}\n\n'),
    want: [{ a: 1 }],
  },
  {
    name: "SSE: an event without its empty line is not one (HTML §9.2.6)",
    responses: ok({ [events]: { schema: { type: "object" } } }),
    answer: answer(events, 'data: {"a":1}\n\ndata: {"a":2}'),
    want: [{ a: 1 }],
  },
  {
    name: "JSON Lines",
    responses: ok({ "application/jsonl": item }),
    answer: answer("application/jsonl", ['{"a":', '1}\n\n{"b"', ":2}"]),
    want: [{ a: 1 }, { b: 2 }],
  },
  {
    name: "JSON Lines that are called JSON (grpc-gateway)",
    responses: ok(
      json({ type: "object", title: "Stream result of v1Pet", properties: { result: {}, error: {} } }),
    ),
    answer: answer("application/json", '{"result":{"a":1}}\n{"result":{"b":2}}\n'),
    want: [{ result: { a: 1 } }, { result: { b: 2 } }],
  },
  {
    name: "NDJSON with CR LF",
    responses: ok({ "application/x-ndjson": item }),
    answer: answer("application/x-ndjson", '{"a":1}\r\n{"b":2}\r\n'),
    want: [{ a: 1 }, { b: 2 }],
  },
  {
    name: "RFC 7464 JSON sequence",
    responses: ok({ "application/json-seq": item }),
    answer: answer("application/json-seq", ["\x1e{", '"a":\n1}\n', '\x1e{"b":2}\n']),
    want: [{ a: 1 }, { b: 2 }],
  },
  {
    name: "an empty sequence",
    responses: ok({ "application/jsonl": item }),
    answer: answer("application/jsonl"),
    want: [],
  },
];

// ── Errors ───────────────────────────────────────────────────────────────────────────────────────────────

interface ErrorRow extends Row {
  readonly want: {
    readonly name: string;
    readonly status: number;
    readonly data: unknown;
    readonly declared: boolean;
  };
}
const problem = { content: { "application/problem+json": { schema: {} } } };
const errors: readonly ErrorRow[] = [
  {
    name: "problem+json of a code",
    responses: { 404: problem },
    answer: answer("application/problem+json", '{"title":"x"}', 404),
    want: { name: "NotFoundError", status: 404, data: { title: "x" }, declared: true },
  },
  {
    name: "of a range",
    responses: { "4XX": problem },
    answer: answer("application/problem+json", "{}", 422),
    want: { name: "UnprocessableContentError", status: 422, data: {}, declared: true },
  },
  {
    name: "of default",
    responses: { default: problem },
    answer: answer("application/problem+json", "{}", 503),
    want: { name: "ServerError", status: 503, data: {}, declared: true },
  },
  {
    name: "the code before its range",
    responses: { 409: { content: { "text/plain": {} } }, "4XX": problem },
    answer: answer("text/plain", "no", 409),
    want: { name: "ConflictError", status: 409, data: "no", declared: true },
  },
  {
    name: "without a body",
    responses: { 401: {} },
    answer: { status: 401 },
    want: { name: "UnauthorizedError", status: 401, data: undefined, declared: true },
  },
  {
    name: "not declared, JSON",
    responses: ok(json()),
    answer: jsonAnswer({ e: 1 }, 429),
    want: { name: "TooManyRequestsError", status: 429, data: { e: 1 }, declared: false },
  },
  {
    name: "not declared, text",
    responses: ok(json()),
    answer: answer("text/html", "<h1>", 500),
    want: { name: "ServerError", status: 500, data: "<h1>", declared: false },
  },
  {
    name: "a gateway's page in place of the declared JSON",
    responses: { 502: { content: json() } },
    answer: answer("text/html", "<h1>", 502),
    want: { name: "ServerError", status: 502, data: "<h1>", declared: false },
  },
  {
    name: "a code without a class of its own",
    responses: { 418: { content: json() } },
    answer: jsonAnswer("teapot", 418),
    want: { name: "ApiError", status: 418, data: "teapot", declared: true },
  },
  {
    name: "a redirect that leads nowhere",
    responses: ok(json()),
    answer: { status: 304 },
    want: { name: "ApiError", status: 304, data: undefined, declared: false },
  },
];

// ── Headers ──────────────────────────────────────────────────────────────────────────────────────────────

interface HeaderRow {
  readonly name: string;
  readonly header: object;
  readonly sent: string | string[] | undefined;
  readonly want: unknown;
}
const schema = (type: string, more: object = {}): object => ({ schema: { type, ...more } });
const headerRows: readonly HeaderRow[] = [
  { name: "a string", header: schema("string"), sent: "a, b", want: "a, b" },
  { name: "an integer", header: schema("integer"), sent: "42", want: 42 },
  { name: "a number", header: schema("number"), sent: "0.5", want: 0.5 },
  { name: "not a number", header: schema("integer"), sent: "many", want: undefined },
  { name: "a boolean", header: schema("boolean"), sent: "true", want: true },
  {
    name: "a list",
    header: schema("array", { items: { type: "string" } }),
    sent: "a, b,c",
    want: ["a", "b", "c"],
  },
  {
    name: "a list over several lines",
    header: schema("array", { items: { type: "string" } }),
    sent: ["a", "b"],
    want: ["a", "b"],
  },
  {
    name: "a list of integers",
    header: schema("array", { items: { type: "integer" } }),
    sent: "1,2",
    want: [1, 2],
  },
  {
    name: "an object",
    header: schema("object", { properties: { R: { type: "string" } } }),
    sent: "R,100,G,200",
    want: { R: "100", G: "200" },
  },
  {
    name: "an object, exploded",
    header: { ...schema("object"), explode: true },
    sent: "R=100,G=200",
    want: { R: "100", G: "200" },
  },
  {
    name: "content that is text",
    header: { content: { "text/plain": { schema: { type: "string" } } } },
    sent: "[a",
    want: "[a",
  },
  { name: "content JSON", header: { content: json() }, sent: '{"a":1}', want: { a: 1 } },
  { name: "absent", header: schema("string"), sent: undefined, want: undefined },
];

// ── Running them ─────────────────────────────────────────────────────────────────────────────────────────

const operations = (prefix: string, rows: readonly Omit<Row, "answer">[]): (readonly [string, object])[] =>
  rows.map(({ method = "get", responses }, index) => [
    `/${prefix}${index}`,
    { [method]: { operationId: `${prefix}${index}`, responses } },
  ]);

const headerName = "X-Value";
const withHeaders = headerRows.map(({ header }) => ({
  name: "",
  responses: { 204: { headers: { [headerName]: header } } },
}));
const unreadable: readonly (Row & { readonly message: RegExp })[] = [
  {
    name: "that is not JSON",
    responses: ok(json()),
    answer: answer("application/json", '{"a":'),
    message: /not the JSON/,
  },
  {
    name: "that is a page",
    responses: ok(json()),
    answer: answer("text/html", "<h1>Login</h1>"),
    message: /not the JSON/,
  },
];

let server: WireServer;
let sdk: Sdk;

beforeAll(async () => {
  server = await startWireServer();
  const paths = [
    ...operations("awaited", awaited),
    ...operations("sequence", sequences),
    ...operations("error", errors),
    ...operations("header", withHeaders),
    ...operations("unreadable", unreadable),
  ];
  sdk = await generateSdk("responses", documentOf({ paths: Object.fromEntries(paths) }));
});
afterAll(() => server.close());

const numbered = <Item extends object>(rows: readonly Item[]): (Item & { index: number })[] =>
  rows.map((row, index) => ({ ...row, index }));

describe("awaiting a call gives the body", () => {
  it.each(numbered(awaited))("$name", async ({ index, want, ...row }) => {
    server.answer = row.answer;
    await using api = sdk.client({ baseUrl: server.url });
    const data: unknown = await sdk.operation(`awaited${index}`)(api);
    expect(data).toEqual(want);
  });
});

it.each(["identity", "gzip"])("bytes have a buffer of their own: %s", async (coding) => {
  const bytes = Uint8Array.of(1, 2, 3);
  server.answer = {
    headers: { "Content-Encoding": coding, "Content-Type": "application/octet-stream", "X-Secret": "s" },
    body: coding === "gzip" ? gzipSync(bytes) : bytes,
  };
  await using api = sdk.client({ baseUrl: server.url });
  const index = awaited.findIndex(({ name }) => name === "bytes");
  const data = (await sdk.operation(`awaited${index}`)(api)) as Uint8Array;
  expect([data.constructor, [...new Uint8Array(data.buffer)]]).toEqual([Uint8Array, [1, 2, 3]]);
});

describe("the client's own JSON", () => {
  const reviving = (text: string): unknown =>
    JSON.parse(text, (_key, value: unknown) => (typeof value === "number" ? `#${value}` : value));
  const read: readonly { name: string; type: string; body: string; want: unknown }[] = [
    { name: "JSON", type: "application/json", body: '{"a":1}', want: { a: "#1" } },
    {
      name: "JSON Lines",
      type: "application/jsonl",
      body: '{"a":1}\n{"a":2}',
      want: [{ a: "#1" }, { a: "#2" }],
    },
    { name: "server-sent events", type: events, body: 'data: {"a":1}\n\n', want: [{ a: "#1" }] },
    { name: "JSON sequences", type: "application/json-seq", body: '\x1e{"a":1}\n', want: [{ a: "#1" }] },
  ];
  it.each(numbered(read))("reads $name", async ({ type, body, want, index }) => {
    const media = type === "application/json" || type === events ? { schema: { type: "object" } } : item;
    const own = await generateSdk(
      `json-decoder-${index}`,
      documentOf({ paths: { "/": { get: { operationId: "read", responses: ok({ [type]: media }) } } } }),
    );
    server.answer = answer(type, body);
    await using api = own.client({ baseUrl: server.url, jsonDecoder: reviving });
    const call = own.operation("read")(api);
    const items: unknown[] = [];
    if (Array.isArray(want)) for await (const one of call) items.push(one);
    expect(Array.isArray(want) ? items : await call).toEqual(want);
  });

  const written: readonly { name: string; type: string; schema: object; body: unknown; want: string }[] = [
    { name: "JSON", type: "application/json", schema: {}, body: { a: 1 }, want: '<{"a":1}>' },
    { name: "JSON null", type: "application/json", schema: {}, body: null, want: "<null>" },
    {
      name: "JSON with 64-bit integers",
      type: "application/json",
      schema: { type: "object", properties: { a: { type: "integer", format: "int64" } } },
      body: { a: 1 },
      want: '<{"a":1}>',
    },
    { name: "JSON Lines", type: "application/jsonl", schema: {}, body: [1, 2], want: "<1>\n<2>\n" },
  ];
  it.each(numbered(written))("writes $name", async ({ type, schema, body, want, index }) => {
    const requestBody = { content: { [type]: { schema } } };
    const own = await generateSdk(
      `json-encoder-${index}`,
      documentOf({ paths: { "/": { post: { operationId: "write", requestBody, responses: { 204: {} } } } } }),
      { int64: "bigint" },
    );
    server.answer = { status: 204 };
    await using api = own.client({
      baseUrl: server.url,
      jsonEncoder: (value: unknown) => `<${JSON.stringify(value)}>`,
    });
    await own.operation("write")(api, { body });
    expect(String(server.last().body)).toBe(want);
  });
});

describe("a loop over a call gives its items", () => {
  it.each(numbered(sequences))("$name", async ({ index, want, ...row }) => {
    server.answer = row.answer;
    await using api = sdk.client({ baseUrl: server.url });
    const items: unknown[] = [];
    for await (const one of sdk.operation(`sequence${index}`)(api)) items.push(one);
    expect(items).toEqual(want);
  });

  it("so does the stream that awaiting gives", async () => {
    const index = sequences.findIndex(({ name }) => name === "JSON Lines");
    server.answer = sequences[index]?.answer ?? {};
    await using api = sdk.client({ baseUrl: server.url });
    const stream: unknown = await sdk.operation(`sequence${index}`)(api);
    if (!(stream instanceof ItemStream)) throw new Error("Not a stream.");
    const items: unknown[] = [];
    for await (const one of stream) items.push(one);
    expect(items).toEqual([{ a: 1 }, { b: 2 }]);
  });

  it("items arrive before the response has ended", async () => {
    const index = sequences.findIndex(({ name }) => name === "JSON Lines");
    let finish = (): void => undefined;
    const { startServer } = await import("../support/http-server.js");
    const slow = await startServer((_request, response) => {
      response.writeHead(200, { "Content-Type": "application/jsonl" });
      response.write('{"a":1}\n');
      finish = () => response.end('{"b":2}\n');
    });
    try {
      await using api = sdk.client({ baseUrl: slow.url });
      const items: unknown[] = [];
      for await (const one of sdk.operation(`sequence${index}`)(api)) {
        items.push(one);
        finish();
      }
      expect(items).toEqual([{ a: 1 }, { b: 2 }]);
    } finally {
      await slow.close();
    }
  });
});

describe("another status throws", () => {
  it.each(numbered(errors))("$name", async ({ index, want, ...row }) => {
    server.answer = row.answer;
    await using api = sdk.client({ baseUrl: server.url });
    const error = await sdk
      .operation(`error${index}`)(api)
      .then(
        () => undefined,
        (reason: unknown) => reason,
      );
    if (!(error instanceof ApiError)) throw new Error(`Not an ApiError: ${String(error)}`);
    const { name, status, data, declared } = error;
    expect({ name, status, data, declared }).toEqual(want);
    const isErrorOf = sdk.exports.isErrorOf as (error: unknown, operation: unknown) => boolean;
    expect(isErrorOf(error, sdk.operation(`error${index}`))).toBe(declared);
    expect(isErrorOf(error, sdk.operation(`error${(index + 1) % errors.length}`))).toBe(false);
  });

  it.each(numbered(errors))("result() does not: $name", async ({ index, want, ...row }) => {
    server.answer = row.answer;
    await using api = sdk.client({ baseUrl: server.url });
    const call = sdk.operation(`error${index}`)(api).result() as Promise<{ status: number; data: unknown }>;
    // A body that is not as declared leaves nothing to give.
    if (row.name.startsWith("a gateway")) {
      await expect(call).rejects.toThrow(ResponseBodyError);
      return;
    }
    const { status, data } = await call;
    expect({ status, data }).toEqual({ status: want.status, data: want.data });
  });
});

it("JSON in place of a stream of events is an error that keeps it, and not a stream of none", async () => {
  const index = sequences.findIndex(({ name }) => name.startsWith("SSE: [DONE]"));
  server.answer = jsonAnswer({ problem: 1 });
  await using api = sdk.client({ baseUrl: server.url });
  const loop = async (): Promise<void> => {
    for await (const _ of sdk.operation(`sequence${index}`)(api));
  };
  await expect(loop()).rejects.toMatchObject({
    name: "ResponseBodyError",
    message: expect.stringContaining("describes a stream of events"),
    response: { text: '{"problem":1}' },
  });
});

it("one of several media types is told by its parameters", async () => {
  const index = awaited.findIndex(({ name }) => name.endsWith("by its parameters"));
  server.answer = answer('application/json; charset=utf-8;version="2"', "[1]");
  await using api = sdk.client({ baseUrl: server.url });
  const { contentType } = (await sdk.operation(`awaited${index}`)(api).withResponse()) as {
    contentType: string;
  };
  expect(contentType).toBe("application/json; version=2");
});

describe("a body", () => {
  it.each(numbered(unreadable))(
    "$name is an error that keeps the response",
    async ({ index, message, ...row }) => {
      server.answer = row.answer;
      await using api = sdk.client({ baseUrl: server.url });
      const error: unknown = await sdk
        .operation(`unreadable${index}`)(api)
        .then(
          () => undefined,
          (reason: unknown) => reason,
        );
      if (!(error instanceof ResponseBodyError)) throw new Error(`Not a ResponseBodyError: ${String(error)}`);
      expect(error.message).toMatch(message);
      expect(error.response?.text).toBe(row.answer.body);
    },
  );

  it("can be left unread, and read by hand", async () => {
    server.answer = jsonAnswer({ a: 1 }, 500);
    await using api = sdk.client({ baseUrl: server.url });
    const response = await sdk.operation("awaited0")(api).asResponse();
    expect([response.statusCode, await response.read().then(() => response.text)]).toEqual([500, '{"a":1}']);
  });
});

describe("a declared header", () => {
  it.each(numbered(headerRows))("$name", async ({ index, sent, want }) => {
    server.answer = { status: 204, headers: sent === undefined ? {} : { [headerName]: sent } };
    await using api = sdk.client({ baseUrl: server.url });
    const { headers } = (await sdk.operation(`header${index}`)(api).withResponse()) as {
      headers: Record<string, unknown>;
    };
    expect(headers[headerName]).toEqual(want);
  });
});

it.each([
  {
    name: "text",
    header: { content: { "text/plain": { schema: { type: "string" } } } },
    want: "a=1, 2\nb=3",
  },
  { name: "a list", header: schema("array", { items: { type: "string" } }), want: ["a=1, 2", "b=3"] },
])("the lines of Set-Cookie stay apart: as $name", async ({ name, header, want }) => {
  const responses = { 204: { headers: { "Set-Cookie": header } } };
  const own = await generateSdk(
    `set-cookie-${name.length}`,
    documentOf({ paths: { "/": { get: { operationId: "read", responses } } } }),
  );
  server.answer = { status: 204, headers: { "Set-Cookie": ["a=1, 2", "b=3"] } };
  await using api = own.client({ baseUrl: server.url });
  const { headers } = (await own.operation("read")(api).withResponse()) as { headers: object };
  expect(headers).toEqual({ "Set-Cookie": want });
});

describe("Accept", () => {
  const asked: readonly { name: string; options: object; want: string }[] = [
    {
      name: "prefers JSON to all else that is declared",
      options: {},
      want: "application/json, text/csv;q=0.9",
    },
    { name: "says what the call asks for", options: { accept: "text/csv" }, want: "text/csv" },
  ];
  const problems = { default: { content: { "application/json": {}, "text/csv": {}, "text/plain": {} } } };
  let mixed: Sdk;
  beforeAll(async () => {
    const table = { ...ok({ ...json(), "text/csv": {} }), ...problems };
    const stream = { ...ok({ ...json(), [events]: { schema: { type: "object" } } }), ...problems };
    mixed = await generateSdk(
      "accept",
      documentOf({
        paths: Object.fromEntries([
          ...operations("table", [{ name: "", responses: table }]),
          ...operations("stream", [{ name: "", responses: stream }]),
        ]),
      }),
    );
  });

  it("prefers JSON to what a failure may be, too", async () => {
    server.answer = { status: 204 };
    await using api = mixed.client({ baseUrl: server.url });
    await mixed.operation("table0")(api);
    expect(server.last().headers.accept).toBe("application/json, text/plain, text/csv;q=0.9");
  });

  const looped: readonly { name: string; options: object; want: string }[] = [
    {
      name: "prefers items to JSON for who loops",
      options: {},
      want: "text/event-stream, text/csv, text/plain, application/json;q=0.9",
    },
    {
      name: "says what the call asks for, looped or not",
      options: { headers: { accept: "application/json" } },
      want: "application/json",
    },
  ];
  it.each(looped)("$name", async ({ options, want }) => {
    await using api = mixed.client({ baseUrl: server.url });
    server.answer = { status: 204 };
    for await (const _ of mixed.operation("stream0")(api, options)) expect.fail();
    expect(server.last().headers.accept).toBe(want);
    await mixed.operation("stream0")(api);
    expect(server.last().headers.accept).toBe(
      "application/json, text/csv, text/plain, text/event-stream;q=0.9",
    );
  });

  it.each(asked)("$name", async ({ options, want }) => {
    server.answer = { status: 204 };
    await using api = sdk.client({ baseUrl: server.url });
    const index = awaited.findIndex(({ name }) => name === "one of several media types, by Content-Type");
    await sdk.operation(`awaited${index}`)(api, options);
    expect(server.last().headers.accept).toBe(want);
  });
});

describe("lists in headers of Swagger 2.0", () => {
  const lists: readonly { name: string; format?: string; sent: string; want: unknown; kind?: string }[] = [
    { name: "commas by default", sent: "1, 2", want: [1, 2] },
    { name: "csv", format: "csv", sent: "1,2", want: [1, 2] },
    { name: "pipes", format: "pipes", sent: "1|2", want: [1, 2] },
    { name: "ssv", format: "ssv", sent: "1 2", want: [1, 2] },
    { name: "tsv", format: "tsv", sent: "1\t2", want: [1, 2] },
    { name: "pipes with commas inside", format: "pipes", kind: "string", sent: "a,b|c", want: ["a,b", "c"] },
  ];
  let old: Sdk;
  beforeAll(async () => {
    const operation = ({ format, kind = "integer" }: (typeof lists)[number], index: number): object => {
      const list = { type: "array", items: { type: kind }, collectionFormat: format };
      const responses = { 204: { description: "", headers: { "X-List": list } } };
      return { get: { operationId: `list${index}`, responses } };
    };
    old = await generateSdk("swagger-headers", {
      swagger: "2.0",
      info: { title: "Old", version: "1" },
      paths: Object.fromEntries(lists.map((row, index) => [`/${index}`, operation(row, index)])),
    });
  });
  it.each(numbered(lists))("$name", async ({ index, sent, want }) => {
    server.answer = { status: 204, headers: { "X-List": sent } };
    await using api = old.client({ baseUrl: server.url });
    const { headers } = await old.operation(`list${index}`)(api).withResponse();
    expect(headers).toEqual({ "X-List": want });
  });
});
