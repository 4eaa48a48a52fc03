import { describe, expect, it } from "vitest";
import { DEFAULT_LIMITS, type LimitsInit, normalizeLimits } from "../../runtime/limits.js";
import { DEFAULT_TIMEOUT, normalizeTimeout, type Timeout, type TimeoutInit } from "../../runtime/timeouts.js";

const every = (ms: number | null, total: number | null = null): Timeout => ({
  connect: ms,
  read: ms,
  write: ms,
  pool: ms,
  total,
});

describe("timeouts", () => {
  const rows: {
    name: string;
    given: TimeoutInit | undefined;
    fallback?: Timeout | null;
    want: Timeout | null;
  }[] = [
    { name: "the default", given: undefined, want: every(5000) },
    { name: "a number sets four phases, no total", given: 100, want: every(100) },
    { name: "a number takes the client's total away", given: 100, fallback: every(1, 9), want: every(100) },
    { name: "null is no timeout", given: null, want: null },
    {
      name: "phases keep the others",
      given: { connect: 1, total: 9 },
      want: { ...every(5000, 9), connect: 1 },
    },
    { name: "phases over no timeout", given: { read: 1 }, fallback: null, want: { ...every(null), read: 1 } },
    { name: "a phase may be null", given: { read: null }, want: { ...every(5000), read: null } },
    { name: "an undefined phase is missing", given: { read: undefined }, want: every(5000) },
    {
      name: "Infinity is no limit",
      given: { read: Number.POSITIVE_INFINITY },
      want: { ...every(5000), read: null },
    },
    { name: "zero is a limit", given: 0, want: every(0) },
  ];
  it.each(rows)("$name", ({ given, fallback, want }) => {
    expect(normalizeTimeout(given, fallback === undefined ? { ...DEFAULT_TIMEOUT } : fallback)).toEqual(want);
  });

  it("the default is handed out as a copy, which anybody may change", () => {
    const timeout = normalizeTimeout(undefined, DEFAULT_TIMEOUT);
    if (timeout !== null) timeout.read = 1;
    expect(DEFAULT_TIMEOUT.read).toBe(5000);
  });

  it.each([
    { name: "a string", given: "5" },
    { name: "an unknown phase", given: { conect: 1 } },
    { name: "a string as a phase", given: { read: "1" } },
  ])("$name is a TypeError", ({ given }) => {
    expect(() => normalizeTimeout(given as TimeoutInit, null)).toThrow(TypeError);
  });

  it.each([-1, Number.NaN])("%d is a RangeError", (given) => {
    expect(() => normalizeTimeout(given, null)).toThrow(RangeError);
  });
});

describe("limits", () => {
  const none = Number.POSITIVE_INFINITY;
  const rows: { name: string; given: LimitsInit | null | undefined; want: object }[] = [
    {
      name: "the default",
      given: undefined,
      want: { maxConnections: 100, maxKeepaliveConnections: 20, keepaliveExpiry: 5000 },
    },
    {
      name: "none",
      given: null,
      want: { maxConnections: none, maxKeepaliveConnections: none, keepaliveExpiry: none },
    },
    {
      name: "some",
      given: { maxConnections: 1, maxKeepaliveConnections: 0 },
      want: { ...DEFAULT_LIMITS, maxConnections: 1, maxKeepaliveConnections: 0 },
    },
    {
      name: "one without limit",
      given: { keepaliveExpiry: null },
      want: { ...DEFAULT_LIMITS, keepaliveExpiry: none },
    },
  ];
  it.each(rows)("$name", ({ given, want }) => {
    expect(normalizeLimits(given)).toEqual(want);
  });

  it("an unknown key, no connection, a negative expiry are refused", () => {
    expect(() => normalizeLimits({ maxConnection: 1 } as LimitsInit)).toThrow(TypeError);
    expect(() => normalizeLimits({ maxConnections: 0 })).toThrow(RangeError);
    expect(() => normalizeLimits({ keepaliveExpiry: -1 })).toThrow(RangeError);
  });
});
