// What a server may set. tough-cookie reads the header and applies RFC 6265bis and the public suffix list.

import { platform } from "#platform";
import type { Cookie } from "./cookies.js";

type ToughCookie = typeof import("tough-cookie");

let rules: ToughCookie | undefined;

/** Loads the rules, if no one has yet. False where the platform keeps cookies itself. */
export async function loadCookieRules(): Promise<boolean> {
  rules ??= await platform.loadToughCookie?.();
  return rules !== undefined;
}

/** The cookie that one Set-Cookie line sets for a URL, expired if it deletes one; none if the rules refuse it. */
export function acceptedCookies(line: string, url: URL): Cookie[] {
  const tough = loadedRules();
  const accepted: Cookie[] = [];
  // A jar of one: it decides, our own jar stores. `allowSpecialUseDomain` lets "localhost" and ".test" have cookies.
  const jar = new tough.CookieJar(undefined, {
    allowSpecialUseDomain: true,
    looseMode: true,
    rejectPublicSuffixes: true,
  });
  try {
    const cookie = jar.setCookieSync(line, url.href, { ignoreError: true });
    // A line without "=" is a value without a name; one with no name before "=" is nothing.
    const isNothing = cookie?.key === "" && (cookie.value === "" || line.trimStart().startsWith("="));
    if (cookie !== undefined && !isNothing) accepted.push(converted(cookie, url));
  } catch {
    // A cookie that the rules refuse is ignored, RFC 6265bis §5.7.
  }
  return accepted;
}

function converted(cookie: InstanceType<ToughCookie["Cookie"]>, url: URL): Cookie {
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

// A response that came through a client finds the rules loaded. One made by hand may have to load them on the spot.
function loadedRules(): ToughCookie {
  rules ??= platform.requireToughCookie();
  if (rules === undefined) {
    throw new Error(
      "response.cookies of a response that no client received needs Node; send the request through a client.",
    );
  }
  return rules;
}
