import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import {
  Auth,
  type AuthFlow,
  BasicAuth,
  BearerAuth,
  Client,
  type ClientOptions,
  DigestAuth,
  FunctionAuth,
  MockTransport,
  NetRCAuth,
  OAuth2ClientCredentials,
  RemoteProtocolError,
  Request,
  Response,
  type Transport,
} from "../../../runtime/index.js";

/** Answers with the Authorization header that it gets. */
const echo = new MockTransport(
  (request) => new Response(200, { json: [request.headers.get("authorization")] }),
);

async function authorization(
  options: ClientOptions,
  url = "https://a.com/",
  call = {},
): Promise<string | null> {
  const response = await new Client({ transport: echo, ...options }).get(url, call);
  return response.json<[string | null]>()[0];
}

describe("basic", () => {
  it.each([
    { given: ["user", "pass"], want: "dXNlcjpwYXNz" },
    { given: ["user", "password123"], want: "dXNlcjpwYXNzd29yZDEyMw==" },
    { given: ["Aladdin", "open sesame"], want: "QWxhZGRpbjpvcGVuIHNlc2FtZQ==" },
    { given: ["müller", "pässwörd"], want: "bcO8bGxlcjpww6Rzc3fDtnJk" },
    { given: ["", ""], want: "Og==" },
    { given: ["a@x", "b:c"], want: "YUB4OmI6Yw==" },
  ] as const)("$given", async ({ given, want }) => {
    expect(await authorization({ auth: given })).toBe(`Basic ${want}`);
  });
});

describe("whose auth a request gets", () => {
  const own = "Basic bzpv";
  const clients = "Basic Yzpj";
  it.each([
    { name: "none", client: {}, url: "https://a.com", call: {}, want: null },
    {
      name: "a header by the caller, without any auth",
      client: {},
      url: "https://a.com",
      call: { headers: { Authorization: "x" } },
      want: "x",
    },
    { name: "the client's", client: { auth: ["c", "c"] }, url: "https://a.com", call: {}, want: clients },
    {
      name: "the client's over a header",
      client: { auth: ["c", "c"] },
      url: "https://a.com",
      call: { headers: { authorization: "x" } },
      want: clients,
    },
    {
      name: "the request's over the client's",
      client: { auth: ["c", "c"] },
      url: "https://a.com",
      call: { auth: ["o", "o"] },
      want: own,
    },
    {
      name: "the client's over the URL's",
      client: { auth: ["c", "c"] },
      url: "https://u:p@a.com",
      call: {},
      want: clients,
    },
    {
      name: "the URL's",
      client: {},
      url: "https://u%40x:p%3Aw@a.com",
      call: {},
      want: `Basic ${btoa("u@x:p:w")}`,
    },
    { name: "the URL's user alone", client: {}, url: "http://a@h", call: {}, want: "Basic YTo=" },
    { name: "the URL's password alone", client: {}, url: "http://:b@h", call: {}, want: "Basic OmI=" },
    { name: "the base URL's", client: { baseUrl: "https://a:b@h" }, url: "/x", call: {}, want: "Basic YTpi" },
    {
      name: "null switches off the client's",
      client: { auth: ["c", "c"] },
      url: "https://a.com",
      call: { auth: null },
      want: null,
    },
    { name: "and the URL's", client: {}, url: "https://u:p@a.com", call: { auth: null }, want: null },
    { name: "on the client too", client: { auth: null }, url: "https://u:p@a.com", call: {}, want: null },
    {
      name: "a header stays when auth is off",
      client: { auth: ["c", "c"] },
      url: "https://a.com",
      call: { auth: null, headers: { Authorization: "x" } },
      want: "x",
    },
    { name: "an @ in the path is no userinfo", client: {}, url: "https://a.com/@x", call: {}, want: null },
  ] satisfies { name: string; client: ClientOptions; url: string; call: object; want: string | null }[])(
    "$name",
    async ({ client, url, call, want }) => {
      expect(await authorization(client, url, call)).toBe(want);
    },
  );

  it("userinfo reaches neither the Host nor the target", async () => {
    const client = new Client({
      transport: new MockTransport(
        (request) => new Response(200, { json: [request.headers.get("host"), request.target] }),
      ),
    });
    expect((await client.get("https://u:p@a.com/x?y")).json()).toEqual(["a.com", "/x?y"]);
  });

  it("what is none is a TypeError that does not show it", async () => {
    const call = new Client({ transport: echo }).get("https://a.com", { auth: "hunter2" as unknown as null });
    await expect(call).rejects.toThrow(TypeError);
    await expect(call).rejects.not.toThrow("hunter2");
  });
});

describe("bearer and function", () => {
  it.each([
    { name: "a token", auth: new BearerAuth("t"), want: "Bearer t" },
    { name: "a function that gives one", auth: new BearerAuth(() => "t"), want: "Bearer t" },
    { name: "a promise of one", auth: new BearerAuth(async () => "t"), want: "Bearer t" },
    {
      name: "a function that signs",
      auth: (request: Request) => request.headers.set("Authorization", "signed"),
      want: "signed",
    },
    {
      name: "one that returns the request",
      auth: new FunctionAuth((request) => {
        request.headers.set("Authorization", "same");
        return request;
      }),
      want: "same",
    },
    {
      name: "one that takes its time",
      auth: async (request: Request) => {
        await null;
        request.headers.set("Authorization", "later");
        return request;
      },
      want: "later",
    },
    {
      name: "one that sends another request",
      auth: () => new Request("GET", "https://b.com", { headers: { Authorization: "other" } }),
      want: "other",
    },
  ])("$name", async ({ auth, want }) => {
    expect(await authorization({ auth })).toBe(want);
  });

  it("a token that rotates is asked for each time", async () => {
    let count = 0;
    const client = new Client({ transport: echo, auth: new BearerAuth(() => `t${++count}`) });
    await client.get("https://a.com");
    expect((await client.get("https://a.com")).json()).toEqual(["Bearer t2"]);
  });
});

describe("a flow", () => {
  class Repeat extends Auth {
    readonly times: number;
    constructor(times: number) {
      super();
      this.times = times;
    }
    override *authFlow(request: Request): Generator<Request, void, Response> {
      const nonces: string[] = [];
      for (let round = 0; round < this.times; round++) {
        request.headers.set("Authorization", `Repeat ${round}`);
        const response = yield request;
        nonces.push(response.headers.get("www-authenticate") ?? "");
      }
      request.headers.set("Authorization", `Repeat ${nonces.join(".")}`);
      yield request;
    }
  }
  class RepeatLater extends Auth {
    override async *authFlow(request: Request): AuthFlow {
      yield* new Repeat(2).authFlow(request);
    }
  }
  const numbered = (): MockTransport => {
    let count = 0;
    return new MockTransport(
      (request) =>
        new Response(200, {
          headers: { "WWW-Authenticate": String(count++) },
          json: request.headers.get("authorization"),
        }),
    );
  };

  it.each([
    { name: "in step", auth: new Repeat(2) },
    { name: "that waits", auth: new RepeatLater() },
  ])("$name is resumed with each response, which becomes history", async ({ auth }) => {
    const response = await new Client({ transport: numbered(), auth }).get("https://a.com");
    expect(response.json()).toBe("Repeat 0.1");
    expect(response.history.map((earlier) => earlier.json())).toEqual(["Repeat 0", "Repeat 1"]);
    expect(response.history.map(({ history }) => history.length)).toEqual([0, 1]);
  });

  it("its rounds are no redirects", async () => {
    const response = await new Client({
      transport: numbered(),
      auth: new Repeat(5),
      followRedirects: true,
      maxRedirects: 0,
    }).get("https://a.com");
    expect(response.history).toHaveLength(5);
  });

  it("may read what it asks to have read", async () => {
    class Signs extends Auth {
      override readonly requiresRequestBody = true;
      override readonly requiresResponseBody = true;
      override *authFlow(request: Request): AuthFlow {
        request.headers.set("Authorization", new TextDecoder().decode(request.content));
        const response = yield request;
        request.headers.set("Authorization", `${response.text}+`);
        yield request;
      }
    }
    const stream = async function* (text: string): AsyncGenerator<Uint8Array> {
      yield new TextEncoder().encode(text);
    };
    const transport: Transport = {
      handleRequest: async (request) =>
        new Response(200, { stream: stream(request.headers.get("authorization") ?? "") }),
      close: async () => {},
    };
    const response = await new Client({ transport, auth: new Signs() }).post("https://a.com", {
      content: stream("body"),
    });
    expect(response.text).toBe("body+");
  });

  it("its own requests get hooks, jar and timeout, but none of the client's headers", async () => {
    class Token extends Auth {
      override *authFlow(request: Request): AuthFlow {
        const unauthorized = yield request;
        if (unauthorized.statusCode !== 401) return;
        const token = yield new Request("POST", "https://a.com/token");
        request.headers.set("Authorization", token.headers.get("x-token"));
        yield request;
      }
    }
    const seen: string[] = [];
    const transport = new MockTransport((request) => {
      if (request.url.pathname === "/token") {
        return new Response(200, {
          headers: { "X-Token": "t", "Set-Cookie": "s=1" },
          json: request.headers.raw,
        });
      }
      return new Response(request.headers.has("authorization") ? 200 : 401);
    });
    const client = new Client({
      transport,
      auth: new Token(),
      headers: { "X-A": "1" },
      timeout: 9,
      eventHooks: {
        request: [(request) => void seen.push(`${request.url.pathname} ${request.extensions.timeout?.read}`)],
      },
    });
    const response = await client.get("https://a.com/api");
    expect(response.history.map(({ statusCode, url }) => [statusCode, url.pathname])).toEqual([
      [401, "/api"],
      [200, "/token"],
    ]);
    expect(response.history[1]?.json()).toEqual([
      ["Host", "a.com"],
      ["Content-Length", "0"],
    ]);
    expect(seen).toEqual(["/api 9", "/token 9", "/api 9"]);
    expect(client.cookies.get("s")).toBe("1");
  });

  it("an error in it closes the response, and a failed send ends it", async () => {
    const steps: string[] = [];
    class Broken extends Auth {
      override *authFlow(request: Request): AuthFlow {
        try {
          yield request;
          throw new Error("broken");
        } finally {
          steps.push("finally");
        }
      }
    }
    const responses: Response[] = [];
    const client = new Client({
      transport: echo,
      auth: new Broken(),
      eventHooks: { response: [(response) => void responses.push(response)] },
    });
    await expect(client.stream("GET", "https://a.com")).rejects.toThrow("broken");
    expect(responses.map(({ isClosed }) => isClosed)).toEqual([true]);
    const failing = new MockTransport(() => {
      throw new Error("no network");
    });
    await expect(new Client({ transport: failing, auth: new Broken() }).get("https://a.com")).rejects.toThrow(
      "no network",
    );
    expect(steps).toEqual(["finally", "finally"]);
  });

  it("that yields nothing is a TypeError", async () => {
    class Empty extends Auth {
      override *authFlow(): AuthFlow {}
    }
    await expect(new Client({ transport: echo, auth: new Empty() }).get("https://a.com")).rejects.toThrow(
      "without yielding a request",
    );
  });

  it.each([5, null, "https://a.com"])(
    "that yields %j, which is no request, is a TypeError",
    async (given) => {
      class Stray extends Auth {
        override *authFlow(): AuthFlow {
          yield given as unknown as Request;
        }
      }
      await expect(new Client({ transport: echo, auth: new Stray() }).get("https://a.com")).rejects.toThrow(
        `authFlow: expected a Request, got ${JSON.stringify(given)}.`,
      );
    },
  );
});

describe("digest", () => {
  const challenge = 'Digest realm="r", qop="auth", nonce="N", opaque="o"';
  /** 401 with a fresh nonce until a request answers one of its nonces that is not in `refused`. */
  function server(
    options: { header?: (nonce: string) => string; refuses?: (authorization: string) => boolean } = {},
  ): { transport: Transport; log: string[] } {
    const log: string[] = [];
    let count = 0;
    const header = options.header ?? ((nonce: string) => challenge.replace("N", nonce));
    const transport = new MockTransport((request) => {
      const given = request.headers.get("authorization");
      log.push(
        `${request.url.pathname} ${/nonce="([^"]*)"/.exec(given ?? "")?.[1] ?? "-"} ${/nc=(\w+)/.exec(given ?? "")?.[1] ?? "-"}`,
      );
      if (given !== null && !options.refuses?.(given)) return new Response(200, { json: given });
      return new Response(401, { headers: { "WWW-Authenticate": header(`n${++count}`) } });
    });
    return { transport, log };
  }

  it("answers a 401, and from then on asks before it is asked", async () => {
    const { transport, log } = server();
    const client = new Client({ transport, auth: new DigestAuth("u", "p"), baseUrl: "https://a.com" });
    expect((await client.get("/1")).history.map(({ statusCode }) => statusCode)).toEqual([401]);
    expect((await client.get("/2")).history).toEqual([]);
    expect((await client.get("/3")).history).toEqual([]);
    expect(log).toEqual(["/1 - -", "/1 n1 00000001", "/2 n1 00000002", "/3 n1 00000003"]);
  });

  it("keeps what it knows to its origin", async () => {
    const { transport, log } = server();
    const client = new Client({ transport, auth: new DigestAuth("u", "p") });
    await client.get("https://a.com/1");
    await client.get("https://b.com/1");
    await client.get("https://a.com/2");
    expect(log).toEqual(["/1 - -", "/1 n1 00000001", "/1 - -", "/1 n2 00000001", "/2 n1 00000002"]);
  });

  it("gives up after one refusal", async () => {
    const { transport, log } = server({ refuses: () => true });
    const response = await new Client({ transport, auth: new DigestAuth("u", "p") }).get("https://a.com/1");
    expect([response.statusCode, response.history.length]).toEqual([401, 1]);
    expect(log).toHaveLength(2);
  });

  it("takes a new nonce when its own is refused, and counts anew", async () => {
    let refused = "";
    const { transport, log } = server({ refuses: (given) => refused !== "" && given.includes(refused) });
    const client = new Client({ transport, auth: new DigestAuth("u", "p"), baseUrl: "https://a.com" });
    await client.get("/1");
    refused = '"n1"';
    expect((await client.get("/2")).history).toHaveLength(1);
    expect(log).toEqual(["/1 - -", "/1 n1 00000001", "/2 n1 00000002", "/2 n2 00000001"]);
  });

  it("answers stale=true again, but not for ever", async () => {
    const stale = { header: (nonce: string) => `${challenge.replace("N", nonce)}, stale=true` };
    const patient = server({ ...stale, refuses: (given) => !given.includes('"n3"') });
    const response = await new Client({ transport: patient.transport, auth: new DigestAuth("u", "p") }).get(
      "https://a.com/1",
    );
    expect([response.statusCode, response.history.length]).toEqual([200, 3]);
    const endless = server({ ...stale, refuses: () => true });
    expect(
      (
        await new Client({ transport: endless.transport, auth: new DigestAuth("u", "p") }).get(
          "https://a.com/1",
        )
      ).statusCode,
    ).toBe(401);
    expect(endless.log.length).toBeLessThan(10);
  });

  it("never uses a count twice, however many requests there are at once", async () => {
    const { transport, log } = server({ header: () => challenge });
    const client = new Client({ transport, auth: new DigestAuth("u", "p"), baseUrl: "https://a.com" });
    const responses = await Promise.all(Array.from({ length: 50 }, (_, index) => client.get(`/${index}`)));
    expect(responses.every(({ statusCode }) => statusCode === 200)).toBe(true);
    const counts = log.map((line) => line.split(" ")[2]).filter((count) => count !== "-");
    expect(new Set(counts).size).toBe(50);
  });

  it("signs the body for auth-int, and sends it again", async () => {
    const { transport } = server({ header: (nonce) => `Digest realm="r", nonce="${nonce}", qop=auth-int` });
    const client = new Client({ transport, auth: new DigestAuth("u", "p") });
    const response = await client.post("https://a.com/x", { content: "hello" });
    expect(response.json()).toContain("qop=auth-int");
    expect(new TextDecoder().decode(response.request.content)).toBe("hello");
  });

  it.each([
    { name: "another scheme", status: 401, header: 'Basic realm="r"', want: 401 },
    { name: "no challenge", status: 401, header: null, want: 401 },
    { name: "another status", status: 403, header: challenge, want: 403 },
  ])("leaves $name alone", async ({ status, header, want }) => {
    const transport = new MockTransport(
      () => new Response(status, { headers: { "WWW-Authenticate": header } }),
    );
    const response = await new Client({ transport, auth: new DigestAuth("u", "p") }).get("https://a.com");
    expect([response.statusCode, response.history]).toEqual([want, []]);
  });

  it("runs outside the redirects: a 401 at their end starts over at the first request", async () => {
    const order: string[] = [];
    const transport = new MockTransport((request) => {
      const isSigned = request.headers.has("authorization");
      order.push(`${request.url.pathname}${isSigned ? " signed" : ""}`);
      if (request.url.pathname === "/r") return new Response(302, { headers: { Location: "/" } });
      return isSigned ? new Response(200) : new Response(401, { headers: { "WWW-Authenticate": challenge } });
    });
    const response = await new Client({
      transport,
      auth: new DigestAuth("u", "p"),
      followRedirects: true,
    }).get("https://a.com/r");
    expect(order).toEqual(["/r", "/", "/r signed", "/ signed"]);
    expect(response.history.map(({ statusCode, url }) => `${statusCode} ${url.pathname}`)).toEqual([
      "401 /",
      "302 /r",
    ]);
  });

  it("does not answer another origin's challenge", async () => {
    const transport = new MockTransport((request) =>
      request.url.host === "a.com"
        ? new Response(302, { headers: { Location: "https://b.com/" } })
        : new Response(401, { headers: { "WWW-Authenticate": challenge } }),
    );
    const response = await new Client({
      transport,
      auth: new DigestAuth("u", "p"),
      followRedirects: true,
    }).get("https://a.com/");
    expect([response.statusCode, response.history.length]).toEqual([401, 1]);
  });

  it("carries the cookies of the 401", async () => {
    const transport = new MockTransport((request) =>
      request.headers.has("authorization")
        ? new Response(200, { json: [request.headers.get("cookie")] })
        : new Response(401, { headers: { "WWW-Authenticate": challenge, "Set-Cookie": "s=1" } }),
    );
    expect(
      (await new Client({ transport, auth: new DigestAuth("u", "p") }).get("https://a.com")).json(),
    ).toEqual(["s=1"]);
  });
});

describe("netrc", () => {
  const file = join(mkdtempSync(join(tmpdir(), "netrc-")), "netrc");
  writeFileSync(
    file,
    "machine a.com login u password p\nmachine nopass.com login u\ndefault login d password q\n",
  );
  it.each([
    { url: "https://a.com:81/x", want: `Basic ${btoa("u:p")}` },
    { url: "https://nopass.com", want: null },
    { url: "https://www.a.com", want: `Basic ${btoa("d:q")}` },
  ])("$url", async ({ url, want }) => {
    expect(await authorization({ auth: new NetRCAuth(file) }, url)).toBe(want);
  });

  it("a file that is not there is an error at once", () => {
    expect(() => new NetRCAuth(join(file, "none"))).toThrow(/ENOENT|ENOTDIR/);
  });
});

describe("OAuth 2.0 client credentials", () => {
  interface Issuer {
    readonly transport: Transport;
    readonly tokenRequests: Request[];
  }
  /** Issues t1, t2 …; the API takes those that are not revoked. */
  function issuer(
    options: {
      expiresIn?: number;
      revoked?: string[];
      answer?: (count: number) => Response | undefined;
    } = {},
  ): Issuer {
    const tokenRequests: Request[] = [];
    const transport = new MockTransport(async (request) => {
      if (request.url.pathname === "/token") {
        tokenRequests.push(request);
        await null;
        const body = {
          access_token: `t${tokenRequests.length}`,
          token_type: "Bearer",
          expires_in: options.expiresIn,
        };
        return options.answer?.(tokenRequests.length) ?? new Response(200, { json: body });
      }
      const token = request.headers.get("authorization")?.slice(7) ?? "";
      return new Response(options.revoked?.includes(token) ? 401 : 200, { text: token });
    });
    return { transport, tokenRequests };
  }
  const credentials = { tokenUrl: "https://auth.com/token", clientId: "id with :", clientSecret: "s&cret" };

  it("asks once, and keeps the token", async () => {
    const { transport, tokenRequests } = issuer();
    const client = new Client({
      transport,
      auth: new OAuth2ClientCredentials({ ...credentials, scope: ["a", "b"] }),
      headers: { "X-A": "1" },
    });
    expect((await client.get("https://a.com")).text).toBe("t1");
    expect((await client.get("https://a.com")).text).toBe("t1");
    expect(tokenRequests).toHaveLength(1);
    const [request] = tokenRequests;
    expect(new TextDecoder().decode(request?.content)).toBe("grant_type=client_credentials&scope=a+b");
    expect(request?.headers.get("authorization")).toBe(`Basic ${btoa("id+with+%3A:s%26cret")}`);
    expect(request?.headers.get("content-type")).toBe("application/x-www-form-urlencoded");
    expect(request?.headers.has("x-a")).toBe(false);
  });

  it("names itself in the form, when told to", async () => {
    const { transport, tokenRequests } = issuer();
    const auth = new OAuth2ClientCredentials({
      ...credentials,
      clientAuth: "body",
      extra: { audience: "x" },
    });
    await new Client({ transport, auth }).get("https://a.com");
    expect(new TextDecoder().decode(tokenRequests[0]?.content)).toBe(
      "grant_type=client_credentials&audience=x&client_id=id+with+%3A&client_secret=s%26cret",
    );
    expect(tokenRequests[0]?.headers.has("authorization")).toBe(false);
  });

  it("asks once for many requests at once", async () => {
    const { transport, tokenRequests } = issuer();
    const client = new Client({ transport, auth: new OAuth2ClientCredentials(credentials) });
    const responses = await Promise.all(Array.from({ length: 20 }, () => client.get("https://a.com")));
    expect(new Set(responses.map(({ text }) => text))).toEqual(new Set(["t1"]));
    expect(tokenRequests).toHaveLength(1);
  });

  it("renews a token before it expires", async () => {
    const { transport, tokenRequests } = issuer({ expiresIn: 0.05 });
    const client = new Client({
      transport,
      auth: new OAuth2ClientCredentials({ ...credentials, expirySkew: 0 }),
    });
    await client.get("https://a.com");
    await new Promise((resolve) => setTimeout(resolve, 70));
    expect((await client.get("https://a.com")).text).toBe("t2");
    expect(tokenRequests).toHaveLength(2);
  });

  it("a 401 gets one new token for all, and one more try", async () => {
    const { transport, tokenRequests } = issuer({ revoked: ["t1"] });
    const client = new Client({ transport, auth: new OAuth2ClientCredentials(credentials) });
    const responses = await Promise.all(Array.from({ length: 5 }, () => client.get("https://a.com")));
    expect(new Set(responses.map(({ text }) => text))).toEqual(new Set(["t2"]));
    expect(tokenRequests).toHaveLength(2);
  });

  it("a second 401 is the answer", async () => {
    const { transport } = issuer({ revoked: ["t1", "t2"] });
    expect(
      (await new Client({ transport, auth: new OAuth2ClientCredentials(credentials) }).get("https://a.com"))
        .statusCode,
    ).toBe(401);
  });

  it("a refused token request is an HTTPStatusError, and does not keep others waiting", async () => {
    const { transport } = issuer({
      answer: (count) => (count === 1 ? new Response(400, { json: { error: "invalid_client" } }) : undefined),
    });
    const client = new Client({ transport, auth: new OAuth2ClientCredentials(credentials) });
    const results = await Promise.allSettled([client.get("https://a.com"), client.get("https://a.com")]);
    expect(results.map(({ status }) => status)).toEqual(["rejected", "fulfilled"]);
    await expect(Promise.reject((results[0] as PromiseRejectedResult).reason)).rejects.toMatchObject({
      name: "HTTPStatusError",
      response: { statusCode: 400 },
    });
  });

  it.each([
    { given: "{}", want: "without an access_token" },
    { given: "null", want: "without an access_token" },
    { given: '{"access_token":""}', want: "without an access_token" },
    { given: "<html>", want: "with something else than JSON" },
    { given: "", want: "with something else than JSON" },
  ])("$given in place of a token is a RemoteProtocolError", async ({ given, want }) => {
    const { transport } = issuer({ answer: () => new Response(200, { content: given }) });
    const client = new Client({ transport, auth: new OAuth2ClientCredentials(credentials) });
    const error = await client.get("https://a.com").catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(RemoteProtocolError);
    expect((error as RemoteProtocolError).message).toContain(want);
    expect((error as RemoteProtocolError).request?.href).toBe(credentials.tokenUrl);
  });

  it.each([{ seconds: undefined }, { seconds: null }, { seconds: "soon" }, { seconds: "3600" }])(
    "a token that lives for $seconds seconds is kept",
    async ({ seconds }) => {
      const { transport, tokenRequests } = issuer({
        answer: () => new Response(200, { json: { access_token: "t1", expires_in: seconds } }),
      });
      const client = new Client({ transport, auth: new OAuth2ClientCredentials(credentials) });
      for (let count = 0; count < 3; count++) await client.get("https://a.com");
      expect(tokenRequests).toHaveLength(1);
    },
  );
});

it("what goes wrong in a flow says which request it was", async () => {
  const transport = new MockTransport(
    () => new Response(401, { headers: { "WWW-Authenticate": 'Digest realm="r"' } }),
  );
  const client = new Client({ transport, auth: new DigestAuth("u", "p") });
  await expect(client.get("https://a.com/x")).rejects.toMatchObject({
    message: expect.stringMatching(/^GET https:\/\/a\.com\/x: Malformed Digest/),
    request: { href: "https://a.com/x" },
  });
});

it("no scheme prints what it holds", () => {
  const schemes = [
    new BasicAuth("u", "hunter2"),
    new BearerAuth("hunter2"),
    new DigestAuth("u", "hunter2"),
    new OAuth2ClientCredentials({ tokenUrl: "https://a.com", clientId: "u", clientSecret: "hunter2" }),
  ];
  for (const auth of schemes)
    expect(inspect(auth, { depth: 9, showHidden: true }) + JSON.stringify(auth)).not.toContain("hunter2");
});
