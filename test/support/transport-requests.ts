// Requests for tests of a transport by itself, without a client around it.

import { Request, type RequestOptions, type SendContext } from "../../runtime/request.js";
import type { Response } from "../../runtime/response.js";
import type { Timeout } from "../../runtime/timeouts.js";
import type { Transport } from "../../runtime/transports/transport.js";

// Only a hang should meet it: a machine under load is slow, not wrong.
const PATIENCE_MS = 15_000;

/** What a request needs beside method and URL. */
export interface Given extends RequestOptions {
  /** Milliseconds; `PATIENCE_MS` each unless given. */
  readonly timeout?: Partial<Timeout> | undefined;
  readonly context?: Partial<SendContext> | undefined;
}

export function makeRequest(method: string, url: string, given: Given = {}): Request {
  const { timeout, context, ...options } = given;
  const request = new Request(method, url, options);
  request.extensions.timeout = {
    connect: PATIENCE_MS,
    read: PATIENCE_MS,
    write: PATIENCE_MS,
    pool: PATIENCE_MS,
    total: null,
    ...timeout,
  };
  const { total = null } = request.extensions.timeout;
  request.context = {
    whole: true,
    ...(total === null ? {} : { deadline: performance.now() + total }),
    ...context,
  };
  return request;
}

/** Sends, and reads the whole body unless the context says otherwise. */
export async function send(
  transport: Transport,
  method: string,
  url: string,
  given: Given = {},
): Promise<Response> {
  const request = makeRequest(method, url, given);
  const response = await transport.handleRequest(request);
  if (request.context.whole) await response.read();
  return response;
}

/** Waits until `holds` returns true; fails when that takes too long. */
export async function eventually(holds: () => boolean): Promise<void> {
  const end = performance.now() + PATIENCE_MS;
  while (!holds()) {
    if (performance.now() > end) throw new Error(`not true in time: ${String(holds)}`);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}
