// `models.ts`: every named type of the document, sorted by name, and the values of its enums. Where there are very
// many, the types are in `models/0.ts` to `models/f.ts`, and `models.ts` exports them all.

import type { Api, Declaration, DeclarationId } from "../model/api.js";
import { compareText } from "../naming/claims.js";
import type { Names } from "../naming/names.js";
import { fileHeader } from "./file-header.js";
import { fileScope, type Layout } from "./file-scope.js";
import { stringLiteral } from "./literals.js";
import { type ModelView, modelView } from "./model-view.js";
import { type OutputFile, renderFile } from "./output-file.js";
import { partDeclarations } from "./part-declarations.js";

/**
 * More types than this are too much for one file. Editors would like it lower, but types that reach into other files cost
 * the user's tsc: a fifth of all its time for GitHub's thousand.
 */
const mostInOneFile = 1_500;

/** The first one is `models.ts`; none where the document names no types. */
export function modelsFiles(api: Api, names: Names, layout: Layout): readonly OutputFile[] {
  const all = [...api.declarations.values()];
  if (all.length === 0) return [];
  const ofParts = partDeclarations(api);
  if (all.length <= mostInOneFile) return [modelsFile(all, "models.ts", ofParts, api, names, layout)];
  const parts = new Map<string, Declaration[]>();
  for (const declaration of all) {
    const part = partOf(declaration);
    const known = parts.get(part);
    if (known === undefined) parts.set(part, [declaration]);
    else known.push(declaration);
  }
  const files = [...parts]
    .sort(([a], [b]) => compareText(a, b))
    .map(([part, own]) => modelsFile(own, `models/${part}.ts`, ofParts, api, names, layout));
  const modules = files.map(({ path }) => ({
    path: stringLiteral(`./${path.slice(0, -".ts".length)}${layout.extension}`),
  }));
  return [
    renderFile("models.ts", "models", { header: fileHeader, imports: "", modules, models: [] }),
    ...files,
  ];
}

function modelsFile(
  declarations: readonly Declaration[],
  path: string,
  ofParts: ReadonlySet<DeclarationId>,
  api: Api,
  names: Names,
  layout: Layout,
): OutputFile {
  const named = declarations.map((declaration) => ({
    declaration,
    name: names.declarations.get(declaration.id)!,
  }));
  const own = new Set(declarations.map(({ id }) => id));
  const scope = fileScope(api, names, {
    declared: named.map(({ name }) => name),
    layout,
    root: path.includes("/") ? "../" : "./",
    modelsPath: (id) =>
      // References never dangle.
      own.has(id) ? undefined : `./${partOf(api.declarations.get(id)!)}${layout.extension}`,
  });
  const models = named
    .sort((a, b) => compareText(a.name, b.name))
    .map(({ declaration, name }): ModelView => {
      const { id, shape, source } = declaration;
      const readName = shape === "write" ? names.declarations.get(source) : undefined;
      return modelView(declaration, name, readName, ofParts.has(id) ? scope.parts : scope.values);
    });
  const view = { header: fileHeader, imports: scope.imports.print(), modules: [], models };
  return renderFile(path, "models", view);
}

/**
 * Depends on the schema's own place and on nothing else, so that no other schema moves it; both shapes of one are
 * together. First letters or words would be easier to guess, and put two thirds of GitHub under "Webhook".
 */
function partOf({ source }: Declaration): string {
  // FNV-1a.
  let hash = 0x811c9dc5;
  for (let index = 0; index < source.length; index++)
    hash = Math.imul(hash ^ source.charCodeAt(index), 0x01000193);
  return ((hash ^ (hash >>> 16)) & 0xf).toString(16);
}
