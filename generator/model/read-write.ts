import type { Declaration, DeclarationId, Property, Type } from "./api.js";
import { forEachChild, mapChildren, unknownType } from "./types.js";

// Which shape of a schema is meant depends on the direction. A schema has two if a property in it, or in what it
// refers to, is `readOnly` or `writeOnly`; requests and what they reach take the write shape.
//
// The same reachability tells which enums may grow: those that no request reaches.

export type Shape = Declaration["shape"];

/** Where types are used: what the caller sends, and what the caller gets. */
export interface Roots {
  readonly sent: readonly Type[];
  readonly received: readonly Type[];
}

export interface Shapes {
  readonly declarations: ReadonlyMap<DeclarationId, Declaration>;
  /** The type to use at a place outside of declarations. */
  shaped(type: Type, shape: Shape): Type;
}

type Declarations = ReadonlyMap<DeclarationId, Declaration>;

export function splitShapes(declarations: Declarations, roots: Roots): Shapes {
  const different = differingIds(declarations);
  const written = reachable(declarations, roots.sent, "write");
  const read = reachable(declarations, roots.received, "read");
  const isOpen = (id: DeclarationId): boolean => read.has(id) && !(written.has(id) && !different.has(id));

  const split = new Map<DeclarationId, Declaration>();
  for (const [id, declaration] of declarations) {
    split.set(id, shapedDeclaration(declaration, "read", different, isOpen(id)));
    if (!different.has(id) || !written.has(id)) continue;
    const write = shapedDeclaration(declaration, "write", different, false);
    split.set(`${id}@write`, { ...write, id: `${id}@write`, shape: "write" });
  }
  return { declarations: split, shaped: (type, shape) => shaped(type, shape, different, shape === "read") };
}

function shapedDeclaration(
  declaration: Declaration,
  shape: Shape,
  different: ReadonlySet<DeclarationId>,
  open: boolean,
): Declaration {
  // Nothing in it can change, which is so for most.
  if (!open && !different.has(declaration.id)) return declaration;
  const type = shaped(declaration.type, shape, different, open);
  const typeParameters = declaration.typeParameters.map((parameter) => ({
    label: parameter.label,
    default: shaped(parameter.default, shape, different, open),
  }));
  return { ...declaration, type, typeParameters };
}

function shaped(type: Type, shape: Shape, different: ReadonlySet<DeclarationId>, open: boolean): Type {
  const change = (child: Type): Type => {
    const visible = child.kind === "object" ? withoutHidden(child, shape) : child;
    const inner = mapChildren(visible, change);
    if (inner.kind === "enum") return open && !inner.open ? { ...inner, open: true } : inner;
    if (inner.kind === "reference" && shape === "write" && different.has(inner.id)) {
      return { ...inner, id: `${inner.id}@write` };
    }
    if (inner.kind === "union" && inner.discriminator && shape === "write")
      return withWriteIds(inner, different);
    return inner.kind === "intersection" ? withoutEmpty(inner) : inner;
  };
  return change(type);
}

function withoutHidden(type: Extract<Type, { kind: "object" }>, shape: Shape): Type {
  if (!type.properties.some((property) => isHidden(property, shape))) return type;
  return { ...type, properties: type.properties.filter((property) => !isHidden(property, shape)) };
}

/** What remains of an object that lost all its properties adds nothing to an intersection. */
function withoutEmpty(type: Extract<Type, { kind: "intersection" }>): Type {
  const members = type.members.filter(
    (member) => member.kind !== "object" || member.properties.length > 0 || member.index !== undefined,
  );
  const first = members[0] ?? unknownType;
  if (members.length === type.members.length) return type;
  return members.length < 2 ? first : { kind: "intersection", members };
}

function withWriteIds(type: Extract<Type, { kind: "union" }>, different: ReadonlySet<DeclarationId>): Type {
  const { discriminator } = type;
  if (discriminator === undefined) return type;
  const shapeId = (id: DeclarationId): DeclarationId => (different.has(id) ? `${id}@write` : id);
  const mapping = discriminator.mapping.map(({ value, member }) => ({ value, member: shapeId(member) }));
  const fallback = discriminator.default === undefined ? {} : { default: shapeId(discriminator.default) };
  return { ...type, discriminator: { property: discriminator.property, mapping, ...fallback } };
}

function isHidden(property: Property, shape: Shape): boolean {
  return property.access === (shape === "read" ? "write-only" : "read-only");
}

/** Declarations whose shapes differ, found against the direction of references: linear, and circles end. */
function differingIds(declarations: Declarations): ReadonlySet<DeclarationId> {
  const referrers = new Map<DeclarationId, DeclarationId[]>();
  const different = new Set<DeclarationId>();
  for (const [id, declaration] of declarations) {
    const find = (type: Type): void => {
      if (type.kind === "reference") {
        const known = referrers.get(type.id);
        if (known === undefined) referrers.set(type.id, [id]);
        else known.push(id);
      } else if (type.kind === "object" && type.properties.some(({ access }) => access !== undefined)) {
        different.add(id);
      }
    };
    visit(declaration.type, "both", find);
    for (const parameter of declaration.typeParameters) visit(parameter.default, "both", find);
  }
  // A Set's iterator sees what is added on the way.
  for (const id of different) {
    for (const referrer of referrers.get(id) ?? []) different.add(referrer);
  }
  return different;
}

function reachable(
  declarations: Declarations,
  roots: readonly Type[],
  shape: Shape,
): ReadonlySet<DeclarationId> {
  const reached = new Set<DeclarationId>();
  const collect = (type: Type): void => {
    if (type.kind === "reference") reached.add(type.id);
  };
  for (const root of roots) visit(root, shape, collect);
  for (const id of reached) {
    const declaration = declarations.get(id);
    if (declaration === undefined) continue;
    visit(declaration.type, shape, collect);
    for (const parameter of declaration.typeParameters) visit(parameter.default, shape, collect);
  }
  return reached;
}

/** Visits a type and all types in it that one shape, or either, shows. */
function visit(type: Type, shape: Shape | "both", visitor: (type: Type) => void): void {
  visitor(type);
  if (type.kind !== "object") {
    forEachChild(type, (child) => visit(child, shape, visitor));
    return;
  }
  for (const property of type.properties) {
    if (shape === "both" || !isHidden(property, shape)) visit(property.type, shape, visitor);
  }
  if (type.index) visit(type.index, shape, visitor);
}
