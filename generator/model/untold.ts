import type { Checked, Diagnostic } from "../diagnostics.js";
import type { Document } from "../upgrade/document.js";

/** Without what follows from references to nothing: their own stage, which knows more about them, has told of those. */
export function untold<Value>(
  built: Checked<Value>,
  document: Document,
  told: readonly Diagnostic[],
): Checked<Value> {
  const places = new Set(
    told
      .filter(({ code }) => code === "ref-not-found" || code === "mapping-not-found")
      .map(({ uri, pointer }) => `${uri}${pointer}`),
  );
  const isTold = ({ pointer = "#" }: Diagnostic): boolean =>
    // A mapping's entry is a reference itself.
    [`${pointer}/$ref`, pointer].some((place) => {
      const origin = document.origin(place);
      return places.has(`${origin.uri}${origin.pointer}`);
    });
  if (places.size === 0) return built;
  return { value: built.value, diagnostics: built.diagnostics.filter((one) => !isTold(one)) };
}
