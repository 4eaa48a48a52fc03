import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import * as errors from "../../runtime/errors.js";
import { Request } from "../../runtime/request.js";
import { Response } from "../../runtime/response.js";

const tree: Record<string, string> = {
  HTTPError: "Error",
  RequestError: "HTTPError",
  TransportError: "RequestError",
  TimeoutException: "TransportError",
  ConnectTimeout: "TimeoutException",
  ReadTimeout: "TimeoutException",
  WriteTimeout: "TimeoutException",
  PoolTimeout: "TimeoutException",
  TotalTimeout: "TimeoutException",
  NetworkError: "TransportError",
  ConnectError: "NetworkError",
  ReadError: "NetworkError",
  WriteError: "NetworkError",
  CloseError: "NetworkError",
  ProtocolError: "TransportError",
  LocalProtocolError: "ProtocolError",
  RemoteProtocolError: "ProtocolError",
  ProxyError: "TransportError",
  UnsupportedProtocol: "TransportError",
  RequestAborted: "RequestError",
  DecodingError: "RequestError",
  ResponseTooLarge: "RequestError",
  TooManyRedirects: "RequestError",
  HTTPStatusError: "HTTPError",
  InvalidURL: "Error",
  CookieConflict: "Error",
  StreamError: "Error",
  StreamConsumed: "StreamError",
  StreamClosed: "StreamError",
  ResponseNotRead: "StreamError",
  RequestNotRead: "StreamError",
};
type ErrorClass = new (
  message: string,
  options: errors.ErrorOptions & { response: Response },
) => Error & { code: string; request: Request | undefined };
const classes: Record<string, ErrorClass> = Object.fromEntries(
  Object.entries(errors).filter(([name]) => /^[A-Z]/.test(name)),
) as never; // every other export is an error class, which the first test checks

it("the tree is complete", () => {
  expect(Object.keys(classes).sort()).toEqual(Object.keys(tree).sort());
});

describe.each(Object.entries(tree))("%s", (name, parent) => {
  const cause = new Error("why");
  const request = new Request("GET", "https://u:s3cret@h/?token=s3cret", {
    headers: { authorization: "s3cret" },
  });
  const response = new Response(500, { request, content: "s3cret" });
  const error = new classes[name]!("what", { request, cause, response });

  it("has its place, name, code, cause and request", () => {
    const above: unknown = parent === "Error" ? Error : classes[parent];
    expect(error).toBeInstanceOf(above);
    expect([error.name, error.message, error.cause, error.request]).toEqual([name, "what", cause, request]);
    expect(error.code).toMatch(/^ERR_[A-Z_]+$/);
    expect(String(error)).toBe(`${name}: what`);
  });

  it("prints no secret", () => {
    expect(inspect(error, { showHidden: true, depth: 9 })).not.toContain("s3cret");
    expect(inspect(error)).toMatch(new RegExp(`^${name}: what\n`));
    expect(JSON.stringify(error)).not.toContain("s3cret");
  });
});

it("no two classes share a code", () => {
  const codes = Object.values(classes).map((type) => new type("", { response: new Response(500) }).code);
  expect(new Set(codes).size).toBe(codes.length);
});

it("without a cause there is none, and the request may come later", () => {
  const error = new errors.ReadError("x");
  expect(["cause" in error, error.request]).toEqual([false, undefined]);
  const request = new Request("GET", "http://a/");
  error.request = request;
  expect(error.request).toBe(request);
});

it("a status error has its response's request", () => {
  const request = new Request("GET", "http://a/");
  const error = new errors.HTTPStatusError("x", { response: new Response(500, { request }) });
  const given: Request = error.request;
  expect(given).toBe(request);
  const unasked = new errors.HTTPStatusError("x", { response: new Response(500) });
  expect(() => unasked.request).toThrow("has not been set");
  errors.attachRequest(unasked, request);
  expect(unasked.request).toBe(request);
});

it("a request is described by method and redacted URL", () => {
  expect(errors.describeRequest(new Request("PUT", "https://u:p@h/x"))).toBe("PUT https://u:[secure]@h/x");
});
