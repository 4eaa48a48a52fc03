import { describe, expect, it } from "vitest";
import { assertKnownOptions, nearest } from "../../runtime/near-miss.js";
import { knownOptions } from "../../runtime/option-kinds.js";

const known = knownOptions({
  baseUrl: undefined,
  headers: undefined,
  followRedirects: "a boolean or null",
  maxRedirects: "a whole number from 0 up",
  timeout: undefined,
  verify: undefined,
  http2: undefined,
});

describe("a misspelt option", () => {
  it.each([
    { given: "follow_redirects", want: "followRedirects" },
    { given: "baseURL", want: "baseUrl" },
    { given: "header", want: "headers" },
    { given: "timeuot", want: "timeout" },
    { given: "verfy", want: "verify" },
    { given: "maxRedirect", want: "maxRedirects" },
    { given: "colour", want: undefined },
    { given: "x", want: undefined },
  ])("$given → $want", ({ given, want }) => {
    expect(nearest(given, known.keys())).toBe(want);
  });

  it("is a TypeError that says where, what and which", () => {
    expect(() => assertKnownOptions("Client", { followRedirect: true }, known)).toThrow(
      new TypeError('Unknown option "followRedirect" for Client. Did you mean "followRedirects"?'),
    );
    expect(() => assertKnownOptions("Client", { colour: 1 }, known)).toThrow(
      new TypeError('Unknown option "colour" for Client.'),
    );
    expect(() => assertKnownOptions("Client", { redirect: "follow" }, known)).toThrow(
      new TypeError('Unknown option "redirect" for Client. Here it is "followRedirects".'),
    );
    expect(() => assertKnownOptions("Client", { hooks: {} }, known)).toThrow(
      new TypeError('Unknown option "hooks" for Client.'),
    );
    expect(() => assertKnownOptions("Client", { headers: {}, timeout: undefined }, known)).not.toThrow();
  });
});
