// The files of an SDK as modules: what each declares, imports and exports, by syntax alone.

import type { ts } from "ts-morph";
import type { OutputFile } from "../emit/output-file.js";

export type TopLevel =
  | ts.InterfaceDeclaration
  | ts.TypeAliasDeclaration
  | ts.FunctionDeclaration
  | ts.ClassDeclaration
  | ts.VariableStatement;

/** Where a name comes from: another file of the SDK, or a package. `name` is `*` for the whole module. */
interface Origin {
  readonly specifier: string;
  readonly name: string;
}

export interface Module {
  readonly path: string;
  readonly file: ts.SourceFile;
  /** By local name; a type and a value, or overloads, may share one. */
  readonly declared: ReadonlyMap<string, readonly TopLevel[]>;
  readonly imports: ReadonlyMap<string, Origin>;
  /** By exported name: a local name, or where it is re-exported from. */
  readonly exports: ReadonlyMap<string, string | Origin>;
  /** `export * from`. */
  readonly stars: readonly string[];
}

/** What an exported or local name leads to. */
export type Target =
  | { readonly kind: "declared"; readonly module: Module; readonly name: string }
  | { readonly kind: "external"; readonly specifier: string; readonly name: string };

export function readModule({ path, text }: OutputFile, compiler: typeof ts): Module {
  const file = compiler.createSourceFile(path, text, {
    languageVersion: compiler.ScriptTarget.Latest,
    // Doc comments are read as text where they are needed.
    jsDocParsingMode: compiler.JSDocParsingMode.ParseNone,
  });
  const declared = new Map<string, TopLevel[]>();
  const imports = new Map<string, Origin>();
  const exports = new Map<string, string | Origin>();
  const stars: string[] = [];

  const declare = (node: TopLevel, name: string, isExported: boolean): void => {
    declared.set(name, [...(declared.get(name) ?? []), node]);
    if (isExported) exports.set(name, name);
  };
  for (const statement of file.statements) {
    if (compiler.isImportDeclaration(statement)) {
      for (const [local, origin] of importedNames(statement, compiler)) imports.set(local, origin);
    } else if (compiler.isExportDeclaration(statement)) {
      const specifier = specifierOf(statement.moduleSpecifier, compiler);
      const clause = statement.exportClause;
      if (clause === undefined) {
        if (specifier !== undefined) stars.push(specifier);
      } else if (compiler.isNamespaceExport(clause)) {
        if (specifier !== undefined) exports.set(clause.name.text, { specifier, name: "*" });
      } else {
        for (const element of clause.elements) {
          const name = (element.propertyName ?? element.name).text;
          exports.set(element.name.text, specifier === undefined ? name : { specifier, name });
        }
      }
    } else if (compiler.isVariableStatement(statement)) {
      const isExported = hasExport(statement, compiler);
      for (const node of statement.declarationList.declarations) {
        if (compiler.isIdentifier(node.name)) declare(statement, node.name.text, isExported);
      }
    } else if (
      compiler.isInterfaceDeclaration(statement) ||
      compiler.isTypeAliasDeclaration(statement) ||
      compiler.isFunctionDeclaration(statement) ||
      compiler.isClassDeclaration(statement)
    ) {
      if (statement.name !== undefined)
        declare(statement, statement.name.text, hasExport(statement, compiler));
    }
  }
  return { path, file, declared, imports, exports, stars };
}

function* importedNames(node: ts.ImportDeclaration, compiler: typeof ts): Iterable<[string, Origin]> {
  const specifier = specifierOf(node.moduleSpecifier, compiler);
  const clause = node.importClause;
  if (specifier === undefined || clause === undefined) return;
  if (clause.name !== undefined) yield [clause.name.text, { specifier, name: "default" }];
  const bindings = clause.namedBindings;
  if (bindings === undefined) return;
  if (compiler.isNamespaceImport(bindings)) yield [bindings.name.text, { specifier, name: "*" }];
  else
    for (const element of bindings.elements) {
      yield [element.name.text, { specifier, name: (element.propertyName ?? element.name).text }];
    }
}

function specifierOf(node: ts.Expression | undefined, compiler: typeof ts): string | undefined {
  return node !== undefined && compiler.isStringLiteral(node) ? node.text : undefined;
}

function hasExport(node: ts.HasModifiers, compiler: typeof ts): boolean {
  return compiler.getModifiers(node)?.some(({ kind }) => kind === compiler.SyntaxKind.ExportKeyword) ?? false;
}

/** All modules of an SDK, by path, and the ways between them. */
export class ModuleGraph {
  readonly #modules: ReadonlyMap<string, Module>;

  constructor(modules: Iterable<Module>) {
    this.#modules = new Map([...modules].map((module) => [module.path, module]));
  }

  get(path: string): Module | undefined {
    return this.#modules.get(path);
  }

  /** What `name` means inside the module, or `name.member` where `name` is an imported module; undefined for a global. */
  local(module: Module, name: string, member?: string): Target | undefined {
    if (member !== undefined) {
      const namespace = module.imports.get(name);
      if (namespace?.name !== "*") return undefined;
      return this.#follow(module, { specifier: namespace.specifier, name: member }, new Set());
    }
    if (module.declared.has(name)) return { kind: "declared", module, name };
    const origin = module.imports.get(name);
    return origin === undefined ? undefined : this.#follow(module, origin, new Set());
  }

  /** What the module exports under the name. */
  exported(module: Module, name: string): Target | undefined {
    return this.#exported(module, name, new Set());
  }

  /** Every name that the module exports; of a package that it re-exports whole, the package: `* from "x"`. */
  exportedNames(module: Module, seen: Set<Module> = new Set()): Set<string> {
    if (seen.has(module)) return new Set();
    seen.add(module);
    const names = new Set(module.exports.keys());
    for (const specifier of module.stars) {
      const other = this.#module(module, specifier);
      if (other === undefined) names.add(`* from "${specifier}"`);
      else for (const name of this.exportedNames(other, seen)) names.add(name);
    }
    return names;
  }

  #exported(module: Module, name: string, seen: Set<Module>): Target | undefined {
    if (seen.has(module)) return undefined;
    seen.add(module);
    const direct = module.exports.get(name);
    if (typeof direct === "string") return this.local(module, direct);
    if (direct !== undefined) return this.#follow(module, direct, seen);
    for (const specifier of module.stars) {
      const other = this.#module(module, specifier);
      const target = other === undefined ? undefined : this.#exported(other, name, seen);
      if (target !== undefined) return target;
    }
    return undefined;
  }

  #follow(from: Module, { specifier, name }: Origin, seen: Set<Module>): Target | undefined {
    const module = this.#module(from, specifier);
    if (module === undefined) return { kind: "external", specifier, name };
    return this.#exported(module, name, seen);
  }

  #module(from: Module, specifier: string): Module | undefined {
    if (!specifier.startsWith(".")) return undefined;
    const path = join(from.path, specifier);
    const stem = path.replace(/\.(?:d\.ts|[cm]?[jt]s)$/, "");
    const candidates = [
      path,
      `${stem}.ts`,
      `${stem}.d.ts`,
      `${stem}.mts`,
      `${stem}.d.mts`,
      `${path}/index.ts`,
      `${path}/index.d.ts`,
    ];
    return candidates.map((candidate) => this.#modules.get(candidate)).find((module) => module !== undefined);
  }
}

/** `specifier` as seen from the file `from`, without leading `./`. */
function join(from: string, specifier: string): string {
  const parts = from.split("/").slice(0, -1);
  for (const part of specifier.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "." && part !== "") parts.push(part);
  }
  return parts.join("/");
}
