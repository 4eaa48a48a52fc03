import type { Diagnostic } from "../../generator/diagnostics.js";
import type { Api } from "../../generator/model/api.js";
import { buildApi } from "../../generator/model/build-api.js";
import { printDeclaration } from "./print-type.js";

export interface Built {
  readonly api: Api;
  readonly diagnostics: readonly Diagnostic[];
  /** The codes of the diagnostics, each once. */
  readonly codes: readonly string[];
  /** The declarations, as `printDeclaration` prints them, by name. */
  readonly types: Readonly<Record<string, string>>;
}

/** The IR of a document of the newest version, given as a value. */
export function build(root: Readonly<Record<string, unknown>>, uri = "file:///spec.json"): Built {
  const { value: api, diagnostics } = buildApi({
    declaredVersion: "3.2.0",
    uri,
    root: { openapi: "3.2.0", ...root },
    origin: (pointer) => ({ uri, pointer }),
  });
  const printed = Array.from(api.declarations.values(), (declaration) =>
    printDeclaration(declaration).split(/ = (.*)/s, 2),
  );
  const types = Object.fromEntries(printed.map(([name = "", type = ""]) => [name, type]));
  return { api, diagnostics, codes: [...new Set(diagnostics.map(({ code }) => code))], types };
}

/** The IR of a document that consists of schemas. */
export function buildSchemas(schemas: Readonly<Record<string, unknown>>): Built {
  return build({ components: { schemas } });
}
