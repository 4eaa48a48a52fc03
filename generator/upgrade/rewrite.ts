import { type JsonObject, setOwn } from "../load/pointer.js";
import { type Shape, shapeOfField } from "../load/shapes.js";

/** Rewrites the children of an object, by other rules from there on if `rewrite` is given. */
export type Children = (object: JsonObject, rewrite?: Rewrite) => JsonObject;

/**
 * Decides what stands at a place where the grammar has an object: `children(object)` to keep it and go on below it.
 * `path` is only valid during the call.
 */
export type Rewrite = (
  object: JsonObject,
  shape: Shape,
  path: readonly string[],
  children: Children,
) => unknown;

/** Rewrites a value from the top down; whatever does not change is shared with the input, not copied. */
export function rewriteTree(
  value: unknown,
  shape: Shape,
  rewrite: Rewrite,
  path: readonly string[] = [],
): unknown {
  return rewriteValue(value, shape, rewrite, [...path]);
}

function rewriteValue(value: unknown, shape: Shape, rewrite: Rewrite, path: string[]): unknown {
  if (typeof value !== "object" || value === null) return value;
  // A list where the grammar has one object (`items: [a, b]` of old drafts) is a list of such objects.
  if (Array.isArray(value)) return rewriteList(value, shape.each ?? shape, rewrite, path);
  return rewrite(value as JsonObject, shape, path, (object, next = rewrite) =>
    rewriteFields(object, shape, next, path),
  );
}

function rewriteFields(object: JsonObject, shape: Shape, rewrite: Rewrite, path: string[]): JsonObject {
  let copy: Record<string, unknown> | undefined;
  for (const key of Object.keys(object)) {
    const child = object[key];
    if (typeof child !== "object" || child === null) continue;
    const childShape = shapeOfField(shape, key);
    if (childShape === undefined) continue;
    path.push(key);
    const rewritten = rewriteValue(child, childShape, rewrite, path);
    path.pop();
    if (rewritten === child) continue;
    copy ??= { ...object };
    setOwn(copy, key, rewritten);
  }
  return copy ?? object;
}

function rewriteList(
  list: readonly unknown[],
  shape: Shape,
  rewrite: Rewrite,
  path: string[],
): readonly unknown[] {
  let copy: unknown[] | undefined;
  for (const [index, item] of list.entries()) {
    if (typeof item !== "object" || item === null) continue;
    path.push(String(index));
    const rewritten = rewriteValue(item, shape, rewrite, path);
    path.pop();
    if (rewritten === item) continue;
    copy ??= [...list];
    copy[index] = rewritten;
  }
  return copy ?? list;
}
