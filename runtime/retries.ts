// The `retries` option, checked and completed. What follows from it is in retry-delays.ts.

import { assertKnownOptions } from "./near-miss.js";
import { described, type KnownOptions, knownOptions, type OptionKinds } from "./option-kinds.js";
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
  /** The waits between tries. */
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
  /** How much longer each wait is than the one before. Default 2. */
  readonly factor?: number | undefined;
  /** Milliseconds that no wait exceeds. Default 30,000. */
  readonly max?: number | undefined;
  /** The share of a wait that is left to chance, 0 to 1. Default 0.5; `true` is 1, `false` 0. */
  readonly jitter?: number | boolean | undefined;
}

/** A try that did not succeed, and the wait until the next one. */
export interface RetryEvent {
  /** What is sent again. */
  readonly request: Request;
  /** 1 for the first retry. */
  readonly attempt: number;
  /** Milliseconds until it starts. */
  readonly delay: number;
  /** The response of a status that is tried again; it is closed by now. */
  readonly response?: Response | undefined;
  /** Or what went wrong. */
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

const knownPolicy: KnownOptions = knownOptions({
  total: "a whole number from 0 up",
  statuses: "a list of whole numbers",
  methods: "a list of strings",
  backoff: undefined,
  respectRetryAfter: "a boolean",
  maxRetryAfter: "a number from 0 up",
  onRetry: "a function",
} satisfies OptionKinds<RetryOptions>);
const knownBackoff: KnownOptions = knownOptions({
  initial: "a number from 0 up",
  factor: "a number from 0 up",
  max: "a number from 0 up",
  jitter: "a number from 0 up or a boolean",
} satisfies OptionKinds<BackoffOptions>);
const idempotent = ["GET", "HEAD", "PUT", "DELETE", "OPTIONS", "TRACE"];

/** The policy that an option stands for; `undefined` = no retries. */
export function retryPolicy(option: number | RetryOptions | null | undefined): RetryPolicy | undefined {
  if (option === undefined || option === null || option === 0) return undefined;
  if (typeof option !== "number" && typeof option !== "object") {
    throw new TypeError(`\`retries\` must be a number or an object, not ${described(option)}.`);
  }
  const connectOnly = typeof option === "number";
  const options: RetryOptions = connectOnly ? { total: option } : option;
  assertKnownOptions("`retries`", options, knownPolicy);
  if (options.backoff !== undefined) assertKnownOptions("`retries.backoff`", options.backoff, knownBackoff);
  const { initial = 500, factor = 2, max = 30_000, jitter = 0.5 } = options.backoff ?? {};
  if (Number(jitter) > 1)
    throw new TypeError(`\`retries.backoff.jitter\` must be a share from 0 to 1, not ${jitter}.`);
  return {
    total: options.total ?? 3,
    connectOnly,
    statuses: new Set(options.statuses ?? [429, 502, 503, 504]),
    methods: new Set((options.methods ?? idempotent).map((method) => method.toUpperCase())),
    backoff: { initial, factor, max, jitter: Number(jitter) },
    respectRetryAfter: options.respectRetryAfter ?? true,
    maxRetryAfter: options.maxRetryAfter ?? 60_000,
    onRetry: options.onRetry,
  };
}
