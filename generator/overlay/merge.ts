// How an overlay's `update` joins a node: Overlay 1.1, Action Object. Nothing is written to: what changes is copied.

import { isObject, type JsonObject, setOwn } from "../load/pointer.js";

export interface Merged {
  readonly value: unknown;
  /** Where update and target do not fit, as keys below the node; the target's value was kept there. */
  readonly conflicts: readonly (readonly string[])[];
}

/** Merges into a selected node: objects recursively; arrays grow, by a list's items or by one value. */
export function mergeNode(target: unknown, update: unknown): Merged {
  if (Array.isArray(target) && !Array.isArray(update)) return { value: [...target, update], conflicts: [] };
  return mergeValue(target, update);
}

function mergeValue(target: unknown, update: unknown): Merged {
  // In YAML, `tags:` with nothing after it is null. The specification's own example merges such a key, so an empty
  // update leaves a container alone, and an empty target becomes one.
  if (target === null) return { value: update, conflicts: [] };
  if (update === null && typeof target === "object") return { value: target, conflicts: [] };

  if (Array.isArray(target) && Array.isArray(update)) return { value: [...target, ...update], conflicts: [] };
  if (isObject(target) && isObject(update)) return mergeObjects(target, update);
  if (typeof target !== "object" && typeof update !== "object") return { value: update, conflicts: [] };
  return { value: target, conflicts: [[]] };
}

function mergeObjects(target: JsonObject, update: JsonObject): Merged {
  const value = { ...target };
  const conflicts: string[][] = [];
  for (const [key, child] of Object.entries(update)) {
    if (!Object.hasOwn(target, key)) {
      setOwn(value, key, child);
      continue;
    }
    const merged = mergeValue(target[key], child);
    setOwn(value, key, merged.value);
    conflicts.push(...merged.conflicts.map((keys) => [key, ...keys]));
  }
  return { value, conflicts };
}
