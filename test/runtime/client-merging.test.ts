import { describe, expect, it } from "vitest";
import {
  type BuildOptions,
  Client,
  type ClientOptions,
  InvalidURL,
  MockTransport,
  type ParamsInit,
  type Request,
  Response,
} from "../../runtime/index.js";

const transport = new MockTransport(() => new Response(200));
function build(options: ClientOptions, url: string, call: BuildOptions = {}, method = "GET") {
  return new Client({ transport, ...options }).buildRequest(method, url, call);
}

describe("the URL", () => {
  it.each([
    {
      base: "https://www.example.com/some/path",
      url: "/testing/123",
      want: "https://www.example.com/some/path/testing/123",
    },
    {
      base: "https://www.example.com/some/path",
      url: "../testing/123",
      want: "https://www.example.com/some/testing/123",
    },
    {
      base: "https://www.example.com/some/path",
      url: "/testing:123",
      want: "https://www.example.com/some/path/testing:123",
    },
    { base: "https://a.com/api", url: "x", want: "https://a.com/api/x" },
    { base: "https://a.com/api", url: "/x", want: "https://a.com/api/x" },
    { base: "https://a.com/api", url: "./x", want: "https://a.com/api/x" },
    { base: "https://a.com/api", url: "../x", want: "https://a.com/x" },
    { base: "https://a.com/api", url: "", want: "https://a.com/api/" },
    { base: "https://a.com/api", url: "?q=1", want: "https://a.com/api/?q=1" },
    { base: "https://a.com/api/v1", url: "../../../x", want: "https://a.com/x" },
    { base: "https://a.com/api", url: "https://b.com/z", want: "https://b.com/z" },
    {
      base: "https://www.example.com/",
      url: "/testing%2F123",
      want: "https://www.example.com/testing%2F123",
    },
    {
      base: "https://www.example.com/base%2Fpath",
      url: "/testing",
      want: "https://www.example.com/base%2Fpath/testing",
    },
    { base: "https://u:p@a.com:8443/api", url: "/y", want: "https://u:p@a.com:8443/api/y" },
    { base: "https://a.com/api?x=1", url: "/y", want: "https://a.com/api/y?x=1" },
  ])("$base + $url", ({ base, url, want }) => {
    expect(build({ baseUrl: base }, url).href).toBe(want);
  });

  it.each(["//b.com/z", "a:b", "mailto:x@y"])("%s never leaves the base", (url) => {
    expect(() => build({ baseUrl: "https://a.com/api" }, url)).toThrow(InvalidURL);
  });

  it.each(["/x", "x", ""])("%j needs a base", (url) => {
    expect(() => build({}, url)).toThrow(InvalidURL);
  });
});

describe("params", () => {
  it.each([
    {
      name: "client and request",
      client: { client_id: "client1" },
      url: "https://example.com",
      call: { request_id: "request1" },
      want: "?client_id=client1&request_id=request1",
    },
    {
      name: "by key",
      client: { a: 1, c: 3 },
      url: "https://a.com/x",
      call: { a: 2, b: 4 },
      want: "?a=2&c=3&b=4",
    },
    {
      name: "all values of a key",
      client: { a: [1, 2] },
      url: "https://a.com/x",
      call: { a: 3 },
      want: "?a=3",
    },
    {
      name: "the URL's own first",
      client: undefined,
      url: "https://a.com/x?b=2",
      call: { a: 1 },
      want: "?b=2&a=1",
    },
    {
      name: "the URL's own over the client's",
      client: { b: 1, a: 1 },
      url: "https://a.com/x?b=2",
      call: undefined,
      want: "?b=2&a=1",
    },
    {
      name: "the request's over the URL's",
      client: undefined,
      url: "https://a.com/x?b=2&c=3",
      call: { b: 9 },
      want: "?c=3&b=9",
    },
    {
      name: "the URL's own, byte for byte",
      client: { z: 1 },
      url: "https://a.com/x?sig=a%2fb+c",
      call: undefined,
      want: "?sig=a%2fb+c&z=1",
    },
    { name: "none for the request", client: { a: 1 }, url: "https://a.com/x", call: {}, want: "?a=1" },
    { name: "null is off", client: { a: 1 }, url: "https://a.com/x?b=2", call: null, want: "?b=2" },
  ] satisfies {
    name: string;
    client: ParamsInit | undefined;
    url: string;
    call: ParamsInit | null | undefined;
    want: string;
  }[])("$name", ({ client, url, call, want }) => {
    expect(build({ params: client }, url, { params: call }).url.search).toBe(want);
  });

  it.each([
    { client: undefined, url: "https://a.com/x?b=2", call: { a: 1 }, want: "?a=1" },
    { client: { a: 1 }, url: "https://a.com/x?b=2", call: undefined, want: "?a=1" },
    { client: undefined, url: "https://a.com/x?b=2", call: undefined, want: "?b=2" },
  ])("mergeParams: false replaces, as HTTPX does: $want", ({ client, url, call, want }) => {
    expect(build({ params: client, mergeParams: false }, url, { params: call }).url.search).toBe(want);
  });
});

describe("headers", () => {
  const defaults = ["Host", "Accept", "Accept-Encoding", "Connection", "User-Agent"];
  it.each([
    { name: "the defaults", client: {}, call: {}, want: defaults },
    {
      name: "the client's after them",
      client: { "Example-Header": "1" },
      call: {},
      want: [...defaults, "Example-Header"],
    },
    {
      name: "an override moves to the end, in its own case",
      client: { "X-A": "1", "X-B": "2" },
      call: { "x-a": "9" },
      want: [...defaults, "X-B", "x-a"],
    },
    {
      name: "all lines of a name are overridden",
      client: [
        ["X-A", "1"],
        ["X-A", "2"],
      ],
      call: { "x-a": "9" },
      want: [...defaults, "x-a"],
    },
    {
      name: "a name may be given twice",
      client: {},
      call: [
        ["X-A", "1"],
        ["X-A", "2"],
      ],
      want: [...defaults, "X-A", "X-A"],
    },
    {
      name: "a Host of the caller's is the only one",
      client: {},
      call: { Host: "o" },
      want: [...defaults.slice(1), "Host"],
    },
    {
      name: "a default may be overridden",
      client: {},
      call: { "accept-encoding": "identity" },
      want: ["Host", "Accept", "Connection", "User-Agent", "accept-encoding"],
    },
    {
      name: "or removed",
      client: { "User-Agent": null },
      call: { Accept: null },
      want: ["Host", "Accept-Encoding", "Connection"],
    },
    { name: "null: none of the client's", client: { "X-A": "1" }, call: null, want: ["Host"] },
  ] satisfies {
    name: string;
    client: ClientOptions["headers"];
    call: BuildOptions["headers"];
    want: string[];
  }[])("$name", ({ client, call, want }) => {
    expect(
      build({ headers: client }, "https://a.com", { headers: call }).headers.raw.map(([name]) => name),
    ).toEqual(want);
  });

  it.each([
    { name: "a JSON body", call: { json: { a: 1 } }, want: [...defaults, "Content-Length", "Content-Type"] },
    { name: "no body", call: {}, want: ["Host", "Content-Length", ...defaults.slice(1)] },
    {
      name: "cookies come last",
      call: { content: "x", cookies: { a: "1" }, headers: { X: "1" } },
      want: [...defaults, "X", "Content-Length", "Cookie"],
    },
  ] satisfies { name: string; call: BuildOptions; want: string[] }[])("POST: $name", ({ call, want }) => {
    expect(build({}, "https://a.com", call, "POST").headers.raw.map(([name]) => name)).toEqual(want);
  });

  it("have HTTPX's values, and our name", () => {
    const { headers } = build({}, "https://a.com:8443/x");
    expect(headers.raw).toEqual([
      ["Host", "a.com:8443"],
      ["Accept", "*/*"],
      ["Accept-Encoding", expect.stringMatching(/^gzip, deflate, br(, zstd)?$/)],
      ["Connection", "keep-alive"],
      ["User-Agent", expect.stringMatching(/^gen-client\/\d+\.\d+\.\d+/)],
    ]);
  });
});

describe("JSON", () => {
  const bigints = {
    jsonEncoder: (value: unknown) =>
      JSON.stringify(value, (_, item: unknown) => (typeof item === "bigint" ? Number(item) : item)),
    jsonDecoder: (text: string) =>
      JSON.parse(text, (_, item: unknown) => (typeof item === "number" ? BigInt(item) : item)),
  };
  it("is written and read by the client's own functions", async () => {
    const echo = new MockTransport((request) => new Response(200, { content: request.content }));
    const client = new Client({ transport: echo, ...bigints });
    expect((await client.post("https://a.com", { json: { a: 1n } })).json()).toEqual({ a: 1n });
    expect((await client.withOptions({}).post("https://a.com", { json: { a: 2n } })).json()).toEqual({
      a: 2n,
    });
  });

  it("is read so in lines and events, too", async () => {
    const answer = (request: Request): Response =>
      new Response(200, { text: request.url.pathname === "/lines" ? "1\n2\n" : "data: 1\n\ndata: 2\n\n" });
    const client = new Client({ transport: new MockTransport(answer), ...bigints });
    const read: unknown[] = [];
    for await (const line of (await client.get("https://a.com/lines")).iterJsonLines()) read.push(line);
    for await (const event of (await client.get("https://a.com/events")).iterEvents())
      read.push(event.json());
    expect(read).toEqual([1n, 2n, 1n, 2n]);
  });

  it("has the client's default encoding for text", async () => {
    const latin = new MockTransport(() => new Response(200, { content: Uint8Array.of(0xe9) }));
    expect(
      (await new Client({ transport: latin, defaultEncoding: "iso-8859-1" }).get("https://a.com")).text,
    ).toBe("é");
    expect(
      (await new Client({ transport: latin, defaultEncoding: () => "iso-8859-1" }).get("https://a.com")).text,
    ).toBe("é");
  });
});
