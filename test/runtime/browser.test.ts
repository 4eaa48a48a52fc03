import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { type Browser, chromium as playwright } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bundleForBrowsers, chromium } from "../support/browser.js";

const everything = 'export * from "@gen-client/runtime";';

describe("the browser's entry", () => {
  it("has no list of public suffixes, which is larger than all else: browsers keep cookies themselves", async () => {
    const { metafile } = await bundleForBrowsers(everything);
    expect(Object.keys(metafile.inputs).filter((file) => /tough-cookie|tldts/.test(file))).toEqual([]);
  });

  it("needs nothing of Node's, and no undici", async () => {
    const { text, metafile } = await bundleForBrowsers(everything);
    const files = Object.keys(metafile.inputs);
    expect(files.filter((file) => /node_modules\/undici\/|^node:/.test(file))).toEqual([]);
    expect(
      files.filter((file) =>
        /runtime\/(transports\/(http|listener)|auth\/netrc|platform\/node)\.ts$/.test(file),
      ),
    ).toEqual([]);
    expect(text.match(/(?:from|import|require)\s*\(?\s*["'](?:node:[\w/]+|undici)["']/g)).toBeNull();
    expect(Object.values(metafile.outputs).flatMap(({ imports }) => imports)).toEqual([]);
  });

  it("sends nobody past a proxy unawares", async () => {
    const { text } = await bundleForBrowsers(everything);
    const { Client }: typeof import("../../runtime/index.js") = await import(
      `data:text/javascript,${encodeURIComponent(text)}`
    );
    const proxy = "http://proxy.test:8080";
    expect(() => new Client({ proxy })).toThrow(/^proxy: only on Node/);
    await expect(new Client().get("http://a.test/", { proxy })).rejects.toThrow(/^proxy: only on Node/);
    expect(new Client({ proxy: null }).isClosed).toBe(false);
  });
});

if (chromium === undefined)
  console.warn("No Chromium on this machine: the runtime was not run in a browser.");

// Needs the system's browser (Debian: apt-get install chromium); without one the warning above says so.
describe.skipIf(chromium === undefined)("in Chromium", () => {
  let browser: Browser;
  let base: string;
  const server = createServer(answer);
  let script = "";

  beforeAll(async () => {
    script = (await bundleForBrowsers(everything)).text;
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    browser = await playwright.launch({
      ...(chromium === undefined ? {} : { executablePath: chromium }),
      headless: true,
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    });
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    server.closeAllConnections();
    server.close();
  });

  function answer(request: IncomingMessage, response: ServerResponse): void {
    switch (request.url) {
      case "/":
        response.setHeader("Content-Type", "text/html").end("<!doctype html><title>test</title>");
        return;
      case "/runtime.js":
        response.setHeader("Content-Type", "text/javascript").end(script);
        return;
      case "/redirect":
        response.writeHead(302, { Location: "/json" }).end();
        return;
      case "/gzip":
        response
          .writeHead(200, { "Content-Encoding": "gzip", "Content-Type": "text/plain" })
          .end(gzipSync("hello"));
        return;
      case "/events":
        response.writeHead(200, { "Content-Type": "text/event-stream" });
        response.write("data: one\n\n");
        setTimeout(() => response.end("data: two\n\n"), 20);
        return;
      case "/slow":
        return;
      default: {
        const chunks: Buffer[] = [];
        request.on("data", (chunk: Buffer) => chunks.push(chunk));
        request.on("end", () =>
          response.end(
            JSON.stringify({
              method: request.method,
              url: request.url,
              type: request.headers["content-type"] ?? null,
              custom: request.headers["x-custom"] ?? null,
              body: String(Buffer.concat(chunks)),
            }),
          ),
        );
      }
    }
  }

  /** Runs the body of an async function of `http`, the module, in a page. */
  async function inPage(body: string): Promise<unknown> {
    const page = await browser.newPage();
    try {
      await page.goto(base);
      return await page.evaluate(`import("/runtime.js").then(async (http) => { ${body} })`);
    } finally {
      await page.close();
    }
  }

  it.each([
    {
      name: "gets JSON",
      body: `const client = new http.Client({ baseUrl: location.origin, headers: { "X-Custom": "1" } }); return (await client.get("/x", { params: { a: 1 } })).json();`,
      want: { method: "GET", url: "/x?a=1", type: null, custom: "1", body: "" },
    },
    {
      name: "posts JSON",
      body: `return (await http.post(location.origin + "/x", { json: { a: "é" } })).json();`,
      want: { method: "POST", url: "/x", type: "application/json", custom: null, body: '{"a":"é"}' },
    },
    {
      name: "uploads files",
      body: `return (await http.post(location.origin + "/x", { data: { a: 1 }, files: { f: ["f.txt", new Blob(["content"])] } })).json().body.split("\\r\\n").filter((line) => !line.startsWith("--"));`,
      want: [
        'Content-Disposition: form-data; name="a"',
        "",
        "1",
        'Content-Disposition: form-data; name="f"; filename="f.txt"',
        "Content-Type: text/plain",
        "",
        "content",
        "",
      ],
    },
    {
      name: "reads what the browser has decoded",
      body: `return (await http.get(location.origin + "/gzip")).text;`,
      want: "hello",
    },
    {
      name: "follows redirects by the browser",
      body: `return (await http.get(location.origin + "/redirect", { followRedirects: true })).json().url;`,
      want: "/json",
    },
    {
      name: "says that redirects are hidden",
      body: `return http.get(location.origin + "/redirect").catch((error) => error.name + ": " + error.message);`,
      want: expect.stringContaining("set `followRedirects: true`"),
    },
    {
      // By a mock: at a real 401 Chromium itself asks the user for a password, and waits.
      name: "answers digest challenges",
      body: `const challenge = 'Digest realm="r", nonce="n", qop="auth", algorithm=SHA-512-256'; const transport = new http.MockTransport((request) => new http.Response(request.headers.has("authorization") ? 200 : 401, { headers: { "WWW-Authenticate": challenge } })); return (await new http.Client({ transport, auth: new http.DigestAuth("u", "p") }).get("https://a.com")).statusCode;`,
      want: 200,
    },
    {
      name: "streams events",
      body: `const seen = []; const response = await http.stream("GET", location.origin + "/events"); for await (const event of response.iterEvents()) seen.push(event.data); return seen;`,
      want: ["one", "two"],
    },
    {
      name: "aborts",
      body: `return http.get(location.origin + "/slow", { signal: AbortSignal.timeout(50) }).catch((error) => error.name);`,
      want: "RequestAborted",
    },
    {
      name: "keeps deadlines",
      body: `return http.get(location.origin + "/slow", { timeout: { total: 50 } }).catch((error) => error.code);`,
      want: "ERR_TOTAL_TIMEOUT",
    },
    {
      name: "tells failures of the network",
      body: `return http.get("http://127.0.0.1:1/").catch((error) => [error.name, error.code]);`,
      want: ["ConnectError", "ERR_CONNECT"],
    },
    {
      name: "raises for status with HTTPX's words",
      body: `const transport = new http.MockTransport(() => new http.Response(404)); return new http.Client({ transport, raiseForStatus: true }).get("https://a.com").catch((error) => error.message.split("\\n")[0]);`,
      want: expect.stringContaining("404 Not Found"),
    },
    {
      name: "leaves what servers set to the browser, and sends its own cookies to a mock",
      body: `const transport = new http.MockTransport((request) => new http.Response(200, { headers: { "Set-Cookie": "a=1" }, json: [request.headers.get("cookie")] })); const client = new http.Client({ transport, cookies: { b: "2" } }); await client.get("https://a.com"); return (await client.get("https://a.com")).json();`,
      want: ["b=2"],
    },
    {
      name: "fetches",
      body: `const client = new http.Client({ baseUrl: location.origin }); const response = await client.fetch("/x", { method: "PUT", body: "x" }); return [response.status, (await response.json()).body];`,
      want: [200, "x"],
    },
  ])(
    "it $name",
    async ({ body, want }) => {
      expect(await inPage(body)).toEqual(want);
    },
    30_000,
  );
});
