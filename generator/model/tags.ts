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

/** A parent that does not exist, or leads back to the tag, is none. */
function withSoundParent(tag: Tag, tags: ReadonlyMap<string, Tag>): Tag {
  const orphan: Tag = { name: tag.name, docs: tag.docs };
  if (tag.parent !== undefined && !tags.has(tag.parent)) return orphan;
  const seen = new Set<string>();
  for (let parent = tag.parent; parent !== undefined; parent = tags.get(parent)?.parent) {
    if (parent === tag.name) return orphan;
    // A circle further up is theirs to break.
    if (seen.has(parent)) return tag;
    seen.add(parent);
  }
  return tag;
}
