// Which URL a request goes to: absolute as given, or appended to a base. Plain URLs, nearly all there are, are
// recognised by their characters and never parsed: a WHATWG URL would have to be made and taken apart again.

import { characterTable } from "./character-table.js";
import { InvalidURL } from "./errors.js";
import { described } from "./option-kinds.js";
import { redactUrl } from "./redaction.js";

/** A URL in the pieces that sending needs. */
export interface ResolvedUrl {
  /** The whole URL, serialised as `URL` would. */
  readonly href: string;
  /** Scheme, host, and a port that is not the scheme's own. */
  readonly origin: string;
  /** Path and query, as on the request line. */
  readonly target: string;
}

/** A base whose path ends in "/", taken apart once. */
export interface BaseUrl {
  readonly url: URL;
  /** Everything up to the end of the path, userinfo included. */
  readonly prefix: string;
  readonly origin: string;
  readonly path: string;
  /** Without "?". */
  readonly query: string;
  readonly fragment: string;
}

const MAX_LENGTH = 65_536;
const ABSOLUTE = /^[a-z][a-z0-9+.-]*:\/\//i;
const SCHEME = /^[a-z][a-z0-9+.-]*:/i;
const CONTROL = /[\0-\x1f\x7f]/;
const HTTP_WITHOUT_HOST = /^(?:https?|wss?):\/\/(?:[/\\?#]|$)/i;

// What the WHATWG parser would give back unchanged: a lower-case name or a dotted IPv4 address, an explicit port, and
// characters that no component escapes.
const OCTET = "(?:0|[1-9]\\d?|1\\d\\d|2[0-4]\\d|25[0-5])";
const HOST = `(?:(?:[a-z0-9-]+\\.)*[a-z][a-z0-9-]*|${OCTET}(?:\\.${OCTET}){3})`;
const PLAIN_ORIGIN: RegExp = new RegExp(`^https?://${HOST}(?::([1-9]\\d{0,3}|[1-5]\\d{4}))?$`);
// Punycode has to be checked.
const PUNYCODE = /xn--/;
/** What no path or query escapes. */
const PLAIN_CODES = characterTable(/[\w\-.~!$&()*+,;=:@%/?]/);
/** @throws InvalidURL */
export function parseBaseUrl(base: string | URL | null | undefined): BaseUrl | undefined {
  if (base == null || base === "") return undefined;
  if (typeof base === "string") {
    checkCharacters(base);
    if (!ABSOLUTE.test(base))
      throw new InvalidURL(
        `baseUrl ${quoted(base)} must be absolute, for example "https://api.example.com/v1".`,
      );
  }
  if (typeof base !== "string" && typeof base.href !== "string")
    throw new TypeError(`baseUrl: expected a string or a URL, got ${described(base)}.`);
  const url = typeof base === "string" ? parse(base) : new URL(base.href);
  if (!url.pathname.endsWith("/")) url.pathname += "/";
  const { username, password } = url;
  const userinfo =
    username === "" && password === "" ? "" : `${username}${password === "" ? "" : `:${password}`}@`;
  return {
    url,
    prefix: `${url.protocol}//${userinfo}${url.host}${url.pathname}`,
    origin: originOf(url),
    path: url.pathname,
    query: url.search.slice(1),
    fragment: url.hash,
  };
}

/**
 * An absolute URL stays as it is; anything else is appended to the base's path, and dot segments are resolved.
 *
 * @throws InvalidURL for what cannot be parsed, for a relative URL without a base, and for what starts with `//` or
 * `scheme:` against a base: it must never reach another host.
 */
export function resolveUrl(base: BaseUrl | undefined, url: string | URL): ResolvedUrl {
  if (typeof url !== "string") {
    if (typeof url?.href === "string") return taken(url);
    throw new TypeError(`url: expected a string or a URL, got ${described(url)}.`);
  }
  if (url.length > MAX_LENGTH) throw tooLong(url);
  const plain = plainUrl(url);
  if (plain !== undefined) return plain;
  checkCharacters(url);
  if (ABSOLUTE.test(url)) return taken(parse(url));
  if (base === undefined) {
    throw new InvalidURL(
      `${quoted(url)} is a relative URL, and the client has no baseUrl; give an absolute URL such as "https://api.example.com/".`,
    );
  }
  if (url.startsWith("//") || SCHEME.test(url)) {
    throw new InvalidURL(
      `${quoted(url)} is neither an absolute URL nor a path below baseUrl; write "https://…" or a path such as "/pets".`,
    );
  }
  return appended(base, url);
}

/** The URL taken apart, for requests whose URL was given or changed as an object. */
export function taken(url: URL): ResolvedUrl {
  const { href, protocol } = url;
  // Cut out of the whole, because `search` does not tell "/x?" from "/x".
  const start = href.indexOf("/", protocol.length + 2);
  const hash = href.indexOf("#");
  const end = hash === -1 ? href.length : hash;
  const target = start === -1 || start > end ? url.pathname + url.search : href.slice(start, end);
  return { href, origin: originOf(url), target };
}

function plainUrl(url: string): ResolvedUrl | undefined {
  let origin = plainOrigin;
  let slash = origin?.length ?? 0;
  if (origin === undefined || url.charCodeAt(slash) !== SLASH || !url.startsWith(origin)) {
    // Beyond the scheme's slashes, "http://" or "https://".
    slash = url.indexOf("/", 8);
    origin = slash === -1 ? url : url.slice(0, slash);
    if (!isPlainOrigin(origin)) return undefined;
    plainOrigin = origin;
  }
  if (slash === -1) return { href: `${url}/`, origin, target: "/" };
  if (!hasPlainTarget(url, slash)) return undefined;
  return { href: url, origin, target: url.slice(slash) };
}

// Mostly the same as the last time. The same string, too: a key of maps that has been hashed already.
let plainOrigin: string | undefined;

function isPlainOrigin(origin: string): boolean {
  const match = PLAIN_ORIGIN.exec(origin);
  return match !== null && match[1] !== "80" && match[1] !== "443" && !PUNYCODE.test(origin);
}

// Dot segments, also escaped ones, are for the parser.
function hasPlainTarget(url: string, start: number): boolean {
  for (let at = start; at < url.length; at++) {
    const code = url.charCodeAt(at);
    if (PLAIN_CODES[code] !== true) return false;
    if (code === DOT || code === PERCENT) {
      const isFirst = at === 0 || url.charCodeAt(at - 1) === SLASH;
      if (isFirst && (code === DOT || /^%2e/i.test(url.slice(at, at + 3)))) return false;
    }
  }
  return true;
}

const [SLASH, DOT, PERCENT] = [0x2f, 0x2e, 0x25];

function appended(base: BaseUrl, url: string): ResolvedUrl {
  if (base.query === "" && base.fragment === "" && hasPlainTarget(url, 0)) {
    const rest = url.startsWith("/") ? url.slice(1) : url;
    return { href: base.prefix + rest, origin: base.origin, target: base.path + rest };
  }
  const [withoutFragment = ""] = url.split("#", 1);
  const queryAt = withoutFragment.indexOf("?");
  const path = queryAt === -1 ? withoutFragment : withoutFragment.slice(0, queryAt);
  const own = queryAt === -1 ? undefined : withoutFragment.slice(queryAt + 1);
  const query = [base.query, own].filter((part) => part !== undefined && part !== "").join("&");
  const search = query === "" ? "" : `?${query}`;
  return taken(parse(base.prefix + path.replace(/^\//, "") + search + base.fragment));
}

function parse(url: string): URL {
  // The platform would read the first path segment as the host.
  if (HTTP_WITHOUT_HOST.test(url)) throw new InvalidURL(`${quoted(url)} has no host.`);
  try {
    return new URL(url);
  } catch {
    // The platform's own error repeats the URL, password and all; so it is not kept as a cause.
    throw new InvalidURL(`${quoted(url)} is not a valid URL.`);
  }
}

// URL.origin is "null" for schemes that the platform does not know, but a mounted transport may.
function originOf(url: URL): string {
  return `${url.protocol}//${url.host}`;
}

function checkCharacters(url: string): void {
  if (url.length > MAX_LENGTH) throw tooLong(url);
  const control = CONTROL.exec(url);
  if (control !== null) {
    throw new InvalidURL(
      `Invalid non-printable ASCII character in URL, ${JSON.stringify(control[0])} at position ${control.index}.`,
    );
  }
}

function tooLong(url: string): InvalidURL {
  return new InvalidURL(`URL too long: ${url.length} characters, at most ${MAX_LENGTH} are allowed.`);
}

function quoted(url: string): string {
  return JSON.stringify(redactUrl(url.length > 200 ? `${url.slice(0, 200)}…` : url));
}
