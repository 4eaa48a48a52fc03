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

  const declare = (node: TopLevel, name: string, isPublic: boolean): void => {
    declared.set(name, [...(declared.get(name) ?? []), node]);
    if (isPublic) exports.set(name, name);
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
      const isPublic = isExported(statement, compiler);
      for (const node of statement.declarationList.declarations) {
        if (compiler.isIdentifier(node.name)) declare(statement, node.name.text, isPublic);
      }
    } else if (
      compiler.isInterfaceDeclaration(statement) ||
      compiler.isTypeAliasDeclaration(statement) ||
      compiler.isFunctionDeclaration(statement) ||
      compiler.isClassDeclaration(statement)
    ) {
      if (statement.name !== undefined)
        declare(statement, statement.name.text, isExported(statement, compiler));
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

export function isExported(node: ts.HasModifiers, compiler: typeof ts): boolean {
  return compiler.getModifiers(node)?.some(({ kind }) => kind === compiler.SyntaxKind.ExportKeyword) ?? false;
}

/** All modules of an SDK, by path, and the ways between them. */
export class ModuleGraph {
  readonly #modules: ReadonlyMap<string, Module>;
  /** The entry re-exports every file, and every file is asked for every name: both are worked out once. */
  readonly #exports = new Map<Module, ReadonlyMap<string, Target>>();
  readonly #resolved = new Map<string, Module | undefined>();

  constructor(modules: Iterable<Module>) {
    this.#modules = new Map([...modules].map((module) => [module.path, module]));
  }

  get(path: string): Module | undefined {
    return this.#modules.get(path);
  }

  /** What `name` means inside the module, or `name.member` where `name` is an imported module; undefined for a global. */
  local(module: Module, name: string, member?: string): Target | undefined {
    const origin = module.imports.get(name);
    if (member !== undefined) {
      return origin?.name === "*"
        ? this.#follow(module, { specifier: origin.specifier, name: member })
        : undefined;
    }
    if (module.declared.has(name)) return { kind: "declared", module, name };
    return origin === undefined ? undefined : this.#follow(module, origin);
  }

  /** All that the module exports. A package that it re-exports whole is there as `* from "package"`. */
  exported(module: Module): ReadonlyMap<string, Target> {
    const known = this.#exports.get(module);
    if (known !== undefined) return known;
    const targets = new Map<string, Target>();
    // Modules that re-export each other in a circle find here what there is so far.
    this.#exports.set(module, targets);
    for (const specifier of module.stars) {
      const other = this.#module(module, specifier);
      if (other === undefined)
        targets.set(`* from "${specifier}"`, { kind: "external", specifier, name: "*" });
      else for (const [name, target] of this.exported(other)) targets.set(name, target);
    }
    // A module's own exports hide those of `export *`.
    for (const [name, origin] of module.exports) {
      const target = typeof origin === "string" ? this.local(module, origin) : this.#follow(module, origin);
      if (target !== undefined) targets.set(name, target);
    }
    return targets;
  }

  #follow(from: Module, { specifier, name }: Origin): Target | undefined {
    const module = this.#module(from, specifier);
    return module === undefined ? { kind: "external", specifier, name } : this.exported(module).get(name);
  }

  #module(from: Module, specifier: string): Module | undefined {
    if (!specifier.startsWith(".")) return undefined;
    const path = join(from.path, specifier);
    if (this.#resolved.has(path)) return this.#resolved.get(path);
    const stem = path.replace(/\.(?:d\.ts|[cm]?[jt]s)$/, "");
    const candidates = [
      path,
      ...[".ts", ".d.ts", ".mts", ".d.mts"].map((extension) => stem + extension),
      `${path}/index.ts`,
      `${path}/index.d.ts`,
    ];
    const found = candidates
      .map((candidate) => this.#modules.get(candidate))
      .find((module) => module !== undefined);
    this.#resolved.set(path, found);
    return found;
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
