// The bodies that an operation may answer with.

import type { MediaType, Operation, Response } from "../model/api.js";
import { mediaDescriptor, usualMediaType } from "./media.js";

/** RFC 9110 §9.3.2: an answer to HEAD has no body, whatever is declared. */
export function contentOf(operation: Operation, response: Response): readonly MediaType[] {
  return operation.method === "HEAD" ? [] : response.content;
}

/** Whether its kind is all that the descriptor has to say. */
export function isUsualMedia(media: MediaType, { headers }: Response): boolean {
  return (
    headers.length === 0 &&
    media.mediaType === usualMediaType[media.kind] &&
    typeof mediaDescriptor(media) === "string"
  );
}

/** The responses that awaiting a call gives, rather than throws. */
export function successes({ responses }: Operation): readonly Response[] {
  const declared = responses.filter(({ status }) => status.startsWith("2"));
  return declared.length > 0 ? declared : responses.filter(({ status }) => status === "default");
}

/** Whether awaiting a call leaves out media types: JSON is preferred to others. See `Data` of the runtime. */
export function isNegotiated(operation: Operation): boolean {
  return successes(operation).some((response) => {
    const content = contentOf(operation, response);
    return content.some(isJson) && !content.every(isJson);
  });
}

/** As the runtime's `JsonMediaType` has it. */
export function isJson({ mediaType }: MediaType): boolean {
  return /^application\/json|\+json|^text\/json$/.test(mediaType);
}
