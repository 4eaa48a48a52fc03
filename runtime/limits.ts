// How many connections a transport may hold, over all origins.

import { described, isCount, isObject } from "./option-kinds.js";

/** Limits of a connection pool. `null` means no limit. */
export interface LimitsInit {
  /** Connections at the same time. Default 100. */
  readonly maxConnections?: number | null | undefined;
  /** Idle connections kept for reuse. Default 20. */
  readonly maxKeepaliveConnections?: number | null | undefined;
  /** Milliseconds until an idle connection is closed. Default 5,000. */
  readonly keepaliveExpiry?: number | null | undefined;
}

/** The same, complete; `Infinity` where there is no limit. */
export interface Limits {
  /** Connections at the same time. */
  readonly maxConnections: number;
  /** Idle connections kept for reuse. */
  readonly maxKeepaliveConnections: number;
  /** Milliseconds until an idle connection is closed. */
  readonly keepaliveExpiry: number;
}

export const DEFAULT_LIMITS: Limits = {
  maxConnections: 100,
  maxKeepaliveConnections: 20,
  keepaliveExpiry: 5000,
};

/** @throws TypeError for an unknown key or what is no number, RangeError for a number that cannot be a limit. */
export function normalizeLimits(option: LimitsInit | null | undefined): Limits {
  if (option === undefined) return DEFAULT_LIMITS;
  if (option === null) {
    return {
      maxConnections: Number.POSITIVE_INFINITY,
      maxKeepaliveConnections: Number.POSITIVE_INFINITY,
      keepaliveExpiry: Number.POSITIVE_INFINITY,
    };
  }
  if (!isObject(option)) throw new TypeError(`limits: expected an object or null, not ${described(option)}.`);
  for (const name of Object.keys(option)) {
    if (!(name in DEFAULT_LIMITS)) {
      throw new TypeError(
        `limits: unknown key "${name}"; the keys are ${Object.keys(DEFAULT_LIMITS).join(", ")}.`,
      );
    }
  }
  return {
    maxConnections: limit("maxConnections", option.maxConnections, 1),
    maxKeepaliveConnections: limit("maxKeepaliveConnections", option.maxKeepaliveConnections, 0),
    keepaliveExpiry: limit("keepaliveExpiry", option.keepaliveExpiry, 0),
  };
}

function limit(name: keyof Limits, value: number | null | undefined, least: number): number {
  if (value === undefined) return DEFAULT_LIMITS[name];
  if (value === null) return Number.POSITIVE_INFINITY;
  const message = `limits.${name}: expected a whole number from ${least} up or null, got ${described(value)}.`;
  if (typeof value !== "number") throw new TypeError(message);
  if (!isCount(value) || value < least) throw new RangeError(message);
  return value;
}
