import type { Diagnostic } from "../diagnostics.js";
import type {
  Declaration,
  DeclarationId,
  Discriminator,
  DiscriminatorEntry,
  LiteralType,
  Property,
  ReferenceType,
  Type,
} from "./api.js";
import { isNarrower } from "./narrowing.js";
import type { Drafts } from "./schemas.js";
import { forEachChild, mapChildren, noDocs, stringType } from "./types.js";

// Which values of a property mean which schema, and types that say so. For each member of a union (`oneOf` beside
// `discriminator`), and each child of a parent with a `discriminator`, its values are
//
//   1. what `mapping` says,
//   2. what its own `const` or `enum` says, as far as no other member claims it,
//   3. its schema name, if neither says anything; in the spelling of the property's enum, if that lists it.
//
// A member that already declares the property is narrowed where it is declared, so that every use of it can be told
// apart; one that does not is narrowed where the union names it.

type Value = DiscriminatorEntry["value"];
type Declarations = ReadonlyMap<DeclarationId, Declaration>;

export interface Narrowing {
  readonly declarations: Declarations;
  /** Completes and narrows the unions of a type outside of declarations. */
  narrow(type: Type): Type;
  readonly diagnostics: readonly Diagnostic[];
}

/** Which values each declaration must carry in which property. */
type Demands = Map<DeclarationId, Map<string, Set<Value>>>;

/** `types` are those that operations use. */
export function narrowUnions(
  declarations: Declarations,
  { discriminators, bareChildren }: Pick<Drafts, "discriminators" | "bareChildren">,
  types: readonly Type[],
): Narrowing {
  const demands: Demands = new Map();
  const completed = new Map<Type, Discriminator>();
  let found = 0;
  const collect = (type: Type): void => {
    if (type.kind === "union" && type.discriminator) {
      found++;
      const members = type.members.flatMap((member) => (member.kind === "reference" ? [member.id] : []));
      const discriminator = complete(type.discriminator, members, declarations);
      completed.set(type, discriminator);
      addDemands(demands, discriminator, () => true);
    }
    forEachChild(type, collect);
  };
  const affected = new Set<Type>();
  for (const type of [...Array.from(declarations.values(), (declaration) => declaration.type), ...types]) {
    const before = found;
    collect(type);
    if (found > before) affected.add(type);
  }
  const children = childrenOf(declarations, bareChildren);
  for (const [parent, discriminator] of discriminators) {
    const descendants = descendantsOf(parent, children);
    if (descendants.length === 0) continue;
    // What has children of its own may stand for any of them, and keeps the wide type.
    addDemands(demands, complete(discriminator, descendants, declarations), (id) => !children.has(id));
  }
  if (demands.size === 0) return { declarations, narrow: (type) => type, diagnostics: [] };

  const narrowInside = (type: Type): Type => {
    const inner = mapChildren(type, narrowInside);
    const discriminator = completed.get(type);
    if (discriminator === undefined || inner.kind !== "union") return inner;
    const members = inner.members.map((member) => withMissingTag(member, discriminator, declarations));
    return { kind: "union", members, discriminator };
  };
  const narrow = (type: Type): Type => (affected.has(type) ? narrowInside(type) : type);
  const narrowed = new Map(declarations);
  for (const [id, declaration] of declarations) {
    if (affected.has(declaration.type)) narrowed.set(id, { ...declaration, type: narrow(declaration.type) });
  }
  const diagnostics = narrowDeclarations(narrowed, demands, children);
  return { declarations: narrowed, narrow, diagnostics };
}

function addDemands(
  demands: Demands,
  discriminator: Discriminator,
  isWanted: (id: DeclarationId) => boolean,
): void {
  for (const { value, member } of discriminator.mapping) {
    // The default stands for any value.
    if (member === discriminator.default || !isWanted(member)) continue;
    const byProperty = demands.get(member) ?? new Map<string, Set<Value>>();
    const values = byProperty.get(discriminator.property) ?? new Set();
    demands.set(member, byProperty.set(discriminator.property, values.add(value)));
  }
}

/** The whole table of a discriminator, by the three rules above. */
function complete(
  declared: Discriminator,
  members: readonly DeclarationId[],
  all: Declarations,
): Discriminator {
  const { property } = declared;
  const entries: DiscriminatorEntry[] = declared.mapping.map(({ value, member }) => ({
    value: spelledAs(value, propertyOf(all.get(member)?.type, property, all)?.type),
    member,
  }));
  const claimed = new Set(entries.map(({ value }) => value));
  const own = new Map(
    members.map((id) => [id, literalsOf(propertyOf(all.get(id)?.type, property, all)?.type)]),
  );
  const owners = new Map<Value, number>();
  for (const values of own.values()) {
    for (const value of values) owners.set(value, (owners.get(value) ?? 0) + 1);
  }
  for (const [member, values] of own) {
    for (const value of values) {
      if (!claimed.has(value) && owners.get(value) === 1) entries.push({ value, member });
    }
  }
  const known = new Set(entries.map(({ member }) => member));
  for (const [member, values] of own) {
    const declaration = all.get(member);
    if (known.has(member) || declaration === undefined || declaration.type.kind === "union") continue;
    const spelled = values.size === 0 ? declaration.label : spellingIn(values, declaration.label);
    if (spelled !== undefined && !claimed.has(spelled)) entries.push({ value: spelled, member });
  }
  return { ...declared, mapping: entries };
}

/** A mapping's keys are text; the property may hold booleans or numbers. */
function spelledAs(value: Value, type: Type | undefined): Value {
  if (typeof value !== "string" || type === undefined) return value;
  for (const alternative of type.kind === "union" ? type.members : [type]) {
    const kind = alternative.kind === "literal" ? typeof alternative.value : alternative.kind;
    if (kind === "string" || (alternative.kind === "enum" && alternative.base === "string")) return value;
    if (kind === "boolean" && (value === "true" || value === "false")) return value === "true";
    const isNumeric = kind === "number" || (alternative.kind === "enum" && alternative.base === "number");
    if (isNumeric && value.trim() !== "" && Number.isFinite(Number(value))) return Number(value);
  }
  return value;
}

function literalsOf(type: Type | undefined): ReadonlySet<Value> {
  if (type?.kind === "literal") return new Set([type.value]);
  if (type?.kind === "enum" && !type.open) return new Set(type.values.map(({ value }) => value));
  if (type?.kind === "union") return new Set(type.members.flatMap((member) => [...literalsOf(member)]));
  return new Set();
}

function spellingIn(values: ReadonlySet<Value>, name: string): Value | undefined {
  const letters = (text: Value): string =>
    String(text)
      .replace(/[^\p{L}\p{N}]/gu, "")
      .toLowerCase();
  return values.has(name) ? name : [...values].find((value) => letters(value) === letters(name));
}

/** A property of a type, inherited or its own; what comes later in an intersection wins. */
function propertyOf(type: Type | undefined, key: string, all: Declarations): Property | undefined {
  switch (type?.kind) {
    case "object":
      return type.properties.find((property) => property.key === key);
    case "reference":
      return type.omit.includes(key) ? undefined : propertyOf(all.get(type.id)?.type, key, all);
    case "intersection":
      for (const member of type.members.toReversed()) {
        const property = propertyOf(member, key, all);
        if (property !== undefined) return property;
      }
      return undefined;
    default:
      return undefined;
  }
}

/** Who `allOf`s whom. */
function childrenOf(
  declarations: Declarations,
  bareChildren: ReadonlySet<DeclarationId>,
): ReadonlyMap<DeclarationId, readonly DeclarationId[]> {
  const children = new Map<DeclarationId, DeclarationId[]>();
  for (const { id, type } of declarations.values()) {
    const members = type.kind === "intersection" ? type.members : bareChildren.has(id) ? [type] : [];
    for (const member of members) {
      if (member.kind !== "reference") continue;
      const known = children.get(member.id);
      if (known === undefined) children.set(member.id, [id]);
      else known.push(id);
    }
  }
  return children;
}

function descendantsOf(
  id: DeclarationId,
  children: ReadonlyMap<DeclarationId, readonly DeclarationId[]>,
): readonly DeclarationId[] {
  const found = new Set(children.get(id));
  // A Set's iterator sees what is added on the way.
  for (const child of found) {
    for (const grandchild of children.get(child) ?? []) found.add(grandchild);
  }
  return [...found];
}

/** A member that does not declare the tag has it all the same, by virtue of the union. */
function withMissingTag(member: Type, discriminator: Discriminator, all: Declarations): Type {
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
function narrowDeclarations(
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
