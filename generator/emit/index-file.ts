// `index.ts`: what 95 % of all imports name.

import type { Api } from "../model/api.js";
import { compareText } from "../naming/claims.js";
import type { Names } from "../naming/names.js";
import { indexOAuthValues, indexRuntimeTypes, indexRuntimeValues } from "../naming/reserved.js";
import { fileHeader } from "./file-header.js";
import { classPath, type Layout, runtimePath } from "./file-scope.js";
import { stringLiteral } from "./literals.js";
import { type OutputFile, renderFile } from "./output-file.js";

export interface IndexContents {
  readonly api: Api;
  readonly names: Names;
  /** Types that the client's file exports beside the class. */
  readonly clientTypes: readonly string[];
  /** Paths without extension. */
  readonly modules: readonly string[];
}

export function indexFile({ api, names, clientTypes, modules }: IndexContents, layout: Layout): OutputFile {
  const view = {
    header: fileHeader,
    className: names.client.className,
    clientTypes: clientTypes.toSorted(compareText).join(", "),
    clientPath: stringLiteral(`./client${layout.extension}`),
    classPath: stringLiteral(classPath(layout, "client", "./")),
    runtimePath: stringLiteral(runtimePath(layout, "./")),
    runtimeNames: [
      ...indexRuntimeValues,
      ...(usesOAuth(api) ? indexOAuthValues : []),
      ...indexRuntimeTypes.map((name) => `type ${name}`),
    ].join(", "),
    modules: [...modules, ...(layout.extensions.has("index") ? ["extensions/index"] : [])].map((module) => ({
      path: stringLiteral(`./${module}${layout.extension}`),
    })),
  };
  return renderFile("index.ts", "index", view);
}

/** Whether a person may have to agree to something before there is a token. */
function usesOAuth({ securitySchemes }: Api): boolean {
  return securitySchemes.some(({ kind }) => kind === "oauth2" || kind === "openid-connect");
}
