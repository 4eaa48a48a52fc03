import { describe, expect, it } from "vitest";
import {
  Client,
  ConnectError,
  DigestAuth,
  HTTPStatusError,
  MockTransport,
  Request,
  Response,
} from "../../runtime/index.js";

const challenge = 'Digest realm="r", nonce="n", qop="auth"';

describe("hooks", () => {
  it("run around every request on the wire: redirects and rounds of auth", async () => {
    const order: string[] = [];
    const transport = new MockTransport((request) => {
      order.push(`transport ${request.url.pathname}`);
      if (request.url.pathname === "/r") return new Response(302, { headers: { Location: "/" } });
      return request.headers.has("authorization")
        ? new Response(200)
        : new Response(401, { headers: { "WWW-Authenticate": challenge } });
    });
    const client = new Client({
      transport,
      auth: new DigestAuth("u", "p"),
      followRedirects: true,
      eventHooks: {
        request: [({ url }) => void order.push(`request ${url.pathname}`)],
        response: [({ statusCode, history }) => void order.push(`response ${statusCode} ${history.length}`)],
      },
    });
    await client.get("https://a.com/r");
    const round = (status: number) => [
      "request /r",
      "transport /r",
      "response 302 0",
      "request /",
      "transport /",
      `response ${status} 0`,
    ];
    expect(order).toEqual([...round(401), ...round(200)]);
  });

  it("run in the order of their list, one after the other", async () => {
    const order: number[] = [];
    const later = (value: number) => async () => {
      await new Promise((resolve) => setTimeout(resolve, 5 - value));
      order.push(value);
    };
    const transport = new MockTransport(() => new Response(200));
    await new Client({
      transport,
      eventHooks: { request: [later(1), later(2)], response: [later(3), later(4)] },
    }).get("https://a.com");
    expect(order).toEqual([1, 2, 3, 4]);
  });

  it("of requests see auth and final headers, and may change them and the URL", async () => {
    const transport = new MockTransport(
      (request) => new Response(200, { json: [request.href, request.headers.get("x-a")] }),
    );
    const client = new Client({
      transport,
      auth: ["u", "p"],
      eventHooks: {
        request: [
          (request) => {
            expect(request.headers.get("authorization")).toBe("Basic dTpw");
            request.headers.set("X-A", "1");
            request.url.searchParams.set("signed", "1");
          },
        ],
      },
    });
    expect((await client.get("https://a.com/x")).json()).toEqual(["https://a.com/x?signed=1", "1"]);
  });

  it("of responses find the body unread and the jar up to date", async () => {
    const stream = async function* (): AsyncGenerator<Uint8Array> {
      yield new TextEncoder().encode("hello");
    };
    const transport = new MockTransport(
      () => new Response(200, { stream: stream(), headers: { "Set-Cookie": "s=1" } }),
    );
    const client = new Client({ transport });
    const seen: unknown[] = [];
    client.eventHooks.response.push(async (response) => {
      seen.push(response.isStreamConsumed, client.cookies.get("s"));
      await response.read();
      seen.push(response.text);
    });
    expect((await client.get("https://a.com")).text).toBe("hello");
    expect(seen).toEqual([false, "1", "hello"]);
  });

  it("of requests that throw: nothing is sent", async () => {
    let sent = 0;
    const transport = new MockTransport(() => new Response(200, { text: String(++sent) }));
    const error = new Error("no");
    const client = new Client({
      transport,
      eventHooks: {
        request: [
          () => {
            throw error;
          },
        ],
      },
    });
    await expect(client.get("https://a.com")).rejects.toBe(error);
    expect(sent).toBe(0);
  });

  it("of responses that throw: the response is closed, the error is the caller's", async () => {
    const transport = new MockTransport(() => new Response(404, { stream: (async function* () {})() }));
    const client = new Client({
      transport,
      eventHooks: { response: [(response) => void response.raiseForStatus()] },
    });
    const error = await client.stream("GET", "https://a.com").catch((error: unknown) => error);
    expect(error).toBeInstanceOf(HTTPStatusError);
    expect((error as HTTPStatusError).response.isClosed).toBe(true);
  });
});

describe("error hooks", () => {
  it("are told once for a call that fails, with what is thrown", async () => {
    const seen: unknown[] = [];
    const thrown = new ConnectError("refused");
    const transport = new MockTransport(() => {
      throw thrown;
    });
    const client = new Client({
      transport,
      retries: 2,
      eventHooks: { error: [(error, request) => void seen.push(error, request.href)] },
    });
    await expect(client.get("https://a.com")).rejects.toBe(thrown);
    expect(seen).toEqual([thrown, "https://a.com/"]);
    expect(thrown.request?.href).toBe("https://a.com/");
  });

  it("may throw another in its place", async () => {
    const transport = new MockTransport(() => {
      throw new ConnectError("refused");
    });
    const client = new Client({
      transport,
      eventHooks: {
        error: [
          (error) => {
            throw new Error("ours", { cause: error });
          },
        ],
      },
    });
    await expect(client.get("https://a.com")).rejects.toMatchObject({
      message: "ours",
      cause: { message: "refused" },
    });
  });

  it("foreign errors pass untouched", async () => {
    const foreign = Object.freeze(new RangeError("mine"));
    const transport = new MockTransport(() => {
      throw foreign;
    });
    await expect(new Client({ transport }).get("https://a.com")).rejects.toBe(foreign);
  });
});

describe("raiseForStatus", () => {
  const transport = new MockTransport(
    (request) => new Response(Number(request.url.pathname.slice(1)), { json: { detail: "why" } }),
  );
  it.each([
    { name: "off", option: false, status: 404, raises: false },
    { name: "404", option: true, status: 404, raises: true },
    { name: "500", option: true, status: 500, raises: true },
    { name: "304", option: true, status: 304, raises: true },
    { name: "204", option: true, status: 204, raises: false },
    {
      name: "a rule that spares 404",
      option: ({ statusCode }: Response) => statusCode >= 400 && statusCode !== 404,
      status: 404,
      raises: false,
    },
    {
      name: "the same rule at 500",
      option: ({ statusCode }: Response) => statusCode >= 400 && statusCode !== 404,
      status: 500,
      raises: true,
    },
  ])("$name", async ({ option, status, raises }) => {
    const client = new Client({ transport, raiseForStatus: option, baseUrl: "https://a.com" });
    const outcomes = await Promise.allSettled([
      client.get(`/${status}`),
      client.stream("GET", `/${status}`),
      client.send(new Request("GET", `https://a.com/${status}`)),
    ]);
    expect(outcomes.map((outcome) => outcome.status === "rejected")).toEqual([raises, raises, raises]);
  });

  it("the error has the response, read", async () => {
    const error = await new Client({ transport, raiseForStatus: true })
      .stream("GET", "https://a.com/404")
      .catch((error: unknown) => error);
    expect(error).toBeInstanceOf(HTTPStatusError);
    expect((error as HTTPStatusError).response.json()).toEqual({ detail: "why" });
    expect((error as HTTPStatusError).request?.href).toBe("https://a.com/404");
  });

  it("looks at the end of redirects and auth only", async () => {
    const digest = new MockTransport((request) => {
      if (!request.headers.has("authorization"))
        return new Response(401, { headers: { "WWW-Authenticate": challenge } });
      return request.url.pathname === "/"
        ? new Response(302, { headers: { Location: "/x" } })
        : new Response(200);
    });
    const client = new Client({
      transport: digest,
      raiseForStatus: true,
      auth: new DigestAuth("u", "p"),
      followRedirects: true,
    });
    expect((await client.get("https://a.com")).statusCode).toBe(200);
  });
});
