import { createServer as createHttpsServer } from "node:https";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { Client } from "../../../runtime/client.js";
import { HTTPTransport, type HTTPTransportOptions } from "../../../runtime/transports/http.js";
import { certificates, startFaultServer } from "../../support/fault-server.js";
import { echo, listening, startServer, type TestServer } from "../../support/http-server.js";
import { startHttpProxy, startSocksProxy, type TestProxy } from "../../support/proxy-server.js";
import { send } from "../../support/transport-requests.js";

let plain: TestServer;
let secure: TestServer;
beforeAll(async () => {
  plain = await startServer(echo);
  secure = await listening(createHttpsServer(certificates.server(), echo), "https");
});
afterAll(async () => {
  await plain.close();
  await secure.close();
});

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function through(
  proxy: Promise<TestProxy>,
  option: (port: number) => HTTPTransportOptions["proxy"],
): Promise<{ proxy: TestProxy; transport: HTTPTransport }> {
  const started = await proxy;
  const transport = new HTTPTransport({
    proxy: option(started.port),
    trustEnv: false,
    verify: { ca: certificates.authority() },
  });
  closers.push(started.close, () => transport.close());
  return { proxy: started, transport };
}

const authorization = `Basic ${Buffer.from("tom:mot 123").toString("base64")}`;

describe("an HTTP proxy", () => {
  it("forwards http, with the whole URL on the request line", async () => {
    const { proxy, transport } = await through(startHttpProxy(), (port) => ({
      url: `http://tom:mot%20123@127.0.0.1:${port}`,
      headers: { "X-Proxy": "1", "X-Both": "proxy" },
    }));
    const answer = await send(transport, "GET", `${plain.url}/x?y=1`, { headers: { "X-Both": "request" } });
    expect(answer.json()).toMatchObject({ url: "/x?y=1" });
    expect(proxy.asked).toEqual([`GET ${plain.url}/x?y=1 HTTP/1.1`]);
    expect(proxy.headers()).toMatchObject({
      host: `127.0.0.1:${plain.port}`,
      "proxy-authorization": authorization,
      "x-proxy": "1",
      "x-both": "request",
    });
  });

  it("keeps its connections", async () => {
    const { proxy, transport } = await through(startHttpProxy(), (port) => `http://127.0.0.1:${port}`);
    for (let round = 0; round < 3; round++) await send(transport, "POST", plain.url, { content: "abc" });
    expect(proxy.asked).toHaveLength(3);
    expect(transport.poolStats()).toEqual({ active: 0, idle: 1, queued: 0, connections: 1 });
  });

  it("is asked for a tunnel to https, once for all requests", async () => {
    const { proxy, transport } = await through(startHttpProxy({ auth: "tom:mot 123" }), (port) => ({
      url: `http://127.0.0.1:${port}`,
      auth: ["tom", "mot 123"],
      headers: { "X-Proxy": "1" },
    }));
    for (let round = 0; round < 2; round++) {
      const answer = await send(transport, "GET", `${secure.url}/x`);
      const { url, headers } = answer.json<{ url: string; headers: Record<string, string> }>();
      expect(url).toBe("/x");
      expect(headers).not.toHaveProperty("proxy-authorization");
      expect(headers).not.toHaveProperty("x-proxy");
    }
    expect(proxy.asked).toEqual([`CONNECT localhost:${secure.port} HTTP/1.1`]);
    expect(proxy.headers()).toMatchObject({
      host: `localhost:${secure.port}`,
      accept: "*/*",
      "proxy-authorization": authorization,
      "x-proxy": "1",
    });
  });

  it("that refuses the tunnel is a ProxyError with its status and name, and no password", async () => {
    const { proxy, transport } = await through(
      startHttpProxy({ auth: "tom:other" }),
      (port) => `http://tom:hunter2@127.0.0.1:${port}`,
    );
    const outcome = await send(transport, "GET", secure.url).catch((error: unknown) => error);
    expect(outcome).toMatchObject({
      code: "ERR_PROXY",
      message: expect.stringContaining(
        `the proxy http://127.0.0.1:${proxy.port} refused: 407 Proxy Auth Required`,
      ),
    });
    expect(String(outcome)).not.toContain("hunter2");
    expect(transport.poolStats()).toEqual({ active: 0, idle: 0, queued: 0, connections: 0 });
  });

  it("that answers 407 to a forwarded request gives that response", async () => {
    const { transport } = await through(
      startHttpProxy({ auth: "tom:mot" }),
      (port) => `http://127.0.0.1:${port}`,
    );
    const answer = await send(transport, "GET", plain.url);
    expect([answer.statusCode, answer.text]).toEqual([407, "who are you?"]);
  });

  it("that cannot reach the server is a ProxyError with its status", async () => {
    const { transport } = await through(startHttpProxy({ target: 1 }), (port) => `http://127.0.0.1:${port}`);
    await expect(send(transport, "GET", secure.url)).rejects.toMatchObject({
      code: "ERR_PROXY",
      message: expect.stringContaining("502 Bad Gateway"),
    });
  });

  it("that is not there is a ConnectError that names it", async () => {
    const { proxy, transport } = await through(startHttpProxy(), (port) => `http://127.0.0.1:${port}`);
    await proxy.close();
    await expect(send(transport, "GET", plain.url)).rejects.toMatchObject({
      code: "ERR_CONNECT",
      message: expect.stringContaining(
        `cannot connect to the proxy http://127.0.0.1:${proxy.port}: connection refused`,
      ),
    });
  });

  it.each([
    {
      name: "closes",
      step: "close" as const,
      want: { code: "ERR_PROXY", message: /it closed the connection/ },
    },
    {
      name: "stalls",
      step: "stall" as const,
      want: {
        code: "ERR_CONNECT_TIMEOUT",
        message: /no connection to the proxy .* within the connect timeout of 100 ms/,
      },
    },
    {
      name: "talks nonsense",
      step: { send: "nonsense\r\n\r\n" },
      want: { code: "ERR_PROXY", message: /its answer is not HTTP/ },
    },
    {
      name: "says 100 first, and ends its lines with LF,",
      step: { send: "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 403 Not for you\nX: y\n\n" },
      want: { code: "ERR_PROXY", message: /403 Not for you$/ },
    },
  ])("that $name when asked for a tunnel has its error", async ({ step, want }) => {
    const faulty = await startFaultServer([["request", step]]);
    const transport = new HTTPTransport({ proxy: faulty.url });
    closers.push(faulty.close, () => transport.close());
    const outcome = await send(transport, "GET", secure.url, { timeout: { connect: 100 } }).catch(
      (error: unknown) => error,
    );
    expect(outcome).toMatchObject({ code: want.code, message: expect.stringMatching(want.message) });
    expect(transport.poolStats().connections).toBe(0);
  });

  it("over TLS forwards and tunnels, with its own TLS options", async () => {
    const { proxy, transport } = await through(startHttpProxy({ tls: true }), (port) => ({
      url: `https://localhost:${port}`,
      tls: { ca: certificates.authority() },
    }));
    expect((await send(transport, "GET", plain.url)).statusCode).toBe(200);
    expect((await send(transport, "GET", secure.url)).statusCode).toBe(200);
    expect(proxy.asked).toEqual([`GET ${plain.url}/ HTTP/1.1`, `CONNECT localhost:${secure.port} HTTP/1.1`]);
  });

  it("over TLS is verified", async () => {
    const { proxy, transport } = await through(
      startHttpProxy({ tls: true }),
      (port) => `https://localhost:${port}`,
    );
    await expect(send(transport, "GET", plain.url)).rejects.toMatchObject({
      code: "ERR_CONNECT",
      message: expect.stringContaining(
        `the proxy https://localhost:${proxy.port}: its certificate is of an unknown authority`,
      ),
    });
  });

  it("that each request names anew is forgotten, once it rests among many others", async () => {
    const started = await startHttpProxy();
    const client = new Client({ trustEnv: false });
    closers.push(started.close, () => client.close());
    const proxyOf = (user: number): string => `http://user${user}@127.0.0.1:${started.port}`;
    const url = `${plain.url}/x`;
    const first = await client.stream("GET", url, { proxy: proxyOf(0) });
    for (let user = 1; user <= 80; user++) await client.get(url, { proxy: proxyOf(user) });
    await vi.waitFor(() => expect(client.poolStats().connections).toBeLessThanOrEqual(50));
    // The first one never rested, and the last one is known still.
    expect((await first.read()).byteLength).toBeGreaterThan(0);
    const { connections } = client.poolStats();
    await client.get(url, { proxy: proxyOf(80) });
    expect(client.poolStats().connections).toBe(connections);
  });

  it("retries the connection through it", async () => {
    const faulty = await startFaultServer([
      ["request", { send: "HTTP/1.1 200 OK\r\n\r\n" }, { receive: 10 }, "close"],
    ]);
    const transport = new HTTPTransport({ proxy: faulty.url, retries: 2 });
    closers.push(faulty.close, () => transport.close());
    await expect(send(transport, "GET", secure.url)).rejects.toMatchObject({ code: "ERR_CONNECT" });
    expect(faulty.connections()).toBe(3);
  });
});

describe("a SOCKS5 proxy", () => {
  it.each([
    { name: "socks5", scheme: "socks5" },
    { name: "socks5h", scheme: "socks5h" },
  ])("$name resolves names itself", async ({ scheme }) => {
    const { proxy, transport } = await through(
      startSocksProxy({ target: plain.port }),
      (port) => `${scheme}://127.0.0.1:${port}`,
    );
    const answer = await send(transport, "GET", "http://inner.test:8080/x");
    expect(answer.json()).toMatchObject({ url: "/x", headers: { host: "inner.test:8080" } });
    expect(proxy.asked).toEqual(["3:inner.test:8080"]);
  });

  it.each([
    { name: "IPv4", url: "http://127.0.0.1:8080/", want: "1:127.0.0.1:8080" },
    { name: "IPv6", url: "http://[2001:db8::1:0:5]:8080/", want: "4:20010db8000000000000000100000005:8080" },
    {
      name: "IPv6 with a leading gap",
      url: "http://[::1]:8080/",
      want: "4:00000000000000000000000000000001:8080",
    },
  ])("is given $name addresses as such", async ({ url, want }) => {
    const { proxy, transport } = await through(
      startSocksProxy({ target: plain.port }),
      (port) => `socks5://127.0.0.1:${port}`,
    );
    expect((await send(transport, "GET", url)).statusCode).toBe(200);
    expect(proxy.asked).toEqual([want]);
  });

  it("carries TLS, with user and password", async () => {
    const { transport } = await through(
      startSocksProxy({ auth: "tom:mot 123" }),
      (port) => `socks5h://tom:mot%20123@127.0.0.1:${port}`,
    );
    expect((await send(transport, "GET", secure.url)).statusCode).toBe(200);
  });

  it.each([
    {
      name: "refuses the connection",
      given: { reply: 5 },
      auth: "",
      want: "Proxy Server could not connect: connection refused",
    },
    {
      name: "refuses the password",
      given: { auth: "tom:mot" },
      auth: "tom:other@",
      want: "it refuses the user and password",
    },
    {
      name: "wants a password",
      given: { auth: "tom:mot" },
      auth: "",
      want: "it wants a user and a password",
    },
  ])("that $name is a ProxyError", async ({ given, auth, want }) => {
    const { transport } = await through(
      startSocksProxy(given),
      (port) => `socks5://${auth}127.0.0.1:${port}`,
    );
    await expect(send(transport, "GET", plain.url)).rejects.toMatchObject({
      code: "ERR_PROXY",
      message: expect.stringContaining(want),
    });
    expect(transport.poolStats().connections).toBe(0);
  });

  it("that speaks something else is a ProxyError", async () => {
    const faulty = await startFaultServer([
      [{ receive: 3 }, { send: "HTTP/1.1 400 Bad Request\r\n\r\n" }, "stall"],
    ]);
    const transport = new HTTPTransport({ proxy: faulty.url.replace("http", "socks5") });
    closers.push(faulty.close, () => transport.close());
    await expect(send(transport, "GET", plain.url)).rejects.toThrow("it does not speak SOCKS5");
  });
});
