// A cookie jar. What a server may set is decided by tough-cookie (RFC 6265bis, public suffixes); that library takes
// long to load, so it is loaded with the first Set-Cookie. Storing, matching and sending are small and live here, so
// that a jar with nothing in it, or only with what the user put in, costs nothing.

import { platform } from "#platform";
import { bareDomain, domainMatches, isSecureUrl, pathMatches } from "./cookie-matching.js";
import { CookieConflict } from "./errors.js";
import type { Headers } from "./headers.js";
import { printAs } from "./inspection.js";
import type { CookieRules } from "./set-cookie.js";

let rules: CookieRules | undefined;

/** One cookie. A cookie with an empty `domain` belongs to the hosts that the caller names. */
export interface Cookie {
  readonly name: string;
  /** As it was set, quotes included. */
  readonly value: string;
  /** The host, or the domain whose subdomains are included, that it is sent to. */
  readonly domain: string;
  /** Only that very host, no subdomain. */
  readonly hostOnly: boolean;
  /** It is sent to this path and those below. */
  readonly path: string;
  /** Only over https. */
  readonly secure: boolean;
  /** Of no meaning here: for browsers, whose scripts may not see it. */
  readonly httpOnly: boolean;
  /** Milliseconds since 1970; `null` for a session cookie. */
  readonly expires: number | null;
}

/** What `set` may say beside name and value. */
export interface CookieAttributes {
  /** With a leading dot, or without, subdomains are included; `hostOnly` leaves them out. */
  domain?: string | undefined;
  /** Default "/". */
  path?: string | undefined;
  /** Default false. */
  hostOnly?: boolean | undefined;
  /** Whether it is sent over https alone. Default false. */
  secure?: boolean | undefined;
  /** Default false. */
  httpOnly?: boolean | undefined;
  /** A date, or milliseconds since 1970; `null` and nothing = for as long as the jar lives. */
  expires?: Date | number | null | undefined;
}

/** Which cookie, where one name is not enough. */
export interface CookieScope {
  /** With or without a leading dot. */
  domain?: string | undefined;
  /** The very path, none below. */
  path?: string | undefined;
}

/** Whatever cookies can be made from: names and values, or what `toJSON` gave. */
export type CookiesInit =
  | Cookies
  | Iterable<Cookie>
  | Iterable<readonly [string, string | number]>
  | Readonly<Record<string, string | number>>;

/**
 * Cookies of a client, a request or a response. Values are masked when it is printed.
 *
 * @throws CookieConflict from `get` when several cookies have the name.
 */
export class Cookies {
  static {
    printAs(Cookies, (cookies) => `<Cookies[${[...cookies].map(describe).join(", ")}]>`);
  }

  // In the order of their first setting, which is the order of sending.
  #cookies: Cookie[] = [];

  constructor(init?: CookiesInit | null) {
    this.update(init);
  }

  /** Whether there is none. */
  get isEmpty(): boolean {
    return this.#cookies.length === 0;
  }

  /** How many there are. */
  get size(): number {
    return this.#cookies.length;
  }

  /** The value of the cookie of that name. @throws CookieConflict if there are several */
  get(name: string, scope: CookieScope = {}): string | undefined {
    const found = this.#cookies.filter((cookie) => cookie.name === name && isWithin(cookie, scope));
    if (found.length > 1) {
      throw new CookieConflict(`Multiple cookies exist with name=${name}; say which by { domain, path }.`);
    }
    return found[0]?.value;
  }

  /** Whether there is one of that name. */
  has(name: string, scope: CookieScope = {}): boolean {
    return this.#cookies.some((cookie) => cookie.name === name && isWithin(cookie, scope));
  }

  /** Sets a cookie; without a `domain` it belongs to the hosts that the caller names. */
  set(name: string, value: string | number, attributes: CookieAttributes = {}): void {
    if (typeof name !== "string")
      throw new TypeError(`cookies: a name must be a string, not ${typeof name}.`);
    // Not shown, as it may be a secret.
    if (value === null || !/^(?:string|number|boolean|bigint)$/.test(typeof value))
      throw new TypeError(
        `cookies ${JSON.stringify(name)}: the value must be a string or a number, not ${value === null ? "null" : typeof value}.`,
      );
    const expires =
      attributes.expires instanceof Date ? attributes.expires.getTime() : (attributes.expires ?? null);
    this.#put({
      name,
      value: String(value),
      domain: (attributes.domain ?? "").toLowerCase(),
      hostOnly: attributes.hostOnly ?? false,
      path: attributes.path ?? "/",
      secure: attributes.secure ?? false,
      httpOnly: attributes.httpOnly ?? false,
      expires,
    });
  }

  /** Removes the cookies of that name; none is no error. */
  delete(name: string, scope: CookieScope = {}): void {
    this.#cookies = this.#cookies.filter((cookie) => !(cookie.name === name && isWithin(cookie, scope)));
  }

  /** Removes all, or all of a domain or path. */
  clear(scope: CookieScope = {}): void {
    this.#cookies = this.#cookies.filter((cookie) => !isWithin(cookie, scope));
  }

  /** Sets all that are given, in place of those of the same name, domain and path. */
  update(init: CookiesInit | null | undefined): void {
    if (init == null) return;
    for (const item of itemsOf(init)) {
      if (isPair(item)) {
        // As everywhere, `undefined` is not given.
        if (item[1] !== undefined) this.set(item[0], item[1]);
      } else if (typeof item?.name === "string") this.set(item.name, item.value, item);
      else throw new TypeError("cookies: each item must be a [name, value] pair or a cookie.");
    }
  }

  /** A jar of its own with the same cookies. */
  clone(): Cookies {
    return new Cookies(this);
  }

  /** The cookies, in the order of their first setting. */
  [Symbol.iterator](): IterableIterator<Cookie> {
    return this.#cookies.values();
  }

  /** What another jar can be made from. Values are not masked. */
  toJSON(): Cookie[] {
    return [...this.#cookies];
  }

  /**
   * Internal: the Cookie header for a URL. `domainless` says whether cookies without a domain go there; the send chain
   * knows which host the caller named.
   */
  header(url: { readonly href: string }, domainless: boolean): string | undefined {
    if (this.#cookies.length === 0) return undefined;
    let target: URL | undefined;
    const now = Date.now();
    const sent = this.#cookies.filter((cookie) => {
      // What users put in themselves mostly asks for nothing, so that the URL need not be parsed.
      if (isUnconditional(cookie)) return domainless;
      target ??= new URL(url.href);
      return isSentTo(cookie, target, domainless, now);
    });
    if (sent.length === 0) return undefined;
    // RFC 6265bis §5.8.3: longer paths first; the sort is stable, so else as they were set.
    sent.sort((a, b) => b.path.length - a.path.length);
    return sent.map(({ name, value }) => (name === "" ? value : `${name}=${value}`)).join("; ");
  }

  /** Internal: takes what a response sets. `undefined`, so nothing to wait for, if it sets nothing. */
  extract(response: { readonly headers: Headers; readonly url: URL }): Promise<void> | undefined {
    if (!response.headers.has("set-cookie")) return undefined;
    return this.#extractLater(response.headers.getSetCookie(), response.url);
  }

  async #extractLater(lines: readonly string[], url: URL): Promise<void> {
    rules ??= await platform.loadCookieRules?.();
    if (rules !== undefined) this.extractNow(lines, url);
  }

  /** Internal: the same at once, for a response in hand. */
  extractNow(lines: readonly string[], url: URL): void {
    // A response that came through a client finds them loaded. One made by hand may have to load them on the spot.
    rules ??= platform.requireCookieRules?.();
    if (rules === undefined) {
      throw new Error(
        "response.cookies of a response that no client received needs Node; send the request through a client.",
      );
    }
    for (const line of lines) {
      const cookie = rules(line, url, this.#cookies);
      if (cookie !== undefined) this.#put(cookie);
    }
  }

  // Same name, domain and path: the new value in the old place. An expired cookie only removes.
  #put(cookie: Cookie): void {
    const at = this.#cookies.findIndex(
      ({ name, domain, path }) => name === cookie.name && domain === cookie.domain && path === cookie.path,
    );
    const isExpired = cookie.expires !== null && cookie.expires <= Date.now();
    if (at === -1) {
      if (!isExpired) this.#cookies.push(cookie);
    } else if (isExpired) this.#cookies.splice(at, 1);
    else this.#cookies[at] = cookie;
  }
}

function itemsOf(init: CookiesInit): Iterable<Cookie | readonly [string, string | number]> {
  if (typeof init !== "object")
    throw new TypeError(`cookies: expected an object, pairs or Cookies, got ${typeof init}.`);
  return Symbol.iterator in init ? init : Object.entries(init);
}

function isPair(
  item: Cookie | readonly [string, string | number],
): item is readonly [string, string | number] {
  return Array.isArray(item) && item.length === 2;
}

function isWithin(cookie: Cookie, { domain, path }: CookieScope): boolean {
  return (
    (domain === undefined || bareDomain(cookie.domain) === bareDomain(domain)) &&
    (path === undefined || cookie.path === path)
  );
}

function isUnconditional({ domain, path, secure, expires }: Cookie): boolean {
  return domain === "" && path === "/" && !secure && expires === null;
}

// RFC 6265bis §5.8.3.
function isSentTo(cookie: Cookie, url: URL, domainless: boolean, now: number): boolean {
  if (cookie.expires !== null && cookie.expires <= now) return false;
  if (cookie.secure && !isSecureUrl(url)) return false;
  if (!pathMatches(cookie.path, url.pathname)) return false;
  if (cookie.domain === "") return domainless;
  return cookie.hostOnly
    ? url.hostname === bareDomain(cookie.domain)
    : domainMatches(cookie.domain, url.hostname);
}

function describe(cookie: Cookie): string {
  return `<Cookie ${cookie.name}=[secure] for ${cookie.domain === "" ? "" : `${cookie.domain} `}${cookie.path}>`;
}
