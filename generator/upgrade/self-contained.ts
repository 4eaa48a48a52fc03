import { type JsonObject, keysOf, valueAt } from "../load/pointer.js";
import { mayLeadOut } from "../load/references.js";
import type { SourceSet } from "../load/source-set.js";

/**
 * Whether references need no work: there is one file, and every reference in it names a component that is there. Most documents
 * are like that, and their text tells so in a tenth of the time of a walk.
 */
export function isSelfContained({ entry, sources, missing }: SourceSet, root: JsonObject): boolean {
  if (sources.size > 1 || missing.size > 0 || entry.isEdited === true || mayLeadOut(entry.text)) return false;
  if (/\$(?:id|anchor|self|dynamicAnchor)\b/.test(entry.text)) return false;
  const checked = new Set<string>();
  for (const [, ref = ""] of entry.text.matchAll(/\$ref["']?\s*:\s*["']?([^"'\s,}]*)/g)) {
    if (checked.has(ref)) continue;
    const isPlain = ref.startsWith("#/") && !ref.includes("%");
    if (ref !== "{" && !(isPlain && isComponentPath(keysOf(ref)) && valueAt(root, keysOf(ref)) !== undefined))
      return false;
    checked.add(ref);
  }
  return true;
}

function isComponentPath(keys: readonly string[]): boolean {
  return keys[0] === "components" ? keys.length === 3 : keys.length === 2;
}
