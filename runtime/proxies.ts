// Which proxy is meant: the `proxy` option in its forms. Connecting through it is the transport's business.

import { assertCredentials } from "./auth/credentials.js";
import { InvalidURL } from "./errors.js";
import { Headers, type HeadersInit } from "./headers.js";
import { assertKnownOptions } from "./near-miss.js";
import { type KnownOptions, knownOptions, type OptionKinds } from "./option-kinds.js";

/** A proxy: a URL (`http`, `https`, `socks5` or `socks5h`), or the URL with what else it needs. */
export type ProxyOption = string | URL | ProxyOptions | ProxyConfig;

/** The long form of the `proxy` option. */
export interface ProxyOptions {
  /** With a scheme: `http`, `https`, `socks5` or `socks5h`. */
  readonly url: string | URL;
  /** User and password; those in the URL win. */
  readonly auth?: readonly [user: string, password: string] | undefined;
  /** Sent to the proxy alone. */
  readonly headers?: HeadersInit | undefined;
  /** Node's TLS options for the connection to an `https` proxy. */
  readonly tls?: object | undefined;
}

/** A proxy, checked: the URL carries no credentials any more. */
export interface ProxyConfig {
  /** Without userinfo. */
  readonly url: URL;
  /** User and password. */
  readonly auth?: readonly [user: string, password: string] | undefined;
  /** Sent to the proxy alone. */
  readonly headers?: Headers | undefined;
  /** Node's TLS options for the connection to an `https` proxy. */
  readonly tls?: object | undefined;
}

const known: KnownOptions = knownOptions({
  url: undefined,
  auth: undefined,
  headers: undefined,
  tls: "an object",
} satisfies OptionKinds<ProxyOptions>);

const schemes: ReadonlySet<string> = new Set(["http:", "https:", "socks5:", "socks5h:"]);

/** Checks a proxy and takes the credentials out of its URL. A config comes back as an equal one. */
export function parseProxy(option: ProxyOption): ProxyConfig {
  const given = typeof option === "string" || option instanceof URL ? { url: option } : option;
  assertKnownOptions("`proxy`", given, known);
  const url = proxyUrl(given.url);
  if (given.auth !== undefined) assertCredentials("`proxy.auth`", given.auth);
  const auth =
    url.username === "" && url.password === ""
      ? given.auth
      : ([decoded(url.username), decoded(url.password)] as const);
  url.username = "";
  url.password = "";
  const config = { url, headers: given.headers === undefined ? undefined : new Headers(given.headers) };
  // Not enumerable, so that neither an inspection nor JSON prints a password or a key.
  return Object.defineProperties(config, { auth: { value: auth }, tls: { value: given.tls } });
}

function proxyUrl(given: string | URL): URL {
  const text = String(given);
  // "localhost:8080" parses: as a scheme without a host. The text is not shown, as it may hold a password.
  if (!URL.canParse(text) || !text.includes("://")) {
    throw new InvalidURL(
      "The proxy's URL has no scheme, or cannot be parsed: write it as http://user:password@host:port.",
    );
  }
  const url = new URL(text);
  if (!schemes.has(url.protocol)) {
    throw new TypeError(
      `Unknown scheme for proxy URL "${url.protocol}//${url.host}": use http, https, socks5 or socks5h.`,
    );
  }
  // WHATWG hosts are optional for schemes it does not know.
  if (url.hostname === "") throw new InvalidURL(`The proxy's URL "${url.protocol}//" names no host.`);
  return url;
}

function decoded(component: string): string {
  try {
    return decodeURIComponent(component);
  } catch {
    // A lone "%" is the user's own character.
    return component;
  }
}
