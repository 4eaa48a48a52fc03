// The media types that a call asks for. RFC 9110 §12.4.2.

import type { Request } from "../request.js";
import { essenceOf, isBare, isJson, isSequential, mediaDescriptor, usualMediaTypes } from "./media-types.js";
import type { MediaDescriptor, MediaKind, OperationDescriptor, ResponseDescriptor } from "./operation.js";

/** Where a success may be JSON or something else, JSON is preferred; `undefined` where nothing is declared. */
export function acceptOf({ responses }: OperationDescriptor, prefersItems = false): string | undefined {
  const preferred = new Set<string>();
  const rest = new Set<string>();
  const failures = new Set<string>();
  for (const status in responses) {
    for (const [type, { kind }] of mediaTypesOf(responses[status]!)) {
      const isPreferred = prefersItems ? isSequential(kind) : isJson(essenceOf(type));
      (status[0] !== "2" ? failures : isPreferred ? preferred : rest).add(type);
    }
  }
  // What a success had better not be is no more welcome for a failure.
  const weight = preferred.size === 0 ? "" : ";q=0.9";
  const less = [...rest].filter((type) => !preferred.has(type)).map((type) => type + weight);
  const equal = [...preferred, ...[...failures].filter((type) => !preferred.has(type) && !rest.has(type))];
  return (weight === "" ? [...less, ...equal] : [...equal, ...less]).join(", ") || undefined;
}

/** Who loops over a call wants its items, unless the caller asks for something else. */
export function preferItems({ headers }: Request, operation: OperationDescriptor): void {
  const usual = acceptOf(operation);
  if (usual !== undefined && headers.get("Accept") === usual)
    headers.set("Accept", acceptOf(operation, true) ?? usual);
}

function mediaTypesOf(response: ResponseDescriptor): readonly (readonly [string, MediaDescriptor])[] {
  if (response === "none") return [];
  if (isBare(response)) {
    const media = mediaDescriptor(response);
    return [[usualMediaTypes[media.kind], media]];
  }
  return Object.entries(response)
    .filter(([key]) => key !== "headers")
    .map(([type, media]) => [type, mediaDescriptor(media as MediaKind | MediaDescriptor)]);
}
