// How long each phase of an exchange may take, in milliseconds; `null` waits for ever.

import { described, isObject } from "./option-kinds.js";

const PHASES = ["connect", "read", "write", "pool", "total"] as const;

/** Milliseconds for each phase; `null` = no limit. */
export interface Timeout {
  /** Making a connection, TLS included. */
  connect: number | null;
  /** Each pause while waiting for the response. */
  read: number | null;
  /** Each pause while sending the body. */
  write: number | null;
  /** Waiting for a free connection. */
  pool: number | null;
  /** Everything, with redirects, auth, retries and the body. */
  total: number | null;
}

/** One number for connect, read, write and pool; `null` for no limit; or phases, where a missing one keeps its value. */
export type TimeoutInit = number | null | { readonly [Phase in keyof Timeout]?: number | null | undefined };

export const DEFAULT_TIMEOUT: Readonly<Timeout> = {
  connect: 5000,
  read: 5000,
  write: 5000,
  pool: 5000,
  total: null,
};

/** What `setTimeout` takes: whatever is longer would be over at once. */
export const LONGEST_TIMER_MS: number = 2 ** 31 - 1;

const UNLIMITED: Readonly<Timeout> = { connect: null, read: null, write: null, pool: null, total: null };

/**
 * The timeout that an option means. `fallback` is the client's: it stands for `undefined` and for missing phases. The
 * result is the caller's own, to change as they like.
 *
 * @throws TypeError for what is not a timeout, RangeError for a negative number or NaN.
 */
export function normalizeTimeout(
  option: TimeoutInit | undefined,
  fallback: Readonly<Timeout> | null,
): Timeout | null {
  if (option === undefined) return fallback === null ? null : { ...fallback };
  if (option === null) return null;
  if (typeof option === "number") {
    const each = checked("timeout", option);
    return { connect: each, read: each, write: each, pool: each, total: null };
  }
  if (!isObject(option))
    throw new TypeError(
      `timeout: expected milliseconds, null or an object of phases, got ${described(option)}.`,
    );
  const timeout: Timeout = { ...(fallback ?? UNLIMITED) };
  for (const [phase, value] of Object.entries(option)) {
    if (!isPhase(phase))
      throw new TypeError(`timeout: unknown phase "${phase}"; the phases are ${PHASES.join(", ")}.`);
    if (value !== undefined) timeout[phase] = value === null ? null : checked(`timeout.${phase}`, value);
  }
  return timeout;
}

function isPhase(name: string): name is keyof Timeout {
  return (PHASES as readonly string[]).includes(name);
}

// Infinity is how some say "no limit".
function checked(name: string, value: unknown): number | null {
  if (typeof value !== "number")
    throw new TypeError(`${name}: expected milliseconds or null, got ${described(value)}.`);
  if (Number.isNaN(value) || value < 0)
    throw new RangeError(`${name}: ${value} is not a duration in milliseconds.`);
  return value === Number.POSITIVE_INFINITY ? null : value;
}
