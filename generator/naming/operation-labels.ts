// What an operation is called before it is spelled: its operationId, or its verb and path.

import type { Operation } from "../model/api.js";
import { spellingKey } from "./words.js";

/** `getPet`; without an operationId, `get pets by petId`. */
export function operationLabel({ operationId, method, path }: Operation): string {
  return operationId ?? `${method.toLowerCase()} ${path.replace(/\{([^}]*)\}/g, " by $1 ")}`;
}

/**
 * The label within its resource. A prefix goes only where it is spelled as one: `repos/get` under the tag
 * `repos` becomes `get`, and `petsList` stays what it is.
 */
export function methodLabel(operation: Operation): string {
  const [tag] = operation.tags;
  const { operationId } = operation;
  if (tag === undefined || operationId === undefined) return operationLabel(operation);
  const prefix = spellingKey(tag);
  for (const separator of operationId.matchAll(/[/_.:\-\s]+/g)) {
    const rest = operationId.slice(separator.index + separator[0].length);
    if (rest !== "" && spellingKey(operationId.slice(0, separator.index)) === prefix) return rest;
  }
  return operationId;
}
