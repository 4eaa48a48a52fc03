// Which cookies a request carries, at first and after a redirect.

import { Cookies, type CookiesInit } from "./cookies.js";
import type { Request } from "./request.js";
import type { BaseUrl } from "./urls.js";

/** Where a request's Cookie header comes from, if not from the request's maker. Redirects share it. */
export interface CookieSource {
  /** Those of the call, for its own origin only. */
  readonly own: Cookies | undefined;
  /** `false` when the call switched cookies off. */
  readonly usesJar: boolean;
}

const jarOnly: CookieSource = { own: undefined, usesJar: true };

/**
 * Adds the Cookie header that a new request gets from the client's jar and from its own cookies, unless it has one by
 * its maker. Cookies without a domain belong to the base's host; without a base, to whatever host the caller names.
 */
export function addCookies(
  request: Request,
  jar: Cookies | undefined,
  own: CookiesInit | null | undefined,
  base: BaseUrl | undefined,
): void {
  if (own === null) {
    request.context.cookies = { own: undefined, usesJar: false };
    return;
  }
  if (own === undefined && (jar === undefined || jar.isEmpty)) return;
  if (request.headers.has("Cookie")) return;
  const source = own === undefined ? jarOnly : { own: new Cookies(own), usesJar: true };
  request.context.cookies = source;
  setHeader(request, source, jar, isBaseHost(request, base), true);
}

/**
 * The cookies of the request that follows a redirect. A header by the caller stays within the origin (the rules of
 * redirects have dropped it elsewhere); otherwise the jar is asked again, as the redirect may have set cookies.
 */
export function carryCookies(
  from: Request,
  to: Request,
  first: Request,
  jar: Cookies | undefined,
  base: BaseUrl | undefined,
): void {
  const isByCaller = from.context.cookies === undefined && to.headers.has("Cookie");
  if (isByCaller) return;
  const source = from.context.cookies ?? jarOnly;
  to.context.cookies = source;
  to.headers.delete("Cookie");
  if (!source.usesJar) return;
  // Cookies without a domain go where the caller said, never where a redirect says.
  const isOwnOrigin = to.origin === first.origin;
  setHeader(to, source, jar, isOwnOrigin && isBaseHost(to, base), isOwnOrigin);
}

function setHeader(
  request: Request,
  source: CookieSource,
  jar: Cookies | undefined,
  domainless: boolean,
  withOwn: boolean,
): void {
  const own = withOwn ? source.own : undefined;
  const value =
    own === undefined
      ? jar?.header(request, domainless)
      : combined(jar, own, domainless).header(request, true);
  if (value !== undefined) request.headers.append("Cookie", value);
}

// By the text of the origin first: nearly always it is the base's, and no URL has to be made.
function isBaseHost(request: Request, base: BaseUrl | undefined): boolean {
  return base === undefined || request.origin === base.origin || request.url.hostname === base.url.hostname;
}

/** The jar's cookies and, in place of those of the same name, the call's, which belong to the host that the call names. */
function combined(jar: Cookies | undefined, own: Cookies, domainless: boolean): Cookies {
  const all = new Cookies(jar);
  if (!domainless) all.clear({ domain: "" });
  // What a server has set has a domain, and would be sent beside the call's cookie of that name.
  for (const { name, domain } of own)
    for (const other of [...all]) if (other.name === name && other.domain !== domain) all.delete(name, other);
  all.update(own);
  return all;
}
