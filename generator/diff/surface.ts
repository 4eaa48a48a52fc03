// What users of an SDK can see: the names that its entry exports, and every declaration reached through them.

import type { ts } from "ts-morph";
import type { OutputFile } from "../emit/output-file.js";
import { type Module, ModuleGraph, readModule, type Target } from "./modules.js";
import { readDeclaration } from "./read-declaration.js";
import type { Scope } from "./read-shape.js";
import type {
  DeclarationId,
  Documented,
  FunctionShape,
  Member,
  ObjectShape,
  Parameter,
  Shape,
} from "./shape.js";

export interface Surface {
  /** By exported name. */
  readonly exports: ReadonlyMap<string, Export>;
  /** Everything reachable from the exports. */
  readonly declarations: ReadonlyMap<DeclarationId, Declaration>;
}

export type Export =
  | { readonly kind: "declaration"; readonly id: DeclarationId }
  /** Of the runtime or another package. */
  | { readonly kind: "external" };

/** A name, which may mean a type, a value or both. */
export interface Declaration {
  readonly id: DeclarationId;
  readonly name: string;
  readonly type?: TypeDeclaration;
  readonly value?: ValueDeclaration;
}

export type TypeDeclaration = Documented & { readonly typeParameters: readonly TypeParameter[] } & (
    | { readonly kind: "interface"; readonly bases: readonly Shape[]; readonly body: ObjectShape }
    | { readonly kind: "alias"; readonly shape: Shape }
  );

export interface TypeParameter {
  readonly name: string;
  readonly hasDefault: boolean;
}

/** `internals` is the code that callers do not see: that it differs is all that can be said of it. */
export type ValueDeclaration = Documented & { readonly internals: string } & (
    | { readonly kind: "function"; readonly signatures: readonly FunctionShape[] }
    | { readonly kind: "constant"; readonly shape: Shape }
    | {
        readonly kind: "class";
        readonly typeParameters: readonly TypeParameter[];
        readonly bases: readonly Shape[];
        /** Absent when inherited. */
        readonly constructorParameters?: readonly Parameter[];
        /** Public ones. */
        readonly members: readonly Member[];
      }
  );

const entries = ["index.ts", "index.mts", "index.d.ts", "index.d.mts", "src/index.ts", "dist/index.d.ts"];

/**
 * The surface of an SDK, read from its files: sources or declaration files. Files below `runtime/` count as the
 * runtime, which is compared by name only.
 *
 * @throws Error if there is no entry among the files
 */
export async function readSurface(files: readonly OutputFile[]): Promise<Surface> {
  const entry = entries.find((path) => files.some((file) => file.path === path));
  if (entry === undefined)
    throw new Error(`There is no SDK in these files: none of them is ${entries[0]} or ${entries[2]}.`);
  const { ts: compiler } = await import("ts-morph");
  const sources = files.filter(({ path }) => /\.[cm]?ts$/.test(path) && !path.startsWith("runtime/"));
  const graph = new ModuleGraph(sources.map((file) => readModule(file, compiler)));
  const root = graph.get(entry);
  // The entry is one of the files that the graph was made of.
  if (root === undefined) throw new Error(`"${entry}" cannot be read.`);
  return collect(root, graph, compiler);
}

type Declared = Target & { kind: "declared" };

/** The same for an SDK's source and its compiled declarations. */
function placeOf({ module, name }: Declared): string {
  return `${module.path.replace(/(?:\.d)?(\.[cm]?ts)$/, "$1")}#${name}`;
}

function collect(root: Module, graph: ModuleGraph, compiler: typeof ts): Surface {
  const exports = new Map<string, Export>();
  /** By file and local name. */
  const publicNames = new Map<string, DeclarationId>();
  const waiting: Declared[] = [];
  const named = [...graph.exported(root)].sort(([a], [b]) => (a < b ? -1 : 1));
  for (const [name, target] of named) {
    if (target.kind === "external") {
      exports.set(name, { kind: "external" });
      continue;
    }
    // A declaration that goes by two names is known by the first of them.
    const id = publicNames.get(placeOf(target)) ?? name;
    publicNames.set(placeOf(target), id);
    exports.set(name, { kind: "declaration", id });
    waiting.push(target);
  }

  const idOf = (target: Declared): DeclarationId => publicNames.get(placeOf(target)) ?? placeOf(target);
  const declarations = new Map<DeclarationId, Declaration>();
  for (let target = waiting.pop(); target !== undefined; target = waiting.pop()) {
    const { module, name } = target;
    const id = idOf(target);
    if (declarations.has(id)) continue;
    const scope: Scope = {
      compiler,
      file: module.file,
      typeParameters: new Set(),
      resolve: (path) => {
        const [first = "", second] = path;
        const found = graph.local(module, first, second);
        if (found?.kind !== "declared") return { kind: "external" };
        waiting.push(found);
        return { kind: "reference", id: idOf(found) };
      },
    };
    const nodes = module.declared.get(name) ?? [];
    declarations.set(id, {
      id,
      name: id.slice(id.lastIndexOf("#") + 1),
      ...readDeclaration(name, nodes, scope),
    });
  }
  return { exports, declarations };
}
