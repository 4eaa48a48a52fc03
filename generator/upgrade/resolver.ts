import {
  childOf,
  escapeSegment,
  isObject,
  type JsonObject,
  keysOf,
  pointerOf,
  valueAt,
} from "../load/pointer.js";
import { landing, resolveReference } from "../load/references.js";
import type { Source, SourceSet } from "../load/source-set.js";
import { nearest } from "../near-miss.js";
import type { Version } from "./detect.js";

// Finds what a reference means. Beside files and pointers there are three more ways to name a place: `$self` of a
// document, `$id` of a schema (which starts a resource of its own inside the file) and `$anchor`.

/** A place in one of the sources. */
export interface Place {
  readonly source: Source;
  readonly keys: readonly string[];
  readonly value: unknown;
}

/** From where a reference is read: a file, and the innermost schema with an `$id` around it. */
export interface Context {
  readonly source: Source;
  readonly resource?: Resource;
}

interface Resource {
  readonly base: string;
  readonly keys: readonly string[];
}

export type Resolution =
  | { readonly kind: "found"; readonly place: Place; readonly isBareName?: boolean }
  | { readonly kind: "missing"; readonly reason: string; readonly help?: string };

export class Resolver {
  readonly #set: SourceSet;
  readonly #ignoresSiblings: boolean;
  readonly #cache = new Map<Source, Map<string, Resolution>>();
  readonly #resources = new Map<string, { readonly source: Source; readonly keys: readonly string[] }>();
  /** What `$self` says, where a document is not where it says it is. */
  readonly #bases = new Map<Source, string>();
  readonly #anchors = new Map<Source, Map<string, readonly string[]>>();

  /** What the version says about `$ref` goes for pointers that lead through one. */
  constructor(set: SourceSet, version: Version) {
    this.#set = set;
    this.#ignoresSiblings = version === "2.0" || version === "3.0";
    for (const source of set.sources.values()) this.#index(source);
  }

  resolve(ref: string, context: Context): Resolution {
    if (context.resource !== undefined) return this.#follow(ref, context, 0);
    const cache = this.#cache.get(context.source) ?? new Map<string, Resolution>();
    this.#cache.set(context.source, cache);
    const known = cache.get(ref);
    if (known !== undefined) return known;
    const resolution = this.#follow(ref, context, 0);
    cache.set(ref, resolution);
    return resolution;
  }

  /** The context inside a schema that has an `$id`. */
  within(schema: JsonObject, keys: readonly string[], context: Context): Context {
    const base = idOf(schema, context.resource?.base ?? context.source.uri);
    return base === undefined ? context : { source: context.source, resource: { base, keys: [...keys] } };
  }

  #follow(ref: string, context: Context, hops: number): Resolution {
    // Each step of a pointer may lead through another reference; a circle of those leads nowhere.
    if (hops > 50) return { kind: "missing", reason: "which leads back to itself" };
    const target = resolveReference(ref, context.source.uri);
    if (target === undefined) return { kind: "missing", reason: "which is not a valid reference" };
    const { uri, fragment } = target;
    if (ref.startsWith("#")) {
      const inResource =
        context.resource && this.#land(context.source, context.resource.keys, fragment, hops);
      return inResource?.kind === "found" ? inResource : this.#land(context.source, [], fragment, hops);
    }
    const source = this.#set.sources.get(uri);
    if (source !== undefined) return this.#land(source, [], fragment, hops);
    const base = context.resource?.base ?? this.#bases.get(context.source);
    const resource = this.#resources.get(uri) ?? this.#resources.get(absolute(ref, base) ?? uri);
    if (resource !== undefined) return this.#land(resource.source, resource.keys, fragment, hops);
    return this.#bareName(ref) ?? this.#unread(uri, ref);
  }

  /** Looks up a fragment below `keys`. */
  #land(source: Source, keys: readonly string[], fragment: string, hops: number): Resolution {
    if (fragment !== "" && !fragment.startsWith("/")) {
      const anchored = this.#anchors.get(source)?.get(fragment);
      if (anchored !== undefined) return found(source, anchored);
      const help = firstThere(source, [`#/${fragment}`, ...schemaPointers(fragment)]);
      return { kind: "missing", reason: `and no schema has the "$anchor" "${fragment}"`, ...help };
    }
    const root = valueAt(source.value, keys);
    const end = landing(root, fragment, this.#ignoresSiblings);
    if (end.kind === "detour") {
      return this.#follow(
        end.ref + (end.ref.includes("#") ? "" : "#") + pointerOf(end.rest).slice(1),
        { source },
        hops + 1,
      );
    }
    if (end.value !== undefined) return found(source, [...keys, ...end.keys]);
    return { kind: "missing", reason: "which does not exist", ...suggestion(root, end.keys) };
  }

  /** `$ref: Pet`, as Swagger 1.x allowed it. */
  #bareName(ref: string): Resolution | undefined {
    if (/[/#]/.test(ref)) return undefined;
    const { entry } = this.#set;
    for (const pointer of schemaPointers(ref)) {
      const keys = keysOf(pointer);
      if (valueAt(entry.value, keys) !== undefined) return { ...found(entry, keys), isBareName: true };
    }
    return undefined;
  }

  #unread(uri: string, ref: string): Resolution {
    const missing = this.#set.missing.get(uri);
    if (missing === undefined) return { kind: "missing", reason: "which was not read" };
    // `components/schemas/Pet` is a file, to who takes it at its word.
    const help = firstThere(this.#set.entry, [`#/${ref.replace(/^\//, "")}`]);
    return { ...missing, ...help, kind: "missing", reason: `but ${missing.reason}` };
  }

  #index(source: Source): void {
    const self = childOf(source.value, "$self");
    const base = (typeof self === "string" ? absolute(self, source.uri) : undefined) ?? source.uri;
    if (base !== source.uri) {
      this.#resources.set(base, { source, keys: [] });
      this.#bases.set(source, base);
    }
    if (!/\$(?:id|anchor|dynamicAnchor)\b/.test(source.text)) return;
    const anchors = new Map<string, readonly string[]>();
    this.#anchors.set(source, anchors);
    const visit = (value: unknown, keys: readonly string[], base: string): void => {
      if (typeof value !== "object" || value === null) return;
      let inner = base;
      if (isObject(value)) {
        for (const anchor of [value.$anchor, value.$dynamicAnchor]) {
          if (typeof anchor === "string" && !anchors.has(anchor)) anchors.set(anchor, keys);
        }
        inner = idOf(value, base) ?? base;
        if (inner !== base && !this.#resources.has(inner)) this.#resources.set(inner, { source, keys });
      }
      for (const [key, child] of Object.entries(value)) visit(child, [...keys, key], inner);
    };
    visit(source.value, [], base);
  }
}

function found(source: Source, keys: readonly string[]): Extract<Resolution, { kind: "found" }> {
  return { kind: "found", place: { source, keys, value: valueAt(source.value, keys) } };
}

function schemaPointers(name: string): readonly string[] {
  const key = escapeSegment(name);
  return [`#/components/schemas/${key}`, `#/definitions/${key}`];
}

function firstThere(source: Source, pointers: readonly string[]): { readonly help?: string } {
  const pointer = pointers.find((each) => valueAt(source.value, keysOf(each)) !== undefined);
  return pointer === undefined ? {} : { help: `Did you mean "${pointer}"?` };
}

function absolute(reference: string, base: string | undefined): string | undefined {
  if (!URL.canParse(reference, base)) return undefined;
  const url = new URL(reference, base);
  url.hash = "";
  return url.href;
}

/** The absolute `$id` of a schema, if it names a resource: drafts before 2019 also used `#name` as an anchor. */
function idOf(schema: JsonObject, base: string): string | undefined {
  const id = schema.$id;
  return typeof id === "string" && !id.startsWith("#") ? absolute(id, base) : undefined;
}

/** Where one might have wanted to go: a name that looks alike, or the same name in another section. */
function suggestion(root: unknown, keys: readonly string[]): { readonly help?: string } {
  const depth = keys.findIndex((_, index) => valueAt(root, keys.slice(0, index + 1)) === undefined);
  const parent = valueAt(root, keys.slice(0, depth));
  const wrong = keys[depth] ?? "";
  const near = isObject(parent) ? nearest(wrong, Object.keys(parent)) : undefined;
  if (near !== undefined) return { help: `Did you mean "${near}"?` };
  const name = keys.at(-1) ?? "";
  const components = childOf(root, "components");
  const section = isObject(components)
    ? Object.keys(components).find((key) => childOf(components[key], name) !== undefined)
    : undefined;
  return section === undefined ? {} : { help: `Did you mean "#/components/${section}/${name}"?` };
}
