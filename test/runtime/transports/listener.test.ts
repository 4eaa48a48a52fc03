import type { IncomingMessage, ServerResponse } from "node:http";
import { describe, expect, it } from "vitest";
import { Client, type Listener, ListenerTransport, RemoteProtocolError } from "../../../runtime/index.js";
import { describeTransport, listenerOf } from "./transport-contract.js";

describeTransport("ListenerTransport", async (app) => ({
  transport: new ListenerTransport(listenerOf(app)),
  baseUrl: "http://app",
}));

function clientOf(
  listener: Listener,
  ...rest: ConstructorParameters<typeof ListenerTransport> extends [unknown, ...infer Rest] ? Rest : never
): Client {
  return new Client({ transport: new ListenerTransport(listener, ...rest) });
}

describe("the app", () => {
  it("sees a real request: address, version, headers, URL", async () => {
    const listener: Listener = (
      { method, url, headers, httpVersion, socket }: IncomingMessage,
      response: ServerResponse,
    ) =>
      response.end(
        JSON.stringify([
          method,
          url,
          headers.host,
          httpVersion,
          socket.remoteAddress,
          socket.remotePort,
          "encrypted" in socket && socket.encrypted,
        ]),
      );
    expect((await clientOf(listener).get("https://a.com/x?y")).json()).toEqual([
      "GET",
      "/x?y",
      "a.com",
      "1.1",
      "127.0.0.1",
      123,
      true,
    ]);
    const response = await clientOf(listener, { clientAddress: ["::7", 8] }).get("http://a.com:81/");
    expect(response.json()).toEqual(["GET", "/", "a.com:81", "1.1", "::7", 8, false]);
  });

  it("may use the response's whole interface", async () => {
    const response = await clientOf((_, answer) => {
      answer.statusCode = 201;
      answer.statusMessage = "Made";
      answer.setHeader("X-A", ["1", "2"]);
      answer.write("a");
      answer.flushHeaders();
      answer.end("b");
    }).get("http://a.com");
    expect([response.statusCode, response.reasonPhrase, response.httpVersion, response.text]).toEqual([
      201,
      "Made",
      "HTTP/1.1",
      "ab",
    ]);
    expect(response.headers.getList("x-a")).toEqual(["1", "2"]);
  });

  it("may tune the socket, as frameworks do", async () => {
    const response = await clientOf((request, answer) => {
      request.setTimeout(1000);
      request.socket.setNoDelay(true).setKeepAlive(true).setTimeout(5).unref().ref();
      answer.end("ok");
    }).get("http://a.com");
    expect(response.text).toBe("ok");
  });

  it("may answer an Expect, and send hints before", async () => {
    const response = await clientOf((_, answer) => {
      answer.writeEarlyHints({ link: "</style.css>; rel=preload" });
      answer.end("ok");
    }).post("http://a.com", { content: "x", headers: { Expect: "100-continue" } });
    expect(response.text).toBe("ok");
  });

  it("may answer before it has read the body", async () => {
    const response = await clientOf((_, answer) => answer.writeHead(413).end("too large")).post(
      "http://a.com",
      {
        content: (function* () {
          for (let piece = 0; piece < 100; piece++) yield new Uint8Array(64 * 1024);
        })(),
      },
    );
    expect([response.statusCode, response.text]).toEqual([413, "too large"]);
  });

  it.each([
    {
      name: "throws",
      listener: () => {
        throw new RangeError("mine");
      },
    },
    {
      name: "rejects",
      listener: async () => {
        throw new RangeError("mine");
      },
    },
    {
      name: "rejects after its headers",
      listener: async (_: IncomingMessage, response: ServerResponse) => {
        response.write("a");
        await new Promise((resolve) => setTimeout(resolve, 5));
        throw new RangeError("mine");
      },
    },
  ])("that $name gives the caller its error", async ({ listener }) => {
    await expect(clientOf(listener).get("http://a.com")).rejects.toThrow(new RangeError("mine"));
  });

  it.each([
    { name: "before it answers", listener: (request: IncomingMessage) => request.socket.destroy() },
    {
      name: "in its headers",
      listener: (request: IncomingMessage) => {
        request.socket.write("HTTP/1.1 200");
        request.socket.end();
      },
    },
    {
      name: "in its body",
      listener: (_: IncomingMessage, response: ServerResponse) => {
        response.writeHead(200, { "Content-Length": "9" }).write("abc");
        setTimeout(() => response.destroy(), 5);
      },
    },
    { name: "with garbage", listener: (request: IncomingMessage) => request.socket.end("garbage\r\n\r\n") },
  ])("that hangs up $name is a RemoteProtocolError", async ({ listener }) => {
    await expect(clientOf(listener).get("http://a.com")).rejects.toThrow(RemoteProtocolError);
  });

  it("is told when the client goes away", async () => {
    let isGone = (): void => {};
    const gone = new Promise<void>((resolve) => {
      isGone = resolve;
    });
    const client = clientOf((request) => void request.once("close", isGone));
    await expect(client.get("http://a.com", { signal: AbortSignal.timeout(20) })).rejects.toThrow("aborted");
    await gone;
  });

  it("is let go when the transport closes", async () => {
    const client = clientOf(() => {});
    const call = client.get("http://a.com");
    await new Promise((resolve) => setTimeout(resolve, 5));
    await client.close();
    await expect(call).rejects.toThrow(RemoteProtocolError);
  });
});
