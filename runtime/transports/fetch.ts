// Any function of fetch's shape as a transport: a browser's, an edge worker's, or an app in this process.

import { addAbortListener, removeAbortListener } from "../abort-listeners.js";
import { ConnectError, describeRequest, ReadError, ReadTimeout, RemoteProtocolError } from "../errors.js";
import { Headers } from "../headers.js";
import { assertFunction, described } from "../option-kinds.js";
import type { Request } from "../request.js";
import { Response } from "../response.js";
import { type ByteStream, gather } from "../streams.js";
import { LONGEST_TIMER_MS } from "../timeouts.js";
import type { Transport } from "./transport.js";

/** A function of fetch's shape, such as `fetch` itself or the `app.fetch` of Hono. */
export type FetchLike = (request: globalThis.Request) => globalThis.Response | Promise<globalThis.Response>;

const NEVER = Number.POSITIVE_INFINITY;
// What is sent in no time.
const SMALL = 64 * 1024;

/**
 * Sends requests through a function like `fetch`. In a browser, what `fetch` forbids stays forbidden (some headers, streamed
 * uploads over HTTP/1), and redirects are the browser's own.
 *
 * @example
 * const client = new Client({ transport: new FetchTransport(app.fetch), baseUrl: "http://app" });
 */
export class FetchTransport implements Transport {
  readonly #fetch: FetchLike;

  constructor(fetch: FetchLike) {
    assertFunction("FetchTransport", fetch);
    this.#fetch = fetch;
  }

  async handleRequest(request: Request): Promise<Response> {
    const leash = new Leash(request);
    try {
      return await this.#exchange(request, leash);
    } catch (error) {
      leash.release();
      throw error;
    }
  }

  async close(): Promise<void> {}

  async #exchange(request: Request, leash: Leash): Promise<Response> {
    const answer = await this.#send(request, leash);
    if (typeof answer?.headers !== "object")
      throw new TypeError(`The function did not return a Response, but ${described(answer)}.`);
    if (answer.type === "opaqueredirect") {
      throw new RemoteProtocolError(
        `${describeRequest(request)}: the server answered with a redirect, which browsers hide from scripts; set \`followRedirects: true\`.`,
        { request },
      );
    }
    const headers = Headers.fromFlat([...answer.headers].flat());
    const body = await bodyOf(request, answer, leash);
    const response = Response.fromWire(answer.status, answer.statusText, "HTTP/1.1", headers, body, request);
    // Fetch decodes what came over a network, and names the URL it came from; an app's own Response has none.
    response.decoded = answer.url !== "";
    return response;
  }

  async #send(request: Request, leash: Leash): Promise<globalThis.Response> {
    const limit = headLimit(request);
    const init = await fetchInit(request, leash);
    const fetchOnce = async (): Promise<globalThis.Response> =>
      this.#fetch(new globalThis.Request(request.href, init));
    const fetching = fetchOnce().catch((error: unknown) => {
      if (!countsLengthTwice(error)) throw error;
      init.headers = request.headers.raw.filter(([name]) => !FRAMING.has(name.toLowerCase()));
      return fetchOnce();
    });
    try {
      return await within(fetching, limit, () => {
        const error = tookTooLong(request, "no response", limit);
        leash.abort(error);
        return error;
      });
    } catch (error) {
      if (leash.failure !== undefined) throw leash.failure.error;
      // Fetch has one word for every failure of the network, TypeError; an app's own errors pass as they are.
      if (!(error instanceof TypeError) || !isNetworkFailure(error)) throw error;
      throw new ConnectError(`${describeRequest(request)}: the request failed (${error.message})`, {
        request,
        cause: error,
      });
    }
  }
}

/** Ends a fetch, for us and at the caller's signal: that may live for long, and fetch never lets go of one it was given. */
class Leash {
  /** What the source of the upload threw: fetch says nothing of it. */
  failure: { readonly error: unknown } | undefined;
  readonly #request: Request;
  readonly #controller = new AbortController();
  readonly #follow = (): void => this.abort(this.#request.context.signal?.reason);
  #isUploading = false;
  #isOver = false;

  constructor(request: Request) {
    this.#request = request;
    const { signal } = request.context;
    if (signal?.aborted) this.#follow();
    else if (signal !== undefined) addAbortListener(signal, this.#follow);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  abort(reason: unknown): void {
    this.#controller.abort(reason);
  }

  /** A body on its way to fetch, which may never ask for it. */
  upload(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    this.#isUploading = true;
    return this.#watched(source);
  }

  async *#watched(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    try {
      yield* source;
      // A source that was given up ends as well, and what there is of it must not pass for all.
      if (this.#isOver) throw new Error("the upload was given up");
    } catch (error) {
      this.failure = { error };
      throw error;
    }
    this.#isUploading = false;
  }

  /** There is nothing left to end, but for what the server did not wait for. */
  release(): void {
    const { signal } = this.#request.context;
    if (signal !== undefined) removeAbortListener(signal, this.#follow);
    this.#isOver = true;
    if (this.#isUploading) this.#request.abandon();
  }
}

/**
 * How long a response may take: fetch does not say how far it is, so all phases count together, and where an upload takes
 * its time none does.
 */
function headLimit({ body, extensions: { timeout } }: Request): number {
  if (timeout === undefined || timeout === null) return NEVER;
  const { connect, write, read } = timeout;
  const quick = (connect ?? NEVER) + (read ?? NEVER);
  if (body.kind === "empty") return quick;
  return body.kind === "bytes" && body.bytes.byteLength <= SMALL ? quick + (write ?? NEVER) : NEVER;
}

/** The result of `work`, or the error of who waits no longer. */
function within<T>(work: Promise<T>, limitMs: number, expire: () => Error): Promise<T> {
  if (limitMs > LONGEST_TIMER_MS) return work;
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(expire()), limitMs);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

function tookTooLong(request: Request, what: string, limitMs: number): ReadTimeout {
  return new ReadTimeout(`${describeRequest(request)}: ${what} within ${limitMs} ms`, { request });
}

// "fetch failed" (Node), "Failed to fetch" (Chromium), "NetworkError when …" (Firefox), "Load failed" (Safari). Bun has
// many messages, and says which failure it is by a code; codes of wrong arguments begin with ERR_.
function isNetworkFailure(error: TypeError): boolean {
  if ("code" in error && typeof error.code === "string") return !error.code.startsWith("ERR_");
  return /^(fetch failed|failed to fetch|networkerror|load failed|network connection lost)/i.test(
    error.message,
  );
}

const FRAMING: ReadonlySet<string> = new Set(["transfer-encoding", "content-length"]);

// Node 20's fetch, when the npm package undici is loaded too: it takes our Content-Length and its own for two, and sends
// nothing. An app in this process wants to be told, so it is not left out from the start.
function countsLengthTwice(error: unknown): boolean {
  const cause = error instanceof TypeError ? error.cause : undefined;
  return cause instanceof Error && cause.message === "invalid content-length header";
}

async function bodyOf(
  request: Request,
  { body, url }: globalThis.Response,
  leash: Leash,
): Promise<Uint8Array | ByteStream> {
  if (body !== null && request.method !== "HEAD") return new WebStream(body, request, url !== "", leash);
  // A server strips the body of an answer to HEAD; an app in this process has nobody to do it.
  await body?.cancel();
  leash.release();
  return new Uint8Array();
}

async function fetchInit(request: Request, leash: Leash): Promise<RequestInit> {
  const { followRedirects } = request.context;
  const inBrowser = isBrowser();
  // How a body is framed is fetch's own business: Node's refuses to be told.
  const init: RequestInit & { duplex?: "half" } = {
    method: request.method,
    headers: request.headers.raw.filter(([name]) => name.toLowerCase() !== "transfer-encoding"),
    redirect: inBrowser && followRedirects === true ? "follow" : "manual",
    signal: leash.signal,
  };
  const { body } = request;
  if (body.kind === "bytes") init.body = body.bytes;
  if (body.kind === "stream") {
    // Browsers stream uploads over HTTP/2 alone, where they do at all.
    if (inBrowser) init.body = await gather(body.open());
    else {
      init.body = ReadableStream.from(leash.upload(body.open()));
      init.duplex = "half";
    }
  }
  return init;
}

// Edge runtimes have fetch too, but show redirects and take streams.
function isBrowser(): boolean {
  return "document" in globalThis || ("importScripts" in globalThis && !("WebSocketPair" in globalThis));
}

/** The body of a fetch response. */
class WebStream implements ByteStream {
  readonly #stream: ReadableStream<Uint8Array>;
  readonly #request: Request;
  /** Whether it came over a network. */
  readonly #isRemote: boolean;
  readonly #leash: Leash;
  #reader: ReadableStreamDefaultReader<Uint8Array> | undefined;

  constructor(stream: ReadableStream<Uint8Array>, request: Request, isRemote: boolean, leash: Leash) {
    this.#stream = stream;
    this.#request = request;
    this.#isRemote = isRemote;
    this.#leash = leash;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    this.#reader = this.#stream.getReader();
    for (;;) {
      const { done, value } = await this.#read(this.#reader);
      if (done) return;
      yield value;
    }
  }

  // As with the head of a response, fetch has one word for all that goes wrong; an app's own errors pass as they are.
  async #read(
    reader: ReadableStreamDefaultReader<Uint8Array>,
  ): ReturnType<ReadableStreamDefaultReader<Uint8Array>["read"]> {
    const limit = this.#request.extensions.timeout?.read ?? NEVER;
    try {
      return await within(reader.read(), limit, () =>
        tookTooLong(this.#request, "no more of the response's body", limit),
      );
    } catch (error) {
      if (!this.#isRemote || !(error instanceof TypeError)) throw error;
      throw new ReadError(
        `${describeRequest(this.#request)}: the connection failed in the middle of the response (${error.message})`,
        { request: this.#request, cause: error },
      );
    }
  }

  async close(): Promise<void> {
    this.#leash.release();
    // After the end, or after an error, there is nothing to cancel any more: both are told by the reading.
    await (this.#reader ?? this.#stream).cancel().catch(() => {});
  }
}
