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
  let spelled = "";
  let start = 0;
  for (const separator of operationId.matchAll(/[/_.:\-\s]+/g)) {
    spelled += spellingKey(operationId.slice(start, separator.index));
    if (spelled.length > prefix.length) break;
    start = separator.index + separator[0].length;
    if (spelled === prefix && start < operationId.length) return operationId.slice(start);
  }
  return operationId;
}
