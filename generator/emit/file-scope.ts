// What printing needs to know about the file that the text will stand in.

import type { Api, DeclarationId, Type } from "../model/api.js";
import type { Names } from "../naming/names.js";
import type { Codecs } from "./codecs.js";
import { createImports, type Imports } from "./imports.js";
import { type Data, verbatim } from "./literals.js";
import { runtimeFolder, runtimePackage } from "./runtime-symbols.js";
import type { TypeScope } from "./types.js";

/** What the user decides about the text of all files. */
export interface Layout {
  /** What imports of files end with. */
  readonly extension: ".js" | ".ts" | "";
  /** Whether the SDK has its own copy of the runtime. */
  readonly isInline: boolean;
  /** Hand-written files: paths below `extensions/` without `.ts`, each the path of what it extends. */
  readonly extensions: ReadonlySet<string>;
  /** What JSON cannot say, wherever it stands. */
  readonly codecs: Codecs;
}

/** The way from a file to the root of the SDK. */
export type WayToRoot = "./" | "../";

/** What a file imports the runtime as. */
export function runtimePath({ isInline, extension }: Layout, root: WayToRoot): string {
  return isInline ? `${root}${runtimeFolder}/codegen/index${extension}` : runtimePackage;
}

/** What a file imports a class from: the generated file, or the hand-written one that extends it. */
export function classPath({ extension, extensions }: Layout, path: string, root: WayToRoot): string {
  if (extensions.has(path)) return `${root}extensions/${path}${extension}`;
  // Only resources import resources from below the root: their neighbours.
  return root === "../" ? `./${path.replace("resources/", "")}${extension}` : `./${path}${extension}`;
}

/** How values become what JSON can say, and back. */
export type Coding = { readonly codec: Data; readonly encode?: Data };

export interface FileScope {
  readonly imports: Imports;
  /** Types of values, sent and received: what is called bytes inside of JSON is text there. */
  readonly values: TypeScope;
  /** Types of the parts of a multipart body: bytes may carry a file's name and type. */
  readonly parts: TypeScope;
  /** What the runtime has to do with a type that is received; undefined for nothing. */
  receivedCodec(type: Type): Data | undefined;
  /** The fields of a descriptor that say so. */
  receivedCoding(type: Type): Coding | undefined;
  /** Those of what is sent: only text that stands for a number is not written as it is. */
  sentCoding(type: Type): Coding | undefined;
}

export interface FileScopeOptions {
  /** What the file declares. */
  readonly declared: Iterable<string>;
  readonly layout: Layout;
  readonly root: WayToRoot;
  /** Where a file of models finds the others: the path to import a declaration from, none for its own. */
  readonly modelsPath?: (id: DeclarationId) => string | undefined;
}

export function fileScope(
  api: Api,
  names: Names,
  { declared, layout, root, modelsPath }: FileScopeOptions,
): FileScope {
  const imports = createImports({ declared, runtimePath: runtimePath(layout, root) });
  const entryPath = `${root}models${layout.extension}`;
  const declaration = (id: DeclarationId): string => {
    const name = names.declarations.get(id);
    // The model promises that no reference dangles; naming, that every declaration has a name.
    if (name === undefined) throw new Error(`No name for the declaration "${id}".`);
    const path = modelsPath === undefined ? entryPath : modelsPath(id);
    return path === undefined ? name : imports.type(name, path);
  };
  const { codecs } = layout;
  const { scalars } = codecs;
  const codecOf = (type: Type): Data | undefined =>
    codecs.codecOf(type, (name) => imports.value(name, `${root}codecs${layout.extension}`));
  const lookUp = api.declarations.get.bind(api.declarations);
  return {
    imports,
    values: { declaration, lookUp, scalars, binary: () => "string" },
    parts: { declaration, lookUp, scalars, binary: () => imports.runtime("FileInput") },
    receivedCodec: codecOf,
    receivedCoding: (type) => {
      const codec = codecOf(type);
      return codec === undefined ? undefined : { codec };
    },
    sentCoding: (type) => {
      const codec = scalars.int64 === "string" ? codecOf(type) : undefined;
      return codec === undefined ? undefined : { codec, encode: verbatim(imports.runtime("encodeValue")) };
    },
  };
}
