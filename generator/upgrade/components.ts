import { isObject, type JsonObject, setOwn, valueAt } from "../load/pointer.js";
import type { Section, Shape } from "../load/shapes.js";
import type { Source } from "../load/source-set.js";
import type { Version } from "./detect.js";
import type { Origin } from "./document.js";
import { hoistedNames } from "./hoisted-names.js";
import type { Place } from "./resolver.js";

// The end of bundling: parts of other files get their names and their places in `components`.

/** A part of another file that becomes a component. */
export interface Part {
  readonly section: Section;
  readonly uri: string;
  readonly keys: readonly string[];
  readonly place: Place;
  readonly shape: Shape;
  /** Components of the entry that are nothing but a reference to this part: one of them becomes the part itself. */
  readonly aliases: string[];
  /** The part with its own references rewritten. */
  content: unknown;
  /** Places inside the part that were inlined from elsewhere. */
  readonly inlined: Inlined[];
}

/** A place that holds what a reference there meant. */
export interface Inlined {
  readonly path: readonly string[];
  readonly origin: Origin;
}

/** Where a section of components lies: Swagger 2.0 has four of them, at the root. */
export function sectionPath(section: Section, version: Version): readonly string[] {
  const swagger: Readonly<Partial<Record<Section, string>>> = {
    schemas: "definitions",
    parameters: "parameters",
    responses: "responses",
    securitySchemes: "securityDefinitions",
  };
  const name = version === "2.0" ? swagger[section] : undefined;
  return name === undefined ? ["components", section] : [name];
}

export function isComponent(path: readonly string[], section: Section, version: Version): boolean {
  const parent = sectionPath(section, version);
  return path.length === parent.length + 1 && parent.every((key, index) => path[index] === key);
}

export function nameParts(
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

export function withComponents(
  root: JsonObject,
  names: ReadonlyMap<Part, string>,
  version: Version,
): JsonObject {
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
