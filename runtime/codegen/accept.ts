// The media types that a call asks for. RFC 9110 §12.4.2.

import type { Request } from "../request.js";
import { essenceOf, isBare, isJson, isSequential, mediaDescriptor, usualMediaTypes } from "./media-types.js";
import type { MediaDescriptor, OperationDescriptor, ResponseDescriptor } from "./operation.js";

type Preference = (mediaType: string, media: MediaDescriptor) => boolean;

/** Where a success may be JSON or something else, JSON is preferred. `undefined` where nothing is declared. */
export function acceptOf(operation: OperationDescriptor): string | undefined {
  return accepting(operation, (mediaType) => isJson(essenceOf(mediaType)));
}

/** Who loops over a call wants its items, unless the caller asks for something else. */
export function preferItems(request: Request, operation: OperationDescriptor): void {
  const accept = accepting(operation, (_mediaType, { kind }) => isSequential(kind));
  if (accept !== undefined && request.headers.get("Accept") === acceptOf(operation))
    request.headers.set("Accept", accept);
}

function accepting({ responses }: OperationDescriptor, isPreferred: Preference): string | undefined {
  const preferred: string[] = [];
  const rest: string[] = [];
  const others: string[] = [];
  for (const [status, response] of Object.entries(responses)) {
    for (const [mediaType, media] of mediaTypesOf(response)) {
      if (!status.startsWith("2")) others.push(mediaType);
      else (isPreferred(mediaType, media) ? preferred : rest).push(mediaType);
    }
  }
  const isLess = (type: string): boolean => rest.includes(type) && !preferred.includes(type);
  // A failure of a type that a success should not have is read all the same.
  const all =
    preferred.length === 0
      ? [...rest, ...others]
      : [
          ...preferred,
          ...others.filter((type) => !isLess(type)),
          ...rest.filter(isLess).map((type) => `${type};q=0.9`),
        ];
  return all.length === 0 ? undefined : [...new Set(all)].join(", ");
}

function mediaTypesOf(response: ResponseDescriptor): readonly (readonly [string, MediaDescriptor])[] {
  if (response === "none") return [];
  if (isBare(response)) {
    const media = mediaDescriptor(response);
    return [[usualMediaTypes[media.kind], media]];
  }
  const { headers: _, ...mediaTypes } = response;
  return Object.entries(mediaTypes).map(([mediaType, media]) => [mediaType, mediaDescriptor(media)]);
}
