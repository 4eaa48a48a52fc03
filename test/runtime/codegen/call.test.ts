import { Client, MockTransport, type Request, Response } from "@gen-client/runtime";
import {
  ApiError,
  call,
  isErrorOf,
  NotFoundError,
  operation,
  type Reply,
  ResponseBodyError,
  ServerError,
  TooManyRequestsError,
} from "@gen-client/runtime/codegen";
import { describe, expect, it } from "vitest";
import type { OperationDescriptor, ResponsesDescriptor } from "../../../runtime/codegen/operation.js";

type AnyResponses = Record<number, Reply<unknown>>;

function describedAs(responses: ResponsesDescriptor, more: Partial<OperationDescriptor> = {}) {
  return operation<object, AnyResponses>({ id: "test", method: "GET", path: "/", responses, ...more });
}

function answering(...responses: (() => Response)[]): { client: Client; requests: Request[] } {
  const requests: Request[] = [];
  const transport = new MockTransport((request) => {
    const respond = responses[Math.min(requests.length, responses.length - 1)]!;
    requests.push(request);
    return respond();
  });
  return { client: new Client({ baseUrl: "https://api.example.com", transport }), requests };
}

const json =
  (status: number, value: unknown, type = "application/json") =>
  (): Response =>
    new Response(status, { content: JSON.stringify(value), headers: { "Content-Type": type } });
const raw = (status: number, content: string | Uint8Array, type?: string) => (): Response =>
  new Response(status, { content, headers: type === undefined ? {} : { "Content-Type": type } });

describe("the body of a 2xx response", () => {
  const rows: readonly {
    name: string;
    responses: ResponsesDescriptor;
    method?: string;
    answer: () => Response;
    want: unknown;
  }[] = [
    { name: "JSON", responses: { 200: "json" }, answer: json(200, { a: 1 }), want: { a: 1 } },
    { name: "+json", responses: { 200: "json" }, answer: json(200, [1], "application/hal+json"), want: [1] },
    {
      name: "JSON with a wrong Content-Type",
      responses: { 200: "json" },
      answer: json(200, 1, "text/html"),
      want: 1,
    },
    { name: "JSON without a Content-Type", responses: { 200: "json" }, answer: raw(200, "[1]"), want: [1] },
    {
      name: "JSON, but empty",
      responses: { 200: "json" },
      answer: raw(200, "", "application/json"),
      want: undefined,
    },
    { name: "204 declared as JSON", responses: { 204: "json" }, answer: raw(204, ""), want: undefined },
    { name: "205 declared as JSON", responses: { 205: "json" }, answer: raw(205, ""), want: undefined },
    {
      name: "HEAD",
      responses: { 200: "json" },
      method: "HEAD",
      answer: raw(200, "", "application/json"),
      want: undefined,
    },
    { name: "no body declared", responses: { 200: "none" }, answer: json(200, { a: 1 }), want: undefined },
    { name: "text", responses: { 200: "text" }, answer: raw(200, "héllo", "text/plain"), want: "héllo" },
    {
      name: "XML as text",
      responses: { 200: { "application/xml": "text" } },
      answer: raw(200, "<a/>", "application/xml"),
      want: "<a/>",
    },
    {
      name: "bytes",
      responses: { 200: "binary" },
      answer: raw(200, new Uint8Array([1, 2])),
      want: new Uint8Array([1, 2]),
    },
    {
      name: "a form",
      responses: { 200: "form" },
      answer: raw(200, "a=1&b=x+y&b=z"),
      want: { a: "1", b: ["x y", "z"] },
    },
    { name: "a range", responses: { "2XX": "json" }, answer: json(202, 1), want: 1 },
    { name: "default", responses: { default: "json" }, answer: json(200, 1), want: 1 },
    {
      name: "the code before its range",
      responses: { "2XX": "text", 201: "json" },
      answer: json(201, 1),
      want: 1,
    },
    {
      name: "the range before default",
      responses: { default: "text", "2XX": "json" },
      answer: json(201, 1),
      want: 1,
    },
    {
      name: "an undeclared 2xx is read as the declared one",
      responses: { 200: "text", 404: "json" },
      answer: json(201, 1),
      want: "1",
    },
    {
      name: "nothing declared at all: by Content-Type",
      responses: {},
      answer: json(200, { a: 1 }),
      want: { a: 1 },
    },
    { name: "nothing declared, text", responses: {}, answer: raw(200, "x", "text/csv"), want: "x" },
    {
      name: "several media types: by Content-Type",
      responses: { 200: { "application/json": "json", "text/csv": "text" } },
      answer: raw(200, "1,2", "text/csv; charset=utf-8"),
      want: "1,2",
    },
    {
      name: "several media types: by kind when none fits",
      responses: { 200: { "text/csv": "text", "application/json": "json" } },
      answer: json(200, { a: 1 }, "application/vnd.x+json"),
      want: { a: 1 },
    },
    {
      name: "several media types: the first without a Content-Type",
      responses: { 200: { "application/json": "json", "text/csv": "text" } },
      answer: raw(200, "1"),
      want: 1,
    },
    {
      name: "a media type before a range",
      responses: { 200: { "*/*": "binary", "application/json": "json" } },
      answer: json(200, 1),
      want: 1,
    },
    {
      name: "64-bit integers as bigint, others as numbers",
      responses: { 200: { "*/*": { kind: "json", codec: { properties: { id: "bigint" } } } } },
      answer: raw(
        200,
        '{"id":9007199254740993,"n":9007199254740993,"s":"9007199254740993"}',
        "application/json",
      ),
      want: { id: 9007199254740993n, n: 9007199254740992, s: "9007199254740993" },
    },
  ];
  it.each(rows)("$name", async ({ responses, method = "GET", answer, want }) => {
    const { client } = answering(answer);
    expect(await call(client, describedAs(responses, { method }), {})).toEqual(want);
  });

  it("a body that is not JSON is an error that keeps the response", async () => {
    const { client } = answering(raw(200, "<html>secret</html>", "text/html"));
    const error: unknown = await call(client, describedAs({ 200: "json" }), {}).catch(
      (caught: unknown) => caught,
    );
    expect(error).toBeInstanceOf(ResponseBodyError);
    expect((error as ResponseBodyError).response.text).toBe("<html>secret</html>");
    expect((error as ResponseBodyError).message).toBe(
      "GET https://api.example.com/: 200 (text/html), but its body is not the JSON that the document describes",
    );
  });

  it("an int64 that a number cannot hold is an error rather than rounded", async () => {
    const { client } = answering(raw(200, '{"items":[{"id":9007199254740993}]}', "application/json"));
    const codec = { properties: { items: { items: { properties: { id: "int64" } } } } } as const;
    const error: unknown = await call(
      client,
      describedAs({ 200: { "*/*": { kind: "json", codec } } }),
      {},
    ).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(ResponseBodyError);
    expect((error as Error).message).toContain(
      "its body is not the JSON that the document describes: items[0].id is beyond 2^53",
    );
  });
});

describe("other statuses throw", () => {
  const problem = { title: "no" };
  const rows: readonly {
    name: string;
    responses: ResponsesDescriptor;
    answer: () => Response;
    want: { class: unknown; status: number; data: unknown; declared: boolean };
  }[] = [
    {
      name: "a declared one, with its data",
      responses: { 404: "json" },
      answer: json(404, problem, "application/problem+json"),
      want: { class: NotFoundError, status: 404, data: problem, declared: true },
    },
    {
      name: "one of a range",
      responses: { "4XX": "json" },
      answer: json(429, problem),
      want: { class: TooManyRequestsError, status: 429, data: problem, declared: true },
    },
    {
      name: "an undeclared one, with its body by Content-Type",
      responses: { 200: "json" },
      answer: json(500, problem),
      want: { class: ServerError, status: 500, data: problem, declared: false },
    },
    {
      name: "a gateway's page where JSON is declared",
      responses: { default: "json" },
      answer: raw(502, "<html>", "text/html"),
      want: { class: ServerError, status: 502, data: "<html>", declared: false },
    },
    {
      name: "an empty body declared as JSON",
      responses: { 404: "json" },
      answer: raw(404, ""),
      want: { class: NotFoundError, status: 404, data: undefined, declared: true },
    },
    {
      name: "304",
      responses: { 200: "json", 304: "none" },
      answer: raw(304, ""),
      want: { class: ApiError, status: 304, data: undefined, declared: true },
    },
    {
      name: "a status of no range",
      responses: { 200: "json" },
      answer: raw(299 + 700, "x", "text/plain"),
      want: { class: ApiError, status: 999, data: "x", declared: false },
    },
  ];
  it.each(rows)("$name", async ({ responses, answer, want }) => {
    const { client } = answering(answer);
    const described = describedAs(responses);
    const error = (await call(client, described, {}).then(
      () => undefined,
      (caught: unknown) => caught,
    )) as ApiError;
    expect(error).toBeInstanceOf(want.class as typeof ApiError);
    expect({ status: error.status, data: error.data, declared: error.declared }).toEqual({
      status: want.status,
      data: want.data,
      declared: want.declared,
    });
    expect(isErrorOf(error, described)).toBe(want.declared);
    expect(error.response.statusCode).toBe(want.status);
  });

  it("with a message that says method, URL and status, and no secret", async () => {
    const { client } = answering(json(404, {}));
    const described = describedAs({}, { path: "/pets" });
    const options = { params: { api_key: "s3cret", page: 1 } };
    const error: unknown = await call(client, described, {}, options).catch((caught: unknown) => caught);
    expect((error as Error).message).toBe(
      "GET https://api.example.com/pets?api_key=[secure]&page=1: 404 Not Found",
    );
  });

  it.each([
    { name: "a message", body: { message: "Validation\n failed" }, want: ": Validation failed" },
    { name: "one within an error", body: { error: { code: 1, message: "No" } }, want: ": No" },
    { name: "a problem's detail before its title", body: { title: "a", detail: "b" }, want: ": b" },
    { name: "OAuth's description", body: { error: "x", error_description: "y" }, want: ": y" },
    {
      name: "the first of several",
      body: { errors: [{ msg: "first" }, { msg: "second" }] },
      want: ": first",
    },
    {
      name: "no more than 200 characters",
      body: { message: "x".repeat(300) },
      want: `: ${"x".repeat(200)}…`,
    },
    { name: "nothing where there are no words", body: { message: " ", error: 7, detail: null }, want: "" },
    { name: "nothing of a list of numbers", body: [1], want: "" },
  ])("the message has the server's words: $name", async ({ body, want }) => {
    const { client } = answering(json(422, body));
    const error: unknown = await call(client, describedAs({}), {}).catch((caught: unknown) => caught);
    expect((error as Error).message).toBe(`GET https://api.example.com/: 422 Unprocessable Entity${want}`);
  });

  it("even when the client raises by itself", async () => {
    const transport = new MockTransport(() => new Response(404, { json: { title: "x" } }));
    const client = new Client({ baseUrl: "https://a.example", transport, raiseForStatus: true });
    const error: unknown = await call(client, describedAs({ 404: "json" }), {}).catch(
      (caught: unknown) => caught,
    );
    expect(error).toBeInstanceOf(NotFoundError);
    expect((error as NotFoundError).data).toEqual({ title: "x" });
  });

  it("and isErrorOf knows functions, methods and operations, each its own only", async () => {
    const getPet = describedAs({ 404: "json" });
    const other = describedAs({ 404: "json" });
    const getPetFunction = (caller: Client, args: object) => call(caller, getPet, args);
    const { client } = answering(json(404, {}));
    const error: unknown = await getPetFunction(client, {}).catch((caught: unknown) => caught);
    expect([
      isErrorOf(error, getPet),
      isErrorOf(error, getPetFunction),
      isErrorOf(error, { operation: getPet }),
      isErrorOf(error, other),
      isErrorOf(new Error("x"), getPet),
    ]).toEqual([true, true, true, false, false]);
  });
});

describe("typed headers", () => {
  it("are decoded by their kinds; those that are missing or wrong are left out", async () => {
    const headers = {
      "X-Number": "5",
      "X-Flag": "true",
      "X-List": "a, b",
      "X-Numbers": "1,2",
      "X-Object": "R,1,G,2",
      "X-Spread": "R=1,G=2",
      "X-Json": '{"a":1}',
      "X-Big": "9007199254740993",
      "X-No-Date": "2020-02-30T00:00:00Z",
      "X-Date": "Thu, 01 Jan 1970 00:00:00 GMT",
      "X-Wrong": "abc",
    };
    const { client } = answering(() => new Response(200, { json: 1, headers }));
    const described = describedAs({
      200: {
        "*/*": "json",
        headers: {
          "x-number": "number",
          "X-Flag": "boolean",
          "X-List": "string[]",
          "X-Numbers": "number[]",
          "X-Object": "{}",
          "X-Spread": "{=}",
          "X-Json": "json",
          "X-Big": "bigint",
          "X-Date": "date",
          "X-No-Date": "date",
          "X-Wrong": "number",
          "X-Missing": "string",
        },
      },
    });
    const reply = await call(client, described, {}).withResponse();
    expect(reply.headers).toEqual({
      "x-number": 5,
      "X-Flag": true,
      "X-List": ["a", "b"],
      "X-Numbers": [1, 2],
      "X-Object": { R: "1", G: "2" },
      "X-Spread": { R: "1", G: "2" },
      "X-Json": { a: 1 },
      "X-Big": 9007199254740993n,
      "X-Date": new Date(0),
    });
  });
});

describe("a call", () => {
  it("sends nothing until it is asked, and once however often it is asked", async () => {
    const { client, requests } = answering(json(200, { a: 1 }));
    const lazy = call(client, describedAs({ 200: "json" }), {});
    expect(lazy.build().href).toBe("https://api.example.com/");
    await Promise.resolve();
    expect(requests).toHaveLength(0);
    const [data, again] = await Promise.all([lazy, lazy.withResponse()]);
    expect(again.data).toEqual(data);
    expect((await lazy.asResponse()).json()).toEqual({ a: 1 });
    expect((await lazy.result()).status).toBe(200);
    expect(requests).toHaveLength(1);
  });

  it("asResponse judges no status and reads no body", async () => {
    const { client } = answering(() => new Response(500, { stream: chunks("x") }));
    const response = await call(client, describedAs({}), {}).asResponse();
    expect([response.statusCode, response.isStreamConsumed]).toEqual([500, false]);
    expect(new TextDecoder().decode(await response.read())).toBe("x");
  });

  it("result throws on no status", async () => {
    const { client } = answering(json(404, { t: 1 }), json(418, { t: 2 }));
    const described = describedAs({ 404: { "application/json": "json" } });
    const first = await call(client, described, {}).result();
    const second = await call(client, described, {}).result();
    expect([first.status, first.data, first.contentType]).toEqual([404, { t: 1 }, "application/json"]);
    expect([second.status, second.data]).toEqual([418, { t: 2 }]);
  });

  it("has catch and finally, as a promise has", async () => {
    const { client } = answering(json(404, {}));
    let finished = 0;
    const count = (): void => void finished++;
    const status = await call(client, describedAs({}), {}).catch(
      (error: unknown) => (error as ApiError).status,
    );
    await call(client, describedAs({}), {}).finally(count).catch(count);
    expect([status, finished]).toEqual([404, 2]);
  });

  it("that cannot be built rejects, and does not throw", async () => {
    const { client } = answering(json(200, {}));
    const promise = call(client, describedAs({}, { path: "/{id}" }), {}).then(() => "sent");
    await expect(promise).rejects.toThrow('"id" is missing');
  });

  it("refuses an option nobody knows", async () => {
    const { client } = answering(json(200, {}));
    const options = { timeot: 1 } as object;
    await expect(call(client, describedAs({}), {}, options).then(() => "sent")).rejects.toThrow(TypeError);
  });

  const accepts: readonly { name: string; responses: ResponsesDescriptor; options?: object; want: string }[] =
    [
      { name: "what is declared", responses: { 200: "json" }, want: "application/json" },
      {
        name: "success first, then errors",
        responses: {
          200: { "text/csv": "text", "image/*": "binary" },
          404: { "application/problem+json": "json" },
        },
        want: "text/csv, image/*, application/problem+json",
      },
      {
        name: "JSON before other successes",
        responses: {
          200: { "text/csv": "text", "application/hal+json": "json" },
          404: { "application/problem+json": "json" },
        },
        want: "application/hal+json, application/problem+json, text/csv;q=0.9",
      },
      { name: "anything, if nothing is", responses: { 204: "none" }, want: "*/*" },
      {
        name: "what the caller asks for",
        responses: { 200: "json" },
        options: { accept: "text/csv" },
        want: "text/csv",
      },
      {
        name: "what the caller's headers say, above all",
        responses: { 200: "json" },
        options: { headers: { accept: "x/y" } },
        want: "x/y",
      },
    ];
  it.each(accepts)("accepts $name", ({ responses, options, want }) => {
    const { client } = answering(json(200, {}));
    expect(call(client, describedAs(responses), {}, options).build().headers.get("accept")).toBe(want);
  });

  it("takes headers, params, cookies and timeout of the caller", () => {
    const { client } = answering(json(200, {}));
    const described = describedAs(
      {},
      {
        parameters: [
          { name: "X-A", in: "header" },
          { name: "c", in: "cookie" },
          { name: "q", in: "query" },
        ],
      },
    );
    const args = { "X-A": "1", c: "1", q: "a b" };
    const options = {
      headers: { "x-a": "2", "X-B": "3" },
      params: { p: 1 },
      cookies: { d: "2" },
      timeout: 7,
    };
    const request = call(client, described, args, options).build();
    expect(request.href).toBe("https://api.example.com/?q=a%20b&p=1");
    expect(request.headers.get("X-A")).toBe("2");
    expect(request.headers.get("X-B")).toBe("3");
    expect(request.headers.get("Cookie")).toBe("c=1; d=2");
    expect(request.extensions.timeout?.read).toBe(7);
  });
});

async function* chunks(...texts: string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield new TextEncoder().encode(text);
}
