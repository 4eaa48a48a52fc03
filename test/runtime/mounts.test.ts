import { describe, expect, it } from "vitest";
import { Client, type ClientOptions, MockTransport, Response, type Transport } from "../../runtime/index.js";
import { Mounts } from "../../runtime/mounts.js";
import { environmentProxies, type ProxyRule } from "../../runtime/proxy-environment.js";
import { Request } from "../../runtime/request.js";

const named = (name: string): Transport => new MockTransport(() => new Response(200, { text: name }));

async function answerOf(options: ClientOptions, url: string): Promise<string> {
  return (await new Client({ transport: named("own"), ...options }).get(url)).text;
}

describe("mounts", () => {
  const mounts = {
    "all://": named("all"),
    "https://domain.io": null,
    "all://*example.com": named("example"),
    "http://internal.example.com:5550": named("internal"),
    "custom://": named("custom"),
  };
  it.each([
    { url: "http://x.com", want: "all" },
    { url: "https://domain.io/x", want: "own" },
    { url: "http://domain.io", want: "all" },
    { url: "https://a.example.com", want: "example" },
    { url: "http://internal.example.com:5550", want: "internal" },
    { url: "https://internal.example.com:5550", want: "example" },
    { url: "custom://thing/x", want: "custom" },
  ])("$url → $want", async ({ url, want }) => {
    expect(await answerOf({ mounts }, url)).toBe(want);
    expect(await answerOf({ mounts: new Map(Object.entries(mounts)) }, url)).toBe(want);
  });

  // As JavaScript may write one: at once, and with nothing to close.
  it("take a transport of one function", async () => {
    const bare = { handleRequest: () => new Response(200, { text: "bare" }) };
    // @ts-expect-error
    const client = new Client({ mounts: { "all://": bare } });
    const { signal } = new AbortController();
    expect((await client.get("http://a/", { signal })).text).toBe("bare");
    await client.close();
  });

  it("are chosen for each redirect, and after the request hooks", async () => {
    const client = new Client({
      transport: named("own"),
      mounts: {
        "http://a.com": new MockTransport(
          () => new Response(302, { headers: { Location: "http://b.com/" } }),
        ),
        "http://c.com": named("c"),
      },
      followRedirects: true,
    });
    expect((await client.get("http://a.com")).text).toBe("own");
    client.eventHooks.request.push((request) => {
      if (request.url.host === "b.com") request.url.host = "c.com";
    });
    expect((await client.get("http://a.com")).text).toBe("c");
  });
});

describe("proxies", () => {
  const connection = {};
  const environment = { ALL_PROXY: "http://proxy:3128", NO_PROXY: "direct.com" };
  const environmentRules = (): ProxyRule[] => environmentProxies(environment);
  const to = (url: string): Request => new Request("GET", url);

  it("of the environment are for all but what NO_PROXY names", () => {
    const mounts = new Mounts({ connection }, environmentRules);
    const own = mounts.choose(to("http://direct.com"), undefined);
    expect(mounts.choose(to("http://a.com"), undefined)).not.toBe(own);
    expect(mounts.choose(to("https://b.com"), undefined)).toBe(mounts.choose(to("http://a.com"), undefined));
    expect(mounts.choose(to("https://x.direct.com"), undefined)).toBe(own);
  });

  it.each([
    { name: "trustEnv: false", options: { trustEnv: false } },
    { name: "a transport of one's own", options: { transport: named("own") } },
    { name: "proxy: null", options: { proxy: null } },
  ])("of the environment are none with $name", ({ options }) => {
    const mounts = new Mounts({ ...options, connection }, environmentRules);
    expect(mounts.choose(to("http://a.com"), undefined)).toBe(
      mounts.choose(to("http://direct.com"), undefined),
    );
  });

  it("an explicit one is for everything, a transport of one's own or not", () => {
    const own = named("own");
    const mounts = new Mounts({ transport: own, proxy: "http://proxy", connection }, environmentRules);
    expect(mounts.choose(to("http://direct.com"), undefined)).not.toBe(own);
    expect(mounts.choose(to("https://a.com"), undefined)).toBe(
      mounts.choose(to("http://direct.com"), undefined),
    );
  });

  it("a mount beats the environment's, on the same pattern", () => {
    const mounted = named("mounted");
    const mounts = new Mounts({ mounts: { "all://": mounted }, connection }, environmentRules);
    expect(mounts.choose(to("http://a.com"), undefined)).toBe(mounted);
  });

  it("a request's own beats every mount, and is kept for the next", () => {
    const mounted = named("mounted");
    const mounts = new Mounts({ mounts: { "all://": mounted }, connection }, () => []);
    const first = mounts.choose(to("http://a.com"), "http://user:pw@proxy:1");
    expect(first).not.toBe(mounted);
    expect(mounts.choose(to("https://b.com"), { url: new URL("http://proxy:1"), auth: ["user", "pw"] })).toBe(
      first,
    );
    expect(mounts.choose(to("https://b.com"), "http://user:other@proxy:1")).not.toBe(first);
    expect(
      mounts.choose(to("https://b.com"), { url: "http://user:pw@proxy:1", headers: { "X-A": "1" } }),
    ).not.toBe(first);
  });

  it("null passes all proxies by, but no mount", () => {
    const mounted = named("mounted");
    const mounts = new Mounts({ mounts: { "http://m.com": mounted }, connection }, environmentRules);
    const own = mounts.choose(to("http://direct.com"), undefined);
    expect(mounts.choose(to("http://a.com"), null)).toBe(own);
    expect(mounts.choose(to("http://m.com"), null)).toBe(mounted);
  });
});
