import { describe, expect, it } from "vitest";
import { parseChallenges } from "../../../runtime/auth/challenges.js";

describe("WWW-Authenticate", () => {
  it.each([
    { name: "one challenge", given: ['Basic realm="a"'], want: [["basic", { realm: "a" }]] },
    {
      name: "two in one line",
      given: ['Basic realm="a, b", Digest realm="c", nonce=d'],
      want: [
        ["basic", { realm: "a, b" }],
        ["digest", { realm: "c", nonce: "d" }],
      ],
    },
    {
      name: "two in two lines",
      given: ['Basic realm="a"', 'Digest nonce="x"'],
      want: [
        ["basic", { realm: "a" }],
        ["digest", { nonce: "x" }],
      ],
    },
    {
      name: "names in any case",
      given: ['DIGEST Realm="c", NONCE="n"'],
      want: [["digest", { realm: "c", nonce: "n" }]],
    },
    {
      name: "escaped quotes",
      given: ['Digest realm="a \\"b\\" \\\\"'],
      want: [["digest", { realm: 'a "b" \\' }]],
    },
    {
      name: "spaces around = and empty items",
      given: ["Digest , realm = x ,, nonce= y"],
      want: [["digest", { realm: "x", nonce: "y" }]],
    },
    {
      name: "a scheme without parameters",
      given: ["Negotiate, Basic realm=x"],
      want: [
        ["negotiate", {}],
        ["basic", { realm: "x" }],
      ],
    },
    { name: "nothing", given: ["", " , "], want: [] },
  ])("$name", ({ given, want }) => {
    expect(
      parseChallenges(given).map(({ scheme, parameters }) => [scheme, Object.fromEntries(parameters)]),
    ).toEqual(want);
  });

  it("a token68 is no parameter", () => {
    expect(parseChallenges(["NTLM TlRMTVNTUAAC==, Basic realm=x"])).toMatchObject([
      { scheme: "ntlm", token68: "TlRMTVNTUAAC==" },
      { scheme: "basic", token68: undefined },
    ]);
  });

  it("what cannot be read marks its challenge, not the next one", () => {
    expect(
      parseChallenges(['Digest realm="a", qop="auth,au']).map((challenge) => challenge.isMalformed),
    ).toEqual([true]);
    expect(parseChallenges(['Digest realm=@@, Basic realm="b"'])).toMatchObject([
      { scheme: "digest", isMalformed: true },
      { scheme: "basic", isMalformed: false },
    ]);
  });
});
