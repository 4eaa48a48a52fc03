// Servers for tests: Node's own HTTP on a loopback port, closed with all its connections.

import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";

export interface TestServer {
  readonly url: string;
  readonly port: number;
  /** Connections accepted so far. */
  connections(): number;
  close(): Promise<void>;
}

/** Serves on 127.0.0.1, or on a Unix socket. */
export async function startServer(listener: RequestListener, socketPath?: string): Promise<TestServer> {
  return listening(createServer({ keepAliveTimeout: 30_000 }, listener), "http", socketPath);
}

export async function listening(server: Server, scheme: string, socketPath?: string): Promise<TestServer> {
  let accepted = 0;
  server.on(scheme === "https" ? "secureConnection" : "connection", () => {
    accepted += 1;
  });
  await new Promise<void>((resolve) =>
    socketPath === undefined ? server.listen(0, "127.0.0.1", resolve) : server.listen(socketPath, resolve),
  );
  // A TCP server has an address with a port; with a Unix socket the port is not used.
  const port = socketPath === undefined ? (server.address() as AddressInfo).port : 0;
  return {
    url:
      socketPath === undefined
        ? `${scheme}://${scheme === "https" ? "localhost" : "127.0.0.1"}:${port}`
        : "http://docker",
    port,
    connections: () => accepted,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

/** Answers with what it was asked, as JSON: method, url, headers as received, body length. */
export const echo: RequestListener = (request, response) => {
  let length = 0;
  request.on("data", (chunk: Buffer) => {
    length += chunk.length;
  });
  request.on("end", () => {
    const { method, url, rawHeaders, headers } = request;
    response.end(
      JSON.stringify({ method, url, rawHeaders, headers, length, from: request.socket.remoteAddress }),
    );
  });
};
