// What a broken network or server does, and what comes of it: the right error, a connection that is never used again,
// its place in the pool given back, and nothing left behind.

import { subscribe, unsubscribe } from "node:diagnostics_channel";
import type { Socket } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { HTTPTransport } from "../../../runtime/transports/http.js";
import { certificates, response, type Step, startFaultServer } from "../../support/fault-server.js";
import { eventually, type Given, send } from "../../support/transport-requests.js";

interface Row {
  readonly name: string;
  readonly script: readonly Step[];
  readonly method?: string;
  readonly given?: Given;
  /** Class and a part of the message; or status and body, where the fault is forgiven. */
  readonly want: readonly [error: string, message: RegExp] | readonly [status: number, body: string];
  /** Whether the connection lives on. */
  readonly keeps?: boolean;
}

const HEAD = "HTTP/1.1 200 OK\r\n";
// A reset throws away what the other side has not read yet, and a busy machine reads late.
const READ_MS = 200;
const UNCHUNKED = { send: `${HEAD}Content-Length: 5\r\n\r\nhello` };
const shortRead: Given = { timeout: { read: 60 } };
// For what comes after a head: on a busy machine that alone may take longer than the above.
const bodyRead: Given = { timeout: { read: 500 } };
const bytes = (length: number): Uint8Array => new Uint8Array(length).fill(97);

const rows: readonly Row[] = [
  // Before the response.
  {
    name: "closing at once",
    script: ["close"],
    want: ["RemoteProtocolError", /Server disconnected without sending a response\./],
  },
  {
    name: "closing after the request",
    script: ["request", "close"],
    want: ["RemoteProtocolError", /Server disconnected without sending a response\./],
  },
  {
    name: "half-closing after the request",
    script: ["request", "half-close"],
    want: ["RemoteProtocolError", /Server disconnected without sending a response\./],
  },
  {
    name: "a reset after the request",
    script: ["request", "reset"],
    want: ["ReadError", /reset while waiting/],
  },
  {
    name: "no response",
    script: ["request", "stall"],
    given: shortRead,
    want: ["ReadTimeout", /read timeout of 60 ms/],
  },
  {
    name: "accepting and never reading a small request",
    script: ["stop reading", "stall"],
    given: shortRead,
    want: ["ReadTimeout", /no response within the read timeout of 60 ms/],
  },
  // In the head.
  {
    name: "closing in the status line",
    script: ["request", { send: "HTTP/1.1 2" }, "close"],
    want: ["RemoteProtocolError", /disconnected/],
  },
  {
    name: "closing in the headers",
    script: ["request", { send: `${HEAD}Content-Le` }, "close"],
    want: ["RemoteProtocolError", /disconnected/],
  },
  {
    name: "a stall in the headers",
    script: ["request", { send: `${HEAD}Content-Le` }, "stall"],
    given: shortRead,
    want: ["ReadTimeout", /no response within/],
  },
  {
    name: "a trickle of header bytes, each gap longer than the read timeout",
    script: ["request", { trickle: HEAD, everyMs: 150 }],
    given: shortRead,
    want: ["ReadTimeout", /within the read timeout of 60 ms/],
  },
  {
    name: "a trickle of header bytes, each gap shorter than the read timeout",
    script: ["request", { trickle: `${HEAD}Content-Length: 0\r\n\r\n`, everyMs: 15 }],
    given: { timeout: { read: 500 } },
    want: [200, ""],
    keeps: true,
  },
  {
    name: "garbage",
    script: ["request", { send: "\0\0\0\0garbage\r\n\r\n" }],
    want: ["RemoteProtocolError", /not valid HTTP/],
  },
  {
    name: "an HTML page without a status line",
    script: ["request", { send: "<html></html>\r\n\r\n" }],
    want: ["RemoteProtocolError", /not valid HTTP/],
  },
  {
    name: "another protocol's greeting",
    script: [{ send: "SSH-2.0-OpenSSH_9.6\r\n" }],
    want: ["RemoteProtocolError", /./],
  },
  {
    name: "a status that is no number",
    script: ["request", { send: "HTTP/1.1 abc OK\r\n\r\n" }],
    want: ["RemoteProtocolError", /not valid HTTP/],
  },
  {
    name: "HTTP/9.9",
    script: ["request", { send: "HTTP/9.9 200 OK\r\n\r\n" }],
    want: ["RemoteProtocolError", /not valid HTTP/],
  },
  {
    name: "a header name with a space",
    script: ["request", { send: `${HEAD}X : a\r\n\r\n` }],
    want: ["RemoteProtocolError", /not valid HTTP/],
  },
  {
    name: "a header line without a colon",
    script: ["request", { send: `${HEAD}nothing\r\n\r\n` }],
    want: ["RemoteProtocolError", /not valid HTTP/],
  },
  {
    name: "headers of 99 kB",
    script: ["request", { send: `${HEAD}X: ${"a".repeat(99_000)}\r\nContent-Length: 2\r\n\r\nok` }],
    want: [200, "ok"],
    keeps: true,
  },
  {
    name: "headers of 120 kB",
    script: ["request", { send: `${HEAD}X: ${"a".repeat(120_000)}\r\n\r\n` }],
    want: ["RemoteProtocolError", /headers are larger than 100 kB/],
  },
  {
    name: "headers without end",
    script: ["request", { send: HEAD }, { flood: `X: ${"a".repeat(4_000)}\r\n` }],
    want: ["RemoteProtocolError", /headers are larger than 100 kB/],
  },
  // Interim responses.
  {
    name: "100 Continue that nobody asked for",
    script: ["request", { send: "HTTP/1.1 100 Continue\r\n\r\n" }, { waitMs: 10 }, response("ok")],
    want: [200, "ok"],
    keeps: true,
  },
  {
    name: "100 Continue in one piece with the response",
    script: ["request", { send: `HTTP/1.1 100 Continue\r\nX: y\r\n\r\n${HEAD}Content-Length: 2\r\n\r\nok` }],
    want: [200, "ok"],
    keeps: true,
  },
  {
    name: "100 Continue byte by byte",
    script: [
      "request",
      { trickle: `HTTP/1.1 100 Continue\r\n\r\n${HEAD}Content-Length: 2\r\n\r\nok`, everyMs: 1 },
    ],
    want: [200, "ok"],
    keeps: true,
  },
  {
    name: "103 Early Hints",
    script: ["request", { send: "HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n" }, response("ok")],
    want: [200, "ok"],
    keeps: true,
  },
  {
    name: "100 Continue after 103 Early Hints, byte by byte",
    script: [
      "request",
      {
        trickle: `HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n${HEAD}Content-Length: 2\r\n\r\nok`,
        everyMs: 1,
      },
    ],
    want: [200, "ok"],
    keeps: true,
  },
  {
    name: "100 Continue with bare line feeds",
    script: ["request", { send: "HTTP/1.1 100 Continue\nX: y\n\n" }, response("ok")],
    want: [200, "ok"],
    keeps: true,
  },
  {
    name: "102s that keep the read timeout away, then the response",
    script: [
      "request",
      ...Array.from(
        { length: 8 },
        () => [{ send: "HTTP/1.1 102 Processing\r\n\r\n" }, { waitMs: 75 }] as const,
      ).flat(),
      response("ok"),
    ],
    given: { timeout: { read: 500 } },
    want: [200, "ok"],
    keeps: true,
  },
  {
    name: "103s without end",
    script: ["request", { flood: "HTTP/1.1 103 Early Hints\r\n\r\n" }],
    want: ["RemoteProtocolError", /more than 100 interim/],
  },
  {
    name: "100s without end",
    script: ["request", { flood: "HTTP/1.1 100 Continue\r\n\r\n" }],
    want: ["RemoteProtocolError", /more than 100 interim/],
  },
  {
    name: "a change of protocol that nobody asked for",
    script: [
      "request",
      { send: "HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n" },
    ],
    want: ["RemoteProtocolError", /not valid HTTP \(bad upgrade\)$/],
  },
  {
    name: "a change of protocol that names none",
    script: ["request", { send: "HTTP/1.1 101 Switching Protocols\r\n\r\n" }],
    want: ["RemoteProtocolError", /not valid HTTP$/],
  },
  {
    name: "a status below 100",
    script: ["request", { send: "HTTP/1.1 099 Early\r\nContent-Length: 0\r\n\r\n" }],
    want: ["RemoteProtocolError", /not valid HTTP$/],
  },
  // In the body.
  {
    name: "closing in a body of known length",
    script: ["request", { send: `${HEAD}Content-Length: 5\r\n\r\nhel` }, "close"],
    want: ["RemoteProtocolError", /3 bytes received, 5 expected/],
  },
  {
    name: "half-closing in a body of known length",
    script: ["request", { send: `${HEAD}Content-Length: 5\r\n\r\nhel` }, "half-close"],
    want: ["RemoteProtocolError", /3 bytes received, 5 expected/],
  },
  {
    name: "closing before the body",
    script: ["request", { send: `${HEAD}Content-Length: 5\r\n\r\n` }, "close"],
    want: ["RemoteProtocolError", /0 bytes received, 5 expected/],
  },
  {
    name: "a reset in the body",
    script: ["request", { send: `${HEAD}Content-Length: 5\r\n\r\nhel` }, { waitMs: READ_MS }, "reset"],
    want: ["ReadError", /reset in the middle of the response \(3 bytes received, 5 expected\)/],
  },
  {
    name: "a stall in the body",
    script: ["request", { send: `${HEAD}Content-Length: 5\r\n\r\nhel` }, "stall"],
    given: bodyRead,
    want: ["ReadTimeout", /no more of the response's body after 3 bytes within the read timeout of 500 ms/],
  },
  {
    name: "a stall before the body",
    script: ["request", { send: `${HEAD}Content-Length: 5\r\n\r\n` }, "stall"],
    given: bodyRead,
    want: ["ReadTimeout", /after 0 bytes/],
  },
  {
    name: "a trickle of body bytes, each gap shorter than the read timeout",
    script: ["request", { send: `${HEAD}Content-Length: 5\r\n\r\n` }, { trickle: "hello", everyMs: 120 }],
    given: { timeout: { read: 500 } },
    want: [200, "hello"],
    keeps: true,
  },
  {
    name: "a trickle that outlasts the total timeout",
    script: [
      "request",
      { send: `${HEAD}Content-Length: 90\r\n\r\n` },
      { trickle: "a".repeat(90), everyMs: 20 },
    ],
    given: { timeout: { total: 120 } },
    want: ["TotalTimeout", /total timeout/],
  },
  {
    name: "more bytes than Content-Length says",
    script: ["request", { send: `${HEAD}Content-Length: 5\r\n\r\nhello world` }],
    want: [200, "hello"],
  },
  {
    name: "a second response that nobody asked for",
    script: ["request", UNCHUNKED, UNCHUNKED],
    want: [200, "hello"],
  },
  {
    name: "a chunked body that ends early",
    script: ["request", { send: `${HEAD}Transfer-Encoding: chunked\r\n\r\n5\r\nhel` }, "close"],
    want: ["RemoteProtocolError", /3 bytes received/],
  },
  {
    name: "a chunked body without its last chunk",
    script: ["request", { send: `${HEAD}Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n` }, "close"],
    want: ["RemoteProtocolError", /5 bytes received/],
  },
  {
    name: "a chunk size that is no number",
    script: ["request", { send: `${HEAD}Transfer-Encoding: chunked\r\n\r\nxyz\r\nhello\r\n` }],
    want: ["RemoteProtocolError", /not valid HTTP/],
  },
  {
    name: "a chunk longer than its size",
    script: ["request", { send: `${HEAD}Transfer-Encoding: chunked\r\n\r\n2\r\nhello\r\n0\r\n\r\n` }],
    want: ["RemoteProtocolError", /not valid HTTP/],
  },
  {
    name: "a chunked body byte by byte",
    script: [
      "request",
      {
        trickle: `${HEAD}Transfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n2;x=y\r\nlo\r\n0\r\n\r\n`,
        everyMs: 1,
      },
    ],
    want: [200, "hello"],
    keeps: true,
  },
  {
    name: "a Content-Length that is no number",
    script: ["request", { send: `${HEAD}Content-Length: five\r\n\r\nhello` }],
    want: ["RemoteProtocolError", /not valid HTTP/],
  },
  {
    name: "two Content-Lengths that differ",
    script: ["request", { send: `${HEAD}Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello` }],
    want: ["RemoteProtocolError", /./],
  },
  {
    name: "the same Content-Length twice",
    script: ["request", { send: `${HEAD}Content-Length: 5\r\nContent-Length: 5\r\n\r\nhello` }],
    // RFC 9110 §8.6 lets a client refuse it, and undici does.
    want: ["RemoteProtocolError", /differs from its Content-Length/],
  },
  {
    name: "Content-Length and Transfer-Encoding together, as in request smuggling",
    script: [
      "request",
      { send: `${HEAD}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n` },
    ],
    want: ["RemoteProtocolError", /./],
  },
  {
    name: "204 with a Content-Length",
    script: ["request", { send: "HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\n" }],
    want: [204, ""],
  },
  {
    name: "a body that ends with the connection",
    script: ["request", { send: `${HEAD}\r\nhello` }, "close"],
    want: [200, "hello"],
  },
  {
    name: "a reset in a body that ends with the connection",
    script: ["request", { send: `${HEAD}\r\nhel` }, { waitMs: 50 }, "reset"],
    want: ["ReadError", /the connection was reset in the middle of the response \(3 bytes received\)/],
  },
  {
    name: "a stall in a body that ends with the connection",
    script: ["request", { send: `${HEAD}\r\nhel` }, "stall"],
    given: bodyRead,
    want: ["ReadTimeout", /no more of the response's body after 3 bytes/],
  },
  {
    name: "a transfer coding that nobody asked for, which ends with the connection, and a stall",
    script: ["request", { send: `${HEAD}Transfer-Encoding: chunked, gzip\r\n\r\nhel` }, "stall"],
    given: bodyRead,
    want: ["ReadTimeout", /no more of the response's body after 3 bytes/],
  },
  {
    name: "trailers",
    script: [
      "request",
      { send: `${HEAD}Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\nX-Sum: 5\r\n\r\n` },
    ],
    want: [200, "hello"],
    keeps: true,
  },
  {
    name: "trailers without end",
    script: [
      "request",
      { send: `${HEAD}Transfer-Encoding: chunked\r\n\r\n0\r\n` },
      { flood: "X-Sum: 5\r\n" },
    ],
    want: ["RemoteProtocolError", /larger than 100 kB/],
  },
  {
    name: "chunk extensions",
    script: [
      "request",
      { send: `${HEAD}Transfer-Encoding: chunked\r\n\r\n5;sum="1;2"\r\nhello\r\n0;last\r\n\r\n` },
    ],
    want: [200, "hello"],
    keeps: true,
  },
  {
    name: "an HTTP/1.0 response",
    script: ["request", { send: "HTTP/1.0 200 OK\r\nContent-Length: 5\r\n\r\nhello" }],
    want: [200, "hello"],
  },
  {
    name: "Connection: close, kept open nevertheless",
    script: ["request", response("ok", "Connection: close\r\n"), "stall"],
    want: [200, "ok"],
  },
  // While the request is sent.
  {
    name: "never reading a large body",
    script: ["stop reading", "stall"],
    method: "POST",
    given: { content: bytes(30_000_000), timeout: { write: 100 } },
    want: ["WriteTimeout", /write timeout of 100 ms/],
  },
  {
    name: "never reading a streamed body",
    script: ["stop reading", "stall"],
    method: "POST",
    given: { content: pieces(bytes(100_000), 300), timeout: { write: 100 } },
    want: ["WriteTimeout", /write timeout of 100 ms/],
  },
  {
    name: "a reset in the request's body",
    script: [{ receive: 10_000 }, "reset"],
    method: "POST",
    given: { content: pieces(bytes(100_000), 300) },
    want: ["NetworkError", /./],
  },
  {
    name: "an answer and the end before the request's body is sent",
    script: [
      "request",
      { send: "HTTP/1.1 413 Too Large\r\nContent-Length: 2\r\nConnection: close\r\n\r\nno" },
      "stall",
    ],
    method: "POST",
    given: { content: pieces(bytes(100_000), 50) },
    want: [413, "no"],
  },
  {
    name: "a body longer than its declared length",
    script: ["request", "stall"],
    method: "POST",
    given: { headers: { "Content-Length": "3" }, content: pieces(bytes(5), 1) },
    want: ["LocalProtocolError", /Content-Length/],
  },
  {
    name: "a body shorter than its declared length",
    script: ["request", "stall"],
    method: "POST",
    given: { headers: { "Content-Length": "30" }, content: pieces(bytes(5), 1) },
    want: ["LocalProtocolError", /Content-Length/],
  },
  {
    name: "a source that throws",
    script: ["request", "stall"],
    method: "POST",
    given: { content: broken() },
    want: ["RangeError", /the source broke/],
  },
];

async function* pieces(piece: Uint8Array, count: number): AsyncGenerator<Uint8Array> {
  for (let sent = 0; sent < count; sent++) yield piece;
}

async function* broken(): AsyncGenerator<Uint8Array> {
  yield bytes(3);
  throw new RangeError("the source broke");
}

const unhandled: unknown[] = [];
const note = (reason: unknown): void => {
  unhandled.push(reason);
};
/** What keeps the process alive. */
const alive = (): number =>
  process.getActiveResourcesInfo().filter((kind) => /TCP|TLS|Timeout|Immediate|HTTP2/.test(kind)).length;
let aliveBefore = 0;

beforeEach(() => {
  unhandled.length = 0;
  aliveBefore = alive();
  process.on("unhandledRejection", note);
});

afterEach(async () => {
  // Nothing is left that would keep a process from ending.
  await eventually(() => alive() <= aliveBefore);
  process.off("unhandledRejection", note);
  expect(unhandled).toEqual([]);
});

describe("a fault has its error, costs its connection, and leaves nothing behind", () => {
  for (const whole of [true, false]) {
    it.each(rows.map((row) => ({ ...row, how: whole ? "read whole" : "streamed" })))(
      "$name ($how)",
      async (row) => {
        // One-shot sources were used by the run before.
        const given = { ...row.given, ...(row.name in fresh ? { content: fresh[row.name]!() } : {}) };
        const server = await startFaultServer([row.script, ["request", response("next"), "stall"]]);
        const transport = new HTTPTransport({ limits: { maxConnections: 1 } });
        try {
          const outcome = await attempt(transport, row.method ?? "GET", server.url, {
            ...given,
            context: { whole },
          });
          const [kind, detail] = row.want;
          if (typeof kind === "number") expect(outcome).toEqual({ status: kind, text: detail });
          else {
            expect(outcome).toBeInstanceOf(Error);
            expect(lineage(outcome), String(outcome)).toContain(kind);
            expect(String(outcome)).toMatch(detail);
          }
          await eventually(() => transport.poolStats().active === 0);
          if (row.keeps !== true) {
            await eventually(() => transport.poolStats().connections === 0);
            const next = await send(transport, "GET", server.url);
            expect(next.text).toBe("next");
            expect(server.connections()).toBe(2);
          }
          expect(transport.poolStats()).toMatchObject({ active: 0, queued: 0 });
        } finally {
          await transport.close();
          await server.close();
        }
      },
    );
  }
});

const fresh: Readonly<Record<string, () => AsyncIterable<Uint8Array>>> = {
  "never reading a streamed body": () => pieces(bytes(100_000), 300),
  "a reset in the request's body": () => pieces(bytes(100_000), 300),
  "an answer and the end before the request's body is sent": () => pieces(bytes(100_000), 50),
  "a body longer than its declared length": () => pieces(bytes(5), 1),
  "a body shorter than its declared length": () => pieces(bytes(5), 1),
  "a source that throws": broken,
};

async function attempt(
  transport: HTTPTransport,
  method: string,
  url: string,
  given: Given,
): Promise<unknown> {
  try {
    const answer = await send(transport, method, url, given);
    await answer.read();
    return { status: answer.statusCode, text: answer.text };
  } catch (error) {
    return error;
  }
}

/** The names of an error's class and of those it extends. */
function lineage(error: unknown): string[] {
  const names: string[] = [];
  for (let type: unknown = error; type instanceof Object; type = Object.getPrototypeOf(type)) {
    names.push(type.constructor.name);
  }
  return names;
}

// undici tells the end of such a body from how the socket closed, and asserts what it then finds: an assertion that
// fails ends the process, and here the run.
describe("a body that ends with the connection, when it is", () => {
  const ends: readonly {
    readonly name: string;
    readonly end: (what: {
      body: AsyncIterator<Uint8Array>;
      controller: AbortController;
      transport: HTTPTransport;
      socket: Socket;
    }) => unknown;
    readonly want: string | undefined;
  }[] = [
    { name: "left early", end: ({ body }) => body.return?.(), want: undefined },
    { name: "aborted", end: ({ controller }) => controller.abort(), want: "RequestAborted" },
    { name: "cut off by close()", end: ({ transport }) => transport.close(), want: "CloseError" },
    {
      name: "reset",
      end: ({ socket }) =>
        socket.destroy(Object.assign(new Error("read ECONNRESET"), { code: "ECONNRESET" })),
      want: "ReadError",
    },
  ];
  const sizes = [
    { state: "waited for", size: 3 },
    { state: "paused", size: 3_000_000 },
  ];
  const rows = sizes.flatMap((given) => ends.map((row) => ({ ...given, ...row })));

  it.each(rows)("$state and $name", async ({ size, end, want }) => {
    const sockets: Socket[] = [];
    const watch = (message: unknown): void => {
      sockets.push((message as { socket: Socket }).socket); // What Node says the channel carries.
    };
    subscribe("net.client.socket", watch);
    const server = await startFaultServer([["request", { send: `${HEAD}\r\n${"a".repeat(size)}` }, "stall"]]);
    const transport = new HTTPTransport();
    const controller = new AbortController();
    try {
      const answer = await send(transport, "GET", server.url, {
        context: { whole: false, signal: controller.signal },
      });
      const body = answer.iterRaw();
      await body.next();
      // The buffers fill.
      await new Promise((resolve) => setTimeout(resolve, 30));
      const [socket] = sockets;
      if (socket === undefined) throw new Error("No socket was opened.");
      await end({ body, controller, transport, socket });
      const outcome = await drained(body);
      if (want === undefined) expect(outcome).toBeUndefined();
      else expect(lineage(outcome), String(outcome)).toContain(want);
      await eventually(() => transport.poolStats().connections === 0 && socket.closed);
    } finally {
      unsubscribe("net.client.socket", watch);
      await transport.close();
      await server.close();
    }
  });
});

// The last bytes may be those that fill the buffer; the end is then there before the reader is.
describe("a body whose reader is slower than the connection's end", () => {
  const heads = [
    { name: "that ends with the connection", headers: () => "" },
    {
      name: "of a connection to be closed",
      headers: (length: number) => `Connection: close\r\nContent-Length: ${length}\r\n`,
    },
    { name: "of known length", headers: (length: number) => `Content-Length: ${length}\r\n` },
  ];
  const rows = heads.flatMap((head) =>
    [128_000, 196_608, 262_143, 262_144, 300_000].map((length) => ({ ...head, length })),
  );

  it.each(rows)("$name: $length bytes", async ({ headers, length }) => {
    const server = await startFaultServer([
      ["request", { send: `${HEAD}${headers(length)}\r\n` }, { send: bytes(length) }, "close"],
    ]);
    const transport = new HTTPTransport();
    try {
      const answer = await send(transport, "GET", server.url, { context: { whole: false } });
      let received = 0;
      for await (const chunk of answer.iterRaw()) {
        received += chunk.byteLength;
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
      expect(received).toBe(length);
      await eventually(() => transport.poolStats().connections === 0);
    } finally {
      await transport.close();
      await server.close();
    }
  });
});

async function drained(body: AsyncIterator<Uint8Array>): Promise<unknown> {
  try {
    while ((await body.next()).done !== true);
    return undefined;
  } catch (error) {
    return error;
  }
}

describe("a connection that cannot be made", () => {
  interface ConnectRow {
    readonly name: string;
    readonly given: () => Promise<{ url: string; close(): Promise<void>; verify?: object }>;
    readonly want: readonly [error: string, message: RegExp, code: string | undefined];
    readonly connectMs?: number;
  }
  const tls = async (script: readonly Step[], verify?: object) => {
    const server = await startFaultServer([script], { tls: true });
    return { url: server.url, close: server.close, ...(verify === undefined ? {} : { verify }) };
  };
  const connectRows: readonly ConnectRow[] = [
    {
      name: "a port where nobody listens",
      given: async () => {
        const server = await startFaultServer([]);
        await server.close();
        return { url: server.url, close: async () => {} };
      },
      want: ["ConnectError", /connection refused \(ECONNREFUSED\)/, "ECONNREFUSED"],
    },
    {
      name: "a host that does not exist",
      given: async () => ({ url: "http://no-such-host.invalid", close: async () => {} }),
      want: ["ConnectError", /cannot connect to no-such-host\.invalid:80/, undefined],
    },
    {
      name: "a certificate of an unknown authority",
      given: () => tls(["stall"]),
      want: [
        "ConnectError",
        /unknown authority; trust it with "verify: \{ ca \}"/,
        "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
      ],
    },
    {
      name: "a certificate for another host",
      given: async () => {
        const server = await tls(["stall"], { ca: certificates.authority() });
        return { ...server, url: server.url.replace("localhost", "127.0.0.2") };
      },
      want: ["ConnectError", /./, undefined],
    },
    {
      name: "a server that does not speak TLS",
      given: async () => {
        const server = await startFaultServer([[{ send: "HTTP/1.1 400 Bad Request\r\n\r\n" }, "stall"]]);
        return { url: server.url.replace("http", "https"), close: server.close };
      },
      want: ["ConnectError", /cannot connect/, undefined],
    },
    {
      name: "a server that closes in the handshake",
      given: async () => {
        const server = await startFaultServer([[{ receive: 10 }, "close"]]);
        return { url: server.url.replace("http", "https"), close: server.close };
      },
      want: ["ConnectError", /closed at once/, "ECONNRESET"],
    },
    {
      name: "a server that stalls in the handshake",
      given: async () => {
        const server = await startFaultServer([[{ receive: 10 }, "stall"]]);
        return { url: server.url.replace("http", "https"), close: server.close };
      },
      connectMs: 100,
      want: [
        "ConnectTimeout",
        /connect timeout of 100 ms \(pool: 1 active, 0 idle, 0 queued; maxConnections 100\)/,
        undefined,
      ],
    },
  ];

  it.each(connectRows)("$name", async ({ given, connectMs, want: [kind, message, code] }) => {
    const { url, close, verify } = await given();
    const transport = new HTTPTransport({ trustEnv: false, ...(verify === undefined ? {} : { verify }) });
    try {
      const outcome = await attempt(
        transport,
        "GET",
        url,
        connectMs === undefined ? {} : { timeout: { connect: connectMs } },
      );
      expect(lineage(outcome), String(outcome)).toContain(kind);
      expect(String(outcome)).toMatch(message);
      if (code !== undefined) expect(outcome).toMatchObject({ cause: { code } });
      expect(transport.poolStats()).toEqual({ active: 0, idle: 0, queued: 0, connections: 0 });
    } finally {
      await transport.close();
      await close();
    }
  });
});
