import { isObject } from "../load/pointer.js";
import type { Tag } from "./api.js";
import { docsOf } from "./docs.js";
import { noDocs } from "./types.js";

/** The document's tags, then those that only operations mention. */
export function readTags(declared: unknown, mentioned: Iterable<string>): readonly Tag[] {
  const tags = new Map<string, Tag>();
  for (const tag of Array.isArray(declared) ? declared : []) {
    if (!isObject(tag) || typeof tag.name !== "string" || tags.has(tag.name)) continue;
    const { name, parent } = tag;
    tags.set(name, { name, docs: docsOf(tag), ...(typeof parent === "string" && { parent }) });
  }
  for (const name of mentioned) {
    if (!tags.has(name)) tags.set(name, { name, docs: noDocs });
  }
  return [...tags.values()].map((tag) => withSoundParent(tag, tags));
}

/** Parents that do not exist, or lead back to the tag, are no parents. */
function withSoundParent(tag: Tag, tags: ReadonlyMap<string, Tag>): Tag {
  const seen = new Set([tag.name]);
  for (let parent = tag.parent; parent !== undefined; parent = tags.get(parent)?.parent) {
    if (seen.has(parent) || !tags.has(parent)) return { name: tag.name, docs: tag.docs };
    seen.add(parent);
  }
  return tag;
}
