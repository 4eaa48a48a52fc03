import type { ts } from "ts-morph";
import { isExported, type TopLevel } from "./modules.js";
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
import type { Member, Parameter } from "./shape.js";
import type { Declaration, TypeDeclaration, TypeParameter, ValueDeclaration } from "./surface.js";

/** What one name of a module means, as a type and as a value. */
export function readDeclaration(
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
