// Which cookies a request carries, at first and after a redirect.

import { Cookies, type CookiesInit } from "./cookies.js";
import { isSameOrigin } from "./redirects.js";
import type { Request } from "./request.js";

/** Where a request's Cookie header comes from. A request that is not here has one by its maker, or none. */
interface CookieSource {
  /** Those of the call, for its own origin only. */
  readonly own: Cookies | undefined;
  /** `false` when the call switched cookies off. */
  readonly usesJar: boolean;
}

const sources = new WeakMap<Request, CookieSource>();

/**
 * Adds the Cookie header that a new request gets from the client's jar and from its own cookies, unless it has one by
 * its maker. `baseHost` is the host that cookies without a domain belong to; without one, the request's.
 */
export function addCookies(
  request: Request,
  jar: Cookies | undefined,
  own: CookiesInit | null | undefined,
  baseHost: string | undefined,
): void {
  if (own === null) {
    sources.set(request, { own: undefined, usesJar: false });
    return;
  }
  if (own === undefined && (jar === undefined || jar.isEmpty)) return;
  if (request.headers.has("Cookie")) return;
  const source = { own: own === undefined ? undefined : new Cookies(own), usesJar: true };
  sources.set(request, source);
  setHeader(request, source, jar, baseHost === undefined || request.url.hostname === baseHost, true);
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
  baseHost: string | undefined,
): void {
  const source = sources.get(from) ?? { own: undefined, usesJar: true };
  const isByCaller = !sources.has(from) && to.headers.has("Cookie");
  if (isByCaller) return;
  sources.set(to, source);
  to.headers.delete("Cookie");
  if (!source.usesJar) return;
  // Cookies without a domain go where the caller said, never where a redirect says.
  const isOwnOrigin = isSameOrigin(to.url, first.url);
  setHeader(
    to,
    source,
    jar,
    isOwnOrigin && (baseHost === undefined || to.url.hostname === baseHost),
    isOwnOrigin,
  );
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

/** The jar's cookies and, over them, those of the call, which always belong to the host that the call names. */
function combined(jar: Cookies | undefined, own: Cookies, domainless: boolean): Cookies {
  const all = new Cookies(jar);
  if (!domainless) all.clear({ domain: "" });
  all.update(own);
  return all;
}
