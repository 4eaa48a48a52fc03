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
import { assertKnownOptions } from "./near-miss.js";
import type { Request } from "./request.js";
import type { Response } from "./response.js";

/** What `retries` takes: a number repeats failed connections only; an object is a policy. */
export interface RetryOptions {
  /** How many tries come after the first one. Default 3. */
  readonly total?: number | undefined;
  /** Statuses that are tried again. Default 429, 502, 503, 504. */
  readonly statuses?: readonly number[] | undefined;
  /** Methods that may be repeated after they were sent. Default: the idempotent ones (RFC 9110 §9.2.2). */
  readonly methods?: readonly string[] | undefined;
  readonly backoff?: BackoffOptions | undefined;
  /** Whether a `Retry-After` header replaces the backoff. Default true. */
  readonly respectRetryAfter?: boolean | undefined;
  /** A longer `Retry-After`, in milliseconds, gives up and returns the response. Default 60,000. */
  readonly maxRetryAfter?: number | undefined;
  /** Told before each wait. */
  readonly onRetry?: ((event: RetryEvent) => void | Promise<void>) | undefined;
}

/** The waits between tries: `initial`, then times `factor` up to `max` milliseconds. */
export interface BackoffOptions {
  /** Milliseconds before the first retry. Default 500. */
  readonly initial?: number | undefined;
  /** Default 2. */
  readonly factor?: number | undefined;
  /** Default 30,000 milliseconds. */
  readonly max?: number | undefined;
  /** The share of a wait that is left to chance, 0 to 1. Default 0.5; `true` is 1, `false` 0. */
  readonly jitter?: number | boolean | undefined;
}

/** A try that did not succeed, and the wait until the next one. */
export interface RetryEvent {
  readonly request: Request;
  /** 1 for the first retry. */
  readonly attempt: number;
  /** Milliseconds until it starts. */
  readonly delay: number;
  readonly response?: Response | undefined;
  readonly error?: unknown;
}

/** The `retries` option, checked and completed. */
export interface RetryPolicy {
  readonly total: number;
  readonly statuses: ReadonlySet<number>;
  readonly methods: ReadonlySet<string>;
  readonly connectOnly: boolean;
  readonly backoff: {
    readonly initial: number;
    readonly factor: number;
    readonly max: number;
    readonly jitter: number;
  };
  readonly respectRetryAfter: boolean;
  readonly maxRetryAfter: number;
  readonly onRetry: ((event: RetryEvent) => void | Promise<void>) | undefined;
}

const optionNames: ReadonlySet<string> = new Set([
  "total",
  "statuses",
  "methods",
  "backoff",
  "respectRetryAfter",
  "maxRetryAfter",
  "onRetry",
] satisfies (keyof RetryOptions)[]);
const backoffNames: ReadonlySet<string> = new Set([
  "initial",
  "factor",
  "max",
  "jitter",
] satisfies (keyof BackoffOptions)[]);
const idempotent = ["GET", "HEAD", "PUT", "DELETE", "OPTIONS", "TRACE"];

/** The policy that an option stands for; `undefined` = no retries. */
export function retryPolicy(option: number | RetryOptions | null | undefined): RetryPolicy | undefined {
  if (option === undefined || option === null || option === 0) return undefined;
  const connectOnly = typeof option === "number";
  const options: RetryOptions = connectOnly ? { total: option } : option;
  if (typeof options !== "object") throw new TypeError("`retries` must be a number or an object.");
  assertKnownOptions("`retries`", options, optionNames);
  if (options.backoff !== undefined) assertKnownOptions("`retries.backoff`", options.backoff, backoffNames);
  const total = count("retries", options.total ?? 3);
  const { initial = 500, factor = 2, max = 30_000, jitter = 0.5 } = options.backoff ?? {};
  return {
    total,
    connectOnly,
    statuses: new Set(options.statuses ?? [429, 502, 503, 504]),
    methods: new Set((options.methods ?? idempotent).map((method) => method.toUpperCase())),
    backoff: { initial, factor, max, jitter: Number(jitter) },
    respectRetryAfter: options.respectRetryAfter ?? true,
    maxRetryAfter: options.maxRetryAfter ?? 60_000,
    onRetry: options.onRetry,
  };
}

function count(name: string, value: number): number {
  if (!Number.isInteger(value) || value < 0)
    throw new TypeError(`\`${name}\` must be a whole number, 0 or more.`);
  return value;
}

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
  const date = /^[a-z]{3,9},? /i.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
