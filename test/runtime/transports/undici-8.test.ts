// undici 8 in the place of 7, as a project's overrides may put it, and as the dispatcher that a user brings.

import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, it, vi } from "vitest";
import { HTTPTransport } from "../../../runtime/index.js";
import { inspectUndici } from "../../../runtime/transports/undici.js";
import { describeTransport, listenerOf, type Reached } from "./transport-contract.js";

vi.mock("undici", () => import("undici-8"));

const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
const isSupported = major > 22 || (major === 22 && minor >= 19);

if (isSupported) {
  describeTransport("HTTPTransport on undici 8", (app) => reached(app, new HTTPTransport()));

  describeTransport("HTTPTransport with an Agent of undici 8", async (app) => {
    const { Agent } = await import("undici-8");
    return reached(app, new HTTPTransport({ dispatcher: new Agent() }));
  });

  it("is undici 8 indeed", async () => {
    const { Client } = await import("undici");
    expect(inspectUndici(Client).isModern).toBe(true);
  });
} else {
  it.skip("undici 8 needs Node 22.19", () => {});
}

async function reached(app: Parameters<typeof listenerOf>[0], transport: HTTPTransport): Promise<Reached> {
  const listener = listenerOf(app);
  // An upload that breaks off fails in the app too; a server has nobody to tell.
  const server = createServer((request, response) => {
    listener(request, response).catch(() => response.destroy());
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  // A server's address is a pipe's name, or, as here, host and port.
  const { port } = server.address() as AddressInfo;
  return {
    transport,
    baseUrl: `http://127.0.0.1:${port}`,
    stop: async () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
