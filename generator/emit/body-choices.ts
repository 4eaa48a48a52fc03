// What may be given as the body of a request.

import type { MediaType } from "../model/api.js";
import type { FileScope } from "./file-scope.js";
import { isTextual } from "./textual.js";
import { printType } from "./types.js";

/** Media types whose bodies have one type. */
export interface BodyChoice {
  readonly type: string;
  readonly mediaTypes: readonly string[];
  /** Whether `contentType` has anything to say. */
  readonly isTold: boolean;
}

export function bodyChoices(content: readonly MediaType[], scope: FileScope): readonly BodyChoice[] {
  const byType = new Map<string, string[]>();
  for (const media of content) {
    const type = bodyType(media, scope);
    const known = byType.get(type);
    if (known === undefined) byType.set(type, [media.mediaType]);
    else known.push(media.mediaType);
  }
  const isTold = content.length > 1 || content.some(({ mediaType }) => mediaType.includes("*"));
  return [...byType].map(([type, mediaTypes]) => ({ type, mediaTypes, isTold }));
}

const bodyPosition = { indent: "  ", used: 8 };

function bodyType(media: MediaType, scope: FileScope): string {
  const { type, kind } = media;
  switch (kind) {
    case "json":
    case "form":
      return printType(type, scope.values, bodyPosition);
    case "multipart":
      return printType(type, scope.parts, bodyPosition);
    case "text":
      // Text is sent as it is, whatever its format.
      return isTextual(type) && type.kind !== "string"
        ? printType(type, scope.values, bodyPosition)
        : "string";
    case "binary":
      return scope.imports.runtime("BinaryInput");
    case "events":
    case "event-data":
    case "json-lines":
    case "json-seq": {
      const item =
        media.itemType === undefined ? "unknown" : printType(media.itemType, scope.values, bodyPosition);
      return `${scope.imports.runtime("Items")}<${item.trimStart()}>`;
    }
  }
}
