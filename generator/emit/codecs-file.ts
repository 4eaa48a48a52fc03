// `codecs.ts`: what the runtime converts on the way in and out, by named type.

import { fileHeader } from "./file-header.js";
import { type Layout, runtimePath } from "./file-scope.js";
import { createImports } from "./imports.js";
import { type OutputFile, renderFile } from "./output-file.js";

/** To be called when all other files are made; undefined where none of them mentions a codec. */
export function codecsFile(layout: Layout): OutputFile | undefined {
  const codecs = layout.codecs.declarations();
  if (codecs.length === 0) return undefined;
  const imports = createImports({
    declared: codecs.map(({ name }) => name),
    runtimePath: runtimePath(layout, "./"),
  });
  const view = { header: fileHeader, type: imports.runtime("Codec"), codecs };
  return renderFile("codecs.ts", "codecs", { ...view, imports: imports.print() });
}
