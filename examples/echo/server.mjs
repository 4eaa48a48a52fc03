// A server that tells what it got, for the snippets of `docs/runtime/`: `node examples/echo/server.mjs` serves it on
// port 8000.
//
//   /anything        method, url, headers and body, as JSON       /status/404    that status
//   /redirect/3      that many redirects, then /anything          /delay/100     answers after so many milliseconds
//   /cookies/set?a=1 sets cookies                                 /bytes/1024    so many bytes
//   /basic-auth      wants tom:mot123      /digest-auth  too      /lines/3       so many JSON lines
//   /flaky           fails with 503, then works                   /events        server-sent events
//   /links           a Link header                                /gzip          a compressed body

import { createHash } from "node:crypto";
import { createServer } from "node:http";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";

/** @typedef {import("node:http").IncomingMessage} IncomingMessage */
/** @typedef {import("node:http").ServerResponse} ServerResponse */

/**
 * @param {number} [port] free by default
 * @returns {Promise<{ url: string, close: () => Promise<void> }>}
 */
export async function startEchoServer(port = 0) {
  let flakyCalls = 0;

  /** @type {Record<string, (request: IncomingMessage, response: ServerResponse, rest: string, url: URL) => unknown>} */
  const routes = {
    anything: (request, response) => echo(request, response),
    status: (_request, response, rest) => response.writeHead(Number(rest)).end(),
    redirect: (_request, response, rest) => {
      const left = Number(rest) - 1;
      response.writeHead(302, { Location: left > 0 ? `/redirect/${left}` : "/anything" }).end();
    },
    cookies: (_request, response, _rest, url) => {
      const cookies = [...url.searchParams].map(([name, value]) => `${name}=${value}; Path=/`);
      response.writeHead(200, { "Set-Cookie": cookies }).end();
    },
    delay: (_request, response, rest) =>
      setTimeout(() => json(response, { delay: Number(rest) }), Number(rest)),
    bytes: (_request, response, rest) => response.end(Buffer.alloc(Number(rest), "x")),
    lines: (_request, response, rest) => {
      response.setHeader("Content-Type", "application/jsonl");
      for (let id = 1; id <= Number(rest); id += 1) response.write(`${JSON.stringify({ id })}\n`);
      response.end();
    },
    events: (_request, response) => {
      response.setHeader("Content-Type", "text/event-stream");
      response.end('id: 1\nevent: greeting\ndata: hello\n\ndata: {"n":2}\n\n');
    },
    gzip: (_request, response) => {
      response.setHeader("Content-Encoding", "gzip");
      response.end(gzipSync("x".repeat(1000)));
    },
    links: (_request, response) => {
      response.writeHead(200, { Link: '</anything?page=2>; rel="next"' }).end();
    },
    flaky: (_request, response) => {
      flakyCalls += 1;
      if (flakyCalls % 2 === 1) return response.writeHead(503, { "Retry-After": "0" }).end();
      return json(response, { calls: flakyCalls });
    },
    "basic-auth": (request, response) => {
      const wanted = `Basic ${Buffer.from("tom:mot123").toString("base64")}`;
      if (request.headers.authorization === wanted) return json(response, { user: "tom" });
      return response.writeHead(401, { "WWW-Authenticate": 'Basic realm="echo"' }).end();
    },
    "digest-auth": (request, response) => {
      if (isDigest(request)) return json(response, { user: "tom" });
      const challenge = 'Digest realm="echo", nonce="n1", algorithm=SHA-256, qop="auth"';
      return response.writeHead(401, { "WWW-Authenticate": challenge }).end();
    },
  };

  const server = createServer((request, response) => {
    const url = new URL(request.url ?? "/", "http://localhost");
    const [, name = "", rest = ""] = url.pathname.split("/");
    const route = routes[name];
    if (route === undefined) response.writeHead(404).end();
    else route(request, response, rest, url);
  });
  await new Promise((resolve) => server.listen(port, "127.0.0.1", () => resolve(undefined)));
  const address = /** @type {import("node:net").AddressInfo} */ (server.address()); // TCP, and listening
  return {
    url: `http://127.0.0.1:${address.port}`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** @param {ServerResponse} response @param {unknown} value */
function json(response, value) {
  response.setHeader("Content-Type", "application/json");
  response.end(JSON.stringify(value));
}

/** @param {IncomingMessage} request @param {ServerResponse} response */
async function echo(request, response) {
  let body = "";
  for await (const chunk of request.setEncoding("utf8")) body += String(chunk);
  json(response, { method: request.method, url: request.url, headers: request.headers, body });
}

/** RFC 7616 §3.4.1, for one user, one nonce and SHA-256. @param {IncomingMessage} request */
function isDigest({ headers, method, url }) {
  const fields = new Map(
    [...(headers.authorization ?? "").matchAll(/(\w+)="?([^",]*)"?/g)].map(([, key = "", value = ""]) => [
      key,
      value,
    ]),
  );
  /** @param {string} text */
  const hash = (text) => createHash("sha256").update(text).digest("hex");
  const secret = hash("tom:echo:mot123");
  const rounds = `n1:${fields.get("nc")}:${fields.get("cnonce")}:auth`;
  return fields.get("response") === hash(`${secret}:${rounds}:${hash(`${method}:${url}`)}`);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const { url } = await startEchoServer(8000);
  console.log(`Echoing at ${url}. Stop it with Ctrl-C.`);
}
