import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib";
import OpenAI from "openai";
import { FormData as NpmFormData } from "undici";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  Client,
  ConnectError,
  MockTransport,
  Response as OwnResponse,
  TooManyRedirects,
} from "../../runtime/index.js";
import { startFaultServer } from "../support/fault-server.js";
import { listenerOf } from "./transports/transport-contract.js";

function chunked(...pieces: (string | Buffer)[]): Buffer {
  const chunks = pieces.flatMap((piece) => {
    const bytes = typeof piece === "string" ? Buffer.from(piece) : piece;
    return [Buffer.from(`${bytes.length.toString(16)}\r\n`), bytes, Buffer.from("\r\n")];
  });
  return Buffer.concat([...chunks, Buffer.from("0\r\n\r\n")]);
}

let base: string;
let client: Client;
const server = createServer(listenerOf(app));

beforeAll(async () => {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  client = new Client({ headers: { "X-Client": "1" }, raiseForStatus: true });
});
afterAll(async () => {
  await client.close();
  server.closeAllConnections();
  server.close();
});

async function app(request: Request): Promise<Response> {
  const { pathname } = new URL(request.url);
  switch (pathname) {
    case "/echo":
      return Response.json({
        method: request.method,
        headers: Object.fromEntries(request.headers),
        body: await request.text(),
      });
    case "/redirect":
      return new Response(null, { status: 302, headers: { Location: "/echo#new" } });
    case "/loop":
      return new Response(null, { status: 302, headers: { Location: "/loop" } });
    case "/status":
      return new Response("not here", { status: 404, statusText: "Lost" });
    case "/empty":
      return new Response(null, { status: 204 });
    case "/cookies":
      return new Response(null, {
        headers: [
          ["Set-Cookie", "a=1"],
          ["Set-Cookie", "b=2"],
        ],
      });
    case "/stream":
      return new Response(
        new ReadableStream({
          async pull(controller) {
            controller.enqueue(new TextEncoder().encode("tick "));
            await new Promise((resolve) => setTimeout(resolve, 20));
          },
        }),
      );
    case "/v1/chat/completions": {
      const { stream } = (await request.json()) as { stream?: boolean };
      if (!stream) return Response.json({ choices: [{ message: { role: "assistant", content: "hello" } }] });
      const events = ["he", "llo"].map(
        (content) => `data: ${JSON.stringify({ choices: [{ delta: { content } }] })}\n\n`,
      );
      return new Response(`${events.join("")}data: [DONE]\n\n`, {
        headers: { "Content-Type": "text/event-stream" },
      });
    }
    case "/v1/files": {
      const file = (await request.formData()).get("file");
      if (!(file instanceof File)) return new Response(null, { status: 400 });
      return Response.json({ id: "f1", filename: file.name, bytes: file.size });
    }
    default:
      return Response.json(
        { error: { message: "no such thing", type: "invalid_request_error" } },
        { status: 404 },
      );
  }
}

interface Echo {
  readonly method: string;
  readonly headers: Record<string, string>;
  readonly body: string;
}
async function echo(input: Parameters<typeof fetch>[0], init?: RequestInit): Promise<Echo> {
  const response = await client.fetch(input, init);
  return (await response.json()) as Echo;
}

describe("client.fetch", () => {
  it("gives the platform's Response", async () => {
    const response = await client.fetch(`${base}/status#here`);
    expect(response).toBeInstanceOf(Response);
    expect([response.status, response.statusText, response.ok, response.url, response.redirected]).toEqual([
      404,
      "Lost",
      false,
      `${base}/status`,
      false,
    ]);
    const clone = response.clone();
    expect([clone.url, await clone.text(), await response.text()]).toEqual([
      `${base}/status`,
      "not here",
      "not here",
    ]);
  });

  it("sends the client's headers, and takes a URL and a Request as well", async () => {
    expect((await echo(new URL(`${base}/echo`))).headers["x-client"]).toBe("1");
    const request = new Request(`${base}/echo`, { method: "PUT", body: "x", headers: { "X-Own": "2" } });
    expect(await echo(request)).toMatchObject({
      method: "PUT",
      body: "x",
      headers: { "x-own": "2", "x-client": "1" },
    });
    await expect(client.fetch(request)).rejects.toThrow(TypeError);
    expect(
      (await echo(new Request(`${base}/echo`, { headers: { "X-Own": "2" } }), { headers: { "X-Init": "3" } }))
        .headers,
    ).not.toHaveProperty("x-own");
  });

  it("works alone, and on a base URL", async () => {
    const { fetch } = new Client({ baseUrl: base });
    expect((await fetch("/empty")).status).toBe(204);
  });

  it.each([
    { name: "a string", body: "héllo", want: "héllo", type: "text/plain;charset=UTF-8" },
    {
      name: "URLSearchParams",
      body: new URLSearchParams({ a: "1 2" }),
      want: "a=1+2",
      type: "application/x-www-form-urlencoded;charset=UTF-8",
    },
    { name: "a Blob", body: new Blob(["x"], { type: "text/x" }), want: "x", type: "text/x" },
    { name: "a Blob without a type", body: new Blob(["x"]), want: "x", type: undefined },
    { name: "bytes", body: new TextEncoder().encode("x"), want: "x", type: undefined },
    { name: "an ArrayBuffer", body: new TextEncoder().encode("x").buffer, want: "x", type: undefined },
    { name: "a stream", body: new Blob(["x"]).stream(), want: "x", type: undefined },
  ])("sends $name", async ({ body, want, type }) => {
    const given = await echo(`${base}/echo`, { method: "POST", body, duplex: "half" } as RequestInit);
    expect([given.body, given.headers["content-type"]]).toEqual([want, type]);
  });

  it("leaves a Content-Type of the caller's", async () => {
    const given = await echo(`${base}/echo`, {
      method: "POST",
      body: "{}",
      headers: { "content-type": "application/json" },
    });
    expect(given.headers["content-type"]).toBe("application/json");
  });

  it.each([
    { name: "the platform's FormData", form: new FormData() },
    { name: "the FormData of the npm package", form: new NpmFormData() },
  ])("sends $name", async ({ form }) => {
    form.append("a", "1");
    form.append("f", new File(["content"], "f.txt", { type: "text/plain" }));
    const given = await echo(`${base}/echo`, { method: "POST", body: form as FormData });
    expect(given.headers["content-type"]).toMatch(/^multipart\/form-data; boundary=/);
    expect(given.body).toContain('name="f"; filename="f.txt"\r\nContent-Type: text/plain\r\n\r\ncontent\r\n');
  });

  it.each(["GET", "HEAD"])("%s takes no body", async (method) => {
    await expect(client.fetch(`${base}/echo`, { method, body: "x" })).rejects.toThrow(TypeError);
  });

  it("follows redirects unless told otherwise", async () => {
    const followed = await client.fetch(`${base}/redirect`);
    expect([followed.status, followed.redirected, followed.url]).toEqual([200, true, `${base}/echo`]);
    const manual = await client.fetch(`${base}/redirect`, { redirect: "manual" });
    expect([manual.status, manual.headers.get("location")]).toEqual([302, "/echo#new"]);
    await expect(client.fetch(`${base}/redirect`, { redirect: "error" })).rejects.toMatchObject({
      name: "TypeError",
      message: "fetch failed",
      cause: { message: "unexpected redirect" },
    });
    const loop = await client.fetch(`${base}/loop`).catch((error: unknown) => error);
    expect(loop).toBeInstanceOf(TypeError);
    expect((loop as TypeError).cause).toBeInstanceOf(TooManyRedirects);
  });

  it("has null bodies, and apart what is set twice", async () => {
    expect((await client.fetch(`${base}/empty`)).body).toBeNull();
    expect((await client.fetch(`${base}/echo`, { method: "HEAD" })).body).toBeNull();
    expect((await client.fetch(`${base}/cookies`)).headers.getSetCookie()).toEqual(["a=1", "b=2"]);
  });

  it("leaves cookies at home with credentials: omit", async () => {
    const own = new Client({ cookies: { a: "1" } });
    const sent = async (init?: RequestInit) =>
      ((await (await own.fetch(`${base}/echo`, init)).json()) as Echo).headers.cookie;
    expect([await sent(), await sent({ credentials: "omit" })]).toEqual(["a=1", undefined]);
  });

  it("takes off the spaces around a header's value", async () => {
    const response = await client.fetch(`${base}/echo`, { headers: { "X-A": " b " } });
    expect(((await response.json()) as Echo).headers["x-a"]).toBe("b");
  });

  it("fails as fetch does: a TypeError with the cause", async () => {
    const error = await client.fetch("http://127.0.0.1:1/").catch((error: unknown) => error);
    expect(error).toBeInstanceOf(TypeError);
    expect((error as TypeError).message).toBe("fetch failed");
    expect((error as TypeError).cause).toBeInstanceOf(ConnectError);
    await expect(client.fetch("not a url")).rejects.toThrow(TypeError);
    await expect(client.fetch(`${base}/echo`, { headers: { "a b": "c" } })).rejects.toThrow(TypeError);
  });

  it("rejects with the signal's reason", async () => {
    const reason = new Error("enough");
    await expect(client.fetch(`${base}/echo`, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    await expect(
      client.fetch(new Request(`${base}/echo`, { signal: AbortSignal.abort(reason) })),
    ).rejects.toBe(reason);
    const controller = new AbortController();
    const response = await client.fetch(`${base}/stream`, { signal: controller.signal });
    const reader = response.body?.getReader();
    expect(new TextDecoder().decode((await reader?.read())?.value)).toContain("tick ");
    controller.abort(reason);
    const rest = (async () => {
      while (!(await reader?.read())?.done);
    })();
    await expect(rest).rejects.toBe(reason);
  });

  it("gives the connection back when the body is cancelled", async () => {
    const response = await client.fetch(`${base}/stream`);
    await response.body?.cancel();
    for (let waited = 0; waited < 100 && client.poolStats().active > 0; waited++)
      await new Promise((resolve) => setTimeout(resolve, 10));
    expect(client.poolStats().active).toBe(0);
  });

  describe("gives all of a body, though a byte stream takes its chunks' buffers away", () => {
    const whole = "one two three ".repeat(20_000);
    it.each([
      {
        name: "several chunks of one packet",
        head: "",
        body: chunked("one ", "two ", "three"),
        want: "one two three",
      },
      { name: "gzip", head: "Content-Encoding: gzip", body: chunked(gzipSync(whole)), want: whole },
      { name: "deflate", head: "Content-Encoding: deflate", body: chunked(deflateSync("x")), want: "x" },
      { name: "br", head: "Content-Encoding: br", body: chunked(brotliCompressSync(whole)), want: whole },
    ])("$name", async ({ head, body, want }) => {
      const first = `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n${head === "" ? "" : `${head}\r\n`}\r\n`;
      const wire = await startFaultServer([
        [
          "request",
          { send: Buffer.concat([Buffer.from(first), body]) },
          "request",
          { send: first },
          { send: body },
        ],
      ]);
      expect(await (await client.fetch(wire.url)).text()).toBe(want);
      const twice = await client.fetch(wire.url);
      expect(await Promise.all([twice.clone().text(), twice.text()])).toEqual([want, want]);
      await wire.close();
    });

    it("one that a hook has read, and keeps", async () => {
      const kept: OwnResponse[] = [];
      const reading = new Client({
        transport: new MockTransport(() => new OwnResponse(200, { content: new Uint8Array([104, 105]) })),
        eventHooks: { response: [(response) => void kept.push(response)] },
      });
      expect(await (await reading.fetch("https://a.com")).text()).toBe("hi");
      expect(kept[0]?.text).toBe("hi");
    });
  });

  it("a body that breaks off is a TypeError", async () => {
    const transport = new MockTransport(() => {
      async function* body(): AsyncGenerator<Uint8Array> {
        yield new Uint8Array(1);
        throw new Error("cable cut");
      }
      return new OwnResponse(200, { stream: body() });
    });
    const response = await new Client({ transport }).fetch("http://a.com");
    await expect(response.text()).rejects.toMatchObject({
      name: "TypeError",
      message: "terminated",
      cause: { message: "cable cut" },
    });
  });
});

describe("the openai package on client.fetch", () => {
  const openai = (): OpenAI =>
    new OpenAI({ apiKey: "k", baseURL: `${base}/v1`, fetch: client.fetch, maxRetries: 0 });
  const chat = { model: "m", messages: [{ role: "user" as const, content: "hi" }] };

  it("asks and is answered", async () => {
    const answer = await openai().chat.completions.create(chat);
    expect(answer.choices[0]?.message.content).toBe("hello");
  });

  it("reads a stream of events", async () => {
    let text = "";
    for await (const event of await openai().chat.completions.create({ ...chat, stream: true }))
      text += event.choices[0]?.delta.content ?? "";
    expect(text).toBe("hello");
  });

  it("uploads a file", async () => {
    const file = await openai().files.create({ file: new File(["content"], "a.jsonl"), purpose: "batch" });
    expect(file).toMatchObject({ id: "f1", filename: "a.jsonl", bytes: 7 });
  });

  it("tells its errors from ours", async () => {
    await expect(openai().models.list()).rejects.toMatchObject({ status: 404, message: "404 no such thing" });
    await expect(openai().models.list({ signal: AbortSignal.abort() })).rejects.toThrow("aborted");
  });
});
