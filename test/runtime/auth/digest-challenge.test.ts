import { describe, expect, it } from "vitest";
import { chooseDigestChallenge } from "../../../runtime/auth/digest-challenge.js";
import { ProtocolError } from "../../../runtime/errors.js";

const md5 = 'Digest realm="r", nonce="n5", qop="auth"';
const sha256 = 'Digest realm="r", nonce="n256", qop="auth", algorithm=SHA-256';

describe("the challenge that is answered", () => {
  it.each([
    { name: "the only one", given: [md5], want: { nonce: "n5", algorithm: "MD5", qop: "auth" } },
    { name: "the stronger one, whatever the order", given: [md5, sha256], want: { nonce: "n256" } },
    { name: "two in one line", given: [`Basic realm="x", ${sha256}, ${md5}`], want: { nonce: "n256" } },
    {
      name: "one we know, beside one we do not",
      given: ['Digest realm="r", nonce="x", algorithm=FOO', md5],
      want: { nonce: "n5" },
    },
    {
      name: "auth before auth-int",
      given: ['Digest realm="r", nonce="n", qop="auth-int,auth"'],
      want: { qop: "auth" },
    },
    {
      name: "auth-int alone",
      given: ['Digest realm="r", nonce="n", qop=auth-int'],
      want: { qop: "auth-int" },
    },
    { name: "no qop", given: ['Digest realm="r", nonce="n"'], want: { qop: undefined } },
    {
      name: "casing of names is free, that of the algorithm is echoed",
      given: ['dIGEST Realm="r", Nonce="n", Algorithm=sha-256-Sess'],
      want: { realm: "r", algorithm: "sha-256-Sess" },
    },
    {
      name: "flags",
      given: [`${md5}, stale=TRUE, userhash=true, charset=utf-8`],
      want: { isStale: true, wantsHashedUser: true, isUtf8: true },
    },
    { name: "none for Basic", given: ['Basic realm="r"'], want: undefined },
    { name: "none for nothing", given: [], want: undefined },
  ])("$name", ({ given, want }) => {
    const challenge = chooseDigestChallenge(given);
    if (want === undefined) expect(challenge).toBeUndefined();
    else expect(challenge).toMatchObject(want);
  });

  it.each([
    {
      name: "no nonce",
      given: 'Digest realm="r", qop="auth"',
      want: "Malformed Digest WWW-Authenticate header",
    },
    { name: "no realm", given: 'Digest nonce="r"', want: "Malformed Digest WWW-Authenticate header" },
    {
      name: "an open quote",
      given: 'Digest realm="r", nonce="n", qop="auth,au',
      want: "Malformed Digest WWW-Authenticate header",
    },
    {
      name: "an unknown algorithm",
      given: 'Digest realm="r", nonce="n", algorithm=FOO',
      want: 'Unknown algorithm "FOO"',
    },
    {
      name: "an unknown qop",
      given: 'Digest realm="r", nonce="n", qop="auth-conf"',
      want: 'Unexpected qop value "auth-conf"',
    },
    { name: "an empty qop", given: 'Digest realm="r", nonce="n", qop=""', want: 'Unexpected qop value ""' },
  ])("$name is a ProtocolError", ({ given, want }) => {
    expect(() => chooseDigestChallenge([given])).toThrow(ProtocolError);
    expect(() => chooseDigestChallenge([given])).toThrow(want);
  });
});
