// Small proxies for tests: HTTP (forward and CONNECT), over TCP or TLS, and SOCKS5. They note what they were asked.

import { createServer as createHttpServer, request as httpRequest, type RequestListener } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import type { Duplex } from "node:stream";
import { certificates } from "./fault-server.js";

export interface TestProxy {
  readonly port: number;
  /** Request lines, or SOCKS targets, in order. */
  readonly asked: readonly string[];
  /** Headers of the last request to the proxy, in lower case. */
  readonly headers: () => Readonly<Record<string, string | string[] | undefined>>;
  close(): Promise<void>;
}

interface ProxyOptions {
  readonly tls?: boolean;
  /** `user:password`; others get 407. */
  readonly auth?: string;
  /** Where it connects to, whatever is asked: names need not exist. */
  readonly target?: number;
}

export async function startHttpProxy(options: ProxyOptions = {}): Promise<TestProxy> {
  const asked: string[] = [];
  let headers: Readonly<Record<string, string | string[] | undefined>> = {};
  const isWelcome = (given: string | undefined): boolean =>
    options.auth === undefined || given === `Basic ${Buffer.from(options.auth).toString("base64")}`;
  const forward: RequestListener = (request, response) => {
    asked.push(`${request.method} ${request.url} HTTP/${request.httpVersion}`);
    headers = request.headers;
    if (!isWelcome(request.headers["proxy-authorization"])) {
      response.writeHead(407, { "Proxy-Authenticate": "Basic" }).end("who are you?");
      return;
    }
    const url = new URL(request.url ?? "");
    const onward = httpRequest(
      {
        host: "127.0.0.1",
        port: options.target ?? Number(url.port),
        path: url.pathname + url.search,
        method: request.method,
        headers: request.headers,
      },
      (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      },
    );
    onward.on("error", () => response.writeHead(502).end());
    request.pipe(onward);
  };
  const server = options.tls ? createHttpsServer(certificates.server(), forward) : createHttpServer(forward);
  const tunnels = new Set<Duplex>();
  server.on("connect", (request, socket: Duplex, head: Buffer) => {
    asked.push(`CONNECT ${request.url} HTTP/${request.httpVersion}`);
    headers = request.headers;
    tunnels.add(socket);
    socket.on("error", () => {});
    if (!isWelcome(request.headers["proxy-authorization"])) {
      socket.end("HTTP/1.1 407 Proxy Auth Required\r\nProxy-Authenticate: Basic\r\n\r\n");
      return;
    }
    const onward = connect(options.target ?? Number(request.url?.split(":").at(-1)), "127.0.0.1", () => {
      socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
      onward.write(head);
      socket.pipe(onward).pipe(socket);
    });
    tunnels.add(onward);
    onward.on("error", () => socket.end("HTTP/1.1 502 Bad Gateway\r\n\r\n"));
    socket.on("close", () => onward.destroy());
  });
  const port = await listen(server);
  return {
    port,
    asked,
    headers: () => headers,
    close: () => {
      for (const socket of tunnels) socket.destroy();
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

/** What the SOCKS proxy answers instead of connecting: a reply code of RFC 1928. */
export async function startSocksProxy(options: ProxyOptions & { reply?: number } = {}): Promise<TestProxy> {
  const asked: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
    serve(socket).catch(() => socket.destroy());
  });
  async function serve(socket: Socket): Promise<void> {
    const [, count = 0] = await take(socket, 2);
    const methods = [...(await take(socket, count))];
    if (options.auth !== undefined) {
      if (!methods.includes(2)) {
        socket.end(Buffer.from([5, 0xff]));
        return;
      }
      socket.write(Buffer.from([5, 2]));
      const [, userLength = 0] = await take(socket, 2);
      const user = (await take(socket, userLength)).toString();
      const [passwordLength = 0] = await take(socket, 1);
      const password = (await take(socket, passwordLength)).toString();
      const isWelcome = `${user}:${password}` === options.auth;
      socket.write(Buffer.from([1, isWelcome ? 0 : 1]));
      if (!isWelcome) {
        socket.end();
        return;
      }
    } else socket.write(Buffer.from([5, 0]));
    const [, , , type = 0] = await take(socket, 4);
    const length = type === 1 ? 4 : type === 4 ? 16 : ((await take(socket, 1))[0] ?? 0);
    const address = await take(socket, length);
    const port = (await take(socket, 2)).readUInt16BE();
    const host = type === 3 ? address.toString() : type === 1 ? address.join(".") : address.toString("hex");
    asked.push(`${type}:${host}:${port}`);
    const bound = [0, 1, 127, 0, 0, 1, 0, 80];
    if (options.reply !== undefined) {
      socket.end(Buffer.from([5, options.reply, ...bound]));
      return;
    }
    const onward = connect(options.target ?? port, "127.0.0.1", () => {
      socket.write(Buffer.from([5, 0, ...bound]));
      socket.pipe(onward).pipe(socket);
    });
    sockets.add(onward);
    onward.on("error", () => socket.destroy());
    socket.on("close", () => onward.destroy());
  }
  const port = await listen(server);
  return {
    port,
    asked,
    headers: () => ({}),
    close: () => {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

async function take(socket: Socket, length: number): Promise<Buffer> {
  if (length === 0) return Buffer.alloc(0);
  for (;;) {
    const bytes: Buffer | null = socket.read(length);
    if (bytes !== null) return bytes;
    if (socket.destroyed || socket.readableEnded) throw new Error("The client left.");
    await new Promise((resolve) => {
      socket.once("readable", resolve);
      socket.once("close", resolve);
    });
  }
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port; // It listens on TCP.
}
