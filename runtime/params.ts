// Query parameters: read from any form, combined by key, written onto a URL whose own query stays as it was typed.

import { decodeForm, encodeComponent, type Scalar, scalarText } from "./form-encoding.js";
import { described } from "./option-kinds.js";
import type { ResolvedUrl } from "./urls.js";

/** Whatever query parameters can be made from. `undefined` omits a key, `null` gives `a=`, an array repeats the key. */
export type ParamsInit =
  | string
  | URLSearchParams
  | Iterable<readonly [string, Scalar | undefined]>
  | Readonly<Record<string, Scalar | undefined | readonly (Scalar | undefined)[]>>;

/** Parameters grouped by key, each key at its first position. */
export type Params = ReadonlyMap<string, readonly string[]>;

/** @throws TypeError for a nested object. */
export function parseParams(init: ParamsInit | null | undefined): Params {
  if (init == null || init === "") return new Map();
  if (typeof init === "string") return grouped(decodeForm(init));
  if (typeof init !== "object")
    throw new TypeError(
      `params: expected an object, pairs, a string or URLSearchParams, got ${described(init)}.`,
    );
  if (Symbol.iterator in init) return grouped(checkedPairs(init));
  const params = new Map<string, string[]>();
  for (const name of Object.keys(init)) {
    // Keys of this very object, whose type says what they hold.
    const value = (init as Readonly<Record<string, unknown>>)[name];
    if (value === undefined) continue;
    const values: unknown[] = Array.isArray(value) ? value.filter((item) => item !== undefined) : [value];
    params.set(
      name,
      values.map((item) => scalarText("params", name, item)),
    );
  }
  return params;
}

/** A later source replaces all values of a key, in the key's old position. */
export function mergeParams(earlier: Params, later: Params): Params {
  if (later.size === 0) return earlier;
  if (earlier.size === 0) return later;
  const merged = new Map(earlier);
  for (const [name, values] of later) merged.set(name, values);
  return merged;
}

export function encodeParams(params: Params): string {
  let text = "";
  params.forEach((values, name) => {
    for (const value of values)
      text += `${text === "" ? "" : "&"}${encodeComponent(name)}=${encodeComponent(value)}`;
  });
  return text;
}

/** The platform's own form of the same parameters. */
export function paramsToWeb(params: Params): URLSearchParams {
  const search = new URLSearchParams();
  for (const [name, values] of params) for (const value of values) search.append(name, value);
  return search;
}

/**
 * The URL with client params, its own query and request params combined by key, a later source winning. The URL's own
 * query comes first and keeps its bytes, but for keys that the request replaces. `mode: "replace"` is HTTPX's rule:
 * any params at all replace the URL's query.
 */
export function applyParams(
  url: ResolvedUrl,
  client: Params | undefined,
  request: ParamsInit | null | undefined,
  mode: "merge" | "replace" = "merge",
): ResolvedUrl {
  const hasClient = client !== undefined && client.size > 0;
  if (!hasClient && request == null) return url;
  const requested = parseParams(request);
  if (mode === "replace")
    return withQuery(url, encodeParams(hasClient ? mergeParams(client, requested) : requested));
  const own = ownQuery(url);
  const defaults = hasClient ? withoutKeysOf(client, own) : undefined;
  const extra = encodeParams(defaults === undefined ? requested : mergeParams(defaults, requested));
  const kept = own === "" ? "" : withoutPairsOf(own, requested);
  if (extra === "" && kept === own) return url;
  return withQuery(url, kept === "" || extra === "" ? kept + extra : `${kept}&${extra}`);
}

function grouped(pairs: Iterable<readonly [string, string]>): Params {
  const params = new Map<string, string[]>();
  for (const [name, value] of pairs) {
    const values = params.get(name);
    if (values === undefined) params.set(name, [value]);
    else values.push(value);
  }
  return params;
}

function* checkedPairs(pairs: Iterable<unknown>): Iterable<readonly [string, string]> {
  for (const pair of pairs) {
    if (!Array.isArray(pair) || pair.length !== 2 || typeof pair[0] !== "string") {
      throw new TypeError("params: each item must be a [name, value] pair.");
    }
    const [name, value]: [string, unknown] = [pair[0], pair[1]];
    if (value === undefined) continue;
    for (const item of Array.isArray(value) ? value : [value]) yield [name, scalarText("params", name, item)];
  }
}

function ownQuery(url: ResolvedUrl): string {
  const start = url.target.indexOf("?");
  return start === -1 ? "" : url.target.slice(start + 1);
}

function keyOf(pair: string): string {
  for (const [name] of decodeForm(pair)) return name;
  return "";
}

function withoutKeysOf(params: Params, query: string): Params {
  if (query === "") return params;
  const keys = new Set(query.split("&").map(keyOf));
  return new Map([...params].filter(([name]) => !keys.has(name)));
}

function withoutPairsOf(query: string, params: Params): string {
  if (params.size === 0) return query;
  const pairs = query.split("&");
  const kept = pairs.filter((pair) => pair === "" || !params.has(keyOf(pair)));
  return kept.length === pairs.length ? query : kept.join("&");
}

function withQuery(url: ResolvedUrl, query: string): ResolvedUrl {
  const { href, target } = url;
  const hash = href.indexOf("#");
  const fragment = hash === -1 ? "" : href.slice(hash);
  const end = hash === -1 ? href.length : hash;
  const own = target.indexOf("?");
  const path = own === -1 ? target : target.slice(0, own);
  const search = query === "" ? "" : `?${query}`;
  // Before the fragment, the URL ends with its target.
  return {
    href: href.slice(0, end - target.length) + path + search + fragment,
    origin: url.origin,
    target: path + search,
  };
}
