import { flagOf, isTrue } from "../load/flags.js";
import type { JsonObject } from "../load/pointer.js";
import { shown } from "../load/shown.js";
import { serialisation } from "../upgrade/swagger-parameters.js";
import type { ParameterLocation, Serialization, Style } from "./api.js";

const styles: ReadonlySet<unknown> = new Set<Style>([
  "matrix",
  "label",
  "simple",
  "form",
  "spaceDelimited",
  "pipeDelimited",
  "tabDelimited",
  "deepObject",
  "cookie",
]);

export function isStyle(value: unknown): value is Style {
  return styles.has(value);
}

/** Documents that are half in version 2.0 have `collectionFormat` beside a `schema`, and mean it. */
function inWordsOf3(parameter: JsonObject, location: ParameterLocation): JsonObject {
  const { collectionFormat, style, explode } = parameter;
  const isMeant = typeof collectionFormat === "string" && style === undefined && explode === undefined;
  return isMeant ? { ...parameter, ...serialisation(collectionFormat, location) } : parameter;
}

/** OpenAPI 3.2 §4.12.2: what may be used where; the first is the default. */
const allowed: Readonly<Record<Exclude<ParameterLocation, "querystring">, readonly Style[]>> = {
  path: ["simple", "label", "matrix"],
  query: ["form", "spaceDelimited", "pipeDelimited", "tabDelimited", "deepObject"],
  header: ["simple"],
  cookie: ["form", "cookie"],
};

export interface StyleReading {
  readonly serialization: Serialization;
  /** A style that cannot be used at this place, and was replaced by the default. */
  readonly refused?: string;
}

/** How a parameter with a `schema` becomes text. */
export function readStyle(
  written: JsonObject,
  location: Exclude<ParameterLocation, "querystring">,
): StyleReading {
  const parameter = inWordsOf3(written, location);
  const possible = allowed[location];
  const separated = separatedStyle(parameter);
  const declared = separated ?? parameter.style;
  const isAllowed = separated !== undefined || (isStyle(declared) && possible.includes(declared));
  // The table above has no empty lists.
  const style = isAllowed ? (declared as Style) : (possible[0] as Style);
  const innerFormat = parameter["x-inner-collection-format"];
  const inner = innerFormat === "csv" ? "form" : collectionFormats.get(innerFormat);
  // Microsoft's and GitHub's words for values that go into the URL as they are.
  const isWritten = parameter["x-ms-skip-url-encoding"] === true;
  const serialization: Serialization = {
    kind: "style",
    style,
    explode: flagOf(parameter.explode) ?? explodesByDefault(style),
    allowReserved: isTrue(parameter.allowReserved) || (isWritten && location === "query"),
    ...((isWritten || parameter["x-multi-segment"] === true) && location === "path" && { segments: true }),
    ...(inner !== undefined && { inner }),
  };
  return isAllowed || declared === undefined
    ? { serialization }
    : { serialization, refused: shown(declared) };
}

const collectionFormats: ReadonlyMap<unknown, Style> = new Map([
  ["ssv", "spaceDelimited"],
  ["tsv", "tabDelimited"],
  ["pipes", "pipeDelimited"],
]);

/** What Swagger 2.0's `collectionFormat` says where no style of OpenAPI 3 does, in paths and headers above all. */
export function separatedStyle(object: JsonObject): Style | undefined {
  return collectionFormats.get(object["x-collection-format"]);
}

/** OpenAPI 3.2 §4.12.2: `form` and `cookie` explode. `deepObject` has no other form than the exploded one. */
function explodesByDefault(style: Style): boolean {
  return style === "form" || style === "cookie" || style === "deepObject";
}
