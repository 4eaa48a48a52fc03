import { describe, expect, it } from "vitest";
import { digestAlgorithm } from "../../../runtime/auth/digest-challenge.js";
import { hexHash } from "../../../runtime/auth/digest-hash.js";
import {
  type DigestChallenge,
  type DigestInput,
  digestAuthorization,
} from "../../../runtime/auth/digest-response.js";

const rfc2617: DigestChallenge = {
  realm: "testrealm@host.com",
  nonce: "dcd98b7102dd2f0e8b11d0f600bfb0c093",
  opaque: "5ccc069c403ebaf9f0171e9517f40e41",
  algorithm: "MD5",
  qop: "auth",
  isStale: false,
  wantsHashedUser: false,
  isUtf8: false,
};
const mufasa: DigestInput = {
  user: "Mufasa",
  password: "Circle Of Life",
  method: "GET",
  uri: "/dir/index.html",
  body: new Uint8Array(),
  nonceCount: 1,
  clientNonce: "0a4f113b",
};
const rfc7616 = {
  ...rfc2617,
  realm: "http-auth@example.org",
  nonce: "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v",
  opaque: "FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS",
};
const circle = {
  ...mufasa,
  password: "Circle of Life",
  clientNonce: "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ",
};
const short = { ...rfc2617, realm: "r", nonce: "n", opaque: undefined };
const u = { ...mufasa, user: "u", password: "p" };
const hello = { ...u, method: "POST", uri: "/x", body: new TextEncoder().encode("hello") };

async function header(challenge: DigestChallenge, input: DigestInput): Promise<string> {
  const algorithm = digestAlgorithm(challenge.algorithm);
  if (algorithm === undefined) throw new Error(`unknown algorithm ${challenge.algorithm}`);
  return digestAuthorization(challenge, input, hexHash(algorithm));
}

describe("a digest", () => {
  it.each([
    { name: "MD5 of RFC 2617", challenge: rfc2617, input: mufasa, want: "6629fae49393a05397450978507c4ef1" },
    {
      name: "its second use",
      challenge: rfc2617,
      input: { ...mufasa, nonceCount: 2 },
      want: "15b6bb427e3fecd23a43cb702ce447d5",
    },
    {
      name: "its third use",
      challenge: rfc2617,
      input: { ...mufasa, nonceCount: 3 },
      want: "6221f5f4c31ac4a801213d66f36f654a",
    },
    {
      name: "MD5-sess",
      challenge: { ...rfc2617, algorithm: "MD5-sess" },
      input: mufasa,
      want: "8e3825c57e897f5a0dec6c2d4e5059d0",
    },
    {
      name: "SHA",
      challenge: { ...rfc2617, algorithm: "SHA" },
      input: mufasa,
      want: "5cad1ef3413cbff644a38245bb35d93574c97a04",
    },
    {
      name: "SHA-sess",
      challenge: { ...rfc2617, algorithm: "SHA-sess" },
      input: mufasa,
      want: "a7e826d7badc972870c5ae07b75b2b2b6fc9fd4d",
    },
    {
      name: "SHA-256",
      challenge: { ...rfc2617, algorithm: "SHA-256" },
      input: mufasa,
      want: "5abdd07184ba512a22c53f41470e5eea7dcaa3a93a59b630c13dfe0a5dc6e38b",
    },
    {
      name: "SHA-256-sess",
      challenge: { ...rfc2617, algorithm: "SHA-256-sess" },
      input: mufasa,
      want: "b8822e12417cb7750f4e2b8515f0dcf25b7dd26993e80bee1426201446a7f59b",
    },
    {
      name: "SHA-512",
      challenge: { ...rfc2617, algorithm: "SHA-512" },
      input: mufasa,
      want: "abb145ab10fd07056cbcfc87ebf74d53b285bb2073887cc37edc2018ee297d7cac9d06be00bac252ccb4c3101905caa99dba06d53cd9ea34dfc35b2b97f86f6c",
    },
    {
      name: "SHA-512-SESS",
      challenge: { ...rfc2617, algorithm: "SHA-512-SESS" },
      input: mufasa,
      want: "60a598ef817087de0af8faf3f56ba69747dcb2448e47fbbfd3cbc8e924a484b1d56333b79c527bbbea0ed6e5718178d2ef087028862d8499fa6f1d1236cfe641",
    },
    {
      name: "RFC 2069, without qop",
      challenge: { ...rfc2617, qop: undefined },
      input: { ...mufasa, password: "CircleOfLife" },
      want: "1949323746fe6a43ef61f9606e7febea",
    },
    { name: "MD5 of RFC 7616", challenge: rfc7616, input: circle, want: "8ca523f5e9506fed4657c9700eebdbec" },
    {
      name: "SHA-256 of RFC 7616",
      challenge: { ...rfc7616, algorithm: "SHA-256" },
      input: circle,
      want: "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1",
    },
    {
      name: "MD5-sess with RFC 7616's values",
      challenge: { ...rfc7616, algorithm: "MD5-sess" },
      input: circle,
      want: "e783283f46242139c486a698fec7211d",
    },
    { name: "short values", challenge: short, input: u, want: "16b3613ad36cc7d2e7614a13129c6ff2" },
    {
      name: "a query",
      challenge: short,
      input: { ...u, method: "POST", uri: "/a%20b?x=1&y=%20" },
      want: "adf043600d64a4e2a218fcc72ef6364e",
    },
    {
      name: "auth-int, MD5",
      challenge: { ...short, qop: "auth-int" },
      input: hello,
      want: "302771baf519bcdb21776bbe823fbcc7",
    },
    {
      name: "auth-int, SHA-256",
      challenge: { ...short, algorithm: "SHA-256", qop: "auth-int" },
      input: hello,
      want: "37de9a5dd2863313d4ab7e6251c2ceb0b1358d4c9724282592885ba5d6a2feda",
    },
    {
      name: "auth-int of no body",
      challenge: { ...short, qop: "auth-int" },
      input: u,
      want: "d03bf88982cf4e0ec9363fb4847e35e1",
    },
    {
      name: "SHA-512-256 of a name in UTF-8",
      challenge: {
        ...short,
        realm: "api@example.org",
        nonce: "5TsQWLVdgBdmrQ0XsxbDODV+57QdFR34I9HAbC/RVvkK",
        algorithm: "SHA-512-256",
      },
      input: {
        ...mufasa,
        user: "Jäsøn Doe",
        password: "Secret, or not?",
        uri: "/doe.json",
        clientNonce: "NTg6RKcb9boFIAS3KrFK9BGeh+niz/sm",
      },
      want: "7a4e1192babbba02e91182d2895bfdbf7adafc6e48d4e517ca301974843d840c",
    },
  ] satisfies { name: string; challenge: DigestChallenge; input: DigestInput; want: string }[])(
    "$name",
    async ({ challenge, input, want }) => {
      expect(/ response="([^"]*)"/.exec(await header(challenge, input))?.[1]).toBe(want);
    },
  );
});

describe("the header", () => {
  it("has HTTPX's order", async () => {
    expect(await header(rfc2617, mufasa)).toBe(
      'Digest username="Mufasa", realm="testrealm@host.com", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093", ' +
        'uri="/dir/index.html", response="6629fae49393a05397450978507c4ef1", algorithm=MD5, ' +
        'opaque="5ccc069c403ebaf9f0171e9517f40e41", qop=auth, nc=00000001, cnonce="0a4f113b"',
    );
  });

  it("has no qop, nc or cnonce without a qop", async () => {
    expect(await header({ ...short, qop: undefined }, u)).toMatch(/algorithm=MD5$/);
  });

  it("counts in eight hex digits", async () => {
    expect(await header(short, { ...u, nonceCount: 171 })).toContain("nc=000000ab");
  });

  it("escapes quotes and backslashes", async () => {
    const text = await header({ ...short, realm: 'a "b" \\' }, { ...u, user: 'x"y\\' });
    expect(text).toContain('username="x\\"y\\\\", realm="a \\"b\\" \\\\"');
  });

  it("writes a name as the server reads it", async () => {
    const jason = { ...u, user: "Jäsøn" };
    expect(await header({ ...short, isUtf8: true }, jason)).toContain("username*=UTF-8''J%C3%A4s%C3%B8n, ");
    expect(await header(short, jason)).toContain('username="J\u00c3\u00a4s\u00c3\u00b8n", ');
    expect(await header({ ...short, wantsHashedUser: true }, u)).toMatch(
      /^Digest username="[0-9a-f]{32}", userhash=true, /,
    );
  });
});
