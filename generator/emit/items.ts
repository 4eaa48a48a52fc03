// What an operation answers with one by one: the events of a stream, the entries of pages.

import type { MediaTypeKind, Operation, Type } from "../model/api.js";
import type { LookUp } from "./omission.js";
import { resolvedType } from "./resolved-type.js";
import { contentOf, successes } from "./response-content.js";

/** What comes one by one, and the name of its type. */
export interface NamedItem {
  readonly item: Type;
  readonly name: string;
}

const sequentialKinds: ReadonlySet<MediaTypeKind> = new Set([
  "events",
  "event-data",
  "json-lines",
  "json-seq",
]);

/** What a stream consists of, if a success may be one. */
export function streamItem(operation: Operation): Type | undefined {
  for (const response of successes(operation)) {
    const media = contentOf(operation, response).find(({ kind }) => sequentialKinds.has(kind));
    if (media !== undefined) return media.itemType ?? { kind: "unknown" };
  }
  return undefined;
}

/** What pages consist of, if there are any. */
export function pageItem(operation: Operation, lookUp: LookUp): Type | undefined {
  if (operation.pagination === undefined) return undefined;
  const media = successes(operation)
    .flatMap((response) => contentOf(operation, response))
    .find(({ kind }) => kind === "json");
  let type = media === undefined ? undefined : resolvedType(media.type, lookUp);
  for (const key of operation.pagination.items) {
    const property =
      type?.kind === "object" ? type.properties.find((candidate) => candidate.key === key) : undefined;
    type = property === undefined ? undefined : resolvedType(property.type, lookUp);
  }
  return type?.kind === "array" ? type.items : { kind: "unknown" };
}
