// Where cookies belong: the matching of RFC 6265bis.

/** Whether what goes there is hidden from others on the way. */
export function isSecureUrl({ protocol }: URL): boolean {
  return protocol === "https:" || protocol === "wss:";
}

/** RFC 6265bis §5.1.3: the domain itself, or, of a name, whatever is under it. */
export function domainMatches(cookieDomain: string, hostname: string): boolean {
  const domain = bareDomain(cookieDomain);
  return hostname === domain || (hostname.endsWith(`.${domain}`) && !isAddress(hostname));
}

/** RFC 6265bis §5.1.4: the path itself, or whatever is under it. */
export function pathMatches(cookiePath: string, path: string): boolean {
  if (path === cookiePath) return true;
  return path.startsWith(cookiePath) && (cookiePath.endsWith("/") || path[cookiePath.length] === "/");
}

function isAddress(hostname: string): boolean {
  return hostname.startsWith("[") || /^\d+(?:\.\d+){3}$/.test(hostname);
}

/** Without the leading dot that some write, and in lower case. */
export function bareDomain(domain: string): string {
  return domain.replace(/^\./, "").toLowerCase();
}
