import { createReadStream, mkdtempSync, openAsBlob, openSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { afterAll, describe, expect, it } from "vitest";
import { type BodyOptions, encodeBody } from "../../runtime/body-encoding.js";
import {
  abandonBody,
  type Body,
  bodyLength,
  type ContentInit,
  contentBody,
  openBody,
} from "../../runtime/content.js";
import { StreamConsumed } from "../../runtime/errors.js";
import { Request } from "../../runtime/request.js";
import { gather } from "../../runtime/streams.js";

const folder = mkdtempSync(join(tmpdir(), "content-"));
const file = join(folder, "ten.txt");
writeFileSync(file, "0123456789");
afterAll(() => rmSync(folder, { recursive: true }));

const text = async (body: Body): Promise<string> => new TextDecoder().decode(await gather(openBody(body)));
const bytes = (value: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(value);
async function* asyncPieces(...pieces: string[]): AsyncGenerator<Uint8Array> {
  for (const piece of pieces) yield bytes(piece);
}
function* pieces(...all: string[]): Generator<Uint8Array> {
  for (const piece of all) yield bytes(piece);
}
const opened = async (path: string, options: object = {}): Promise<ReturnType<typeof createReadStream>> => {
  const stream = createReadStream(path, { highWaterMark: 4, ...options });
  await new Promise<void>((resolve) => stream.once("ready", resolve));
  return stream;
};

describe("content may be", () => {
  const rows: {
    name: string;
    given: () => ContentInit | Promise<ContentInit>;
    want: string;
    length: number | undefined;
    replays: boolean;
  }[] = [
    { name: "a string", given: () => "é", want: "é", length: 2, replays: true },
    { name: "bytes", given: () => bytes("abc"), want: "abc", length: 3, replays: true },
    { name: "an ArrayBuffer", given: () => bytes("abc").buffer, want: "abc", length: 3, replays: true },
    {
      name: "a view into a buffer",
      given: () => new DataView(bytes("xabcx").buffer, 1, 3),
      want: "abc",
      length: 3,
      replays: true,
    },
    {
      name: "a Buffer out of the pool",
      given: () => Buffer.from("abc"),
      want: "abc",
      length: 3,
      replays: true,
    },
    { name: "a Blob", given: () => new Blob(["a", "bc"]), want: "abc", length: 3, replays: true },
    {
      name: "a Blob over a file",
      given: () => openAsBlob(file),
      want: "0123456789",
      length: 10,
      replays: true,
    },
    { name: "an empty Blob", given: () => new Blob([]), want: "", length: 0, replays: true },
    { name: "a list", given: () => [bytes("a"), bytes("bc")], want: "abc", length: undefined, replays: true },
    { name: "a list of strings", given: () => ["a", "é"], want: "aé", length: undefined, replays: true },
    {
      name: "a generator",
      given: () => pieces("a", "", "bc"),
      want: "abc",
      length: undefined,
      replays: false,
    },
    {
      name: "an async generator",
      given: () => asyncPieces("a", "", "bc"),
      want: "abc",
      length: undefined,
      replays: false,
    },
    {
      name: "an async iterable that starts anew",
      given: () => ({ [Symbol.asyncIterator]: () => asyncPieces("abc") }),
      want: "abc",
      length: undefined,
      replays: true,
    },
    {
      name: "a ReadableStream",
      given: () => new Blob(["abc"]).stream(),
      want: "abc",
      length: undefined,
      replays: false,
    },
    {
      name: "a Node stream",
      given: () => Readable.from([Buffer.from("a"), Buffer.from("bc")]),
      want: "abc",
      length: undefined,
      replays: false,
    },
    { name: "a function", given: () => () => "abc", want: "abc", length: undefined, replays: true },
    {
      name: "a function that opens a stream",
      given: () => async () => createReadStream(file),
      want: "0123456789",
      length: undefined,
      replays: true,
    },
    { name: "a file", given: () => opened(file), want: "0123456789", length: 10, replays: true },
    {
      name: "a file from an offset",
      given: () => opened(file, { start: 4 }),
      want: "456789",
      length: 6,
      replays: true,
    },
    {
      name: "a piece of a file",
      given: () => opened(file, { start: 4, end: 6 }),
      want: "456",
      length: 3,
      replays: true,
    },
    {
      name: "a piece beyond a file's end",
      given: () => opened(file, { start: 8, end: 99 }),
      want: "89",
      length: 2,
      replays: true,
    },
    {
      name: "a file by its descriptor alone",
      given: () => createReadStream("", { fd: openSync(file, "r") }),
      want: "0123456789",
      length: undefined,
      replays: false,
    },
    {
      name: "a file that was read in part",
      given: async () => {
        const stream = await opened(file);
        await new Promise<void>((resolve) => stream.once("readable", resolve));
        stream.read(3);
        return stream;
      },
      want: "3456789",
      length: 7,
      replays: true,
    },
  ];
  it.each(rows)("$name", async ({ given, want, length, replays }) => {
    const body = contentBody(await given());
    expect(bodyLength(body)).toBe(length);
    expect(await text(body)).toBe(want);
    if (replays) expect(await text(body)).toBe(want);
    else expect(() => openBody(body)).toThrow(StreamConsumed);
    if (body.kind === "stream") expect(body.replayable).toBe(replays);
  });

  it.each([
    { name: "an object", given: {} },
    { name: "a number", given: 5 },
    { name: "a boolean", given: true },
    { name: "URLSearchParams", given: new URLSearchParams("a=1") },
    { name: "FormData", given: new FormData() },
    { name: "a stream of text", given: createReadStream(file, "utf8") },
    { name: "a symbol", given: Symbol("s") },
  ])("not $name", ({ given }) => {
    expect(() => contentBody(given as ContentInit)).toThrow(TypeError);
  });

  it("not a stream that somebody reads", () => {
    const stream = new Blob(["abc"]).stream();
    stream.getReader();
    expect(() => contentBody(stream)).toThrow(/locked/);
  });

  it("not an iterable of numbers", async () => {
    await expect(text(contentBody([1, 2] as never))).rejects.toThrow(
      "must yield bytes or strings, not number",
    );
  });

  it("a stream that fails before it is sent says so when it is", async () => {
    const body = contentBody(createReadStream(join(folder, "missing")));
    await new Promise((resolve) => setTimeout(resolve, 20));
    await expect((async () => text(body))()).rejects.toThrow(/ENOENT/);
  });

  it("never an empty piece", async () => {
    const sizes: number[] = [];
    for await (const piece of openBody(contentBody(pieces("", "a", "")))) sizes.push(piece.byteLength);
    expect(sizes).toEqual([1]);
  });
});

describe("a body that is given up in the middle releases its source", () => {
  const half = async (body: Body): Promise<void> => {
    for await (const piece of openBody(body)) if (piece.byteLength > 0) break;
  };

  it("a generator runs its finally", async () => {
    let released = false;
    await half(
      contentBody(
        (function* () {
          try {
            yield "a";
            yield "b";
          } finally {
            released = true;
          }
        })(),
      ),
    );
    expect(released).toBe(true);
  });

  it("a ReadableStream is cancelled", async () => {
    let cancelled = false;
    const stream = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(bytes("a")),
      cancel: () => {
        cancelled = true;
      },
    });
    await half(contentBody(stream));
    expect(cancelled).toBe(true);
  });

  it.each([
    { calls: 1, want: 1 },
    { calls: 2, want: 0 },
  ])("of $calls that a function opened, an abandoned body ends $want", async ({ calls, want }) => {
    let cancelled = 0;
    const cancel = (): void => {
      cancelled += 1;
    };
    const body = contentBody(
      () => new ReadableStream<Uint8Array>({ start: (controller) => controller.enqueue(bytes("a")), cancel }),
    );
    for (let call = 0; call < calls; call++) await openBody(body)[Symbol.asyncIterator]().next();
    abandonBody(body);
    expect(cancelled).toBe(want);
  });

  it("a file is closed", async () => {
    const stream = await opened(file);
    await half(contentBody(stream));
    expect(stream.destroyed).toBe(true);
  });
});

describe("bodies and the headers that describe them", () => {
  const rows: { name: string; given: BodyOptions; contentType?: string; want: string; headers: string[] }[] =
    [
      { name: "none", given: {}, want: "", headers: [] },
      { name: "a string", given: { content: "Hello" }, want: "Hello", headers: ["Content-Length", "5"] },
      { name: "an empty string", given: { content: "" }, want: "", headers: [] },
      {
        name: "an iterable",
        given: { content: ["a"] },
        want: "a",
        headers: ["Transfer-Encoding", "chunked"],
      },
      {
        name: "JSON",
        given: { json: { clé: "valeur", liste: [1, 2, 3] } },
        want: '{"clé":"valeur","liste":[1,2,3]}',
        headers: ["Content-Length", "33", "Content-Type", "application/json"],
      },
      {
        name: "JSON 0",
        given: { json: 0 },
        want: "0",
        headers: ["Content-Length", "1", "Content-Type", "application/json"],
      },
      {
        name: "JSON false",
        given: { json: false },
        want: "false",
        headers: ["Content-Length", "5", "Content-Type", "application/json"],
      },
      {
        name: "JSON empty string",
        given: { json: "" },
        want: '""',
        headers: ["Content-Length", "2", "Content-Type", "application/json"],
      },
      {
        name: "JSON leaves U+2028 raw",
        given: { json: "\u2028\x7f\0" },
        want: '"\u2028\x7f\\u0000"',
        headers: ["Content-Length", "12", "Content-Type", "application/json"],
      },
      { name: "JSON null is none", given: { json: null }, want: "", headers: [] },
      {
        name: "JSON by an encoder",
        given: { json: { a: 1n }, jsonEncoder: () => "mine" },
        want: "mine",
        headers: ["Content-Length", "4", "Content-Type", "application/json"],
      },
      {
        name: "a form",
        given: { data: { a: "é&=+ /~*-._" } },
        want: "a=%C3%A9%26%3D%2B+%2F~%2A-._",
        headers: ["Content-Length", "28", "Content-Type", "application/x-www-form-urlencoded"],
      },
      {
        name: "a form with !",
        given: { data: { Hello: "world!" } },
        want: "Hello=world%21",
        headers: ["Content-Length", "14", "Content-Type", "application/x-www-form-urlencoded"],
      },
      {
        name: "a form with a list",
        given: { data: { example: ["a", 1, true] } },
        want: "example=a&example=1&example=true",
        headers: ["Content-Length", "32", "Content-Type", "application/x-www-form-urlencoded"],
      },
      {
        name: "a form with an empty list",
        given: { data: { a: [] } },
        want: "",
        headers: ["Content-Length", "0", "Content-Type", "application/x-www-form-urlencoded"],
      },
      {
        name: "a form with null and false",
        given: { data: { a: ["x", null, false], b: undefined } },
        want: "a=x&a=&a=false",
        headers: ["Content-Length", "14", "Content-Type", "application/x-www-form-urlencoded"],
      },
      {
        name: "a form of pairs keeps its order",
        given: {
          data: [
            ["a", "1"],
            ["b", "2"],
            ["a", "3"],
          ],
        },
        want: "a=1&b=2&a=3",
        headers: ["Content-Length", "11", "Content-Type", "application/x-www-form-urlencoded"],
      },
      {
        name: "URLSearchParams",
        given: { data: new URLSearchParams("a=1&b=*") },
        want: "a=1&b=%2A",
        headers: ["Content-Length", "9", "Content-Type", "application/x-www-form-urlencoded"],
      },
      { name: "an empty form", given: { data: {} }, want: "", headers: [] },
      { name: "an empty form and no files", given: { data: {}, files: {} }, want: "", headers: [] },
      {
        name: "an empty form beside JSON",
        given: { data: {}, json: 1 },
        want: "1",
        headers: ["Content-Length", "1", "Content-Type", "application/json"],
      },
    ];
  it.each(rows)("$name", async ({ given, contentType, want, headers }) => {
    const encoded = encodeBody(given, contentType);
    expect(encoded.headers).toEqual(headers);
    expect(await text(encoded.body)).toBe(want);
  });

  it.each([
    { name: "content and json", given: { content: "a", json: 1 } },
    { name: "content and data", given: { content: "a", data: {} } },
    { name: "content and files", given: { content: "a", files: {} } },
    { name: "data and json", given: { data: { a: 1 }, json: 1 } },
    { name: "files and json", given: { files: { a: "b" }, json: 1 } },
    { name: "FormData and files", given: { data: new FormData(), files: { a: "b" } } },
    { name: "a string as data", given: { data: "a=1" } },
    { name: "bytes as data", given: { data: new Uint8Array(1) } },
    { name: "a nested object in a form", given: { data: { a: { b: 1 } } } },
    { name: "NaN in JSON", given: { json: { a: [Number.NaN] } } },
    { name: "Infinity in JSON", given: { json: Number.POSITIVE_INFINITY } },
    { name: "a bigint in JSON", given: { json: { a: 1n } } },
    { name: "a function as JSON", given: { json: () => 1 } },
    { name: "a symbol as JSON", given: { json: Symbol("s") } },
  ])("$name is a TypeError", ({ given }) => {
    expect(() => encodeBody(given as BodyOptions)).toThrow(TypeError);
  });

  it("an invalid Date is refused with its place, as it would be null", () => {
    expect(() => encodeBody({ json: { a: [new Date(Number.NaN)], b: null } })).toThrow('Invalid Date at "0"');
  });

  it("NaN is refused in HTTPX's words, with its place", () => {
    expect(() => encodeBody({ json: { a: Number.NaN } })).toThrow(
      'Out of range float values are not JSON compliant: NaN at "a"',
    );
  });
});

describe("how a request is framed", () => {
  const stream = (): AsyncIterable<Uint8Array> => asyncPieces("ab");
  const rows: { name: string; given: () => Request; want: [string, string][] }[] = [
    {
      name: "a GET has Host only",
      given: () => new Request("get", "http://example.org/"),
      want: [["Host", "example.org"]],
    },
    {
      name: "Host has a port that is not the scheme's",
      given: () => new Request("GET", "http://example.org:8080/"),
      want: [["Host", "example.org:8080"]],
    },
    {
      name: "Host has no userinfo",
      given: () => new Request("GET", "https://u:p@example.org/"),
      want: [["Host", "example.org"]],
    },
    {
      name: "Host of IPv6",
      given: () => new Request("GET", "http://[::1]:81/"),
      want: [["Host", "[::1]:81"]],
    },
    {
      name: "a user's Host stays where it is",
      given: () => new Request("GET", "http://a/", { headers: { A: "1", host: "o" } }),
      want: [
        ["A", "1"],
        ["host", "o"],
      ],
    },
    {
      name: "POST without a body has length 0",
      given: () => new Request("POST", "http://a/", { headers: { A: "1" } }),
      want: [
        ["Host", "a"],
        ["Content-Length", "0"],
        ["A", "1"],
      ],
    },
    {
      name: "POST of nothing has length 0",
      given: () => new Request("POST", "http://a/", { content: "" }),
      want: [
        ["Host", "a"],
        ["Content-Length", "0"],
      ],
    },
    {
      name: "GET of nothing has no length",
      given: () => new Request("GET", "http://a/", { content: "" }),
      want: [["Host", "a"]],
    },
    {
      name: "DELETE without a body has no length",
      given: () => new Request("DELETE", "http://a/"),
      want: [["Host", "a"]],
    },
    {
      name: "a body's headers come last",
      given: () => new Request("POST", "http://a/", { headers: { A: "1" }, json: { a: 1 } }),
      want: [
        ["Host", "a"],
        ["A", "1"],
        ["Content-Length", "7"],
        ["Content-Type", "application/json"],
      ],
    },
    {
      name: "a user's Content-Type is kept",
      given: () => new Request("POST", "http://a/", { headers: { "content-type": "x/y" }, json: 1 }),
      want: [
        ["Host", "a"],
        ["content-type", "x/y"],
        ["Content-Length", "1"],
      ],
    },
    {
      name: "a user's Content-Length is kept, even if wrong",
      given: () => new Request("POST", "http://a/", { headers: { "content-length": "9" }, content: "a" }),
      want: [
        ["Host", "a"],
        ["content-length", "9"],
      ],
    },
    {
      name: "a user's Content-Length on a stream means it is not chunked",
      given: () =>
        new Request("POST", "http://a/", { headers: { "content-length": "2" }, content: stream() }),
      want: [
        ["Host", "a"],
        ["content-length", "2"],
      ],
    },
    {
      name: "a stream is chunked",
      given: () => new Request("POST", "http://a/", { content: stream() }),
      want: [
        ["Host", "a"],
        ["Transfer-Encoding", "chunked"],
      ],
    },
    {
      name: "a user's Transfer-Encoding leaves no Content-Length",
      given: () =>
        new Request("POST", "http://a/", { headers: { "Transfer-Encoding": "chunked" }, content: "abc" }),
      want: [
        ["Host", "a"],
        ["Transfer-Encoding", "chunked"],
      ],
    },
    {
      name: "a user's Content-Length and Transfer-Encoding never go out together",
      given: () =>
        new Request("POST", "http://a/", {
          headers: { "Content-Length": "3", "Transfer-Encoding": "chunked" },
          content: "abc",
        }),
      want: [
        ["Host", "a"],
        ["Transfer-Encoding", "chunked"],
      ],
    },
    {
      name: "cookies come last",
      given: () => new Request("GET", "http://a/", { headers: { X: "1" }, cookies: { a: "1", b: "2" } }),
      want: [
        ["Host", "a"],
        ["X", "1"],
        ["Cookie", "a=1; b=2"],
      ],
    },
    {
      name: "a Cookie header beats cookies",
      given: () => new Request("GET", "http://a/", { headers: { cookie: "x=1" }, cookies: { a: "1" } }),
      want: [
        ["Host", "a"],
        ["cookie", "x=1"],
      ],
    },
  ];
  it.each(rows)("$name", ({ given, want }) => {
    expect(given().headers.raw).toEqual(want);
  });

  it("two Host headers are refused", () => {
    expect(
      () =>
        new Request("GET", "http://a/", {
          headers: [
            ["Host", "a"],
            ["host", "b"],
          ],
        }),
    ).toThrow(/one Host header/);
  });
});
