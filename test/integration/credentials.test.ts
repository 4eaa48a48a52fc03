// Credentials, from the document's security to the request that arrives. OpenAPI 3.2 §4.27 and §4.30, RFC 7617 (basic),
// RFC 6750 (bearer), RFC 7616 (digest), RFC 6749 (OAuth 2), OpenID Connect Discovery 1.0.

import { CredentialsError, type OAuth2Helper } from "@gen-client/runtime/codegen";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { documentOf, generateSdk, type Sdk } from "../support/sdk.js";
import { type Seen, startWireServer, type WireServer } from "../support/wire-server.js";

const securitySchemes = {
  header: { type: "apiKey", in: "header", name: "X-Key" },
  query: { type: "apiKey", in: "query", name: "api key" },
  cookie: { type: "apiKey", in: "cookie", name: "sid" },
  basic: { type: "http", scheme: "Basic" },
  bearer: { type: "http", scheme: "bearer" },
  digest: { type: "http", scheme: "digest" },
  hoba: { type: "http", scheme: "HOBA" },
  tls: { type: "mutualTLS" },
  oauth: {
    type: "oauth2",
    flows: {
      clientCredentials: { tokenUrl: "/token", scopes: { read: "", write: "" } },
      authorizationCode: { authorizationUrl: "/authorize", tokenUrl: "/token", scopes: {} },
    },
  },
  oidc: { type: "openIdConnect", openIdConnectUrl: "/.well-known/openid-configuration" },
};

const key = (name: string, scopes: string[] = []): object => ({ [name]: scopes });

interface Row {
  readonly name: string;
  /** Parameters of the operation, all of them strings, and what they are given. */
  readonly parameters?: readonly { in: string; name: string; required?: boolean }[];
  readonly args?: object;
  /** Absent: the document's own. */
  readonly security?: readonly object[];
  readonly auth: object;
  readonly options?: object;
  readonly want: Partial<Readonly<Record<"authorization" | "key" | "cookie" | "query", string>>>;
}

const rows: readonly Row[] = [
  { name: "an API key in a header", security: [key("header")], auth: { header: "k" }, want: { key: "k" } },
  {
    name: "an API key in the query",
    security: [key("query")],
    auth: { query: "a&b" },
    want: { query: "api%20key=a%26b" },
  },
  {
    name: "an API key in a cookie",
    security: [key("cookie")],
    auth: { cookie: "c" },
    want: { cookie: "sid=c" },
  },
  {
    name: "basic",
    security: [key("basic")],
    auth: { basic: { username: "Aladdin", password: "open sesame" } },
    want: { authorization: "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==" },
  },
  { name: "bearer", security: [key("bearer")], auth: { bearer: "t" }, want: { authorization: "Bearer t" } },
  {
    name: "bearer from an async callback",
    security: [key("bearer")],
    auth: { bearer: async () => "late" },
    want: { authorization: "Bearer late" },
  },
  {
    name: "another scheme of the registry",
    security: [key("hoba")],
    auth: { hoba: "result=x" },
    want: { authorization: "HOBA result=x" },
  },
  {
    name: "an OAuth 2 access token",
    security: [key("oauth", ["read"])],
    auth: { oauth: "t" },
    want: { authorization: "Bearer t" },
  },
  {
    name: "AND: both of an alternative",
    security: [{ header: [], cookie: [] }],
    auth: { header: "h", cookie: "c" },
    want: { key: "h", cookie: "sid=c" },
  },
  {
    name: "OR: the first alternative that can be met",
    security: [key("bearer"), key("header")],
    auth: { header: "h" },
    want: { key: "h" },
  },
  {
    name: "OR: the document's order, not the caller's",
    security: [key("bearer"), key("header")],
    auth: { header: "h", bearer: "b" },
    want: { authorization: "Bearer b" },
  },
  {
    name: "OR of ANDs: half an alternative is none",
    security: [{ bearer: [], cookie: [] }, key("header")],
    auth: { bearer: "b", header: "h" },
    want: { key: "h" },
  },
  {
    name: "optional: sent if there",
    security: [{}, key("bearer")],
    auth: { bearer: "b" },
    want: { authorization: "Bearer b" },
  },
  { name: "optional: nothing if not", security: [key("bearer"), {}], auth: {}, want: {} },
  {
    name: "none: nothing, whatever the caller has",
    security: [],
    auth: { bearer: "b", header: "h" },
    want: {},
  },
  { name: "the document's default", auth: { header: "h" }, want: { key: "h" } },
  {
    name: "credentials of the call",
    security: [key("bearer")],
    auth: { bearer: "b" },
    options: { auth: { bearer: "c" } },
    want: { authorization: "Bearer c" },
  },
  {
    name: "no credentials for this call",
    security: [key("bearer")],
    auth: { bearer: "b" },
    options: { auth: null },
    want: {},
  },
  {
    name: "an Authorization header of the call",
    security: [key("bearer")],
    auth: {},
    options: { headers: { Authorization: "Mine x" } },
    want: { authorization: "Mine x" },
  },
  {
    name: "a key that is a parameter, too: the credential",
    security: [key("query")],
    parameters: [{ in: "query", name: "api key", required: true }],
    auth: { query: "k" },
    want: { query: "api%20key=k" },
  },
  {
    name: "a key that is a parameter, too: the argument without a credential",
    security: [key("query")],
    parameters: [{ in: "query", name: "api key" }],
    args: { "api key": "mine" },
    auth: {},
    want: { query: "api%20key=mine" },
  },
  {
    name: "a key that is a parameter, too: the argument rather than the credential, once",
    security: [key("query")],
    parameters: [{ in: "query", name: "api key" }],
    args: { "api key": "mine" },
    auth: { query: "k" },
    want: { query: "api%20key=mine" },
  },
  {
    name: "a key that is a parameter, too: the argument rather than what a function gives",
    security: [key("query")],
    parameters: [{ in: "query", name: "api key" }],
    args: { "api key": "mine" },
    auth: { query: () => "k" },
    want: { query: "api%20key=mine" },
  },
  {
    name: "a key that is a header parameter, too, in other letters",
    security: [key("header")],
    parameters: [{ in: "header", name: "x-key" }],
    args: { "x-key": "mine" },
    auth: { header: "k" },
    want: { key: "mine" },
  },
  {
    name: "a key that is a cookie parameter, too",
    security: [key("cookie")],
    parameters: [{ in: "cookie", name: "sid" }],
    args: { sid: "mine" },
    auth: { cookie: () => "k" },
    want: { cookie: "sid=mine" },
  },
  {
    name: "a key that is a parameter, too, of an alternative that is not taken",
    security: [key("bearer"), key("query")],
    parameters: [{ in: "query", name: "api key" }],
    args: { "api key": "mine" },
    auth: { bearer: "b", query: "k" },
    want: { authorization: "Bearer b", query: "api%20key=mine" },
  },
  {
    name: "a key, and a parameter that ends in its name and has its value",
    security: [key("query")],
    parameters: [{ in: "query", name: "my api key" }],
    args: { "my api key": "k" },
    auth: { query: "k" },
    want: { query: "my%20api%20key=k&api%20key=k" },
  },
];

const refused: readonly { name: string; security: readonly object[]; auth: object; message: RegExp }[] = [
  { name: "none at all", security: [key("bearer")], auth: {}, message: /"bearer"/ },
  {
    name: "half of an alternative",
    security: [{ header: [], cookie: [] }],
    auth: { header: "h" },
    message: /"cookie"/,
  },
  { name: "a client certificate", security: [key("tls")], auth: {}, message: /certificate/ },
];

let server: WireServer;
let sdk: Sdk;

beforeAll(async () => {
  server = await startWireServer();
  const operation = (
    name: string,
    security: readonly object[] | undefined,
    parameters: Row["parameters"] = [],
  ): [string, object] => {
    const typed = parameters.map((parameter) => ({ ...parameter, schema: { type: "string" } }));
    const secured = security === undefined ? {} : { security };
    return [
      `/${name}`,
      { get: { operationId: name, ...secured, parameters: typed, responses: { 204: {} } } },
    ];
  };
  const absolute = JSON.parse(JSON.stringify(securitySchemes).replaceAll('"/', `"${server.url}/`)) as object;
  sdk = await generateSdk(
    "credentials",
    documentOf({
      security: [key("header")],
      components: { securitySchemes: absolute },
      paths: Object.fromEntries([
        ...rows.map(({ security, parameters }, index) => operation(`row${index}`, security, parameters)),
        ...refused.map(({ security }, index) => operation(`refused${index}`, security)),
        operation("digest", [key("digest")]),
        operation("oauth", [key("oauth", ["read", "write"])]),
        operation("oidc", [key("oidc")]),
        operation("oauthRead", [key("oauth", ["read"])]),
        [
          "/upload",
          {
            post: {
              operationId: "upload",
              security: [key("bearer")],
              requestBody: { content: { "application/octet-stream": {} } },
              responses: { 204: {} },
            },
          },
        ],
      ]),
    }),
  );
});
afterAll(() => server.close());

function credentialsIn({ target, headers }: Seen): Row["want"] {
  const found = {
    authorization: headers.authorization,
    key: headers["x-key"],
    cookie: headers.cookie,
    query: target.split("?")[1],
  };
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined));
}

describe("a call is sent with", () => {
  it.each(rows.map((row, index) => ({ ...row, index })))(
    "$name",
    async ({ index, auth, parameters, args, options, want }) => {
      server.answer = { status: 204 };
      await using api = sdk.client({ baseUrl: server.url, auth });
      const call = sdk.operation(`row${index}`);
      // Where nothing can be given, the options come first.
      await (parameters === undefined ? call(api, options) : call(api, args, options));
      expect(credentialsIn(server.last())).toEqual(want);
    },
  );
});

describe("a call is refused before anything is sent, without", () => {
  it.each(refused.map((row, index) => ({ ...row, index })))("$name", async ({ index, auth, message }) => {
    const before = server.seen.length;
    await using api = sdk.client({ baseUrl: server.url, auth });
    const error: unknown = await sdk
      .operation(`refused${index}`)(api)
      .then(
        () => undefined,
        (reason: unknown) => reason,
      );
    expect(error).toBeInstanceOf(CredentialsError);
    expect(String(error)).toMatch(message);
    expect(server.seen.length).toBe(before);
  });
});

it("digest answers the server's challenge", async () => {
  server.answer = ({ headers }) =>
    headers.authorization === undefined
      ? {
          status: 401,
          headers: { "WWW-Authenticate": 'Digest realm="r", nonce="n", qop="auth", algorithm=SHA-256' },
        }
      : { status: 204 };
  await using api = sdk.client({ baseUrl: server.url, auth: { digest: ["u", "p"] } });
  await sdk.operation("digest")(api);
  expect(server.last().headers.authorization).toMatch(
    /^Digest username="u", realm="r", nonce="n", uri="\/digest"/,
  );
});

/** Gives out `t1`, `t2`, …; the API takes the newest only. */
function tokenServer(): { issued: () => number } {
  let issued = 0;
  server.answer = ({ target, headers }) => {
    if (target.startsWith("/.well-known/")) {
      return {
        headers: { "Content-Type": "application/json" },
        body: `{"token_endpoint":"${server.url}/token"}`,
      };
    }
    if (target === "/token") {
      issued += 1;
      const body = JSON.stringify({ access_token: `t${issued}`, token_type: "bearer", expires_in: 3600 });
      return { headers: { "Content-Type": "application/json" }, body };
    }
    return { status: headers.authorization === `Bearer t${issued}` ? 204 : 401 };
  };
  return { issued: () => issued };
}

describe("OAuth 2", () => {
  const client = { clientId: "app", clientSecret: "s/e" };

  it("gets a token by client credentials once, for all calls at the same time", async () => {
    const { issued } = tokenServer();
    const before = server.seen.length;
    await using api = sdk.client({
      baseUrl: server.url,
      auth: { oauth: { ...client, scopes: ["read", "write"] } },
    });
    await Promise.all([1, 2, 3].map(() => sdk.operation("oauth")(api)));
    const token = server.seen.slice(before).find(({ target }) => target === "/token");
    expect(issued()).toBe(1);
    // RFC 6749 §2.3.1: id and secret are form-encoded before they are joined.
    expect(token?.headers.authorization).toBe(`Basic ${btoa("app:s%2Fe")}`);
    expect(String(token?.body)).toBe("grant_type=client_credentials&scope=read+write");
  });

  it("asks for what each operation requires", async () => {
    tokenServer();
    const before = server.seen.length;
    await using api = sdk.client({ baseUrl: server.url, auth: { oauth: { ...client } } });
    for (const name of ["oauth", "oauthRead", "oauth"]) await sdk.operation(name)(api).result();
    const bodies = server.seen
      .slice(before)
      .filter(({ target }) => target === "/token")
      .map(({ body }) => String(body));
    expect(bodies.slice(0, 2)).toEqual([
      "grant_type=client_credentials&scope=read+write",
      "grant_type=client_credentials&scope=read",
    ]);
  });

  it("replays a call once with a new token after a 401", async () => {
    const { issued } = tokenServer();
    await using api = sdk.client({ baseUrl: server.url, auth: { oauth: client } });
    await sdk.operation("oauth")(api);
    // The server forgets the token that it gave out.
    server.answer = ({ target, headers }) => {
      const token = '{"access_token":"new","token_type":"bearer"}';
      if (target === "/token") return { headers: { "Content-Type": "application/json" }, body: token };
      return { status: headers.authorization === "Bearer new" ? 204 : 401 };
    };
    await sdk.operation("oauth")(api);
    expect(issued()).toBe(1);
    expect(server.last().headers.authorization).toBe("Bearer new");
  });

  it("finds the token endpoint of OpenID Connect", async () => {
    const { issued } = tokenServer();
    await using api = sdk.client({ baseUrl: server.url, auth: { oidc: client } });
    await sdk.operation("oidc")(api);
    expect([issued(), server.last().headers.authorization]).toEqual([1, "Bearer t1"]);
  });
});

describe("a function is asked again after a 401", () => {
  const uploads: readonly { name: string; body: () => unknown; want: readonly string[] }[] = [
    { name: "bytes are sent again", body: () => Buffer.from("x"), want: ["Bearer old x", "Bearer new x"] },
    { name: "a Blob is", body: () => new Blob(["x"]), want: ["Bearer old x", "Bearer new x"] },
    {
      name: "so is what a function opens",
      body: () => () => new Blob(["x"]).stream(),
      want: ["Bearer old x", "Bearer new x"],
    },
    { name: "a stream cannot be", body: () => new Blob(["x"]).stream(), want: ["Bearer old x"] },
  ];
  it.each(uploads)("$name", async ({ body, want }) => {
    server.answer = ({ headers }) => ({ status: headers.authorization === "Bearer new" ? 204 : 401 });
    const before = server.seen.length;
    const bearer = ({ reason }: { reason: string }): string => (reason === "unauthorized" ? "new" : "old");
    await using api = sdk.client({ baseUrl: server.url, auth: { bearer } });
    await sdk.operation("upload")(api, { body: body() }).result();
    const sent = server.seen.slice(before).map(({ headers, body }) => `${headers.authorization} ${body}`);
    expect(sent).toEqual(want);
  });
});

describe("oauth2() of the SDK's index", () => {
  const helper = (...args: readonly unknown[]): OAuth2Helper =>
    (sdk.exports.oauth2 as (...args: readonly unknown[]) => OAuth2Helper)(...args);
  const request = { clientId: "app", redirectUri: "https://app.example/cb" };

  it("knows the endpoints of the document", async () => {
    tokenServer();
    await using api = sdk.client({ baseUrl: server.url });
    const { url, codeVerifier } = await helper(api, "oauth").authorize(request);
    expect(url).toMatch(`${server.url}/authorize?response_type=code&client_id=app`);
    const token = await helper(api, "oauth").exchange({ ...request, code: "c", codeVerifier });
    expect([token.accessToken, server.last().target]).toEqual(["t1", "/token"]);
  });

  it("finds those of OpenID Connect", async () => {
    server.answer = ({ target }) => ({
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(
        target.startsWith("/.well-known/")
          ? { authorization_endpoint: `${server.url}/login?x=1`, token_endpoint: `${server.url}/oidc-token` }
          : { access_token: "t", id_token: "i" },
      ),
    });
    await using api = sdk.client({ baseUrl: server.url });
    const flows = helper(api, "oidc");
    const { url, codeVerifier } = await flows.authorize({ ...request, scopes: ["openid"] });
    expect(url).toMatch(`${server.url}/login?x=1&response_type=code`);
    const token = await flows.exchange({ ...request, code: "c", codeVerifier });
    expect([token.idToken, server.last().target]).toEqual(["i", "/oidc-token"]);
  });

  const refusals: readonly { name: string; scheme: string | undefined; message: RegExp }[] = [
    {
      name: "no scheme where there are several",
      scheme: undefined,
      message: /which scheme to use: "oauth", "oidc"/,
    },
    {
      name: "one of another kind",
      scheme: "bearer",
      message: /no scheme "bearer" of OAuth 2.*, but "oauth", "oidc"/,
    },
  ];
  it.each(refusals)("refuses $name", async ({ scheme, message }) => {
    await using api = sdk.client({ baseUrl: server.url });
    expect(() => helper(api, scheme)).toThrow(message);
  });
});

it("no credential follows a redirect to another origin", async () => {
  const other = await startWireServer();
  try {
    other.answer = { status: 204 };
    server.answer = { status: 302, headers: { Location: `${other.url}/elsewhere` } };
    await using api = sdk.client({ baseUrl: server.url, auth: { header: "h", cookie: "c", bearer: "b" } });
    const index = rows.findIndex(({ name }) => name === "AND: both of an alternative");
    await sdk.operation(`row${index}`)(api);
    expect(credentialsIn(other.last())).toEqual({});
  } finally {
    await other.close();
  }
});
