// What users of an SDK can see: the names that its entry exports, and every declaration reached through them.

import type { ts } from "ts-morph";
import type { OutputFile } from "../emit/output-file.js";
import { isExported, type Module, ModuleGraph, readModule, type Target, type TopLevel } from "./modules.js";
import {
  docsOf,
  isReadonly,
  keyOf,
  readConstant,
  readFunction,
  readMembers,
  readParameters,
  readShape,
  type Scope,
  withTypeParameters,
} from "./read-shape.js";
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

function readDeclaration(
  name: string,
  nodes: readonly TopLevel[],
  scope: Scope,
): Pick<Declaration, "type" | "value"> {
  const { compiler } = scope;
  let type: TypeDeclaration | undefined;
  let value: ValueDeclaration | undefined;
  for (const node of nodes) {
    if (compiler.isInterfaceDeclaration(node) || compiler.isTypeAliasDeclaration(node)) {
      type = readTypeDeclaration(node, scope);
    } else if (compiler.isClassDeclaration(node)) {
      value = readClass(node, scope);
    } else if (compiler.isVariableStatement(node)) {
      value = readVariable(node, name, scope);
    } else {
      value = readOverload(node, value, scope);
    }
  }
  return { ...(type && { type }), ...(value && { value }) };
}

function readTypeDeclaration(
  node: ts.InterfaceDeclaration | ts.TypeAliasDeclaration,
  outer: Scope,
): TypeDeclaration {
  const scope = withTypeParameters(outer, node.typeParameters);
  const common = { ...docsOf(node, scope.file), typeParameters: readTypeParameters(node.typeParameters) };
  if (scope.compiler.isTypeAliasDeclaration(node)) {
    return { ...common, kind: "alias", shape: readShape(node.type, scope) };
  }
  const bases = (node.heritageClauses ?? []).flatMap(({ types }) =>
    types.map((type) => readShape(type, scope)),
  );
  return { ...common, kind: "interface", bases, body: readMembers(node.members, scope) };
}

function readTypeParameters(nodes: readonly ts.TypeParameterDeclaration[] | undefined): TypeParameter[] {
  return (nodes ?? []).map((node) => ({ name: node.name.text, hasDefault: node.default !== undefined }));
}

function readVariable(statement: ts.VariableStatement, name: string, scope: Scope): ValueDeclaration {
  const node = statement.declarationList.declarations.find((each) => each.name.getText(scope.file) === name);
  const initializer = node?.initializer;
  const isTyped = node?.type !== undefined || initializer === undefined;
  return {
    kind: "constant",
    ...docsOf(statement, scope.file),
    shape: isTyped ? readShape(node?.type, scope) : readConstant(initializer, scope),
    internals: isTyped ? (initializer?.getText(scope.file) ?? "") : "",
  };
}

function readOverload(
  node: ts.FunctionDeclaration,
  before: ValueDeclaration | undefined,
  scope: Scope,
): ValueDeclaration {
  const signatures = before?.kind === "function" ? before.signatures : [];
  const body = node.body?.getText(scope.file) ?? "";
  // Of an overloaded function, the implementation is not for callers.
  const isImplementation = body !== "" && signatures.length > 0;
  const documented = before?.kind === "function" ? before : docsOf(node, scope.file);
  return {
    kind: "function",
    docs: documented.docs,
    isDeprecated: documented.isDeprecated,
    signatures: isImplementation ? signatures : [...signatures, readFunction(node, scope)],
    internals: body,
  };
}

function readClass(node: ts.ClassDeclaration, outer: Scope): ValueDeclaration {
  const { compiler, file } = outer;
  const scope = withTypeParameters(outer, node.typeParameters);
  const members: Member[] = [];
  // What a client tells its base class stands in a constant beside it.
  const internals = file.statements
    .filter((statement) => compiler.isVariableStatement(statement) && !isExported(statement, compiler))
    .map((statement) => statement.getText(file));
  let constructorParameters: readonly Parameter[] | undefined;
  for (const element of node.members) {
    if (compiler.isConstructorDeclaration(element)) {
      constructorParameters ??= readParameters(element.parameters, scope);
      internals.push(element.body?.getText(file) ?? "");
      continue;
    }
    const key =
      element.name === undefined || isHidden(element, compiler) ? undefined : keyOf(element.name, scope);
    if (key === undefined) continue;
    const common = { key, ...docsOf(element, file) };
    if (compiler.isPropertyDeclaration(element)) {
      const type = readShape(element.type, scope);
      members.push({
        ...common,
        isOptional: element.questionToken !== undefined,
        isReadonly: isReadonly(element, scope),
        type,
      });
      internals.push(element.initializer?.getText(file) ?? "");
    } else if (compiler.isMethodDeclaration(element)) {
      members.push({ ...common, isOptional: false, isReadonly: true, type: readFunction(element, scope) });
      internals.push(element.body?.getText(file) ?? "");
    } else if (compiler.isGetAccessorDeclaration(element)) {
      members.push({ ...common, isOptional: false, isReadonly: true, type: readShape(element.type, scope) });
      internals.push(element.body?.getText(file) ?? "");
    }
  }
  return {
    kind: "class",
    ...docsOf(node, file),
    typeParameters: readTypeParameters(node.typeParameters),
    bases: (node.heritageClauses ?? []).flatMap(({ types }) => types.map((type) => readShape(type, scope))),
    ...(constructorParameters && { constructorParameters }),
    members,
    internals: internals.join("\n"),
  };
}

function isHidden(node: ts.ClassElement, compiler: typeof ts): boolean {
  const modifiers = compiler.canHaveModifiers(node) ? compiler.getModifiers(node) : undefined;
  return (
    modifiers?.some(
      ({ kind }) =>
        kind === compiler.SyntaxKind.PrivateKeyword ||
        kind === compiler.SyntaxKind.ProtectedKeyword ||
        kind === compiler.SyntaxKind.StaticKeyword,
    ) ?? false
  );
}
