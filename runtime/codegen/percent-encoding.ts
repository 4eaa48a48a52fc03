// How characters of a value are written where they are sent. RFC 6570 §3.2, OpenAPI 3.2 §4.12 and Appendix E.

import { characterTable } from "../character-table.js";
import { ArgumentError } from "./errors.js";

export type Encode = (text: string) => string;

const UNRESERVED = characterTable(/[\w.~-]/);

function isUnreserved(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) if (UNRESERVED[text.charCodeAt(at)] !== true) return false;
  return true;
}

const loneSurrogate = /\p{Surrogate}/gu;
const leftByPlatform = /[!'()*]/g;
const percentOf = (character: string): string =>
  `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`;

/** RFC 6570 §3.2.2, simple expansion: all but unreserved characters become their UTF-8 bytes. */
export const encodeAll: Encode = (text) => {
  if (isUnreserved(text)) return text;
  // A lone surrogate has no UTF-8; it becomes U+FFFD, as in a URL.
  return encodeURIComponent(text.replace(loneSurrogate, "\ufffd")).replace(leftByPlatform, percentOf);
};

const tripletOrRest = /%[0-9A-Fa-f]{2}|[^%]+|%/g;

/** RFC 6570 §3.2.3, reserved expansion, except for what the place cannot hold. */
function reservedExpansion(keep: RegExp): Encode {
  const encodeText = (text: string): string => text.replace(keep, encodeAll);
  return (text) =>
    text.replace(tripletOrRest, (piece) => {
      if (piece.length === 3 && piece.startsWith("%")) return piece;
      return encodeText(piece);
    });
}

// OpenAPI leaves to us what a destination cannot hold: "[" and "]" by RFC 3986 §3.4, "#" ends the query, and "&"
// would end the value.
export const encodeReservedInQuery: Encode = reservedExpansion(/[^\w.~:/?@!$'()*+,;=-]+/g);

// RFC 3986 §3.3, and OpenAPI 3.2 §4.12.1: a path value never holds "/", "?" or "#" unescaped.
export const encodeReservedInPath: Encode = reservedExpansion(/[^\w.~:@!$&'()*+,;=-]+/g);

/** A value that is a path itself, as in RFC 6570's `{+path}`. */
export const encodeSegments: Encode = reservedExpansion(/[^\w.~:/@!$&'()*+,;=-]+/g);

/** Headers carry text as it is. */
export const encodeNothing: Encode = (text) => text;

/** So do cookies of style `cookie` (§4.12.2), but a value must not end the cookie: RFC 6265 §4.1.1. */
export function encodeInCookie(name: string): Encode {
  return (text) => {
    if (!/[;\0-\x1f\x7f]/.test(text)) return text;
    throw new ArgumentError(
      `The value of the cookie "${name}" cannot hold ";" or control characters; encode them first.`,
    );
  };
}

/** WHATWG URL §5.2: a form's own encoding, in which a space is "+". */
export const encodeInForm: Encode = (text) => encodeAll(text).replaceAll("%20", "+");
