import { Client, type Request } from "@gen-client/runtime";
import { ArgumentError, call, encodeValue, operation, part } from "@gen-client/runtime/codegen";
import { describe, expect, it } from "vitest";
import type { BodyDescriptor } from "../../../runtime/codegen/operation.js";

const client = new Client({ baseUrl: "https://api.example.com" });

function built(body: BodyDescriptor, args: object): Request {
  const described = operation<object, object>({ id: "test", method: "POST", path: "/", body, responses: {} });
  return call(client, described, args).build();
}

interface Sent {
  readonly type: string | null;
  readonly text: string;
}

async function sent(body: BodyDescriptor, args: object): Promise<Sent> {
  const request = built(body, args);
  const text = new TextDecoder().decode(await request.read());
  return { type: request.headers.get("content-type"), text };
}

async function* generated<Item>(...items: Item[]): AsyncGenerator<Item> {
  yield* items;
}

describe("a body is sent as its media type says", () => {
  const form = "application/x-www-form-urlencoded";
  const rows: readonly { name: string; body: BodyDescriptor; args: object; want: Sent }[] = [
    {
      name: "JSON",
      body: "json",
      args: { body: { a: 1 } },
      want: { type: "application/json", text: '{"a":1}' },
    },
    {
      name: "JSON null",
      body: "json",
      args: { body: null },
      want: { type: "application/json", text: "null" },
    },
    {
      name: "JSON false",
      body: "json",
      args: { body: false },
      want: { type: "application/json", text: "false" },
    },
    {
      name: "a JSON string",
      body: "json",
      args: { body: "x" },
      want: { type: "application/json", text: '"x"' },
    },
    {
      name: "+json, with parameters",
      body: { "application/vnd.api+json; version=2": "json" },
      args: { body: [] },
      want: { type: "application/vnd.api+json; version=2", text: "[]" },
    },
    {
      name: "JSON with 64-bit integers by codec",
      body: {
        "application/json": {
          kind: "json",
          codec: { properties: { a: "bigint", b: "int64-string" } },
          encode: encodeValue,
        },
      },
      args: { body: { a: 9007199254740993n, b: "9007199254740995", c: "1" } },
      want: { type: "application/json", text: '{"a":9007199254740993,"b":9007199254740995,"c":"1"}' },
    },
    {
      name: "JSON with dates by codec",
      body: { "application/json": { kind: "json", codec: { items: "date" }, encode: encodeValue } },
      args: { body: [new Date(0)] },
      want: { type: "application/json", text: '["1970-01-01"]' },
    },
    { name: "no body, no Content-Type", body: "json", args: {}, want: { type: null, text: "" } },
    {
      name: "an undefined body too",
      body: "json",
      args: { body: undefined },
      want: { type: null, text: "" },
    },
    { name: "text", body: "text", args: { body: "héllo" }, want: { type: "text/plain", text: "héllo" } },
    {
      name: "XML as text",
      body: { "application/xml": "text" },
      args: { body: "<a/>" },
      want: { type: "application/xml", text: "<a/>" },
    },
    {
      name: "bytes",
      body: "binary",
      args: { body: new Uint8Array([104, 105]) },
      want: { type: "application/octet-stream", text: "hi" },
    },
    {
      name: "a stream",
      body: { "image/png": "binary" },
      args: { body: generated(new Uint8Array([104]), new Uint8Array([105])) },
      want: { type: "image/png", text: "hi" },
    },
    {
      name: "a function that opens a stream",
      body: "binary",
      args: { body: () => generated(new Uint8Array([104])) },
      want: { type: "application/octet-stream", text: "h" },
    },
    {
      name: "a range takes the Blob's type",
      body: { "image/*": "binary" },
      args: { body: new Blob(["x"], { type: "image/gif" }) },
      want: { type: "image/gif", text: "x" },
    },
    {
      name: "a range takes the type of what is written",
      body: { "*/*": "json" },
      args: { body: { a: 1 } },
      want: { type: "application/json", text: '{"a":1}' },
    },
    {
      name: "a range that has no such type is bytes",
      body: { "image/*": "binary" },
      args: { body: "x" },
      want: { type: "application/octet-stream", text: "x" },
    },
    {
      name: "the first of several media types is the default",
      body: { "application/json": "json", "application/xml": "text" },
      args: { body: {} },
      want: { type: "application/json", text: "{}" },
    },
    {
      name: "contentType chooses",
      body: { "application/json": "json", "application/xml": "text" },
      args: { body: "<a/>", contentType: "application/xml" },
      want: { type: "application/xml", text: "<a/>" },
    },
    {
      name: "contentType chooses within a range",
      body: { "application/json": "json", "image/*": "binary" },
      args: { body: "x", contentType: "image/webp" },
      want: { type: "image/webp", text: "x" },
    },
    {
      name: "§4.15.1.1 form: scalars, arrays as several fields, objects as JSON",
      body: "form",
      args: { body: { a: "b c&", n: 1, t: true, list: ["x", "y"], o: { k: 1 }, none: undefined, nil: null } },
      want: { type: form, text: "a=b+c%26&n=1&t=true&list=x&list=y&o=%7B%22k%22%3A1%7D&nil=" },
    },
    {
      name: "§4.15.2 form: style, explode and allowReserved of a property",
      body: {
        [form]: {
          kind: "form",
          encoding: {
            list: { explode: false },
            deep: { style: "deepObject" },
            url: { allowReserved: true },
            piped: { style: "pipeDelimited" },
          },
        },
      },
      args: { body: { list: [1, 2], deep: { a: 1 }, url: "https://x/?y", piped: ["a", "b"] } },
      want: { type: form, text: "list=1,2&deep%5Ba%5D=1&url=https://x/?y&piped=a%7Cb" },
    },
    {
      name: "§4.15.1 form: contentType JSON of a property",
      body: { [form]: { kind: "form", encoding: { ids: { contentType: "application/json" } } } },
      args: { body: { ids: [1, 2] } },
      want: { type: form, text: "ids=%5B1%2C2%5D" },
    },
    {
      name: "a form with a property that objects inherit",
      body: { [form]: { kind: "form", encoding: {} } },
      args: { body: JSON.parse('{"__proto__":"p","constructor":"c"}') as object },
      want: { type: form, text: "__proto__=p&constructor=c" },
    },
    {
      name: "JSON Lines from a list",
      body: "json-lines",
      args: { body: [{ a: 1 }, 2] },
      want: { type: "application/jsonl", text: '{"a":1}\n2\n' },
    },
    {
      name: "JSON Lines from a generator",
      body: { "application/x-ndjson": "json-lines" },
      args: { body: generated(1, 2) },
      want: { type: "application/x-ndjson", text: "1\n2\n" },
    },
    {
      name: "RFC 7464: a JSON text sequence",
      body: "json-seq",
      args: { body: [1, { a: 2 }] },
      want: { type: "application/json-seq", text: '\x1e1\n\x1e{"a":2}\n' },
    },
    {
      name: "server-sent events",
      body: "events",
      args: {
        body: [
          { event: "x", data: "a\nb" },
          { data: { n: 1 }, id: 7 },
        ],
      },
      want: { type: "text/event-stream", text: 'event: x\ndata: a\ndata: b\n\ndata: {"n":1}\nid: 7\n\n' },
    },
  ];
  it.each(rows)("$name", async ({ body, args, want }) => {
    expect(await sent(body, args)).toEqual(want);
  });

  it("a content type the operation does not take is refused, with those it takes", () => {
    const build = (): Request => built({ "application/json": "json" }, { body: 1, contentType: "text/csv" });
    expect(build).toThrow(ArgumentError);
    expect(build).toThrow('no body of type "text/csv"; it takes "application/json"');
  });

  it("a list of items can be sent again, a generator cannot", async () => {
    const list = built("json-lines", { body: [1] });
    const once = built("json-lines", { body: generated(1) });
    expect([list.body, once.body].map((body) => body.kind === "stream" && body.replayable)).toEqual([
      true,
      false,
    ]);
  });

  it("the client's own JSON encoder is used", () => {
    const custom = new Client({ baseUrl: "https://a.example", jsonEncoder: () => "custom" });
    const described = operation<object, object>({
      id: "t",
      method: "POST",
      path: "/",
      body: "json",
      responses: {},
    });
    const request = call(custom, described, { body: {} }).build();
    expect(new TextDecoder().decode(request.content)).toBe("custom");
  });
});

describe("multipart without names", () => {
  const mixed = {
    "multipart/mixed": { kind: "multipart", itemEncoding: { contentType: "application/json" } },
  } as const;
  const bodyOf = async (body: BodyDescriptor, value: unknown): Promise<string> => {
    const { type, text } = await sent(body, { body: value });
    const [, boundary = "?"] = /boundary=(.*)$/.exec(type ?? "") ?? [];
    return text.replaceAll(boundary, "B");
  };

  const rows: readonly { name: string; body: BodyDescriptor; value: unknown; want: string }[] = [
    {
      name: "§4.15.4.3 itemEncoding: for every part",
      body: mixed,
      value: [{ a: 1 }, "x"],
      want: '--B\r\nContent-Type: application/json\r\n\r\n{"a":1}\r\n--B\r\nContent-Type: application/json\r\n\r\n"x"\r\n--B--\r\n',
    },
    {
      name: "§4.15.4.3 prefixEncoding: by position, then itemEncoding",
      body: {
        "multipart/related": {
          kind: "multipart",
          prefixEncoding: [{ contentType: "application/json", headers: { "Content-ID": "<meta>" } }],
          itemEncoding: { contentType: "image/png" },
        },
      },
      value: [{ n: "a" }, new Uint8Array([65])],
      want: '--B\r\nContent-ID: <meta>\r\nContent-Type: application/json\r\n\r\n{"n":"a"}\r\n--B\r\nContent-Type: image/png\r\n\r\nA\r\n--B--\r\n',
    },
    {
      name: "streams among the parts",
      body: { "multipart/mixed": "multipart" },
      value: [part(generated("A", "B"), { contentType: "text/x" })],
      want: "--B\r\nContent-Type: text/x\r\n\r\nAB\r\n--B--\r\n",
    },
  ];
  it.each(rows)("$name", async ({ body, value, want }) => {
    expect(await bodyOf(body, value)).toBe(want);
  });

  it.each([
    {
      name: "that of its first part",
      type: "multipart/related",
      want: '; type="application/json"; boundary=B',
    },
    {
      name: "what the document says",
      type: 'multipart/related; type="a/b"',
      want: '; type="a/b"; boundary=B',
    },
  ])("RFC 2387 §3.1: a related body has a type: $name", ({ type, want }) => {
    const request = built({ [type]: "multipart" }, { body: [{ a: 1 }, "x"] });
    expect(request.headers.get("content-type")?.replace(/boundary=.*/, "boundary=B")).toBe(
      `multipart/related${want}`,
    );
  });

  it("the Content-Type names the subtype and the boundary", () => {
    const request = built(mixed, { body: [1] });
    expect(request.headers.get("content-type")).toMatch(/^multipart\/mixed; boundary=[\w-]+$/);
    expect(request.headers.get("content-length")).not.toBeNull();
  });
});
