// The responses of an operation: as a type for the user, and as data for the runtime.

import type {
  Header,
  MediaType,
  MediaTypeKind,
  ObjectType,
  Operation,
  Response,
  Type,
} from "../model/api.js";
import { isTextual } from "./arguments.js";
import { docComment } from "./docs.js";
import type { FileScope } from "./file-scope.js";
import type { Data } from "./literals.js";
import { lineWidth, stringLiteral, typeKey } from "./literals.js";
import { mediaCoding, mediaDescriptor, usualMediaType } from "./media.js";
import type { LookUp } from "./omission.js";
import { type ScalarCodec, type Scalars, scalarCodec } from "./scalars.js";
import { joinedType, printType, type TypeScope } from "./types.js";

/** What comes one by one, and the name of its type. */
export interface NamedItem {
  readonly item: Type;
  readonly name: string;
}

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

/** Whether awaiting a call leaves out media types: JSON is preferred to others. See `Data` of the runtime. */
export function isNegotiated(operation: Operation): boolean {
  const successes = operation.responses.filter(({ status }) => status.startsWith("2"));
  const counted =
    successes.length > 0 ? successes : operation.responses.filter(({ status }) => status === "default");
  return counted.some((response) => {
    const content = contentOf(operation, response);
    return content.some(isJson) && !content.every(isJson);
  });
}

/** As the runtime's `JsonMediaType` has it. */
function isJson({ mediaType }: MediaType): boolean {
  return /^application\/json|\+json|^text\/json$/.test(mediaType);
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
    byData.set(data, [...(byData.get(data) ?? []), stringLiteral(media.mediaType)]);
  }
  const [only] = content;
  // The runtime knows which media type came only where the descriptor spells it out.
  const isUsual = content.length === 1 && only !== undefined && isUsualMedia(only, response);
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

/** RFC 9110 §9.3.2: an answer to HEAD has no body, whatever is declared. */
function contentOf(operation: Operation, response: Response): readonly MediaType[] {
  return operation.method === "HEAD" ? [] : response.content;
}

function isUsualMedia(media: MediaType, { headers }: Response): boolean {
  return (
    headers.length === 0 &&
    media.mediaType === usualMediaType[media.kind] &&
    typeof mediaDescriptor(media) === "string"
  );
}

const position = { indent: "  ", used: 24 };

function dataType(media: MediaType, scope: FileScope, named: NamedItem | undefined): string {
  const { type, kind } = media;
  switch (kind) {
    case "json":
    case "form":
      return printType(type, scope.received, position).trimStart();
    case "text":
      // Text is not parsed, whatever its format.
      return isTextual(type) && type.kind !== "string"
        ? printType(type, scope.received, position).trimStart()
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
  return itemType === undefined ? "unknown" : printType(itemType, scope.received, position).trimStart();
}

// ── Items ────────────────────────────────────────────────────────────────────────────────────────────────

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
  let type = media === undefined ? undefined : resolved(media.type, lookUp);
  for (const key of operation.pagination.items) {
    const property =
      type?.kind === "object" ? type.properties.find((candidate) => candidate.key === key) : undefined;
    type = property === undefined ? undefined : resolved(property.type, lookUp);
  }
  return type?.kind === "array" ? type.items : { kind: "unknown" };
}

function successes({ responses }: Operation): readonly Response[] {
  const declared = responses.filter(({ status }) => status.startsWith("2"));
  return declared.length > 0 ? declared : responses.filter(({ status }) => status === "default");
}

/** Through references and past `null`; the merged properties of an intersection. */
function resolved(type: Type, lookUp: LookUp, depth = 0): Type {
  if (depth > 20) return type;
  if (type.kind === "reference") {
    const target = lookUp(type.id);
    return target === undefined ? type : resolved(target.type, lookUp, depth + 1);
  }
  if (type.kind === "union") {
    const [only, ...others] = type.members.filter(({ kind }) => kind !== "null");
    return only !== undefined && others.length === 0 ? resolved(only, lookUp, depth + 1) : type;
  }
  if (type.kind === "intersection") {
    const members = type.members.map((member) => resolved(member, lookUp, depth + 1));
    const properties = members.flatMap((member) => (member.kind === "object" ? member.properties : []));
    return properties.length === 0 ? type : { kind: "object", properties };
  }
  return type;
}

// ── Headers ──────────────────────────────────────────────────────────────────────────────────────────────

function headersType(headers: readonly Header[], scope: FileScope): string | undefined {
  if (headers.length === 0) return undefined;
  const members = headers.map((header) => {
    const start = `${typeKey(header.name)}${header.required ? "" : "?"}:`;
    return { docs: docComment(header.docs, "    "), text: joinedType(start, headerType(header, scope)) };
  });
  const line = `{ ${members.map(({ text }) => text).join("; ")} }`;
  if (line.length <= 60 && !line.includes("\n") && members.every(({ docs }) => docs === "")) return line;
  return `{\n${members.map(({ docs, text }) => `${docs === "" ? "" : `${docs}\n`}    ${text};\n`).join("")}  }`;
}

function headerType(header: Header, scope: FileScope): string {
  const { kind, type } = readHeader(header, scope.received);
  return kind === "string" && !isTextual(type)
    ? "string"
    : printType(type, scope.received, { indent: "    ", used: 20 });
}

interface ReadHeader {
  readonly kind: string;
  readonly type: Type;
}

/** How the runtime reads a header, and the type of what it then gives. */
function readHeader({ type, serialization }: Header, { lookUp, scalars }: TypeScope): ReadHeader {
  if (serialization.kind === "content") {
    return /[/+]json\b/.test(serialization.mediaType)
      ? { kind: "json", type }
      : { kind: "string", type: type.kind !== "string" && isTextual(type) ? type : { kind: "string" } };
  }
  const target = resolved(type, lookUp);
  const scalar = scalarKind(target);
  if (scalar !== undefined) return { kind: convertedKind(target, scalars) ?? scalar, type: target };
  if (target.kind === "array") {
    const items = resolved(target.items, lookUp);
    const scalarItems = scalarKind(items);
    if (scalarItems === undefined)
      return { kind: "string[]", type: { kind: "array", items: { kind: "string" } } };
    const kind = convertedKind(items, scalars) ?? scalarItems;
    return { kind: `${kind}[]`, type: { kind: "array", items } };
  }
  if (target.kind === "object")
    return { kind: serialization.explode ? "{=}" : "{}", type: objectOfTexts(target) };
  return { kind: "string", type: { kind: "string" } };
}

/** The parts of an object in a header are text, whatever they mean. */
function objectOfTexts(type: ObjectType): ObjectType {
  const asText = (part: Type): Type =>
    part.kind !== "string" && isTextual(part) ? part : { kind: "string" };
  return {
    kind: "object",
    properties: type.properties.map((property) => ({ ...property, type: asText(property.type) })),
    ...(type.index !== undefined && { index: asText(type.index) }),
  };
}

/** How the runtime reads what is no plain number or text. */
function convertedKind(type: Type, scalars: Scalars): "int64" | "bigint" | "string" | "date" | undefined {
  const codec = type.kind === "number" || type.kind === "string" ? scalarCodec(type, scalars) : undefined;
  return codec === undefined ? undefined : headerKinds[codec];
}

const headerKinds: Readonly<Record<ScalarCodec, "int64" | "bigint" | "string" | "date">> = {
  int64: "int64",
  bigint: "bigint",
  "int64-string": "string",
  "date-time": "date",
};

function scalarKind(type: Type): "string" | "number" | "boolean" | undefined {
  switch (type.kind) {
    case "string":
    case "number":
    case "boolean":
      return type.kind;
    case "enum":
      return type.base;
    case "literal":
      return typeof type.value === "string"
        ? "string"
        : typeof type.value === "number"
          ? "number"
          : "boolean";
    default:
      return undefined;
  }
}

// ── As data ──────────────────────────────────────────────────────────────────────────────────────────────

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
  const headers = response.headers.map((header): [string, Data] => [
    header.name,
    readHeader(header, scope.received).kind,
  ]);
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
