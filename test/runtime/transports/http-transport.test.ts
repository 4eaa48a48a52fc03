import { AsyncLocalStorage } from "node:async_hooks";
import { getEventListeners } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { Agent, MockAgent } from "undici";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { Client } from "../../../runtime/client.js";
import { Response } from "../../../runtime/response.js";
import { HTTPTransport, type HTTPTransportOptions } from "../../../runtime/transports/http.js";
import { MockTransport } from "../../../runtime/transports/mock.js";
import { response, startFaultServer } from "../../support/fault-server.js";
import { echo, startServer, type TestServer } from "../../support/http-server.js";
import { eventually, makeRequest, send } from "../../support/transport-requests.js";

let server: TestServer;
beforeAll(async () => {
  server = await startServer((request, reply) => {
    const { pathname } = new URL(request.url ?? "/", "http://x");
    if (pathname === "/big") reply.end(Buffer.alloc(20_000_000, 97));
    else if (pathname === "/wait") setTimeout(() => echo(request, reply), 30);
    else if (pathname === "/never") request.resume();
    else if (pathname === "/204") reply.writeHead(204).end();
    else echo(request, reply);
  });
});
afterAll(() => server.close());

const opened: HTTPTransport[] = [];
afterEach(async () => {
  for (const transport of opened.splice(0)) await transport.close();
});

function open(options: HTTPTransportOptions = {}): HTTPTransport {
  const transport = new HTTPTransport(options);
  opened.push(transport);
  return transport;
}

const bytes = (length: number): Uint8Array => new Uint8Array(length).fill(97);

describe("a request on the wire", () => {
  it.each([
    { name: "nothing", given: {}, want: 0 },
    { name: "a small body", given: { content: bytes(5) }, want: 5 },
    { name: "a body larger than a piece", given: { content: bytes(1_000_000) }, want: 1_000_000 },
    {
      name: "a stream",
      given: {
        content: (async function* () {
          yield bytes(3);
          yield bytes(4);
        })(),
      },
      want: 7,
    },
    { name: "an empty stream", given: { content: (async function* () {})() }, want: 0 },
    { name: "a Blob", given: { content: new Blob([bytes(9)]) }, want: 9 },
  ])("carries $name", async ({ given, want }) => {
    const transport = open();
    const answer = await send(transport, "POST", `${server.url}/x?y=1`, given);
    expect(answer.json()).toMatchObject({ method: "POST", url: "/x?y=1", length: want });
    expect(transport.poolStats()).toEqual({ active: 0, idle: 1, queued: 0, connections: 1 });
  });

  it("keeps the casing, order and repetition of headers", async () => {
    const headers: [string, string][] = [
      ["X-B", "1"],
      ["x-a", "2"],
      ["X-B", "3"],
    ];
    const answer = await send(open(), "GET", server.url, { headers });
    const { rawHeaders } = answer.json<{ rawHeaders: string[] }>();
    expect(rawHeaders.join()).toContain("X-B,1,x-a,2,X-B,3");
  });

  it("gives the response's headers with their casing, as UTF-8 where it is that, else as Latin-1", async () => {
    const raw = Buffer.concat([
      Buffer.from("HTTP/1.1 200 Fine\r\nX-Casing: Kept\r\nX-Utf8: é\r\nX-Latin: "),
      Buffer.from("é", "latin1"),
      Buffer.from("\r\nContent-Length: 0\r\n\r\n"),
    ]);
    const faulty = await startFaultServer([["request", { send: raw }, "stall"]]);
    const answer = await send(open(), "GET", faulty.url);
    expect(answer.headers.raw).toEqual([
      ["X-Casing", "Kept"],
      ["X-Utf8", "é"],
      ["X-Latin", "é"],
      ["Content-Length", "0"],
    ]);
    expect([answer.reasonPhrase, answer.httpVersion]).toEqual(["Fine", "HTTP/1.1"]);
    await faulty.close();
  });

  it("says HTTP/1.0 when the server does", async () => {
    const faulty = await startFaultServer([["request", { send: "HTTP/1.0 200 OK\r\n\r\nold" }, "close"]]);
    const answer = await send(open(), "GET", faulty.url);
    expect([answer.httpVersion, answer.text]).toEqual(["HTTP/1.0", "old"]);
    await faulty.close();
  });

  it.each([
    { name: "an upgrade", headers: { Upgrade: "websocket" } },
    { name: "Expect", headers: { Expect: "100-continue" } },
  ])("refuses $name as LocalProtocolError, and keeps the connection", async ({ headers }) => {
    const transport = open();
    await expect(send(transport, "GET", server.url, { headers })).rejects.toThrow("not valid HTTP");
    expect(transport.poolStats()).toMatchObject({ active: 0, idle: 1 });
  });

  it("refuses other schemes", async () => {
    await expect(send(open(), "GET", "ftp://example.com/")).rejects.toThrow(
      "GET ftp://example.com/: Request URL has an unsupported protocol 'ftp://'.",
    );
  });
});

describe("connections", () => {
  it("are kept alive over methods, statuses and bodies", async () => {
    const before = server.connections();
    const transport = open();
    await send(transport, "GET", server.url);
    await send(transport, "HEAD", server.url);
    await send(transport, "GET", `${server.url}/204`);
    await send(transport, "POST", server.url, { content: bytes(10) });
    await send(transport, "DELETE", server.url, { content: bytes(10) });
    await send(transport, "GET", `${server.url}/big`);
    expect(server.connections() - before).toBe(1);
  });

  it("are never more than maxConnections, and serve all in the end", async () => {
    const before = server.connections();
    const transport = open({ limits: { maxConnections: 3 } });
    const all = Promise.all(Array.from({ length: 20 }, () => send(transport, "GET", `${server.url}/wait`)));
    await eventually(() => transport.poolStats().connections === 3);
    expect(transport.poolStats()).toMatchObject({ active: 3, queued: 17 });
    expect(await all).toHaveLength(20);
    expect(server.connections() - before).toBe(3);
  });

  it("are shared by all origins", async () => {
    const other = await startServer(echo);
    const transport = open({ limits: { maxConnections: 1 } });
    for (let round = 0; round < 3; round++) {
      await Promise.all([send(transport, "GET", server.url), send(transport, "GET", other.url)]);
    }
    expect(transport.poolStats().connections).toBe(1);
    await other.close();
  });

  it("end when they were idle for keepaliveExpiry", async () => {
    const transport = open({ limits: { keepaliveExpiry: 40 } });
    await send(transport, "GET", server.url);
    expect(transport.poolStats().idle).toBe(1);
    await eventually(() => transport.poolStats().connections === 0);
  });

  it("are noticed when the server closes them while idle", async () => {
    const faulty = await startFaultServer([["request", response("one"), { waitMs: 20 }, "close"]]);
    const transport = open();
    await send(transport, "GET", faulty.url);
    await eventually(() => transport.poolStats().connections === 0);
    await faulty.close();
  });

  it("go back when a streamed body was read to its end, and are closed when it was not", async () => {
    const transport = open();
    const read = await send(transport, "GET", server.url, { context: { whole: false } });
    await read.read();
    expect(transport.poolStats()).toMatchObject({ active: 0, idle: 1 });
    const left = await send(transport, "GET", `${server.url}/big`, { context: { whole: false } });
    expect(transport.poolStats()).toMatchObject({ active: 1, idle: 0 });
    await left.close();
    expect(transport.poolStats()).toMatchObject({ active: 0, idle: 0 });
  });

  it("come back from a response that was dropped unread", async () => {
    if (globalThis.gc === undefined) {
      const { setFlagsFromString } = await import("node:v8");
      setFlagsFromString("--expose-gc");
    }
    const collect = (await import("node:vm")).runInNewContext("gc") as () => void; // Exposed by the flag.
    const transport = open();
    await (async () =>
      void (await send(transport, "GET", `${server.url}/big`, { context: { whole: false } })))();
    const end = performance.now() + 5_000;
    while (transport.poolStats().active > 0 && performance.now() < end) {
      await new Promise((resolve) => setTimeout(resolve, 10));
      collect();
    }
    expect(transport.poolStats().active).toBe(0);
  });
});

describe("a kept-alive connection that turns out dead", () => {
  // It answers once, takes the next request and dies.
  const dying = () =>
    startFaultServer([
      ["request", response("first"), "request", "reset"],
      ["request", response("second"), "stall"],
    ]);

  it.each([
    { name: "GET", method: "GET", given: {}, want: "second" },
    { name: "PUT with bytes", method: "PUT", given: { content: "x" }, want: "second" },
    { name: "POST", method: "POST", given: { content: "x" }, want: undefined },
    {
      name: "PUT with a one-shot stream",
      method: "PUT",
      given: {
        content: (async function* () {
          yield bytes(1);
        })(),
      },
      want: undefined,
    },
  ])(
    "is replaced once, silently, where the request may be repeated: $name",
    async ({ method, given, want }) => {
      const faulty = await dying();
      const transport = open();
      await send(transport, "GET", faulty.url);
      const second = send(transport, method, faulty.url, given);
      if (want === undefined) await expect(second).rejects.toThrow();
      else expect((await second).text).toBe(want);
      expect(transport.poolStats().active).toBe(0);
      await faulty.close();
    },
  );

  it("is not replaced when the response had begun", async () => {
    const faulty = await startFaultServer([
      [
        "request",
        response("first"),
        "request",
        { send: "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhe" },
        "close",
      ],
      ["request", response("second"), "stall"],
    ]);
    const transport = open();
    await send(transport, "GET", faulty.url);
    await expect(send(transport, "GET", faulty.url)).rejects.toThrow("2 bytes received, 5 expected");
    await faulty.close();
  });

  it.each([
    { name: "at once", answers: 1, requests: 5 },
    { name: "after a few", answers: 3, requests: 10 },
    { name: "after many", answers: 100, requests: 101 },
  ])(
    "is replaced for any method when nothing of the request was written: closed $name",
    async ({ answers, requests }) => {
      // In a thread of its own, so that its FIN arrives while this one is busy and has not seen it.
      const worker = new Worker(
        `const { createServer } = require("node:net");
         const { parentPort, workerData: answers } = require("node:worker_threads");
         const server = createServer((socket) => {
           let left = answers;
           socket.on("error", () => {});
           socket.on("data", () => {
             left -= 1;
             socket.write("HTTP/1.1 200 OK\\r\\nContent-Length: 2\\r\\n\\r\\nok");
             if (left === 0) socket.end();
           });
         });
         server.listen(0, "127.0.0.1", () => parentPort.postMessage(server.address().port));`,
        { eval: true, workerData: answers },
      );
      const port = await new Promise<number>((resolve) => worker.once("message", resolve));
      const transport = open();
      for (let sent = 1; sent <= requests; sent++) {
        const answer = await send(transport, "POST", `http://127.0.0.1:${port}/`, { content: "x" });
        expect(answer.text).toBe("ok");
        const end = performance.now() + (sent % answers === 0 ? 20 : 0);
        while (performance.now() < end);
      }
      await worker.terminate();
    },
  );
});

describe("options", () => {
  it("uds: all requests go through the Unix socket", async () => {
    const folder = mkdtempSync(join(tmpdir(), "uds-"));
    const path = join(folder, "http.sock");
    const local = await startServer(echo, path);
    const answer = await send(open({ uds: path }), "GET", "http://docker/containers");
    expect(answer.json()).toMatchObject({ url: "/containers", headers: { host: "docker" } });
    await local.close();
    rmSync(folder, { recursive: true });
  });

  it("uds: a socket that is not there is a ConnectError", async () => {
    await expect(send(open({ uds: "/no/such.sock" }), "GET", "http://docker/")).rejects.toMatchObject({
      code: "ERR_CONNECT",
      message: expect.stringContaining("cannot connect to /no/such.sock"),
    });
  });

  it("localAddress: the connection comes from there", async () => {
    const answer = await send(open({ localAddress: "127.0.0.3" }), "GET", server.url);
    expect(answer.json()).toMatchObject({ from: "127.0.0.3" });
  });

  it("lookup: names are resolved by it", async () => {
    const asked: string[] = [];
    const transport = open({
      lookup: (hostname, options, callback) => {
        asked.push(hostname);
        if (options.all) callback(null, [{ address: "127.0.0.1", family: 4 }]);
        else callback(null, "127.0.0.1", 4);
      },
    });
    const answer = await send(transport, "GET", `http://api.example.test:${server.port}/`);
    expect(answer.json()).toMatchObject({ headers: { host: `api.example.test:${server.port}` } });
    expect(asked).toEqual(["api.example.test"]);
  });

  it("retries: a failed connect is tried again", async () => {
    let asked = 0;
    const transport = open({
      retries: 1,
      lookup: (_hostname, options, callback) => {
        asked += 1;
        if (asked === 1) callback(Object.assign(new Error("not now"), { code: "EAI_AGAIN" }), "");
        else if (options.all) callback(null, [{ address: "127.0.0.1", family: 4 }]);
        else callback(null, "127.0.0.1", 4);
      },
    });
    expect((await send(transport, "GET", `http://api.example.test:${server.port}/`)).statusCode).toBe(200);
    expect(asked).toBe(2);
  });

  it("dispatcher: an undici Agent carries the requests", async () => {
    const agent = new Agent();
    const transport = open({ dispatcher: agent });
    const answer = await send(transport, "POST", `${server.url}/x`, { content: bytes(7) });
    expect(answer.json()).toMatchObject({ method: "POST", url: "/x", length: 7 });
    const streamed = await send(transport, "GET", `${server.url}/big`, { context: { whole: false } });
    expect((await streamed.read()).byteLength).toBe(20_000_000);
    await expect(send(transport, "GET", `${server.url}/never`, { timeout: { read: 40 } })).rejects.toThrow(
      "read timeout of 40 ms",
    );
    expect(transport.poolStats()).toEqual({ active: 0, idle: 0, queued: 0, connections: 0 });
    await agent.close();
  });

  it("dispatcher: a body is complete when all of it is there, though its connection has ended", async () => {
    const length = 196_608;
    const faulty = await startFaultServer([
      [
        "request",
        { send: `HTTP/1.1 200 OK\r\nContent-Length: ${length}\r\n\r\n` },
        { send: bytes(length) },
        "close",
      ],
    ]);
    const agent = new Agent();
    const transport = open({ dispatcher: agent });
    const answer = await send(transport, "GET", faulty.url, { context: { whole: false } });
    let received = 0;
    for await (const chunk of answer.iterRaw()) {
      received += chunk.byteLength;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    expect(received).toBe(length);
    await agent.close();
    await faulty.close();
  });

  // undici 7 asserts in a listener of the socket: when it does, the process is gone, and no promise is rejected.
  it.each([
    { name: "without a length is all there", head: "HTTP/1.1 200 OK\r\n\r\n", want: "140000 bytes" },
    {
      name: "that the end of its connection cuts short fails",
      head: "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 150000\r\n\r\n",
      want: "RemoteProtocolError",
    },
  ])("dispatcher: a body that is read late, and $name", async ({ head, want }) => {
    const faulty = await startFaultServer([
      ["request", { send: head }, { send: bytes(140_000) }, { waitMs: 30 }, "close"],
    ]);
    const agent = new Agent();
    const transport = open({ dispatcher: agent });
    const answer = await send(transport, "GET", faulty.url, { context: { whole: false } });
    // The connection has ended before anything is read.
    await new Promise((resolve) => setTimeout(resolve, 100));
    const got = await answer.read().then(
      (content) => `${content.byteLength} bytes`,
      (error: Error) => error.name,
    );
    expect(got).toBe(want);
    await agent.close();
    await faulty.close();
  });

  it("dispatcher: an undici MockAgent answers", async () => {
    const mock = new MockAgent();
    mock.disableNetConnect();
    mock
      .get("http://api.example.test")
      .intercept({ path: "/pets", method: "GET" })
      .reply(200, "cats", { headers: { "x-mock": "1" } });
    const transport = open({ dispatcher: mock });
    const answer = await send(transport, "GET", "http://api.example.test/pets");
    expect([answer.text, answer.headers.get("x-mock")]).toEqual(["cats", "1"]);
    await expect(send(transport, "GET", "http://api.example.test/other")).rejects.toThrow(
      /Mock dispatch not matched/,
    );
    await mock.close();
  });

  it.each([
    { name: "an unknown one", options: { verfy: false }, want: 'Did you mean "verify"?' },
    { name: "no protocol", options: { http1: false }, want: "nothing is left to speak" },
    { name: "proxy and uds", options: { proxy: "http://p", uds: "/x" }, want: "exclude each other" },
  ])("refuse $name", ({ options, want }) => {
    expect(() => new HTTPTransport(options)).toThrow(want);
  });

  it("that leave no protocol are refused when the client is made, which connects later", () => {
    expect(() => new Client({ http1: false, http2: false })).toThrow("nothing is left to speak");
    expect(() => new Client({ http1: false })).toThrow("nothing is left to speak");
  });
});

describe("an aborted request", () => {
  it("rejects with the reason as cause, before and while it waits", async () => {
    const transport = open({ limits: { maxConnections: 1 } });
    const reason = new Error("enough");
    const running = new AbortController();
    const first = send(transport, "GET", `${server.url}/never`, { context: { signal: running.signal } });
    await eventually(() => transport.poolStats().idle === 0 && transport.poolStats().connections === 1);
    const waiting = new AbortController();
    const second = send(transport, "GET", server.url, { context: { signal: waiting.signal } });
    expect(transport.poolStats().queued).toBe(1);
    waiting.abort(reason);
    await expect(second).rejects.toMatchObject({ code: "ERR_ABORTED", cause: reason });
    expect(transport.poolStats().queued).toBe(0);
    running.abort(reason);
    await expect(first).rejects.toMatchObject({ code: "ERR_ABORTED", cause: reason });
    await expect(
      send(transport, "GET", server.url, { context: { signal: running.signal } }),
    ).rejects.toMatchObject({ cause: reason });
    expect(transport.poolStats()).toEqual({ active: 0, idle: 0, queued: 0, connections: 0 });
  });

  // Node warns of a leak at the eleventh listener.
  it("shares its signal with others by one listener, which goes when they are done", async () => {
    const { signal } = new AbortController();
    const over = [open(), new MockTransport(() => new Response(200))].map(
      (transport) => new Client({ transport }),
    );
    const requests = over.flatMap((client) =>
      Array.from({ length: 20 }, () => client.get(server.url, { signal })),
    );
    expect(getEventListeners(signal, "abort")).toHaveLength(1);
    await Promise.all(requests);
    expect(getEventListeners(signal, "abort")).toHaveLength(0);
  });

  it("ends all that share its signal", async () => {
    const transport = open();
    const controller = new AbortController();
    const requests = Array.from({ length: 20 }, () =>
      send(transport, "GET", `${server.url}/never`, { context: { signal: controller.signal } }),
    );
    controller.abort();
    const outcomes = await Promise.allSettled(requests);
    expect(outcomes.map(({ status }) => status)).toEqual(requests.map(() => "rejected"));
    await eventually(() => transport.poolStats().active === 0);
  });

  it("ends a streamed body with the same error", async () => {
    const transport = open();
    const controller = new AbortController();
    const answer = await send(transport, "GET", `${server.url}/big`, {
      context: { whole: false, signal: controller.signal },
    });
    setTimeout(() => controller.abort(), 1);
    const read = async (): Promise<void> => {
      for await (const _chunk of answer.iterRaw()) await new Promise((resolve) => setTimeout(resolve, 2));
    };
    await expect(read()).rejects.toMatchObject({ code: "ERR_ABORTED" });
    expect(transport.poolStats().active).toBe(0);
  });

  it("ten thousand of them, at random points, leave nothing behind, and the next hundred succeed", async () => {
    const transport = open({ limits: { maxConnections: 20 } });
    const random = seeded(7);
    let failures = 0;
    const one = async (): Promise<void> => {
      const controller = new AbortController();
      const moment = random();
      const delay = moment < 0.3 ? -1 : moment * 4;
      const path = random() < 0.5 ? "/x" : random() < 0.5 ? "/wait" : "/never";
      const whole = random() < 0.7;
      const request = makeRequest(random() < 0.5 ? "GET" : "POST", server.url + path, {
        ...(random() < 0.2 ? { content: bytes(300_000) } : {}),
        context: { whole, signal: controller.signal },
      });
      if (request.method === "GET") request.body = { kind: "empty" };
      if (delay < 0) queueMicrotask(() => controller.abort());
      else setTimeout(() => controller.abort(), delay);
      try {
        const answer = await transport.handleRequest(request);
        if (whole) await answer.read();
        else await answer.close();
        controller.abort();
      } catch {
        failures += 1;
      }
    };
    let started = 0;
    const worker = async (): Promise<void> => {
      while (started < 10_000) {
        started += 1;
        await one();
      }
    };
    await Promise.all(Array.from({ length: 60 }, worker));
    expect(failures).toBeGreaterThan(3_000);
    await eventually(() => transport.poolStats().active === 0);
    expect(transport.poolStats().queued).toBe(0);
    const answers = await Promise.all(
      Array.from({ length: 100 }, () => send(transport, "GET", `${server.url}/x`)),
    );
    expect(answers.every(({ statusCode }) => statusCode === 200)).toBe(true);
  }, 60_000);
});

function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return state / 2 ** 31;
  };
}

describe("the source of an upload", () => {
  it("runs in the caller's context, on a connection that another has opened", async () => {
    const caller = new AsyncLocalStorage<string>();
    const transport = open({ limits: { maxConnections: 1 } });
    const seen: unknown[] = [];
    async function* source(): AsyncGenerator<Uint8Array> {
      try {
        seen.push(caller.getStore());
        yield bytes(10);
        seen.push(caller.getStore());
        yield bytes(10);
      } finally {
        seen.push(caller.getStore());
      }
    }
    const context = { onUploadProgress: () => seen.push(caller.getStore()) };
    await Promise.all([
      caller.run("first", () => send(transport, "GET", `${server.url}/wait`)),
      caller.run("second", () => send(transport, "POST", server.url, { content: source(), context })),
    ]);
    expect(seen).toEqual(["second", "second", "second", "second", "second"]);
  });
});

describe("a streamed body", () => {
  it("stops the server while nobody reads", async () => {
    let sent = 0;
    const source = await startServer(async (_request, reply) => {
      const piece = Buffer.alloc(64 * 1024, 98);
      for (let count = 0; count < 1_000; count++) {
        sent += piece.length;
        if (!reply.write(piece)) await new Promise((resolve) => reply.once("drain", resolve));
      }
      reply.end();
    });
    const answer = await send(open(), "GET", source.url, { context: { whole: false } });
    await new Promise((resolve) => setTimeout(resolve, 150));
    const before = sent;
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(sent).toBe(before);
    expect(sent).toBeLessThan(20_000_000);
    let received = 0;
    for await (const chunk of answer.iterRaw()) received += chunk.byteLength;
    expect(received).toBe(64 * 1024 * 1_000);
    await source.close();
  });

  it.each([
    { name: "a small piece", pieces: [1] },
    { name: "small pieces that came at once", pieces: [10, 5_000, 2_000] },
    { name: "a large piece, with the headers", pieces: [45_000] },
    { name: "large and small pieces", pieces: [33_000, 20_000, 1, 33_000] },
  ])("comes in chunks whose memory can be given away: $name", async ({ pieces }) => {
    const chunked = pieces.map((length) => `${length.toString(16)}\r\n${"a".repeat(length)}\r\n`).join("");
    const head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nX-Head: here\r\n\r\n";
    const source = await startFaultServer([["request", { send: `${head}${chunked}0\r\n\r\n` }]]);
    const answer = await send(open(), "GET", source.url, { context: { whole: false } });
    let received = 0;
    for await (const chunk of answer.iterRaw()) {
      const given = structuredClone(chunk, { transfer: [chunk.buffer as ArrayBuffer] });
      received += given.filter((byte) => byte === 97).byteLength;
    }
    await source.close();
    expect(received).toBe(pieces.reduce((sum, length) => sum + length));
    expect(answer.headers.get("x-head")).toBe("here");
  });

  it("gives its error to whoever reads next", async () => {
    const faulty = await startFaultServer([
      ["request", { send: "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhel" }, "close"],
    ]);
    const answer = await send(open(), "GET", faulty.url, { context: { whole: false } });
    await expect(answer.read()).rejects.toThrow("3 bytes received, 5 expected");
    await faulty.close();
  });

  it("has no read timeout while nobody waits for it", async () => {
    const faulty = await startFaultServer([
      [
        "request",
        { send: "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhel" },
        { waitMs: 150 },
        { send: "lo" },
        "stall",
      ],
    ]);
    const transport = open();
    const answer = await send(transport, "GET", faulty.url, {
      context: { whole: false },
      timeout: { read: 100 },
    });
    await new Promise((resolve) => setTimeout(resolve, 120));
    await answer.read();
    expect(answer.text).toBe("hello");
    await faulty.close();
  });
});

describe("close", () => {
  it("ends what is under way, and refuses what comes after", async () => {
    const transport = new HTTPTransport({ limits: { maxConnections: 1 } });
    const running = send(transport, "GET", `${server.url}/never`);
    const queued = send(transport, "GET", server.url);
    await eventually(() => transport.poolStats().connections === 1);
    await transport.close();
    await transport.close();
    await expect(running).rejects.toMatchObject({ code: "ERR_CLOSE" });
    await expect(queued).rejects.toMatchObject({ code: "ERR_CLOSE" });
    await expect(send(transport, "GET", server.url)).rejects.toMatchObject({ code: "ERR_CLOSE" });
    expect(transport.poolStats()).toEqual({ active: 0, idle: 0, queued: 0, connections: 0 });
  });
});
