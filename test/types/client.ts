// Compile-only: what the types of the client allow, and what they refuse. tsc runs it with all the rest.

import { Auth, type AuthFlow, Client, get, post, type Request, Response } from "@gen-client/runtime";

interface Pets {
  readonly names: readonly string[];
}

const client = new Client({
  auth: ["user", "password"],
  cookies: false,
  retries: { total: 2 },
  timeout: { total: 1000 },
});

// The four methods without a body take none.
// @ts-expect-error
client.get("/", { json: {} });
// @ts-expect-error
client.head("/", { content: "" });
// @ts-expect-error
client.options("/", { data: {} });
// @ts-expect-error
client.delete("/", { files: {} });
// @ts-expect-error
get("https://a.com", { multipart: true });
client.request("DELETE", "/", { json: {} });
post("https://a.com", { json: {} });

// Misspelt and misplaced options.
// @ts-expect-error
new Client({ baseURL: "https://a.com" });
// @ts-expect-error
client.get("/", { header: {} });
// @ts-expect-error
client.withOptions({ verify: false });
// @ts-expect-error
client.buildRequest("GET", "/", { auth: null });

// `undefined` is the client's value, `null` is off.
client.get("/", {
  auth: null,
  cookies: null,
  followRedirects: null,
  headers: null,
  params: null,
  proxy: null,
  retries: null,
  signal: null,
  timeout: null,
});
client.get("/", {
  auth: undefined,
  cookies: undefined,
  headers: { "X-A": undefined, "X-B": null, "X-C": 1 },
  params: { a: undefined, b: [1, true, null] },
});

// Setters take every form, getters give one.
client.headers = { "X-A": "1" };
client.headers.set("X-B", "2");
client.params = "a=1";
client.params.append("b", "2");
client.auth = (request: Request) => request.headers.set("X", "1");
const auth: Auth | null | undefined = client.auth;
client.timeout = 5;
const connect: number | null | undefined = client.timeout?.connect;

// Flows may be in step, or wait.
class InStep extends Auth {
  override *authFlow(request: Request): AuthFlow {
    const response: Response = yield request;
    if (response.statusCode === 401) yield request;
  }
}
class Waiting extends Auth {
  override async *authFlow(request: Request): AuthFlow {
    await null;
    const response: Response = yield request;
    if (response.statusCode === 401) yield request;
  }
}

export async function use(): Promise<Pets> {
  await using response = await client.stream("GET", "/", { auth: new InStep() });
  const json = (await client.get("/", { auth: new Waiting() })).raiseForStatus().json<Pets>();
  const anything: unknown = response.json();
  // What the platform takes, which refuses memory that is shared.
  const content: Uint8Array<ArrayBuffer> = response.content;
  const read: Uint8Array<ArrayBuffer> = await response.read();
  const sent: Uint8Array<ArrayBuffer> = response.request.content;
  void [content, read, sent];
  // fetch is the platform's own type.
  const fetchLike: typeof globalThis.fetch = client.fetch;
  void [anything, fetchLike, auth, connect, new Response(200)];
  return json;
}
