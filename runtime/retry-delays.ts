// When to try again, and after how long. Pure rules; the waiting is done by the chain.

import {
  ConnectError,
  ConnectTimeout,
  NetworkError,
  PoolTimeout,
  RemoteProtocolError,
  TimeoutException,
  TotalTimeout,
} from "./errors.js";
import type { Request } from "./request.js";
import type { Response } from "./response.js";
import type { RetryPolicy } from "./retries.js";

/** How a try ended. */
export type Outcome = { readonly response: Response } | { readonly error: unknown };

/**
 * Milliseconds to wait before retry number `attempt` (from 1), or `undefined` to take the outcome as it is.
 * `chance` is a random number from 0 to 1.
 */
export function retryDelay(
  policy: RetryPolicy,
  request: Request,
  attempt: number,
  outcome: Outcome,
  chance: number = Math.random(),
): number | undefined {
  if (attempt > policy.total) return undefined;
  if ("error" in outcome) {
    const { error } = outcome;
    // Nothing was sent, so that any method and any body can be tried again.
    if (error instanceof ConnectError || error instanceof ConnectTimeout)
      return backoffDelay(policy, attempt, chance);
    if (policy.connectOnly || !isTransient(error) || !isRepeatable(policy, request)) return undefined;
    return backoffDelay(policy, attempt, chance);
  }
  const { response } = outcome;
  if (policy.connectOnly || !policy.statuses.has(response.statusCode) || !isRepeatable(policy, request)) {
    return undefined;
  }
  const asked = policy.respectRetryAfter ? retryAfter(response.headers.get("retry-after")) : undefined;
  if (asked === undefined) return backoffDelay(policy, attempt, chance);
  return asked > policy.maxRetryAfter ? undefined : asked;
}

// A full pool or a spent deadline gets no better by asking again.
function isTransient(error: unknown): boolean {
  if (error instanceof PoolTimeout || error instanceof TotalTimeout) return false;
  return (
    error instanceof NetworkError || error instanceof TimeoutException || error instanceof RemoteProtocolError
  );
}

function isRepeatable(policy: RetryPolicy, request: Request): boolean {
  return policy.methods.has(request.method) && (request.body.kind !== "stream" || request.body.replayable);
}

function backoffDelay({ connectOnly, backoff }: RetryPolicy, attempt: number, chance: number): number {
  // HTTPX: at once, then after 0.5, 1, 2 … seconds, exactly.
  if (connectOnly) return attempt === 1 ? 0 : 500 * 2 ** (attempt - 2);
  const full = Math.min(backoff.initial * backoff.factor ** (attempt - 1), backoff.max);
  return full * (1 - backoff.jitter * chance);
}

/** Milliseconds that a `Retry-After` value asks for (RFC 9110 §10.2.3: seconds, or a date); `undefined` if unreadable. */
export function retryAfter(value: string | null | undefined, now: number = Date.now()): number | undefined {
  if (value === null || value === undefined) return undefined;
  if (/^\d+(\.\d+)?$/.test(value.trim())) return Number(value) * 1000;
  // Date.parse reads almost anything, also "-1": an HTTP date starts with the day's name.
  const date = /^[a-z]{3,9},? /i.test(value) ? Date.parse(withZone(value)) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

// RFC 9110 §5.6.7: the form of C's asctime names no zone, and means UTC.
function withZone(date: string): string {
  return /:\d\d \d{4}$/.test(date) ? `${date} GMT` : date;
}
