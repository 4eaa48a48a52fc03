import { describe, expect, it } from "vitest";
import {
  Client,
  ConnectError,
  MockTransport,
  ReadError,
  Request,
  RequestAborted,
  Response,
  type RetryEvent,
  type RetryOptions,
  type Transport,
} from "../../runtime/index.js";

const soon: RetryOptions = { total: 2, backoff: { initial: 1, jitter: 0 } };

/** Plays a list of statuses and errors, and then answers 200. */
function player(script: (number | Error)[]): Transport & { calls: number; closed: number } {
  const transport = {
    calls: 0,
    closed: 0,
    async handleRequest(): Promise<Response> {
      const next = script[transport.calls++] ?? 200;
      if (next instanceof Error) throw next;
      const close = async (): Promise<void> => {
        transport.closed += 1;
      };
      return new Response(next, { stream: { async *[Symbol.asyncIterator]() {}, close } });
    },
    close: async () => {},
  };
  return transport;
}

describe("retries", () => {
  it.each([
    { name: "none unless asked for", retries: undefined, script: [503], want: [503, 1] },
    { name: "until it works", retries: soon, script: [503, 503], want: [200, 3] },
    { name: "the last answer when it does not", retries: soon, script: [503, 502, 504, 200], want: [504, 3] },
    { name: "errors too", retries: soon, script: [new ReadError("x"), 503], want: [200, 3] },
    { name: "a number: connections alone", retries: 1, script: [new ConnectError("x"), 503], want: [503, 2] },
  ])("$name", async ({ retries, script, want }) => {
    const transport = player(script);
    const response = await new Client({ transport, retries }).get("https://a.com");
    expect([response.statusCode, transport.calls]).toEqual(want);
  });

  it("the last error when it does not work, with its request", async () => {
    const transport = player([new ReadError("a"), new ReadError("b"), new ReadError("c")]);
    const error = await new Client({ transport, retries: soon })
      .get("https://a.com")
      .catch((error: unknown) => error);
    expect(error).toMatchObject({ message: "c", code: "ERR_READ" });
    expect((error as ReadError).request?.href).toBe("https://a.com/");
  });

  it.each([
    { name: "the call's over the client's", client: 0, call: soon, want: 3 },
    { name: "null is off", client: soon, call: null, want: 1 },
    { name: "undefined is the client's", client: soon, call: undefined, want: 3 },
  ])("$name", async ({ client, call, want }) => {
    const transport = player([503, 503]);
    await new Client({ transport, retries: client }).get("https://a.com", { retries: call });
    expect(transport.calls).toBe(want);
  });

  it("closes the answers it throws away, and tells onRetry", async () => {
    const events: RetryEvent[] = [];
    const transport = player([503, new ReadError("x")]);
    await new Client({ transport, retries: { ...soon, onRetry: (event) => void events.push(event) } }).get(
      "https://a.com",
    );
    expect(transport.closed).toBe(2);
    expect(events).toMatchObject([
      { attempt: 1, delay: 1, response: { statusCode: 503 }, request: { method: "GET" } },
      { attempt: 2, delay: 2, error: { message: "x" } },
    ]);
  });

  it("sends the whole body again", async () => {
    const bodies: string[] = [];
    const transport: Transport = {
      async handleRequest(request) {
        let body = "";
        for await (const chunk of request.stream) body += new TextDecoder().decode(chunk);
        bodies.push(body);
        return new Response(bodies.length === 1 ? 503 : 200);
      },
      close: async () => {},
    };
    await new Client({ transport, retries: soon }).put("https://a.com", { content: () => ["a", "b"] });
    expect(bodies).toEqual(["ab", "ab"]);
  });

  it("a hook that raises for a status sees only the answer that counts", async () => {
    const seen: number[] = [];
    const client = new Client({
      transport: player([503, 503, 200]),
      retries: soon,
      eventHooks: {
        response: [
          (response) => {
            seen.push(response.statusCode);
            response.raiseForStatus();
          },
        ],
      },
    });
    expect((await client.get("https://a.com")).statusCode).toBe(200);
    expect(seen).toEqual([200]);
  });

  it("keeps the cookies of answers it throws away", async () => {
    let calls = 0;
    const transport = new MockTransport(
      () => new Response(++calls === 1 ? 503 : 200, { headers: { "Set-Cookie": "s=1" } }),
    );
    const client = new Client({ transport, retries: soon });
    await client.get("https://a.com");
    expect(client.cookies.get("s")).toBe("1");
  });

  it("a wait that is longer than timers is not over at once", async () => {
    const transport = new MockTransport(
      () => new Response(503, { headers: { "Retry-After": "99999999999" } }),
    );
    const client = new Client({ transport, retries: { total: 1, maxRetryAfter: Number.POSITIVE_INFINITY } });
    const call = client.get("https://a.com", { signal: AbortSignal.timeout(30) });
    await expect(call).rejects.toThrow(RequestAborted);
  });

  it("a wait ends with the signal", async () => {
    const transport = player([503]);
    const client = new Client({ transport, retries: { total: 1, backoff: { initial: 60_000 } } });
    const controller = new AbortController();
    const call = client.get("https://a.com", { signal: controller.signal });
    setTimeout(() => controller.abort("enough"), 10);
    await expect(call).rejects.toThrow(RequestAborted);
    await expect(call).rejects.toMatchObject({ cause: "enough" });
    expect(transport.calls).toBe(1);
  });

  it("a wait that the deadline would cut short is not begun", async () => {
    const client = new Client({
      transport: player([503]),
      timeout: { total: 1000 },
      retries: { total: 1, backoff: { initial: 60_000 } },
    });
    const startedAt = performance.now();
    expect((await client.get("https://a.com")).statusCode).toBe(503);
    expect(performance.now() - startedAt).toBeLessThan(500);
  });

  it("each redirect has its own", async () => {
    const paths: string[] = [];
    const transport = new MockTransport((request) => {
      paths.push(request.url.pathname);
      const isFirst = paths.filter((path) => path === request.url.pathname).length === 1;
      if (isFirst) return new Response(503);
      return request.url.pathname === "/a"
        ? new Response(302, { headers: { Location: "/b" } })
        : new Response(200);
    });
    const response = await new Client({
      transport,
      retries: { ...soon, total: 1 },
      followRedirects: true,
    }).get("https://a.com/a");
    expect([response.statusCode, paths, response.history.length]).toEqual([200, ["/a", "/a", "/b", "/b"], 1]);
  });

  it("send takes them too", async () => {
    const transport = player([503]);
    await new Client({ transport }).send(new Request("GET", "https://a.com"), { retries: soon });
    expect(transport.calls).toBe(2);
  });
});
