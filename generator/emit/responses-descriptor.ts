import type { MediaType, Operation, Response } from "../model/api.js";
import type { FileScope } from "./file-scope.js";
import type { Data } from "./literals.js";
import { mediaCoding, mediaDescriptor } from "./media.js";
import { contentOf, isUsualMedia } from "./response-content.js";
import { readHeader } from "./response-headers.js";

/** How the runtime reads each response. */
export function responsesDescriptor(operation: Operation, scope: FileScope): Data {
  return new Map(
    operation.responses.map((response) => [response.status, responseDescriptor(operation, response, scope)]),
  );
}

function responseDescriptor(operation: Operation, response: Response, scope: FileScope): Data {
  const described = (media: MediaType): Data =>
    // A body of parts is received as bytes.
    mediaDescriptor(media, media.kind === "multipart" ? undefined : mediaCoding(media, scope.receivedCoding));
  const content = contentOf(operation, response);
  const headers = response.headers.map((header): [string, Data] => {
    const { kind, type } = readHeader(header, scope.values);
    const codec = kind === "json" ? scope.receivedCodec(type) : undefined;
    return [header.name, codec === undefined ? kind : { json: codec }];
  });
  if (headers.length === 0) {
    const [only] = content;
    if (only === undefined) return "none";
    if (content.length === 1 && isUsualMedia(only, response)) return described(only);
  }
  return {
    ...Object.fromEntries(content.map((media) => [media.mediaType, described(media)])),
    ...(headers.length === 0 ? {} : { headers: Object.fromEntries(headers) }),
  };
}
