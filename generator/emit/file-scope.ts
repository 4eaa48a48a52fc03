// What printing needs to know about the file that the text will stand in.

import type { Api, DeclarationId } from "../model/api.js";
import type { Names } from "../naming/names.js";
import { createImports, type Imports } from "./imports.js";
import { runtimePackage } from "./runtime-symbols.js";
import type { TypeScope } from "./types.js";

/** What the user decides about the text of all files. */
export interface Layout {
  /** What imports of files end with. */
  readonly extension: ".js" | ".ts" | "";
}

export interface FileScope {
  readonly imports: Imports;
  /** Types of what is received: bytes are a `Uint8Array`. */
  readonly received: TypeScope;
  /** Types of what is sent: bytes may be anything that holds some. */
  readonly sent: TypeScope;
  /** Types of the parts of a multipart body: bytes may carry a file's name and type. */
  readonly parts: TypeScope;
}

export interface FileScopeOptions {
  /** What the file declares. */
  readonly declared: Iterable<string>;
  /** The path of the models from here; absent in the file of the models itself. */
  readonly modelsPath?: string;
}

export function fileScope(api: Api, names: Names, { declared, modelsPath }: FileScopeOptions): FileScope {
  const imports = createImports({ declared, runtimePath: runtimePackage });
  const declaration = (id: DeclarationId): string => {
    const name = names.declarations.get(id);
    // The model promises that no reference dangles; naming, that every declaration has a name.
    if (name === undefined) throw new Error(`No name for the declaration "${id}".`);
    return modelsPath === undefined ? name : imports.type(name, modelsPath);
  };
  const lookUp = api.declarations.get.bind(api.declarations);
  return {
    imports,
    received: { declaration, lookUp, binary: () => "Uint8Array" },
    sent: { declaration, lookUp, binary: () => imports.runtime("BinaryInput") },
    parts: { declaration, lookUp, binary: () => imports.runtime("FileInput") },
  };
}
