// Media types: which kind they are, and whether one covers another. RFC 9110 §8.3.1.

import type { MediaDescriptor, MediaKind } from "./operation.js";

/** Without parameters, in lower case. */
export function essenceOf(contentType: string): string {
  const end = contentType.indexOf(";");
  return (end === -1 ? contentType : contentType.slice(0, end)).trim().toLowerCase();
}

/** The media type that a kind stands for when it is named alone. */
export const usualMediaTypes: Readonly<Record<MediaKind, string>> = {
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

/** RFC 6839 §3.1 for `+json`. */
export function isJson(essence: string): boolean {
  return essence === "application/json" || essence === "text/json" || essence.endsWith("+json");
}

/** How to read what no document describes. */
export function kindOf(essence: string): MediaKind {
  if (isJson(essence)) return "json";
  if (essence === usualMediaTypes.form) return "form";
  if (essence.startsWith("multipart/")) return "multipart";
  if (essence.startsWith("text/") || essence.endsWith("+xml") || essence === "application/xml") return "text";
  return "binary";
}

/** Whether the media type or range covers the essence. Parameters of the range do not count. */
export function covers(range: string, essence: string): boolean {
  const declared = essenceOf(range);
  if (declared === essence || declared === "*/*") return true;
  // `image/*`, and the `application/*+json` that ASP.NET declares.
  const [start, end] = declared.split("*", 2);
  return end !== undefined && essence.startsWith(start ?? "") && essence.endsWith(end);
}

/** Whether a media type is one that was declared: with the parameters that were, and any others. */
export function isSameType(declared: string, contentType: string): boolean {
  const given = parametersOf(contentType);
  return (
    essenceOf(declared) === essenceOf(contentType) &&
    parametersOf(declared).every((parameter) => given.includes(parameter))
  );
}

function parametersOf(contentType: string): string[] {
  return contentType
    .split(";")
    .slice(1)
    .map((parameter) => parameter.replace(/[\s"]/g, "").toLowerCase());
}

/** A kind alone is a descriptor without details. */
export function mediaDescriptor(media: MediaKind | MediaDescriptor): MediaDescriptor {
  return typeof media === "string" ? { kind: media } : media;
}

/** Whether media types are left out: a kind, alone or with details. */
export function isBare(descriptor: object | MediaKind): descriptor is MediaKind | MediaDescriptor {
  // Every other key of a descriptor holds a slash, or is "headers".
  return typeof descriptor === "string" || "kind" in descriptor;
}

/** Whether the body is a sequence that is read item by item. */
export function isSequential(kind: MediaKind): boolean {
  return kind === "events" || kind === "event-data" || kind === "json-lines" || kind === "json-seq";
}
