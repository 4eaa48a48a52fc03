import { describe, expect, it } from "vitest";
import { type Environment, environmentProxies, exclusion } from "../../runtime/proxy-environment.js";
import { compareRank } from "../../runtime/url-patterns.js";

/** The proxy of a URL in an environment; `null` = none. */
function proxyOf(environment: Environment, url: string): string | null {
  const rules = environmentProxies(environment).sort(([a], [b]) => compareRank(a, b));
  return rules.find(([pattern]) => pattern.matches(new URL(url)))?.[1]?.url.href ?? null;
}

describe("the environment's proxies", () => {
  const http = "http://example.com/";
  it.each([
    { name: "nothing set: none", given: {}, url: "http://google.com", want: null },
    {
      name: "a host alone is an http proxy",
      given: { HTTP_PROXY: "example.com" },
      url: "http://google.com",
      want: http,
    },
    {
      name: "HTTP_PROXY is for http only",
      given: { HTTP_PROXY: "example.com" },
      url: "https://google.com",
      want: null,
    },
    {
      name: "HTTPS_PROXY is for https",
      given: { HTTPS_PROXY: "http://example.com" },
      url: "https://google.com",
      want: http,
    },
    {
      name: "lower case wins",
      given: { http_proxy: "http://example.com", HTTP_PROXY: "http://other" },
      url: "http://g.com",
      want: http,
    },
    {
      name: "an empty value is none",
      given: { http_proxy: "", HTTP_PROXY: "http://example.com" },
      url: "http://g.com",
      want: http,
    },
    {
      name: "HTTP_PROXY beats ALL_PROXY",
      given: { ALL_PROXY: "http://all", HTTP_PROXY: "http://example.com" },
      url: "http://g.com",
      want: http,
    },
    {
      name: "ALL_PROXY takes the rest",
      given: { ALL_PROXY: "http://example.com", HTTP_PROXY: "http://h" },
      url: "https://g.com",
      want: http,
    },
    {
      name: "a CGI script's HTTP_PROXY is a header",
      given: { HTTP_PROXY: "http://evil", REQUEST_METHOD: "GET" },
      url: "http://g.com",
      want: null,
    },
    {
      name: "a CGI script may set http_proxy",
      given: { http_proxy: "http://example.com", REQUEST_METHOD: "GET" },
      url: "http://g.com",
      want: http,
    },
    {
      name: "a scheme's proxy yields to NO_PROXY",
      given: { HTTP_PROXY: "example.com", NO_PROXY: "google.com" },
      url: "http://google.com",
      want: null,
    },
  ])("$name", ({ given, url, want }) => {
    expect(proxyOf(given, url)).toBe(want);
  });

  it("credentials leave the URL", () => {
    const proxy = environmentProxies({ ALL_PROXY: "http://us%40er:p%3Aw@example.com" })[0]?.[1];
    expect(proxy?.url.href).toBe(http);
    expect(proxy?.auth).toEqual(["us@er", "p:w"]);
  });

  it.each([
    {
      name: "what is no URL",
      given: "not a url",
      want: /^HTTPS_PROXY: The proxy's URL has no scheme, or cannot be parsed/,
    },
    { name: "a scheme of no proxy", given: "ftp://proxy", want: /^HTTPS_PROXY: Unknown scheme/ },
    {
      name: "a secret, which it does not show",
      given: "http://u:s3cret@[",
      want: /^(?!.*s3cret)HTTPS_PROXY: /,
    },
  ])("say which variable has $name", ({ given, want }) => {
    expect(() => environmentProxies({ https_proxy: given })).toThrow(want);
  });
});

describe("NO_PROXY", () => {
  const direct = null;
  const proxied = "http://proxy/";
  it.each([
    { given: "", url: "http://127.0.0.1", want: proxied },
    { given: "127.0.0.1", url: "http://127.0.0.1", want: direct },
    { given: "https://127.0.0.1", url: "http://127.0.0.1", want: proxied },
    { given: "https://127.0.0.1", url: "https://127.0.0.1", want: direct },
    { given: "1.1.1.1", url: "http://127.0.0.1", want: proxied },
    { given: "mit.edu", url: "http://courses.mit.edu", want: direct },
    { given: "mit.edu", url: "http://mit.edu", want: direct },
    { given: "mit.edu", url: "https://mit.edu.info", want: proxied },
    { given: "mit.edu,edu.info", url: "https://mit.edu.info", want: direct },
    { given: "mit.edu, edu.info", url: "https://mit.edu.info", want: direct },
    { given: "MIT.edu", url: "https://mit.edu", want: direct },
    { given: "www.example.com", url: "https://foo.example.com", want: proxied },
    { given: ".example1.com", url: "https://www.example1.com", want: direct },
    { given: ".example1.com", url: "https://example1.com", want: proxied },
    { given: "ample2.com", url: "https://www.example2.com", want: proxied },
    { given: "*", url: "https://a.com", want: direct },
    { given: "a.com,*", url: "https://b.com", want: direct },
    { given: "d.com:8080", url: "http://d.com:8080", want: direct },
    { given: "d.com:8080", url: "http://d.com", want: proxied },
    { given: "d.com:80", url: "http://d.com", want: direct },
    { given: "d.com:443", url: "https://x.d.com", want: direct },
    { given: "localhost", url: "http://localhost:5000", want: direct },
    { given: "localhost", url: "http://x.localhost", want: proxied },
    { given: "10.0.0.0/8", url: "http://10.1.2.3", want: direct },
    { given: "10.0.0.0/8", url: "http://11.1.2.3", want: proxied },
    { given: "192.168.4.0/22", url: "http://192.168.7.255:9", want: direct },
    { given: "192.168.4.0/22", url: "http://192.168.8.0", want: proxied },
    { given: "0.0.0.0/0", url: "http://8.8.8.8", want: direct },
    { given: "0.0.0.0/0", url: "http://a.com", want: proxied },
    { given: "10.0.0.1:99", url: "http://10.0.0.1:99", want: direct },
    { given: "10.0.0.1:99", url: "http://10.0.0.1", want: proxied },
    { given: "*.e.com", url: "http://x.e.com", want: direct },
    { given: "*.e.com", url: "http://e.com", want: proxied },
    { given: "fe80::/10", url: "http://[fe80::1]", want: direct },
    { given: "fe80::/10", url: "http://[fec0::1]", want: proxied },
    { given: "[::1]", url: "http://[::1]:90", want: direct },
    { given: "::1", url: "http://[::1]", want: direct },
    { given: "[::1]:90", url: "http://[::1]:90", want: direct },
    { given: "[::1]:90", url: "http://[::1]", want: proxied },
    { given: "all://*.x.com", url: "http://a.x.com", want: direct },
  ])("$given: $url → $want", ({ given, url, want }) => {
    expect(proxyOf({ ALL_PROXY: "http://proxy", NO_PROXY: given }, url)).toBe(want);
  });

  it.each([
    "10.0.0.0/99",
    "[::",
    "[]",
    "::::",
    "a b",
    "://",
    "x://[",
    "/",
    "a/b",
    "fe80::/200",
    ":80",
    "[::1]:x",
    "%",
    "☃",
    "d.com:",
  ])("%j excludes nothing, and breaks nothing", (entry) => {
    const pattern = exclusion(entry);
    expect(pattern?.matches(new URL("http://google.com")) ?? false).toBe(false);
    expect(proxyOf({ ALL_PROXY: "http://proxy", NO_PROXY: entry }, "http://google.com")).toBe(proxied);
  });
});
