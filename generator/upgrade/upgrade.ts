import type { Checked, Pointer } from "../diagnostics.js";
import { keysOf, pointerOf } from "../load/pointer.js";
import type { SourceSet } from "../load/source-set.js";
import { detect } from "./detect.js";
import type { Document, Origin } from "./document.js";
import { upgradeOpenApi30 } from "./openapi-3.0.js";
import { upgradeOpenApi31 } from "./openapi-3.1.js";
import { bundle } from "./refs.js";

/** Makes one OpenAPI 3.2 document of the sources, whatever version and however many files they are. */
export function upgrade(set: SourceSet): Checked<Document> {
  const detected = detect(set.entry);
  if (detected.value === undefined) return { value: emptyDocument(set), diagnostics: detected.diagnostics };
  const { version, declaredVersion, root } = detected.value;
  const bundled = bundle(set, root, version);
  const openapi31 = version === "3.0" ? upgradeOpenApi30(bundled.value.root) : bundled.value.root;
  return {
    value: {
      declaredVersion,
      uri: set.entry.uri,
      root: upgradeOpenApi31(openapi31),
      origin: (pointer) => originOf(pointer, bundled.value.moved, set.entry.uri),
    },
    diagnostics: [...detected.diagnostics, ...bundled.diagnostics],
  };
}

function emptyDocument({ entry }: SourceSet): Document {
  return {
    declaredVersion: "",
    uri: entry.uri,
    root: { openapi: "3.2.0", paths: {} },
    origin: (pointer) => ({ uri: entry.uri, pointer }),
  };
}

/** The innermost part around `pointer` that was moved tells where the rest is. */
function originOf(pointer: Pointer, moved: ReadonlyMap<Pointer, Origin>, entryUri: string): Origin {
  const keys = keysOf(pointer);
  for (let length = keys.length; length > 0; length--) {
    const origin = moved.get(pointerOf(keys.slice(0, length)));
    if (origin !== undefined)
      return { uri: origin.uri, pointer: origin.pointer + pointerOf(keys.slice(length)).slice(1) };
  }
  return { uri: entryUri, pointer };
}
