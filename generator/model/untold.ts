import type { Checked, Diagnostic } from "../diagnostics.js";
import type { Document } from "../upgrade/document.js";

/** Without the references to nothing that the references' own stage, which knows more about them, has told of. */
export function untold<Value>(
  built: Checked<Value>,
  document: Document,
  told: readonly Diagnostic[],
): Checked<Value> {
  const code = "ref-not-found";
  const places = new Set(
    told.filter((one) => one.code === code).map(({ uri, pointer }) => `${uri}${pointer}`),
  );
  const isTold = ({ pointer }: Diagnostic): boolean => {
    const origin = document.origin(`${pointer}/$ref`);
    return places.has(`${origin.uri}${origin.pointer}`);
  };
  return {
    value: built.value,
    diagnostics: built.diagnostics.filter((one) => one.code !== code || !isTold(one)),
  };
}
