import type { Checked, Diagnostic } from "../diagnostics.js";
import { isObject, type JsonObject, keysOf, pointerOf, setOwn, valueAt } from "../load/pointer.js";
import { isReferenceText, mappingTargets, mayLeadOut, referenceIn } from "../load/references.js";
import { documentShape, rootPathItemShape, type Section, type Shape, schemaShape } from "../load/shapes.js";
import type { Source, SourceSet } from "../load/source-set.js";
import type { Version } from "./detect.js";
import type { Origin } from "./document.js";
import { hoistedNames } from "./hoisted-names.js";
import { type Context, type Place, Resolver } from "./resolver.js";
import { type Rewrite, rewriteTree } from "./rewrite.js";

// Makes one document of many files. A referenced part of another file is hoisted into `components`; where there
// is no section for it (operations, lists, texts; path items under `paths`) it takes the place of the reference.

export interface Bundle {
  readonly root: JsonObject;
  /** Where hoisted and inlined parts come from, by their pointer. Everything else lies where the entry has it. */
  readonly moved: ReadonlyMap<string, Origin>;
}

/** A part of another file that becomes a component. */
interface Part {
  readonly section: Section;
  readonly uri: string;
  readonly keys: readonly string[];
  readonly place: Place;
  readonly shape: Shape;
  /** Components of the entry that are nothing but a reference to this part: one of them becomes the part itself. */
  readonly aliases: string[];
  content: unknown;
  /** Places inside the part that were inlined from elsewhere. */
  readonly inlined: Inlined[];
}

interface Inlined {
  readonly path: readonly string[];
  readonly origin: Origin;
}

/** A copied string of our own that will name a part, once parts have names. */
interface Mention {
  readonly object: Record<string, unknown>;
  readonly key: string;
  readonly part: Part;
}

export function bundle(set: SourceSet, entryRoot: JsonObject, version: Version): Checked<Bundle> {
  if (isSelfContained(set, entryRoot))
    return { value: { root: entryRoot, moved: new Map() }, diagnostics: [] };
  const resolver = new Resolver(set);
  const diagnostics: Diagnostic[] = [];
  const parts = new Map<string, Part>();
  const unvisited: Part[] = [];
  const mentions: Mention[] = [];
  const inlining = new Set<unknown>();

  const partAt = (place: Place, shape: Shape, section: Section): Part => {
    const key = `${section} ${place.source.uri}${pointerOf(place.keys)}`;
    const known = parts.get(key);
    if (known !== undefined) return known;
    const { source, keys } = place;
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
    parts.set(key, part);
    unvisited.push(part);
    return part;
  };

  const report = (context: Context, start: readonly string[], problem: Problem): void => {
    diagnostics.push({
      ...problem.diagnostic,
      uri: context.source.uri,
      pointer: pointerOf([...start, ...problem.path]),
    });
  };

  /** The rules within one file. `start` is where the walk began there, `inlined` collects what takes a place below. */
  const rewriteIn = (
    context: Context,
    start: readonly string[],
    cut: number,
    inlined: Inlined[],
    isEntry: boolean,
  ): Rewrite => {
    const rewrite: Rewrite = (object, shape, path, children) => {
      const schema = shape === schemaShape ? object : undefined;
      const here: Rewrite | undefined =
        typeof schema?.$id === "string"
          ? rewriteIn(
              resolver.within(schema, [...start, ...path.slice(cut)], context),
              start,
              cut,
              inlined,
              isEntry,
            )
          : undefined;
      const mapped = schema?.discriminator === undefined ? object : withMapping(object, path);
      const ref = referenceIn(mapped);
      if (ref === undefined) return children(mapped, here);

      const resolution = resolver.resolve(ref, context);
      const problem = (diagnostic: Diagnostic): void =>
        report(context, start, { diagnostic, path: [...path.slice(cut), "$ref"] });
      if (resolution.kind === "missing") {
        problem(notFound(ref, resolution.reason, resolution.help, shape));
        return children(mapped, here);
      }
      if (resolution.isBareName === true) problem(bareName(ref));
      const { place } = resolution;
      const isLocal = place.source === set.entry;
      if (shape.section === undefined && !(isLocal && shape === rootPathItemShape)) {
        return inline(mapped, place, shape, path, problem);
      }
      if (isLocal) {
        const pointer = pointerOf(place.keys);
        return children(pointer === ref ? mapped : { ...mapped, $ref: pointer }, here);
      }
      const copy: Record<string, unknown> = { ...mapped };
      // Root path items have been inlined above, so there is a section.
      const part = partAt(place, shape, shape.section as Section);
      if (isEntry && isComponent(path, part.section, version) && Object.keys(object).length === 1) {
        part.aliases.push(path.at(-1) ?? "");
      }
      mentions.push({ object: copy, key: "$ref", part });
      const rewritten = children(copy, here);
      if (rewritten !== copy)
        mentions.push({ object: rewritten as Record<string, unknown>, key: "$ref", part });
      return rewritten;
    };

    const inline = (
      reference: JsonObject,
      place: Place,
      shape: Shape,
      path: readonly string[],
      problem: (diagnostic: Diagnostic) => void,
    ): unknown => {
      if (inlining.has(place.value)) {
        problem(loop(String(reference.$ref)));
        return {};
      }
      inlining.add(place.value);
      inlined.push({ path: [...path], origin: { uri: place.source.uri, pointer: pointerOf(place.keys) } });
      const next = rewriteIn({ source: place.source }, place.keys, path.length, inlined, isEntry);
      const value = rewriteTree(place.value, shape, next, path);
      inlining.delete(place.value);
      const { $ref: _, ...siblings } = reference;
      return isObject(value) && Object.keys(siblings).length > 0 ? { ...value, ...siblings } : value;
    };

    const withMapping = (schema: JsonObject, path: readonly string[]): JsonObject => {
      if (mappingTargets(schema).length === 0) return schema;
      // `mappingTargets` has found some, so there is a discriminator.
      const discriminator: Record<string, unknown> = { ...(schema.discriminator as JsonObject) };
      const mapping: Record<string, unknown> = isObject(discriminator.mapping)
        ? { ...discriminator.mapping }
        : {};
      if (discriminator.mapping !== undefined) discriminator.mapping = mapping;
      const mapTarget = (object: Record<string, unknown>, key: string, keys: readonly string[]): void => {
        const target = object[key];
        if (typeof target !== "string" || !isReferenceText(target)) return;
        const resolution = resolver.resolve(target, context);
        if (resolution.kind === "missing") {
          const diagnostic = mappingNotFound(target, resolution.reason, resolution.help);
          report(context, start, { diagnostic, path: [...path.slice(cut), "discriminator", ...keys] });
          return;
        }
        const { place } = resolution;
        if (place.source === set.entry) setOwn(object, key, pointerOf(place.keys));
        else mentions.push({ object, key, part: partAt(place, schemaShape, "schemas") });
      };
      for (const value of Object.keys(mapping)) mapTarget(mapping, value, ["mapping", value]);
      mapTarget(discriminator, "defaultMapping", ["defaultMapping"]);
      return { ...schema, discriminator };
    };

    return rewrite;
  };

  const entryInlined: Inlined[] = [];
  // The root is an object that no rule replaces.
  const root = rewriteTree(
    entryRoot,
    documentShape,
    rewriteIn({ source: set.entry }, [], 0, entryInlined, true),
  ) as JsonObject;
  for (let part = unvisited.pop(); part !== undefined; part = unvisited.pop()) {
    const { place, shape, inlined } = part;
    const rewritten = rewriteTree(
      place.value,
      shape,
      rewriteIn({ source: place.source }, place.keys, 0, inlined, false),
    );
    part.content = rewritten;
  }

  const named = nameParts([...parts.values()], root, set.entry, version);
  const pointers = new Map(
    [...named].map(([part, name]) => [part, pointerOf([...sectionPath(part.section, version), name])]),
  );
  // `__proto__` as a mapping's value needs the same care as anywhere.
  for (const { object, key, part } of mentions) setOwn(object, key, pointers.get(part));
  const moved = new Map(entryInlined.map(({ path, origin }) => [pointerOf(path), origin]));
  for (const [part, pointer] of pointers) {
    moved.set(pointer, { uri: part.uri, pointer: pointerOf(part.keys) });
    for (const { path, origin } of part.inlined) moved.set(pointer + pointerOf(path).slice(1), origin);
  }
  return { value: { root: withComponents(root, named, version), moved }, diagnostics };
}

/**
 * Whether there is nothing to do: one file, and every reference in it names a component that is there. Most documents
 * are like that, and their text tells so in a tenth of the time of a walk.
 */
function isSelfContained({ entry, sources, missing }: SourceSet, root: JsonObject): boolean {
  if (sources.size > 1 || missing.size > 0 || entry.isEdited === true || mayLeadOut(entry.text)) return false;
  if (/\$(?:id|anchor|self|dynamicAnchor)\b/.test(entry.text)) return false;
  const checked = new Set<string>();
  for (const [, ref = ""] of entry.text.matchAll(/\$ref["']?\s*:\s*["']?([^"'\s,}]*)/g)) {
    if (checked.has(ref)) continue;
    const isPlain = ref.startsWith("#/") && !ref.includes("%");
    if (ref !== "{" && !(isPlain && isComponentPath(keysOf(ref)) && valueAt(root, keysOf(ref)) !== undefined))
      return false;
    checked.add(ref);
  }
  return true;
}

function isComponentPath(keys: readonly string[]): boolean {
  return keys[0] === "components" ? keys.length === 3 : keys.length === 2;
}

interface Problem {
  readonly diagnostic: Diagnostic;
  readonly path: readonly string[];
}

/** Where a section of components lies: Swagger 2.0 has four of them, at the root. */
function sectionPath(section: Section, version: Version): readonly string[] {
  const swagger: Readonly<Partial<Record<Section, string>>> = {
    schemas: "definitions",
    parameters: "parameters",
    responses: "responses",
    securitySchemes: "securityDefinitions",
  };
  const name = version === "2.0" ? swagger[section] : undefined;
  return name === undefined ? ["components", section] : [name];
}

function isComponent(path: readonly string[], section: Section, version: Version): boolean {
  const parent = sectionPath(section, version);
  return path.length === parent.length + 1 && parent.every((key, index) => path[index] === key);
}

function nameParts(
  parts: readonly Part[],
  root: JsonObject,
  entry: Source,
  version: Version,
): Map<Part, string> {
  const names = new Map<Part, string>();
  for (const section of new Set(parts.map((part) => part.section))) {
    const existing = valueAt(root, sectionPath(section, version));
    const reserved = new Set(isObject(existing) ? Object.keys(existing) : []);
    const ofSection = parts.filter((part) => part.section === section);
    for (const part of ofSection) {
      const alias = part.aliases.toSorted().at(0);
      if (alias !== undefined) names.set(part, alias);
    }
    const others = hoistedNames(
      ofSection.filter((part) => !names.has(part)),
      entry.uri,
      reserved,
    );
    for (const [part, name] of others) names.set(part, name);
  }
  return names;
}

function withComponents(root: JsonObject, names: ReadonlyMap<Part, string>, version: Version): JsonObject {
  const bundled: Record<string, unknown> = { ...root };
  const byName = [...names].sort(([, a], [, b]) => (a < b ? -1 : 1));
  const copied = new Set<string>();
  for (const [part, name] of byName) {
    let parent = bundled;
    for (const key of sectionPath(part.section, version)) {
      // Each object on the way is copied once, since the sources share the originals.
      const child = parent[key];
      const path = `${parent === bundled ? "" : "components/"}${key}`;
      const copy: Record<string, unknown> = copied.has(path)
        ? (child as Record<string, unknown>)
        : { ...(child as object) };
      copied.add(path);
      parent[key] = copy;
      parent = copy;
    }
    setOwn(parent, name, part.content);
  }
  return bundled;
}

function notFound(ref: string, reason: string, help: string | undefined, shape: Shape): Diagnostic {
  return {
    code: "ref-not-found",
    // Without a description the client is still right.
    severity: shape.name === "text" ? "warning" : "error",
    message: `"$ref" points to "${ref}", ${reason}.`,
    ...(help === undefined ? {} : { help }),
  };
}

function mappingNotFound(target: string, reason: string, help: string | undefined): Diagnostic {
  return {
    code: "mapping-not-found",
    severity: "warning",
    message: `The discriminator maps a value to "${target}", ${reason}.`,
    ...(help === undefined ? {} : { help }),
  };
}

function bareName(ref: string): Diagnostic {
  return {
    code: "ref-bare-name",
    severity: "warning",
    message: `"$ref" is "${ref}", which is the name of a schema but not a reference to it.`,
    help: `Write "#/components/schemas/${ref}" (in Swagger 2.0, "#/definitions/${ref}").`,
  };
}

function loop(ref: string): Diagnostic {
  return {
    code: "ref-loop",
    severity: "error",
    message: `"$ref" points to "${ref}", which contains this reference.`,
    help: "Only schemas and other components can be recursive.",
  };
}
