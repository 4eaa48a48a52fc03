import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import {
  ConnectError,
  ConnectTimeout,
  DecodingError,
  HTTPError,
  PoolTimeout,
  ReadError,
  ReadTimeout,
  RemoteProtocolError,
  RequestAborted,
  TotalTimeout,
  WriteError,
} from "../../runtime/errors.js";
import { Request, type RequestOptions } from "../../runtime/request.js";
import { Response } from "../../runtime/response.js";
import { type RetryOptions, retryPolicy } from "../../runtime/retries.js";
import { type Outcome, retryAfter, retryDelay } from "../../runtime/retry-delays.js";

const full: RetryOptions = { total: 3, backoff: { initial: 100, factor: 3, max: 500, jitter: 0 } };

function delays(
  option: number | RetryOptions,
  outcome: Outcome,
  request: Request = new Request("GET", "https://a.com"),
): (number | undefined)[] {
  const policy = retryPolicy(option);
  if (policy === undefined) return [];
  return [1, 2, 3, 4].map((attempt) => retryDelay(policy, request, attempt, outcome, 1));
}
const failed = (error: unknown): Outcome => ({ error });
const answered = (status: number, headers: Record<string, string> = {}): Outcome => ({
  response: new Response(status, { headers }),
});
const no = undefined;

describe("a number", () => {
  it.each([
    {
      name: "repeats failed connections, after HTTPX's waits",
      given: 4,
      outcome: failed(new ConnectError("")),
      want: [0, 500, 1000, 2000],
    },
    {
      name: "connections that took too long",
      given: 2,
      outcome: failed(new ConnectTimeout("")),
      want: [0, 500, no, no],
    },
    { name: "nothing that was sent", given: 4, outcome: failed(new ReadError("")), want: [no, no, no, no] },
    { name: "no response", given: 4, outcome: answered(503), want: [no, no, no, no] },
  ])("$name", ({ given, outcome, want }) => {
    expect(delays(given, outcome)).toEqual(want);
  });

  it("whatever the method and the body: nothing was sent", () => {
    const once = new Request("POST", "https://a.com", {
      content: (function* () {
        yield "x";
      })(),
    });
    expect(delays(1, failed(new ConnectError("")), once)).toEqual([0, no, no, no]);
  });

  it.each([0, null, undefined])("%s is none", (given) => {
    expect(retryPolicy(given)).toBeUndefined();
  });
});

describe("a policy", () => {
  it.each([
    { error: new ConnectError(""), want: 100 },
    { error: new ConnectTimeout(""), want: 100 },
    { error: new ReadTimeout(""), want: 100 },
    { error: new ReadError(""), want: 100 },
    { error: new WriteError(""), want: 100 },
    { error: new RemoteProtocolError(""), want: 100 },
    { error: new PoolTimeout(""), want: no },
    { error: new TotalTimeout(""), want: no },
    { error: new RequestAborted(""), want: no },
    { error: new DecodingError(""), want: no },
    { error: new HTTPError(""), want: no },
    { error: new Error("foreign"), want: no },
  ])("after $error.name: $want", ({ error, want }) => {
    expect(delays(full, failed(error))[0]).toBe(want);
  });

  it.each([
    { status: 200, want: no },
    { status: 408, want: no },
    { status: 429, want: 100 },
    { status: 500, want: no },
    { status: 502, want: 100 },
    { status: 503, want: 100 },
    { status: 504, want: 100 },
  ])("after $status: $want", ({ status, want }) => {
    expect(delays(full, answered(status))[0]).toBe(want);
  });

  it("statuses can be named", () => {
    expect(delays({ ...full, statuses: [418] }, answered(418))[0]).toBe(100);
    expect(delays({ ...full, statuses: [418] }, answered(503))[0]).toBeUndefined();
  });

  it.each([
    { method: "GET", want: 100 },
    { method: "HEAD", want: 100 },
    { method: "PUT", want: 100 },
    { method: "DELETE", want: 100 },
    { method: "OPTIONS", want: 100 },
    { method: "TRACE", want: 100 },
    { method: "POST", want: no },
    { method: "PATCH", want: no },
  ])("$method: $want", ({ method, want }) => {
    const request = new Request(method, "https://a.com");
    expect(delays(full, answered(503), request)[0]).toBe(want);
    expect(delays(full, failed(new ReadError("")), request)[0]).toBe(want);
    expect(delays(full, failed(new ConnectError("")), request)[0]).toBe(100);
  });

  it("methods can be named, in any case", () => {
    expect(
      delays({ ...full, methods: ["post"] }, answered(503), new Request("POST", "https://a.com"))[0],
    ).toBe(100);
  });

  it.each([
    { name: "bytes", options: { content: "x" }, want: 100 },
    { name: "a list", options: { content: ["x"] }, want: 100 },
    { name: "a function", options: { content: () => "x" }, want: 100 },
    {
      name: "a generator",
      options: {
        content: (function* () {
          yield "x";
        })(),
      },
      want: no,
    },
  ] satisfies { name: string; options: RequestOptions; want: number | undefined }[])(
    "a body that is $name: $want",
    ({ options, want }) => {
      expect(delays(full, answered(503), new Request("PUT", "https://a.com", options))[0]).toBe(want);
    },
  );
});

describe("the wait", () => {
  it("grows by the factor up to the limit, and ends after the total", () => {
    expect(delays(full, answered(503))).toEqual([100, 300, 500, no]);
    expect(delays({ ...full, total: 4 }, answered(503))).toEqual([100, 300, 500, 500]);
  });

  it.each([
    { jitter: 0, chance: 1, want: 100 },
    { jitter: false, chance: 1, want: 100 },
    { jitter: 0.5, chance: 1, want: 50 },
    { jitter: true, chance: 1, want: 0 },
    { jitter: true, chance: 0, want: 100 },
    { jitter: undefined, chance: 0.5, want: 75 },
  ])("jitter $jitter at chance $chance: $want", ({ jitter, chance, want }) => {
    const policy = retryPolicy({ backoff: { initial: 100, jitter } });
    expect(policy && retryDelay(policy, new Request("GET", "https://a.com"), 1, answered(503), chance)).toBe(
      want,
    );
  });

  it.each([
    { name: "seconds", options: {}, header: "2", want: 2000 },
    { name: "no wait", options: {}, header: "0", want: 0 },
    { name: "the longest that is accepted", options: {}, header: "60", want: 60_000 },
    { name: "longer gives up", options: {}, header: "61", want: no },
    { name: "unless more is allowed", options: { maxRetryAfter: 100_000 }, header: "61", want: 61_000 },
    { name: "not looked at", options: { respectRetryAfter: false }, header: "61", want: 100 },
    { name: "unreadable", options: {}, header: "soon", want: 100 },
  ])("Retry-After: $name", ({ options, header, want }) => {
    expect(delays({ ...full, ...options }, answered(503, { "Retry-After": header }))[0]).toBe(want);
  });
});

describe("Retry-After", () => {
  // Not UTC, so that a date that is taken for a local one is seen.
  beforeAll(() => void vi.stubEnv("TZ", "America/New_York"));
  afterAll(() => void vi.unstubAllEnvs());
  const now = Date.parse("Wed, 21 Oct 2015 07:28:00 GMT");
  it.each([
    { given: "120", want: 120_000 },
    { given: " 1.5 ", want: 1500 },
    { given: "Wed, 21 Oct 2015 07:28:30 GMT", want: 30_000 },
    { given: "Wednesday, 21-Oct-15 07:28:30 GMT", want: 30_000 },
    { given: "Wed Oct 21 07:28:30 2015 GMT", want: 30_000 },
    { given: "Wed Oct 21 07:28:30 2015", want: 30_000 },
    { given: "Sun Nov  1 07:28:00 2015", want: 11 * 86_400_000 },
    { given: "Wed, 21 Oct 2015 07:00:00 GMT", want: 0 },
    { given: "-1", want: undefined },
    { given: "", want: undefined },
    { given: "tomorrow", want: undefined },
    { given: null, want: undefined },
  ])("$given → $want", ({ given, want }) => {
    expect(retryAfter(given, now)).toBe(want);
  });
});
