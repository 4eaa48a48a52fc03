// The type of an uploaded file, guessed from its name.

import { platform } from "#platform";

/** Gives the type for a file name; `undefined` if the extension says nothing. */
export type MediaTypeGuess = (filename: string) => string | undefined;

const OCTET_STREAM = "application/octet-stream";

// A request is built synchronously and the type is part of its length, so the common types are here and not in `mime`.
const COMMON: Readonly<Record<string, string>> = {
  avif: "image/avif",
  bmp: "image/bmp",
  css: "text/css",
  csv: "text/csv",
  doc: "application/msword",
  docx: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
  epub: "application/epub+zip",
  gif: "image/gif",
  // Encodings of something else, not types of their own.
  br: OCTET_STREAM,
  bz2: OCTET_STREAM,
  gz: OCTET_STREAM,
  xz: OCTET_STREAM,
  htm: "text/html",
  html: "text/html",
  ico: "image/vnd.microsoft.icon",
  ics: "text/calendar",
  jpeg: "image/jpeg",
  jpg: "image/jpeg",
  js: "text/javascript",
  json: "application/json",
  md: "text/markdown",
  mjs: "text/javascript",
  mov: "video/quicktime",
  mp3: "audio/mpeg",
  mp4: "video/mp4",
  mpeg: "video/mpeg",
  odt: "application/vnd.oasis.opendocument.text",
  ods: "application/vnd.oasis.opendocument.spreadsheet",
  otf: "font/otf",
  pdf: "application/pdf",
  png: "image/png",
  ppt: "application/vnd.ms-powerpoint",
  pptx: "application/vnd.openxmlformats-officedocument.presentationml.presentation",
  rtf: "application/rtf",
  svg: "image/svg+xml",
  tar: "application/x-tar",
  tif: "image/tiff",
  tiff: "image/tiff",
  ttf: "font/ttf",
  txt: "text/plain",
  wasm: "application/wasm",
  wav: "audio/x-wav",
  webm: "video/webm",
  webp: "image/webp",
  woff: "font/woff",
  woff2: "font/woff2",
  xls: "application/vnd.ms-excel",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  xml: "text/xml",
  zip: "application/zip",
};

export const commonMediaType: MediaTypeGuess = (filename) => {
  const extension = extensionOf(filename);
  return extension !== undefined && Object.hasOwn(COMMON, extension) ? COMMON[extension] : undefined;
};

/**
 * A guess that also knows the rare types, for callers who can wait: loads `mime` if one of the names needs it, and is
 * `undefined` if the common types do.
 */
export function rareMediaTypes(filenames: Iterable<string>): Promise<MediaTypeGuess> | undefined {
  for (const filename of filenames) {
    if (extensionOf(filename) === undefined || commonMediaType(filename) !== undefined) continue;
    return platform
      .loadMime?.()
      .then((mime) => (name) => commonMediaType(name) ?? mime.getType(extensionOf(name) ?? "") ?? undefined);
  }
  return undefined;
}

// ".bashrc" is a name, not an extension.
function extensionOf(filename: string): string | undefined {
  const [base = ""] = filename.split(/[/\\]/).slice(-1);
  const dot = base.lastIndexOf(".");
  return dot > 0 && dot < base.length - 1 ? base.slice(dot + 1).toLowerCase() : undefined;
}
