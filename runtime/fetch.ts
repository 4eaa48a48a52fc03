// A WHATWG fetch on a client: what goes in and comes out is the platform's own, what happens between is the client's.

import type { CallOptions } from "./client-options.js";
import { InvalidURL } from "./errors.js";
import { Headers, type HeadersInit } from "./headers.js";
import type { Response } from "./response.js";

/** How a client sends what fetch was asked for; the response's body is unread. */
export type FetchCall = (method: string, url: string | URL, options: CallOptions) => Promise<Response>;

// Fetch §2.2.3: a Response with such a status has no body, not even an empty one.
const nullBodyStatuses: ReadonlySet<number> = new Set([101, 103, 204, 205, 304]);

/** Fetches through a client. Fails with a TypeError whose cause says why, or with the signal's reason. */
export async function webFetch(
  call: FetchCall,
  input: string | URL | globalThis.Request,
  given?: RequestInit | null,
): Promise<globalThis.Response> {
  const init = given ?? {};
  const source = typeof input === "string" || input instanceof URL ? undefined : input;
  const signal = init.signal === undefined ? source?.signal : (init.signal ?? undefined);
  signal?.throwIfAborted();
  const method = (init.method ?? source?.method ?? "GET").toUpperCase();
  const redirect = init.redirect ?? source?.redirect ?? "follow";
  const options: CallOptions = {
    ...bodyOf(method, source, init),
    followRedirects: redirect === "follow",
    signal,
  };
  if ((init.credentials ?? source?.credentials) === "omit") options.cookies = null;
  try {
    const response = await call(method, source?.url ?? String(input), options);
    if (redirect === "error" && response.hasRedirectLocation) {
      await response.close();
      throw new Error("unexpected redirect");
    }
    return await webResponse(response, signal);
  } catch (error) {
    throw asFetchError(error, signal, "fetch failed");
  }
}

/** The body, and the headers with the Content-Type that fetch gives it. */
function bodyOf(method: string, source: globalThis.Request | undefined, init: RequestInit): CallOptions {
  const headers = headersOf(init.headers ?? source?.headers);
  const body = init.body === undefined ? unusedBody(source) : init.body;
  if (body === null || body === undefined) return { headers };
  if (method === "GET" || method === "HEAD")
    throw new TypeError("Request with GET/HEAD method cannot have body.");
  if (isFormData(body)) return { headers, data: ownFormData(body) };
  const [content, type] = contentOf(body);
  if (type !== "" && !headers.has("Content-Type")) headers.set("Content-Type", type);
  return { headers, content };
}

function headersOf(init: RequestInit["headers"]): Headers {
  try {
    // The platform's type says string[][], and means pairs.
    return new Headers(init as HeadersInit | undefined);
  } catch {
    // Fetch takes off the spaces around a value, and says in its own words what it does not take.
    return new Headers(new globalThis.Headers(init));
  }
}

function unusedBody(source: globalThis.Request | undefined): globalThis.Request["body"] | undefined {
  if (source?.bodyUsed) throw new TypeError("Cannot fetch a Request whose body was already used.");
  return source?.body;
}

function contentOf(body: NonNullable<RequestInit["body"]>): [content: CallOptions["content"], type: string] {
  if (typeof body === "string") return [body, "text/plain;charset=UTF-8"];
  if (body instanceof URLSearchParams)
    return [String(body), "application/x-www-form-urlencoded;charset=UTF-8"];
  if (body instanceof Blob) return [body, body.type];
  // What is left of BodyInit: bytes, and streams of them.
  return [body as CallOptions["content"], ""];
}

// The FormData of the npm package undici is not the global one, and looks the same.
function isFormData(body: NonNullable<RequestInit["body"]>): body is FormData {
  return Object.prototype.toString.call(body) === "[object FormData]";
}

function ownFormData(form: FormData): FormData {
  if (form instanceof FormData) return form;
  const copy = new FormData();
  for (const [name, value] of form as Iterable<[string, string | File]>) {
    if (typeof value === "string") copy.append(name, value);
    else copy.append(name, value, value.name);
  }
  return copy;
}

async function webResponse(
  response: Response,
  signal: AbortSignal | undefined,
): Promise<globalThis.Response> {
  const hasBody = !nullBodyStatuses.has(response.statusCode) && response.request?.method !== "HEAD";
  if (!hasBody) await response.close();
  const web = new globalThis.Response(hasBody ? bodyStream(response, signal) : null, {
    status: response.statusCode,
    statusText: response.reasonPhrase,
    headers: response.headers.raw,
  });
  return described(web, withoutFragment(response.url), response.history.length > 0);
}

// Both are getters of the prototype that only the platform's own fetch can set.
function described(web: globalThis.Response, url: string, redirected: boolean): globalThis.Response {
  const clone = web.clone.bind(web);
  return Object.defineProperties(web, {
    url: { value: url },
    redirected: { value: redirected },
    clone: { value: () => described(clone(), url, redirected) },
  });
}

function withoutFragment(url: URL): string {
  const copy = new URL(url);
  copy.hash = "";
  return copy.href;
}

function bodyStream(response: Response, signal: AbortSignal | undefined): ReadableStream<Uint8Array> {
  const chunks = response.iterBytes();
  return new ReadableStream({
    type: "bytes",
    async pull(controller) {
      try {
        const { done, value } = await chunks.next();
        // A byte stream takes the buffer away, which may hold other chunks, or be one that a decoder goes on writing to.
        if (!done) return controller.enqueue(new Uint8Array(value));
        controller.close();
        // A byte stream that somebody reads into a buffer of theirs waits for an answer to that too.
        controller.byobRequest?.respond(0);
      } catch (error) {
        controller.error(asFetchError(error, signal, "terminated"));
      }
    },
    cancel: () => response.close(),
  });
}

/** What fetch rejects with: the signal's reason, or a TypeError with a word for the phase and the cause. */
function asFetchError(error: unknown, signal: AbortSignal | undefined, message: string): unknown {
  if (signal?.aborted) return signal.reason;
  if (error instanceof InvalidURL) return new TypeError(error.message, { cause: error });
  // A TypeError of our own says what is wrong with the call itself.
  return error instanceof TypeError ? error : new TypeError(message, { cause: error });
}
