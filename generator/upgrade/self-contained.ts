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
  for (const ref of referenceTexts(entry.text)) {
    if (checked.has(ref)) continue;
    const isPlain = ref.startsWith("#/") && !ref.includes("%");
    if (ref !== "{" && !(isPlain && isComponentPath(keysOf(ref)) && valueAt(root, keysOf(ref)) !== undefined))
      return false;
    checked.add(ref);
  }
  return true;
}

/** Whatever stands after each `$ref`. Large documents have fifty thousand: no array is made for each. */
function* referenceTexts(text: string): Iterable<string> {
  for (let at = text.indexOf("$ref"); at !== -1; at = text.indexOf("$ref", at + 4)) {
    start.lastIndex = at + 4;
    if (!start.test(text)) continue;
    end.lastIndex = start.lastIndex;
    end.test(text);
    yield text.slice(start.lastIndex, end.lastIndex);
  }
}

const start = /["']?\s*:\s*["']?/y;
const end = /[^"'\s,}]*/y;

function isComponentPath(keys: readonly string[]): boolean {
  return keys[0] === "components" ? keys.length === 3 : keys.length === 2;
}
