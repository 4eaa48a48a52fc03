import type { Checked, Diagnostic } from "../diagnostics.js";
import { isObject, type JsonObject, pointerOf, setOwn } from "../load/pointer.js";
import { isReferenceText, mappingTargets, referenceIn } from "../load/references.js";
import { documentShape, rootPathItemShape, type Section, type Shape, schemaShape } from "../load/shapes.js";
import type { SourceSet } from "../load/source-set.js";
import {
  type Inlined,
  isComponent,
  nameParts,
  type Part,
  sectionPath,
  withComponents,
} from "./components.js";
import type { Version } from "./detect.js";
import type { Origin } from "./document.js";
import { bareName, loop, mappingNotFound, notFound } from "./ref-problems.js";
import { type Context, type Place, Resolver } from "./resolver.js";
import { type Children, type Rewrite, rewriteTree } from "./rewrite.js";
import { isSelfContained } from "./self-contained.js";

// Makes one document of many files. A referenced part of another file is hoisted into `components`; where there
// is no section for it (operations, lists, texts; path items under `paths`) it takes the place of the reference.

export interface Bundle {
  readonly root: JsonObject;
  /** Where hoisted and inlined parts come from, by their pointer. Everything else lies where the entry has it. */
  readonly moved: ReadonlyMap<string, Origin>;
}

export function bundle(set: SourceSet, root: JsonObject, version: Version): Checked<Bundle> {
  if (isSelfContained(set, root)) return { value: { root, moved: new Map() }, diagnostics: [] };
  return new Bundler(set, version).bundle(root);
}

/** Where a walk is: the rules that rewrite references depend on it. */
interface Walk {
  readonly context: Context;
  /** Where the walk began in its file, and how much of the path led there in the bundle. */
  readonly start: readonly string[];
  readonly cut: number;
  readonly isEntry: boolean;
  readonly inlined: Inlined[];
}

/** A copied string of our own that will name a part, once parts have names. */
interface Mention {
  readonly object: Record<string, unknown>;
  readonly key: string;
  readonly part: Part;
}

class Bundler {
  readonly #set: SourceSet;
  readonly #version: Version;
  readonly #resolver: Resolver;
  readonly #parts = new Map<string, Part>();
  readonly #unvisited: Part[] = [];
  readonly #mentions: Mention[] = [];
  readonly #inlining = new Set<unknown>();
  readonly #diagnostics: Diagnostic[] = [];

  constructor(set: SourceSet, version: Version) {
    this.#set = set;
    this.#version = version;
    this.#resolver = new Resolver(set, version);
  }

  bundle(entryRoot: JsonObject): Checked<Bundle> {
    const context = { source: this.#set.entry };
    const entry: Walk = { context, start: [], cut: 0, isEntry: true, inlined: [] };
    // The root is an object that no rule replaces.
    const root = rewriteTree(entryRoot, documentShape, this.#rules(entry)) as JsonObject;
    for (let part = this.#unvisited.pop(); part !== undefined; part = this.#unvisited.pop()) {
      const { place, shape, inlined } = part;
      const walk: Walk = {
        context: { source: place.source },
        start: place.keys,
        cut: 0,
        isEntry: false,
        inlined,
      };
      part.content = rewriteTree(place.value, shape, this.#rules(walk));
    }
    const names = nameParts([...this.#parts.values()], root, this.#set.entry, this.#version);
    const moved = new Map(entry.inlined.map(({ path, origin }) => [pointerOf(path), origin]));
    const pointers = new Map<Part, string>();
    for (const [part, name] of names) {
      const pointer = pointerOf([...sectionPath(part.section, this.#version), name]);
      pointers.set(part, pointer);
      moved.set(pointer, { uri: part.uri, pointer: pointerOf(part.keys) });
      for (const { path, origin } of part.inlined) moved.set(pointer + pointerOf(path).slice(1), origin);
    }
    for (const { object, key, part } of this.#mentions) setOwn(object, key, pointers.get(part));
    return {
      value: { root: withComponents(root, names, this.#version), moved },
      diagnostics: this.#diagnostics,
    };
  }

  #rules(walk: Walk): Rewrite {
    return (object, shape, path, children) => {
      const isSchema = shape === schemaShape;
      // What an `$id` says goes for what stands beside it, too.
      const inner = isSchema && typeof object.$id === "string" ? this.#within(object, path, walk) : undefined;
      const own = inner ?? walk;
      const below = inner === undefined ? undefined : this.#rules(inner);
      const mapped =
        isSchema && object.discriminator !== undefined ? this.#withMapping(object, path, own) : object;
      const ref = referenceIn(mapped);
      if (ref === undefined) return children(mapped, below);
      return this.#reference(ref, mapped, shape, path, own, (object) => children(object, below));
    };
  }

  #reference(
    ref: string,
    object: JsonObject,
    shape: Shape,
    path: readonly string[],
    walk: Walk,
    children: Children,
  ): unknown {
    const resolution = this.#resolver.resolve(ref, walk.context);
    if (resolution.kind === "missing") {
      this.#report(notFound(ref, resolution.reason, resolution.help, shape), [...path, "$ref"], walk);
      return children(object);
    }
    if (resolution.isBareName === true) this.#report(bareName(ref), [...path, "$ref"], walk);
    const { place } = resolution;
    const isLocal = place.source === this.#set.entry;
    const { section } = shape;
    if (isLocal && (section !== undefined || shape === rootPathItemShape)) {
      const pointer = pointerOf(place.keys);
      return children(pointer === ref ? object : { ...object, $ref: pointer });
    }
    if (section === undefined) return this.#inline(object, place, shape, path, walk);
    return this.#hoist(object, this.#partAt(place, shape, section), path, walk, children);
  }

  #hoist(
    object: JsonObject,
    part: Part,
    path: readonly string[],
    walk: Walk,
    children: Children,
  ): JsonObject {
    const isAlias =
      walk.isEntry && Object.keys(object).length === 1 && isComponent(path, part.section, this.#version);
    if (isAlias) part.aliases.push(path.at(-1) ?? "");
    // Children may be rewritten into yet another copy, so the reference is taken out before and put in after.
    const rewritten: Record<string, unknown> = { ...children(object) };
    this.#mentions.push({ object: rewritten, key: "$ref", part });
    return rewritten;
  }

  #inline(reference: JsonObject, place: Place, shape: Shape, path: readonly string[], walk: Walk): unknown {
    if (this.#inlining.has(place.value)) {
      this.#report(loop(String(reference.$ref)), [...path, "$ref"], walk);
      return {};
    }
    this.#inlining.add(place.value);
    const { source, keys } = place;
    walk.inlined.push({ path: [...path], origin: { uri: source.uri, pointer: pointerOf(keys) } });
    const next = this.#rules({ ...walk, context: { source }, start: keys, cut: path.length });
    const value = rewriteTree(place.value, shape, next, path);
    this.#inlining.delete(place.value);
    const { $ref: _, ...siblings } = reference;
    return isObject(value) && Object.keys(siblings).length > 0 ? { ...value, ...siblings } : value;
  }

  /** A schema whose discriminator maps to pointers of the bundle. */
  #withMapping(schema: JsonObject, path: readonly string[], walk: Walk): JsonObject {
    if (mappingTargets(schema).length === 0) return schema;
    // `mappingTargets` has found some, so there is a discriminator.
    const discriminator: Record<string, unknown> = { ...(schema.discriminator as JsonObject) };
    this.#mapTarget(discriminator, "defaultMapping", [...path, "discriminator"], walk);
    if (isObject(discriminator.mapping)) {
      const mapping: Record<string, unknown> = { ...discriminator.mapping };
      for (const value of Object.keys(mapping))
        this.#mapTarget(mapping, value, [...path, "discriminator", "mapping"], walk);
      discriminator.mapping = mapping;
    }
    return { ...schema, discriminator };
  }

  #mapTarget(object: Record<string, unknown>, key: string, path: readonly string[], walk: Walk): void {
    const target = object[key];
    if (typeof target !== "string" || !isReferenceText(target)) return;
    const resolution = this.#resolver.resolve(target, walk.context);
    if (resolution.kind === "missing") {
      this.#report(mappingNotFound(target, resolution.reason, resolution.help), [...path, key], walk);
    } else if (resolution.place.source === this.#set.entry) {
      setOwn(object, key, pointerOf(resolution.place.keys));
    } else {
      this.#mentions.push({ object, key, part: this.#partAt(resolution.place, schemaShape, "schemas") });
    }
  }

  #partAt(place: Place, shape: Shape, section: Section): Part {
    const { source, keys } = place;
    const key = `${section} ${source.uri}${pointerOf(keys)}`;
    const known = this.#parts.get(key);
    if (known !== undefined) return known;
    const part: Part = {
      section,
      uri: source.uri,
      keys,
      place,
      shape,
      aliases: [],
      content: undefined,
      inlined: [],
    };
    this.#parts.set(key, part);
    this.#unvisited.push(part);
    return part;
  }

  /** Inside a schema with an `$id`, references are relative to that. */
  #within(schema: JsonObject, path: readonly string[], walk: Walk): Walk {
    return { ...walk, context: this.#resolver.within(schema, keysIn(walk, path), walk.context) };
  }

  #report(diagnostic: Diagnostic, path: readonly string[], walk: Walk): void {
    this.#diagnostics.push({
      ...diagnostic,
      uri: walk.context.source.uri,
      pointer: pointerOf(keysIn(walk, path)),
    });
  }
}

/** Where a path of the bundle is in the file that the walk is in. */
function keysIn({ start, cut }: Walk, path: readonly string[]): string[] {
  return [...start, ...path.slice(cut)];
}
