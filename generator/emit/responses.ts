// The type of all that an operation may answer with, by status.

import type { MediaType, Operation, Response } from "../model/api.js";
import { docComment } from "./docs.js";
import type { FileScope } from "./file-scope.js";
import type { NamedItem } from "./items.js";
import { lineWidth, stringLiteral, typeKey, wildcardLiteral } from "./literals.js";
import { contentOf, isUsualMedia } from "./response-content.js";
import { headersType } from "./response-headers.js";
import { formOfTexts, isTextual } from "./textual.js";
import { printType } from "./types.js";

/** `interface GetPetResponses {…}`, without `export`. */
export function responsesDeclaration(
  operation: Operation,
  name: string,
  scope: FileScope,
  named: NamedItem | undefined,
): string {
  const lines = operation.responses.map((response) => {
    const comment = docComment(response.docs, "  ");
    const start = `  ${/^\d+$/.test(response.status) ? response.status : typeKey(response.status)}:`;
    const replies = replyTypes(operation, response, scope, named);
    const line = `${start} ${replies.join(" | ")};`;
    const text =
      replies.length === 1 || line.length <= lineWidth
        ? line
        : `${start}${replies.map((reply) => `\n    | ${reply.replaceAll("\n", "\n    ")}`).join("")};`;
    return `${comment === "" ? "" : `${comment}\n`}${text}\n`;
  });
  return `interface ${name} {\n${lines.join("")}}`;
}

function replyTypes(
  operation: Operation,
  response: Response,
  scope: FileScope,
  named: NamedItem | undefined,
): string[] {
  const reply = scope.imports.runtime("Reply");
  const headers = headersType(response.headers, scope);
  const content = contentOf(operation, response);
  if (content.length === 0)
    return [headers === undefined ? `${reply}<undefined>` : `${reply}<undefined, string, ${headers}>`];

  const byData = new Map<string, string[]>();
  for (const media of content) {
    const data = dataType(media, scope, named);
    byData.set(data, [...(byData.get(data) ?? []), contentTypeOf(media, content)]);
  }
  const [only] = content;
  // The runtime knows which media type came only where the descriptor spells it out.
  const isUsual =
    content.length === 1 && only !== undefined && (isUsualMedia(only, response) || only.mediaType === "*/*");
  return [...byData].map(([data, mediaTypes]) => {
    const contentType = isUsual ? "string" : mediaTypes.join(" | ");
    const further = headers !== undefined ? [contentType, headers] : isUsual ? [] : [contentType];
    const parts = [data, ...further];
    if (further.length === 0 || !parts.some((part) => part.includes("\n")))
      return `${reply}<${parts.join(", ")}>`;
    const lines = parts.map((part) => `    ${part.replaceAll("\n", "\n  ")},\n`);
    return `${reply}<\n${lines.join("").replace(/,\n$/, "\n")}  >`;
  });
}

/** What a range covers; but for one that covers another type of the response, which could not be told from it. */
function contentTypeOf({ mediaType }: MediaType, content: readonly MediaType[]): string {
  if (!mediaType.includes("*")) return stringLiteral(mediaType);
  const [start = "", end = ""] = mediaType.split("*");
  const hasOther = content.some(
    (other) =>
      other.mediaType !== mediaType && other.mediaType.startsWith(start) && other.mediaType.endsWith(end),
  );
  return hasOther || mediaType === "*/*" ? stringLiteral(mediaType) : wildcardLiteral(mediaType);
}

const position = { indent: "  ", used: 24 };

function dataType(media: MediaType, scope: FileScope, named: NamedItem | undefined): string {
  const { type, kind } = media;
  switch (kind) {
    case "json":
      return printType(type, scope.values, position).trimStart();
    case "form":
      return printType(formOfTexts(type, scope.values.lookUp), scope.values, position).trimStart();
    case "text":
      // Text is not parsed, whatever its format.
      return isTextual(type) && type.kind !== "string"
        ? printType(type, scope.values, position).trimStart()
        : "string";
    case "binary":
    case "multipart":
      return "Uint8Array";
    case "events":
    case "event-data":
    case "json-lines":
    case "json-seq":
      return `${scope.imports.runtime("ItemStream")}<${media.itemType !== undefined && media.itemType === named?.item ? named.name : streamedItem(media, scope)}>`;
  }
}

function streamedItem({ itemType }: MediaType, scope: FileScope): string {
  return itemType === undefined ? "unknown" : printType(itemType, scope.values, position).trimStart();
}
