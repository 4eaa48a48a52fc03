import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as http from "../../runtime/index.js";

let server: Server;
let base: string;
const sockets = new Set<number | undefined>();

beforeAll(async () => {
  server = createServer((request, response) => {
    sockets.add(request.socket.remotePort);
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      response.setHeader("Set-Cookie", "s=1");
      response.end(
        JSON.stringify([request.method, String(Buffer.concat(chunks)), request.headers.cookie ?? null]),
      );
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

describe("without a client", () => {
  it.each([
    { name: "get", run: () => http.get(base), want: ["GET", "", null] },
    { name: "options", run: () => http.options(base), want: ["OPTIONS", "", null] },
    { name: "delete", run: () => http.delete(base), want: ["DELETE", "", null] },
    { name: "post", run: () => http.post(base, { json: { a: 1 } }), want: ["POST", '{"a":1}', null] },
    { name: "put", run: () => http.put(base, { content: "x" }), want: ["PUT", "x", null] },
    { name: "patch", run: () => http.patch(base, { data: { a: 1 } }), want: ["PATCH", "a=1", null] },
    { name: "request", run: () => http.request("purge", base), want: ["PURGE", "", null] },
    { name: "cookies", run: () => http.get(base, { cookies: { a: "1" } }), want: ["GET", "", "a=1"] },
  ])("$name", async ({ run, want }) => {
    expect((await run()).json()).toEqual(want);
  });

  it("head", async () => {
    expect((await http.head(base)).headers.get("set-cookie")).toBe("s=1");
  });

  it("stream leaves the body to be read", async () => {
    await using response = await http.stream("GET", base);
    expect(response.isStreamConsumed).toBe(false);
    await response.read();
    expect(response.json()).toEqual(["GET", "", null]);
  });

  it("connections are shared, cookies never", async () => {
    sockets.clear();
    expect((await http.get(base)).cookies.get("s")).toBe("1");
    expect((await http.get(base)).json()).toEqual(["GET", "", null]);
    expect(sockets.size).toBe(1);
  });

  it("a call that says something of its connection has its own", async () => {
    sockets.clear();
    await http.get(base, { trustEnv: false });
    await http.get(base, { verify: false });
    await using response = await http.stream("GET", base, { verify: false });
    await response.read();
    expect(sockets.size).toBe(3);
  });

  it("an unknown option is a TypeError", async () => {
    await expect(http.get(base, { tiemout: 1 } as object)).rejects.toThrow('Did you mean "timeout"?');
    await expect(http.get(base, { json: {} } as object)).rejects.toThrow("get() takes no body");
    // What the compiler would refuse.
    for (const options of ["hello", null] as unknown as object[])
      await expect(http.post(base, options)).rejects.toThrow("Options for a request must be an object, not");
  });
});
