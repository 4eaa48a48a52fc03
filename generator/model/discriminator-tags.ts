import type { Diagnostic } from "../diagnostics.js";
import type {
  Declaration,
  DeclarationId,
  Discriminator,
  LiteralType,
  Property,
  ReferenceType,
  Type,
} from "./api.js";
import { type Declarations, descendantsOf, propertyOf } from "./descendants.js";
import { literalsOf, type Value } from "./discriminator-values.js";
import { isNarrower } from "./narrowing.js";
import { noDocs, stringType } from "./types.js";

// The property that a discriminator names, narrowed to the values that mean the object it is in.

/** Which values each declaration must carry in which property. */
export type Demands = Map<DeclarationId, Map<string, Set<Value>>>;

/** A member that does not declare the tag has it all the same, by virtue of the union. */
export function withMissingTag(member: Type, discriminator: Discriminator, all: Declarations): Type {
  if (member.kind !== "reference" || member.id === discriminator.default) return member;
  const { property } = discriminator;
  const type = all.get(member.id)?.type;
  if (type === undefined || propertyOf(type, property, all) !== undefined || !isObjectLike(type, all))
    return member;
  const values = discriminator.mapping
    .filter((entry) => entry.member === member.id)
    .map(({ value }) => value);
  if (values.length === 0) return member;
  const tag: Property = {
    key: property,
    required: true,
    type: tagType(values),
    docs: noDocs,
    source: member.id,
  };
  return { kind: "intersection", members: [member, { kind: "object", properties: [tag] }] };
}

/** A member of a union of parents and children: parents, whose declarations are open, are narrowed here. */
export function asMember(member: ReferenceType, discriminator: Discriminator, all: Declarations): Type {
  if (member.id === discriminator.default) return member;
  const tag = propertyOf(member, discriminator.property, all);
  if (tag === undefined) return withMissingTag(member, discriminator, all);
  const allowed = literalsOf(tag.type);
  const values = discriminator.mapping
    .filter((entry) => entry.member === member.id && (allowed.size === 0 || allowed.has(entry.value)))
    .map(({ value }) => value);
  // What contradicts the discriminator has been told, and stays what its schema says.
  if (values.length === 0 || values.length === allowed.size) return member;
  return withTag(member, { ...tag, type: tagType(values) }, all);
}

function isObjectLike(type: Type, all: Declarations): boolean {
  if (type.kind === "object") return true;
  if (type.kind === "reference") return isObjectLike(all.get(type.id)?.type ?? stringType, all);
  return type.kind === "intersection" && type.members.every((member) => isObjectLike(member, all));
}

/** Literals rather than an enum: enums may be opened for values to come, tags must not. */
function tagType(values: readonly Value[]): Type {
  const [first, ...others] = values.map((value): LiteralType => ({ kind: "literal", value }));
  if (first === undefined) return stringType;
  return others.length === 0 ? first : { kind: "union", members: [first, ...others] };
}

/** Narrows the tags of declarations in place, parents before children. Returns what contradicted. */
export function narrowDeclarations(
  declarations: Map<DeclarationId, Declaration>,
  demands: Demands,
  children: ReadonlyMap<DeclarationId, readonly DeclarationId[]>,
): readonly Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  for (const id of parentsFirst([...demands.keys()], children)) {
    const declaration = declarations.get(id);
    if (declaration === undefined) continue;
    let { type } = declaration;
    for (const [key, demanded] of demands.get(id) ?? []) {
      const property = propertyOf(type, key, declarations);
      if (property === undefined) continue;
      const allowed = literalsOf(property.type);
      const isOwn = ownObject(type)?.properties.some((own) => own.key === key) ?? false;
      // What a parent says about its own tag does not bind the child.
      const values = [...demanded].filter((value) => !isOwn || allowed.size === 0 || allowed.has(value));
      if (values.length > 0) type = withTag(type, { ...property, type: tagType(values) }, declarations);
      else {
        diagnostics.push({
          code: "discriminator-mismatch",
          severity: "warning",
          message: `The discriminator says that "${key}" of "${declaration.label}" is ${quoted(demanded)}, its schema allows only ${quoted(allowed)}.`,
          pointer: property.source,
        });
      }
    }
    declarations.set(id, { ...declaration, type });
  }
  return diagnostics;
}

function quoted(values: ReadonlySet<Value>): string {
  return [...values].map((value) => JSON.stringify(value)).join(" or ");
}

function ownObject(type: Type): Extract<Type, { kind: "object" }> | undefined {
  if (type.kind === "object") return type;
  return type.kind === "intersection" ? type.members.find((member) => member.kind === "object") : undefined;
}

/** Replaces a property in an object, or declares it beside the parents, omitting it from those that disagree. */
function withTag(type: Type, tag: Property, all: Declarations): Type {
  if (type.kind === "object") {
    const properties = type.properties.map((property) => (property.key === tag.key ? tag : property));
    return { ...type, properties };
  }
  if (type.kind === "reference") return withTag({ kind: "intersection", members: [type] }, tag, all);
  if (type.kind !== "intersection") return type;
  const own = ownObject(type);
  const ownTagged: Type =
    own === undefined
      ? { kind: "object", properties: [tag] }
      : { ...own, properties: [...own.properties.filter(({ key }) => key !== tag.key), tag] };
  const members = type.members.map((member) => {
    if (member === own) return ownTagged;
    return member.kind === "reference" ? omitIfWider(member, tag, all) : member;
  });
  return { kind: "intersection", members: own === undefined ? [...members, ownTagged] : members };
}

function omitIfWider(parent: ReferenceType, tag: Property, all: Declarations): ReferenceType {
  const inherited = propertyOf(parent, tag.key, all);
  if (inherited === undefined || isNarrower(tag.type, inherited.type)) return parent;
  return { ...parent, omit: [...parent.omit, tag.key] };
}

function parentsFirst(
  ids: readonly DeclarationId[],
  children: ReadonlyMap<DeclarationId, readonly DeclarationId[]>,
): readonly DeclarationId[] {
  // A parent has more descendants than any of its children.
  const weight = new Map(ids.map((id) => [id, descendantsOf(id, children).length]));
  return [...ids].sort((a, b) => (weight.get(b) ?? 0) - (weight.get(a) ?? 0));
}
