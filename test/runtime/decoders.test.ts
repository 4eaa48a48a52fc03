import * as zlib from "node:zlib";
import { describe, expect, it } from "vitest";
import { DecodingError, ReadError } from "../../runtime/errors.js";
import { Headers } from "../../runtime/headers.js";
import { contentDecoder, platform } from "../../runtime/platform/node.js";
import { Request } from "../../runtime/request.js";
import { Response } from "../../runtime/response.js";

const hex = (digits: string): Uint8Array => Buffer.from(digits, "hex");
const gzip = hex("1f8b08000000000002032b492d2e513034320600df0f69c208000000");
const deflate = hex("789c2b492d2e5130343206000d0b0277");
const rawDeflate = hex("2b492d2e513034320600");
const brotli = hex("8b0380746573742031323303");
const zstd = hex("28b52ffd20084100007465737420313233");

async function* inPieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

const request = new Request("GET", "https://example.org/");

/** The same body three ways: whole, in one piece, byte by byte. */
const ways: { name: string; make: (bytes: Uint8Array, headers: Headers) => Response }[] = [
  {
    name: "whole",
    make: (bytes, headers) => Response.fromWire(200, "OK", "HTTP/1.1", headers, bytes, request),
  },
  {
    name: "one piece",
    make: (bytes, headers) => new Response(200, { headers, stream: inPieces(bytes, 1_000_000), request }),
  },
  {
    name: "byte by byte",
    make: (bytes, headers) => new Response(200, { headers, stream: inPieces(bytes, 1), request }),
  },
];

describe.each(ways)("decoding, $name", ({ make }) => {
  const rows: { name: string; coding: string | string[]; given: Uint8Array; want: string }[] = [
    { name: "gzip", coding: "gzip", given: gzip, want: "test 123" },
    { name: "capitals", coding: "GZip", given: gzip, want: "test 123" },
    { name: "deflate", coding: "deflate", given: deflate, want: "test 123" },
    { name: "raw deflate", coding: "deflate", given: rawDeflate, want: "test 123" },
    { name: "br", coding: "br", given: brotli, want: "test 123" },
    {
      name: "gzip of raw deflate",
      coding: "deflate, gzip",
      given: zlib.gzipSync(rawDeflate),
      want: "test 123",
    },
    { name: "two header lines", coding: ["br", "gzip"], given: zlib.gzipSync(brotli), want: "test 123" },
    { name: "br, identity", coding: "br, identity", given: brotli, want: "test 123" },
    { name: "identity, br", coding: "identity, br", given: brotli, want: "test 123" },
    { name: "an unknown coding beside gzip", coding: "foo, gzip", given: gzip, want: "test 123" },
    { name: "an unknown coding alone", coding: "foo", given: Buffer.from("test 123"), want: "test 123" },
    { name: "x-gzip is unknown", coding: "x-gzip", given: Buffer.from("test 123"), want: "test 123" },
    { name: "an empty body, gzip", coding: "gzip", given: new Uint8Array(0), want: "" },
    { name: "an empty body, deflate", coding: "deflate", given: new Uint8Array(0), want: "" },
    { name: "an empty body, br", coding: "br", given: new Uint8Array(0), want: "" },
    {
      name: "two gzip members",
      coding: "gzip",
      given: Buffer.concat([gzip, zlib.gzipSync(" more")]),
      want: "test 123 more",
    },
    {
      name: "gzip with something else after it",
      coding: "gzip",
      given: Buffer.concat([gzip, Buffer.from("garbage")]),
      want: "test 123",
    },
    {
      name: "two gzip members with something else after them",
      coding: "gzip",
      given: Buffer.concat([gzip, zlib.gzipSync(" more"), Buffer.from("\r\n")]),
      want: "test 123 more",
    },
    {
      name: "gzip and half of what begins a member",
      coding: "gzip",
      given: Buffer.concat([gzip, gzip.subarray(0, 1)]),
      want: "test 123",
    },
    {
      // RFC 1952 §2.3: FHCRC, FEXTRA, FNAME and FCOMMENT. That something follows makes us read the header ourselves.
      name: "gzip with all that its header may hold",
      coding: "gzip",
      given: Buffer.concat([
        Buffer.from("1f8b081e000000000003", "hex"),
        Buffer.from([3, 0, 1, 0, 2]),
        Buffer.from("a name\0a comment\0"),
        Buffer.from([0, 0]),
        gzip.subarray(10),
        Buffer.from("garbage"),
      ]),
      want: "test 123",
    },
    {
      name: "gzip of nothing, with something else after it",
      coding: "gzip",
      given: Buffer.concat([zlib.gzipSync(""), Buffer.from("garbage")]),
      want: "",
    },
    {
      name: "gzip padded with zeros",
      coding: "gzip",
      given: Buffer.concat([gzip, Buffer.alloc(5)]),
      want: "test 123",
    },
    {
      name: "five codings",
      coding: "gzip, gzip, gzip, gzip, gzip",
      given: [1, 2, 3, 4].reduce<Uint8Array>((bytes) => zlib.gzipSync(bytes), gzip),
      want: "test 123",
    },
    { name: "an empty text, compressed", coding: "gzip", given: zlib.gzipSync(""), want: "" },
  ];
  it.each(rows)("$name", async ({ coding, given, want }) => {
    const headers = new Headers([coding].flat().map((line) => ["Content-Encoding", line] as const));
    const response = make(given, headers);
    await response.read();
    expect(response.text).toBe(want);
    expect(response.numBytesDownloaded).toBe(given.byteLength);
    expect(response.headers.has("content-encoding")).toBe(true);
  });

  const badCrc = Uint8Array.from(gzip);
  badCrc[badCrc.length - 6]! ^= 1;
  const corrupt: { name: string; coding: string; given: Uint8Array }[] = [
    ...["gzip", "deflate", "br"].map((coding) => ({
      name: `nonsense as ${coding}`,
      coding,
      given: Buffer.from("invalid"),
    })),
    { name: "gzip cut short", coding: "gzip", given: gzip.subarray(0, -3) },
    { name: "gzip cut in its data", coding: "gzip", given: gzip.subarray(0, 14) },
    { name: "gzip cut in its header", coding: "gzip", given: gzip.subarray(0, 1) },
    {
      name: "gzip cut in its second member",
      coding: "gzip",
      given: Buffer.concat([gzip, gzip.subarray(0, 12)]),
    },
    { name: "gzip with a bad checksum", coding: "gzip", given: badCrc },
    {
      name: "gzip with a bad checksum, and something after it",
      coding: "gzip",
      given: Buffer.concat([badCrc, Buffer.from("garbage")]),
    },
    {
      name: "gzip with a bad length",
      coding: "gzip",
      given: Buffer.concat([gzip.subarray(0, -4), Buffer.from([9, 0, 0, 0])]),
    },
    { name: "gzip cut in its trailer", coding: "gzip", given: gzip.subarray(0, -1) },
    { name: "zlib cut short", coding: "deflate", given: deflate.subarray(0, -2) },
    { name: "one byte of deflate", coding: "deflate", given: deflate.subarray(0, 1) },
    { name: "raw deflate cut short", coding: "deflate", given: rawDeflate.subarray(0, -3) },
    { name: "br cut short", coding: "br", given: brotli.subarray(0, -2) },
    { name: "the inner coding cut short", coding: "br, gzip", given: zlib.gzipSync(brotli.subarray(0, -2)) },
    { name: "six codings", coding: "gzip, gzip, gzip, gzip, gzip, gzip", given: gzip },
  ];
  it.each(corrupt)("$name is a DecodingError", async ({ coding, given }) => {
    const response = make(given, new Headers({ "Content-Encoding": coding }));
    const error: unknown = await response.read().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(DecodingError);
    expect(error).toMatchObject({ code: "ERR_DECODING", request });
    expect((error as Error).message).toMatch(/^GET https:\/\/example\.org\/: the body /);
    expect(response.isClosed).toBe(true);
  });
});

it("a response made by hand is decoded when it is made", () => {
  const headers = { "Content-Encoding": "gzip" };
  expect(new Response(200, { headers, content: gzip }).text).toBe("test 123");
  expect(() => new Response(200, { headers, content: "invalid" })).toThrow(DecodingError);
});

it("a large body is decoded without holding up the event loop", async () => {
  const text = Array.from({ length: 60_000 }, (_, index) => String((index * 7919) % 100_003)).join();
  const raw = zlib.gzipSync(text);
  expect(raw.byteLength).toBeGreaterThan(65_536);
  const response = Response.fromWire(
    200,
    "OK",
    "HTTP/1.1",
    new Headers({ "content-encoding": "gzip" }),
    raw,
    request,
  );
  const pending = response.readNow();
  expect(pending).toBeInstanceOf(Promise);
  await pending;
  expect(response.text).toBe(text);
});

it("a transport that decoded already says so", async () => {
  const response = Response.fromWire(
    200,
    "OK",
    "HTTP/1.1",
    new Headers({ "content-encoding": "gzip" }),
    Buffer.from("plain"),
    request,
  );
  response.decoded = true;
  await response.read();
  expect(response.text).toBe("plain");
});

it("an error of the network is not a decoding error", async () => {
  const failure = new ReadError("broken");
  const response = new Response(200, {
    headers: { "content-encoding": "gzip" },
    request,
    stream: (async function* () {
      yield gzip.subarray(0, 15);
      throw failure;
    })(),
  });
  await expect(response.read()).rejects.toBe(failure);
});

it("a bomb is decoded no further than it is read", async () => {
  const bomb = zlib.gzipSync(Buffer.alloc(50_000_000));
  const response = new Response(200, {
    headers: { "content-encoding": "gzip" },
    stream: inPieces(bomb, bomb.length),
    request,
  });
  for await (const piece of response.iterBytes()) {
    expect(piece.byteLength).toBeLessThan(1_000_000);
    break;
  }
  expect(response.isClosed).toBe(true);
});

describe("zstd", () => {
  const decoder = contentDecoder("zstd");

  it("is advertised exactly where it can be decoded", () => {
    expect(platform.acceptEncoding).toBe(
      decoder === undefined ? "gzip, deflate, br" : "gzip, deflate, br, zstd",
    );
  });

  it.runIf(decoder === undefined)("is left alone where this Node cannot decode it by the rules", async () => {
    const response = Response.fromWire(
      200,
      "OK",
      "HTTP/1.1",
      new Headers({ "content-encoding": "zstd" }),
      zstd,
      request,
    );
    expect(await response.read()).toEqual(new Uint8Array(zstd));
  });

  it.runIf(decoder !== undefined)(
    "meets the rules: all frames, skippable ones too, and no silent truncation",
    async () => {
      const make = (bytes: Uint8Array): Response =>
        Response.fromWire(200, "OK", "HTTP/1.1", new Headers({ "content-encoding": "zstd" }), bytes, request);
      const skippable = hex("502A4D180700000000000000000000");
      expect(Buffer.from(await make(Buffer.concat([zstd, skippable, zstd])).read()).toString()).toBe(
        "test 123test 123",
      );
      await expect(make(zstd.subarray(0, -3)).read()).rejects.toThrow(DecodingError);
    },
  );
});
