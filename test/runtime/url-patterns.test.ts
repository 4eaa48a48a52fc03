import { describe, expect, it } from "vitest";
import { compareRank, parseUrlPattern } from "../../runtime/url-patterns.js";

describe("a mount pattern", () => {
  const urls = [
    "http://example.com",
    "https://example.com",
    "http://example.com:8080",
    "https://www.example.com",
    "http://wwwexample.com",
  ];
  // One letter for each URL above.
  it.each([
    { given: "all://", want: "yyyyy" },
    { given: "", want: "yyyyy" },
    { given: "all://*", want: "yyyyy" },
    { given: "http://", want: "ynyny" },
    { given: "http://*", want: "ynyny" },
    { given: "https://", want: "nynyn" },
    { given: "all://example.com", want: "yyynn" },
    { given: "all://EXAMPLE.com", want: "yyynn" },
    { given: "http://example.com", want: "ynynn" },
    { given: "http://example.com:80", want: "ynynn" },
    { given: "http://example.com:8080", want: "nnynn" },
    { given: "all://*example.com", want: "yyyyn" },
    { given: "all://*.example.com", want: "nnnyn" },
    { given: "all://*:8080", want: "nnynn" },
    { given: "http://example.com/ignored?path", want: "ynynn" },
    { given: "//example.com", want: "yyynn" },
  ])("$given matches $want", ({ given, want }) => {
    const pattern = parseUrlPattern(given);
    expect(urls.map((url) => (pattern.matches(new URL(url)) ? "y" : "n")).join("")).toBe(want);
  });

  it.each([
    {
      name: "a host in Unicode is its punycode",
      pattern: "all://müller.de",
      url: "https://xn--mller-kva.de/",
      want: true,
    },
    {
      name: "IPv6 in another spelling is the same host",
      pattern: "http://[::0:1]",
      url: "http://[::1]:90/",
      want: true,
    },
    {
      name: "a scheme of one's own matches itself",
      pattern: "custom://",
      url: "custom://thing/x",
      want: true,
    },
    {
      name: "a scheme of one's own has hosts too",
      pattern: "custom://THING",
      url: "custom://thing/x",
      want: true,
    },
    { name: "file: has no host", pattern: "file://", url: "file:///tmp/x", want: true },
    {
      name: "port 80 is no default of all:, so it never matches",
      pattern: "all://*:80",
      url: "http://a.com:80/",
      want: false,
    },
    { name: "a port matches only itself", pattern: "all://*:1234", url: "https://a.com:1234/", want: true },
  ])("$name", ({ pattern, url, want }) => {
    expect(parseUrlPattern(pattern).matches(new URL(url))).toBe(want);
  });

  it.each([
    { given: "http", hint: '"http://"' },
    { given: "all", hint: '"all://"' },
    { given: "example.com", hint: '"all://example.com"' },
    { given: "*", hint: '"all://*"' },
    { given: "http:example.com", hint: "scheme and a host" },
  ])("$given is refused with a hint", ({ given, hint }) => {
    expect(() => parseUrlPattern(given)).toThrow(TypeError);
    expect(() => parseUrlPattern(given)).toThrow(hint);
  });
});

describe("among patterns, the most particular wins", () => {
  const winner = (patterns: readonly string[], url: string): string | undefined =>
    patterns
      .map(parseUrlPattern)
      .sort(compareRank)
      .find((pattern) => pattern.matches(new URL(url)))?.text;

  const several = ["all://", "https://domain.io", "all://*example.com", "http://internal.example.com:5550"];
  it.each([
    { url: "http://x.com", want: "all://" },
    { url: "https://domain.io", want: "https://domain.io" },
    { url: "http://domain.io", want: "all://" },
    { url: "https://a.example.com", want: "all://*example.com" },
    { url: "http://internal.example.com:5550", want: "http://internal.example.com:5550" },
    { url: "https://internal.example.com:5550", want: "all://*example.com" },
  ])("$url → $want", ({ url, want }) => {
    expect(winner(several, url)).toBe(want);
  });

  it.each([
    {
      name: "a port first",
      given: ["http://example.com", "all://*:81"],
      url: "http://example.com:81",
      want: "all://*:81",
    },
    {
      name: "then the longer text of the host",
      given: ["all://example.com", "all://*example.com"],
      url: "http://example.com",
      want: "all://*example.com",
    },
    {
      name: "then the longer scheme",
      given: ["all://", "http://", "https://"],
      url: "https://a.com",
      want: "https://",
    },
    {
      name: "then the order they were given in",
      given: ["http://a.com", "http://a.com/x"],
      url: "http://a.com/x",
      want: "http://a.com",
    },
  ])("$name", ({ given, url, want }) => {
    expect(winner(given, url)).toBe(want);
  });
});
