import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { describe, expect, it, vi } from "vitest";
import {
  type CallOptions,
  Client,
  ConnectError,
  FetchTransport,
  type Response as OwnResponse,
  ReadError,
  ReadTimeout,
} from "../../../runtime/index.js";
import { describeTransport, listenerOf } from "./transport-contract.js";

describeTransport("FetchTransport of an app in this process", async (app) => ({
  transport: new FetchTransport(app),
  baseUrl: "http://app",
}));

describe("FetchTransport of the platform's fetch", () => {
  async function serve(
    listener: Parameters<typeof createServer>[1],
  ): Promise<AsyncDisposable & { url: string }> {
    const server = createServer(listener).listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    const stop = async (): Promise<void> => {
      server.closeAllConnections();
      server.close();
    };
    return { url: `http://127.0.0.1:${port}`, [Symbol.asyncDispose]: stop };
  }
  const client = new Client({ transport: new FetchTransport((request) => fetch(request)) });

  it("takes the body as fetch has decoded it", async () => {
    await using server = await serve((_, response) =>
      response.writeHead(200, { "Content-Encoding": "gzip" }).end(gzipSync("hello")),
    );
    const response = await client.get(server.url);
    expect([response.text, response.headers.get("content-encoding")]).toEqual(["hello", "gzip"]);
  });

  it("sends bodies of known length, also when the package undici is loaded", async () => {
    await import("undici");
    await using server = await serve(listenerOf(async (request) => new Response(await request.text())));
    expect((await client.post(server.url, { json: [1] })).text).toBe("[1]");
    expect((await client.post(server.url)).text).toBe("");
  });

  it("streams bodies both ways, and sees redirects", async () => {
    await using server = await serve(
      listenerOf(async (request) =>
        request.url.endsWith("/r")
          ? new Response(null, { status: 307, headers: { Location: "/" } })
          : new Response(await request.text()),
      ),
    );
    const response = await client.post(`${server.url}/r`, { content: ["a", "b"], followRedirects: true });
    expect([response.text, response.history.length]).toEqual(["ab", 1]);
  });

  it("a failure of the network is a ConnectError with its cause", async () => {
    const server = await serve(undefined);
    await server[Symbol.asyncDispose]();
    const error = await client.get(server.url).catch((error: unknown) => error);
    expect(error).toBeInstanceOf(ConnectError);
    expect(error).toMatchObject({ cause: { cause: { code: "ECONNREFUSED" } }, request: { method: "GET" } });
    expect(String(error)).toBe(`ConnectError: GET ${server.url}/: the request failed (fetch failed)`);
  });

  it("a failure in the middle of a body is a ReadError with its cause", async () => {
    await using server = await serve((_, response) => {
      response.write("hel");
      setTimeout(() => response.destroy(), 20);
    });
    const error = await client.get(server.url).catch((error: unknown) => error);
    expect(error).toBeInstanceOf(ReadError);
    expect(error).toMatchObject({ cause: { message: "terminated" }, request: { method: "GET" } });
    expect(String(error)).toContain(
      `GET ${server.url}/: the connection failed in the middle of the response`,
    );
  });

  describe("time", () => {
    const rows: { name: string; path: string; options: CallOptions; want: RegExp | string }[] = [
      {
        name: "runs for a response",
        path: "/never",
        options: { timeout: 20 },
        want: /ReadTimeout: POST http:\S+: no response within 40 ms/,
      },
      {
        name: "runs for one to a small body",
        path: "/never",
        options: { json: {}, timeout: { connect: 10, write: 20, read: 20 } },
        want: /no response within 50 ms/,
      },
      {
        name: "runs beside the caller's signal",
        path: "/never",
        options: { timeout: 20, signal: new AbortController().signal },
        want: /ReadTimeout/,
      },
      {
        name: "does not run while a large body may be on its way",
        path: "/late",
        options: { content: new Uint8Array(1_000_000), timeout: 10 },
        want: "late",
      },
      {
        name: "does not run while a stream is on its way",
        path: "/late",
        options: { content: () => new Blob(["a"]).stream(), timeout: 10 },
        want: "late",
      },
      {
        name: "runs for more of a body",
        path: "/stalls",
        options: { timeout: { read: 50, connect: null } },
        want: /ReadTimeout: POST http:\S+: no more of the response's body within 50 ms/,
      },
      {
        name: "is without limit where one phase has none",
        path: "/late",
        options: { timeout: { connect: null, read: 1 } },
        want: "late",
      },
      { name: "is without limit when off", path: "/late", options: { timeout: null }, want: "late" },
      { name: "is not up before a long limit", path: "/late", options: { timeout: 2 ** 31 }, want: "late" },
    ];
    it.each(rows)("$name", async ({ path, options, want }) => {
      let gone = 0;
      await using server = await serve((request, response) => {
        request.resume();
        response.on("close", () => {
          gone += 1;
        });
        if (request.url === "/late") setTimeout(() => response.end("late"), 60);
        if (request.url === "/stalls") response.writeHead(200).write("a");
      });
      const outcome = await client.post(server.url + path, options).then(({ text }) => text, String);
      if (typeof want === "string") expect(outcome).toBe(want);
      else expect(outcome).toMatch(want);
      // The request is not left to go on.
      await vi.waitFor(() => expect(gone).toBe(1));
    });

    it("runs for a function that does not look at its signal", async () => {
      const transport = new FetchTransport(() => new Promise(() => {}));
      await expect(new Client({ transport, timeout: 10 }).get("http://app")).rejects.toThrow(ReadTimeout);
    });
  });

  it("an upload that fails is the caller's own error", async () => {
    await using server = await serve((request, response) => request.resume().on("end", () => response.end()));
    const mine = new Error("no more");
    const content = (async function* () {
      yield "a";
      throw mine;
    })();
    await expect(client.post(server.url, { content })).rejects.toBe(mine);
  });
});

describe("FetchTransport", () => {
  it.each([
    {
      name: "whose body was read",
      run: async (call: Promise<OwnResponse>) => void (await (await call).read()),
    },
    { name: "that was closed", run: async (call: Promise<OwnResponse>) => (await call).close() },
    { name: "without a body", method: "HEAD", run: async (call: Promise<OwnResponse>) => void (await call) },
    {
      name: "that failed",
      path: "/fails",
      run: async (call: Promise<OwnResponse>) => void (await call.catch(() => {})),
    },
  ])("leaves a call $name nothing on the caller's signal", async ({ run, method = "GET", path = "/" }) => {
    const { signal } = new AbortController();
    const added = vi.spyOn(signal, "addEventListener");
    const removed = vi.spyOn(signal, "removeEventListener");
    const app = vi.fn(async (request: Request) => {
      if (request.url.endsWith("/fails")) throw new Error("no");
      return new Response("body");
    });
    await run(
      new Client({ transport: new FetchTransport(app) }).stream(method, `http://app${path}`, { signal }),
    );
    expect(app).toHaveBeenCalledOnce();
    expect(removed).toHaveBeenCalledTimes(added.mock.calls.length);
  });

  it("ends an app's work, and the body that it sends, at the caller's signal", async () => {
    const controller = new AbortController();
    let seen: AbortSignal | undefined;
    const transport = new FetchTransport(async ({ signal }) => {
      seen = signal;
      return new Response(new ReadableStream());
    });
    const response = await new Client({ transport }).stream("GET", "http://app", {
      signal: controller.signal,
    });
    const reading = response.read();
    controller.abort("enough");
    await expect(reading).rejects.toMatchObject({ code: "ERR_ABORTED", cause: "enough" });
    expect([seen?.aborted, seen?.reason]).toEqual([true, "enough"]);
  });

  it.each([
    { name: "an error of the app", failure: new TypeError("x is not a function"), isNetwork: false },
    { name: "a wrong argument in Node", failure: coded("bad argument", "ERR_INVALID_URL"), isNetwork: false },
    { name: "Chromium's", failure: new TypeError("Failed to fetch"), isNetwork: true },
    { name: "Firefox's", failure: new TypeError("NetworkError when attempting to fetch"), isNetwork: true },
    { name: "Safari's", failure: new TypeError("Load failed"), isNetwork: true },
    { name: "Bun's", failure: coded("Unable to connect.", "ConnectionRefused"), isNetwork: true },
  ])("$name: a failure of the network is a ConnectError, all else passes", async ({ failure, isNetwork }) => {
    const transport = new FetchTransport(() => Promise.reject(failure));
    const error = await new Client({ transport }).get("http://app").catch((thrown: unknown) => thrown);
    if (isNetwork) expect(error).toMatchObject({ name: "ConnectError", cause: failure });
    else expect(error).toBe(failure);
  });

  it("in a browser lets the browser follow redirects, as it hides them", async () => {
    const modes: string[] = [];
    const transport = new FetchTransport((request) => {
      modes.push(request.redirect);
      return request.redirect === "follow" ? new Response("ok") : opaqueRedirect();
    });
    vi.stubGlobal("document", {});
    try {
      const client = new Client({ transport });
      expect((await client.get("http://app", { followRedirects: true })).text).toBe("ok");
      await expect(client.get("http://app")).rejects.toThrow("set `followRedirects: true`");
      expect(modes).toEqual(["follow", "manual"]);
    } finally {
      vi.unstubAllGlobals();
    }
  });

  function opaqueRedirect(): Response {
    return Object.defineProperties(new Response(null), {
      type: { value: "opaqueredirect" },
      status: { value: 0 },
    });
  }
});

function coded(message: string, code: string): TypeError {
  return Object.assign(new TypeError(message), { code });
}
