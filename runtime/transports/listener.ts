// A Node app, called in process: Node's own HTTP client and server at the two ends of a pipe in memory, so that the app
// gets a real IncomingMessage and ServerResponse, with framing, streaming and backpressure, and no socket is opened.

import {
  type ClientRequest,
  createServer,
  request as httpRequest,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from "node:http";
import { type Duplex, duplexPair } from "node:stream";
import { pipeline } from "node:stream/promises";
import { addAbortListener, removeAbortListener } from "../abort-listeners.js";
import { describeRequest, RemoteProtocolError } from "../errors.js";
import { Headers } from "../headers.js";
import { assertFunction } from "../option-kinds.js";
import type { Request } from "../request.js";
import { Response } from "../response.js";
import { type ByteStream, concatBytes } from "../streams.js";
import type { Transport } from "./transport.js";

/** What `node:http` calls for each request; an Express app is one. */
export type Listener = (request: IncomingMessage, response: ServerResponse) => unknown;

/** Options of ListenerTransport. */
export interface ListenerOptions {
  /** What the app sees as the client's address. Default `["127.0.0.1", 123]`. */
  readonly clientAddress?: readonly [host: string, port: number] | undefined;
}

/** A connection in memory: the client's end, and what the app threw. */
interface Connection {
  readonly pipe: Duplex;
  isUploading: boolean;
  failure?: { readonly error: unknown };
}

/**
 * Sends requests to a Node `(request, response)` app in this process. An error that the app throws, or rejects with, is
 * thrown to the caller as it is. Node only.
 *
 * @example
 * const client = new Client({ transport: new ListenerTransport(express()), baseUrl: "http://app" });
 */
export class ListenerTransport implements Transport {
  readonly #server: Server;
  readonly #clientAddress: readonly [host: string, port: number];
  /** By the server's end of the pipe. */
  readonly #connections = new Map<Duplex, Connection>();

  constructor(listener: Listener, options: ListenerOptions = {}) {
    assertFunction("ListenerTransport", listener);
    this.#clientAddress = options.clientAddress ?? ["127.0.0.1", 123];
    this.#server = createServer((request, response) => {
      const fail = (error: unknown): void => this.#fail(request.socket, error);
      try {
        const result = listener(request, response);
        if (result instanceof Promise) result.catch(fail);
      } catch (error) {
        fail(error);
      }
    });
  }

  async handleRequest(request: Request): Promise<Response> {
    const connection = this.#connect(request.href.startsWith("https:"));
    const { signal } = request.context;
    const abort = (): void => void connection.pipe.destroy();
    if (signal !== undefined) {
      addAbortListener(signal, abort);
      connection.pipe.once("close", () => removeAbortListener(signal, abort));
    }
    try {
      const message = await exchange(request, connection);
      const headers = Headers.fromFlat(message.rawHeaders);
      const stream = new MessageStream(message, connection, request);
      const body = request.context.whole ? await stream.readAll() : stream;
      return Response.fromWire(
        message.statusCode ?? 0,
        message.statusMessage ?? "",
        `HTTP/${message.httpVersion}`,
        headers,
        body,
        request,
      );
    } catch (error) {
      connection.pipe.destroy();
      throw explained(error, connection, request);
    }
  }

  async close(): Promise<void> {
    for (const { pipe } of this.#connections.values()) pipe.destroy();
  }

  #connect(isSecure: boolean): Connection {
    const [pipe, served] = duplexPair();
    const [remoteAddress, remotePort] = this.#clientAddress;
    const ignore = (): Duplex => served;
    // What apps ask of a net.Socket; `encrypted` is how Express and Koa tell https.
    Object.assign(served, {
      remoteAddress,
      remotePort,
      remoteFamily: remoteAddress.includes(":") ? "IPv6" : "IPv4",
      encrypted: isSecure,
      setTimeout: ignore,
      setNoDelay: ignore,
      setKeepAlive: ignore,
      ref: ignore,
      unref: ignore,
    });
    const connection: Connection = { pipe, isUploading: false };
    this.#connections.set(served, connection);
    // Either end may go first; an error of one is the other's end of file, and is told through `failure`.
    pipe.once("close", () => served.destroy());
    served.once("close", () => {
      this.#connections.delete(served);
      pipe.destroy();
    });
    pipe.on("error", () => {});
    served.on("error", () => {});
    this.#server.emit("connection", served);
    return connection;
  }

  #fail(served: Duplex, error: unknown): void {
    const connection = this.#connections.get(served);
    // A failure after the response is complete has no request to go to, as in any server.
    if (connection === undefined) return;
    connection.failure = { error };
    connection.pipe.destroy();
  }
}

async function exchange(request: Request, connection: Connection): Promise<IncomingMessage> {
  const sent = httpRequest({
    method: request.method,
    path: request.target,
    // The types know the flat form of response headers only; _storeHeader takes it for requests too.
    headers: [...request.headers.flat()] as unknown as string[],
    createConnection: () => connection.pipe,
  });
  const response = new Promise<IncomingMessage>((resolve, reject) => {
    sent.once("response", resolve);
    sent.on("error", reject);
    sent.once("close", () => reject(Object.assign(new Error("socket hang up"), { code: "ECONNRESET" })));
  });
  // An app may answer before it has read the whole body; then nobody asks what became of the rest.
  sendBody(sent, request, connection).catch(() => {});
  return response;
}

async function sendBody(sent: ClientRequest, { body }: Request, connection: Connection): Promise<void> {
  switch (body.kind) {
    case "empty":
      sent.end();
      return;
    case "bytes":
      sent.end(body.bytes);
      return;
    case "stream":
      await pipeline(
        watched(() => body.open(), connection),
        sent,
      );
  }
}

/** The source of an upload; its failure is the caller's own, and not one of the connection that it breaks. */
async function* watched(
  open: () => AsyncIterable<Uint8Array>,
  connection: Connection,
): AsyncGenerator<Uint8Array> {
  connection.isUploading = true;
  try {
    yield* open();
    connection.isUploading = false;
  } catch (error) {
    connection.failure = { error };
    throw error;
  }
}

/** The body of Node's response message. */
class MessageStream implements ByteStream {
  readonly #message: IncomingMessage;
  readonly #connection: Connection;
  readonly #request: Request;

  constructor(message: IncomingMessage, connection: Connection, request: Request) {
    this.#message = message;
    this.#connection = connection;
    this.#request = request;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    try {
      for await (const chunk of this.#message) yield chunk;
    } catch (error) {
      throw explained(error, this.#connection, this.#request);
    } finally {
      this.#end();
    }
  }

  async readAll(): Promise<Uint8Array> {
    const chunks: Uint8Array[] = [];
    for await (const chunk of this) chunks.push(chunk);
    return concatBytes(chunks);
  }

  async close(): Promise<void> {
    this.#end();
  }

  #end(): void {
    this.#connection.pipe.destroy();
    // The app may answer before it has all of the request.
    if (this.#connection.isUploading) this.#request.abandon();
  }
}

function explained(error: unknown, { failure }: Connection, request: Request): unknown {
  if (failure !== undefined) return failure.error;
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  // Node's own words for a connection that went away, or an answer that is no HTTP; anything else is the body's source.
  const isWire =
    code === "ECONNRESET" || code === "ERR_STREAM_PREMATURE_CLOSE" || String(code).startsWith("HPE_");
  if (!isWire) return error;
  return new RemoteProtocolError(
    `${describeRequest(request)}: the app closed the connection without sending a complete response.`,
    { request, cause: error },
  );
}
