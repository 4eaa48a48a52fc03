// Any function of fetch's shape as a transport: a browser's, an edge worker's, or an app in this process.

import { ConnectError, describeRequest, RemoteProtocolError } from "../errors.js";
import { Headers } from "../headers.js";
import { assertFunction, described } from "../option-kinds.js";
import type { Request } from "../request.js";
import { Response } from "../response.js";
import { type ByteStream, gather } from "../streams.js";
import { Leash } from "./fetch-leash.js";
import { WebStream } from "./fetch-stream.js";
import { headLimit, tookTooLong, within } from "./fetch-waits.js";
import type { Transport } from "./transport.js";

/** A function of fetch's shape, such as `fetch` itself or the `app.fetch` of Hono. */
export type FetchLike = (request: globalThis.Request) => globalThis.Response | Promise<globalThis.Response>;

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
