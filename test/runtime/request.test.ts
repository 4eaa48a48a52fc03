import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { openBody } from "../../runtime/content.js";
import { LocalProtocolError, RequestNotRead, StreamConsumed } from "../../runtime/errors.js";
import { Request } from "../../runtime/request.js";
import { gather } from "../../runtime/streams.js";

async function* generated(...pieces: string[]): AsyncGenerator<Uint8Array> {
  for (const piece of pieces) yield new TextEncoder().encode(piece);
}
const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

describe("a request's URL", () => {
  it("is a URL object, made once", () => {
    const request = new Request("GET", "http://example.com?c=3", { params: { a: "1", b: 2 } });
    expect(request.url).toBeInstanceOf(URL);
    expect(request.url).toBe(request.url);
    expect(String(request.url)).toBe("http://example.com/?c=3&a=1&b=2");
  });

  it("may be changed in place, and what is sent changes with it", () => {
    const request = new Request("GET", "http://example.com/a?x=1#f");
    expect([request.origin, request.target]).toEqual(["http://example.com", "/a?x=1"]);
    request.url.searchParams.set("y", "2");
    request.url.port = "81";
    expect([request.href, request.origin, request.target]).toEqual([
      "http://example.com:81/a?x=1&y=2#f",
      "http://example.com:81",
      "/a?x=1&y=2",
    ]);
  });

  it("may be replaced", () => {
    const request = new Request("GET", "http://example.com/");
    request.url = new URL("https://other.example/x");
    expect([request.href, request.origin, request.target]).toEqual([
      "https://other.example/x",
      "https://other.example",
      "/x",
    ]);
    expect(request.url.host).toBe("other.example");
  });
});

it("the method is upper-case", () => {
  expect(new Request("post", "http://a/").method).toBe("POST");
});

it.each(["", "GE T", "GET\r\nX: y", "GÉT"])("%j is no method", (method) => {
  expect(() => new Request(method, "http://a/")).toThrow(LocalProtocolError);
});

describe("a request's body", () => {
  it("in memory is content at once", () => {
    expect(text(new Request("POST", "http://a/", { json: { a: 1 } }).content)).toBe('{"a":1}');
    expect(new Request("GET", "http://a/").content.byteLength).toBe(0);
  });

  it("that is a stream must be read first, and then replays", async () => {
    const request = new Request("POST", "http://a/", { content: generated("ab", "c") });
    expect(() => request.content).toThrow(RequestNotRead);
    expect(text(await request.read())).toBe("abc");
    expect(text(request.content)).toBe("abc");
    expect(text(await gather(request.stream))).toBe("abc");
    expect(text(await gather(request.stream))).toBe("abc");
    expect(request.headers.get("transfer-encoding")).toBe("chunked");
  });

  it("that is a generator streams once", async () => {
    const request = new Request("POST", "http://a/", { content: generated("ab") });
    expect(text(await gather(request.stream))).toBe("ab");
    await expect(gather(request.stream)).rejects.toThrow(StreamConsumed);
  });

  it("is not opened by looking at the stream", async () => {
    const request = new Request("POST", "http://a/", { content: generated("ab") });
    expect(request.stream).toBeDefined();
    expect(text(await gather(request.stream))).toBe("ab");
  });

  it.each([
    { name: "bytes", content: "x".repeat(150_000), total: 150_000, want: [65_536, 131_072, 150_000] },
    { name: "a stream", content: ["ab", "c"], total: undefined, want: [2, 3] },
  ])("reports progress each time it is sent: $name", async ({ content, total, want }) => {
    const request = new Request("POST", "http://a/", { content });
    const seen: unknown[] = [];
    request.context = { whole: true, onUploadProgress: (progress) => seen.push(progress) };
    for (let time = 0; time < 2; time += 1) {
      seen.length = 0;
      await gather(openBody(request.body));
      expect(seen).toEqual(want.map((transferred) => ({ transferred, total })));
    }
  });
});

describe("conversion to the platform's request", () => {
  it("keeps method, URL, headers and bytes", async () => {
    const web = new Request("POST", "http://a/x?y=1", { headers: { "X-A": "1" }, json: { a: 1 } }).toWeb();
    expect([web.method, web.url, web.headers.get("x-a"), web.headers.get("content-type")]).toEqual([
      "POST",
      "http://a/x?y=1",
      "1",
      "application/json",
    ]);
    expect(await web.json()).toEqual({ a: 1 });
  });

  it("streams a stream", async () => {
    const web = new Request("POST", "http://a/", { content: generated("ab", "c") }).toWeb();
    expect(await web.text()).toBe("abc");
  });

  it("leaves a GET without a body", () => {
    expect(new Request("GET", "http://a/").toWeb().body).toBeNull();
  });
});

it("prints without secrets", () => {
  const request = new Request("GET", "https://u:s3cret@h/?api_key=s3cret", {
    headers: { Authorization: "s3cret" },
    extensions: { s: 1 },
  });
  expect(String(request)).toBe("<Request('GET', 'https://u:[secure]@h/?api_key=[secure]')>");
  expect(inspect(request)).toBe(String(request));
  expect(inspect({ request }, { depth: 9, showHidden: true })).not.toContain("s3cret");
});

describe("from the platform's request", () => {
  it("come method, URL, headers and body", async () => {
    const init = { method: "PUT", headers: { "X-A": "1" }, body: "abc" };
    const request = Request.fromWeb(new globalThis.Request("http://a/x?y=1", init));
    expect([request.method, String(request.url), request.headers.get("x-a")]).toEqual([
      "PUT",
      "http://a/x?y=1",
      "1",
    ]);
    expect(text(await request.read())).toBe("abc");
    expect(Request.fromWeb(request.toWeb()).headers.get("x-a")).toBe("1");
  });

  it("none whose body was used", async () => {
    const used = new globalThis.Request("http://a/", { method: "POST", body: "abc" });
    await used.text();
    expect(() => Request.fromWeb(used)).toThrow("already used");
  });
});
