import type { Pointer } from "../diagnostics.js";

// JSON pointers (RFC 6901) as this project writes them: a URI fragment without percent-encoding, `#/paths/~1pets`.

/** Anything that JSON calls an object. */
export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** One key as a segment: `a/b~c` → `a~1b~0c`. */
export function escapeSegment(key: string): string {
  return key.includes("~") || key.includes("/") ? key.replaceAll("~", "~0").replaceAll("/", "~1") : key;
}

/** One segment as a key. `~1` before `~0`, so that `~01` is `~1` and not `/`. */
export function unescapeSegment(segment: string): string {
  return segment.includes("~") ? segment.replaceAll("~1", "/").replaceAll("~0", "~") : segment;
}

export function pointerOf(keys: readonly (string | number)[]): Pointer {
  return `#${keys.map((key) => `/${escapeSegment(String(key))}`).join("")}`;
}

export function childPointer(parent: Pointer, ...keys: readonly (string | number)[]): Pointer {
  let pointer = parent;
  for (const key of keys) pointer += `/${escapeSegment(String(key))}`;
  return pointer;
}

/** The keys that a pointer names, `[]` for the root. Accepts it with or without the leading `#`. */
export function keysOf(pointer: Pointer): string[] {
  const path = pointer.startsWith("#") ? pointer.slice(1) : pointer;
  return path === "" ? [] : path.replace(/^\//, "").split("/").map(unescapeSegment);
}

/** A child by key, looking at own properties only: `__proto__` and `constructor` are names like any other. */
export function childOf(value: unknown, key: string): unknown {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
  // `hasOwn` has just shown that the key is there.
  return (value as JsonObject)[key];
}

export function valueAt(root: unknown, keys: readonly string[]): unknown {
  let value = root;
  for (const key of keys) value = childOf(value, key);
  return value;
}

/**
 * The keys that the fragment of a reference means under `value`. Writers disagree on percent-encoding, so each
 * segment is taken as it stands if such a key exists, and decoded otherwise.
 */
export function keysInFragment(fragment: string, value: unknown): string[] {
  if (!fragment.includes("%")) return keysOf(fragment);
  const keys: string[] = [];
  let parent = value;
  for (const literal of keysOf(fragment)) {
    const key = childOf(parent, literal) === undefined ? unescapeSegment(percentDecoded(literal)) : literal;
    keys.push(key);
    parent = childOf(parent, key);
  }
  return keys;
}

/** Decodes what is valid percent-encoding, and leaves a stray `%` alone. */
export function percentDecoded(text: string): string {
  if (!text.includes("%")) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Copies own enumerable properties and sets one, safely even if its name is `__proto__`. */
export function setOwn(object: Record<string, unknown>, key: string, value: unknown): void {
  if (key !== "__proto__") object[key] = value;
  else Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
}
