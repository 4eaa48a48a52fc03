// What a server may set. tough-cookie reads the header and applies RFC 6265bis §5.6 and §5.7 and the public suffix list;
// what that library leaves out of them is here.

import type { Cookie as ToughCookie } from "tough-cookie";
import { domainMatches, isSecureUrl, pathMatches } from "./cookie-matching.js";
import type { Cookie } from "./cookies.js";

type Tough = typeof import("tough-cookie");

/** The cookie that one Set-Cookie line sets for a URL, expired if it deletes one; none if the rules refuse it. */
export type CookieRules = (line: string, url: URL, stored: Iterable<Cookie>) => Cookie | undefined;

// §5.6: octets of name and value together.
const MAX_LENGTH = 4096;

export function cookieRules(tough: Tough): CookieRules {
  return (line, url, stored) => {
    const set = acceptedCookie(tough, line, url);
    if (set === undefined || isRefused(set)) return undefined;
    const cookie = converted(set, url);
    return isShadowing(cookie, url, stored) ? undefined : cookie;
  };
}

function acceptedCookie(tough: Tough, line: string, url: URL): ToughCookie | undefined {
  // A line without "=" is a value without a name; one with no name before "=" is nothing.
  if (line.trimStart().startsWith("=")) return undefined;
  const cookie = tough.Cookie.parse(line, { loose: true });
  if (cookie === undefined || (cookie.key === "" && cookie.value === "")) return undefined;
  // §5.7 step 9: whoever is a public suffix may set cookies, for itself alone.
  if (cookie.domain === url.hostname && isSuffix(tough, url.hostname)) cookie.domain = null;
  // A jar of one: it decides, our own jar stores. `allowSpecialUseDomain` lets "localhost" and ".test" have cookies.
  const jar = new tough.CookieJar(undefined, {
    allowSpecialUseDomain: true,
    looseMode: true,
    rejectPublicSuffixes: true,
  });
  try {
    return jar.setCookieSync(cookie, url.href, { ignoreError: true });
  } catch {
    // A cookie that the rules refuse is ignored, §5.7.
    return undefined;
  }
}

function isSuffix({ getPublicSuffix }: Tough, hostname: string): boolean {
  return getPublicSuffix(hostname, { allowSpecialUseDomain: true, ignoreError: true }) === undefined;
}

function isRefused({ key, value, secure, hostOnly, path, pathIsDefault }: ToughCookie): boolean {
  if (new TextEncoder().encode(key + value).byteLength > MAX_LENGTH) return true;
  // §5.7 steps 20 to 22: prefixes in any casing, and a value without a name must not pass for one.
  const sent = (key === "" ? value : key).toLowerCase();
  const isForHost = sent.startsWith("__host-");
  if (!isForHost && !sent.startsWith("__secure-")) return false;
  if (key === "" || !secure) return true;
  return isForHost && !(hostOnly && path === "/" && !pathIsDefault);
}

// §5.7 step 16: what came over a safe connection is not replaced, or hidden, by what comes over another.
function isShadowing(cookie: Cookie, url: URL, stored: Iterable<Cookie>): boolean {
  if (cookie.secure || isSecureUrl(url)) return false;
  for (const other of stored) {
    if (!other.secure || other.name !== cookie.name || !pathMatches(other.path, cookie.path)) continue;
    if (domainMatches(cookie.domain, other.domain) || domainMatches(other.domain, cookie.domain)) return true;
  }
  return false;
}

function converted(cookie: ToughCookie, url: URL): Cookie {
  const expiry = cookie.expiryTime();
  const hostOnly = cookie.hostOnly ?? true;
  return {
    name: cookie.key,
    value: cookie.value,
    // tough-cookie drops the brackets of an IPv6 address.
    domain: hostOnly ? url.hostname : (cookie.domain ?? url.hostname),
    hostOnly,
    path: cookie.path ?? "/",
    secure: cookie.secure,
    httpOnly: cookie.httpOnly,
    expires: expiry === undefined || expiry === Number.POSITIVE_INFINITY ? null : expiry,
  };
}
