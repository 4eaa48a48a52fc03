import { describe, expect, it } from "vitest";
import { RemoteProtocolError } from "../../runtime/errors.js";
import { Headers } from "../../runtime/headers.js";
import { redirectedMethod, redirectedRequest, redirectedUrl } from "../../runtime/redirects.js";
import { Request, type RequestOptions } from "../../runtime/request.js";
import { Response } from "../../runtime/response.js";

function redirect(
  from: string,
  to: string,
  { method = "GET", status = 302, ...options }: RequestOptions & { method?: string; status?: number } = {},
  sensitive: string[] = [],
): Request {
  const request = new Request(method, from, options);
  return redirectedRequest(request, new Response(status, { headers: { Location: to } }), sensitive);
}

describe("the method", () => {
  const methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
  it.each([
    { status: 301, want: ["GET", "HEAD", "GET", "PUT", "PATCH", "DELETE", "OPTIONS"] },
    { status: 302, want: ["GET", "HEAD", "GET", "GET", "GET", "GET", "GET"] },
    { status: 303, want: ["GET", "HEAD", "GET", "GET", "GET", "GET", "GET"] },
    { status: 307, want: methods },
    { status: 308, want: methods },
  ])("after $status", ({ status, want }) => {
    expect(methods.map((method) => redirectedMethod(method, status))).toEqual(want);
  });
});

/** A redirect as it comes off the wire: nobody checks its header. */
function fromWire(location: string): Response {
  const request = new Request("GET", "http://a.com");
  return Response.fromWire(
    302,
    "Found",
    "HTTP/1.1",
    Headers.fromFlat(["Location", location]),
    new Uint8Array(),
    request,
  );
}

describe("the URL", () => {
  it.each([
    { given: "/y", want: "http://a.com/y#frag" },
    { given: "y", want: "http://a.com/dir/y#frag" },
    { given: "?q=1", want: "http://a.com/dir/x?q=1#frag" },
    { given: "#f", want: "http://a.com/dir/x#f" },
    { given: "#", want: "http://a.com/dir/x#" },
    { given: "", want: "http://a.com/dir/x#frag" },
    { given: "//b.com/z", want: "http://b.com/z#frag" },
    { given: "https:///y", want: "https://a.com/y#frag" },
    { given: "https://:443/", want: "https://a.com/#frag" },
    { given: "https://:8443/y", want: "https://a.com:8443/y#frag" },
    { given: "/y z", want: "http://a.com/y%20z#frag" },
    { given: "/é", want: "http://a.com/%C3%A9#frag" },
    { given: "/\u00c3\u00a9", want: "http://a.com/%C3%A9#frag" },
    { given: "HTTP://B.COM/Y", want: "http://b.com/Y#frag" },
    { given: "http://b.com/y#own", want: "http://b.com/y#own" },
    { given: "market://details?id=42", want: "market://details?id=42#frag" },
  ])("$given → $want", ({ given, want }) => {
    const request = new Request("GET", "http://a.com/dir/x#frag");
    const response = fromWire(given);
    expect(redirectedUrl(request, response).href).toBe(want);
  });

  it("is the first of two", () => {
    const headers = [
      ["Location", "/a"],
      ["Location", "/b"],
    ] as const;
    expect(redirectedUrl(new Request("GET", "http://a.com"), new Response(302, { headers })).href).toBe(
      "http://a.com/a",
    );
  });

  it.each(["http:y", "mailto:x@y", "https://a b/", "http://[::1", "//a:99999/", "a\tb"])(
    "%j is a RemoteProtocolError",
    (given) => {
      const request = new Request("GET", "http://user:hunter2@a.com/x");
      const response = fromWire(given);
      expect(() => redirectedUrl(request, response)).toThrow(RemoteProtocolError);
      expect(() => redirectedUrl(request, response)).toThrow(
        "invalid URL in the Location header of the 302 response",
      );
      expect(() => redirectedUrl(request, response)).not.toThrow("hunter2");
    },
  );
});

describe("headers of another origin", () => {
  const secrets = {
    Authorization: "a",
    "Proxy-Authorization": "b",
    Cookie: "c=1",
    "X-Api-Key": "d",
    "X-Other": "e",
  };
  const all = ["authorization", "proxy-authorization", "cookie", "x-api-key", "x-other"];
  it.each([
    { from: "http://a.com", to: "http://a.com/y", want: all },
    { from: "https://a.com", to: "https://a.com:443/y", want: all },
    { from: "http://a.com", to: "HTTP://A.com/y", want: all },
    { from: "http://a.com", to: "https://a.com/y", want: ["authorization", "x-other"] },
    { from: "https://a.com", to: "http://a.com/y", want: ["x-other"] },
    { from: "http://a.com", to: "http://b.com/y", want: ["x-other"] },
    { from: "http://a.com", to: "https://b.com/y", want: ["x-other"] },
    { from: "http://a.com", to: "http://www.a.com/y", want: ["x-other"] },
    { from: "http://a.com", to: "http://a.com:81/y", want: ["x-other"] },
    { from: "http://a.com", to: "https://a.com:8443/y", want: ["x-other"] },
    { from: "http://a.com:8080", to: "https://a.com/y", want: ["x-other"] },
  ])("$from → $to: $want", ({ from, to, want }) => {
    const { headers } = redirect(from, to, { headers: secrets }, ["x-api-key"]);
    expect(all.filter((name) => headers.has(name))).toEqual(want);
  });

  it("the Host is the new one, in its old place", () => {
    const { headers } = redirect("http://a.com", "http://b.com:81/y", { headers: { "X-A": "1" } });
    expect(headers.raw).toEqual([
      ["Host", "b.com:81"],
      ["X-A", "1"],
    ]);
  });

  it("a Host of the caller's stays within the origin", () => {
    expect(redirect("http://a.com", "/y", { headers: { Host: "own" } }).headers.get("host")).toBe("own");
  });
});

describe("the body", () => {
  const post = {
    method: "POST",
    content: "hello",
    headers: { "Content-Type": "text/plain", "Content-Language": "en", "X-A": "1" },
  };
  it("goes with its headers when the method becomes GET", () => {
    const request = redirect("http://a.com", "/y", { ...post, status: 303 });
    expect([request.method, request.content.byteLength]).toEqual(["GET", 0]);
    expect(request.headers.raw).toEqual([
      ["Host", "a.com"],
      ["X-A", "1"],
    ]);
  });

  it("stays with its headers when the method stays", () => {
    const request = redirect("http://a.com", "/y", { ...post, status: 307 });
    expect([request.method, new TextDecoder().decode(request.content)]).toEqual(["POST", "hello"]);
    expect(request.headers.get("content-length")).toBe("5");
    expect(request.headers.get("content-type")).toBe("text/plain");
  });

  it("of a GET goes at a 303, and stays at a 302", () => {
    expect(redirect("http://a.com", "/y", { ...post, method: "GET", status: 303 }).content.byteLength).toBe(
      0,
    );
    expect(redirect("http://a.com", "/y", { ...post, method: "GET", status: 302 }).content.byteLength).toBe(
      5,
    );
  });

  it("does not take the extensions with it", () => {
    const timeout = { connect: 1, read: 1, write: 1, pool: 1, total: null };
    expect(redirect("http://a.com", "/y", { extensions: { timeout } }).extensions.timeout).toEqual(timeout);
  });
});
