// Whoever reads the stack of an error wants to know which of their calls it was.

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Client } from "../../runtime/client.js";
import { ApiClient, call, type Operation } from "../../runtime/codegen/index.js";
import { startServer, type TestServer } from "../support/http-server.js";

let server: TestServer;
beforeAll(async () => {
  server = await startServer((request, response) => {
    if (request.url === "/reset") request.socket.destroy();
    else if (request.url === "/404")
      response.writeHead(404, { "Content-Type": "application/json" }).end("{}");
    else if (request.url === "/502")
      response.writeHead(502, { "Content-Type": "application/json" }).end("<p>");
    else if (request.url === "/html") response.writeHead(200, { "Content-Type": "text/html" }).end("<p>");
    else if (request.url === "/loop") response.writeHead(302, { Location: "/loop" }).end();
  });
});
afterAll(() => server.close());

async function stackOf(ask: () => PromiseLike<unknown>): Promise<string> {
  async function placeOfTheCall(): Promise<unknown> {
    return await ask();
  }
  try {
    await placeOfTheCall();
  } catch (error) {
    return error instanceof Error ? (error.stack ?? "") : "";
  }
  throw new Error("Nothing failed.");
}

const read: Operation<undefined, { 200: unknown }> = {
  id: "read",
  method: "GET",
  path: "/404",
  responses: { 200: "json", 404: "json", 502: "json" },
};
const secured = { ...read, security: [["key"]] };

class Api extends ApiClient {
  constructor(baseUrl: string) {
    const schemes = { key: { kind: "bearer" } } as const;
    super({ title: "Api", version: "1", servers: [], schemes }, { baseUrl, timeout: 50 });
  }
}

describe("the stack of an error leads to the call, by", () => {
  const rows: readonly { name: string; ask: (client: Client, api: Api) => PromiseLike<unknown> }[] = [
    { name: "a refused connection", ask: (client) => client.get("http://127.0.0.1:1/") },
    { name: "a lost one", ask: (client) => client.get("/reset") },
    {
      name: "a lost one, tried again",
      ask: (client) => client.get("/reset", { retries: { total: 1 } }),
    },
    { name: "a timeout", ask: (client) => client.get("/never") },
    { name: "a signal", ask: (client) => client.get("/never", { signal: AbortSignal.timeout(10) }) },
    { name: "redirects without end", ask: (client) => client.get("/loop", { followRedirects: true }) },
    { name: "a lost connection, of an SDK", ask: (_, api) => call(api, { ...read, path: "/reset" }) },
    { name: "a status", ask: (_, api) => call(api, read) },
    {
      name: "a status, with something else in its body",
      ask: (_, api) => call(api, { ...read, path: "/502" }),
    },
    { name: "a status, with the response", ask: (_, api) => call(api, read).withResponse() },
    { name: "a body that is something else", ask: (_, api) => call(api, { ...read, path: "/html" }) },
    { name: "missing credentials", ask: (_, api) => call(api, secured) },
    // What the compiler would refuse.
    { name: "an unknown option", ask: (_, api) => call(api, read, undefined, { tiemout: 1 } as object) },
  ];
  test.each(rows)("$name", async ({ ask }) => {
    await using client = new Client({ baseUrl: server.url, timeout: 50 });
    await using api = new Api(server.url);
    const stack = await stackOf(() => ask(client, api));
    expect(stack.match(/placeOfTheCall \(/g)).toHaveLength(1);
  });
});
