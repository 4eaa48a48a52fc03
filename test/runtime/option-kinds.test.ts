// What options take, tried with what only JavaScript can pass.

import { describe, expect, it } from "vitest";
import {
  BasicAuth,
  BearerAuth,
  Client,
  Cookies,
  DigestAuth,
  FetchTransport,
  FunctionAuth,
  HTTPTransport,
  ListenerTransport,
  MockTransport,
  NetRCAuth,
  OAuth2ClientCredentials,
  Request,
  Response,
} from "../../runtime/index.js";

const transport = new MockTransport(() => new Response(200));
const client = new Client({ transport });

// No such thing by the types.
function untyped<T>(value: unknown): T {
  return value as T;
}

interface Row {
  readonly given: Readonly<Record<string, unknown>>;
  readonly want: string;
}

const retries: readonly Row[] = [
  { given: { retries: "3" }, want: '`retries` must be a number or an object, not "3"' },
  { given: { retries: 1.5 }, want: 'Option "total" for `retries` must be a whole number from 0 up, not 1.5' },
  { given: { retries: [] }, want: "Options for `retries` must be an object, not an array" },
  {
    given: { retries: { statuses: 503 } },
    want: '"statuses" for `retries` must be a list of whole numbers, not 503',
  },
  { given: { retries: { statuses: ["503"] } }, want: "a list of whole numbers, not an array" },
  {
    given: { retries: { methods: "GET" } },
    want: '"methods" for `retries` must be a list of strings, not "GET"',
  },
  {
    given: { retries: { respectRetryAfter: "no" } },
    want: '"respectRetryAfter" for `retries` must be a boolean',
  },
  {
    given: { retries: { maxRetryAfter: -1 } },
    want: '"maxRetryAfter" for `retries` must be a number from 0 up',
  },
  { given: { retries: { onRetry: 5 } }, want: '"onRetry" for `retries` must be a function, not 5' },
  {
    given: { retries: { backoff: { max: Number.NaN } } },
    want: '"max" for `retries.backoff` must be a number',
  },
  {
    given: { retries: { backoff: { jitter: 2 } } },
    want: "`retries.backoff.jitter` must be a share from 0 to 1, not 2",
  },
];

const proxies: readonly Row[] = [
  { given: { proxy: { urll: "http://p" } }, want: 'Unknown option "urll" for `proxy`. Did you mean "url"?' },
  { given: { proxy: { url: "http://p", auth: "user" } }, want: "`proxy.auth` takes a user and a password" },
  {
    given: { proxy: { url: "http://p", tls: 5 } },
    want: 'Option "tls" for `proxy` must be an object, not 5',
  },
];

const both: readonly Row[] = [
  ...retries,
  ...proxies,
  { given: { followRedirects: "manual" }, want: '"followRedirects"' },
  { given: { followRedirects: 1 }, want: "must be a boolean or null, not 1." },
  { given: { params: 5 }, want: "params: expected an object, pairs, a string or URLSearchParams, got 5." },
  { given: { cookies: { a: {} } }, want: 'cookies "a": the value must be a string or a number, not object.' },
  { given: { cookies: { a: null } }, want: 'cookies "a": the value must be a string or a number, not null.' },
  {
    given: { timeout: true },
    want: "timeout: expected milliseconds, null or an object of phases, got true.",
  },
  { given: { timeout: { read: "5" } }, want: 'timeout.read: expected milliseconds or null, got "5".' },
];

describe("an option of a client is a TypeError that says what it takes and what it got", () => {
  it.each<Row>([
    ...both,
    { given: { baseUrl: 5 }, want: "baseUrl: expected a string or a URL, got 5." },
    { given: { baseUrl: {} }, want: "baseUrl: expected a string or a URL, got an object." },
    {
      given: { maxRedirects: "5" },
      want: '"maxRedirects" for Client must be a whole number from 0 up, not "5".',
    },
    { given: { maxRedirects: -1 }, want: "not -1." },
    { given: { maxRedirects: Number.NaN }, want: "not NaN." },
    { given: { limits: 5 }, want: "limits: expected an object or null, not 5." },
    {
      given: { limits: { maxConnections: "5" } },
      want: "limits.maxConnections: expected a whole number from 1 up",
    },
    { given: { eventHooks: [] }, want: "Options for `eventHooks` must be an object, not an array." },
    {
      given: { verify: "ca.pem" },
      want: "verify: expected true, false or Node's TLS options",
    },
    { given: { http1: null }, want: '"http1" for Client must be a boolean, not null.' },
    { given: { http2: 1 }, want: '"http2" for Client must be a boolean, not 1.' },
    { given: { trustEnv: "no" }, want: '"trustEnv" for Client must be a boolean, not "no".' },
    { given: { mounts: 5 }, want: "mounts: expected an object of transports by pattern, got 5." },
    { given: { mounts: [["all://"]] }, want: "mounts: each item must be a [pattern, transport] pair." },
    {
      given: { transport: () => {} },
      want: "transport: expected a transport, which has handleRequest(request) and close(), got a function.",
    },
    {
      given: { defaultEncoding: 5 },
      want: '"defaultEncoding" for Client must be a string or a function, not 5.',
    },
    {
      given: { maxResponseSize: "5" },
      want: '"maxResponseSize" for Client must be a number from 0 up or null',
    },
    { given: { mergeParams: 0 }, want: '"mergeParams" for Client must be a boolean, not 0.' },
    {
      given: { sensitiveHeaders: "X-Key" },
      want: '"sensitiveHeaders" for Client must be a list of strings, not "X-Key".',
    },
    {
      given: { raiseForStatus: "yes" },
      want: '"raiseForStatus" for Client must be a boolean or a function, not "yes".',
    },
    { given: { jsonEncoder: JSON }, want: '"jsonEncoder" for Client must be a function, not an object' },
    { given: { jsonDecoder: 5 }, want: '"jsonDecoder" for Client must be a function, not 5.' },
  ])("$given", ({ given, want }) => {
    const make = (): Client => new Client(untyped(given));
    expect(make).toThrow(TypeError);
    expect(make).toThrow(want);
  });

  it("where it is set later as well", () => {
    expect(() => Object.assign(client, { maxRedirects: "x" })).toThrow('"maxRedirects" for Client must be');
    expect(() => Object.assign(client, { followRedirects: "x" })).toThrow(
      '"followRedirects" for Client must be',
    );
  });

  it.each([
    { given: {} },
    { given: { maxRedirects: Number.POSITIVE_INFINITY, maxResponseSize: null, followRedirects: null } },
    { given: { maxRedirects: undefined, http2: undefined, verify: undefined, retries: undefined } },
    { given: { verify: { ca: "" }, raiseForStatus: () => true, defaultEncoding: () => "utf-8" } },
    { given: { retries: { total: 1, statuses: [503], methods: ["post"], backoff: { jitter: true } } } },
    { given: { proxy: { url: "http://p", auth: ["a", "b"], headers: [["X-A", "1"]], tls: {} } } },
  ])("but $given is none", ({ given }) => {
    expect(() => new Client(untyped(given))).not.toThrow();
  });
});

describe("an option of a call is one, too", () => {
  it.each<Row>([
    ...both,
    { given: { signal: 5 }, want: '"signal" for a request must be an AbortSignal or null, not 5.' },
    { given: { signal: new AbortController() }, want: "not an object (AbortController)." },
    { given: { multipart: "yes" }, want: '"multipart" for a request must be a boolean or null, not "yes".' },
    {
      given: { onUploadProgress: 5 },
      want: '"onUploadProgress" for a request must be a function or null, not 5.',
    },
    {
      given: { onDownloadProgress: "x" },
      want: '"onDownloadProgress" for a request must be a function or null',
    },
    { given: { extensions: "x" }, want: '"extensions" for a request must be an object, not "x".' },
    { given: { data: "a=b" }, want: "data: expected an object, pairs, URLSearchParams or FormData" },
    { given: { files: { a: 5 } }, want: 'Unexpected type for files "a": number.' },
    { given: { files: { a: null } }, want: 'Unexpected type for files "a": null.' },
    {
      given: { files: { a: ["f", "x", 5] } },
      want: 'files "a": the type must be a string or null, not number.',
    },
    {
      given: { files: { a: ["f", "x", null, 5] } },
      want: 'files "a": the headers must be an object or null, not number.',
    },
  ])("$given", async ({ given, want }) => {
    const call = client.post("http://a/", untyped(given));
    await expect(call).rejects.toThrow(TypeError);
    await expect(call).rejects.toThrow(want);
  });

  it("but `undefined` is not given, and `null` is off", async () => {
    const options = { signal: null, onUploadProgress: null, onDownloadProgress: null, followRedirects: null };
    expect((await client.post("http://a/", { ...options, content: "x" })).statusCode).toBe(200);
    expect((await client.get("http://a/", untyped({ json: undefined }))).statusCode).toBe(200);
    const { request } = await client.get("http://a/", { cookies: untyped({ a: undefined, b: 1 }) });
    expect(request.headers.get("cookie")).toBe("b=1");
  });
});

describe("what else is given wrongly", () => {
  it.each([
    {
      name: "a method",
      run: () => client.request(untyped(5), "http://a/"),
      want: "method: expected a string, got 5.",
    },
    {
      name: "a request",
      run: () => client.send(untyped("http://a/")),
      want: 'send: expected a Request, got "http://a/".',
    },
    {
      name: "the platform's request",
      run: () => client.send(untyped(new globalThis.Request("http://a/"))),
      want: "got an object (Request).",
    },
    {
      name: "stream",
      run: () => client.send(new Request("GET", "http://a/"), untyped({ stream: "x" })),
      want: '"stream" for send must be a boolean',
    },
    {
      name: "no method of a Request",
      run: () => new Request(untyped(undefined), "http://a/"),
      want: "method: expected a string",
    },
    {
      name: "an option of a Request",
      run: () => new Request("GET", "http://a/", untyped({ heders: {} })),
      want: 'Did you mean "headers"?',
    },
    {
      name: "a status",
      run: () => new Response(untyped("200")),
      want: 'Response: the status must be a whole number, not "200".',
    },
    {
      name: "an option of a Response",
      run: () => new Response(200, untyped({ body: "x" })),
      want: 'Unknown option "body" for Response. Here it is "json", "content".',
    },
    {
      name: "a text",
      run: () => new Response(200, untyped({ text: 5 })),
      want: '"text" for Response must be a string or null, not 5.',
    },
    {
      name: "a password",
      run: () => new BasicAuth("user", untyped(undefined)),
      want: "BasicAuth takes a user and a password",
    },
    {
      name: "a digest password",
      run: () => new DigestAuth(untyped(1), "p"),
      want: "DigestAuth takes a user and a password",
    },
    {
      name: "a token",
      run: () => new BearerAuth(untyped(undefined)),
      want: "BearerAuth must be given a token or a function",
    },
    {
      name: "a signing function",
      run: () => new FunctionAuth(untyped(5)),
      want: "FunctionAuth takes a function, not 5.",
    },
    {
      name: "a netrc file",
      run: () => new NetRCAuth(untyped(5)),
      want: "NetRCAuth must be given a path or a file URL, not 5.",
    },
    {
      name: "a client of OAuth",
      run: () => new OAuth2ClientCredentials(untyped({ tokenUrl: "http://a/", clientId: "a" })),
      want: "OAuth2ClientCredentials: clientSecret must be a string, not undefined.",
    },
    {
      name: "a way of OAuth",
      run: () =>
        new OAuth2ClientCredentials(
          untyped({ tokenUrl: "http://a/", clientId: "a", clientSecret: "b", clientAuth: "query" }),
        ),
      want: 'clientAuth must be "basic" or "body"',
    },
    {
      name: "a handler",
      run: () => new MockTransport(untyped(5)),
      want: "MockTransport takes a function, not 5.",
    },
    {
      name: "a fetch",
      run: () => new FetchTransport(untyped({})),
      want: "FetchTransport takes a function, not an object.",
    },
    {
      name: "a listener",
      run: () => new ListenerTransport(untyped(undefined)),
      want: "ListenerTransport takes a function",
    },
    {
      name: "a socket's path",
      run: () => new HTTPTransport(untyped({ uds: 5 })),
      want: '"uds" for HTTPTransport must be a string, not 5.',
    },
    {
      name: "a dispatcher",
      run: () => new HTTPTransport(untyped({ dispatcher: {} })),
      want: '"dispatcher" for HTTPTransport must be an undici dispatcher, not an object.',
    },
    {
      name: "retries of connects",
      run: () => new HTTPTransport(untyped({ retries: -1 })),
      want: '"retries" for HTTPTransport must be a whole number',
    },
    {
      name: "a cookie's name",
      run: () => new Cookies().set(untyped(undefined), "x"),
      want: "cookies: a name must be a string",
    },
  ])("is a TypeError: $name", async ({ run, want }) => {
    const running = (async () => run())();
    await expect(running).rejects.toThrow(TypeError);
    await expect(running).rejects.toThrow(want);
  });

  it("a token that its function does not return", async () => {
    const auth = new BearerAuth(untyped(() => undefined));
    await expect(client.get("http://a/", { auth })).rejects.toThrow("must return a token, not undefined");
  });

  it("an answer of a function like fetch that is none", async () => {
    const own = new Client({ transport: new FetchTransport(untyped(() => 5)) });
    await expect(own.get("http://a/")).rejects.toThrow("The function did not return a Response, but 5.");
  });

  it("shows nothing that may be a secret", () => {
    const secret = "s3cret";
    const makers = [
      () => new BasicAuth("user", untyped([secret])),
      () => new BearerAuth(untyped({ secret })),
      () => new Client({ proxy: untyped({ url: "http://p", auth: secret }) }),
      () => new Client({ auth: untyped(secret) }),
      () => new OAuth2ClientCredentials(untyped({ tokenUrl: 1, clientId: secret, clientSecret: secret })),
      () => new Client({ cookies: untyped({ a: { secret } }) }),
    ];
    for (const make of makers) expect(make).toThrow(/^(?!.*s3cret)/s);
  });
});

describe("upload progress", () => {
  it.each([
    { name: "of bytes", content: "x".repeat(70_000), total: 70_000 },
    { name: "of a stream", content: () => new Blob(["x".repeat(70_000)]), total: undefined },
  ])("$name is told by a transport that takes bodies whole, once", async ({ content, total }) => {
    const told: unknown[] = [];
    await client.post("http://a/", { content, onUploadProgress: (progress) => told.push(progress) });
    expect(told.at(-1)).toEqual({ transferred: 70_000, total });
    expect(new Set(told.map((progress) => JSON.stringify(progress))).size).toBe(told.length);
  });
});
