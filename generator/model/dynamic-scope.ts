import type { Pointer } from "../diagnostics.js";
import { escapeSegment, isObject, type JsonObject } from "../load/pointer.js";
import type { Located } from "./references.js";

// `$dynamicRef` is JSON Schema's generics. A template says `$dynamicRef: "#item"` where its parameter goes, and
// declares it by a schema in `$defs` with `$dynamicAnchor: item`, its default. Who refers to the template binds the
// parameter by a `$defs` of its own:
//
//   Page:    { properties: { items: { items: { $dynamicRef: "#item" } } }, $defs: { any: { $dynamicAnchor: item } } }
//   PetPage: { $ref: Page, $defs: { pet: { $dynamicAnchor: item, $ref: Pet } } }                → Page<Pet>

/** The schemas in `$defs` that carry a `$dynamicAnchor`, by its name. */
export function anchorsIn(schema: unknown, at: Pointer): ReadonlyMap<string, Located<JsonObject>> {
  if (!isObject(schema) || !isObject(schema.$defs)) return noAnchors;
  const anchors = new Map<string, Located<JsonObject>>();
  for (const [key, value] of Object.entries(schema.$defs)) {
    if (!isObject(value) || typeof value.$dynamicAnchor !== "string") continue;
    anchors.set(value.$dynamicAnchor, { value, pointer: `${at}/$defs/${escapeSegment(key)}` });
  }
  return anchors;
}

const noAnchors: ReadonlyMap<string, Located<JsonObject>> = new Map();

/** The anchors of a schema that it refers to itself: its type parameters, in the order of `$defs`. */
export function parametersOf(schema: unknown, at: Pointer): ReadonlyMap<string, Located<JsonObject>> {
  const anchors = anchorsIn(schema, at);
  if (anchors.size === 0) return anchors;
  const used = new Set<string>();
  const pending: unknown[] = [schema];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (typeof next !== "object" || next === null) continue;
    if (isObject(next) && typeof next.$dynamicRef === "string") used.add(anchorNameOf(next.$dynamicRef));
    pending.push(...Object.values(next).filter((value) => typeof value === "object"));
  }
  return new Map([...anchors].filter(([name]) => used.has(name)));
}

export function anchorNameOf(ref: string): string {
  return ref.slice(ref.indexOf("#") + 1);
}
