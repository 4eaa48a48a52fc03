// The rules of a redirect (RFC 9110 §15.4), pure: where it leads, with which method, headers and body.

import { NO_BODY } from "./content.js";
import { describeRequest, RemoteProtocolError } from "./errors.js";
import { Headers } from "./headers.js";
import type { Request } from "./request.js";
import type { Response } from "./response.js";

/** Of the content that a request loses when it becomes a GET (as in the Fetch standard), and how it was framed. */
const contentHeaders = [
  "Content-Length",
  "Transfer-Encoding",
  "Content-Type",
  "Content-Encoding",
  "Content-Language",
  "Content-Location",
];

/**
 * The request that a redirect asks for. Cookies are not its business, but for one rule: a `Cookie` header never crosses
 * origins. Throws RemoteProtocolError for a `Location` that cannot be used.
 */
export function redirectedRequest(
  request: Request,
  response: Response,
  sensitiveHeaders: readonly string[] = [],
): Request {
  const url = redirectedUrl(request, response);
  const method = redirectedMethod(request.method, response.statusCode);
  const losesBody = method !== request.method || (response.statusCode === 303 && method !== "HEAD");
  const headers = redirectedHeaders(request, url, sensitiveHeaders);
  if (losesBody) for (const name of contentHeaders) headers.delete(name);
  return request.derive(method, url, headers, losesBody ? NO_BODY : undefined);
}

/** What browsers do, and HTTPX with them: 303 and 302 become GET, 301 only after POST, 307 and 308 never. */
export function redirectedMethod(method: string, statusCode: number): string {
  if (method === "HEAD") return method;
  if (statusCode === 303 || statusCode === 302) return "GET";
  return statusCode === 301 && method === "POST" ? "GET" : method;
}

/** Where the first `Location` line leads. */
export function redirectedUrl(request: Request, response: Response): URL {
  const location = asTyped(response.headers.getList("location")[0] ?? "");
  const url = resolveLocation(location, request.url);
  if (url === undefined) {
    throw new RemoteProtocolError(
      `${describeRequest(request)}: invalid URL in the Location header of the ${response.statusCode} response.`,
      { request },
    );
  }
  // RFC 9110 §10.2.2: a redirect inherits the fragment, unless it has its own.
  if (!location.includes("#")) url.hash = request.url.hash;
  return url;
}

function resolveLocation(location: string, base: URL): URL | undefined {
  // Header values hold no other control characters; URL would drop a tab without a word.
  if (location.includes("\t")) return undefined;
  const [, scheme, authority] = /^([a-z][a-z0-9+.-]*):(\/\/[^/?#\\]*)?/i.exec(location) ?? [];
  if (scheme !== undefined && authority === undefined) return undefined;
  // "https:///y" and "https://:8443/y" keep the host; URL would read the first as host "y".
  const port = /^\/\/(?::(\d*))?$/.exec(authority ?? "x");
  if (scheme !== undefined && port !== null) {
    const rest = location.slice(scheme.length + 1 + (authority ?? "").length);
    return parsed(`${scheme}://${base.hostname}${port[1] ? `:${port[1]}` : ""}${rest}`);
  }
  return parsed(location, base);
}

function parsed(location: string, base?: URL): URL | undefined {
  return URL.canParse(location, base?.href) ? new URL(location, base) : undefined;
}

/** Raw UTF-8 in a header arrives as Latin-1; what is no UTF-8 was Latin-1. */
function asTyped(location: string): string {
  if (!/[\x80-\xff]/.test(location) || /[^\x00-\xff]/.test(location)) return location;
  try {
    const bytes = Uint8Array.from(location, (char) => char.charCodeAt(0));
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return location;
  }
}

function redirectedHeaders(request: Request, to: URL, sensitiveHeaders: readonly string[]): Headers {
  const headers = new Headers(request.headers);
  const from = request.url;
  if (isSameOrigin(from, to)) return headers;
  if (headers.has("Host")) headers.set("Host", to.host);
  if (!isUpgrade(from, to)) headers.delete("Authorization");
  for (const name of ["Proxy-Authorization", "Cookie", ...sensitiveHeaders]) headers.delete(name);
  return headers;
}

/** Whether both have the same scheme, host and port. URL drops default ports and lower-cases hosts. */
function isSameOrigin(a: URL, b: URL): boolean {
  return a.protocol === b.protocol && a.host === b.host;
}

/** From http to https on one host, both on their default port: the server asks for more safety, not another party. */
function isUpgrade(from: URL, to: URL): boolean {
  const isPlain = from.protocol === "http:" && from.port === "";
  return isPlain && to.protocol === "https:" && to.port === "" && from.hostname === to.hostname;
}
