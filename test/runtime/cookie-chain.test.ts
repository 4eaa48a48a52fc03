import { describe, expect, it } from "vitest";
import {
  type CallOptions,
  Client,
  type ClientOptions,
  MockTransport,
  Request,
  Response,
} from "../../runtime/index.js";

interface Scene {
  readonly name: string;
  readonly client?: ClientOptions;
  readonly call?: CallOptions;
  readonly url?: string;
  /** Answers by URL; any other URL answers 200. */
  readonly answers?: Readonly<Record<string, { to?: string; set?: string }>>;
  /** The Cookie header of each request, in order. */
  readonly want: readonly (string | null)[];
}

async function play({
  client: options,
  call,
  url = "https://a.com/",
  answers = {},
}: Scene): Promise<(string | null)[]> {
  const cookies: (string | null)[] = [];
  const transport = new MockTransport((request) => {
    cookies.push(request.headers.get("cookie"));
    const { to, set } = answers[request.href] ?? {};
    return new Response(to === undefined ? 200 : 302, { headers: { Location: to, "Set-Cookie": set } });
  });
  await new Client({ transport, followRedirects: true, ...options }).get(url, call);
  return cookies;
}

const toB = { "https://a.com/": { to: "https://b.com/" } };
const toY = { "https://a.com/": { to: "/y" } };

describe("cookies of a call and its redirects", () => {
  const scenes: readonly Scene[] = [
    { name: "none", want: [null] },
    { name: "the client's", client: { cookies: { a: "1", b: "2" } }, want: ["a=1; b=2"] },
    {
      name: "and the call's over them",
      client: { cookies: { a: "1", b: "2" } },
      call: { cookies: { b: "3", c: "4" } },
      want: ["a=1; b=3; c=4"],
    },
    {
      name: "null switches them off, at redirects too",
      client: { cookies: { a: "1" } },
      call: { cookies: null },
      answers: toY,
      want: [null, null],
    },
    {
      name: "a header by the caller switches the jar off",
      client: { cookies: { a: "1" } },
      call: { headers: { Cookie: "own=1" } },
      want: ["own=1"],
    },
    {
      name: "so does one by the client's maker",
      client: { cookies: { a: "1" }, headers: { Cookie: "own=1" } },
      call: { cookies: { b: "2" } },
      want: ["own=1"],
    },
    {
      name: "a header by the caller follows within the origin",
      client: { cookies: { a: "1" } },
      call: { headers: { Cookie: "own=1" } },
      answers: { "https://a.com/": { to: "/y", set: "x=1" } },
      want: ["own=1", "own=1"],
    },
    {
      name: "and never leaves it",
      call: { headers: { Cookie: "own=1" } },
      answers: toB,
      want: ["own=1", null],
    },
    {
      name: "the call's follow within the origin",
      call: { cookies: { b: "2" } },
      answers: toY,
      want: ["b=2", "b=2"],
    },
    {
      name: "and never leave it",
      client: { cookies: { a: "1" } },
      call: { cookies: { b: "2" } },
      answers: toB,
      want: ["a=1; b=2", null],
    },
    {
      name: "one of the call's stands in for one that a server has set",
      call: { cookies: { s: "mine" } },
      answers: { "https://a.com/": { to: "/y", set: "s=theirs" } },
      want: ["s=mine", "s=mine"],
    },
    {
      name: "another port is another origin",
      client: { cookies: { a: "1" } },
      call: { cookies: { b: "2" } },
      answers: { "https://a.com/": { to: "https://a.com:81/" } },
      want: ["a=1; b=2", null],
    },
    {
      name: "a cookie that a redirect sets is sent on",
      answers: { "https://a.com/": { to: "/y", set: "s=1" } },
      want: [null, "s=1"],
    },
    {
      name: "beside the others",
      client: { cookies: { a: "1" } },
      call: { cookies: { b: "2" } },
      answers: { "https://a.com/": { to: "/y", set: "s=1" } },
      want: ["a=1; b=2", "a=1; s=1; b=2"],
    },
    {
      name: "one that a redirect expires is not",
      client: { cookies: {} },
      url: "https://a.com/login",
      answers: {
        "https://a.com/login": { to: "/out", set: "s=1" },
        "https://a.com/out": { to: "/y", set: "s=; Max-Age=0" },
      },
      want: [null, "s=1", null],
    },
    {
      name: "a domain's cookie goes to its hosts",
      answers: { "https://a.com/": { to: "https://x.a.com/", set: "s=1; Domain=a.com" } },
      want: [null, "s=1"],
    },
    {
      name: "a host's own cookie does not",
      answers: { "https://a.com/": { to: "https://x.a.com/", set: "s=1" } },
      want: [null, null],
    },
    {
      name: "those without a domain come back to the origin that the caller named",
      client: { cookies: { a: "1" } },
      answers: { "https://a.com/": { to: "https://b.com/" }, "https://b.com/": { to: "https://a.com/y" } },
      want: ["a=1", null, "a=1"],
    },
    {
      name: "with a baseUrl they belong to its host",
      client: { cookies: { a: "1" }, baseUrl: "https://a.com" },
      url: "/x",
      want: ["a=1"],
    },
    {
      name: "whatever host the caller names",
      client: { cookies: { a: "1" }, baseUrl: "https://a.com" },
      url: "https://b.com/",
      want: [null],
    },
    {
      name: "on any of its ports",
      client: { cookies: { a: "1" }, baseUrl: "https://a.com" },
      url: "https://a.com:81/",
      want: ["a=1"],
    },
    {
      name: "the call's own go where the call goes",
      client: { cookies: { a: "1" }, baseUrl: "https://a.com" },
      url: "https://b.com/",
      call: { cookies: { b: "2" } },
      want: ["b=2"],
    },
    {
      name: "no jar keeps nothing, and sends what the call has",
      client: { cookies: false },
      call: { cookies: { b: "2" } },
      answers: { "https://a.com/": { to: "/y", set: "s=1" } },
      want: ["b=2", "b=2"],
    },
  ];
  it.each(scenes)("$name", async (scene) => {
    expect(await play(scene)).toEqual(scene.want);
  });
});

describe("the jar", () => {
  it("keeps what responses set, for the next call", async () => {
    const transport = new MockTransport((request) =>
      request.url.pathname === "/set"
        ? new Response(200, { headers: { "Set-Cookie": "s=1" } })
        : new Response(200, { text: request.headers.get("cookie") ?? "" }),
    );
    const client = new Client({ transport, baseUrl: "https://a.com" });
    const response = await client.get("/set");
    expect([response.cookies.get("s"), client.cookies.get("s")]).toEqual(["1", "1"]);
    expect((await client.get("/")).text).toBe("s=1");
  });

  it("is not for a request made by hand, but for its redirects", async () => {
    const sent: (string | null)[] = [];
    const transport = new MockTransport((request) => {
      sent.push(request.headers.get("cookie"));
      return request.url.pathname === "/"
        ? new Response(302, { headers: { Location: "/y" } })
        : new Response(200);
    });
    const client = new Client({ transport, cookies: { a: "1" }, followRedirects: true });
    await client.send(new Request("GET", "https://a.com/"));
    expect(sent).toEqual([null, "a=1"]);
  });
});
