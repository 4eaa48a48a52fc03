import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { HTTPTransport } from "../../../runtime/index.js";
import { describeTransport, listenerOf } from "./transport-contract.js";

describeTransport("HTTPTransport", async (app) => {
  const listener = listenerOf(app);
  // An upload that breaks off fails in the app too; a server has nobody to tell.
  const server = createServer((request, response) => {
    listener(request, response).catch(() => response.destroy());
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  // A server's address is a pipe's name, or, as here, host and port.
  const { port } = server.address() as AddressInfo;
  return {
    transport: new HTTPTransport(),
    baseUrl: `http://127.0.0.1:${port}`,
    stop: async () => {
      server.closeAllConnections();
      server.close();
    },
  };
});
