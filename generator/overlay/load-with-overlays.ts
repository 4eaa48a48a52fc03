import type { Checked, Diagnostic } from "../diagnostics.js";
import { type LoadOptions, load } from "../load/load.js";
import { readOptionsFor } from "../load/read.js";
import type { Source, SourceSet } from "../load/source-set.js";

/** Loads the document as `overlays` (paths or URLs) change it: what they add may refer to further files. */
export async function loadWithOverlays(
  input: string,
  overlays: readonly string[],
  options: LoadOptions,
): Promise<Checked<SourceSet | undefined>> {
  if (overlays.length === 0) return await load(input, options);
  const applied: Source[] = [];
  const edit = async (entry: Source): Promise<Checked<Source>> => {
    const { applyOverlay } = await import("./overlay.js");
    const diagnostics: Diagnostic[] = [];
    let value = entry.value;
    for (const path of overlays) {
      const overlay = await load(path, readOptionsFor(path, input, options));
      diagnostics.push(...overlay.diagnostics);
      if (overlay.value === undefined) continue;
      const source = overlay.value.entry;
      const edited = await applyOverlay(value, source);
      diagnostics.push(...edited.diagnostics);
      value = edited.value;
      applied.push(source);
    }
    return { value: value === entry.value ? entry : { ...entry, value, isEdited: true }, diagnostics };
  };
  const { value, diagnostics } = await load(input, { ...options, edit });
  return { value: value && { ...value, overlays: applied }, diagnostics };
}
