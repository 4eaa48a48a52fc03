// Edits many places of a value at once and shares the rest. One walk over a tree of places: copying the path to
// each place by itself would copy `paths` once per operation.

import { isObject, setOwn } from "../load/pointer.js";

export type Location = readonly (string | number)[];

/** What becomes of a selected value: another value, or nothing. */
export type Edit = (value: unknown, location: Location) => unknown;

/** Returned by an edit, removes the property or item. */
export const removed: unique symbol = Symbol("removed");

interface Places {
  isSelected: boolean;
  readonly children: Map<string | number, Places>;
}

/** `value` with `edit` applied at each of `locations`, innermost first. A location named twice counts once. */
export function editAt(value: unknown, locations: Iterable<Location>, edit: Edit): unknown {
  const root: Places = { isSelected: false, children: new Map() };
  for (const location of locations) {
    let place = root;
    for (const key of location) {
      let child = place.children.get(key);
      if (child === undefined) {
        child = { isSelected: false, children: new Map() };
        place.children.set(key, child);
      }
      place = child;
    }
    place.isSelected = true;
  }
  return editPlace(value, root, [], edit);
}

function editPlace(value: unknown, place: Places, location: Location, edit: Edit): unknown {
  const inner = place.children.size === 0 ? value : editChildren(value, place, location, edit);
  return place.isSelected ? edit(inner, location) : inner;
}

function editChildren(value: unknown, place: Places, location: Location, edit: Edit): unknown {
  if (Array.isArray(value)) {
    return value
      .map((item, index) => {
        const child = place.children.get(index);
        return child === undefined ? item : editPlace(item, child, [...location, index], edit);
      })
      .filter((item) => item !== removed);
  }
  if (!isObject(value)) return value;
  const copy: Record<string, unknown> = {};
  for (const [key, item] of Object.entries(value)) {
    const child = place.children.get(key);
    const next = child === undefined ? item : editPlace(item, child, [...location, key], edit);
    if (next !== removed) setOwn(copy, key, next);
  }
  return copy;
}
