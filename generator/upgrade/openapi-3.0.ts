import type { JsonObject } from "../load/pointer.js";
import { referenceIn } from "../load/references.js";
import { documentShape, pathItemShape, rootPathItemShape, type Shape, schemaShape } from "../load/shapes.js";
import { rewriteTree } from "./rewrite.js";

/** OpenAPI 3.0 as 3.1: references without siblings, exclusive bounds as numbers. `nullable` is left to `model/`. */
export function upgradeOpenApi30(root: JsonObject): JsonObject {
  // An object stays an object: `rewritten` below never replaces one by something else.
  return rewriteTree(root, documentShape, (object, shape, _path, children) =>
    children(rewritten(object, shape)),
  ) as JsonObject;
}

function rewritten(object: JsonObject, shape: Shape): JsonObject {
  // A path item's `$ref` has always had siblings.
  if (shape === pathItemShape || shape === rootPathItemShape) return object;
  if (shape.section !== undefined && referenceIn(object) !== undefined) return withoutSiblings(object);
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
 * exclusive. Large documents are written by programs, and nearly all are like that; a walk would take ten times longer.
 */
export function isOpenApi31Already(text: string): boolean {
  if (/"exclusiveM(?:in|ax)imum"\s*:\s*(?:true|false)/.test(text) || text.includes("\\u0024ref"))
    return false;
  for (let at = text.indexOf('"$ref"'); at !== -1; at = text.indexOf('"$ref"', at + 6)) {
    let before = at - 1;
    while (text.charCodeAt(before) <= 0x20) before--;
    endOfLoneReference.lastIndex = at + 6;
    if (text[before] !== "{" || !endOfLoneReference.test(text)) return false;
  }
  return true;
}

const endOfLoneReference = /\s*:\s*"[^"\\]*"\s*\}/y;
