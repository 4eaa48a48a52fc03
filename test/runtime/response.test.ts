import { once } from "node:events";
import { Readable } from "node:stream";
import { inspect } from "node:util";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import {
  HTTPStatusError,
  ReadError,
  ResponseNotRead,
  ResponseTooLarge,
  StreamClosed,
  StreamConsumed,
} from "../../runtime/errors.js";
import { Headers } from "../../runtime/headers.js";
import { Request } from "../../runtime/request.js";
import { Response } from "../../runtime/response.js";
import type { ResponseOptions } from "../../runtime/response-pieces.js";
import type { ByteStream } from "../../runtime/streams.js";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const all = async <T>(source: AsyncIterable<T>): Promise<T[]> => {
  const items: T[] = [];
  for await (const item of source) items.push(item);
  return items;
};
const texts = async (source: AsyncIterable<Uint8Array>): Promise<string[]> =>
  (await all(source)).map((piece) => Buffer.from(piece).toString());

/** A stream that tells what happened to it. */
class Watched implements ByteStream {
  closes = 0;
  finished = false;
  readonly #pieces: readonly (Uint8Array | Error)[];
  constructor(...pieces: (string | Uint8Array | Error)[]) {
    this.#pieces = pieces.map((piece) => (typeof piece === "string" ? bytes(piece) : piece));
  }
  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    for (const piece of this.#pieces) {
      if (piece instanceof Error) throw piece;
      yield piece;
    }
    this.finished = true;
  }
  async close(): Promise<void> {
    this.closes += 1;
  }
}
const request = (): Request => new Request("GET", "https://example.org/x");
const streamed = (stream: ByteStream, headers: Record<string, string> = {}): Response =>
  Response.fromWire(200, "OK", "HTTP/1.1", new Headers(headers), stream, request());

describe("a response made by hand", () => {
  const rows: { name: string; given: ResponseOptions; want: string; headers: [string, string][] }[] = [
    { name: "nothing", given: {}, want: "", headers: [] },
    { name: "content", given: { content: "Hello" }, want: "Hello", headers: [["Content-Length", "5"]] },
    { name: "bytes", given: { content: bytes("é") }, want: "é", headers: [["Content-Length", "2"]] },
    {
      name: "text",
      given: { text: "é" },
      want: "é",
      headers: [
        ["Content-Length", "2"],
        ["Content-Type", "text/plain; charset=utf-8"],
      ],
    },
    {
      name: "html",
      given: { html: "<p>" },
      want: "<p>",
      headers: [
        ["Content-Length", "3"],
        ["Content-Type", "text/html; charset=utf-8"],
      ],
    },
    {
      name: "json",
      given: { json: { a: 1 } },
      want: '{"a":1}',
      headers: [
        ["Content-Length", "7"],
        ["Content-Type", "application/json"],
      ],
    },
    {
      name: "its own headers win",
      given: { json: 1, headers: { "content-type": "x/y", "Content-Length": "9" } },
      want: "1",
      headers: [
        ["content-type", "x/y"],
        ["Content-Length", "9"],
      ],
    },
    { name: "null content", given: { content: null }, want: "", headers: [] },
  ];
  it.each(rows)("$name", ({ given, want, headers }) => {
    const response = new Response(200, given);
    expect(response.text).toBe(want);
    expect(response.headers.raw).toEqual(headers);
    expect([response.isClosed, response.isStreamConsumed, response.httpVersion]).toEqual([
      true,
      true,
      "HTTP/1.1",
    ]);
  });

  it("has at most one body", () => {
    expect(() => new Response(200, { text: "a", json: 1 })).toThrow(TypeError);
  });

  it("an iterable is read later, and chunked", async () => {
    const response = new Response(200, { content: [bytes("a"), bytes("b")] });
    expect(response.headers.raw).toEqual([["Transfer-Encoding", "chunked"]]);
    expect(() => response.content).toThrow(ResponseNotRead);
    await response.read();
    expect(response.text).toBe("ab");
  });

  it.each([
    { name: "an async generator", stream: () => new Watched("a", "b")[Symbol.asyncIterator]() },
    { name: "a ReadableStream", stream: () => new Blob(["ab"]).stream() },
    { name: "a stream that can be closed", stream: () => new Watched("ab") },
  ])("a stream adds no header: $name", async ({ stream }) => {
    const response = new Response(200, { stream: stream() });
    expect(response.headers.raw).toEqual([]);
    expect(Buffer.from(await response.read()).toString()).toBe("ab");
  });
});

describe("status", () => {
  it.each([
    { status: 103, is: ["isInformational"] },
    { status: 200, is: ["isSuccess"] },
    { status: 304, is: ["isRedirect"] },
    { status: 404, is: ["isClientError", "isError"] },
    { status: 503, is: ["isServerError", "isError"] },
    { status: 600, is: [] },
  ])("$status", ({ status, is }) => {
    const response = new Response(status);
    const names = [
      "isInformational",
      "isSuccess",
      "isRedirect",
      "isClientError",
      "isServerError",
      "isError",
    ] as const;
    expect(names.filter((name) => response[name])).toEqual(is);
  });

  it.each([
    { status: 301, location: "/x", want: true },
    { status: 300, location: "/x", want: false },
    { status: 304, location: "/x", want: false },
    { status: 307, location: undefined, want: false },
    { status: 308, location: "/x", want: true },
  ])("$status with Location $location: hasRedirectLocation is $want", ({ status, location, want }) => {
    expect(new Response(status, { headers: { location } }).hasRedirectLocation).toBe(want);
  });

  it.each([
    [425, "Too Early"],
    [413, "Request Entity Too Large"],
    [414, "Request-URI Too Long"],
    [418, "I'm a teapot"],
    [422, "Unprocessable Entity"],
    [499, ""],
  ])("the phrase of %i is %j", (status, phrase) => {
    expect(new Response(status).reasonPhrase).toBe(phrase);
  });

  it("the server's own phrase stays, an empty one too", () => {
    expect(
      Response.fromWire(200, "", "HTTP/1.1", new Headers(), new Uint8Array(0), request()).reasonPhrase,
    ).toBe("");
  });
});

describe("raiseForStatus", () => {
  const more = (status: number): string =>
    `For more information check: https://developer.mozilla.org/en-US/docs/Web/HTTP/Status/${status}`;
  it.each([
    {
      status: 101,
      headers: {},
      want: `Informational response '101 Switching Protocols' for url 'https://example.org/x'\n${more(101)}`,
    },
    {
      status: 304,
      headers: {},
      want: `Redirect response '304 Not Modified' for url 'https://example.org/x'\n${more(304)}`,
    },
    {
      status: 303,
      headers: { location: "https://other.org" },
      want: `Redirect response '303 See Other' for url 'https://example.org/x'\nRedirect location: 'https://other.org'\n${more(303)}`,
    },
    {
      status: 403,
      headers: {},
      want: `Client error '403 Forbidden' for url 'https://example.org/x'\n${more(403)}`,
    },
    { status: 499, headers: {}, want: `Client error '499 ' for url 'https://example.org/x'\n${more(499)}` },
    {
      status: 500,
      headers: {},
      want: `Server error '500 Internal Server Error' for url 'https://example.org/x'\n${more(500)}`,
    },
    {
      status: 600,
      headers: {},
      want: `Invalid status code '600 ' for url 'https://example.org/x'\n${more(600)}`,
    },
  ])("$status", ({ status, headers, want }) => {
    const response = new Response(status, { headers, request: request() });
    expect(() => response.raiseForStatus()).toThrow(HTTPStatusError);
    expect(() => response.raiseForStatus()).toThrow(new HTTPStatusError(want, { response }));
  });

  it("returns a 2xx itself", () => {
    const response = new Response(204, { request: request() });
    expect(response.raiseForStatus()).toBe(response);
  });

  it("needs a request", () => {
    expect(() => new Response(200).raiseForStatus()).toThrow("The request instance has not been set");
  });

  it("shows no secret, and carries request and response", () => {
    const sent = new Request("GET", "https://u:s3cret@h/?token=s3cret");
    const response = new Response(302, { request: sent, headers: { location: "https://u:s3cret@h/" } });
    let error: unknown;
    try {
      response.raiseForStatus();
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toMatchObject({ code: "ERR_HTTP_STATUS", request: sent, response });
    expect(inspect(error, { showHidden: true, depth: 5 })).not.toContain("s3cret");
  });
});

describe("text", () => {
  const rows: {
    name: string;
    content: Uint8Array;
    type?: string;
    options?: ResponseOptions;
    want: string;
    encoding: string;
  }[] = [
    { name: "UTF-8 without a charset", content: bytes("é☃"), want: "é☃", encoding: "utf-8" },
    {
      name: "a charset",
      content: Uint8Array.of(0xe9),
      type: "text/plain; charset=iso-8859-1",
      want: "é",
      encoding: "iso-8859-1",
    },
    {
      name: "iso-8859-1 is Latin-1, not windows-1252",
      content: bytes("Snowman: ☃"),
      type: "text/plain; charset=ISO-8859-1",
      want: "Snowman: \xe2\x98\x83",
      encoding: "iso-8859-1",
    },
    {
      name: "windows-1252",
      content: Uint8Array.of(0x80),
      type: "text/plain; charset=windows-1252",
      want: "€",
      encoding: "windows-1252",
    },
    {
      name: "ascii",
      content: Uint8Array.of(0x61, 0xe9),
      type: "text/plain; charset=ascii",
      want: "a\ufffd",
      encoding: "ascii",
    },
    {
      name: "shift-jis",
      content: Uint8Array.of(0x83, 0x67, 0x83, 0x89, 0x83, 0x78, 0x83, 0x8b),
      type: "text/plain; charset=shift-jis",
      want: "トラベル",
      encoding: "shift-jis",
    },
    {
      name: "a name with underscores of its own",
      content: Uint8Array.of(0xb0, 0xa1),
      type: "text/plain; charset=ks_c_5601-1987",
      want: "가",
      encoding: "ks_c_5601-1987",
    },
    {
      name: "a name by its code page",
      content: Uint8Array.of(0xb0, 0xa1),
      type: "text/plain; charset=CP949",
      want: "가",
      encoding: "cp949",
    },
    {
      name: "Python's name with underscores",
      content: Uint8Array.of(0, 0x61),
      type: "text/plain; charset=utf_16_be",
      want: "a",
      encoding: "utf_16_be",
    },
    {
      name: "Latin-1 by its long name",
      content: Uint8Array.of(0x80, 0xe9),
      type: "text/plain; charset=ISO_8859-1:1987",
      want: "\x80é",
      encoding: "iso_8859-1:1987",
    },
    {
      name: "ascii by its long name",
      content: Uint8Array.of(0x61, 0xe9),
      type: "text/plain; charset=ANSI_X3.4-1968",
      want: "a\ufffd",
      encoding: "ansi_x3.4-1968",
    },
    {
      name: "quotes around the charset",
      content: Uint8Array.of(0xe9),
      type: 'text/plain; charset="latin-1"',
      want: "é",
      encoding: "latin-1",
    },
    {
      name: "an unknown charset is ignored",
      content: bytes("é"),
      type: "text/plain; charset=invalid-codec-name",
      want: "é",
      encoding: "utf-8",
    },
    {
      name: "an empty charset is ignored",
      content: bytes("é"),
      type: "text/plain; charset=",
      want: "é",
      encoding: "utf-8",
    },
    {
      name: "a charset after a comma is none",
      content: bytes("é"),
      type: "application/json, charset=utf-16",
      want: "é",
      encoding: "utf-8",
    },
    {
      name: "a byte order mark is dropped",
      content: Uint8Array.of(0xef, 0xbb, 0xbf, 0x61),
      want: "a",
      encoding: "utf-8",
    },
    {
      name: "utf-16 by its byte order mark",
      content: Uint8Array.of(0xfe, 0xff, 0, 0x61),
      type: "text/plain; charset=utf-16",
      want: "a",
      encoding: "utf-16",
    },
    {
      name: "utf-16 without one",
      content: Uint8Array.of(0x61, 0),
      type: "text/plain; charset=utf-16",
      want: "a",
      encoding: "utf-16",
    },
    {
      name: "half of utf-16",
      content: Uint8Array.of(0x61),
      type: "text/plain; charset=utf-16",
      want: "\ufffd",
      encoding: "utf-16",
    },
    {
      name: "invalid UTF-8 is replaced",
      content: Uint8Array.of(0x61, 0xff),
      want: "a\ufffd",
      encoding: "utf-8",
    },
    {
      name: "a default name",
      content: Uint8Array.of(0xe9),
      options: { defaultEncoding: "latin-1" },
      want: "é",
      encoding: "latin-1",
    },
    {
      name: "a default function sees the bytes",
      content: Uint8Array.of(0xe9),
      options: { defaultEncoding: (seen) => (seen[0] === 0xe9 ? "latin-1" : "utf-8") },
      want: "é",
      encoding: "latin-1",
    },
    {
      name: "a default function without an answer",
      content: bytes("é"),
      options: { defaultEncoding: () => null },
      want: "é",
      encoding: "utf-8",
    },
  ];
  it.each(rows)("$name", async ({ content, type, options, want, encoding }) => {
    const make = (body: ResponseOptions): Response =>
      new Response(200, { headers: { "content-type": type }, ...options, ...body });
    const response = make({ content });
    expect([response.text, response.encoding]).toEqual([want, encoding]);
    // The same, byte by byte.
    if (typeof options?.defaultEncoding === "function") return;
    const split = make({ stream: new Watched(...[...content].map((byte) => Uint8Array.of(byte))) });
    expect((await all(split.iterText())).join("")).toBe(want);
  });

  it("the encoding may be set, until text was read", () => {
    const response = new Response(200, { content: bytes("é") });
    response.encoding = "latin-1";
    expect(response.text).toBe("\xc3\xa9");
    expect(() => {
      response.encoding = "utf-8";
    }).toThrow(/cannot be set/);
  });

  it("an encoding that is not known is an error, unless there is nothing to decode", () => {
    const response = new Response(200, { content: "a", defaultEncoding: "nonsense" });
    expect(() => response.text).toThrow(RangeError);
    expect(new Response(200, { defaultEncoding: "nonsense" }).text).toBe("");
  });

  it("charsetEncoding is what the server said", () => {
    expect(new Response(200, { headers: { "content-type": "a/b; charset=XYZ" } }).charsetEncoding).toBe(
      "xyz",
    );
    expect(new Response(200).charsetEncoding).toBeUndefined();
  });
});

describe("json", () => {
  const utf16 = (text: string, mark: boolean): Uint8Array =>
    Buffer.from(`${mark ? "\ufeff" : ""}${text}`, "utf16le");
  const utf32 = (text: string, littleEndian: boolean): Uint8Array => {
    const view = new DataView(new ArrayBuffer(text.length * 4));
    for (let at = 0; at < text.length; at += 1) view.setUint32(at * 4, text.charCodeAt(at), littleEndian);
    return new Uint8Array(view.buffer);
  };
  const text = '{"a":"é"}';
  it.each([
    { name: "UTF-8", given: bytes(text) },
    { name: "UTF-8 with a mark", given: bytes(`\ufeff${text}`) },
    { name: "UTF-16LE", given: utf16(text, false) },
    { name: "UTF-16LE with a mark", given: utf16(text, true) },
    { name: "UTF-16BE", given: Buffer.from(utf16(text, false)).swap16() },
    { name: "UTF-16BE with a mark", given: Buffer.from(utf16(text, true)).swap16() },
    { name: "UTF-32LE", given: utf32(text, true) },
    { name: "UTF-32LE with a mark", given: utf32(`\ufeff${text}`, true) },
    { name: "UTF-32BE", given: utf32(text, false) },
    { name: "UTF-32BE with a mark", given: utf32(`\ufeff${text}`, false) },
  ])("$name, whatever the charset says", ({ given }) => {
    expect(
      new Response(200, { content: given, headers: { "content-type": "a/b; charset=latin-1" } }).json(),
    ).toEqual({ a: "é" });
  });

  it.each([
    { name: "one digit", given: "1", want: 1 },
    { name: "one digit in UTF-16", given: new Uint8Array([0x31, 0]), want: 1 },
    { name: "null", given: "null", want: null },
  ])("$name", ({ given, want }) => {
    expect(new Response(200, { content: given }).json()).toBe(want);
  });

  it.each([
    { name: "an empty body", given: "" },
    { name: "HTML", given: "<html>" },
    { name: "cut short", given: '{"token":"s3cret' },
    { name: "something after it", given: '{"token":"s3cret"} x' },
    { name: "NaN", given: "NaN" },
  ])("$name is a SyntaxError that repeats nothing", ({ given }) => {
    const response = new Response(200, { content: given, request: request() });
    expect(() => response.json()).toThrow(SyntaxError);
    expect(() => response.json()).toThrow(
      /^GET https:\/\/example\.org\/x: the body is not valid JSON(?!.*(s3cret|html))/,
    );
  });

  it("a decoder of one's own", () => {
    const response = new Response(200, { content: "10" });
    response.jsonDecoder = BigInt;
    expect(response.json()).toBe(10n);
  });
});

describe("the states of a stream", () => {
  it("nothing is there before it is read", () => {
    const response = streamed(new Watched("a"));
    expect(() => response.content).toThrow(ResponseNotRead);
    expect(() => response.text).toThrow(ResponseNotRead);
    expect(() => response.json()).toThrow(ResponseNotRead);
    expect([response.isClosed, response.isStreamConsumed]).toEqual([false, false]);
  });

  it("read() caches, and closes once", async () => {
    const source = new Watched("a", "", "b");
    const response = streamed(source);
    await response.read();
    await response.read();
    expect([response.text, response.isClosed, response.isStreamConsumed, source.closes]).toEqual([
      "ab",
      true,
      true,
      1,
    ]);
    expect(await texts(response.iterBytes())).toEqual(["ab"]);
    expect(await texts(response.iterBytes(1))).toEqual(["a", "b"]);
    expect(await all(response.iterText())).toEqual(["ab"]);
    await expect(all(response.iterRaw())).rejects.toThrow(StreamConsumed);
  });

  it("iterating to the end closes, and a second time is StreamConsumed", async () => {
    const source = new Watched("a", "b");
    const response = streamed(source);
    expect(await texts(response.iterBytes())).toEqual(["a", "b"]);
    expect([response.isClosed, source.closes, source.finished]).toEqual([true, 1, true]);
    await expect(all(response.iterBytes())).rejects.toThrow(StreamConsumed);
    await expect(response.read()).rejects.toThrow(StreamConsumed);
  });

  it.each(["iterRaw", "iterBytes", "iterText", "iterLines", "iterJsonLines"] as const)(
    "breaking out of %s closes",
    async (name) => {
      const source = new Watched("1\n", "2\n", "3\n");
      const response = streamed(source);
      for await (const item of response[name]()) if (item !== undefined) break;
      expect([response.isClosed, source.closes, source.finished]).toEqual([true, 1, false]);
    },
  );

  it("breaking out of iterEvents closes", async () => {
    const source = new Watched("data: 1\n\n", "data: 2\n\n");
    const response = streamed(source);
    for await (const event of response.iterEvents()) if (event.data === "1") break;
    expect([response.isClosed, source.finished]).toEqual([true, false]);
  });

  it.each(["iterRaw", "iterBytes"] as const)("breaking out of re-cut %s closes", async (name) => {
    const source = new Watched("abc", "def");
    const response = streamed(source);
    for await (const piece of response[name](2)) if (piece.byteLength > 0) break;
    expect(source.closes).toBe(1);
  });

  it("after close it is StreamClosed", async () => {
    const source = new Watched("a");
    const response = streamed(source);
    await response.close();
    await response.close();
    expect(source.closes).toBe(1);
    await expect(response.read()).rejects.toThrow(StreamClosed);
    await expect(all(response.iterRaw())).rejects.toThrow(StreamClosed);
  });

  it("await using closes", async () => {
    const source = new Watched("a");
    {
      await using response = streamed(source);
      expect(response.isClosed).toBe(false);
    }
    expect(source.closes).toBe(1);
  });

  it("an error while streaming closes, and gets the request", async () => {
    const failure = new ReadError("broken");
    const source = new Watched("a", failure);
    const response = streamed(source);
    await expect(response.read()).rejects.toBe(failure);
    expect(failure.request).toBe(response.request);
    expect(source.closes).toBe(1);
  });

  it("a foreign error passes as it is", async () => {
    const failure = new Error("mine");
    await expect(all(streamed(new Watched(failure)).iterText())).rejects.toBe(failure);
  });

  it.each([
    {
      name: "a generator",
      stream: (_left: () => void) =>
        (async function* () {
          yield bytes("a");
          await new Promise(() => {});
        })(),
      isTold: false,
    },
    {
      name: "a ReadableStream",
      stream: (left: () => void) =>
        new ReadableStream<Uint8Array>({
          start: (controller) => controller.enqueue(bytes("a")),
          cancel: left,
        }),
      isTold: true,
    },
  ])("closing ends the wait for $name that has nothing to say", async ({ stream, isTold }) => {
    let isLeft = false;
    const left = (): void => {
      isLeft = true;
    };
    const response = new Response(200, { stream: stream(left) });
    const pieces = response.iterBytes();
    await pieces.next();
    const waiting = pieces.next();
    await Promise.all([expect(waiting).rejects.toThrow(StreamClosed), response.close()]);
    expect(isLeft).toBe(isTold);
  });

  describe("what waits for the next piece can be left at once, by whoever iterates", () => {
    const stalled = (): { response: Response; isLeft: () => boolean } => {
      let isLeft = false;
      const stream = new ReadableStream<Uint8Array>({
        start: (controller) => controller.enqueue(bytes("1\n")),
        cancel: () => {
          isLeft = true;
        },
      });
      return { response: new Response(200, { stream }), isLeft: () => isLeft };
    };
    const iterators: Record<string, (response: Response) => AsyncGenerator<unknown>> = {
      iterRaw: (response) => response.iterRaw(),
      iterBytes: (response) => response.iterBytes(),
      "iterBytes of a size": (response) => response.iterBytes(2),
      iterText: (response) => response.iterText(),
      "iterText of a size": (response) => response.iterText(2),
      iterLines: (response) => response.iterLines(),
      iterJsonLines: (response) => response.iterJsonLines(),
    };

    it.each(Object.entries(iterators))("%s", async (_name, iterate) => {
      for (const leave of ["return", "throw"] as const) {
        const { response, isLeft } = stalled();
        const pieces = iterate(response);
        await pieces.next();
        const waiting = pieces.next();
        const leaving = leave === "return" ? pieces.return(7) : pieces.throw(new Error("enough"));
        await expect(waiting).rejects.toThrow(StreamClosed);
        if (leave === "return") expect(await leaving).toEqual({ value: 7, done: true });
        else await expect(leaving).rejects.toThrow("enough");
        expect([response.isClosed, isLeft()]).toEqual([true, true]);
      }
    });

    it("iterEvents, before there was one", async () => {
      const { response, isLeft } = stalled();
      const events = response.iterEvents();
      const waiting = events.next();
      const leaving = events.return(undefined);
      await expect(waiting).rejects.toThrow(StreamClosed);
      await leaving;
      expect([response.isClosed, isLeft()]).toEqual([true, true]);
    });

    it("one that was never asked for anything", async () => {
      const { response, isLeft } = stalled();
      await response.iterBytes().return(undefined);
      expect([response.isClosed, isLeft()]).toEqual([true, true]);
    });

    it("a Node stream, and a platform's one, made of it", async () => {
      const first = stalled();
      const readable = Readable.from(first.response.iterBytes());
      await once(readable, "data");
      readable.destroy();
      await once(readable, "close");
      expect([first.response.isClosed, first.isLeft()]).toEqual([true, true]);
      const second = stalled();
      const pieces = second.response.iterBytes();
      const reader = new ReadableStream({
        pull: async (controller) => controller.enqueue((await pieces.next()).value),
        cancel: async () => void (await pieces.return(undefined)),
      }).getReader();
      await reader.read();
      await reader.cancel();
      expect([second.response.isClosed, second.isLeft()]).toEqual([true, true]);
    });
  });

  it("closing gives up a ReadableStream as content that nobody has read", async () => {
    let isLeft = false;
    const cancel = (): void => {
      isLeft = true;
    };
    await new Response(200, { content: new ReadableStream({ cancel }) }).close();
    expect(isLeft).toBe(true);
  });

  it("a body that the transport gathers is asked for once", async () => {
    let asked = 0;
    const source = Object.assign(new Watched("never"), {
      readAll: async () => {
        asked += 1;
        return bytes("whole");
      },
    });
    const response = streamed(source);
    await response.read();
    expect([response.text, response.numBytesDownloaded, asked, source.closes]).toEqual(["whole", 5, 1, 1]);
  });

  it.each([
    { name: "a view", given: new Uint8Array([0, 1, 2]).subarray(1) },
    { name: "a Buffer", given: Buffer.from([1, 2]) },
    { name: "shared memory", given: new Uint8Array(new SharedArrayBuffer(2)) },
  ])("the content of $name is bytes in a buffer of their own", ({ given }) => {
    given.set([1, 2]);
    const { content } = new Response(200, { content: given });
    expect([content, content.buffer]).toEqual([new Uint8Array([1, 2]), new Uint8Array([1, 2]).buffer]);
    expect(
      new Response(200, { request: new Request("PUT", "http://a", { content: given }) }).request.content
        .buffer,
    ).toBeInstanceOf(ArrayBuffer);
  });

  it("a whole body is read without waiting", () => {
    const response = Response.fromWire(200, "OK", "HTTP/1.1", new Headers(), bytes('{"a":1}'), request());
    expect(response.readNow()).toBeUndefined();
    expect(response.json()).toEqual({ a: 1 });
    expect([response.isClosed, response.numBytesDownloaded]).toEqual([true, 7]);
  });

  it("a whole body can be iterated instead", async () => {
    const response = Response.fromWire(200, "OK", "HTTP/1.1", new Headers(), bytes("abc"), request());
    expect(await texts(response.iterRaw(2))).toEqual(["ab", "c"]);
    expect(response.isClosed).toBe(true);
  });
});

describe("pieces of a given size", () => {
  const rows: { name: string; pieces: string[]; size: number; want: string[] }[] = [
    { name: "5", pieces: ["Hello, ", "world!"], size: 5, want: ["Hello", ", wor", "ld!"] },
    { name: "7", pieces: ["Hello, ", "world!"], size: 7, want: ["Hello, ", "world!"] },
    { name: "13", pieces: ["Hello, ", "world!"], size: 13, want: ["Hello, world!"] },
    { name: "20", pieces: ["Hello, ", "world!"], size: 20, want: ["Hello, world!"] },
    { name: "1", pieces: ["ab", "", "c"], size: 1, want: ["a", "b", "c"] },
    { name: "an empty body", pieces: [], size: 3, want: [] },
    { name: "an empty piece", pieces: [""], size: 3, want: [] },
  ];
  it.each(rows)("$name", async ({ pieces, size, want }) => {
    expect(await texts(streamed(new Watched(...pieces)).iterRaw(size))).toEqual(want);
    expect(await texts(streamed(new Watched(...pieces)).iterBytes(size))).toEqual(want);
    expect(await all(streamed(new Watched(...pieces)).iterText(size))).toEqual(want);
  });

  it.each([0, -1, 1.5, Number.NaN])("%d is a RangeError", (size) => {
    expect(() => streamed(new Watched("a")).iterBytes(size)).toThrow(RangeError);
  });

  it("no character is split, neither by bytes nor by size", async () => {
    const split = bytes("a😀é😀");
    const response = streamed(new Watched(split.subarray(0, 3), split.subarray(3, 6), split.subarray(6)));
    expect(await all(response.iterText(2))).toEqual(["a😀", "é😀"]);
  });

  it("numBytesDownloaded counts what arrived", async () => {
    const response = streamed(new Watched("abc", "defg"));
    const seen: unknown[] = [];
    for await (const piece of response.iterRaw(2))
      seen.push([Buffer.from(piece).toString(), response.numBytesDownloaded]);
    expect(seen).toEqual([
      ["ab", 3],
      ["cd", 7],
      ["ef", 7],
      ["g", 7],
    ]);
  });

  it("numBytesDownloaded counts compressed bytes", async () => {
    const raw = gzipSync("a".repeat(1000));
    const third = Math.ceil(raw.length / 3);
    const response = streamed(
      new Watched(raw.subarray(0, third), raw.subarray(third, 2 * third), raw.subarray(2 * third)),
      { "content-encoding": "gzip" },
    );
    let length = 0;
    for await (const piece of response.iterBytes()) {
      length += piece.byteLength;
      expect(response.numBytesDownloaded).toBeGreaterThanOrEqual(third);
    }
    expect([length, response.numBytesDownloaded]).toEqual([1000, raw.length]);
  });
});

describe("download progress", () => {
  it.each([
    { name: "with a length", headers: { "content-length": "7" }, total: 7 },
    { name: "without", headers: {}, total: undefined },
  ])("$name", async ({ headers, total }) => {
    const response = streamed(new Watched("abc", "defg"), headers);
    const seen: unknown[] = [];
    response.request.context = { whole: false, onDownloadProgress: (progress) => seen.push(progress) };
    await response.read();
    expect(seen).toEqual([
      { transferred: 3, total },
      { transferred: 7, total },
    ]);
  });
});

describe("maxResponseSize", () => {
  const bomb = gzipSync(Buffer.alloc(5_000_000));
  const rows: { name: string; given: () => Response }[] = [
    { name: "a stream", given: () => streamed(new Watched("x".repeat(600), "y".repeat(600))) },
    {
      name: "a whole body",
      given: () =>
        Response.fromWire(200, "OK", "HTTP/1.1", new Headers(), bytes("x".repeat(1001)), request()),
    },
    {
      name: "a small bomb, whole",
      given: () =>
        Response.fromWire(
          200,
          "OK",
          "HTTP/1.1",
          new Headers({ "content-encoding": "gzip" }),
          bomb,
          request(),
        ),
    },
    {
      name: "a small bomb, streamed",
      given: () => streamed(new Watched(bomb), { "content-encoding": "gzip" }),
    },
    {
      name: "a body that was in memory from the start",
      given: () => new Response(200, { content: "x".repeat(1001), request: request() }),
    },
  ];
  it.each(rows)("$name", async ({ given }) => {
    const response = given();
    response.request.context = { whole: true, maxResponseSize: 1000 };
    const error: unknown = await response.read().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ResponseTooLarge);
    expect(error).toMatchObject({
      code: "ERR_RESPONSE_TOO_LARGE",
      request: response.request,
      message: "GET https://example.org/x: the body is larger than maxResponseSize, 1000 bytes.",
    });
    expect(response.isClosed).toBe(true);
  });

  it("a body that was in memory from the start, iterated", async () => {
    const response = new Response(200, { content: "x".repeat(1001), request: request() });
    response.maxResponseSize = 1000;
    await expect(response.iterBytes().next()).rejects.toThrow(ResponseTooLarge);
  });

  it("a body of exactly that size passes", async () => {
    const response = streamed(new Watched("x".repeat(600), "y".repeat(400)));
    response.maxResponseSize = 1000;
    expect((await response.read()).byteLength).toBe(1000);
  });
});

describe("decoding a small body that becomes a large one", () => {
  const given = gzipSync(Buffer.alloc(8_000_000));
  const wire = (): Response =>
    Response.fromWire(
      200,
      "OK",
      "HTTP/1.1",
      new Headers({ "content-encoding": "gzip" }),
      new Uint8Array(given),
      request(),
    );

  it("is left to a thread, so that it holds up nothing", async () => {
    const response = wire();
    const reading = response.readNow();
    expect(reading).toBeInstanceOf(Promise);
    await reading;
    expect([response.content.byteLength, response.numBytesDownloaded]).toEqual([8_000_000, given.byteLength]);
  });

  it("still heeds a limit above what is decoded at once", async () => {
    const response = wire();
    response.maxResponseSize = 4_000_000;
    await expect(response.read()).rejects.toThrow(ResponseTooLarge);
  });
});

describe("what else a response knows", () => {
  it("url is the request's", () => {
    expect(String(new Response(200, { request: request() }).url)).toBe("https://example.org/x");
  });

  it("elapsed runs from sending to closing", async () => {
    const response = streamed(new Watched("a"));
    expect(response.elapsed).toBe(0);
    response.startedAt = performance.now() - 100;
    await response.read();
    const { elapsed } = response;
    expect(elapsed).toBeGreaterThanOrEqual(100);
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(response.elapsed).toBe(elapsed);
  });

  it("history and extensions start empty", () => {
    const response = new Response(200);
    expect([response.history, response.extensions, response.nextRequest]).toEqual([[], {}, undefined]);
  });

  it("prints short", () => {
    expect(inspect(new Response(200, { headers: { "set-cookie": "s3cret" } }))).toBe("<Response [200 OK]>");
    expect(String(new Response(499))).toBe("<Response [499]>");
  });
});

describe("conversion to the platform's response", () => {
  it("of a body that was read", async () => {
    const response = new Response(201, { json: { a: 1 }, headers: { "X-A": "1" } });
    const web = response.toWeb();
    expect([web.status, web.statusText, web.headers.get("x-a")]).toEqual([201, "Created", "1"]);
    expect(await web.json()).toEqual({ a: 1 });
    expect(response.json()).toEqual({ a: 1 });
  });

  it("of a stream", async () => {
    const source = new Watched("a", "b");
    expect(await streamed(source).toWeb().text()).toBe("ab");
    expect(source.closes).toBe(1);
  });

  it("cancelling it closes", async () => {
    const source = new Watched("a", "b", "c");
    const reader = streamed(source).toWeb().body!.getReader();
    await reader.read();
    await reader.cancel();
    expect([source.closes, source.finished]).toEqual([1, false]);
  });

  it("cancelling it does not wait for a body that has nothing to say", async () => {
    const stream = {
      [Symbol.asyncIterator]: () => ({ next: () => new Promise<never>(() => {}) }),
      close: async () => {},
    };
    const response = new Response(200, { stream });
    await response.toWeb().body!.cancel();
    expect(response.isClosed).toBe(true);
  });

  it.each([204, 304])("of a %i has no body", (status) => {
    expect(new Response(status).toWeb().body).toBeNull();
  });
});

describe("conversion from the platform's response", () => {
  it("takes status, headers and body", async () => {
    const web = new globalThis.Response("héllo", {
      status: 201,
      statusText: "Made",
      headers: { "X-A": "1" },
    });
    const response = Response.fromWeb(web, new Request("GET", "http://a/"));
    expect([response.statusCode, response.reasonPhrase, response.headers.get("x-a")]).toEqual([
      201,
      "Made",
      "1",
    ]);
    expect(() => response.text).toThrow(ResponseNotRead);
    await response.read();
    expect([response.text, String(response.url)]).toEqual(["héllo", "http://a/"]);
  });

  it("has nothing to read where there is no body", () => {
    expect(Response.fromWeb(new globalThis.Response(null, { status: 204 })).text).toBe("");
  });

  it("refuses one whose body was used", async () => {
    const used = new globalThis.Response("abc");
    await used.text();
    expect(() => Response.fromWeb(used)).toThrow("already used");
  });
});
