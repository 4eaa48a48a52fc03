// `models.ts`: every named type of the document, sorted by name, and the values of its enums.

import type { Api, Declaration } from "../model/api.js";
import { compareText } from "../naming/claims.js";
import type { Names } from "../naming/names.js";
import { fileHeader } from "./file-header.js";
import { fileScope, type Layout } from "./file-scope.js";
import { type ModelView, modelView } from "./model-view.js";
import type { OutputFile } from "./output-file.js";
import { sentDeclarations } from "./sent-declarations.js";
import { renderTemplate } from "./templates.js";

/** Undefined where the document names no types. */
export function modelsFile(api: Api, names: Names, layout: Layout): OutputFile | undefined {
  if (api.declarations.size === 0) return undefined;
  const scope = fileScope(api, names, {
    declared: names.declarations.values(),
    layout,
    root: "./",
    isModels: true,
  });
  const sent = sentDeclarations(api);
  const models = sorted(api, names).map(([name, declaration]): ModelView => {
    return modelView(declaration, name, sent.has(declaration.id) ? scope.parts : scope.received);
  });
  return {
    path: "models.ts",
    text: renderTemplate("models", { header: fileHeader, imports: scope.imports.print(), models }),
  };
}

function sorted(api: Api, names: Names): [string, Declaration][] {
  const named = [...api.declarations.values()].map((declaration): [string, Declaration] => [
    names.declarations.get(declaration.id)!,
    declaration,
  ]);
  return named.sort(([a], [b]) => compareText(a, b));
}
