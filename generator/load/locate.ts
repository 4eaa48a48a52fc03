import type { Pointer } from "../diagnostics.js";
import { keysOf } from "./pointer.js";
import type { Source } from "./source-set.js";
import type { TextRange, Wanted } from "./wanted.js";

// Finds where in a text something stands that is known by its pointer. That takes a pass over the text, or
// over what the parser noted of it, so it happens only for what is shown to the user, and once per file for all of it.

/**
 * The places of `pointers` in a source: a scalar's own range, and the key of what is larger. If there is no such
 * place (what is missing cannot be pointed at), it is the closest thing around it.
 */
export async function locate(
  source: Source,
  pointers: readonly Pointer[],
): Promise<(TextRange | undefined)[]> {
  const root: Wanted = { children: new Map(), range: undefined };
  const paths = pointers.map((pointer) => pathTo(root, keysOf(pointer)));
  await fillIn(source, root);
  return paths.map((path) => path.findLast((wanted) => wanted.range !== undefined)?.range);
}

async function fillIn(source: Source, root: Wanted): Promise<void> {
  if (source.format === "json") {
    const { locateInJson } = await import("./locate-json.js");
    locateInJson(source.text, root);
    return;
  }
  const { locateInYaml } = await import("./locate-yaml.js");
  await locateInYaml(source, root);
}

function pathTo(root: Wanted, keys: readonly string[]): Wanted[] {
  const path = [root];
  let parent = root;
  for (const key of keys) {
    const child = parent.children.get(key) ?? { children: new Map(), range: undefined };
    parent.children.set(key, child);
    path.push(child);
    parent = child;
  }
  return path;
}
