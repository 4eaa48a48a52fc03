import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import {
  Auth,
  BasicAuth,
  Client,
  type ClientOptions,
  Cookies,
  FunctionAuth,
  InvalidURL,
  MockTransport,
  Request,
  Response,
  type Transport,
} from "../../runtime/index.js";

const answer = new MockTransport((request) => new Response(200, { json: request.headers.raw }));

function clientOf(options: ClientOptions = {}): Client {
  return new Client({ transport: answer, ...options });
}

// Options that are no such thing: what a caller without types may write.
function untyped<T>(value: unknown): T {
  return value as T;
}

describe("options", () => {
  it.each([
    {
      given: { follow_redirects: true },
      want: 'Unknown option "follow_redirects" for Client. Did you mean "followRedirects"?',
    },
    {
      given: { baseURL: "https://a.com" },
      want: 'Unknown option "baseURL" for Client. Did you mean "baseUrl"?',
    },
    { given: { colour: 1 }, want: 'Unknown option "colour" for Client.' },
    { given: { auth: "secret" }, want: 'Invalid "auth" argument of type string' },
    { given: { auth: { authFlow: 5 } }, want: 'Invalid "auth" argument of type object' },
    { given: { auth: ["a", "b", "c"] }, want: 'Invalid "auth" argument of type object' },
    {
      given: { eventHooks: { requests: [] } },
      want: 'Unknown option "requests" for `eventHooks`. Did you mean "request"?',
    },
    {
      given: { eventHooks: { request: () => {} } },
      want: "`eventHooks.request` must be a list of functions.",
    },
    {
      given: { eventHooks: { request: ["log"] } },
      want: "`eventHooks.request` must be a list of functions.",
    },
    { given: null, want: "Options for Client must be an object, not null." },
    { given: "https://a.com", want: "Options for Client must be an object, not string." },
    { given: { transport: {} }, want: "transport: expected a transport, which has handleRequest(request)" },
    { given: { mounts: { "all://": {} } }, want: 'mounts "all://": expected a transport' },
    { given: { retries: { totl: 1 } }, want: 'Did you mean "total"?' },
    { given: { retries: -1 }, want: "`retries` must be a whole number" },
    { given: { mounts: { "example.com": null } }, want: '"example.com" is no mount pattern' },
    { given: { verify: "ca.pem" }, want: 'such as { ca: readFileSync("ca.pem") }, got string.' },
    { given: { verify: null }, want: "verify: expected true, false or Node's TLS options" },
    { given: { proxy: "ftp://h" }, want: 'Unknown scheme for proxy URL "ftp://h"' },
  ])("$given is a TypeError", ({ given, want }) => {
    expect(() => new Client(untyped(given))).toThrow(TypeError);
    expect(() => new Client(untyped(given))).toThrow(want);
  });

  it("a base URL must be absolute", () => {
    expect(() => new Client({ baseUrl: "/api" })).toThrow(InvalidURL);
  });

  it.each([
    {
      name: "a call",
      run: (client: Client) => client.get("https://a.com", untyped({ header: {} })),
      want: '"header" for a request. Did you mean "headers"?',
    },
    {
      name: "send",
      run: (client: Client) => client.send(new Request("GET", "https://a.com"), untyped({ strem: true })),
      want: '"strem" for send. Did you mean "stream"?',
    },
    {
      name: "buildRequest",
      run: async (client: Client) => client.buildRequest("GET", "https://a.com", untyped({ jsn: 1 })),
      want: '"jsn" for buildRequest. Did you mean "json"?',
    },
    {
      name: "buildRequest with what belongs to send",
      run: async (client: Client) => client.buildRequest("GET", "https://a.com", untyped({ auth: null })),
      want: '"auth" says how a request is sent',
    },
    {
      name: "withOptions",
      run: async (client: Client) => client.withOptions(untyped({ header: {} })),
      want: '"header" for withOptions. Did you mean "headers"?',
    },
    {
      name: "withOptions with what belongs to the transport",
      run: async (client: Client) => client.withOptions(untyped({ verify: false })),
      want: '"verify" needs a new Client',
    },
  ])("an unknown one of $name is a TypeError", async ({ run, want }) => {
    await expect(run(clientOf())).rejects.toThrow(want);
    await expect(run(clientOf())).rejects.toThrow(TypeError);
  });
});

describe("methods", () => {
  const echo = new Client({
    transport: new MockTransport(
      async (request) =>
        new Response(200, { json: [request.method, new TextDecoder().decode(request.content)] }),
    ),
  });
  it.each([
    { name: "get", want: ["GET", ""], run: () => echo.get("https://a.com") },
    { name: "options", want: ["OPTIONS", ""], run: () => echo.options("https://a.com") },
    { name: "delete", want: ["DELETE", ""], run: () => echo.delete("https://a.com") },
    { name: "post", want: ["POST", "x"], run: () => echo.post("https://a.com", { content: "x" }) },
    { name: "put", want: ["PUT", "x"], run: () => echo.put("https://a.com", { content: "x" }) },
    { name: "patch", want: ["PATCH", "{}"], run: () => echo.patch("https://a.com", { json: {} }) },
    {
      name: "request upper-cases",
      want: ["PURGE", "x"],
      run: () => echo.request("purge", "https://a.com", { content: "x" }),
    },
    {
      name: "request sends any body",
      want: ["DELETE", "x"],
      run: () => echo.request("DELETE", "https://a.com", { content: "x" }),
    },
  ])("$name", async ({ run, want }) => {
    expect((await run()).json()).toEqual(want);
  });

  it("head has no body", async () => {
    const client = new Client({
      transport: new MockTransport(() => new Response(200, { headers: { "X-A": "1" } })),
    });
    expect((await client.head("https://a.com")).headers.get("x-a")).toBe("1");
  });

  it.each(["get", "options", "head", "delete"] as const)("%s refuses a body", async (method) => {
    for (const body of [
      { content: "x" },
      { json: {} },
      { data: { a: 1 } },
      { files: {} },
      { multipart: true },
    ]) {
      const call = echo[method]("https://a.com", untyped(body));
      await expect(call).rejects.toThrow(
        `${method}() takes no body, but was given "${Object.keys(body)[0]}": use request("${method.toUpperCase()}", …).`,
      );
    }
  });

  it("stream leaves the body to be read", async () => {
    const client = new Client({
      transport: new MockTransport(() => new Response(200, { stream: chunks("a", "b") })),
    });
    await using response = await client.stream("GET", "https://a.com");
    expect(response.isStreamConsumed).toBe(false);
    expect(new TextDecoder().decode(await response.read())).toBe("ab");
  });

  it("a failure to build is a rejection, never a throw", async () => {
    await expect(clientOf().get("/relative")).rejects.toThrow(InvalidURL);
    await expect(clientOf().post("https://a.com", untyped({ json: {}, content: "x" }))).rejects.toThrow(
      TypeError,
    );
  });
});

async function* chunks(...texts: string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield new TextEncoder().encode(text);
}

describe("members", () => {
  it("headers: setting them puts the defaults back", () => {
    const client = clientOf({ headers: { "X-A": "1" } });
    client.headers.delete("Accept");
    client.headers = { "X-B": "2" };
    expect(client.headers.raw.map(([name]) => name)).toEqual([
      "Accept",
      "Accept-Encoding",
      "Connection",
      "User-Agent",
      "X-B",
    ]);
    client.headers.set("X-C", "3");
    expect(client.buildRequest("GET", "https://a.com").headers.get("x-c")).toBe("3");
  });

  it("params: changed in place, or set", () => {
    const client = clientOf({ params: { a: 1 } });
    expect(client.buildRequest("GET", "https://a.com").href).toBe("https://a.com/?a=1");
    client.params.append("b", "2");
    expect(client.buildRequest("GET", "https://a.com").href).toBe("https://a.com/?a=1&b=2");
    client.params = "c=3";
    expect(String(client.params)).toBe("c=3");
    expect(client.buildRequest("GET", "https://a.com").href).toBe("https://a.com/?c=3");
    client.params = null;
    expect(client.buildRequest("GET", "https://a.com").href).toBe("https://a.com/");
  });

  it("cookies: the jar, to be changed or set", () => {
    const client = clientOf({ cookies: { a: "1" } });
    client.cookies.set("b", "2");
    expect(client.buildRequest("GET", "https://a.com").headers.get("cookie")).toBe("a=1; b=2");
    client.cookies = { c: "3" };
    expect(client.buildRequest("GET", "https://a.com").headers.get("cookie")).toBe("c=3");
  });

  it("cookies: false is no jar at all", async () => {
    const transport = new MockTransport(() => new Response(200, { headers: { "Set-Cookie": "a=1" } }));
    const client = new Client({ transport, cookies: false });
    expect((await client.get("https://a.com")).cookies.get("a")).toBe("1");
    expect(client.buildRequest("GET", "https://a.com").headers.has("cookie")).toBe(false);
    expect(() => client.cookies).toThrow("`cookies: false`");
  });

  it("cookies: a jar is shared by the clients that are given it", async () => {
    const jar = new Cookies();
    const transport = new MockTransport(() => new Response(200, { headers: { "Set-Cookie": "a=1" } }));
    await new Client({ transport, cookies: jar }).get("https://a.com");
    expect(clientOf({ cookies: jar }).buildRequest("GET", "https://a.com").headers.get("cookie")).toBe("a=1");
  });

  it("auth: normalised when set", () => {
    const client = clientOf({ auth: ["user", "password"] });
    expect(client.auth).toBeInstanceOf(BasicAuth);
    client.auth = () => {};
    expect(client.auth).toBeInstanceOf(FunctionAuth);
    client.auth = null;
    expect(client.auth).toBeNull();
    expect(() => {
      client.auth = untyped("x");
    }).toThrow(TypeError);
    expect(clientOf().auth).toBeUndefined();
  });

  it("baseUrl: a URL whose path ends in a slash", () => {
    const client = clientOf({ baseUrl: "https://a.com/api" });
    expect(client.baseUrl?.href).toBe("https://a.com/api/");
    client.baseUrl = "https://b.com";
    expect(client.buildRequest("GET", "x").href).toBe("https://b.com/x");
    client.baseUrl = undefined;
    expect(client.baseUrl).toBeUndefined();
  });

  it.each([
    {
      name: "the default",
      given: undefined,
      want: { connect: 5000, read: 5000, write: 5000, pool: 5000, total: null },
    },
    { name: "a number", given: 10, want: { connect: 10, read: 10, write: 10, pool: 10, total: null } },
    { name: "none", given: null, want: null },
    {
      name: "a part",
      given: { read: null, total: 7 },
      want: { connect: 5000, read: null, write: 5000, pool: 5000, total: 7 },
    },
  ])("timeout: $name", ({ given, want }) => {
    const client = clientOf({ timeout: given });
    expect(client.timeout).toEqual(want);
    expect(client.buildRequest("GET", "https://a.com").extensions.timeout).toEqual(want);
  });

  it("timeout: a request's missing phases are the client's", () => {
    const client = clientOf({ timeout: 10 });
    const { extensions } = client.buildRequest("GET", "https://a.com", { timeout: { connect: 3 } });
    expect(extensions.timeout).toEqual({ connect: 3, read: 10, write: 10, pool: 10, total: null });
    expect(client.buildRequest("GET", "https://a.com", { timeout: null }).extensions.timeout).toBeNull();
  });

  it("eventHooks: lists of its own, to be changed or set", () => {
    const given = [() => {}];
    const client = clientOf({ eventHooks: { request: given } });
    client.eventHooks.response.push(() => {});
    client.eventHooks.request.push(() => {});
    expect(given).toHaveLength(1);
    client.eventHooks = { request: [] };
    expect(client.eventHooks).toEqual({ request: [], response: [], error: [] });
  });

  it("followRedirects and maxRedirects can be set", async () => {
    const transport = new MockTransport((request) =>
      request.url.pathname === "/" ? new Response(302, { headers: { Location: "/x" } }) : new Response(204),
    );
    const client = new Client({ transport });
    expect([client.followRedirects, client.maxRedirects]).toEqual([false, 20]);
    client.followRedirects = true;
    expect((await client.get("https://a.com")).statusCode).toBe(204);
    client.maxRedirects = 0;
    await expect(client.get("https://a.com")).rejects.toThrow("exceeded maximum allowed redirects (0)");
  });

  it("poolStats: zero, where no transport counts", () => {
    expect(clientOf().poolStats()).toEqual({ active: 0, idle: 0, queued: 0, connections: 0 });
  });

  it("prints without its secrets", () => {
    const client = clientOf({
      baseUrl: "https://user:hunter2@a.com/api",
      auth: ["user", "hunter2"],
      headers: { Authorization: "hunter2" },
      cookies: { session: "hunter2" },
    });
    const printed =
      inspect(client, { depth: 9, showHidden: true }) + inspect(client.auth, { depth: 9, showHidden: true });
    expect(printed).not.toContain("hunter2");
    expect(inspect(client)).toMatch(/^<Client \[open\] https:\/\/.*a\.com\/api\/>$/);
  });
});

describe("the request", () => {
  it("built and sent is what a call sends", async () => {
    const client = clientOf({ headers: { "X-Api-Key": "k" } });
    const request = client.buildRequest("GET", "https://a.com");
    request.headers.delete("X-Api-Key");
    const names = (await client.send(request)).json<[string, string][]>().map(([name]) => name);
    expect(names).toEqual(["Host", "Accept", "Accept-Encoding", "Connection", "User-Agent"]);
  });

  it("made by hand gets the client's auth and timeout, and nothing else", async () => {
    const client = clientOf({
      headers: { "X-A": "1" },
      cookies: { a: "1" },
      params: { a: 1 },
      auth: ["a", "b"],
      timeout: 7,
    });
    const request = new Request("GET", "https://a.com/x");
    expect((await client.send(request)).json()).toEqual([
      ["Host", "a.com"],
      ["Authorization", "Basic YTpi"],
    ]);
    expect(request.href).toBe("https://a.com/x");
    expect(request.extensions.timeout).toMatchObject({ read: 7 });
  });

  it("keeps a timeout that its extensions name", () => {
    const own = { connect: 1, read: 1, write: 1, pool: 1, total: null };
    const request = clientOf().buildRequest("GET", "https://a.com", {
      timeout: 99,
      extensions: { timeout: own, trace: 1 },
    });
    expect(request.extensions).toEqual({ timeout: own, trace: 1 });
  });

  it("takes a timeout in its extensions for all there is: a phase that is missing waits for ever", () => {
    const timeout = { read: 5 };
    const request = clientOf().buildRequest("GET", "https://a.com", { extensions: { timeout } });
    expect(request.extensions.timeout).toEqual({ read: 5 });
  });

  it.each([
    { name: "the Host header follows a URL that a hook changes", headers: {}, want: "b.com:81" },
    { name: "a Host header of the caller's stays", headers: { Host: "own" }, want: "own" },
  ])("$name", async ({ headers, want }) => {
    const inPlace = (request: Request): void => {
      request.url.host = "b.com:81";
    };
    const replaced = (request: Request): void => {
      request.url = "https://b.com:81/y";
    };
    for (const hook of [inPlace, replaced]) {
      const response = await clientOf({ eventHooks: { request: [hook] } }).get("https://a.com/x", {
        headers,
      });
      expect(new Map(response.json<[string, string][]>()).get("Host")).toBe(want);
    }
  });

  it("a hook that changes its timeout changes no other", async () => {
    const client = clientOf({
      eventHooks: {
        request: [
          (request) => {
            if (request.extensions.timeout) request.extensions.timeout.read = 1;
          },
        ],
      },
    });
    await client.get("https://a.com");
    await client.send(new Request("GET", "https://a.com"));
    expect([client.timeout?.read, new Client().timeout?.read]).toEqual([5000, 5000]);
  });

  it("is what the response knows", async () => {
    const response = await clientOf().get("https://a.com/x");
    expect(response.request.method).toBe("GET");
    expect(response.url.href).toBe("https://a.com/x");
    expect(response.elapsed).toBeGreaterThanOrEqual(0);
  });
});

describe("a derived client", () => {
  const parent = clientOf({
    baseUrl: "https://a.com/api",
    headers: { "X-A": "1", "X-B": "1" },
    params: { a: 1, b: 1 },
    cookies: { a: "1" },
    auth: ["a", "b"],
    timeout: 9,
  });

  it("merges headers and params, and appends a relative base URL", () => {
    const derived = parent.withOptions({
      baseUrl: "v2",
      headers: { "x-b": "2", "X-C": "3" },
      params: { b: 2, c: 3 },
    });
    const request = derived.buildRequest("GET", "pets");
    expect(request.href).toBe("https://a.com/api/v2/pets?a=1&b=2&c=3");
    expect(request.headers.raw.slice(-4)).toEqual([
      ["X-A", "1"],
      ["x-b", "2"],
      ["X-C", "3"],
      ["Cookie", "a=1"],
    ]);
    expect(parent.buildRequest("GET", "pets").href).toBe("https://a.com/api/pets?a=1&b=1");
  });

  it("takes the rest, or its own", async () => {
    expect(parent.withOptions({}).timeout).toEqual(parent.timeout);
    expect(parent.withOptions({}).auth).toBe(parent.auth);
    const derived = parent.withOptions({
      timeout: { read: 1 },
      auth: null,
      baseUrl: "https://b.com",
      followRedirects: true,
    });
    expect(derived.timeout).toMatchObject({ connect: 9, read: 1 });
    expect(derived.auth).toBeNull();
    expect(derived.baseUrl?.href).toBe("https://b.com/");
    expect(derived.followRedirects).toBe(true);
  });

  it("shares the jar, unless it is given cookies", () => {
    expect(parent.withOptions({}).cookies).toBe(parent.cookies);
    const derived = parent.withOptions({ cookies: { b: "2" } });
    expect([...derived.cookies].map(({ name }) => name)).toEqual(["a", "b"]);
    expect([...parent.cookies].map(({ name }) => name)).toEqual(["a"]);
  });

  it("takes params that were changed in place", () => {
    const client = clientOf({ params: { a: 1 } });
    client.params.set("b", "2");
    expect(String(client.withOptions({}).params)).toBe("a=1&b=2");
  });

  it("shares the transport: its own closing leaves it open, the parent's does not", async () => {
    let closed = 0;
    const transport: Transport = {
      handleRequest: async () => new Response(204),
      close: async () => {
        closed += 1;
      },
    };
    const client = new Client({ transport });
    const first = client.withOptions({});
    const second = client.withOptions({});
    await first.close();
    expect([first.isClosed, second.isClosed, client.isClosed, closed]).toEqual([true, false, false, 0]);
    await expect(first.get("https://a.com")).rejects.toThrow("the client has been closed");
    expect((await second.get("https://a.com")).statusCode).toBe(204);
    await client.close();
    expect([second.isClosed, closed]).toEqual([true, 1]);
    await expect(second.get("https://a.com")).rejects.toThrow("the client has been closed");
  });
});

describe("closing", () => {
  function thrown(): never {
    throw new Error("cannot close");
  }
  function counting(): Transport & { closed: number } {
    return {
      closed: 0,
      handleRequest: async () => new Response(204),
      async close() {
        this.closed += 1;
      },
    };
  }

  it("closes each transport once, however often it is mounted or closed", async () => {
    const own = counting();
    const mounted = counting();
    const client = new Client({
      transport: own,
      mounts: { "http://": mounted, "https://a.com": mounted, "all://b.com": own, "all://c.com": null },
    });
    await Promise.all([client.close(), client.close()]);
    await client.close();
    expect([own.closed, mounted.closed, client.isClosed]).toEqual([1, 1, true]);
  });

  it.each([
    { name: "at once", fails: thrown },
    { name: "later", fails: async () => thrown() },
  ])("closes the others where one fails $name, and says so", async ({ fails }) => {
    const mounted = counting();
    const failing: Transport = { handleRequest: async () => new Response(204), close: fails };
    const client = new Client({ transport: mounted, mounts: { "http://": failing } });
    await expect(client.close()).rejects.toThrow("cannot close");
    expect([mounted.closed, client.isClosed]).toEqual([1, true]);
  });

  it("happens at the end of the scope", async () => {
    const transport = counting();
    {
      await using client = new Client({ transport });
      expect(client.isClosed).toBe(false);
    }
    expect(transport.closed).toBe(1);
  });

  it("ends sending", async () => {
    const client = clientOf();
    await client.close();
    await expect(client.get("https://a.com")).rejects.toThrow(
      "Cannot send a request, as the client has been closed.",
    );
  });
});

describe("a base of one's own", () => {
  it("an Auth subclass, and one from another copy of the package", async () => {
    class Stamp extends Auth {
      override *authFlow(request: Request): Generator<Request, void, Response> {
        request.headers.set("X-Stamp", "1");
        yield request;
      }
    }
    const foreign: unknown = { authFlow: (request: Request) => new Stamp().authFlow(request) };
    for (const auth of [new Stamp(), untyped<Auth>(foreign)]) {
      const response = await clientOf({ auth }).get("https://a.com");
      expect(response.json()).toContainEqual(["X-Stamp", "1"]);
    }
  });
});

describe("what loggers write as JSON", () => {
  it("has no secrets, and nothing of the inside", async () => {
    const client = new Client({
      auth: ["u", "s3cret"],
      cookies: { jar: "s3cret" },
      transport: new MockTransport(() => new Response(302, { headers: { Location: "/?token=s3cret" } })),
    });
    const response = await client.get("http://u:s3cret@a/?api_key=s3cret", { cookies: { own: "s3cret" } });
    const logged = JSON.stringify({ client, response, next: response.nextRequest, auth: client.auth });
    expect(logged).not.toContain("s3cret");
    expect(JSON.parse(JSON.stringify(response))).toMatchObject({
      statusCode: 302,
      headers: { location: "/?token=[secure]" },
      request: { method: "GET", url: "http://u:[secure]@a/?api_key=[secure]" },
    });
    expect(Object.keys(JSON.parse(JSON.stringify(response.request)))).toEqual(["method", "url", "headers"]);
  });
});
