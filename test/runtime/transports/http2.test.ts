import { createSecureServer, createServer, type Http2Server, type ServerHttp2Stream } from "node:http2";
import type { AddressInfo } from "node:net";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { HTTPTransport, type HTTPTransportOptions } from "../../../runtime/transports/http.js";
import { certificates } from "../../support/fault-server.js";
import { CODE, FLAG, FRAME, type OnRequest, startFrameServer } from "../../support/http2-frames.js";
import { eventually, type Given, send } from "../../support/transport-requests.js";

interface Http2TestServer {
  readonly url: string;
  sessions(): number;
  close(): Promise<void>;
}

async function serve(server: Http2Server, scheme: string): Promise<Http2TestServer> {
  let sessions = 0;
  const open = new Set<{ destroy(): void }>();
  server.on("session", (session) => {
    sessions += 1;
    open.add(session);
    session.on("error", () => {});
  });
  server.on("stream", (stream, headers) => void answer(stream, headers as Record<string, string>));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    // It listens on TCP.
    url: `${scheme}://localhost:${(server.address() as AddressInfo).port}`,
    sessions: () => sessions,
    close: () => {
      for (const session of open) session.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

async function answer(stream: ServerHttp2Stream, headers: Record<string, string>): Promise<void> {
  stream.on("error", () => {});
  const path = headers[":path"];
  if (path === "/never") return;
  if (path === "/204") return stream.respond({ ":status": 204 }, { endStream: true });
  if (path === "/early") {
    stream.respond({ ":status": 413 });
    stream.end("no");
    return;
  }
  let length = 0;
  for await (const chunk of stream) length += (chunk as Buffer).length; // It has no encoding set.
  if (path === "/big") {
    stream.respond({ ":status": 200 });
    const piece = Buffer.alloc(64 * 1024, 97);
    for (let count = 0; count < 200 && !stream.destroyed; count++) {
      if (!stream.write(piece))
        await new Promise((resolve) => stream.once("drain", resolve).once("close", resolve));
    }
    stream.end();
    return;
  }
  if (path === "/hints") stream.additionalHeaders({ ":status": 103, link: "</x>" });
  if (path === "/wait") await new Promise((resolve) => setTimeout(resolve, 20));
  if (stream.destroyed) return;
  stream.respond({ ":status": 200, "x-twice": ["1", "2"] });
  stream.end(headers[":method"] === "HEAD" ? undefined : JSON.stringify({ headers, length }));
}

let clear: Http2TestServer;
let secure: Http2TestServer;
let http1Too: Http2TestServer;
let few: Http2TestServer;
beforeAll(async () => {
  clear = await serve(createServer(), "http");
  secure = await serve(createSecureServer(certificates.server()), "https");
  http1Too = await serve(
    createSecureServer({ ...certificates.server(), allowHTTP1: true }, (request, response) => {
      if (request.httpVersion === "1.1") response.end("by HTTP/1.1");
    }),
    "https",
  );
  few = await serve(createServer({ settings: { maxConcurrentStreams: 3 } }), "http");
});
afterAll(async () => {
  for (const server of [clear, secure, http1Too, few]) await server.close();
});

const unhandled: unknown[] = [];
const note = (reason: unknown): void => {
  unhandled.push(reason);
};
beforeEach(() => {
  unhandled.length = 0;
  process.on("unhandledRejection", note);
});
const opened: HTTPTransport[] = [];
afterEach(async () => {
  for (const transport of opened.splice(0)) await transport.close();
  process.off("unhandledRejection", note);
  expect(unhandled).toEqual([]);
});
function open(options: HTTPTransportOptions = {}): HTTPTransport {
  const transport = new HTTPTransport({
    http2: true,
    trustEnv: false,
    verify: { ca: certificates.authority() },
    ...options,
  });
  opened.push(transport);
  return transport;
}
const known = (options: HTTPTransportOptions = {}): HTTPTransport => open({ http1: false, ...options });

describe("HTTP/2", () => {
  it("is agreed on in TLS", async () => {
    const answer = await send(open(), "GET", `${secure.url}/x?y=1`);
    expect(answer.httpVersion).toBe("HTTP/2");
    expect(answer.json()).toMatchObject({
      headers: { ":path": "/x?y=1", ":authority": secure.url.slice(8), ":scheme": "https" },
    });
  });

  it("is not used unless asked for, nor where the server does not speak it", async () => {
    expect((await send(open({ http2: false }), "GET", http1Too.url)).text).toBe("by HTTP/1.1");
    const plain = open();
    await expect(send(plain, "GET", clear.url)).rejects.toMatchObject({ code: "ERR_REMOTE_PROTOCOL" });
  });

  it("is spoken without TLS by prior knowledge", async () => {
    const answer = await send(known(), "GET", clear.url);
    expect([answer.httpVersion, answer.statusCode, answer.reasonPhrase]).toEqual(["HTTP/2", 200, "OK"]);
  });

  it("sends lower-case names, repeated headers, and none that describe a connection", async () => {
    const headers: [string, string][] = [
      ["Host", "other.test"],
      ["Connection", "keep-alive"],
      ["X-Twice", "1"],
      ["x-twice", "2"],
      ["Cookie", "a=1"],
    ];
    const answer = await send(known(), "POST", clear.url, { headers, content: "abc" });
    const got = answer.json<{ headers: Record<string, unknown> }>().headers;
    expect(got).toMatchObject({
      ":authority": "other.test",
      "x-twice": "1, 2",
      cookie: "a=1",
      "content-length": "3",
    });
    expect(Object.keys(got).filter((name) => /^(host|connection|transfer-encoding)$/.test(name))).toEqual([]);
    expect(answer.headers.getList("x-twice")).toEqual(["1", "2"]);
  });

  it.each([
    { name: "nothing", method: "GET", given: {}, want: 0 },
    { name: "small bytes", method: "POST", given: { content: new Uint8Array(5) }, want: 5 },
    { name: "large bytes", method: "POST", given: { content: new Uint8Array(3_000_000) }, want: 3_000_000 },
    {
      name: "a stream",
      method: "PUT",
      given: {
        content: (async function* () {
          for (let i = 0; i < 40; i++) yield new Uint8Array(50_000);
        })(),
      },
      want: 2_000_000,
    },
    { name: "an empty stream", method: "POST", given: { content: (async function* () {})() }, want: 0 },
  ] satisfies { name: string; method: string; given: Given; want: number }[])(
    "carries $name",
    async ({ method, given, want }) => {
      const answer = await send(known(), method, clear.url, given);
      expect(answer.json()).toMatchObject({ length: want });
    },
  );

  it.each([
    { name: "HEAD", method: "HEAD", path: "/x", want: [200, ""] },
    { name: "204", method: "GET", path: "/204", want: [204, ""] },
    { name: "103 before the response", method: "GET", path: "/hints", want: [200, /^\{/] },
    {
      name: "an answer before the request's body is sent",
      method: "POST",
      path: "/early",
      want: [413, "no"],
    },
  ])("takes $name", async ({ method, path, want: [status, text] }) => {
    const given = method === "POST" ? { content: new Uint8Array(3_000_000) } : {};
    const transport = known();
    const answer = await send(transport, method, clear.url + path, given);
    expect(answer.statusCode).toBe(status);
    if (text instanceof RegExp) expect(answer.text).toMatch(text);
    else expect(answer.text).toBe(text);
    expect(transport.poolStats()).toMatchObject({ active: 0, idle: 1 });
  });

  it("carries a hundred requests at once on one connection, from the first", async () => {
    const before = clear.sessions();
    const transport = known();
    const answers = await Promise.all(
      Array.from({ length: 100 }, () => send(transport, "GET", `${clear.url}/wait`)),
    );
    expect(answers.every(({ statusCode }) => statusCode === 200)).toBe(true);
    expect(clear.sessions() - before).toBe(1);
    expect(transport.poolStats()).toEqual({ active: 0, idle: 1, queued: 0, connections: 1 });
  });

  it("keeps to the server's number of streams, and waits or connects for more", async () => {
    const before = few.sessions();
    const transport = known({ limits: { maxConnections: 2 } });
    const answers = await Promise.all(
      Array.from({ length: 30 }, () => send(transport, "GET", `${few.url}/wait`)),
    );
    expect(answers.every(({ statusCode }) => statusCode === 200)).toBe(true);
    expect(few.sessions() - before).toBe(2);
  });

  it("falls back to HTTP/1.1 for all that waited for one connection", async () => {
    const server = await serveHttp1Only();
    const transport = open();
    const answers = await Promise.all(Array.from({ length: 5 }, () => send(transport, "GET", server.url)));
    expect(answers.map(({ httpVersion }) => httpVersion)).toEqual(Array(5).fill("HTTP/1.1"));
    expect(transport.poolStats().connections).toBe(5);
    await server.close();
  });

  it("streams with backpressure", async () => {
    const transport = known();
    const answer = await send(transport, "GET", `${clear.url}/big`, { context: { whole: false } });
    await new Promise((resolve) => setTimeout(resolve, 50));
    let received = 0;
    for await (const chunk of answer.iterRaw()) received += chunk.byteLength;
    expect(received).toBe(200 * 64 * 1024);
    expect(transport.poolStats()).toMatchObject({ active: 0, idle: 1 });
  });

  it("loses one stream, not the connection, to a timeout or an abort in a body", async () => {
    const transport = known();
    const first = await send(transport, "GET", `${clear.url}/big`, { context: { whole: false } });
    await first.close();
    expect(transport.poolStats()).toMatchObject({ active: 0, idle: 1 });
    const controller = new AbortController();
    const second = send(transport, "GET", `${clear.url}/never`, { context: { signal: controller.signal } });
    await eventually(() => transport.poolStats().active === 1);
    controller.abort();
    await expect(second).rejects.toMatchObject({ code: "ERR_ABORTED" });
    expect(transport.poolStats()).toMatchObject({ active: 0, idle: 1 });
  });

  it("gives no more requests to a connection that did not answer in time", async () => {
    const before = clear.sessions();
    const transport = known();
    const patient = send(transport, "GET", `${clear.url}/wait`, { timeout: { read: 1_000 } });
    await eventually(() => transport.poolStats().active === 1);
    await expect(
      send(transport, "GET", `${clear.url}/never`, { timeout: { read: 10 } }),
    ).rejects.toMatchObject({ code: "ERR_READ_TIMEOUT" });
    expect((await patient).statusCode).toBe(200);
    expect((await send(transport, "GET", clear.url)).statusCode).toBe(200);
    expect(clear.sessions() - before).toBe(2);
  });

  it("ends when idle for keepaliveExpiry", async () => {
    const transport = known({ limits: { keepaliveExpiry: 30 } });
    await send(transport, "GET", clear.url);
    expect(transport.poolStats().idle).toBe(1);
    await eventually(() => transport.poolStats().connections === 0);
  });
});

async function serveHttp1Only(): Promise<{ url: string; close(): Promise<void> }> {
  const { createServer: createHttpsServer } = await import("node:https");
  const { echo, listening } = await import("../../support/http-server.js");
  return listening(
    createHttpsServer(certificates.server(), (request, response) =>
      setTimeout(() => echo(request, response), 20),
    ),
    "https",
  );
}

describe("what an HTTP/2 server may do wrong", () => {
  interface Row {
    readonly name: string;
    readonly onRequest: OnRequest;
    readonly given?: Given;
    readonly method?: string;
    readonly want: readonly [code: string, message: RegExp] | readonly [status: number, text: string];
    readonly connections?: number;
    readonly isSilent?: boolean;
  }
  const rows: readonly Row[] = [
    {
      name: "RST_STREAM before the response",
      onRequest: (peer, id) => peer.reset(id, CODE.internal),
      want: ["ERR_REMOTE_PROTOCOL", /NGHTTP2_INTERNAL_ERROR/],
    },
    {
      name: "RST_STREAM in the body",
      onRequest: (peer, id) => {
        peer.head(id);
        peer.data(id, "hel", false);
        peer.reset(id, CODE.internal);
      },
      want: ["ERR_REMOTE_PROTOCOL", /3 bytes received/],
    },
    {
      name: "RST_STREAM with CANCEL",
      onRequest: (peer, id) => peer.reset(id, CODE.cancel),
      want: ["ERR_REMOTE_PROTOCOL", /./],
    },
    {
      name: "RST_STREAM with CANCEL in the body",
      onRequest: (peer, id) => {
        peer.head(id);
        peer.data(id, "hel", false);
        peer.reset(id, CODE.cancel);
      },
      want: ["ERR_REMOTE_PROTOCOL", /3 bytes received/],
    },
    {
      name: "RST_STREAM with NO_ERROR in a body without a length",
      onRequest: (peer, id) => {
        peer.head(id);
        peer.data(id, "hel", false);
        peer.reset(id, CODE.none);
      },
      want: ["ERR_REMOTE_PROTOCOL", /3 bytes received/],
    },
    {
      name: "RST_STREAM with NO_ERROR after the whole body",
      onRequest: (peer, id) => {
        peer.head(id);
        peer.data(id, "hello", true);
        peer.reset(id, CODE.none);
      },
      want: [200, "hello"],
    },
    {
      name: "RST_STREAM with NO_ERROR, and an upload that is not complete, after the whole body",
      onRequest: (peer, id) => {
        peer.head(id);
        peer.data(id, "hello", true);
        peer.reset(id, CODE.none);
      },
      method: "POST",
      given: { content: new Uint8Array(3_000_000) },
      want: [200, "hello"],
    },
    {
      name: "RST_STREAM with NO_ERROR where a length says that nothing is missing",
      onRequest: (peer, id) => {
        // ":status: 200", and "content-length: 5" by its name's place in HPACK's static table, 28.
        peer.frame(FRAME.headers, FLAG.endHeaders, id, Buffer.from([0x88, 0x0f, 0x0d, 0x01, 0x35]));
        peer.data(id, "hello", false);
        peer.reset(id, CODE.none);
      },
      want: [200, "hello"],
    },
    {
      name: "a connection that ends in a body without a length",
      onRequest: (peer, id) => {
        peer.head(id);
        peer.data(id, "hel", false);
        peer.socket.end();
      },
      want: ["ERR_REMOTE_PROTOCOL", /disconnected before the response was complete. \(3 bytes received\)/],
    },
    {
      name: "GOAWAY, and the end of the connection in the body",
      onRequest: (peer, id) => {
        peer.head(id);
        peer.data(id, "hel", false);
        peer.goaway(id, CODE.none);
        peer.socket.end();
      },
      want: ["ERR_REMOTE_PROTOCOL", /3 bytes received/],
    },
    {
      name: "the end of the connection after the whole body",
      onRequest: (peer, id) => {
        peer.head(id);
        peer.data(id, "hello", true);
        peer.socket.end();
      },
      want: [200, "hello"],
    },
    {
      name: "a status below 100",
      // HPACK's static name at 8, and the value in plain.
      onRequest: (peer, id) =>
        peer.frame(FRAME.headers, FLAG.endHeaders | FLAG.endStream, id, Buffer.from("\x08\x03099", "latin1")),
      // Newer versions of Node refuse it by themselves.
      want: [
        "ERR_REMOTE_PROTOCOL",
        /the response is not valid HTTP \(status 99\)|\(Stream closed with error code NGHTTP2_PROTOCOL_ERROR\)/,
      ],
    },
    {
      name: "more header lines than Node takes by itself",
      onRequest: (peer, id) => {
        const lines = Array.from({ length: 200 }, () => Buffer.from("\0\x01x\x01y", "latin1"));
        const block = Buffer.concat([Buffer.from([0x88]), ...lines]);
        peer.frame(FRAME.headers, FLAG.endHeaders, id, block);
        peer.data(id, "all", true);
      },
      want: [200, "all"],
    },
    {
      name: "REFUSED_STREAM, which is sent again",
      method: "POST",
      given: { content: "x" },
      onRequest: (peer, id, number, connection) => {
        if (number === 1 && connection === 1) peer.reset(id, CODE.refused);
        else {
          peer.head(id);
          peer.data(id, "again", true);
        }
      },
      want: [200, "again"],
    },
    {
      name: "REFUSED_STREAM twice",
      onRequest: (peer, id) => peer.reset(id, CODE.refused),
      want: ["ERR_REMOTE_PROTOCOL", /./],
    },
    {
      name: "GOAWAY that leaves the request out, which is sent again",
      method: "POST",
      given: { content: "x" },
      onRequest: (peer, id, _number, connection) => {
        if (connection === 1) peer.goaway(0, CODE.none);
        else {
          peer.head(id);
          peer.data(id, "again", true);
        }
      },
      want: [200, "again"],
      connections: 2,
    },
    {
      name: "GOAWAY with an error that leaves the request out, which is sent again",
      onRequest: (peer, id, _number, connection) => {
        if (connection === 1) peer.goaway(0, CODE.calm);
        else {
          peer.head(id);
          peer.data(id, "again", true);
        }
      },
      want: [200, "again"],
      connections: 2,
    },
    {
      name: "GOAWAY that lets the request end",
      onRequest: (peer, id) => {
        peer.goaway(id, CODE.none);
        peer.head(id);
        peer.data(id, "last", true);
      },
      want: [200, "last"],
    },
    {
      name: "GOAWAY with an error after the request was taken",
      onRequest: (peer, id) => peer.goaway(id, CODE.internal),
      want: ["ERR_REMOTE_PROTOCOL", /./],
    },
    {
      name: "closing before the response",
      onRequest: (peer) => peer.socket.end(),
      want: ["ERR_REMOTE_PROTOCOL", /./],
    },
    {
      name: "a reset of the connection in the body",
      onRequest: (peer, id) => {
        peer.head(id);
        peer.data(id, "hel", false);
        setTimeout(() => peer.socket.resetAndDestroy(), 10);
      },
      want: ["ERR_", /./],
    },
    {
      name: "headers that cannot be decoded",
      onRequest: (peer, id) => peer.frame(FRAME.headers, FLAG.endHeaders, id, Buffer.alloc(8, 0xff)),
      given: { timeout: { read: 200 } },
      // Node 20 tells the server of it, and nobody else: then time does.
      want: ["ERR_", /HTTP\/2|HTTP2|within the read timeout/],
    },
    {
      name: "no response",
      onRequest: () => {},
      given: { timeout: { read: 50 } },
      want: ["ERR_READ_TIMEOUT", /no response within the read timeout of 50 ms/],
    },
    {
      name: "a stall in the body",
      onRequest: (peer, id) => {
        peer.head(id);
        peer.data(id, "hel", false);
      },
      given: { timeout: { read: 500 } },
      want: ["ERR_READ_TIMEOUT", /after 3 bytes/],
    },
    {
      name: "no window for the request's body",
      method: "POST",
      given: { content: new Uint8Array(2_000_000), timeout: { write: 50 } },
      onRequest: () => {},
      want: ["ERR_WRITE_TIMEOUT", /write timeout of 50 ms/],
    },
    {
      name: "no SETTINGS",
      onRequest: () => {},
      isSilent: true,
      given: { timeout: { connect: 50 } },
      want: ["ERR_CONNECT_TIMEOUT", /in HTTP\/2 within the connect timeout of 50 ms/],
    },
  ];

  it.each(rows)(
    "$name",
    async ({
      onRequest,
      method = "GET",
      given = {},
      want: [kind, detail],
      connections,
      isSilent = false,
    }) => {
      const server = await startFrameServer(onRequest, { isSilent });
      const transport = known();
      try {
        const outcome = await send(transport, method, server.url, given).catch((error: unknown) => error);
        if (typeof kind === "number") expect(outcome).toMatchObject({ statusCode: kind, text: detail });
        else
          expect(outcome).toMatchObject({
            code: expect.stringContaining(kind),
            message: expect.stringMatching(detail),
          });
        expect(transport.poolStats()).toMatchObject({ active: 0, queued: 0 });
        if (connections !== undefined) expect(server.connections()).toBe(connections);
      } finally {
        await transport.close();
        await server.close();
      }
    },
  );

  it.each([
    { method: "GET", want: "again" },
    { method: "POST", want: "ERR_REMOTE_PROTOCOL" },
  ])("a kept connection that ends before it answers $method", async ({ method, want }) => {
    const server = await startFrameServer((peer, id, number, connection) => {
      if (number === 2) return peer.socket.end();
      peer.head(id);
      return peer.data(id, connection === 1 ? "first" : "again", true);
    });
    const transport = known();
    try {
      expect((await send(transport, method, server.url, {})).text).toBe("first");
      const outcome = await send(transport, method, server.url, {}).then(
        ({ text }) => text,
        (error: { code: string }) => error.code,
      );
      expect(outcome).toBe(want);
    } finally {
      await transport.close();
      await server.close();
    }
  });

  it.each([
    { name: "the end of the connection", leave: (): void => {} },
    { name: "GOAWAY", leave: (peer: Parameters<OnRequest>[0], id: number) => peer.goaway(id, CODE.none) },
  ])("a body that was whole before $name is whole for a slow reader", async ({ leave }) => {
    const text = "x".repeat(16_000);
    const server = await startFrameServer((peer, id) => {
      peer.head(id);
      for (let sent = 0; sent < 40; sent++) peer.data(id, text, sent === 39);
      leave(peer, id);
      peer.socket.end();
    });
    const transport = known();
    try {
      const response = await send(transport, "GET", server.url, { context: { whole: false } });
      await eventually(() => transport.poolStats().connections === 0);
      expect(await response.read()).toHaveLength(640_000);
    } finally {
      await transport.close();
      await server.close();
    }
  });

  it("a connection that ends after GOAWAY does not wait for the server to end it too", async () => {
    let isLeft = false;
    const server = await startFrameServer(
      (peer, id) => {
        peer.goaway(id, CODE.none);
        peer.head(id);
        peer.data(id, "last", true);
        // Whoever still reads takes them; a socket that is closed refuses.
        const pings = setInterval(() => peer.frame(FRAME.ping, 0, 0, Buffer.alloc(8)), 10);
        peer.socket.once("close", () => {
          clearInterval(pings);
          isLeft = true;
        });
      },
      { staysOpen: true },
    );
    const transport = known();
    try {
      expect((await send(transport, "GET", server.url, {})).text).toBe("last");
      await eventually(() => isLeft);
    } finally {
      await transport.close();
      await server.close();
    }
  });
});
