import { inspect } from "node:util";
import { BasicAuth, type HTTPError, MockTransport, type Request, Response } from "@gen-client/runtime";
import {
  ApiClient,
  type ApiClientOptions,
  type CallOptions,
  type CredentialRequest,
  CredentialsError,
  call,
  operation,
  type Reply,
  type SecurityRequirement,
} from "@gen-client/runtime/codegen";
import { describe, expect, it } from "vitest";
import type { SecuritySchemes } from "../../../runtime/codegen/security-schemes.js";

const schemes: SecuritySchemes = {
  bearer: { kind: "bearer" },
  basic: { kind: "basic" },
  digest: { kind: "digest" },
  hoba: { kind: "http", scheme: "HOBA" },
  header: { kind: "api-key", in: "header", parameter: "X-Api-Key" },
  query: { kind: "api-key", in: "query", parameter: "api key" },
  cookie: { kind: "api-key", in: "cookie", parameter: "sid" },
  tls: { kind: "mutual-tls" },
  oauth: { kind: "oauth2", tokenUrl: "https://auth.example/token", refreshUrl: "/refresh" },
  oidc: { kind: "openid-connect", url: "https://auth.example/.well-known/openid-configuration" },
};

type Alternatives = SecurityRequirement[];
type Credentials = NonNullable<ApiClientOptions["auth"]>;
type Respond = (request: Request) => Response;

function api(auth: Credentials | undefined, options: ApiClientOptions = {}, respond?: Respond) {
  const requests: Request[] = [];
  const transport = new MockTransport((request) => {
    requests.push(request.derive(request.method, request.url, request.headers.clone()));
    return respond?.(request) ?? new Response(200, { json: {} });
  });
  const definition = { title: "Test", version: "1", servers: [{ url: "https://api.example.com" }], schemes };
  const client = new ApiClient({ ...definition, security: [["header"]] }, { auth, transport, ...options });
  const send = (security: Alternatives | undefined, callOptions?: CallOptions) => {
    const described = operation<object, { 200: Reply<unknown> }>({
      id: "getPet",
      method: "GET",
      path: "/",
      ...(security && { security }),
      responses: { 200: "json" },
    });
    return call(client, described, {}, callOptions);
  };
  return { client, send, requests };
}

interface Sent {
  readonly authorization?: string;
  readonly key?: string;
  readonly cookie?: string;
  readonly search?: string;
}

function sentBy(request: Request | undefined): Sent {
  const { headers, url } = request!;
  return Object.fromEntries(
    Object.entries({
      authorization: headers.get("authorization"),
      key: headers.get("x-api-key"),
      cookie: headers.get("cookie"),
      search: url.search,
    }).filter(([, value]) => value !== null && value !== ""),
  );
}

describe("credentials go where their scheme says", () => {
  const rows: readonly { name: string; auth: Credentials; security: Alternatives; want: Sent }[] = [
    { name: "bearer", auth: { bearer: "t" }, security: [["bearer"]], want: { authorization: "Bearer t" } },
    {
      name: "a bearer callback",
      auth: { bearer: () => "t" },
      security: [["bearer"]],
      want: { authorization: "Bearer t" },
    },
    {
      name: "an async one",
      auth: { bearer: () => Promise.resolve("t") },
      security: [["bearer"]],
      want: { authorization: "Bearer t" },
    },
    {
      name: "basic, in UTF-8",
      auth: { basic: { username: "tom", password: "é" } },
      security: [["basic"]],
      want: { authorization: "Basic dG9tOsOp" },
    },
    {
      name: "basic as a pair",
      auth: { basic: ["a", "b"] },
      security: [["basic"]],
      want: { authorization: "Basic YTpi" },
    },
    {
      name: "basic from a callback",
      auth: { basic: () => ["a", "b"] as const },
      security: [["basic"]],
      want: { authorization: "Basic YTpi" },
    },
    {
      name: "another HTTP scheme",
      auth: { hoba: "x=1" },
      security: [["hoba"]],
      want: { authorization: "HOBA x=1" },
    },
    { name: "a key in a header", auth: { header: "k" }, security: [["header"]], want: { key: "k" } },
    {
      name: "a key in the query",
      auth: { query: "k&" },
      security: [["query"]],
      want: { search: "?api%20key=k%26" },
    },
    { name: "a key in a cookie", auth: { cookie: "k" }, security: [["cookie"]], want: { cookie: "sid=k" } },
    {
      name: "keys from callbacks",
      auth: { header: () => "h", query: () => "q", cookie: () => "c" },
      security: [["header", "query", "cookie"]],
      want: { key: "h", search: "?api%20key=q", cookie: "sid=c" },
    },
    {
      name: "an OAuth token",
      auth: { oauth: "t" },
      security: [["oauth"]],
      want: { authorization: "Bearer t" },
    },
    {
      name: "AND: all of an alternative",
      auth: { header: "h", bearer: "b" },
      security: [["header", "bearer"]],
      want: { key: "h", authorization: "Bearer b" },
    },
    {
      name: "OR: the first that is satisfied",
      auth: { header: "h", bearer: "b" },
      security: [["basic"], ["bearer"], ["header"]],
      want: { authorization: "Bearer b" },
    },
    {
      name: "an incomplete alternative is passed over",
      auth: { header: "h" },
      security: [["header", "bearer"], ["header"]],
      want: { key: "h" },
    },
    {
      name: "optional, with credentials",
      auth: { header: "h" },
      security: [[], ["header"]],
      want: { key: "h" },
    },
    { name: "optional, without", auth: {}, security: [["header"], []], want: {} },
    { name: "no security: no credentials", auth: { header: "h", bearer: "b" }, security: [], want: {} },
    {
      name: "a runtime auth goes with every call",
      auth: new BasicAuth("a", "b"),
      security: [],
      want: { authorization: "Basic YTpi" },
    },
    {
      name: "so does a pair",
      auth: ["a", "b"],
      security: [["bearer"]],
      want: { authorization: "Basic YTpi" },
    },
  ];
  it.each(rows)("$name", async ({ auth, security, want }) => {
    const { send, requests } = api(auth);
    await send(security);
    expect(sentBy(requests[0])).toEqual(want);
  });

  const overrides: readonly { name: string; options: CallOptions; want: Sent }[] = [
    { name: "null sends none", options: { auth: null }, want: {} },
    {
      name: "another credential",
      options: { auth: { bearer: "other" } },
      want: { authorization: "Bearer other" },
    },
    {
      name: "another auth",
      options: { auth: new BasicAuth("a", "b") },
      want: { authorization: "Basic YTpi" },
    },
    {
      name: "a header by hand",
      options: { headers: { Authorization: "Own x" } },
      want: { authorization: "Own x" },
    },
  ];
  it.each(overrides)("per call: $name", async ({ options, want }) => {
    const { send, requests } = api({ bearer: "own" });
    await send([["bearer"]], options);
    expect(sentBy(requests[0])).toEqual(want);
  });
});

describe("without sufficient credentials nothing is sent", () => {
  const rows: readonly {
    name: string;
    auth: Credentials | undefined;
    security: Alternatives;
    message: string;
  }[] = [
    {
      name: "none at all",
      auth: undefined,
      security: [["bearer"]],
      message: 'getPet needs credentials for "bearer": pass',
    },
    {
      name: "half of an alternative",
      auth: { header: "h" },
      security: [["header", "bearer"], ["basic"]],
      message:
        'getPet needs credentials for "header" and "bearer" (missing "bearer"), or "basic": pass them in "auth"',
    },
    {
      name: "a name that no scheme has",
      auth: { baerer: "b" },
      security: [["bearer"]],
      message: 'pass them in "auth", by scheme name. No scheme is called "baerer".',
    },
    { name: "no certificate", auth: {}, security: [["tls"]], message: 'a client certificate in "verify"' },
    {
      name: "a scheme named like what objects inherit",
      auth: {},
      security: [["constructor"]],
      message: '"constructor"',
    },
    {
      name: "a callback that gives none",
      auth: { bearer: () => undefined },
      security: [["bearer"]],
      message: '"bearer" is a function, and it gave none',
    },
  ];
  it.each(rows)("$name", async ({ auth, security, message }) => {
    const { send, requests } = api(auth);
    const error: unknown = await send(security).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(CredentialsError);
    expect((error as Error).message).toContain(message);
    expect(requests).toEqual([]);
  });

  it.each([{ cookie: "a; admin=1" }, { cookie: () => "a; admin=1" }])(
    "nor with a cookie that would begin another",
    async (auth) => {
      const { send, requests } = api(auth);
      await expect(send([["cookie"]])).rejects.toThrow(/cookie ".+" cannot hold ";"/);
      expect(requests).toEqual([]);
    },
  );

  it("but a header that the caller sets by hand is as good", async () => {
    const { send, requests } = api(undefined, { headers: { Authorization: "Bearer own" } });
    await send([["bearer"]]);
    expect(sentBy(requests[0])).toEqual({ authorization: "Bearer own" });
  });
});

describe("credentials never leave for another origin", () => {
  it("by a redirect", async () => {
    const { send, requests } = api({ header: "h", bearer: () => "b", cookie: "c" }, {}, (request) =>
      request.url.host === "api.example.com"
        ? new Response(302, { headers: { Location: "https://evil.example/" } })
        : new Response(200, { json: {} }),
    );
    await send([["header", "bearer", "cookie"]]);
    expect(requests.map(sentBy)).toEqual([{ key: "h", authorization: "Bearer b", cookie: "sid=c" }, {}]);
  });

  it("by a request by hand", async () => {
    const { client, requests } = api({ header: "h" });
    await client.client.get("/x");
    await client.client.get("https://other.example/x");
    expect(requests.map(sentBy)).toEqual([{ key: "h" }, {}]);
  });
});

describe("a request that was built", () => {
  it("has its credentials, and keeps what is done to it", async () => {
    const { client, send, requests } = api({ header: "h" });
    const request = send([["header"]]).build();
    expect(sentBy(request)).toEqual({ key: "h" });
    request.headers.delete("X-Api-Key");
    await client.client.send(request);
    expect(sentBy(requests[0])).toEqual({});
  });

  it("gets those of callbacks when it is sent", async () => {
    const { client, send, requests } = api({ header: async () => "late" });
    await client.client.send(send([["header"]]).build());
    expect(sentBy(requests[0])).toEqual({ key: "late" });
  });

  it("gets none if its operation asks for none", async () => {
    const { client, send, requests } = api({ header: "h" });
    await client.client.send(send(undefined).build());
    expect(sentBy(requests[0])).toEqual({});
  });
});

describe("OAuth 2", () => {
  interface Exchange {
    readonly url: string;
    readonly form: Record<string, string>;
    readonly authorization: string | null;
  }

  /** A token server beside an API that accepts only the newest token. */
  function tokens(options: { expiresIn?: number; refreshToken?: string } = {}) {
    const exchanges: Exchange[] = [];
    const accepted: string[] = [];
    let issued = 0;
    let revoked = 0;
    const respond: Respond = (request) => {
      const { url, headers } = request;
      if (url.pathname.startsWith("/.well-known")) {
        return new Response(200, { json: { token_endpoint: "https://auth.example/discovered" } });
      }
      if (url.host === "auth.example" || url.pathname === "/refresh") {
        const form = Object.fromEntries(new URLSearchParams(new TextDecoder().decode(request.content)));
        exchanges.push({ url: url.href, form, authorization: headers.get("authorization") });
        if (form.client_id === "bad") {
          return new Response(401, { json: { error: "invalid_client", error_description: "who?" } });
        }
        issued += 1;
        return new Response(200, {
          json: {
            access_token: `t${issued}`,
            expires_in: options.expiresIn,
            refresh_token: options.refreshToken,
          },
        });
      }
      const token = headers.get("authorization") ?? "";
      const isAccepted = token === `Bearer t${issued}` && issued > revoked;
      if (isAccepted) accepted.push(token);
      return new Response(isAccepted ? 200 : 401, { json: {} });
    };
    const revoke = (): void => {
      revoked = issued;
    };
    return { respond, exchanges, accepted, revoke };
  }

  const clientCredentials = { clientId: "id", clientSecret: "s/ecret" };
  const basic = `Basic ${btoa("id:s%2Fecret")}`;

  const grants: readonly { name: string; auth: Credentials; scheme: string; want: Exchange[] }[] = [
    {
      name: "client credentials",
      auth: { oauth: { ...clientCredentials, scopes: ["a", "b"], parameters: { audience: "x" } } },
      scheme: "oauth",
      want: [
        {
          url: "https://auth.example/token",
          form: { grant_type: "client_credentials", scope: "a b", audience: "x" },
          authorization: basic,
        },
      ],
    },
    {
      name: "client credentials in the body",
      auth: { oauth: { ...clientCredentials, clientAuth: "body" } },
      scheme: "oauth",
      want: [
        {
          url: "https://auth.example/token",
          form: { grant_type: "client_credentials", client_id: "id", client_secret: "s/ecret" },
          authorization: null,
        },
      ],
    },
    {
      name: "password, of a public client",
      auth: { oauth: { username: "tom", password: "pw", clientId: "app" } },
      scheme: "oauth",
      want: [
        {
          url: "https://auth.example/token",
          form: { grant_type: "password", username: "tom", password: "pw", client_id: "app" },
          authorization: null,
        },
      ],
    },
    {
      name: "a refresh token, at the refresh URL",
      auth: { oauth: { refreshToken: "r", clientId: "app", tokenUrl: "https://auth.example/token" } },
      scheme: "oauth",
      want: [
        {
          url: "https://api.example.com/refresh",
          form: { grant_type: "refresh_token", refresh_token: "r", client_id: "app" },
          authorization: null,
        },
      ],
    },
    {
      name: "OpenID Connect: the token URL is discovered",
      auth: { oidc: clientCredentials },
      scheme: "oidc",
      want: [
        {
          url: "https://auth.example/discovered",
          form: { grant_type: "client_credentials" },
          authorization: basic,
        },
      ],
    },
  ];
  it.each(grants)("$name", async ({ auth, scheme, want }) => {
    const server = tokens();
    const { send } = api(auth, {}, server.respond);
    await send([[scheme]]);
    await send([[scheme]]);
    expect(server.exchanges).toEqual(want);
    expect(server.accepted).toEqual(["Bearer t1", "Bearer t1"]);
  });

  it("one request for a token, however many calls wait", async () => {
    const server = tokens();
    const { send } = api({ oauth: { ...clientCredentials } }, {}, server.respond);
    await Promise.all(Array.from({ length: 10 }, () => send([["oauth"]])));
    expect(server.exchanges).toHaveLength(1);
    expect(server.accepted).toHaveLength(10);
  });

  it("a 401 gets one new token and one more try", async () => {
    const server = tokens();
    const { send } = api({ oauth: { ...clientCredentials } }, {}, server.respond);
    await send([["oauth"]]);
    server.revoke();
    await send([["oauth"]]);
    expect(server.accepted).toEqual(["Bearer t1", "Bearer t2"]);
  });

  it("a token that has expired is refreshed, and reported", async () => {
    const server = tokens({ expiresIn: 0, refreshToken: "r1" });
    const seen: (string | undefined)[] = [];
    const oauth = {
      ...clientCredentials,
      onToken: (token: { refreshToken?: string }): void => void seen.push(token.refreshToken),
    };
    const { send } = api({ oauth }, {}, server.respond);
    await send([["oauth"]]);
    await send([["oauth"]]);
    expect(server.exchanges.map(({ form }) => form.grant_type)).toEqual([
      "client_credentials",
      "refresh_token",
    ]);
    expect(seen).toEqual(["r1", "r1"]);
  });

  const scoped: readonly {
    name: string;
    grant?: object;
    calls: readonly (readonly string[])[];
    /** The scope of each request for a token. */
    want: readonly (string | undefined)[];
  }[] = [
    { name: "those of the operation", calls: [["b", "a"]], want: ["a b"] },
    { name: "none where the operation requires none", calls: [[]], want: [undefined] },
    {
      name: "a token for each set",
      calls: [["a"], ["b"], ["a"], ["b", "a"], ["a", "b"]],
      want: ["a", "b", "a b"],
    },
    {
      name: "the grant's own in place of them",
      grant: { scopes: ["x"] },
      calls: [["a"], ["b"]],
      want: ["x"],
    },
    {
      name: "none at all, for the grant says so",
      grant: { scopes: [] },
      calls: [["a"], ["b"]],
      want: [undefined],
    },
    {
      name: "one request for each set, however many wait",
      calls: Array.from({ length: 10 }, (_, index) => [index % 2 === 0 ? "a" : "b"]),
      want: ["a", "b"],
    },
    {
      name: "a refresh token has its own",
      grant: { refreshToken: "r", clientId: "app" },
      calls: [["a"], ["b"]],
      want: [undefined],
    },
    {
      name: "a refresh token for fewer",
      grant: { refreshToken: "r", clientId: "app", scopes: ["a"] },
      calls: [["a"], ["b"]],
      want: ["a"],
    },
  ];
  it.each(scoped)("scopes: $name", async ({ grant, calls, want }) => {
    const asked: (string | undefined)[] = [];
    const { send, requests } = api(
      { oauth: { ...(grant ?? clientCredentials), clientId: "id" } as never },
      {},
      (request) => {
        if (request.url.host !== "auth.example" && request.url.pathname !== "/refresh")
          return new Response(200, { json: {} });
        const form = new URLSearchParams(new TextDecoder().decode(request.content));
        asked.push(form.get("scope") ?? undefined);
        return new Response(200, { json: { access_token: `for ${form.get("scope")}` } });
      },
    );
    await Promise.all(calls.map((scopes) => send([{ oauth: scopes }])));
    expect(asked.sort()).toEqual([...want].sort());
    if (grant !== undefined) return;
    const tokens = requests
      .map(({ headers }) => headers.get("authorization") ?? "")
      .filter((text) => text.startsWith("Bearer"));
    expect(tokens.sort()).toEqual(
      calls.map((scopes) => `Bearer for ${scopes.length === 0 ? null : [...scopes].sort().join(" ")}`).sort(),
    );
  });

  it("a refusal is the answer to all that wait: nobody asks again", async () => {
    const server = tokens();
    const { send } = api(
      { oauth: { clientId: "bad", clientSecret: "x", clientAuth: "body" } },
      {},
      server.respond,
    );
    const calls = await Promise.allSettled([1, 2, 3].map(() => send([["oauth"]])));
    expect(calls.map(({ status }) => status)).toEqual(["rejected", "rejected", "rejected"]);
    expect(server.exchanges).toHaveLength(1);
  });

  it("a refusal says what the server said, and no secret", async () => {
    const server = tokens();
    const { send } = api(
      { oauth: { clientId: "bad", clientSecret: "s3cret", clientAuth: "body" } },
      {},
      server.respond,
    );
    const error: unknown = await send([["oauth"]]).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(CredentialsError);
    expect((error as Error).message).toBe(
      "The token endpoint https://auth.example/token answered 401, invalid_client: who?.",
    );
  });
});

describe("a function is asked again after a 401", () => {
  const reasons = (asked: readonly CredentialRequest[]): string[] => asked.map(({ reason }) => reason);
  const rows: readonly {
    name: string;
    /** What the function gives, the first time and later. */
    given: readonly (string | undefined)[];
    scheme: string;
    accepted: string;
    want: { asked: string[]; sent: Sent[]; status: number };
  }[] = [
    {
      name: "and the request is repeated with what it gives then",
      given: ["old", "new"],
      scheme: "bearer",
      accepted: "Bearer new",
      want: {
        asked: ["request", "unauthorized"],
        sent: [{ authorization: "Bearer old" }, { authorization: "Bearer new" }],
        status: 200,
      },
    },
    {
      name: "once",
      given: ["old", "older"],
      scheme: "bearer",
      accepted: "Bearer new",
      want: {
        asked: ["request", "unauthorized"],
        sent: [{ authorization: "Bearer old" }, { authorization: "Bearer older" }],
        status: 401,
      },
    },
    {
      name: "but not with the same",
      given: ["old", "old"],
      scheme: "bearer",
      accepted: "Bearer new",
      want: { asked: ["request", "unauthorized"], sent: [{ authorization: "Bearer old" }], status: 401 },
    },
    {
      name: "nor with nothing",
      given: ["old", undefined],
      scheme: "bearer",
      accepted: "Bearer new",
      want: { asked: ["request", "unauthorized"], sent: [{ authorization: "Bearer old" }], status: 401 },
    },
    {
      name: "a key in the query is replaced",
      given: ["old", "new"],
      scheme: "query",
      accepted: "?api%20key=new",
      want: {
        asked: ["request", "unauthorized"],
        sent: [{ search: "?api%20key=old" }, { search: "?api%20key=new" }],
        status: 200,
      },
    },
    {
      name: "so is a cookie",
      given: ["old", "new"],
      scheme: "cookie",
      accepted: "sid=new",
      want: {
        asked: ["request", "unauthorized"],
        sent: [{ cookie: "sid=old" }, { cookie: "sid=new" }],
        status: 200,
      },
    },
  ];
  it.each(rows)("$name", async ({ given, scheme, accepted, want }) => {
    const asked: CredentialRequest[] = [];
    const supply = (request: CredentialRequest): string | undefined => {
      asked.push(request);
      return given[asked.length - 1];
    };
    const { client, requests } = api({ [scheme]: supply }, {}, (request) => {
      const sent = Object.values(sentBy(request));
      return new Response(sent.includes(accepted) ? 200 : 401, {
        headers: { "Set-Cookie": "a=b" },
        json: {},
      });
    });
    const described = operation<object, { 200: Reply<unknown> }>({
      id: "write",
      method: "GET",
      path: "/",
      security: [{ [scheme]: ["write"] }],
      responses: { 200: "json" },
    });
    const { status } = await call(client, described, {}).result();
    expect({ asked: reasons(asked), sent: requests.map(sentBy).map(withoutOwnCookie), status }).toEqual(want);
    expect(asked[0]?.scopes).toEqual(["write"]);
  });

  /** What the server has set is sent, too. */
  const withoutOwnCookie = ({ cookie, ...sent }: Sent): Sent => {
    const kept = cookie?.split("; ").filter((pair) => pair !== "a=b") ?? [];
    return kept.length === 0 ? sent : { ...sent, cookie: kept.join("; ") };
  };
});

describe("what the caller sends by hand is as good as a credential", () => {
  const rows: readonly { name: string; scheme: string; client?: ApiClientOptions; options?: CallOptions }[] =
    [
      { name: "a header of the client", scheme: "header", client: { headers: { "x-api-key": "k" } } },
      { name: "a header of the call", scheme: "header", options: { headers: { "x-api-key": "k" } } },
      { name: "a cookie of the client", scheme: "cookie", client: { cookies: { sid: "k" } } },
      { name: "a cookie of the call", scheme: "cookie", options: { cookies: { sid: "k" } } },
      { name: "a Cookie header", scheme: "cookie", client: { headers: { Cookie: "a=b; sid=k" } } },
      { name: "a parameter of the client", scheme: "query", client: { params: { "api key": "k" } } },
      { name: "a parameter of the call", scheme: "query", options: { params: { "api key": "k" } } },
      { name: "a certificate", scheme: "tls", client: { verify: { cert: "c", key: "k" } } },
    ];
  it.each(rows)("$name", async ({ scheme, client, options }) => {
    const { send, requests } = api(undefined, client);
    await send([[scheme]], options);
    expect(requests).toHaveLength(1);
  });

  it.each(rows.slice(0, 7))("which is not there without $name", async ({ scheme }) => {
    const { send } = api(undefined, { cookies: false });
    await expect(send([[scheme]])).rejects.toThrow(CredentialsError);
  });

  it("a cookie that a login has set", async () => {
    const { send, requests } = api(
      undefined,
      {},
      () => new Response(200, { headers: { "Set-Cookie": "sid=k" }, json: {} }),
    );
    await send(undefined);
    await send([["cookie"]]);
    expect(sentBy(requests[1])).toEqual({ cookie: "sid=k" });
  });
});

describe("no message shows a key in the query, whatever its name", () => {
  const refused = (): Response => new Response(404, { json: {} });
  const redirected = (): Response => new Response(302, { headers: { Location: "/x?api+key=s3cret" } });
  it.each([
    { name: "a string, 404", auth: { query: "s3cret" }, respond: refused, options: {} },
    { name: "a function, 404", auth: { query: () => "s3cret" }, respond: refused, options: {} },
    { name: "a redirect", auth: { query: "s3cret" }, respond: redirected, options: {} },
    { name: "no base", auth: { query: "s3cret" }, respond: refused, options: { baseUrl: "nowhere" } },
    {
      name: "too many redirects",
      auth: { query: "s3cret" },
      respond: redirected,
      options: { followRedirects: true, maxRedirects: 1 },
    },
  ])("$name", async ({ auth, respond, options }) => {
    const caught = (error: unknown): unknown => error;
    const error = await Promise.resolve()
      .then(() => api(auth, options, respond).send([["query"]]))
      .catch(caught);
    expect(error).toBeInstanceOf(Error);
    expect(inspect(error, { depth: 9 }) + String((error as HTTPError).request)).not.toContain("s3cret");
  });
});

it("digest goes through the runtime's own, with its state kept between calls", async () => {
  const challenge = 'Digest realm="r", nonce="n", qop="auth", algorithm=SHA-256';
  const { send, requests } = api({ digest: { username: "u", password: "p" } }, {}, (request) =>
    request.headers.has("authorization")
      ? new Response(200, { json: {} })
      : new Response(401, { headers: { "WWW-Authenticate": challenge } }),
  );
  await send([["digest"]]);
  await send([["digest"]]);
  const counts = requests.map((request) => /nc=(\d+)/.exec(request.headers.get("authorization") ?? "")?.[1]);
  expect(counts).toEqual([undefined, "00000001", "00000002"]);
});
