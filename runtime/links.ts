// The Link header (RFC 8288 §3): targets by relation.

/** One link: its target, its relation, and whatever parameters it has. */
export interface Link {
  /** As it stands, perhaps relative to the response's URL. */
  readonly url: string;
  /** The relations, separated by spaces. */
  readonly rel?: string;
  readonly [parameter: string]: string | undefined;
}

/** Links by relation, a link of several relations under each; without a relation by URL. A later one wins. */
export function parseLinks(header: string | null): Record<string, Link> {
  const links: Record<string, Link> = {};
  if (header === null) return links;
  const target = /\s*<([^>]*)>/y;
  let at = 0;
  while (at < header.length) {
    target.lastIndex = at;
    const match = target.exec(header);
    if (match === null) {
      const comma = header.indexOf(",", at);
      if (comma === -1) break;
      at = comma + 1;
      continue;
    }
    const url = match[1] ?? "";
    const [parameters, end] = parseParameters(header, target.lastIndex);
    at = end;
    const link: Link = { url, ...parameters };
    const relations =
      link.rel === undefined ? [] : link.rel.split(/\s+/).filter((relation) => relation !== "");
    // Data from the server: "__proto__" must become a key like any other.
    for (const key of relations.length === 0 ? [url] : relations) {
      Object.defineProperty(links, key, {
        value: link,
        enumerable: true,
        configurable: true,
        writable: true,
      });
    }
  }
  return links;
}

// `; name=value` any number of times, up to the comma that ends the link. Quotes may be double, or, as HTTPX reads
// them, single.
function parseParameters(header: string, start: number): [Record<string, string>, number] {
  const parameters: Record<string, string> = {};
  const parameter = /\s*;\s*([^\s=;,]*)\s*(?:=\s*(?:"((?:[^"\\]|\\.)*)"|'([^']*)'|([^;,]*)))?/y;
  let at = start;
  for (;;) {
    parameter.lastIndex = at;
    const match = parameter.exec(header);
    if (match === null) break;
    at = parameter.lastIndex;
    const [, name = "", quoted, single, plain] = match;
    const value = quoted?.replace(/\\(.)/g, "$1") ?? single ?? plain?.trim();
    const key = name.toLowerCase();
    // RFC 8288 §3.3: of several "rel" the first counts.
    if (key === "" || value === undefined || Object.hasOwn(parameters, key) || key === "__proto__") continue;
    parameters[key] = value;
  }
  const comma = header.indexOf(",", at);
  return [parameters, comma === -1 ? header.length : comma + 1];
}
