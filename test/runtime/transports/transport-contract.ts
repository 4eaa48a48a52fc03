// What every transport does the same way. A transport's own test calls describeTransport with a way to make one that
// reaches `app`; whatever is special to it stands beside the call.

import type { IncomingMessage, ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  type CallOptions,
  Client,
  RequestAborted,
  StreamClosed,
  StreamConsumed,
  TotalTimeout,
  type Transport,
} from "../../../runtime/index.js";
import { eventually } from "../../support/transport-requests.js";

/** The server's side of the contract, in the platform's own terms. */
export type App = (request: globalThis.Request) => Promise<globalThis.Response>;

/** A transport that reaches an app, and the URL that the app has for it. */
export interface Reached {
  readonly transport: Transport;
  readonly baseUrl: string;
  /** Stops what was started beside the transport, such as a server. */
  readonly stop?: () => Promise<void>;
}

/** An app as a Node listener. */
export function listenerOf(app: App): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  return async (incoming, outgoing) => {
    const headers = new Headers();
    for (let at = 0; at < incoming.rawHeaders.length; at += 2) {
      headers.append(incoming.rawHeaders[at] ?? "", incoming.rawHeaders[at + 1] ?? "");
    }
    const gone = new AbortController();
    outgoing.once("close", () => gone.abort());
    const method = incoming.method ?? "GET";
    const init: RequestInit & { duplex: "half" } = { method, headers, signal: gone.signal, duplex: "half" };
    // The types of node:stream and of the globals name the same class twice.
    if (method !== "GET" && method !== "HEAD")
      init.body = Readable.toWeb(incoming) as unknown as ReadableStream;
    const answer = await app(new Request(`http://app${incoming.url}`, init));
    const lines = [...answer.headers].flat();
    outgoing.writeHead(answer.status, answer.statusText || undefined, lines as unknown as string[]);
    if (answer.body === null) outgoing.end();
    // A client that goes away breaks the pipe: the app hears of it by `cancel`.
    else await pipeline(Readable.fromWeb(answer.body as never), outgoing).catch(() => {});
  };
}

/** What the app saw of streams that were given up. */
interface Witness {
  cancelled: number;
  produced: number;
}

const piece = new Uint8Array(64 * 1024);
const pieceCount = 1000;
const text = new TextEncoder();

function appOf(witness: Witness): App {
  return async (request) => {
    const { pathname, search } = new URL(request.url);
    switch (pathname) {
      case "/echo": {
        const body = new Uint8Array(await request.arrayBuffer());
        const headers = [...request.headers].filter(
          ([name]) => name.startsWith("x-") || name.startsWith("content-") || name === "transfer-encoding",
        );
        return Response.json({
          method: request.method,
          headers,
          body: [...body],
          host: request.headers.get("host"),
        });
      }
      case "/bytes":
        return new Response(Uint8Array.from({ length: 256 }, (_, index) => index));
      case "/gzip":
        return new Response(gzipSync("hello ".repeat(100)), { headers: { "Content-Encoding": "gzip" } });
      case "/status":
        return new Response(Number(search.slice(1)) === 204 ? null : "body", {
          status: Number(search.slice(1)),
          statusText: "As You Like It",
        });
      case "/cookies":
        return new Response(null, {
          headers: [
            ["Set-Cookie", "a=1"],
            ["Set-Cookie", "b=2; Path=/"],
          ],
        });
      case "/redirect":
        return new Response("moved", { status: 302, headers: { Location: "/bytes" } });
      case "/slow":
        await new Promise((resolve) => setTimeout(resolve, 3_000).unref());
        return new Response("late");
      case "/pieces":
        return new Response(pieces(witness), { headers: { "Content-Type": "application/octet-stream" } });
      case "/drip":
        return new Response(drip());
      case "/first":
        return new Response(await firstPiece(request));
      default:
        return new Response(`${pathname}${search}`);
    }
  };
}

function pieces(witness: Witness): ReadableStream<Uint8Array> {
  let sent = 0;
  return new ReadableStream({
    pull(controller) {
      if (sent++ === pieceCount) return controller.close();
      witness.produced += 1;
      controller.enqueue(piece);
    },
    cancel() {
      witness.cancelled += 1;
    },
  });
}

/** Sources of an upload that wait for ever after their first piece, and say when they are left. */
function quietStream(left: () => void): ReadableStream<Uint8Array> {
  return new ReadableStream({ start: (controller) => controller.enqueue(piece), cancel: left });
}

function quietReadable(left: () => void): Readable {
  const stream = new Readable({ read: () => {}, destroy: (error, done) => done(error) }).once("close", left);
  stream.push(piece);
  return stream;
}

function drip(): ReadableStream<Uint8Array> {
  return new ReadableStream({
    async start(controller) {
      controller.enqueue(text.encode("first "));
      await new Promise((resolve) => setTimeout(resolve, 200));
      controller.enqueue(text.encode("last"));
      controller.close();
    },
  });
}

async function firstPiece(request: globalThis.Request): Promise<Uint8Array> {
  const reader = request.body?.getReader();
  const first = (await reader?.read())?.value ?? new Uint8Array();
  for (let rest = await reader?.read(); rest !== undefined && !rest.done; rest = await reader?.read());
  return first;
}

/** Runs the contract. `readsUploadsFirst` is for a transport that gathers a body before the app sees it. */
export function describeTransport(
  name: string,
  reach: (app: App) => Promise<Reached>,
  { readsUploadsFirst = false }: { readsUploadsFirst?: boolean } = {},
): void {
  describe(`${name} keeps the contract of transports:`, () => {
    const witness: Witness = { cancelled: 0, produced: 0 };
    let reached: Reached;
    let client: Client;
    beforeAll(async () => {
      reached = await reach(appOf(witness));
      client = new Client({
        transport: reached.transport,
        baseUrl: reached.baseUrl,
        headers: { "User-Agent": null },
      });
    });
    afterAll(async () => {
      await client.close();
      await reached.stop?.();
    });

    interface Echo {
      readonly method: string;
      readonly headers: readonly [string, string][];
      readonly body: readonly number[];
    }
    async function echo(method: string, options: CallOptions = {}): Promise<Echo> {
      return (await client.request(method, "/echo", options)).json<Echo>();
    }

    it.each(["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PURGE"])(
      "the method %s arrives",
      async (method) => {
        expect((await echo(method)).method).toBe(method);
      },
    );

    it("a HEAD has headers and no body", async () => {
      const response = await client.head("/bytes");
      expect([response.statusCode, response.content.byteLength]).toEqual([200, 0]);
    });

    it("path and query arrive as they are", async () => {
      expect((await client.get("/a%20b/%2F%zz;c?x=1&y=%20&z=a+b'")).text).toBe(
        "/a%20b/%2F%zz;c?x=1&y=%20&z=a+b%27",
      );
    });

    it("headers arrive, whatever their case", async () => {
      const { headers } = await echo("GET", {
        headers: { "X-Lower": "1", "x-UPPER": "two words", "X-Latin": "caf\u00e9" },
      });
      expect(Object.fromEntries(headers)).toMatchObject({
        "x-lower": "1",
        "x-upper": "two words",
        "x-latin": "caf\u00e9",
      });
    });

    it("a header that is sent twice arrives twice, or joined", async () => {
      const { headers } = await echo("GET", {
        headers: [
          ["X-Many", "1"],
          ["X-Many", "2"],
        ],
      });
      expect(
        headers
          .filter(([header]) => header === "x-many")
          .map(([, value]) => value)
          .join(", "),
      ).toBe("1, 2");
    });

    it.each([
      {
        name: "text",
        options: { content: "héllo" },
        want: [..."héllo"].flatMap((char) => [...text.encode(char)]),
      },
      {
        name: "every byte",
        options: { content: Uint8Array.from({ length: 256 }, (_, index) => index) },
        want: Array.from({ length: 256 }, (_, index) => index),
      },
      { name: "a stream", options: { content: [text.encode("ab"), text.encode("c")] }, want: [97, 98, 99] },
      { name: "nothing", options: {}, want: [] },
    ])("a body of $name arrives", async ({ options, want }) => {
      expect((await echo("POST", options)).body).toEqual(want);
    });

    it("a body's length is told, or it is chunked", async () => {
      const told = (headers: readonly [string, string][], name: string) =>
        headers.find(([header]) => header === name)?.[1];
      expect(told((await echo("POST", { content: "abc" })).headers, "content-length")).toBe("3");
      expect(told((await echo("POST", { content: ["abc"] })).headers, "content-length")).toBeUndefined();
      expect(told((await echo("POST")).headers, "content-length")).toBe("0");
    });

    it("a body that can be read once is refused a second time", async () => {
      const request = client.buildRequest("POST", "/echo", {
        content: (function* () {
          yield "once";
        })(),
      });
      expect((await client.send(request)).json<Echo>().body).toHaveLength(4);
      if (!readsUploadsFirst) await expect(client.send(request)).rejects.toThrow(StreamConsumed);
    });

    it.skipIf(readsUploadsFirst)(
      "an upload is not gathered: the app has the first piece while the last is not made",
      async () => {
        let isLastMade = false;
        async function* upload(): AsyncGenerator<string> {
          yield "first";
          await new Promise((resolve) => setTimeout(resolve, 50));
          isLastMade = true;
          yield "last";
        }
        expect((await client.post("/first", { content: upload() })).text).toBe("first");
        expect(isLastMade).toBe(true);
      },
    );

    it("an upload that fails is the caller's own error", async () => {
      const failure = new Error("disk on fire");
      async function* upload(): AsyncGenerator<string> {
        yield "first";
        throw failure;
      }
      const error = await client.post("/echo", { content: upload() }).catch((error: unknown) => error);
      expect([error, (error as Error).cause]).toContain(failure);
    });

    it.each([200, 201, 204, 299, 404, 418, 500, 503, 599])(
      "the status %i arrives, with its phrase",
      async (status) => {
        const response = await client.get(`/status?${status}`);
        expect([response.statusCode, response.reasonPhrase, response.text]).toEqual([
          status,
          "As You Like It",
          status === 204 ? "" : "body",
        ]);
      },
    );

    it("lines of Set-Cookie stay apart", async () => {
      const response = await client.get("/cookies");
      expect(response.headers.getSetCookie()).toEqual(["a=1", "b=2; Path=/"]);
    });

    it("a redirect is the client's business", async () => {
      const response = await client.get("/redirect");
      expect([response.statusCode, response.headers.get("location")]).toEqual([302, "/bytes"]);
      expect((await client.get("/redirect", { followRedirects: true })).content).toHaveLength(256);
    });

    it("every byte comes back", async () => {
      expect([...(await client.get("/bytes")).content]).toEqual(
        Array.from({ length: 256 }, (_, index) => index),
      );
    });

    it("encoded bytes come back as they are, for the response to decode", async () => {
      const response = await client.get("/gzip");
      expect(response.text).toBe("hello ".repeat(100));
      await using raw = await client.stream("GET", "/gzip");
      let length = 0;
      for await (const chunk of raw.iterRaw()) length += chunk.byteLength;
      expect(length).toBe(gzipSync("hello ".repeat(100)).byteLength);
    });

    it("a response streams: its first piece is there before its last", async () => {
      await using response = await client.stream("GET", "/drip");
      const startedAt = performance.now();
      const arrivals: [string, boolean][] = [];
      for await (const chunk of response.iterText())
        arrivals.push([chunk, performance.now() - startedAt < 150]);
      expect(arrivals[0]).toEqual(["first ", true]);
      expect(arrivals.map(([chunk]) => chunk).join("")).toBe("first last");
    });

    it("a response that nobody reads is not made", async () => {
      witness.produced = 0;
      await using response = await client.stream("GET", "/pieces");
      for await (const _ of response.iterBytes()) break;
      await new Promise((resolve) => setTimeout(resolve, 50));
      expect(witness.produced).toBeLessThan(pieceCount / 2);
    });

    it("a large response arrives whole", async () => {
      await using response = await client.stream("GET", "/pieces");
      let length = 0;
      for await (const chunk of response.iterBytes()) length += chunk.byteLength;
      expect(length).toBe(piece.byteLength * pieceCount);
      expect(response.numBytesDownloaded).toBe(length);
    });

    it.each(["/bytes", "/pieces", "/gzip", "/redirect"])(
      "progress of %s is told once for each piece, up to the bytes downloaded",
      async (path) => {
        const seen: number[] = [];
        const response = await client.get(path, {
          followRedirects: true,
          onDownloadProgress: ({ transferred }) => seen.push(transferred),
        });
        expect(seen.at(-1)).toBe(response.numBytesDownloaded);
        expect(seen).toEqual([...new Set(seen)].toSorted((one, other) => one - other));
      },
    );

    it("a response that is closed while it is read does not pass for whole", async () => {
      const response = await client.stream("GET", "/pieces");
      const pieces = response.iterBytes();
      await pieces.next();
      await response.close();
      await expect(pieces.next()).rejects.toThrow(StreamClosed);
    });

    it.skipIf(readsUploadsFirst).each([
      { name: "a ReadableStream", source: quietStream },
      { name: "a Node stream", source: quietReadable },
    ])("an answer before the upload is complete leaves $name", async ({ source }) => {
      let isLeft = false;
      const content = source(() => {
        isLeft = true;
      });
      expect((await client.post("/unread", { content })).text).toBe("/unread");
      await eventually(() => isLeft);
    });

    it("a response that is closed is given up by the app", async () => {
      witness.cancelled = 0;
      const response = await client.stream("GET", "/pieces");
      await response.close();
      for (let waited = 0; waited < 100 && witness.cancelled === 0; waited++)
        await new Promise((resolve) => setTimeout(resolve, 10));
      expect(witness.cancelled).toBe(1);
    });

    it("an abort ends the wait for headers", async () => {
      const startedAt = performance.now();
      const call = client.get("/slow", { signal: AbortSignal.timeout(30) });
      await expect(call).rejects.toThrow(RequestAborted);
      await expect(call).rejects.toMatchObject({
        cause: { name: "TimeoutError" },
        request: { method: "GET" },
      });
      expect(performance.now() - startedAt).toBeLessThan(1_500);
    });

    it("an abort ends the reading of a body", async () => {
      const controller = new AbortController();
      await using response = await client.stream("GET", "/pieces", { signal: controller.signal });
      const reading = (async () => {
        for await (const _ of response.iterBytes()) controller.abort();
      })();
      await expect(reading).rejects.toThrow(RequestAborted);
    });

    it.each([
      { what: "a ReadableStream", given: (left: () => void) => ({ content: quietStream(left) }) },
      { what: "a Node stream", given: (left: () => void) => ({ content: quietReadable(left) }) },
      { what: "what a function opens", given: (left: () => void) => ({ content: () => quietStream(left) }) },
      { what: "a file of a form", given: (left: () => void) => ({ files: { file: quietStream(left) } }) },
    ])("an abort gives up $what that has nothing to say", async ({ given }) => {
      let isLeft = false;
      const body = given(() => {
        isLeft = true;
      });
      const call = client.post("/first", { ...body, signal: AbortSignal.timeout(50) });
      await expect(call).rejects.toThrow(RequestAborted);
      await eventually(() => isLeft);
    });

    it("the deadline ends everything", async () => {
      const startedAt = performance.now();
      await expect(client.get("/slow", { timeout: { total: 50 } })).rejects.toThrow(TotalTimeout);
      await expect(client.get("/drip", { timeout: { total: 50 } })).rejects.toThrow(TotalTimeout);
      expect(performance.now() - startedAt).toBeLessThan(1_500);
    });

    it("requests at once get their own answers", async () => {
      const paths = Array.from({ length: 50 }, (_, index) => `/number/${index}`);
      const responses = await Promise.all(paths.map((path) => client.get(path)));
      expect(responses.map((response) => response.text)).toEqual(paths);
    });

    it("works on after all this", async () => {
      expect((await client.get("/still?here")).text).toBe("/still?here");
    });
  });
}
