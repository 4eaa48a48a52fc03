// A group of methods, one per tag; the client itself is the outermost. It has no members of its own, so that no
// operation's name is taken.

import { printAs } from "../inspection.js";
import type { Engine } from "./engine.js";

/** What generated resource classes extend. */
export class Resource {
  static {
    // Otherwise as everything that the document says of its operations.
    printAs(Resource, (resource) => `<${resource.constructor.name}: ${membersOf(resource).join(", ")}>`);
  }

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

/** Resources, touched or not, and methods. */
function membersOf(resource: Resource): string[] {
  const [, ...getters] = Object.getOwnPropertyNames(Object.getPrototypeOf(resource));
  return [...new Set([...getters, ...Object.keys(resource)])];
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
