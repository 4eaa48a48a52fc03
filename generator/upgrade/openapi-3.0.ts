import { isObject, type JsonObject } from "../load/pointer.js";
import { referenceIn } from "../load/references.js";
import {
  documentShape,
  mediaTypeShape,
  pathItemShape,
  rootPathItemShape,
  type Shape,
  schemaShape,
} from "../load/shapes.js";
import { rewriteTree } from "./rewrite.js";
import { renamedReference } from "./swagger-schemas.js";

/**
 * OpenAPI 3.0 as 3.1: references without siblings, exclusive bounds as numbers, parts without style. `nullable` is left to
 * `model/`. Swagger 2.0 comes by here as well, whose parts do have styles.
 */
export function upgradeOpenApi30(root: JsonObject, version: "2.0" | "3.0"): JsonObject {
  // An object stays an object: `rewritten` below never replaces one by something else.
  return rewriteTree(root, documentShape, (object, shape, path, children) => {
    const isPart = version === "3.0" && shape === mediaTypeShape && /^multipart\//i.test(path.at(-1) ?? "");
    return children(isPart ? withoutStyles(object) : rewritten(object, shape, version));
  }) as JsonObject;
}

/** OpenAPI 3.0.4 §4.8.15: styles of properties are ignored, but in `application/x-www-form-urlencoded`. */
function withoutStyles(mediaType: JsonObject): JsonObject {
  if (!isObject(mediaType.encoding)) return mediaType;
  const encoding = Object.entries(mediaType.encoding).map(([name, value]) => {
    if (!isObject(value)) return [name, value];
    const { style: _style, explode: _explode, allowReserved: _allowReserved, ...rest } = value;
    return [name, rest];
  });
  return { ...mediaType, encoding: Object.fromEntries(encoding) };
}

function rewritten(object: JsonObject, shape: Shape, version: "2.0" | "3.0"): JsonObject {
  // A path item's `$ref` has always had siblings.
  if (shape === pathItemShape || shape === rootPathItemShape) return object;
  const ref = shape.section === undefined ? undefined : referenceIn(object);
  if (ref !== undefined) {
    // In what a document of 2.0 has of later versions, references are still those of 2.0.
    const renamed = version === "2.0" ? renamedReference(ref) : undefined;
    return withoutSiblings(renamed === undefined ? object : { ...object, $ref: renamed });
  }
  return shape === schemaShape ? withNumericBounds(object) : object;
}

/** OpenAPI 3.0.4 §4.8.23: what stands beside `$ref` is ignored. Descriptions do no harm, and people mean them. */
function withoutSiblings(reference: JsonObject): JsonObject {
  const kept = Object.entries(reference).filter(
    ([key]) => key === "$ref" || key === "summary" || key === "description",
  );
  return kept.length === Object.keys(reference).length ? reference : Object.fromEntries(kept);
}

/** `{ maximum: 5, exclusiveMaximum: true }` becomes `{ exclusiveMaximum: 5 }`. */
function withNumericBounds(schema: JsonObject): JsonObject {
  return withNumericBound(
    withNumericBound(schema, "minimum", "exclusiveMinimum"),
    "maximum",
    "exclusiveMaximum",
  );
}

function withNumericBound(schema: JsonObject, bound: string, exclusive: string): JsonObject {
  if (typeof schema[exclusive] !== "boolean") return schema;
  const { [bound]: limit, [exclusive]: isExclusive, ...rest } = schema;
  if (limit === undefined) return rest;
  return isExclusive === true ? { ...rest, [exclusive]: limit } : { ...rest, [bound]: limit };
}

/**
 * Whether the text of a JSON document shows that nothing in it has to change: no reference has siblings, no bound is
 * exclusive, no part of a form has an encoding. Large documents are written by programs, and nearly all are like that; a
 * walk would take ten times longer.
 */
export function isOpenApi31Already(text: string): boolean {
  if (/"exclusiveM(?:in|ax)imum"\s*:\s*(?:true|false)/.test(text) || text.includes("\\u0024ref"))
    return false;
  if (text.includes('"multipart/') && /"encoding"\s*:\s*\{/.test(text)) return false;
  for (let at = text.indexOf('"$ref"'); at !== -1; at = text.indexOf('"$ref"', at + 6)) {
    let before = at - 1;
    while (text.charCodeAt(before) <= 0x20) before--;
    endOfLoneReference.lastIndex = at + 6;
    if (text[before] !== "{" || !endOfLoneReference.test(text)) return false;
  }
  return true;
}

const endOfLoneReference = /\s*:\s*"[^"\\]*"\s*\}/y;
