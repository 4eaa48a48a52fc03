// Uploads whose end nobody waits for any more: what becomes of their source, and what the server takes them for.

import { createServer as createHttp2Server, type ServerHttp2Session } from "node:http2";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { ContentInit } from "../../../runtime/content.js";
import { HTTPTransport } from "../../../runtime/transports/http.js";
import { startFaultServer } from "../../support/fault-server.js";
import { startServer, type TestServer } from "../../support/http-server.js";
import { FLAG, FRAME, startFrameServer } from "../../support/http2-frames.js";
import { eventually, send } from "../../support/transport-requests.js";

/** Sources that give three bytes, and then nothing: each says when it is left. */
const sources: Readonly<Record<string, (left: () => void) => ContentInit>> = {
  "a ReadableStream": (left) =>
    new ReadableStream({
      start: (controller) => controller.enqueue(new Uint8Array(3)),
      cancel: left,
    }),
  "a Node stream": (left) => {
    const stream = new Readable({
      read() {},
      destroy: (error, done) => {
        left();
        done(error);
      },
    });
    stream.push("abc");
    return stream;
  },
  "a function": (left) => () =>
    new ReadableStream({
      start: (controller) => controller.enqueue(new Uint8Array(3)),
      cancel: left,
    }),
  "an iterator of one's own": (left) => {
    const given = ["abc"];
    const iterator: AsyncIterableIterator<string> = {
      [Symbol.asyncIterator]: () => iterator,
      next: async () => {
        const value = given.pop();
        return value === undefined ? new Promise<never>(() => {}) : { value, done: false };
      },
      return: async () => {
        left();
        throw new Error("nobody should hear of it");
      },
    };
    return iterator;
  },
};

let http1: TestServer;
let http2: { readonly url: string; close(): Promise<void> };
let transport: HTTPTransport;

beforeAll(async () => {
  http1 = await startServer((request, response) => {
    if (request.url === "/early") response.writeHead(413, { "Content-Length": 2 }).end("no");
    else if (request.url === "/open") response.writeHead(200).write("a");
  });
  const sessions = new Set<ServerHttp2Session>();
  const server = createHttp2Server().on("session", (session) => sessions.add(session.on("error", () => {})));
  server.on("stream", (stream, { ":path": path }) => {
    stream.on("error", () => {});
    if (path === "/never") return;
    stream.respond({ ":status": path === "/early" ? 413 : 200 });
    if (path === "/early") stream.end("no");
    else stream.write("a");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  http2 = {
    // It listens on TCP.
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      for (const session of sessions) session.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
});
afterAll(async () => {
  await http1.close();
  await http2.close();
});

describe.each(["HTTP/1.1", "HTTP/2"])("over %s", (protocol) => {
  beforeEach(() => {
    transport = new HTTPTransport(protocol === "HTTP/2" ? { http1: false, http2: true } : {});
  });
  afterEach(() => transport.close());
  const url = (path: string): string => (protocol === "HTTP/2" ? http2 : http1).url + path;

  describe.each(Object.entries(sources))("%s that stalls is left", (_name, source) => {
    it.each([
      {
        name: "when the server has answered",
        run: async (content: ContentInit) => {
          const response = await send(transport, "POST", url("/early"), { content });
          expect([response.statusCode, response.text]).toEqual([413, "no"]);
        },
      },
      {
        name: "when the response is closed",
        run: async (content: ContentInit) => {
          const response = await send(transport, "POST", url("/open"), {
            content,
            context: { whole: false },
          });
          await response.close();
        },
      },
      {
        name: "when the time is over",
        run: async (content: ContentInit) => {
          const sending = send(transport, "POST", url("/never"), { content, timeout: { total: 100 } });
          await expect(sending).rejects.toMatchObject({ code: "ERR_TOTAL_TIMEOUT" });
        },
      },
    ])("$name", async ({ run }) => {
      let left = 0;
      await run(
        source(() => {
          left += 1;
        }),
      );
      await eventually(() => left === 1 && transport.poolStats().active === 0);
    });
  });
});

describe("a part of an upload does not pass for all of it", () => {
  async function* breaks(): AsyncGenerator<string> {
    yield "abc";
    await new Promise((resolve) => setTimeout(resolve, 20));
    throw new RangeError("the source broke");
  }
  const rows = [
    { name: "where its source breaks", content: breaks, want: { name: "RangeError" } },
    {
      name: "where it stalls, until time is over",
      content: () => sources["a ReadableStream"]?.(() => {}) ?? "",
      want: { code: "ERR_TOTAL_TIMEOUT" },
    },
  ];

  it.each(rows)("over HTTP/1.1, $name", async ({ content, want }) => {
    const server = await startFaultServer([["request", "stall"]]);
    transport = new HTTPTransport();
    try {
      const sending = send(transport, "POST", server.url, { content: content(), timeout: { total: 100 } });
      await expect(sending).rejects.toMatchObject(want);
      await eventually(() => server.received()[0]?.includes("\r\n\r\n3\r\n") === true);
      expect(server.received()[0]).not.toContain("0\r\n\r\n");
    } finally {
      await transport.close();
      await server.close();
    }
  });

  it.each(rows)("over HTTP/2, $name", async ({ content, want }) => {
    const server = await startFrameServer(() => {});
    transport = new HTTPTransport({ http1: false, http2: true });
    try {
      const sending = send(transport, "POST", server.url, { content: content(), timeout: { total: 100 } });
      await expect(sending).rejects.toMatchObject(want);
      await eventually(() => server.received().some(({ type }) => type === FRAME.reset));
      expect(server.received()).not.toContainEqual({ type: FRAME.data, flags: FLAG.endStream });
    } finally {
      await transport.close();
      await server.close();
    }
  });
});
