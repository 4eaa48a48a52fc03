import type { ts } from "ts-morph";
import { type Documented, type Member, type Parameter, type Shape, unionOf } from "./shape.js";

/** Says what a name of the source means: a declaration of the SDK, or something from elsewhere. */
export type Resolve = (
  name: readonly string[],
) => { readonly kind: "reference"; readonly id: string } | { readonly kind: "external" };

/** What reading a type needs: the compiler, the file that it stands in, and the names there. */
export interface Scope {
  readonly compiler: typeof ts;
  readonly file: ts.SourceFile;
  readonly resolve: Resolve;
  readonly typeParameters: ReadonlySet<string>;
}

const unknown: Shape = { kind: "keyword", name: "unknown" };

/** A type node as a shape; what is not annotated is unknown. */
export function readShape(node: ts.TypeNode | undefined, scope: Scope): Shape {
  if (node === undefined) return unknown;
  const { compiler } = scope;
  if (compiler.isParenthesizedTypeNode(node)) return readShape(node.type, scope);
  if (compiler.isUnionTypeNode(node)) return unionOf(node.types.map((type) => readShape(type, scope)));
  if (compiler.isIntersectionTypeNode(node)) return readIntersection(node.types, scope);
  if (compiler.isTypeReferenceNode(node))
    return readReference(entityName(node.typeName, scope), node.typeArguments, scope);
  if (compiler.isExpressionWithTypeArguments(node)) {
    return readReference(node.expression.getText(scope.file).split("."), node.typeArguments, scope);
  }
  if (compiler.isArrayTypeNode(node)) {
    return { kind: "array", items: readShape(node.elementType, scope), isReadonly: false };
  }
  if (compiler.isTupleTypeNode(node)) return readTuple(node, scope);
  if (compiler.isTypeLiteralNode(node)) return readTypeLiteral(node, scope);
  if (compiler.isFunctionTypeNode(node)) return readFunction(node, scope);
  if (compiler.isLiteralTypeNode(node)) return readLiteral(node.literal, scope) ?? opaque(node, scope);
  if (compiler.isTypeOperatorNode(node) && node.operator === compiler.SyntaxKind.ReadonlyKeyword) {
    const inner = readShape(node.type, scope);
    return inner.kind === "array" || inner.kind === "tuple" ? { ...inner, isReadonly: true } : inner;
  }
  if (compiler.isToken(node))
    return { kind: "keyword", name: compiler.tokenToString(node.kind) ?? "unknown" };
  return opaque(node, scope);
}

function readIntersection(nodes: readonly ts.TypeNode[], scope: Scope): Shape {
  const members = nodes.map((node) => readShape(node, scope));
  const isEmptyObject = (shape: Shape): boolean =>
    shape.kind === "object" && shape.members.length === 0 && shape.index === undefined;
  // `string & {}` is `string`, spelled so that editors still suggest the literals beside it.
  const meant = members.filter((member) => !isEmptyObject(member));
  const [only, second] = meant;
  if (only?.kind === "keyword" && second === undefined) return only;
  return { kind: "intersection", members };
}

function entityName(name: ts.EntityName, scope: Scope): string[] {
  return scope.compiler.isIdentifier(name) ? [name.text] : [...entityName(name.left, scope), name.right.text];
}

function readReference(
  path: readonly string[],
  nodes: readonly ts.TypeNode[] | undefined,
  scope: Scope,
): Shape {
  const name = path.at(-1) ?? "";
  if (path.length === 1 && scope.typeParameters.has(name)) return { kind: "parameter", name };
  const shapes = (nodes ?? []).map((node) => readShape(node, scope));
  const resolved = scope.resolve(path);
  if (resolved.kind === "reference") return { kind: "reference", id: resolved.id, name, arguments: shapes };

  const [first, second] = shapes;
  if ((name === "Array" || name === "ReadonlyArray") && first !== undefined) {
    return { kind: "array", items: first, isReadonly: name === "ReadonlyArray" };
  }
  if (name === "Record" && first?.kind === "keyword" && first.name === "string" && second !== undefined) {
    return { kind: "object", members: [], index: second };
  }
  return { kind: "external", name, arguments: shapes };
}

function readTuple(node: ts.TupleTypeNode, scope: Scope): Shape {
  const { compiler } = scope;
  const items = node.elements.map((element) => {
    if (compiler.isNamedTupleMember(element)) {
      return {
        type: readShape(element.type, scope),
        isOptional: element.questionToken !== undefined,
        isRest: element.dotDotDotToken !== undefined,
      };
    }
    if (compiler.isOptionalTypeNode(element)) {
      return { type: readShape(element.type, scope), isOptional: true, isRest: false };
    }
    if (compiler.isRestTypeNode(element)) {
      return { type: readShape(element.type, scope), isOptional: false, isRest: true };
    }
    return { type: readShape(element, scope), isOptional: false, isRest: false };
  });
  return { kind: "tuple", items, isReadonly: false };
}

function readTypeLiteral(node: ts.TypeLiteralNode, scope: Scope): Shape {
  const [first, second] = node.members;
  if (first !== undefined && second === undefined && scope.compiler.isCallSignatureDeclaration(first)) {
    return readFunction(first, scope);
  }
  return readMembers(node.members, scope);
}

/** The members of an interface or a type literal. */
export function readMembers(nodes: readonly ts.TypeElement[], scope: Scope): Shape & { kind: "object" } {
  const { compiler } = scope;
  const members: Member[] = [];
  let index: Shape | undefined;
  for (const node of nodes) {
    if (compiler.isIndexSignatureDeclaration(node)) {
      index = readShape(node.type, scope);
      continue;
    }
    const key = node.name === undefined ? undefined : keyOf(node.name, scope);
    if (key === undefined) continue;
    const isOptional = node.questionToken !== undefined;
    const { docs, isDeprecated } = docsOf(node, scope.file);
    if (compiler.isPropertySignature(node)) {
      const type = readShape(node.type, scope);
      members.push({ key, isOptional, isReadonly: isReadonly(node, scope), type, docs, isDeprecated });
    } else if (compiler.isMethodSignature(node)) {
      const type = readFunction(node, scope);
      members.push({ key, isOptional, isReadonly: true, type, docs, isDeprecated });
    } else if (compiler.isGetAccessorDeclaration(node)) {
      const type = readShape(node.type, scope);
      members.push({ key, isOptional, isReadonly: true, type, docs, isDeprecated });
    }
  }
  return index === undefined ? { kind: "object", members } : { kind: "object", members, index };
}

export function readFunction(node: ts.SignatureDeclaration, outer: Scope): Shape & { kind: "function" } {
  const scope = withTypeParameters(outer, node.typeParameters);
  return {
    kind: "function",
    parameters: readParameters(node.parameters, scope),
    returns: readShape(node.type, scope),
  };
}

export function readParameters(nodes: readonly ts.ParameterDeclaration[], scope: Scope): Parameter[] {
  return nodes.map((node) => ({
    name: node.name.getText(scope.file),
    isOptional: node.questionToken !== undefined || node.initializer !== undefined,
    isRest: node.dotDotDotToken !== undefined,
    type: readShape(node.type, scope),
  }));
}

export function withTypeParameters(
  scope: Scope,
  nodes: readonly ts.TypeParameterDeclaration[] | undefined,
): Scope {
  if (nodes === undefined || nodes.length === 0) return scope;
  return {
    ...scope,
    typeParameters: new Set([...scope.typeParameters, ...nodes.map((node) => node.name.text)]),
  };
}

/** The type of a constant without annotation: object and array literals `as const`, and plain literals. */
export function readConstant(node: ts.Expression, scope: Scope): Shape {
  const { compiler } = scope;
  if (
    compiler.isAsExpression(node) ||
    compiler.isSatisfiesExpression(node) ||
    compiler.isParenthesizedExpression(node)
  ) {
    return readConstant(node.expression, scope);
  }
  if (compiler.isObjectLiteralExpression(node)) {
    const members = node.properties.flatMap((property): Member[] => {
      const key = property.name === undefined ? undefined : keyOf(property.name, scope);
      if (key === undefined || !compiler.isPropertyAssignment(property)) return [];
      const type = readConstant(property.initializer, scope);
      return [{ key, isOptional: false, isReadonly: true, type, ...docsOf(property, scope.file) }];
    });
    return { kind: "object", members };
  }
  if (compiler.isArrayLiteralExpression(node)) {
    const items = node.elements.map((element) => ({
      type: readConstant(element, scope),
      isOptional: false,
      isRest: false,
    }));
    return { kind: "tuple", items, isReadonly: true };
  }
  return readLiteral(node, scope) ?? unknown;
}

function readLiteral(node: ts.Node, { compiler, file }: Scope): Shape | undefined {
  switch (node.kind) {
    case compiler.SyntaxKind.NullKeyword:
      return { kind: "keyword", name: "null" };
    case compiler.SyntaxKind.TrueKeyword:
      return { kind: "literal", base: "boolean", text: "true" };
    case compiler.SyntaxKind.FalseKeyword:
      return { kind: "literal", base: "boolean", text: "false" };
  }
  if (compiler.isStringLiteralLike(node))
    return { kind: "literal", base: "string", text: JSON.stringify(node.text) };
  if (compiler.isNumericLiteral(node)) return { kind: "literal", base: "number", text: node.text };
  if (compiler.isBigIntLiteral(node)) return { kind: "literal", base: "bigint", text: node.text };
  if (compiler.isPrefixUnaryExpression(node)) {
    const base = compiler.isBigIntLiteral(node.operand) ? "bigint" : "number";
    return { kind: "literal", base, text: node.getText(file) };
  }
  return undefined;
}

/** A key by its value: `a`, `"a"`, `["a"]` and `0`; undefined for private names and symbols. */
export function keyOf(name: ts.PropertyName, { compiler }: Scope): string | undefined {
  if (compiler.isIdentifier(name) || compiler.isStringLiteralLike(name) || compiler.isNumericLiteral(name))
    return name.text;
  if (compiler.isComputedPropertyName(name) && compiler.isStringLiteralLike(name.expression))
    return name.expression.text;
  return undefined;
}

export function isReadonly(node: ts.Node, { compiler }: Scope): boolean {
  const modifiers = compiler.canHaveModifiers(node) ? compiler.getModifiers(node) : undefined;
  return modifiers?.some((modifier) => modifier.kind === compiler.SyntaxKind.ReadonlyKeyword) ?? false;
}

const undocumented: Documented = { docs: "", isDeprecated: false };

/** The last doc comment before a node. */
export function docsOf(node: ts.Node, file: ts.SourceFile): Documented {
  const begin = node.getStart(file);
  // Most members have none, and stand a few characters after the one before.
  if (begin - node.pos < 6) return undocumented;
  const before = file.text.slice(node.pos, begin);
  const start = before.lastIndexOf("/**");
  if (start < 0) return undocumented;
  const docs = before
    .slice(start + 3, before.indexOf("*/", start))
    .split("\n")
    .map((line) => line.replace(/^\s*\*? ?/, "").trimEnd())
    .join("\n")
    .trim();
  return { docs, isDeprecated: /^@deprecated\b/m.test(docs) };
}

function opaque(node: ts.Node, scope: Scope): Shape {
  const mentions: Shape[] = [];
  const visit = (child: ts.Node): void => {
    if (scope.compiler.isTypeReferenceNode(child)) mentions.push(readShape(child, scope));
    else scope.compiler.forEachChild(child, visit);
  };
  scope.compiler.forEachChild(node, visit);
  return { kind: "opaque", text: node.getText(scope.file).replace(/\s+/g, " "), mentions };
}
