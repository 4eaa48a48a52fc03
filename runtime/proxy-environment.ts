// HTTP_PROXY, HTTPS_PROXY, ALL_PROXY and NO_PROXY, as patterns: what they exclude ranks before what they proxy.

import { isInRange, parseIpRange } from "./ip-ranges.js";
import { type ProxyConfig, parseProxy } from "./proxies.js";
import { hostMatcher, parseUrlPattern, type UrlPattern } from "./url-patterns.js";

/** Environment variables by name. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** A pattern and its proxy; `null` = straight to the server. */
export type ProxyRule = readonly [pattern: UrlPattern, proxy: ProxyConfig | null];

/** The rules that the environment sets; none when `NO_PROXY` holds a `*`. */
export function environmentProxies(environment: Environment): ProxyRule[] {
  const excluded = (variable(environment, "no_proxy") ?? "")
    .split(",")
    .map((entry) => entry.trim())
    .filter((entry) => entry !== "");
  if (excluded.includes("*")) return [];
  const rules: ProxyRule[] = [];
  for (const scheme of ["http", "https", "all"] as const) {
    // A CGI script's HTTP_PROXY is the client's "Proxy:" header (https://httpoxy.org).
    if (scheme === "http" && environment.REQUEST_METHOD && !environment.http_proxy) continue;
    const url = variable(environment, `${scheme}_proxy`);
    if (url === undefined) continue;
    rules.push([parseUrlPattern(`${scheme}://`), named(`${scheme}_proxy`, url)]);
  }
  if (rules.length === 0) return [];
  for (const entry of excluded) {
    const pattern = exclusion(entry);
    if (pattern !== undefined) rules.push([pattern, null]);
  }
  return rules;
}

/** A proxy by the variable that names it: whoever made the client may not know of it. */
function named(name: string, url: string): ProxyConfig {
  try {
    return parseProxy(url.includes("://") ? url : `http://${url}`);
  } catch (error) {
    if (error instanceof Error) error.message = `${name.toUpperCase()}: ${error.message}`;
    throw error;
  }
}

/**
 * One entry of `NO_PROXY` as a pattern: `host` (with its subdomains), `.host` or `*.host` (only those), `host:port`,
 * an address, a CIDR range, `scheme://host`. What cannot be understood excludes nothing.
 */
export function exclusion(entry: string): UrlPattern | undefined {
  if (entry.includes("://")) {
    try {
      return parseUrlPattern(entry);
    } catch {
      // No value of an environment variable may stop a client from being made.
      return undefined;
    }
  }
  const range = parseIpRange(entry);
  if (range !== undefined) return pattern(entry, "", (hostname) => isInRange(hostname, range));
  const [, host = "", port = ""] = /^(\[[^\]]*\]|[^:/\s]+)(?::(\d+))?$/.exec(entry) ?? [];
  if (host === "") return undefined;
  const address = parseIpRange(host);
  if (address !== undefined) return pattern(entry, port, (hostname) => isInRange(hostname, address));
  if (host.startsWith("[")) return undefined;
  const name = host.toLowerCase();
  if (name === "localhost") return pattern(entry, port, hostMatcher(name));
  return pattern(entry, port, hostMatcher(name.startsWith("*") ? name : `*${name}`));
}

function pattern(text: string, port: string, isThisHost: (hostname: string) => boolean): UrlPattern {
  return {
    text,
    matches: (url) => isThisHost(url.hostname) && (port === "" || effectivePort(url) === port),
    rank: [port === "" ? 1 : 0, -text.length, 0],
  };
}

function effectivePort(url: URL): string {
  return url.port || (url.protocol === "https:" || url.protocol === "wss:" ? "443" : "80");
}

// Lower case wins, as in curl; an empty value is no value.
function variable(environment: Environment, name: string): string | undefined {
  return environment[name] || environment[name.toUpperCase()] || undefined;
}
