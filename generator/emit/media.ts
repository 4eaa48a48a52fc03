// Media types as the runtime reads them from a descriptor.

import type {
  Encoding,
  MediaType,
  MediaTypeKind,
  NestedEncodings,
  PropertyEncoding,
  RequestBody,
  Type,
} from "../model/api.js";
import type { Coding } from "./file-scope.js";
import type { Data, DataObject } from "./literals.js";
import { isTextual } from "./textual.js";

/** What a kind alone stands for. */
export const usualMediaType: Readonly<Record<MediaTypeKind, string>> = {
  json: "application/json",
  form: "application/x-www-form-urlencoded",
  multipart: "multipart/form-data",
  text: "text/plain",
  binary: "application/octet-stream",
  events: "text/event-stream",
  "event-data": "text/event-stream",
  "json-lines": "application/jsonl",
  "json-seq": "application/json-seq",
};

/** Its kind, or what more there is to say. */
export function mediaDescriptor(media: MediaType, coding?: Coding): Data {
  if (coding === undefined && isPlain(media)) return media.kind;
  const further: DataObject = {
    ...partsDescriptor(media),
    ...(media.kind === "events" ? jsonData(media) : {}),
    ...coding,
  };
  return isEmpty(further) ? media.kind : { kind: media.kind, ...further };
}

/** Nearly all are: no encoding is said, and there are no events to tell more of. */
function isPlain({ kind, encodings, prefixEncodings, itemEncoding }: MediaType): boolean {
  return (
    kind !== "events" && encodings.length === 0 && prefixEncodings.length === 0 && itemEncoding === undefined
  );
}

type CodingOf = (type: Type) => Coding | undefined;

export function bodyDescriptor({ content }: RequestBody, codingOf: CodingOf): Data {
  const [only] = content;
  if (only !== undefined && content.length === 1 && only.mediaType === usualMediaType[only.kind])
    return mediaDescriptor(only, mediaCoding(only, codingOf));
  return Object.fromEntries(
    content.map((media) => [media.mediaType, mediaDescriptor(media, mediaCoding(media, codingOf))]),
  );
}

/** What has to be done with the values of a media type; of one item where there are several. */
export function mediaCoding({ kind, type, itemType }: MediaType, codingOf: CodingOf): Coding | undefined {
  switch (kind) {
    case "json":
    case "multipart":
      return codingOf(type);
    case "events":
    case "event-data":
    case "json-lines":
    case "json-seq":
      return itemType && codingOf(itemType);
    // Text says it all.
    case "form":
    case "text":
    case "binary":
      return undefined;
  }
}

/** By property; absent when the document says nothing that the runtime does not do anyway. */
export function encodingsDescriptor(encodings: readonly PropertyEncoding[]): DataObject | undefined {
  const said = encodings
    .map((item): [string, Data] => [item.property, encodingDescriptor(item)])
    .filter(([, data]) => !isEmpty(data));
  return said.length === 0 ? undefined : Object.fromEntries(said);
}

/** How the parts of a body, or of a part, are written. */
function partsDescriptor({ encodings, prefixEncodings, itemEncoding }: NestedEncodings): DataObject {
  const encoding = encodingsDescriptor(encodings);
  return {
    ...(encoding === undefined ? {} : { encoding }),
    ...(prefixEncodings.length === 0 ? {} : { prefixEncoding: prefixEncodings.map(encodingDescriptor) }),
    ...(itemEncoding === undefined ? {} : { itemEncoding: encodingDescriptor(itemEncoding) }),
  };
}

function encodingDescriptor(of: Encoding): DataObject {
  const { contentType, style, explode, allowReserved, headers, nested } = of;
  // Only what the document fixes can be sent without asking.
  const fixed = headers.flatMap(({ name, type }): [string, Data][] =>
    type.kind === "literal" ? [[name, String(type.value)]] : [],
  );
  return {
    ...(contentType === undefined ? {} : { contentType }),
    ...(style === undefined ? {} : { style }),
    ...(explode === undefined ? {} : { explode }),
    ...(allowReserved === undefined ? {} : { allowReserved }),
    ...(fixed.length === 0 ? {} : { headers: Object.fromEntries(fixed) }),
    ...(nested === undefined ? {} : partsDescriptor(nested)),
  };
}

/** Which events have JSON as their data: all, or those with these names. The model gives `data` its `contentSchema`. */
function jsonData({ itemType }: MediaType): DataObject {
  const members = itemType?.kind === "union" ? itemType.members : itemType === undefined ? [] : [itemType];
  const withJson = members.filter((member) => {
    const data = propertyType(member, "data");
    return data !== undefined && data.kind !== "unknown" && !isTextual(data);
  });
  if (withJson.length === 0) return {};
  if (withJson.length === members.length) return { data: "json" };
  const names = withJson.flatMap((member) => {
    const event = propertyType(member, "event");
    if (event?.kind === "literal") return [String(event.value)];
    return event?.kind === "enum" ? event.values.map(({ value }) => String(value)) : [];
  });
  return names.length === 0 ? {} : { data: names };
}

function propertyType(type: Type, key: string): Type | undefined {
  return type.kind === "object" ? type.properties.find((property) => property.key === key)?.type : undefined;
}

function isEmpty(data: Data): boolean {
  return typeof data === "object" && data !== null && Object.keys(data).length === 0;
}
