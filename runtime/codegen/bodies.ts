// The body of a request: which media type it is sent as, and what the runtime is given to send.

import type { BodyOptions } from "../body-encoding.js";
import type { ContentInit } from "../content.js";
import { withBoundary } from "../multipart.js";
import { ArgumentError } from "./errors.js";
import { encodeFormBody } from "./form-body.js";
import { isItems } from "./items.js";
import { encodeJson, type WriteJson } from "./json.js";
import {
  covers,
  essenceOf,
  isBare,
  isSameType,
  isSequential,
  kindOf,
  mediaDescriptor,
  usualMediaTypes,
} from "./media-types.js";
import { isFile, namedParts, positionalBody } from "./multipart.js";
import type { BodyDescriptor, MediaDescriptor } from "./operation.js";
import { scalarText } from "./styles.js";

/** The body as options of the runtime's request, and its Content-Type unless the runtime knows better. */
export interface RequestBody {
  readonly options: Pick<BodyOptions, "content" | "data" | "files" | "multipart">;
  readonly contentType: string | undefined;
}

export interface CompiledBody {
  readonly mediaTypes: readonly (readonly [mediaType: string, media: MediaDescriptor])[];
}

export function compileBody(body: BodyDescriptor): CompiledBody {
  if (isBare(body)) {
    const media = mediaDescriptor(body);
    return { mediaTypes: [[usualMediaTypes[media.kind], media]] };
  }
  return { mediaTypes: Object.entries(body).map(([type, media]) => [type, mediaDescriptor(media)] as const) };
}

/** @throws ArgumentError for a content type the operation does not take, or a value that it cannot carry. */
export function encodeBody(
  body: CompiledBody,
  value: unknown,
  contentType: string | undefined,
  writeJson: WriteJson = encodeJson,
): RequestBody {
  const [declaredType, declared] = chooseMediaType(body, contentType);
  const media = ofRange(declaredType, declared, contentType, value);
  // The codec of a sequence is that of one item.
  const coded =
    media.codec === undefined || isSequential(media.kind)
      ? value
      : (media.encode?.(media.codec, value) ?? value);
  const type = contentType ?? concreteType(declaredType, media, value);
  switch (media.kind) {
    case "json":
      return { options: { content: writeJson(coded) }, contentType: type };
    case "form":
      return { options: { content: formContent(coded, media) }, contentType: type };
    case "multipart":
      return multipartBody(coded, media, type);
    case "text":
      return { options: { content: textContent(coded) }, contentType: type };
    case "binary":
      // The types of generated arguments ask for BinaryInput; the runtime checks what it gets.
      return { options: { content: coded as ContentInit }, contentType: type };
    case "events":
    case "event-data":
    case "json-lines":
    case "json-seq":
      return { options: { content: itemsContent(coded, media, writeJson) }, contentType: type };
  }
}

function chooseMediaType(
  { mediaTypes }: CompiledBody,
  contentType: string | undefined,
): readonly [string, MediaDescriptor] {
  const essence = contentType === undefined ? undefined : essenceOf(contentType);
  const chosen =
    essence === undefined
      ? mediaTypes[0]
      : (mediaTypes.find(([type]) => isSameType(type, contentType ?? "")) ??
        mediaTypes.find(([type]) => essenceOf(type) === essence) ??
        mediaTypes.find(([type]) => covers(type, essence)));
  if (chosen !== undefined) return chosen;
  throw new ArgumentError(
    `The operation takes no body of type "${contentType}"; it takes ${mediaTypes.map(([type]) => `"${type}"`).join(", ")}.`,
  );
}

/** Of a range, how to write is what the caller's type says; bytes are bytes where anything may be JSON, too. */
function ofRange(
  declared: string,
  media: MediaDescriptor,
  contentType: string | undefined,
  value: unknown,
): MediaDescriptor {
  if (!declared.includes("*")) return media;
  if (contentType !== undefined) return { ...media, kind: kindOf(essenceOf(contentType)) };
  return media.kind === "json" && isFile(value) ? { kind: "binary" } : media;
}

/** A range such as `image/*` is no type: a Blob knows its own, and JSON and text have theirs. */
function concreteType(declared: string, { kind }: MediaDescriptor, value: unknown): string {
  if (!declared.includes("*")) return declared;
  const own = value instanceof Blob ? value.type : "";
  const candidates = [own, usualMediaTypes[kind]].filter((type) => type !== "");
  const covered = candidates.find((type) => covers(declared, essenceOf(type)));
  // Who declares `application/*+json` means JSON, and names no type that says more.
  return covered ?? (kind === "json" ? usualMediaTypes.json : usualMediaTypes.binary);
}

function formContent(value: unknown, media: MediaDescriptor): string {
  if (typeof value === "string") return value;
  if (value instanceof URLSearchParams) return value.toString();
  if (typeof value !== "object" || value === null)
    throw new ArgumentError("The body of a form must be an object.");
  return encodeFormBody(value, media.encoding ?? {});
}

function textContent(value: unknown): ContentInit {
  // Streams and bytes of text are as good as text.
  return isFile(value) ? value : scalarText(value, "body");
}

function itemsContent(value: unknown, media: MediaDescriptor, writeJson: WriteJson): ContentInit {
  // Text and bytes are a sequence that was written elsewhere.
  if (!isItems(value)) return value as ContentInit;
  const open = async function* (): AsyncGenerator<string> {
    const { encodedItems } = await import("./item-encoding.js");
    yield* encodedItems(value, media, writeJson);
  };
  // A list, unlike a generator, can be sent again.
  return "next" in value ? open() : open;
}

function multipartBody(value: unknown, media: MediaDescriptor, type: string): RequestBody {
  if (Array.isArray(value)) {
    const { content, contentType } = positionalBody(value, media, type);
    return { options: { content }, contentType };
  }
  // For form-data the runtime makes the boundary itself.
  const isFormData = essenceOf(type) === "multipart/form-data";
  const contentType = isFormData ? type : withBoundary(type).contentType;
  if (value instanceof FormData) return { options: { data: value }, contentType };
  if (typeof value !== "object" || value === null) {
    throw new ArgumentError("A multipart body must be an object, a FormData, or an array of parts.");
  }
  return { options: { files: namedParts(value, media), multipart: true }, contentType };
}
