import { getEventListeners } from "node:events";
import { describe, expect, it } from "vitest";
import {
  Client,
  type ClientOptions,
  DigestAuth,
  MockTransport,
  Request,
  RequestAborted,
  Response,
  TotalTimeout,
  type Transport,
} from "../../runtime/index.js";

const wait = (delayMs: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, delayMs));

/** A transport that knows nothing of signals and deadlines. */
function slow(headersMs: number, chunkMs = 0, chunks = 1): Transport & { closed: number } {
  const transport = {
    closed: 0,
    async handleRequest(): Promise<Response> {
      await wait(headersMs);
      const stream = {
        async *[Symbol.asyncIterator]() {
          for (let chunk = 0; chunk < chunks; chunk++) {
            await wait(chunkMs);
            yield new TextEncoder().encode("x");
          }
        },
        close: async () => {
          transport.closed += 1;
        },
      };
      return new Response(200, { stream });
    },
    close: async () => {},
  };
  return transport;
}

describe("timeout.total", () => {
  const total = (ms: number): ClientOptions => ({ timeout: { total: ms } });
  it.each([
    {
      name: "headers that take too long",
      run: () => new Client({ transport: slow(500), ...total(20) }).get("https://a.com"),
    },
    {
      name: "a body that takes too long",
      run: () => new Client({ transport: slow(0, 500), ...total(20) }).get("https://a.com"),
    },
    {
      name: "a body that trickles",
      run: () => new Client({ transport: slow(0, 10, 100), ...total(50) }).get("https://a.com"),
    },
    {
      name: "a limit of the call",
      run: () => new Client({ transport: slow(500) }).get("https://a.com", { timeout: { total: 20 } }),
    },
    {
      name: "redirects all together",
      run: () =>
        new Client({
          transport: redirecting(15),
          followRedirects: true,
          maxRedirects: 1000,
          ...total(100),
        }).get("https://a.com"),
    },
    {
      name: "retries all together",
      run: () =>
        new Client({
          transport: failing(10),
          retries: { total: 1000, backoff: { initial: 0 } },
          ...total(100),
        }).get("https://a.com"),
    },
    {
      name: "rounds of auth all together",
      run: () =>
        new Client({ transport: refusing(30), auth: new DigestAuth("u", "p"), ...total(50) }).get(
          "https://a.com",
        ),
    },
  ])("$name", async ({ run }) => {
    const startedAt = performance.now();
    await expect(run()).rejects.toThrow(TotalTimeout);
    expect(performance.now() - startedAt).toBeLessThan(450);
  });

  it("names the limit, and the request", async () => {
    const error = await new Client({ transport: slow(500), ...total(20) })
      .get("https://u:hunter2@a.com")
      .catch((error: unknown) => error);
    expect(error).toMatchObject({ code: "ERR_TOTAL_TIMEOUT" });
    expect((error as TotalTimeout).message).toMatch(
      /^GET https:\/\/.*a\.com\/: not finished within timeout\.total of 20 ms\.$/,
    );
    expect((error as TotalTimeout).message).not.toContain("hunter2");
    expect((error as TotalTimeout).request?.method).toBe("GET");
  });

  it("covers a body that the caller streams", async () => {
    await using response = await new Client({ transport: slow(0, 10, 100), ...total(60) }).stream(
      "GET",
      "https://a.com",
    );
    const reading = (async () => {
      for await (const _ of response.iterBytes());
    })();
    await expect(reading).rejects.toThrow(TotalTimeout);
    expect(response.isClosed).toBe(true);
  });

  it("does not wait for a body that never comes", async () => {
    async function* stalled(): AsyncGenerator<Uint8Array> {
      yield new Uint8Array(1);
      await new Promise(() => {});
    }
    const transport = new MockTransport(() => new Response(200, { stream: stalled() }));
    await expect(new Client({ transport, ...total(20) }).get("https://a.com")).rejects.toThrow(TotalTimeout);
  });

  it("is not in the way when there is time", async () => {
    expect((await new Client({ transport: slow(1, 1), ...total(5000) }).get("https://a.com")).text).toBe("x");
  });

  it("closes a response that comes too late", async () => {
    const transport = slow(60);
    await expect(new Client({ transport, ...total(20) }).get("https://a.com")).rejects.toThrow(TotalTimeout);
    await wait(80);
    expect(transport.closed).toBe(1);
  });

  function redirecting(ms: number): Transport {
    return new MockTransport(async () => {
      await wait(ms);
      return new Response(302, { headers: { Location: "/" } });
    });
  }
  function failing(ms: number): Transport {
    return new MockTransport(async () => {
      await wait(ms);
      return new Response(503);
    });
  }
  function refusing(ms: number): Transport {
    return new MockTransport(async () => {
      await wait(ms);
      return new Response(401, {
        headers: { "WWW-Authenticate": 'Digest realm="r", nonce="n", stale=true' },
      });
    });
  }
});

describe("a signal", () => {
  it("that is aborted already: nothing is sent", async () => {
    let sent = 0;
    const transport = new MockTransport(() => new Response(200, { text: String(++sent) }));
    const reason = new Error("changed my mind");
    const error = await new Client({ transport })
      .get("https://a.com", { signal: AbortSignal.abort(reason) })
      .catch((error: unknown) => error);
    expect(error).toBeInstanceOf(RequestAborted);
    expect(error).toMatchObject({
      cause: reason,
      code: "ERR_ABORTED",
      message: "GET https://a.com/: aborted by the caller's signal.",
    });
    expect(sent).toBe(0);
  });

  it.each([
    {
      name: "while headers are awaited",
      transport: () => slow(500),
      run: (client: Client, signal: AbortSignal) => client.get("https://a.com", { signal }),
    },
    {
      name: "while a body is read",
      transport: () => slow(0, 500),
      run: (client: Client, signal: AbortSignal) => client.get("https://a.com", { signal }),
    },
    {
      name: "in send",
      transport: () => slow(500),
      run: (client: Client, signal: AbortSignal) =>
        client.send(new Request("GET", "https://a.com"), { signal }),
    },
    {
      name: "while the caller streams",
      transport: () => slow(0, 10, 100),
      run: async (client: Client, signal: AbortSignal) => {
        await using response = await client.stream("GET", "https://a.com", { signal });
        for await (const _ of response.iterBytes());
      },
    },
  ])("$name", async ({ transport, run }) => {
    const controller = new AbortController();
    setTimeout(() => controller.abort("enough"), 25);
    const startedAt = performance.now();
    await expect(run(new Client({ transport: transport() }), controller.signal)).rejects.toMatchObject({
      name: "RequestAborted",
      cause: "enough",
    });
    expect(performance.now() - startedAt).toBeLessThan(450);
  });

  it("keeps no listener afterwards", async () => {
    const { signal } = new AbortController();
    const client = new Client({ transport: slow(1, 1, 3) });
    for (let call = 0; call < 20; call++) await client.get("https://a.com", { signal });
    expect(getEventListeners(signal, "abort")).toHaveLength(0);
  });

  it("does not end what is finished", async () => {
    const controller = new AbortController();
    const response = await new Client({ transport: slow(0) }).get("https://a.com", {
      signal: controller.signal,
    });
    controller.abort();
    expect(response.text).toBe("x");
  });

  it("null is none", async () => {
    expect((await new Client({ transport: slow(0) }).get("https://a.com", { signal: null })).text).toBe("x");
  });
});
