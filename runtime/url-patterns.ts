// The patterns of `mounts`: `all://*.example.com:8080`. Scheme, host and port only; a path is ignored.

/** Decides whether a URL is its own, and how it ranks among others that also match. */
export interface UrlPattern {
  readonly text: string;
  matches(url: URL): boolean;
  /** Compared item by item, lower first: has a port, longer host, longer scheme. */
  readonly rank: readonly [port: number, host: number, scheme: number];
}

const grammar = /^(?:([a-z][a-z0-9+.-]*):)?\/\/(?:[^@/?#]*@)?(\[[^\]]*\]|[^:/?#]*)(?::(\d*))?(?:[/?#].*)?$/i;

// What WHATWG URL drops as well: a pattern with such a port means "no port", thus any.
const defaultPorts: Readonly<Record<string, string>> = {
  http: "80",
  https: "443",
  ws: "80",
  wss: "443",
  ftp: "21",
};

/** Parses a mount pattern. Throws a TypeError that says what a pattern looks like. */
export function parseUrlPattern(text: string): UrlPattern {
  const parts = text === "" ? ["", "all", "*"] : grammar.exec(text);
  if (parts === null) {
    throw new TypeError(
      `"${text}" is no mount pattern: write a scheme and a host, such as "all://", "https://" or ` +
        `"all://*.example.com:8080"${/^[\w.*+-]+$/.test(text) ? ` (did you mean "${text.includes(".") || text === "*" ? `all://${text}` : `${text}://`}"?)` : ""}.`,
    );
  }
  const scheme = (parts[1] ?? "").toLowerCase();
  const host = (parts[2] ?? "").toLowerCase();
  const port = parts[3] === undefined || parts[3] === "" || defaultPorts[scheme] === parts[3] ? "" : parts[3];
  const isThisHost = hostMatcher(host);
  const anyScheme = scheme === "all" || scheme === "";
  return {
    text,
    matches: (url) =>
      (anyScheme || url.protocol === `${scheme}:`) &&
      isThisHost(url.hostname) &&
      (port === "" || url.port === port),
    rank: [port === "" ? 1 : 0, host === "*" ? 0 : -host.length, anyScheme ? 0 : -scheme.length],
  };
}

/** Matches a host in the forms `example.com`, `*example.com` (with its subdomains), `*.example.com` (only those), `*`. */
export function hostMatcher(host: string): (hostname: string) => boolean {
  if (host === "" || host === "*") return () => true;
  const [, wildcard = "", rest = ""] = /^(\*\.?)?(.*)$/.exec(host) ?? [];
  const name = asciiHost(rest);
  if (wildcard === "") return (hostname) => asciiHost(hostname) === name;
  const suffix = `.${name}`;
  return (hostname) => {
    const given = asciiHost(hostname);
    return (wildcard === "*" && given === name) || (given.endsWith(suffix) && given.length > suffix.length);
  };
}

/** Order of a list of patterns: the most particular first, equals as they were given. */
export function compareRank(a: UrlPattern, b: UrlPattern): number {
  return a.rank[0] - b.rank[0] || a.rank[1] - b.rank[1] || a.rank[2] - b.rank[2];
}

// URL prints hosts of http and https in ASCII (punycode) and those of other schemes as they are: compare in ASCII.
function asciiHost(host: string): string {
  return URL.canParse(`http://${host}`) ? new URL(`http://${host}`).hostname : host.toLowerCase();
}
