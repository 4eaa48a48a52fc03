// Requests without a client in hand. Each has one of its own, for its cookies; the connections are shared by all.

import { Client } from "./client.js";
import type { BodylessOptions, CallOptions, ClientOptions } from "./client-options.js";
import type { CookiesInit } from "./cookies.js";
import { isObject } from "./option-kinds.js";
import type { Response } from "./response.js";

/** What such a call may say about its connection; if it does, the connection is its own. */
type ConnectionOptions = Pick<ClientOptions, "verify" | "http1" | "http2" | "trustEnv">;

/** Options of a call without a client. */
export interface OneOffOptions extends CallOptions, ConnectionOptions {}

/** Options of a call without a client and without a body. */
export interface BodylessOneOffOptions extends BodylessOptions, ConnectionOptions {}

let shared: Client | undefined;

/** Sends one request. For more than one to the same server, make a `Client`. */
export function request(method: string, url: string | URL, options: OneOffOptions = {}): Promise<Response> {
  return once(options, (client, rest) => client.request(method, url, rest));
}

/** Sends one GET request. */
export function get(url: string | URL, options: BodylessOneOffOptions = {}): Promise<Response> {
  return once(options, (client, rest) => client.get(url, rest));
}

/** Sends one OPTIONS request. */
export function options(url: string | URL, options: BodylessOneOffOptions = {}): Promise<Response> {
  return once(options, (client, rest) => client.options(url, rest));
}

/** Sends one HEAD request. */
export function head(url: string | URL, options: BodylessOneOffOptions = {}): Promise<Response> {
  return once(options, (client, rest) => client.head(url, rest));
}

/** Sends one POST request. */
export function post(url: string | URL, options: OneOffOptions = {}): Promise<Response> {
  return once(options, (client, rest) => client.post(url, rest));
}

/** Sends one PUT request. */
export function put(url: string | URL, options: OneOffOptions = {}): Promise<Response> {
  return once(options, (client, rest) => client.put(url, rest));
}

/** Sends one PATCH request. */
export function patch(url: string | URL, options: OneOffOptions = {}): Promise<Response> {
  return once(options, (client, rest) => client.patch(url, rest));
}

/** Sends one DELETE request. It is `delete` where the package exports it. */
export function deleteRequest(url: string | URL, options: BodylessOneOffOptions = {}): Promise<Response> {
  return once(options, (client, rest) => client.delete(url, rest));
}

/** Sends one request, and returns the response with its body unread: `await using` closes it. */
export function stream(method: string, url: string | URL, options: OneOffOptions = {}): Promise<Response> {
  return once(options, (client, rest) => client.stream(method, url, rest));
}

async function once(
  options: OneOffOptions,
  call: (client: Client, options: CallOptions) => Promise<Response>,
): Promise<Response> {
  // What only JavaScript passes: taken apart it would say nothing; the client says what is wrong with it.
  if (!isObject(options)) return call(sharedClient(undefined), options);
  const { cookies, verify, http1, http2, trustEnv, ...rest } = options;
  const ownsConnection = [verify, http1, http2, trustEnv].some((option) => option !== undefined);
  if (!ownsConnection) return call(sharedClient(cookies), rest);
  const client = new Client({ verify, http1, http2, trustEnv, cookies });
  try {
    const response = await call(client, rest);
    // A stream keeps its connection until it is closed.
    if (response.isClosed) await client.close();
    else closeAfter(response, client);
    return response;
  } catch (error) {
    await client.close();
    throw error;
  }
}

/** A client of this call alone, on the connections of all such calls. */
function sharedClient(cookies: CookiesInit | null | undefined): Client {
  shared ??= new Client({ cookies: false });
  return shared.withOptions({ cookies: cookies === undefined ? {} : cookies });
}

function closeAfter(response: Response, client: Client): void {
  const close = response.close.bind(response);
  response.close = async () => {
    await close();
    await client.close();
  };
}
