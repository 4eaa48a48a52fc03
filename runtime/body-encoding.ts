// Which of the body options was given, and what it sends: one body, and the headers that describe it.

import { platform } from "#platform";
import { type Body, bodyLength, bytesBody, type ContentInit, contentBody, NO_BODY } from "./content.js";
import { encodeForm } from "./form-encoding.js";
import { type FormInit, formFields, textFields } from "./forms.js";
import { encodeJson } from "./json.js";
import type { MediaTypeGuess } from "./media-types.js";
import { type FilesInit, formDataBody, isMultipartType, type Multipart, multipartBody } from "./multipart.js";
import type { OptionKinds } from "./option-kinds.js";

/** The body of a request: one of these, or `data` and `files` together. */
export interface BodyOptions {
  /** The bytes themselves, in any form. */
  content?: ContentInit | null | undefined;
  /** Anything that JSON can say. `null` is no body, as in HTTPX; to send `null`, use `content: "null"`. */
  json?: unknown;
  /** Form fields: urlencoded, or multipart when there are files. */
  data?: FormInit | null | undefined;
  /** Files, sent as multipart. */
  files?: FilesInit | null | undefined;
  /** Sends `data` as multipart even without files. */
  multipart?: boolean | undefined;
  /** Writes JSON in place of `JSON.stringify`. */
  jsonEncoder?: ((value: unknown) => string | Uint8Array) | undefined;
}

/** What they take, for who checks options. */
export const bodyKinds: OptionKinds<BodyOptions> = {
  content: undefined,
  json: undefined,
  data: undefined,
  files: undefined,
  multipart: "a boolean or null",
  jsonEncoder: "a function",
};

export interface EncodedBody {
  readonly body: Body;
  /** [name, value, name, value …], each to be added only if the user did not set it. */
  readonly headers: readonly string[];
}

const UNSENT: EncodedBody = { body: NO_BODY, headers: [] };

/** @throws TypeError for two bodies that do not go together, or one that cannot be sent. */
export function encodeBody(
  options: BodyOptions,
  contentType?: string | null,
  mediaType?: MediaTypeGuess,
): EncodedBody {
  const { content, json, data, files } = options;
  if (content == null && json == null && data == null && files == null) {
    return options.multipart ? encodeForms(options, contentType, mediaType) : UNSENT;
  }
  const isForm = data != null || files != null;
  if (isForm || (content != null && json != null)) refuseTwoBodies(options);
  if (content != null) return described(contentBody(content));
  if (json != null && !isFilled(data) && !isFilled(files))
    return jsonBody(json, options.jsonEncoder ?? encodeJson);
  return encodeForms(options, contentType, mediaType);
}

function refuseTwoBodies({ content, json, data, files }: BodyOptions): void {
  const given = [
    content == null ? "" : "content",
    json == null ? "" : "json",
    // HTTPX ignores an empty form beside JSON.
    isFilled(data) || (content != null && data != null) ? "data" : "",
    isFilled(files) || (content != null && files != null) ? "files" : "",
  ].filter((name) => name !== "");
  if (given.length < 2 || (given.length === 2 && given[0] === "data")) return;
  throw new TypeError(
    `A request has one body, but ${given.map((name) => `"${name}"`).join(" and ")} were given.`,
  );
}

function encodeForms(
  { data, files, multipart }: BodyOptions,
  contentType: string | null | undefined,
  mediaType: MediaTypeGuess | undefined,
): EncodedBody {
  if (isFormData(data)) {
    if (isFilled(files))
      throw new TypeError('"files" does not go with a FormData as "data"; append the files to it.');
    return fromMultipart(formDataBody(data, contentType));
  }
  const fields = data == null ? [] : formFields(data);
  const isMultipart =
    multipart === true ||
    isFilled(files) ||
    (fields.length > 0 && multipart !== false && (files != null || isMultipartType(contentType)));
  if (isMultipart) return fromMultipart(multipartBody(fields, files ?? {}, contentType, mediaType));
  if (!isFilled(data)) return UNSENT;
  const body = bytesBody(platform.utf8(encodeForm(textFields(fields))));
  return {
    body,
    headers: [
      "Content-Length",
      String(bodyLength(body)),
      "Content-Type",
      "application/x-www-form-urlencoded",
    ],
  };
}

function isFormData(data: FormInit | null | undefined): data is FormData {
  return typeof FormData !== "undefined" && data instanceof FormData;
}

function jsonBody(value: unknown, encode: (value: unknown) => string | Uint8Array): EncodedBody {
  const encoded = encode(value);
  const bytes = typeof encoded === "string" ? platform.utf8(encoded) : encoded;
  return {
    body: bytesBody(bytes),
    headers: ["Content-Length", String(bytes.byteLength), "Content-Type", "application/json"],
  };
}

function fromMultipart({ body, contentType }: Multipart): EncodedBody {
  return { body, headers: [...framing(body), "Content-Type", contentType] };
}

function described(body: Body): EncodedBody {
  return body.kind === "empty" ? UNSENT : { body, headers: framing(body) };
}

function framing(body: Body): readonly string[] {
  const length = bodyLength(body);
  return length === undefined ? ["Transfer-Encoding", "chunked"] : ["Content-Length", String(length)];
}

// An empty object or list is no form at all; anything that has to be read to know is one.
function isFilled(value: object | null | undefined): boolean {
  if (value == null) return false;
  // No form at all: its own reader says so.
  if (typeof value !== "object") return true;
  if (Array.isArray(value)) return value.length > 0;
  if (Symbol.iterator in value) return !("size" in value) || value.size !== 0;
  return Object.keys(value).length > 0;
}
