// A group of methods, one per tag; the client itself is the outermost. It has no members of its own, so that no
// operation's name is taken.

import type { Engine } from "./engine.js";

/** What generated resource classes extend. */
export class Resource {
  readonly #engine: Engine;

  /** Internal. Generated clients make resources. */
  constructor(owner: Resource | Engine) {
    this.#engine = owner instanceof Resource ? owner.#engine : owner;
  }

  /** Internal. A bare `Client` has none. */
  static engineOf(caller: object): Engine | undefined {
    return #engine in caller ? caller.#engine : undefined;
  }
}

/** Makes a resource when its getter is first touched, and puts it in the getter's place. */
export function resource<Made extends Resource>(
  owner: Resource,
  key: string,
  Class: new (owner: Resource) => Made,
): Made {
  const value = new Class(owner);
  Object.defineProperty(owner, key, { value, enumerable: true });
  return value;
}
