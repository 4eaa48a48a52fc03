import { describe, expect, it } from "vitest";
import { Headers } from "../../../runtime/headers.js";
import { declaredLength, isLast, responseHead } from "../../../runtime/transports/response-head.js";

const bytes = (...texts: string[]): Buffer[] => texts.map((text) => Buffer.from(text));

describe("responseHead", () => {
  const latin1 = Buffer.from("caf\xe9", "latin1");
  it.each([
    {
      name: "bytes",
      given: bytes("Content-Type", "text/plain", "X-Empty", ""),
      want: ["Content-Type", "text/plain", "X-Empty", ""],
    },
    { name: "texts", given: ["X", "1"], want: ["X", "1"] },
    { name: "a text among bytes", given: [Buffer.from("X"), "1"], want: ["X", "1"] },
    {
      name: "views that are no Buffer",
      given: [new Uint8Array([88]), new Uint8Array([49])],
      want: ["X", "1"],
    },
    { name: "nothing", given: [], want: [] },
    { name: "UTF-8", given: bytes("X", "café"), want: ["X", "café"] },
    { name: "Latin-1", given: [Buffer.from("X"), latin1], want: ["X", "café"] },
  ])("reads $name", ({ given, want }) => {
    expect(responseHead(200, "OK", given).headers.flat()).toEqual(want);
  });

  it("leaves what it was given as it was", () => {
    const given = bytes("X", "1");
    responseHead(200, "OK", given).headers.flat();
    expect(given).toEqual(bytes("X", "1"));
  });

  const lines = ["Set-Cookie", "a=1", "X-Under_score", "2", "connection", "close", "set-cookie", "b=2"];
  const uses: { name: string; use: (headers: Headers) => unknown }[] = [
    { name: "get", use: (headers) => headers.get("x-under_SCORE") },
    { name: "get what is not there", use: (headers) => headers.get("x-under-score") },
    { name: "get several", use: (headers) => headers.get("set-cookie") },
    { name: "has", use: (headers) => [headers.has("CONNECTION"), headers.has("connectioX")] },
    { name: "getSetCookie", use: (headers) => headers.getSetCookie() },
    { name: "raw", use: (headers) => headers.raw },
    { name: "entries", use: (headers) => [...headers] },
    { name: "clone", use: (headers) => headers.clone().raw },
    { name: "merged", use: (headers) => Headers.merged(headers, { Connection: "x" }).raw },
    { name: "as init", use: (headers) => new Headers(headers).raw },
    { name: "JSON", use: (headers) => JSON.stringify(headers) },
    { name: "toWeb", use: (headers) => [...headers.toWeb()] },
  ];
  const changes: { name: string; change: (headers: Headers) => void }[] = [
    { name: "as it came", change: () => {} },
    { name: "looked at", change: (headers) => headers.get("connection") },
    { name: "set", change: (headers) => headers.set("SET-COOKIE", "c=3") },
    { name: "deleted", change: (headers) => headers.delete("Set-Cookie") },
    { name: "appended", change: (headers) => headers.append("Connection", "upgrade") },
    {
      name: "updated",
      change: (headers) =>
        headers.update([
          ["connection", null],
          ["Set-Cookie", "d=4"],
        ]),
    },
  ];
  it.each(uses.flatMap((use) => changes.map((change) => ({ ...use, ...change, how: use.name }))))(
    "bytes are as text: $how, $name",
    ({ use, change }) => {
      const [wire, text] = [responseHead(200, "OK", bytes(...lines)).headers, Headers.fromFlat([...lines])];
      change(wire);
      change(text);
      expect(use(wire)).toEqual(use(text));
      expect(wire.flat()).toEqual(text.flat());
    },
  );
});

describe("what the transport must know", () => {
  it.each([
    { given: ["Connection", "close"], want: true },
    { given: ["CONNECTION", "Keep-Alive, Close"], want: true },
    { given: ["Connection", "keep-alive"], want: false },
    { given: ["X", "close"], want: false },
  ])("isLast of $given is $want", ({ given, want }) => {
    expect(isLast(responseHead(200, "OK", bytes(...given)))).toBe(want);
  });

  it.each([
    { given: ["Content-Length", "7"], want: 7 },
    { given: ["content-lengtH", "0"], want: 0 },
    { given: ["X", "7"], want: undefined },
  ])("declaredLength of $given is $want", ({ given, want }) => {
    expect(declaredLength(responseHead(200, "OK", bytes(...given)))).toBe(want);
  });
});
