import { fileURLToPath, pathToFileURL } from "node:url";
import { childOf, isObject, type JsonObject, keysInFragment } from "./pointer.js";
import { type Shape, schemaShape, shapeOfField } from "./shapes.js";

/** A reference as found by a typed walk. */
export interface Reference {
  readonly text: string;
  /** What the reference stands for. */
  readonly shape: Shape;
}

/** Calls `found` for every reference in `value`, which is an object of the given shape. */
export function findReferences(value: unknown, shape: Shape, found: (reference: Reference) => void): void {
  if (typeof value !== "object" || value === null) return;
  if (Array.isArray(value)) {
    // A list where the grammar has one object (`items: [a, b]` of old drafts) is a list of such objects.
    for (const item of value) findReferences(item, shape.each ?? shape, found);
    return;
  }
  const object = value as JsonObject;
  const ref = referenceIn(object);
  if (ref !== undefined) found({ text: ref, shape });
  if (shape === schemaShape) {
    for (const target of mappingTargets(object)) found({ text: target, shape });
  }
  for (const key of Object.keys(object)) {
    const child = object[key];
    if (typeof child !== "object" || child === null) continue;
    const childShape = shapeOfField(shape, key);
    if (childShape !== undefined) findReferences(child, childShape, found);
  }
}

/** The `$ref` of an object. A property that is merely *named* `$ref` holds a schema, never a string. */
export function referenceIn(object: JsonObject): string | undefined {
  const ref = object.$ref;
  return typeof ref === "string" ? ref : undefined;
}

/** The values of a discriminator's `mapping` (and `defaultMapping`) that are references rather than names. */
export function mappingTargets(schema: JsonObject): string[] {
  const discriminator = schema.discriminator;
  if (!isObject(discriminator)) return [];
  const targets = isObject(discriminator.mapping) ? Object.values(discriminator.mapping) : [];
  return [...targets, discriminator.defaultMapping].filter(
    (target): target is string => typeof target === "string" && isReferenceText(target),
  );
}

/** Whether a mapping's value is a reference: component names hold neither `/` nor `#`, and end in no file type. */
export function isReferenceText(text: string): boolean {
  return /[#/]|\.(?:ya?ml|json)$/i.test(text);
}

/**
 * Whether some reference in `text` may lead out of it. Decided on the text, which takes a tenth of a walk; it may
 * say yes in vain (a `$ref` in an example), never no.
 */
export function mayLeadOut(text: string): boolean {
  for (let at = text.indexOf("$ref"); at !== -1; at = text.indexOf("$ref", at + 4)) {
    localReference.lastIndex = at + 4;
    if (localReference.test(text)) continue;
    key.lastIndex = at + 4;
    // `? $ref` is YAML's other way to write a key.
    if (key.test(text) || /\?\s*["']?$/.test(text.slice(at - 4, at))) return true;
  }
  return text.includes("\\u0024ref") || mappingsMayLeadOut(text);
}

/** After `$ref`: a value that starts with `#`, quoted or not, or the schema of a property that has this name. */
const localReference = /["']?[ \t]*:\s*(?:["']?#|\{)/y;
const key = /["']?\s*:/y;

/** Whether a file name stands anywhere near a discriminator's `mapping`. */
function mappingsMayLeadOut(text: string): boolean {
  for (let at = text.search(/mapping\b/i); at !== -1; at = text.indexOf("apping", at + 1)) {
    if (/\.(?:ya?ml|json)["'#,}\s]/.test(text.slice(at, at + mappingLength))) return true;
  }
  return false;
}

/** How far a mapping is searched: whoever maps to files does so from the first entry on. */
const mappingLength = 2_000;

/** What a reference names: a file or URL, and a place in it. */
export interface Target {
  readonly uri: string;
  readonly fragment: string;
}

/** The target of a reference written in `uri`; `undefined` if it is no URI reference at all. */
export function resolveReference(ref: string, uri: string): Target | undefined {
  if (ref.startsWith("#")) return { uri, fragment: ref.slice(1) };
  const url = URL.canParse(ref, baseOf(uri)) ? new URL(ref, baseOf(uri)) : undefined;
  if (url === undefined) return undefined;
  const target = withoutFragment(url);
  const hash = ref.indexOf("#");
  // Not `url.hash`, which percent-encodes.
  const fragment = hash === -1 ? "" : ref.slice(hash + 1);
  return target === undefined ? undefined : { uri: target, fragment };
}

/** One spelling per file: `./a/../Pet.yaml`, `Pet%2Eyaml` and `Pet.yaml?` are the same. */
function withoutFragment(url: URL): string | undefined {
  if (url.protocol !== "file:") return url.href.slice(0, url.href.length - url.hash.length);
  try {
    return pathToFileURL(fileURLToPath(url)).href;
  } catch {
    // `//host/Pet.yaml` and `a%2Fb.yaml` are addresses, but of no file that there can be.
    return undefined;
  }
}

/** Standard input has no address: its references are relative to the working folder. */
function baseOf(uri: string): string {
  return uri === "stdin:" ? pathToFileURL(`${process.cwd()}/`).href : uri;
}

/** Where a fragment leads in one file: to a place, or to a reference in the middle that has to be followed first. */
export type Landing =
  | { readonly kind: "place"; readonly keys: readonly string[]; readonly value: unknown }
  | { readonly kind: "detour"; readonly ref: string; readonly rest: readonly string[] };

/**
 * Follows a pointer, which may lead through a reference: `Pets.yaml#/Cat/properties/name` where `Cat` is a `$ref`.
 * What stands beside that `$ref` comes first, unless `ignoresSiblings`, as OpenAPI before 3.1 does.
 */
export function landing(root: unknown, fragment: string, ignoresSiblings = false): Landing {
  // `Pet.yaml#/` is the key "", but whoever writes it means the file.
  const isWhole = fragment === "/" && childOf(root, "") === undefined;
  const keys = isWhole ? [] : keysInFragment(fragment, root);
  let detour: Landing | undefined;
  let value = root;
  for (const [index, key] of keys.entries()) {
    const ref = isObject(value) ? referenceIn(value) : undefined;
    if (ref !== undefined) detour = { kind: "detour", ref, rest: keys.slice(index) };
    const child = childOf(value, key);
    if (detour !== undefined && (child === undefined || (ignoresSiblings && !isPathItemKey(keys, index))))
      return detour;
    value = child;
  }
  return { kind: "place", keys, value };
}

/** Whether the key is one of a path item, whose `$ref` has always had siblings. */
function isPathItemKey(keys: readonly string[], index: number): boolean {
  return index === 2 && ["paths", "x-ms-paths", "webhooks"].includes(keys[0] ?? "");
}
