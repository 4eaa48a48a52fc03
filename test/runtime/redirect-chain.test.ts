import { describe, expect, it, vi } from "vitest";
import {
  Client,
  type ClientOptions,
  MockTransport,
  RemoteProtocolError,
  Request,
  Response,
  StreamConsumed,
  TooManyRedirects,
  type Transport,
} from "../../runtime/index.js";

/** Redirects by path: `/redirect/<status>/<n>` leads to `/redirect/<status>/<n-1>`, and 0 echoes. */
function server(request: Request): Response {
  const [, , status, count] = request.url.pathname.split("/");
  if (count === undefined || count === "0") {
    const body = request.method === "HEAD" ? "" : new TextDecoder().decode(request.content);
    return new Response(200, {
      json: { method: request.method, url: request.href, body, headers: request.headers.raw },
    });
  }
  return new Response(Number(status), {
    headers: { Location: `/redirect/${status}/${Number(count) - 1}` },
    text: "moved",
  });
}

function clientOf(options: ClientOptions = {}): Client {
  return new Client({
    transport: new MockTransport(server),
    baseUrl: "https://a.com",
    followRedirects: true,
    ...options,
  });
}

/** Reads the body, as a socket would, and keeps the request as it is; MockTransport makes it replayable. */
function rawTransport(answer: (request: Request) => Response): Transport {
  return {
    async handleRequest(request) {
      for await (const _ of request.stream);
      return answer(request);
    },
    close: async () => {},
  };
}

describe("a followed redirect", () => {
  it("has a history, oldest first, each with its own", async () => {
    const response = await clientOf().get("/redirect/302/3");
    expect(response.url.pathname).toBe("/redirect/302/0");
    expect(response.history.map(({ url }) => url.pathname)).toEqual([
      "/redirect/302/3",
      "/redirect/302/2",
      "/redirect/302/1",
    ]);
    expect(response.history.map(({ history }) => history.length)).toEqual([0, 1, 2]);
    expect(response.history.every(({ isClosed, text }) => isClosed && text === "moved")).toBe(true);
    expect(response.nextRequest).toBeUndefined();
  });

  it.each([
    { given: 20, count: 20, want: 200 },
    { given: 1, count: 1, want: 200 },
    { given: 0, count: 0, want: 200 },
  ])("at most maxRedirects: $given allows $count", async ({ given, count, want }) => {
    expect((await clientOf({ maxRedirects: given }).get(`/redirect/302/${count}`)).statusCode).toBe(want);
  });

  it.each([
    { given: 20, count: 21 },
    { given: 0, count: 1 },
  ])("one more is TooManyRedirects: $given and $count", async ({ given, count }) => {
    const sent: string[] = [];
    const client = clientOf({
      maxRedirects: given,
      eventHooks: { request: [({ href }) => void sent.push(href)] },
    });
    const error = await client.get(`/redirect/302/${count}`).catch((error: unknown) => error);
    expect(error).toBeInstanceOf(TooManyRedirects);
    expect(error).toMatchObject({
      message: `GET https://a.com/redirect/302/0: exceeded maximum allowed redirects (${given}).`,
    });
    expect(sent).toHaveLength(given + 1);
    expect((error as TooManyRedirects).request?.url.pathname).toBe("/redirect/302/0");
  });

  it("keeps or drops the body", async () => {
    const client = clientOf();
    expect((await client.post("/redirect/302/1", { content: "x" })).json()).toMatchObject({
      method: "GET",
      body: "",
    });
    expect((await client.post("/redirect/307/2", { json: { a: 1 } })).json()).toMatchObject({
      method: "POST",
      body: '{"a":1}',
    });
    expect((await client.post("/redirect/308/1", { data: { a: 1 } })).json()).toMatchObject({
      method: "POST",
      body: "a=1",
    });
    expect((await client.put("/redirect/301/1", { content: "x" })).json()).toMatchObject({
      method: "PUT",
      body: "x",
    });
  });

  it.each([300, 304, 305, 306])("%i is none", async (status) => {
    const transport = new MockTransport(() => new Response(status, { headers: { Location: "/x" } }));
    const response = await clientOf({ transport }).get("/");
    expect([response.statusCode, response.hasRedirectLocation, response.isRedirect]).toEqual([
      status,
      false,
      true,
    ]);
  });

  it("without a Location is none", async () => {
    const transport = new MockTransport(() => new Response(302));
    expect((await clientOf({ transport }).get("/")).statusCode).toBe(302);
  });

  it("with a Location that cannot be used is a RemoteProtocolError of the request, and closes the response", async () => {
    const close = vi.fn(async () => {});
    const stream = { async *[Symbol.asyncIterator]() {}, close };
    const transport = new MockTransport(
      () => new Response(302, { headers: { Location: "mailto:x@y" }, stream }),
    );
    const error = await clientOf({ transport })
      .get("/a")
      .catch((error: unknown) => error);
    expect(error).toBeInstanceOf(RemoteProtocolError);
    expect((error as RemoteProtocolError).request?.url.pathname).toBe("/a");
    expect(close).toHaveBeenCalledTimes(1);
  });

  it("is followed, and its body read, in stream() as well", async () => {
    await using response = await clientOf().stream("GET", "/redirect/302/2");
    expect(response.history.map(({ isStreamConsumed }) => isStreamConsumed)).toEqual([true, true]);
    expect((await response.read()).byteLength).toBeGreaterThan(0);
  });
});

it("progress is told of the last response only", async () => {
  const seen: unknown[] = [];
  const response = await clientOf().get("/redirect/302/2", {
    onDownloadProgress: ({ transferred }) => seen.push(transferred),
  });
  await response.read();
  expect(seen).toEqual([response.numBytesDownloaded]);
});

describe("a redirect that is not followed", () => {
  it("offers the next request", async () => {
    const response = await clientOf({ followRedirects: false }).post("/redirect/303/1", { content: "x" });
    expect([response.statusCode, response.history]).toEqual([303, []]);
    expect(response.nextRequest).toMatchObject({ method: "GET" });
    expect(response.nextRequest?.href).toBe("https://a.com/redirect/303/0");
    expect(response.nextRequest?.content.byteLength).toBe(0);
    expect(
      (await clientOf().send(response.nextRequest ?? new Request("GET", "https://none"))).statusCode,
    ).toBe(200);
  });

  it.each([
    { name: "false for one call", options: {}, call: { followRedirects: false }, want: 302 },
    { name: "null is off", options: {}, call: { followRedirects: null }, want: 302 },
    {
      name: "true for one call",
      options: { followRedirects: false },
      call: { followRedirects: true },
      want: 200,
    },
    { name: "undefined is the client's", options: {}, call: { followRedirects: undefined }, want: 200 },
  ])("$name", async ({ options, call, want }) => {
    expect((await clientOf(options).get("/redirect/302/1", call)).statusCode).toBe(want);
  });

  it("may have any Location", async () => {
    const transport = new MockTransport(() => new Response(302, { headers: { Location: "mailto:x@y" } }));
    const response = await clientOf({ transport, followRedirects: false }).get("/");
    expect([response.statusCode, response.nextRequest]).toEqual([302, undefined]);
  });
});

describe("a body that can be read once", () => {
  async function* pieces(): AsyncGenerator<Uint8Array> {
    yield new TextEncoder().encode("once");
  }
  it("cannot follow a 307", async () => {
    const call = clientOf({ transport: rawTransport(server) }).post("/redirect/307/1", { content: pieces() });
    await expect(call).rejects.toThrow(StreamConsumed);
  });

  it("is dropped at a 303", async () => {
    const response = await clientOf({ transport: rawTransport(server) }).post("/redirect/303/1", {
      content: pieces(),
    });
    expect(response.json()).toMatchObject({ method: "GET", body: "" });
    expect(response.request.headers.has("transfer-encoding")).toBe(false);
  });

  it("opened by a function can be read again", async () => {
    const response = await clientOf().post("/redirect/307/1", { content: () => pieces() });
    expect(response.json()).toMatchObject({ body: "once" });
  });
});

describe("secrets", () => {
  /** What each request carried, by its URL. */
  async function seen(
    path: string,
    options: ClientOptions,
    hops: Record<string, string>,
  ): Promise<Record<string, string | null>> {
    const seen: Record<string, string | null> = {};
    const transport = new MockTransport((request) => {
      seen[request.href] = request.headers.get("authorization") ?? request.headers.get("x-api-key");
      const to = hops[request.href];
      return to === undefined ? new Response(200) : new Response(302, { headers: { Location: to } });
    });
    await new Client({ transport, followRedirects: true, ...options }).get(path);
    return seen;
  }

  it("never come back once they were dropped", async () => {
    const hops = { "https://a.com/": "https://b.com/", "https://b.com/": "https://a.com/back" };
    expect(await seen("https://a.com/", { auth: ["u", "p"] }, hops)).toEqual({
      "https://a.com/": "Basic dTpw",
      "https://b.com/": null,
      "https://a.com/back": null,
    });
  });

  it("of the URL's userinfo stay on its origin", async () => {
    const hops = { "https://u:p@a.com/": "/y", "https://u:p@a.com/y": "https://x:y@b.com/" };
    expect(await seen("https://u:p@a.com/", {}, hops)).toEqual({
      "https://u:p@a.com/": "Basic dTpw",
      "https://u:p@a.com/y": "Basic dTpw",
      "https://x:y@b.com/": null,
    });
  });

  it("in headers that the client calls sensitive stay as well", async () => {
    const options = { headers: { "X-Api-Key": "k" }, sensitiveHeaders: ["X-API-Key"] };
    expect(await seen("https://a.com/", options, { "https://a.com/": "https://b.com/" })).toEqual({
      "https://a.com/": "k",
      "https://b.com/": null,
    });
  });
});
