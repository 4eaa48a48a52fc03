// Which server an operation goes to. OpenAPI 3.2 §4.6: URLs are templates, and relative to the document's own.

import type { ServerChoice } from "./call-options.js";
import { ArgumentError } from "./errors.js";
import type { ServerDescriptor } from "./operation.js";

/**
 * The URL of the chosen server, or of the first; `undefined` when it is relative and nothing says to what.
 *
 * @throws ArgumentError for a variable without a value
 */
export function serverUrl(
  servers: readonly ServerDescriptor[],
  choice: ServerChoice | undefined,
  documentUrl: string | undefined,
): string | undefined {
  const url = choice instanceof URL ? choice.href : filledUrl(servers, choice);
  return absolute(url, documentUrl);
}

function filledUrl(
  servers: readonly ServerDescriptor[],
  choice: Exclude<ServerChoice, URL> | undefined,
): string {
  const wanted = typeof choice === "object" ? choice.url : choice;
  const values = typeof choice === "object" ? (choice.variables ?? {}) : {};
  // OpenAPI 3.2 §4.1: without servers there is "/".
  const server = wanted === undefined ? (servers[0] ?? { url: "/" }) : wantedServer(servers, wanted);
  return server.url.replace(
    /(\/?)\{([^{}]*)\}(?=(\/?))/g,
    (_template, before: string, name: string, after: string) => {
      const defaults = server.variables ?? {};
      const given = Object.hasOwn(values, name) ? values[name] : undefined;
      const value = given ?? (Object.hasOwn(defaults, name) ? defaults[name] : undefined);
      if (value !== undefined) return before + withoutSlashes(value, before, after);
      throw new ArgumentError(`The server "${server.url}" needs a value for its variable "${name}".`);
    },
  );
}

/** API Gateway exports "/{basePath}" with "/dev" as the default, which means no empty segment. */
function withoutSlashes(value: string, before: string, after: string): string {
  const start = before === "" ? value : value.replace(/^\/+/, "");
  return after === "" ? start : start.replace(/\/+$/, "");
}

/** One of the document's, or any other URL. */
function wantedServer(servers: readonly ServerDescriptor[], wanted: string): ServerDescriptor {
  const found = findServer(servers, wanted);
  if (found !== undefined) return found;
  if (/^[a-z][a-z0-9+.-]*:|[/{]/i.test(wanted)) return { url: wanted };
  const names = servers.map(({ name, url }) => `"${name ?? url}"`).join(", ");
  throw new ArgumentError(`The document has no server "${wanted}"; it has ${names}.`);
}

/** By name first: a name may look like anything. */
export function findServer(
  servers: readonly ServerDescriptor[],
  wanted: string,
): ServerDescriptor | undefined {
  return servers.find(({ name }) => name === wanted) ?? servers.find(({ url }) => url === wanted);
}

function absolute(url: string, documentUrl: string | undefined): string | undefined {
  if (/^[a-z][a-z0-9+.-]*:/i.test(url)) return url;
  // In a browser, relative means what it means to the page.
  const base = documentUrl ?? (globalThis as { location?: { href?: string } }).location?.href;
  // The scheme that the document came by, which nobody knows.
  if (base === undefined && url.startsWith("//")) return `https:${url}`;
  return base !== undefined && URL.canParse(url, base) ? new URL(url, base).href : undefined;
}
