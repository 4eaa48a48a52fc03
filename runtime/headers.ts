// An ordered, case-insensitive multi-map that keeps the casing it was given.
// Stored as [name, value, name, value …]: the form the transport sends, so nothing is converted on the way out. Off the
// wire they are bytes, which become text when somebody looks at them: of most responses nobody does.

import { checkedName, checkedValue, type HeadersInit, type Lines, linesOf } from "./header-lines.js";
import { printAs } from "./inspection.js";
import { looksSecret, redactUrl } from "./redaction.js";

export type { HeadersInit } from "./header-lines.js";

const SECRETS = new Set(["authorization", "proxy-authorization", "cookie", "set-cookie"]);

/**
 * HTTP headers: ordered, case-insensitive, several lines of one name allowed, casing kept.
 *
 * Has the platform's interface and HTTPX's. Values of secrets are masked when it is printed.
 *
 * @throws LocalProtocolError for a name or value that HTTP does not allow.
 */
export class Headers {
  static {
    printAs(Headers, String);
  }

  #flat: (string | Uint8Array)[] = [];
  /** Reads what is still bytes. Only what came off the wire has it: of all else, the lines are checked. */
  #decode: ((line: Uint8Array) => string) | undefined;

  constructor(init?: HeadersInit | null) {
    if (init != null) this.#appendAll(linesOf(init));
  }

  /** Internal. Takes ownership of text that needs no check: no copy. */
  static fromFlat(flat: string[]): Headers {
    const headers = new Headers();
    headers.#flat = flat;
    return headers;
  }

  /** Internal. What came off the wire, to be read by `decode` when asked for. */
  static fromWire(lines: readonly (string | Uint8Array)[], decode: (line: Uint8Array) => string): Headers {
    const headers = new Headers();
    headers.#flat = lines.slice();
    headers.#decode = decode;
    return headers;
  }

  /** Internal. A copy of `base`, updated. */
  static merged(base: Headers, override: HeadersInit | null | undefined): Headers {
    const headers = base.clone();
    headers.update(override);
    return headers;
  }

  /** Internal. The storage itself; not to be kept or changed. */
  flat(): readonly string[] {
    const flat = this.#flat;
    if (this.#decode !== undefined) {
      for (let at = 0; at < flat.length; at += 1) this.#text(at);
    }
    // Now it is, if it was not before.
    return flat as string[];
  }

  /** The same lines, to change without changing these. */
  clone(): Headers {
    const headers = Headers.fromFlat(this.flat().slice());
    headers.#decode = this.#decode;
    return headers;
  }

  /** Adds a line, whether or not the name is there. */
  append(name: string, value: string | number | boolean): void {
    this.#flat.push(checkedName(name), checkedValue(name, value));
  }

  /** Replaces the first line of that name in its place, drops the others, and takes over the new casing. */
  set(name: string, value: string | number | boolean | null | undefined): void {
    if (value == null) {
      this.delete(name);
      return;
    }
    const text = checkedValue(name, value);
    const at = this.#indexOf(name, 0);
    if (at === -1) {
      this.#flat.push(checkedName(name), text);
      return;
    }
    this.#flat[at] = name;
    this.#flat[at + 1] = text;
    this.#removeFrom(name, at + 2);
  }

  /** Internal. Puts a line before all others, as HTTPX does with `Host`. */
  prepend(name: string, value: string): void {
    this.#flat.unshift(name, value);
  }

  /** Removes all lines of that name; none is no error. */
  delete(name: string): void {
    this.#removeFrom(name, 0);
  }

  /** Whether there is a line of that name, in any casing. */
  has(name: string): boolean {
    return this.#indexOf(name, 0) !== -1;
  }

  /** All values of that name, joined with ", "; `null` if there is none. */
  get(name: string): string | null {
    const first = this.#indexOf(name, 0);
    if (first === -1) return null;
    let value = this.#text(first + 1);
    for (let at = this.#indexOf(name, first + 2); at !== -1; at = this.#indexOf(name, at + 2)) {
      value += `, ${this.#text(at + 1)}`;
    }
    return value;
  }

  /** The lines of that name, or their comma-separated items. */
  getList(name: string, options: { splitCommas?: boolean } = {}): string[] {
    const values: string[] = [];
    for (let at = this.#indexOf(name, 0); at !== -1; at = this.#indexOf(name, at + 2)) {
      values.push(this.#text(at + 1));
    }
    return options.splitCommas
      ? values.flatMap((value) => value.split(",").map((item) => item.trim()))
      : values;
  }

  /** The `Set-Cookie` lines, which cannot be joined. */
  getSetCookie(): string[] {
    return this.getList("set-cookie");
  }

  /** For each name given: old lines are dropped, the new ones appended; `null` and `undefined` only drop. */
  update(init: HeadersInit | null | undefined): void {
    if (init == null) return;
    if (init instanceof Headers && init.#decode === undefined) {
      this.#overrideBy(init);
      return;
    }
    const lines = linesOf(init);
    for (const name of lines.names) this.delete(name);
    this.#appendAll(lines);
  }

  /** The lines as they stand, with the casing they were given. */
  get raw(): [string, string][] {
    const lines: [string, string][] = [];
    const flat = this.flat();
    for (let at = 0; at < flat.length; at += 2) lines.push([flat[at]!, flat[at + 1]!]);
    return lines;
  }

  /** The lines as they stand, with names in lower case. */
  multiItems(): [string, string][] {
    return this.raw.map(([name, value]) => [name.toLowerCase(), value]);
  }

  /** Lower-case names with joined values, in first-seen order; `set-cookie` lines stay apart, as in `fetch`. */
  *entries(): IterableIterator<[string, string]> {
    const joined = new Map<string, string>();
    const cookies: string[] = [];
    for (const [name, value] of this.multiItems()) {
      if (name === "set-cookie") cookies.push(value);
      const before = joined.get(name);
      joined.set(name, before === undefined ? value : `${before}, ${value}`);
    }
    for (const [name, value] of joined) {
      if (name === "set-cookie") for (const cookie of cookies) yield [name, cookie];
      else yield [name, value];
    }
  }

  /** The names of `entries()`. */
  *keys(): IterableIterator<string> {
    for (const [name] of this.entries()) yield name;
  }

  /** The values of `entries()`. */
  *values(): IterableIterator<string> {
    for (const [, value] of this.entries()) yield value;
  }

  /** As `entries()`; for the lines as they stand, see `raw`. */
  [Symbol.iterator](): IterableIterator<[string, string]> {
    return this.entries();
  }

  /** Calls a function for each of `entries()`, as in `fetch`. */
  forEach(visit: (value: string, name: string, headers: Headers) => void, thisArg?: unknown): void {
    for (const [name, value] of this.entries()) visit.call(thisArg, value, name, this);
  }

  /** The platform's own class. */
  toWeb(): globalThis.Headers {
    return new globalThis.Headers(this.raw);
  }

  /** For printing: the values of secrets are masked. */
  toJSON(): Record<string, string | string[]> {
    const shown: Record<string, string | string[]> = {};
    for (const [name, value] of this.multiItems()) {
      const text = SECRETS.has(name) || looksSecret(name) ? "[secure]" : printed(name, value);
      const before = Object.hasOwn(shown, name) ? shown[name] : undefined;
      const next = before === undefined ? text : [before, text].flat();
      Object.defineProperty(shown, name, {
        value: next,
        enumerable: true,
        configurable: true,
        writable: true,
      });
    }
    return shown;
  }

  toString(): string {
    return `Headers(${JSON.stringify(this)})`;
  }

  #indexOf(name: string, from: number): number {
    const flat = this.#flat;
    const length = name.length;
    let lower: string | undefined;
    for (let at = from; at < flat.length; at += 2) {
      const candidate = flat[at]!;
      if (candidate.length !== length) continue;
      if (candidate === name) return at;
      lower ??= name.toLowerCase();
      if (typeof candidate === "string" ? candidate.toLowerCase() === lower : isNamed(candidate, lower))
        return at;
    }
    return -1;
  }

  #appendAll({ names, values }: Lines): void {
    for (let at = 0; at < names.length; at++) {
      const value = values[at];
      if (value != null) this.append(names[at]!, value);
    }
  }

  /** In one pass, as each request with headers of its own comes by here. */
  #overrideBy(override: Headers): void {
    const base = this.flat();
    const flat: string[] = [];
    for (let at = 0; at < base.length; at += 2) {
      if (!override.has(base[at]!)) flat.push(base[at]!, base[at + 1]!);
    }
    for (const text of override.flat()) flat.push(text);
    this.#flat = flat;
  }

  #text(at: number): string {
    const line = this.#flat[at]!;
    if (typeof line === "string") return line;
    const text = this.#decode?.(line) ?? "";
    this.#flat[at] = text;
    return text;
  }

  #removeFrom(name: string, from: number): void {
    for (let at = this.#indexOf(name, from); at !== -1; at = this.#indexOf(name, at))
      this.#flat.splice(at, 2);
  }
}

/** Whether the bytes of a name, which is ASCII, are those of `lower` in any casing. */
function isNamed(bytes: Uint8Array, lower: string): boolean {
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at]!;
    if ((byte >= 0x41 && byte <= 0x5a ? byte + 0x20 : byte) !== lower.charCodeAt(at)) return false;
  }
  return true;
}

// URLs may hold a password, or a token in their query.
function printed(name: string, value: string): string {
  return name === "location" || name === "content-location" || name === "referer" ? redactUrl(value) : value;
}
