// The timeouts of a fetch, which shows no phases: the wait for its response, and each wait for more of its body.

import { describeRequest, ReadTimeout } from "../errors.js";
import type { Request } from "../request.js";
import { LONGEST_TIMER_MS } from "../timeouts.js";

const NEVER = Number.POSITIVE_INFINITY;
// What is sent in no time.
const SMALL = 64 * 1024;

/**
 * How long a response may take: fetch does not say how far it is, so all phases count together, and where an upload takes
 * its time none does.
 */
export function headLimit({ body, extensions: { timeout } }: Request): number {
  if (timeout === undefined || timeout === null) return NEVER;
  const { connect, write, read } = timeout;
  const quick = (connect ?? NEVER) + (read ?? NEVER);
  if (body.kind === "empty") return quick;
  return body.kind === "bytes" && body.bytes.byteLength <= SMALL ? quick + (write ?? NEVER) : NEVER;
}

/** The result of `work`, or the error of who waits no longer. */
export function within<T>(work: Promise<T>, limitMs: number, expire: () => Error): Promise<T> {
  if (limitMs > LONGEST_TIMER_MS) return work;
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(expire()), limitMs);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

export function tookTooLong(request: Request, what: string, limitMs: number): ReadTimeout {
  return new ReadTimeout(`${describeRequest(request)}: ${what} within ${limitMs} ms`, { request });
}

/** How long each wait for more of a body may take. */
export function bodyLimit({ extensions: { timeout } }: Request): number {
  return timeout?.read ?? NEVER;
}
