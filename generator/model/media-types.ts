import type { Checked, Diagnostic, Pointer } from "../diagnostics.js";
import { flagOf } from "../load/flags.js";
import { escapeSegment, isObject, type JsonObject } from "../load/pointer.js";
import type { Encoding, MediaType, MediaTypeKind, NestedEncodings, PropertyEncoding, Type } from "./api.js";
import { describedEvent, eventType, plainEvent } from "./events.js";
import { readHeaders } from "./headers.js";
import { misplacedSchema } from "./misplaced-schemas.js";
import { withPartDefaults } from "./part-defaults.js";
import type { Located, References } from "./references.js";
import type { Schemas } from "./schemas.js";
import { isStyle, separatedStyle } from "./serialization.js";
import { binaryType, isText, stringType, unknownType } from "./types.js";

/** The `content` of a body or response, in document order. Two spellings of one media type are one. */
export function readContent(
  content: unknown,
  at: Pointer,
  schemas: Schemas,
  references: References,
): Checked<readonly MediaType[]> {
  const read = new Map<string, MediaType>();
  const diagnostics: Diagnostic[] = [];
  for (const [name, value] of Object.entries(isObject(content) ? content : {})) {
    if (name.startsWith("x-")) continue;
    const pointer = `${at}/${escapeSegment(name)}`;
    const isMediaType = name.includes("/");
    if (!isMediaType) diagnostics.push(invalid(name, pointer));
    // What is sent there is told by the schema alone.
    const mediaType = isMediaType ? normalized(name) : "*/*";
    // 3.2 lets a media type be a reference.
    const resolved = references.resolve({ value: value ?? {}, pointer });
    if (read.has(mediaType) || resolved === undefined) continue;
    const misplaced = misplacedSchema(resolved, pointer, "media type");
    if (misplaced !== undefined) diagnostics.push(misplaced.problem);
    const object = misplaced === undefined ? resolved.value : { schema: misplaced.schema };
    read.set(mediaType, readMediaType(mediaType, object, resolved.pointer, schemas, references));
  }
  return { value: [...read.values()], diagnostics };
}

/** Type and subtype have no case; parameters may (`boundary`), so they stay as they are. */
function normalized(name: string): string {
  const [essence = "", ...parameters] = name.split(";");
  return [essence.trim().toLowerCase(), ...parameters.map((parameter) => parameter.trim())].join("; ");
}

function readMediaType(
  mediaType: string,
  object: JsonObject,
  source: Pointer,
  schemas: Schemas,
  references: References,
): MediaType {
  const declared = object.schema === undefined ? undefined : schemas.type(object.schema, `${source}/schema`);
  const schema: Located = { value: object.schema, pointer: `${source}/schema` };
  const event =
    object.itemSchema === undefined && mediaType.startsWith(eventStream)
      ? describedEvent(schema, references)
      : undefined;
  const item =
    event === undefined
      ? readItem(mediaType, object.itemSchema, `${source}/itemSchema`, schemas, references)
      : eventType(event, schemas, references);
  const written = kindOf(mediaType, declared, item !== undefined);
  const kind = written === "json" && isStreamResult(schema, references) ? "json-lines" : written;
  const itemType = isSequential(kind) ? (item ?? itemOf(kind, declared)) : item;
  const hasParts = kind === "form" || kind === "multipart";
  const encodings = hasParts ? readEncodings(object.encoding, `${source}/encoding`, schemas, references) : [];
  const itemEncoding = readEncoding(object.itemEncoding, `${source}/itemEncoding`, schemas, references);
  // Filled in rather than spread: there are very many, and nearly all have neither.
  const media: OpenMediaType = {
    mediaType,
    kind,
    type: bodyType(kind, declared, itemType),
    encodings: kind === "multipart" ? withPartDefaults(encodings, schema, references) : encodings,
    prefixEncodings: readPrefixEncodings(
      object.prefixEncoding,
      `${source}/prefixEncoding`,
      schemas,
      references,
    ),
    source,
  };
  if (itemType !== undefined) media.itemType = itemType;
  if (itemEncoding !== undefined) media.itemEncoding = itemEncoding;
  return media;
}

/** A media type while it is being read. */
type OpenMediaType = { -readonly [Key in keyof MediaType]: MediaType[Key] };

const eventStream = "text/event-stream";

function readItem(
  mediaType: string,
  itemSchema: unknown,
  pointer: Pointer,
  schemas: Schemas,
  references: References,
): Type | undefined {
  if (itemSchema === undefined) return undefined;
  if (!mediaType.startsWith(eventStream)) return schemas.type(itemSchema, pointer);
  return eventType({ value: itemSchema, pointer }, schemas, references);
}

/** By essence first, then by pattern; a range of media types by what the schema is. */
function kindOf(mediaType: string, type: Type | undefined, hasItemSchema: boolean): MediaTypeKind {
  const essence = mediaType.split(";")[0] ?? "";
  switch (essence) {
    case "application/x-www-form-urlencoded":
      return "form";
    case eventStream:
      return hasItemSchema || type === undefined || type.kind === "string" ? "events" : "event-data";
    case "application/jsonl":
    case "application/x-jsonl":
    case "application/jsonlines":
    case "application/x-jsonlines":
    case "application/json-lines":
    case "application/ndjson":
    case "application/x-ndjson":
    case "application/x-json-stream":
    case "application/stream+json":
    case "application/vnd.api+jsonl":
      return "json-lines";
    case "application/json-seq":
      return "json-seq";
    case "*/*":
    case "application/*":
      return kindOfValue(type);
  }
  if (essence.startsWith("multipart/")) return "multipart";
  if (essence.endsWith("+json-seq")) return "json-seq";
  if (essence.endsWith("+jsonl") || essence.endsWith("+ndjson")) return "json-lines";
  // OpenAPI 3.0 §4.7.14.2: a schema of octets is of the whole content, as ASP.NET describes its files.
  if (/[/+]json$/.test(essence)) return type?.kind === "binary" ? "binary" : "json";
  if (essence.startsWith("text/") || /[/+](?:xml|yaml|x-yaml)$/.test(essence)) return "text";
  if (/^application\/(?:javascript|graphql|sql|toml|jwt|jose|x-pem-file)$/.test(essence)) return "text";
  return "binary";
}

function kindOfValue(type: Type | undefined): MediaTypeKind {
  if (type === undefined || type.kind === "binary") return "binary";
  return isText(type) ? "text" : "json";
}

/** What grpc-gateway calls the messages of a server's stream, each on a line of its own. */
function isStreamResult(schema: Located, references: References): boolean {
  if (!isObject(schema.value)) return false;
  const { title, properties } = references.resolve(schema)?.value ?? {};
  return (
    typeof title === "string" &&
    title.startsWith("Stream result of ") &&
    isObject(properties) &&
    Object.hasOwn(properties, "result")
  );
}

function isSequential(kind: MediaTypeKind): boolean {
  return kind === "events" || kind === "event-data" || kind === "json-lines" || kind === "json-seq";
}

/** Before `itemSchema`, a stream's `schema` meant one item, or an array of them. */
function itemOf(kind: MediaTypeKind, type: Type | undefined): Type {
  if (kind === "events") return plainEvent;
  if (type === undefined) return unknownType;
  return type.kind === "array" ? type.items : type;
}

function bodyType(kind: MediaTypeKind, declared: Type | undefined, itemType: Type | undefined): Type {
  switch (kind) {
    case "json":
    case "form":
      return declared ?? unknownType;
    case "multipart":
      // 3.2: parts without names, each by its `itemSchema`.
      return declared ?? (itemType === undefined ? unknownType : { kind: "array", items: itemType });
    case "text":
      // XML and other text is handed over as it is, whatever structure a schema gives it.
      return declared !== undefined && isText(declared) ? declared : stringType;
    case "binary":
      return binaryType;
    case "events":
    case "event-data":
    case "json-lines":
    case "json-seq":
      return { kind: "array", items: itemType ?? unknownType };
  }
}

/** The `encoding` of a form, by property. */
export function readEncodings(
  value: unknown,
  at: Pointer,
  schemas: Schemas,
  references: References,
): readonly PropertyEncoding[] {
  return Object.entries(isObject(value) ? value : {}).flatMap(([property, encoding]) => {
    const read = readEncoding(encoding, `${at}/${escapeSegment(property)}`, schemas, references);
    return read === undefined ? [] : [{ property, ...read }];
  });
}

function readPrefixEncodings(
  value: unknown,
  at: Pointer,
  schemas: Schemas,
  references: References,
): readonly Encoding[] {
  if (!Array.isArray(value)) return [];
  return value.map(
    (encoding, index) => readEncoding(encoding, `${at}/${index}`, schemas, references) ?? { headers: [] },
  );
}

function readEncoding(
  value: unknown,
  at: Pointer,
  schemas: Schemas,
  references: References,
): Encoding | undefined {
  if (!isObject(value)) return undefined;
  const { contentType } = value;
  const explode = flagOf(value.explode);
  const allowReserved = flagOf(value.allowReserved);
  const style = separatedStyle(value) ?? value.style;
  const nested = nestedEncodings(value, at, schemas, references);
  return {
    ...(nested !== undefined && { nested }),
    ...(typeof contentType === "string" && { contentType }),
    ...(isStyle(style) && { style }),
    ...(explode !== undefined && { explode }),
    ...(allowReserved !== undefined && { allowReserved }),
    // OpenAPI 3.2 §4.15: `contentType` is where a part's media type is said.
    headers: readHeaders(value.headers, `${at}/headers`, schemas, references).filter(
      ({ name }) => name.toLowerCase() !== "content-type",
    ),
  };
}

/** OpenAPI 3.2 §4.15.1: the same three fields as a media type has. */
function nestedEncodings(
  { encoding, prefixEncoding, itemEncoding }: JsonObject,
  at: Pointer,
  schemas: Schemas,
  references: References,
): NestedEncodings | undefined {
  if (encoding === undefined && prefixEncoding === undefined && itemEncoding === undefined) return undefined;
  const ofItems = readEncoding(itemEncoding, `${at}/itemEncoding`, schemas, references);
  return {
    encodings: readEncodings(encoding, `${at}/encoding`, schemas, references),
    prefixEncodings: readPrefixEncodings(prefixEncoding, `${at}/prefixEncoding`, schemas, references),
    ...(ofItems !== undefined && { itemEncoding: ofItems }),
  };
}

function invalid(name: string, pointer: Pointer): Diagnostic {
  return {
    code: "media-type-invalid",
    severity: "warning",
    message: `"${name}" is not a media type, so it is read as "*/*".`,
    help: 'Use the name of a media type, such as "application/json".',
    pointer,
  };
}
