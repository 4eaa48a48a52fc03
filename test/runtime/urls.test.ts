import { describe, expect, it } from "vitest";
import { InvalidURL } from "../../runtime/errors.js";
import { redactUrl } from "../../runtime/redaction.js";
import { parseBaseUrl, resolveUrl } from "../../runtime/urls.js";

describe("a URL against a base is appended", () => {
  const rows: { name: string; base: string; url: string; want: string }[] = [
    {
      name: "a path",
      base: "https://www.example.com/some/path",
      url: "/testing/123",
      want: "https://www.example.com/some/path/testing/123",
    },
    {
      name: "a parent",
      base: "https://www.example.com/some/path",
      url: "../testing/123",
      want: "https://www.example.com/some/testing/123",
    },
    {
      name: "a colon in the path",
      base: "https://www.example.com/some/path",
      url: "/testing:123",
      want: "https://www.example.com/some/path/testing:123",
    },
    { name: "without a slash", base: "https://a.com/api", url: "x", want: "https://a.com/api/x" },
    { name: "with a slash", base: "https://a.com/api", url: "/x", want: "https://a.com/api/x" },
    { name: "with a dot", base: "https://a.com/api", url: "./x", want: "https://a.com/api/x" },
    {
      name: "with a slash at the base's end",
      base: "https://a.com/api/",
      url: "/x",
      want: "https://a.com/api/x",
    },
    { name: "nothing", base: "https://a.com/api", url: "", want: "https://a.com/api/" },
    { name: "only a query", base: "https://a.com/api", url: "?q=1", want: "https://a.com/api/?q=1" },
    {
      name: "a fragment is dropped",
      base: "https://a.com/api",
      url: "/x?q=1#frag",
      want: "https://a.com/api/x?q=1",
    },
    { name: "one level up", base: "https://a.com/api", url: "../x", want: "https://a.com/x" },
    { name: "too many levels up", base: "https://a.com/api/v1", url: "../../../x", want: "https://a.com/x" },
    { name: "two dots", base: "https://a.com/api", url: "..", want: "https://a.com/" },
    { name: "one dot", base: "https://a.com/api", url: ".", want: "https://a.com/api/" },
    { name: "another host wins", base: "https://a.com/api", url: "https://b.com/z", want: "https://b.com/z" },
    {
      name: "an escaped slash stays",
      base: "https://www.example.com/",
      url: "/testing%2F123",
      want: "https://www.example.com/testing%2F123",
    },
    {
      name: "an escaped slash in the base stays",
      base: "https://www.example.com/base%2Fpath",
      url: "/testing",
      want: "https://www.example.com/base%2Fpath/testing",
    },
    {
      name: "the base's fragment stays",
      base: "https://a.com/api#f",
      url: "/y",
      want: "https://a.com/api/y#f",
    },
    {
      name: "userinfo and port stay",
      base: "https://u:p@a.com:8443/api",
      url: "/y",
      want: "https://u:p@a.com:8443/api/y",
    },
    {
      name: "the base's query survives",
      base: "https://a.com/api?x=1",
      url: "/y",
      want: "https://a.com/api/y?x=1",
    },
    {
      name: "both queries survive",
      base: "https://a.com/api?x=1",
      url: "/y?z=2",
      want: "https://a.com/api/y?x=1&z=2",
    },
    { name: "the base has no path", base: "https://a.com", url: "/y", want: "https://a.com/y" },
    { name: "a space is escaped", base: "https://a.com/api", url: "/a b", want: "https://a.com/api/a%20b" },
    {
      name: "non-ASCII is escaped",
      base: "https://a.com/api",
      url: "/é?q=é",
      want: "https://a.com/api/%C3%A9?q=%C3%A9",
    },
    {
      name: "the query's bytes are kept",
      base: "https://a.com/api",
      url: "/x?a=%2f+b&&c",
      want: "https://a.com/api/x?a=%2f+b&&c",
    },
    {
      name: "a URL in the query",
      base: "https://a.com/api",
      url: "/x?u=http://b.com/",
      want: "https://a.com/api/x?u=http://b.com/",
    },
    {
      name: "backslashes reach no other host",
      base: "https://a.com/api",
      url: "\\\\b.com/x",
      want: "https://a.com/api///b.com/x",
    },
    {
      name: "an escaped dot segment resolves",
      base: "https://a.com/api",
      url: "/%2e%2e/x",
      want: "https://a.com/x",
    },
    {
      name: "a digit before the colon is no scheme",
      base: "https://a.com/api",
      url: "1a:b",
      want: "https://a.com/api/1a:b",
    },
    {
      name: "a double slash further on stays",
      base: "https://a.com/api",
      url: "/a//b",
      want: "https://a.com/api/a//b",
    },
    {
      name: "a hidden file",
      base: "https://a.com/api",
      url: "/.well-known/x",
      want: "https://a.com/api/.well-known/x",
    },
  ];
  it.each(rows)("$name", ({ base, url, want }) => {
    const resolved = resolveUrl(parseBaseUrl(base), url);
    const parsed = new URL(want);
    expect(resolved).toEqual({ href: want, origin: parsed.origin, target: parsed.pathname + parsed.search });
  });
});

describe("URLs that are refused", () => {
  const rows: { name: string; base?: string; url: string; message: RegExp }[] = [
    {
      name: "another host without a scheme",
      base: "https://a.com/api",
      url: "//b.com/z",
      message: /neither an absolute URL nor a path/,
    },
    { name: "three slashes", base: "https://a.com/api", url: "///x", message: /neither/ },
    { name: "a scheme without a host", base: "https://a.com/api", url: "a:b", message: /neither/ },
    { name: "mailto", base: "https://a.com/api", url: "mailto:x@y", message: /neither/ },
    { name: "http: without slashes", base: "https://a.com/api", url: "http:x", message: /neither/ },
    { name: "a relative URL without a base", url: "/x", message: /no baseUrl/ },
    { name: "nothing without a base", url: "", message: /no baseUrl/ },
    { name: "another host without a base", url: "//b.com/x", message: /no baseUrl/ },
    { name: "no host", url: "http://", message: /has no host/ },
    { name: "no host but a path", url: "https:///x", message: /has no host/ },
    { name: "a port that is no number", url: "https://example.com:abc/", message: /not a valid URL/ },
    { name: "a port beyond 65535", url: "https://h:65536/", message: /not a valid URL/ },
    {
      name: "a line break",
      url: "https://example.com/a\nb",
      message: /non-printable ASCII character in URL, "\\n" at position 21/,
    },
    { name: "a NUL in a relative URL", base: "https://a.com/", url: "/\0", message: /position 1/ },
    {
      name: "more than 65,536 characters",
      url: `https://a.com/${"é".repeat(70_000)}`,
      message: /URL too long/,
    },
    { name: "plain ones too", url: `https://a.com/${"x".repeat(70_000)}`, message: /URL too long/ },
    { name: "a bad IPv4 address", url: "https://999.999.999.999/", message: /not a valid URL/ },
    { name: "a bad IPv6 address", url: "https://[2001]/", message: /not a valid URL/ },
  ];
  it.each(rows)("$name", ({ base, url, message }) => {
    expect(() => resolveUrl(parseBaseUrl(base), url)).toThrow(InvalidURL);
    expect(() => resolveUrl(parseBaseUrl(base), url)).toThrow(message);
  });

  it.each([
    { name: "undefined", given: undefined, got: "undefined" },
    { name: "null", given: null, got: "null" },
    { name: "an object", given: {}, got: "an object" },
    { name: "a number", given: 7, got: "7" },
  ])("$name, which JavaScript may pass", ({ given, got }) => {
    // @ts-expect-error No URL by its type.
    const resolve = (): unknown => resolveUrl(undefined, given);
    expect(resolve).toThrow(new TypeError(`url: expected a string or a URL, got ${got}.`));
  });

  it("a base that is not absolute", () => {
    expect(() => parseBaseUrl("/api")).toThrow(InvalidURL);
  });

  it("a refused URL does not show its password", () => {
    expect(() => resolveUrl(undefined, "https://u:s3cret@h:abc/")).toThrow(/u:\[secure\]@h:abc/);
    expect(() => parseBaseUrl("u:s3cret@h/x")).toThrow(/u:\[secure\]@h\/x/);
  });
});

describe("an absolute URL reads as the platform reads it", () => {
  it.each([
    "http://127.0.0.1:3000/x?y=1",
    "https://example.com",
    "https://example.com?a=1",
    "https://example.com/path?",
    "https://EXAMPLE.com/Path",
    "https://example.com:443/",
    "http://example.com:443/",
    "https://example.com:80/",
    "http://example.com:80/",
    "http://h:080/",
    "http://h:59999/x",
    "http://h:65535/x",
    "http://1.2.3.4",
    "http://1.2.3.4./x",
    "http://1.2.3/",
    "http://0x7f.1/",
    "http://01.2.3.4/",
    "http://127.0.0.1.nip.io/",
    "http://1.2.3.4.5.example/",
    "http://[::1]:8080/x",
    "https://müller.de/",
    "https://xn--mller-kva.de/",
    "http://a_b.example/",
    "http://a..b/",
    "http://localhost",
    "http://localhost./x",
    "http://a-.b/",
    "https://h/a/../b",
    "https://h/a/./b",
    "https://h/a/.",
    "https://h/%2e%2E/b",
    "https://h/a%2eb",
    "https://h/a|b^c{d}",
    "https://h/a'b?c'd",
    'https://h/?a=b c&d="<>',
    "https://h/a b",
    "https://h/é?é#é",
    "https://h/a\\b",
    "https://h#f",
    "https://h/?q#f",
    "https://u:p@h/",
    "https://u@h/",
    "https://h/a//b",
    "https://h/a;b=1,2:3@4$5!(6)*",
    "custom://host/x?y",
    "HTTP://h/",
  ])("%s", (url) => {
    const parsed = new URL(url);
    expect(resolveUrl(undefined, url)).toEqual({
      href: parsed.href,
      origin: `${parsed.protocol}//${parsed.host}`,
      target: parsed.pathname + (parsed.search || (url.endsWith("?") ? "?" : "")),
    });
  });

  it("a URL object is taken as it is", () => {
    expect(resolveUrl(parseBaseUrl("https://a.com/api"), new URL("https://b.com/x?y#z"))).toEqual({
      href: "https://b.com/x?y#z",
      origin: "https://b.com",
      target: "/x?y",
    });
  });

  it("the base's own URL object is not changed", () => {
    const base = new URL("https://a.com/api");
    expect(parseBaseUrl(base)?.url.href).toBe("https://a.com/api/");
    expect(base.href).toBe("https://a.com/api");
  });
});

describe("URLs for people", () => {
  it.each([
    { name: "a plain URL", given: "https://h/x?a=1#f", want: "https://h/x?a=1#f" },
    { name: "a password", given: "https://u:p@h/", want: "https://u:[secure]@h/" },
    { name: "a token in the name's place", given: "https://t0ken@h/", want: "https://[secure]@h/" },
    { name: "a password without a name", given: "https://:p@h/", want: "https://[secure]@h/" },
    { name: "a password with @", given: "https://u:p@q@h/", want: "https://u:[secure]@h/" },
    { name: "an @ in the path", given: "https://h/a@b", want: "https://h/a@b" },
    { name: "an API key", given: "https://h/?api_key=s&x=1", want: "https://h/?api_key=[secure]&x=1" },
    { name: "a token", given: "https://h/?access_token=s#f", want: "https://h/?access_token=[secure]#f" },
    {
      name: "a signature",
      given: "https://h/?X-Amz-Signature=s",
      want: "https://h/?X-Amz-Signature=[secure]",
    },
    {
      name: "a monkey is no key",
      given: "https://h/?monkey=1&page_token=s",
      want: "https://h/?monkey=1&page_token=[secure]",
    },
    {
      name: "what is known to be secret, escaped or not",
      given: "https://h/?zugang+1=s&zugang%201=s&a=1",
      secret: ["zugang 1"],
      want: "https://h/?zugang+1=[secure]&zugang%201=[secure]&a=1",
    },
    { name: "a relative URL", given: "/x?password=s", want: "/x?password=[secure]" },
    {
      name: "a token in the fragment",
      given: "https://h/?a=1#state=x&access_token=s=t",
      want: "https://h/?a=1#state=x&access_token=[secure]",
    },
    { name: "what is not escaped", given: "https://h/?a=?&token=s#", want: "https://h/?a=?&token=[secure]#" },
  ])("$name", ({ given, secret, want }) => {
    expect(redactUrl(given, secret)).toBe(want);
  });
});
