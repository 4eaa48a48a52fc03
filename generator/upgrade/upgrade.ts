import type { Checked, Diagnostic, Pointer } from "../diagnostics.js";
import { keysOf, pointerOf } from "../load/pointer.js";
import type { SourceSet } from "../load/source-set.js";
import { detect, type Version } from "./detect.js";
import type { Document, Origin } from "./document.js";
import { isOpenApi31Already, upgradeOpenApi30 } from "./openapi-3.0.js";
import { upgradeOpenApi31 } from "./openapi-3.1.js";
import { bundle } from "./refs.js";
import { type Upgraded, upgradeSwagger20 } from "./swagger-2.0.js";

/** Makes one OpenAPI 3.2 document of the sources, whatever version and however many files they are. */
export function upgrade(set: SourceSet): Checked<Document> {
  const detected = detect(set.entry);
  if (detected.value === undefined) return { value: emptyDocument(set), diagnostics: detected.diagnostics };
  const { version, declaredVersion, root } = detected.value;

  const bundled = bundle(set, root, version);
  const openapi30: Upgraded =
    version === "2.0"
      ? upgradeSwagger20(bundled.value.root)
      : { root: bundled.value.root, moved: () => new Map(), diagnostics: [] };
  const openapi31 = needsUpgradeTo31(set, version)
    ? upgradeOpenApi30(openapi30.root, version)
    : openapi30.root;
  const openapi32 = upgradeOpenApi31(openapi31);

  const sourceOf = (pointer: Pointer): Origin => {
    const { prefix, rest } = longestMoved(pointer, bundled.value.moved) ?? {};
    if (prefix !== undefined) return { uri: prefix.uri, pointer: prefix.pointer + rest };
    return { uri: set.entry.uri, pointer };
  };
  const origin = (pointer: Pointer): Origin => {
    const { prefix, rest } = longestMoved(pointer, openapi30.moved()) ?? {};
    return sourceOf(prefix === undefined ? pointer : prefix + rest);
  };
  const placed = openapi30.diagnostics.map(
    (diagnostic): Diagnostic => ({ ...diagnostic, ...sourceOf(diagnostic.pointer ?? "#") }),
  );
  return {
    value: { declaredVersion, uri: set.entry.uri, root: openapi32, origin },
    diagnostics: [...detected.diagnostics, ...bundled.diagnostics, ...placed],
  };
}

function needsUpgradeTo31({ entry, sources }: SourceSet, version: Version): version is "2.0" | "3.0" {
  if (version === "3.1" || version === "3.2") return false;
  const isTextTelling =
    version === "3.0" && entry.format === "json" && entry.isEdited !== true && sources.size === 1;
  return !(isTextTelling && isOpenApi31Already(entry.text));
}

function emptyDocument({ entry }: SourceSet): Document {
  return {
    declaredVersion: "",
    uri: entry.uri,
    root: { openapi: "3.2.0", paths: {} },
    origin: (pointer) => ({ uri: entry.uri, pointer }),
  };
}

/** The innermost thing around `pointer` that was moved tells where the rest was. */
function longestMoved<Place>(
  pointer: Pointer,
  moved: ReadonlyMap<Pointer, Place>,
): { readonly prefix: Place; readonly rest: string } | undefined {
  const keys = keysOf(pointer);
  for (let length = keys.length; length > 0; length--) {
    const prefix = moved.get(pointerOf(keys.slice(0, length)));
    if (prefix !== undefined) return { prefix, rest: pointerOf(keys.slice(length)).slice(1) };
  }
  return undefined;
}
