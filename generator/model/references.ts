import type { Pointer } from "../diagnostics.js";
import { childOf, isObject, type JsonObject, keysInFragment, pointerOf, valueAt } from "../load/pointer.js";

/** A value of the document, and where it is. */
export interface Located<Value = unknown> {
  readonly value: Value;
  readonly pointer: Pointer;
}

const schemasPrefix = "#/components/schemas/";

/** Longer chains of references are taken for loops. */
const longestChain = 100;

/** Looks up local references. One spelling of a pointer comes out, however it was written. */
export class References {
  readonly #root: JsonObject;
  readonly #found = new Map<string, Located | undefined>();
  #anchors: ReadonlyMap<string, Located> | undefined;

  constructor(root: JsonObject) {
    this.#root = root;
  }

  /** What a `$ref` points to, which may be another reference. */
  locate(ref: string): Located | undefined {
    let located = this.#found.get(ref);
    if (located === undefined && !this.#found.has(ref)) {
      located = this.#lookUp(ref);
      this.#found.set(ref, located);
    }
    return located;
  }

  /** Follows the references of an object that is not a schema to the object itself. */
  resolve({ value, pointer }: Located): Located<JsonObject> | undefined {
    let current: Located | undefined = { value, pointer };
    for (let steps = 0; steps < longestChain; steps++) {
      if (current === undefined || !isObject(current.value)) return undefined;
      const ref: unknown = current.value.$ref;
      if (typeof ref !== "string") return { value: current.value, pointer: current.pointer };
      current = this.locate(ref);
    }
    return undefined;
  }

  #lookUp(ref: string): Located | undefined {
    if (!ref.startsWith("#")) return undefined;
    if (ref.length > 1 && !ref.startsWith("#/")) return this.#anchor(ref.slice(1));
    const component = this.#component(ref);
    if (component !== undefined) return component;
    const keys = keysInFragment(ref, this.#root);
    const value = valueAt(this.#root, keys);
    return value === undefined ? undefined : { value, pointer: pointerOf(keys) };
  }

  /** The common case, without taking the reference apart. */
  #component(ref: string): Located | undefined {
    if (!ref.startsWith(schemasPrefix)) return undefined;
    const name = ref.slice(schemasPrefix.length);
    if (/[%~/]/.test(name)) return undefined;
    const value = childOf(childOf(childOf(this.#root, "components"), "schemas"), name);
    return value === undefined ? undefined : { value, pointer: ref };
  }

  #anchor(name: string): Located | undefined {
    this.#anchors ??= findAnchors(this.#root);
    return this.#anchors.get(name);
  }
}

/** All `$anchor` and `$dynamicAnchor` of the component schemas; the first of a name wins. */
function findAnchors(root: JsonObject): ReadonlyMap<string, Located> {
  const anchors = new Map<string, Located>();
  const pending: { value: unknown; keys: readonly string[] }[] = [];
  const start = ["components", "schemas"];
  pending.push({ value: childOf(childOf(root, "components"), "schemas"), keys: start });
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (typeof next.value !== "object" || next.value === null) continue;
    if (isObject(next.value)) {
      for (const name of [next.value.$anchor, next.value.$dynamicAnchor]) {
        if (typeof name === "string" && !anchors.has(name)) {
          anchors.set(name, { value: next.value, pointer: pointerOf(next.keys) });
        }
      }
    }
    for (const [key, value] of Object.entries(next.value).reverse()) {
      pending.push({ value, keys: [...next.keys, key] });
    }
  }
  return anchors;
}
