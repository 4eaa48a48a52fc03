import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { type CookieAttributes, Cookies, type CookiesInit } from "../../runtime/cookies.js";
import { CookieConflict } from "../../runtime/errors.js";
import { Request } from "../../runtime/request.js";
import { Response } from "../../runtime/response.js";

const answered = (url: string, ...lines: string[]): Response =>
  new Response(200, {
    headers: lines.map((line) => ["Set-Cookie", line] as const),
    request: new Request("GET", url),
  });

async function jarAfter(url: string, ...lines: string[]): Promise<Cookies> {
  const cookies = new Cookies();
  await cookies.extract(answered(url, ...lines));
  return cookies;
}

const sent = (cookies: Cookies, url: string, domainless = true): string | undefined =>
  cookies.header(new URL(url), domainless);

describe("cookies are made from", () => {
  it.each([
    { name: "an object", given: { a: "1", b: 2 } },
    {
      name: "pairs",
      given: [
        ["a", "1"],
        ["b", "2"],
      ] as const,
    },
    {
      name: "a Map",
      given: new Map([
        ["a", "1"],
        ["b", "2"],
      ]),
    },
    { name: "what toJSON gave", given: JSON.parse(JSON.stringify(new Cookies({ a: "1", b: "2" }))) },
    { name: "other cookies", given: new Cookies({ a: "1", b: "2" }) },
  ])("$name", ({ given }) => {
    expect(sent(new Cookies(given as CookiesInit), "http://h/")).toBe("a=1; b=2");
  });

  it("nothing", () => {
    expect(new Cookies().isEmpty).toBe(true);
    expect(sent(new Cookies(null), "http://h/")).toBeUndefined();
  });
});

it("toJSON and back keeps all that a cookie is", () => {
  const cookies = new Cookies();
  const expires = Date.now() + 60_000;
  cookies.set("k", "v", { domain: "a.example", path: "/x", hostOnly: true, secure: true, expires });
  expect([...new Cookies(cookies.toJSON())]).toEqual([...cookies]);
});

it.each([{ given: ["a=1"] }, { given: [["a"]] }, { given: "a=1" }])("$given is a TypeError", ({ given }) => {
  expect(() => new Cookies(given as unknown as CookiesInit)).toThrow(TypeError);
});

describe("the members", () => {
  const two = (): Cookies => {
    const cookies = new Cookies();
    cookies.set("k", "v1", { domain: "a.example" });
    cookies.set("k", "v2", { domain: "b.example", path: "/x" });
    cookies.set("other", "o");
    return cookies;
  };
  it("get needs a scope where a name is not enough", () => {
    const cookies = two();
    expect(() => cookies.get("k")).toThrow(CookieConflict);
    expect(() => cookies.get("k")).toThrow(/Multiple cookies exist with name=k/);
    expect(cookies.get("k", { domain: "a.example" })).toBe("v1");
    expect(cookies.get("k", { domain: ".b.example", path: "/x" })).toBe("v2");
    expect(cookies.get("k", { domain: "example" })).toBeUndefined();
    expect(cookies.get("other")).toBe("o");
    expect(cookies.get("missing")).toBeUndefined();
  });

  it("set replaces the same name, domain and path in its place", () => {
    const cookies = new Cookies({ a: "1", b: "2" });
    cookies.set("a", 3);
    expect(sent(cookies, "http://h/")).toBe("a=3; b=2");
  });

  it("delete takes a name, or a name in a scope, and a missing one is fine", () => {
    const cookies = two();
    cookies.delete("k", { domain: "a.example" });
    expect([...cookies].map(({ value }) => value)).toEqual(["v2", "o"]);
    cookies.delete("k");
    cookies.delete("missing");
    expect([...cookies].map(({ value }) => value)).toEqual(["o"]);
  });

  it("clear takes everything, a domain, or a domain and path", () => {
    const cookies = two();
    cookies.clear({ domain: "b.example", path: "/y" });
    expect(cookies.size).toBe(3);
    cookies.clear({ domain: "b.example" });
    expect(cookies.size).toBe(2);
    cookies.clear();
    expect(cookies.isEmpty).toBe(true);
  });

  it("a copy is a copy", () => {
    const cookies = new Cookies({ a: "1" });
    cookies.clone().set("b", "2");
    expect(cookies.size).toBe(1);
  });

  it("toJSON has all attributes, and what it gives can be set again", () => {
    const cookies = two();
    const restored = new Cookies();
    for (const { name, value, ...attributes } of JSON.parse(JSON.stringify(cookies)))
      restored.set(name, value, attributes);
    expect(restored.toJSON()).toEqual(cookies.toJSON());
  });

  it("prints no value", () => {
    const cookies = new Cookies({ a: "s3cret" });
    expect(inspect({ cookies }, { depth: 9, showHidden: true })).toBe(
      "{ cookies: <Cookies[<Cookie a=[secure] for />]> }",
    );
  });
});

describe("which cookies go where", () => {
  const rows: {
    name: string;
    attributes: CookieAttributes;
    url: string;
    want: boolean;
    domainless?: boolean;
  }[] = [
    {
      name: "no domain, where the caller says so",
      attributes: {},
      url: "http://anything.example/",
      want: true,
    },
    {
      name: "no domain, elsewhere",
      attributes: {},
      url: "http://anything.example/",
      domainless: false,
      want: false,
    },
    {
      name: "the domain itself",
      attributes: { domain: "example.org" },
      url: "http://example.org/",
      want: true,
    },
    {
      name: "the domain in capitals",
      attributes: { domain: "EXAMPLE.org" },
      url: "http://Example.ORG/",
      want: true,
    },
    {
      name: "a subdomain",
      attributes: { domain: "example.org" },
      url: "http://www.example.org/",
      want: true,
    },
    {
      name: "a leading dot",
      attributes: { domain: ".example.org" },
      url: "http://www.example.org/",
      want: true,
    },
    {
      name: "a subdomain of a host-only cookie",
      attributes: { domain: "example.org", hostOnly: true },
      url: "http://www.example.org/",
      want: false,
    },
    {
      name: "a name that only ends alike",
      attributes: { domain: "example.org" },
      url: "http://badexample.org/",
      want: false,
    },
    {
      name: "the parent domain",
      attributes: { domain: "www.example.org" },
      url: "http://example.org/",
      want: false,
    },
    {
      name: "an address is no subdomain",
      attributes: { domain: "0.0.1" },
      url: "http://127.0.0.1/",
      want: false,
    },
    { name: "an address", attributes: { domain: "127.0.0.1" }, url: "http://127.0.0.1:81/", want: true },
    { name: "the path itself", attributes: { path: "/foo" }, url: "http://h/foo", want: true },
    { name: "below the path", attributes: { path: "/foo" }, url: "http://h/foo/bar", want: true },
    {
      name: "a path that only starts alike",
      attributes: { path: "/foo" },
      url: "http://h/foobar",
      want: false,
    },
    {
      name: "a path with a slash at its end",
      attributes: { path: "/foo/" },
      url: "http://h/foo/bar",
      want: true,
    },
    { name: "secure over http", attributes: { secure: true }, url: "http://h/", want: false },
    { name: "secure over https", attributes: { secure: true }, url: "https://h/", want: true },
    { name: "secure over wss", attributes: { secure: true }, url: "wss://h/", want: true },
    { name: "not yet expired", attributes: { expires: Date.now() + 60_000 }, url: "http://h/", want: true },
    { name: "expired", attributes: { expires: new Date(0) }, url: "http://h/", want: false },
  ];
  it.each(rows)("$name: $want", ({ attributes, url, want, domainless }) => {
    const cookies = new Cookies();
    cookies.set("a", "1", attributes);
    expect(sent(cookies, url, domainless)).toBe(want ? "a=1" : undefined);
  });

  it("longer paths first, else in the order of setting", () => {
    const cookies = new Cookies({ a: "1" });
    cookies.set("b", "2", { path: "/x" });
    cookies.set("c", "3");
    cookies.set("d", "4", { path: "/x/y" });
    expect(sent(cookies, "http://h/x/y/z")).toBe("d=4; b=2; a=1; c=3");
  });
});

describe("what a server may set", () => {
  const rows: { name: string; url: string; lines: string[]; to: string; want: string | undefined }[] = [
    {
      name: "a cookie for its own host",
      url: "http://example.org/",
      lines: ["a=1"],
      to: "http://example.org/",
      want: "a=1",
    },
    {
      name: "host-only: not for subdomains",
      url: "http://example.org/",
      lines: ["a=1"],
      to: "http://www.example.org/",
      want: undefined,
    },
    {
      name: "a domain: for subdomains too",
      url: "http://www.example.org/",
      lines: ["a=1; Domain=example.org"],
      to: "http://b.example.org/",
      want: "a=1",
    },
    {
      name: "a foreign domain is refused",
      url: "http://example.org/",
      lines: ["a=1; Domain=other.org"],
      to: "http://other.org/",
      want: undefined,
    },
    {
      name: "a sibling's domain is refused",
      url: "http://a.example.org/",
      lines: ["a=1; Domain=b.example.org"],
      to: "http://b.example.org/",
      want: undefined,
    },
    {
      name: "a public suffix is refused",
      url: "http://example.co.uk/",
      lines: ["a=1; Domain=co.uk"],
      to: "http://other.co.uk/",
      want: undefined,
    },
    {
      name: "localhost",
      url: "http://localhost:81/",
      lines: ["a=1"],
      to: "http://localhost:82/",
      want: "a=1",
    },
    {
      name: "an address",
      url: "http://127.0.0.1:81/",
      lines: ["a=1"],
      to: "http://127.0.0.1:82/",
      want: "a=1",
    },
    { name: "IPv6", url: "http://[::1]:81/", lines: ["a=1"], to: "http://[::1]:82/", want: "a=1" },
    { name: "a single label", url: "http://intranet/", lines: ["a=1"], to: "http://intranet/", want: "a=1" },
    {
      name: ".test",
      url: "http://app.test/",
      lines: ["a=1; Domain=app.test"],
      to: "http://x.app.test/",
      want: "a=1",
    },
    {
      name: "the default path is the folder",
      url: "http://h.example/foo/bar",
      lines: ["a=1"],
      to: "http://h.example/foo/x",
      want: "a=1",
    },
    {
      name: "outside of the folder",
      url: "http://h.example/foo/bar",
      lines: ["a=1"],
      to: "http://h.example/x",
      want: undefined,
    },
    {
      name: "Secure over https only",
      url: "https://h.example/",
      lines: ["a=1; Secure"],
      to: "http://h.example/",
      want: undefined,
    },
    {
      name: "Max-Age wins over Expires",
      url: "http://h.example/",
      lines: ["a=1; Max-Age=60; Expires=Thu, 01 Jan 1970 00:00:00 GMT"],
      to: "http://h.example/",
      want: "a=1",
    },
    {
      name: "Max-Age=0 deletes",
      url: "http://h.example/",
      lines: ["a=1", "a=2; Max-Age=0"],
      to: "http://h.example/",
      want: undefined,
    },
    {
      name: "a past Expires deletes",
      url: "http://h.example/",
      lines: ["a=1", "a=; Expires=Thu, 01 Jan 1970 00:00:00 GMT"],
      to: "http://h.example/",
      want: undefined,
    },
    {
      name: "a future Expires stays",
      url: "http://h.example/",
      lines: ["a=1; Expires=Fri, 01 Jan 2100 00:00:00 GMT"],
      to: "http://h.example/",
      want: "a=1",
    },
    {
      name: "the same name overwrites in place",
      url: "http://h.example/",
      lines: ["a=1", "b=2", "a=3"],
      to: "http://h.example/",
      want: "a=3; b=2",
    },
    {
      name: "quotes and equals signs are kept",
      url: "http://h.example/",
      lines: ['a="x y"', "b=c=d"],
      to: "http://h.example/",
      want: 'a="x y"; b=c=d',
    },
    {
      name: "a comma is part of the value",
      url: "http://h.example/",
      lines: ["a=1, b=2"],
      to: "http://h.example/",
      want: "a=1, b=2",
    },
    {
      name: "__Host- with a Domain is refused",
      url: "https://h.example/",
      lines: ["__Host-a=1; Secure; Path=/; Domain=h.example"],
      to: "https://h.example/",
      want: undefined,
    },
    {
      name: "__Host- by the rules",
      url: "https://h.example/",
      lines: ["__Host-a=1; Secure; Path=/"],
      to: "https://h.example/",
      want: "__Host-a=1",
    },
    {
      name: "__Secure- without Secure is refused",
      url: "https://h.example/",
      lines: ["__Secure-a=1"],
      to: "https://h.example/",
      want: undefined,
    },
    {
      name: "prefixes in any casing",
      url: "https://h.example/",
      lines: ["__SECURE-a=1", "__host-b=2; Secure", "__hOST-c=3; Secure; Path=/"],
      to: "https://h.example/",
      want: "__hOST-c=3",
    },
    {
      name: "a prefix in a value without a name",
      url: "https://h.example/",
      lines: ["__Secure-a=1", "=__Host-b=1; Secure; Path=/", "__Host-c; Secure; Path=/"],
      to: "https://h.example/",
      want: undefined,
    },
    {
      name: "a public suffix for itself",
      url: "http://github.io/",
      lines: ["a=1; Domain=github.io"],
      to: "http://github.io/",
      want: "a=1",
    },
    {
      name: "a public suffix for itself alone",
      url: "http://github.io/",
      lines: ["a=1; Domain=github.io"],
      to: "http://other.github.io/",
      want: undefined,
    },
    {
      name: "name and value of 4,096 octets",
      url: "http://h.example/",
      lines: [`a=${"v".repeat(4095)}`, `b=${"v".repeat(4096)}`, `c=${"\u00fc".repeat(2048)}`],
      to: "http://h.example/",
      want: `a=${"v".repeat(4095)}`,
    },
    {
      name: "a value without a name",
      url: "http://h.example/",
      lines: ["a"],
      to: "http://h.example/",
      want: "a",
    },
    {
      name: "rubbish is ignored",
      url: "http://h.example/",
      lines: ["", ";", "=v", "a=1"],
      to: "http://h.example/",
      want: "a=1",
    },
  ];
  it.each(rows)("$name", async ({ url, lines, to, want }) => {
    expect(sent(await jarAfter(url, ...lines), to, false)).toBe(want);
  });

  describe("a cookie that is Secure, and one that comes over http", () => {
    it.each([
      { name: "in its place", secure: "a=1; Secure", plain: "a=2", want: "a=1" },
      { name: "of another name", secure: "a=1; Secure", plain: "b=2", want: "a=1; b=2" },
      {
        name: "for the domain above",
        secure: "a=1; Secure",
        plain: "a=2; Domain=h.example",
        want: "a=1",
      },
      {
        name: "for the host below",
        secure: "a=1; Secure; Domain=h.example",
        plain: "a=2",
        want: "a=1",
      },
      { name: "for a path below", secure: "a=1; Secure", plain: "a=2; Path=/x", want: "a=1" },
      {
        name: "for a path above",
        secure: "a=1; Secure; Path=/x",
        plain: "a=2; Path=/",
        want: "a=1; a=2",
      },
      { name: "that deletes", secure: "a=1; Secure", plain: "a=; Max-Age=0", want: "a=1" },
    ])("$name", async ({ secure, plain, want }) => {
      const cookies = new Cookies();
      await cookies.extract(answered("https://www.h.example/", secure));
      await cookies.extract(answered("http://www.h.example/", plain));
      expect(sent(cookies, "https://www.h.example/x", false)).toBe(want);
    });

    it("is replaced by one that comes over https", async () => {
      const cookies = await jarAfter("https://h.example/", "a=1; Secure", "a=2");
      expect(sent(cookies, "http://h.example/", false)).toBe("a=2");
    });
  });

  it("a response that sets nothing needs no waiting", () => {
    expect(new Cookies().extract(answered("http://h/"))).toBeUndefined();
  });

  it("a server's cookie does not replace a domainless one of the user", async () => {
    const cookies = new Cookies({ a: "mine" });
    await cookies.extract(answered("http://h.example/", "a=theirs"));
    expect([...cookies].map(({ value, domain }) => [value, domain])).toEqual([
      ["mine", ""],
      ["theirs", "h.example"],
    ]);
  });
});

describe("response.cookies", () => {
  it("are what this response sets", () => {
    const response = answered(
      "https://www.example.com/",
      "fooCookie=fooValue; Path=/; Secure",
      "barCookie=bar; Domain=other.org",
    );
    expect(response.cookies.get("fooCookie")).toBe("fooValue");
    expect(response.cookies.size).toBe(1);
    expect(response.cookies).toBe(response.cookies);
  });

  it("are empty without Set-Cookie, even without a request", () => {
    expect(new Response(200).cookies.isEmpty).toBe(true);
  });

  it("need a request otherwise", () => {
    expect(() => new Response(200, { headers: { "set-cookie": "a=1" } }).cookies).toThrow(
      /request instance has not been set/,
    );
  });
});
