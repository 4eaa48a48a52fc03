import type { Declaration, DeclarationId, Discriminator, DiscriminatorEntry, Type } from "./api.js";
import { childrenOf, type Declarations, descendantsOf, propertyOf } from "./descendants.js";
import { asMember } from "./discriminator-tags.js";
import { complete, literalsOf } from "./discriminator-values.js";
import { once } from "./operation-types.js";
import type { Drafts } from "./schemas.js";
import { mapChildren, mapList, noDocs, referenceTo } from "./types.js";

// Where a parent with a `discriminator` is the type of a value, any of its descendants may stand, and the tag says
// which:
//
//   Pet       the parent, which its children extend
//   AnyPet    Cat | Dog | …, what responses, bodies and properties hold that are declared as Pet
//
// The parent is one of them itself, by those values of its tag that none of the others has, or by its name.

export interface Families {
  readonly declarations: Declarations;
  /** One of the types that operations use, with families in place of parents. */
  widen(type: Type): Type;
}

type Children = ReadonlyMap<DeclarationId, readonly DeclarationId[]>;

/** Larger ones (the `Entity` that is the root of all) tell nobody anything, and cost TypeScript a lot. */
const largestFamily = 64;

/** `declarations` are those whose tags are narrowed; `types` are those that operations use. */
export function withFamilies(
  declarations: Declarations,
  drafts: Pick<Drafts, "discriminators" | "bareChildren" | "ownValues">,
  types: readonly Type[],
): Families {
  const children = childrenOf(declarations, drafts.bareChildren);
  const tags = tagsOfParents(declarations, drafts, children);
  if (tags.size === 0) return { declarations, widen: (type) => type };

  const families = new Map<DeclarationId, Declaration | undefined>();
  const familyOf = (id: DeclarationId): Declaration | undefined => {
    const discriminator = tags.get(id);
    if (discriminator !== undefined && !families.has(id))
      families.set(id, family(id, discriminator, declarations, children));
    return families.get(id);
  };
  const widenPart = (part: Type): Type => (part.kind === "reference" ? part : widen(part));
  const widen = (type: Type): Type => {
    if (type.kind === "reference" && type.omit.length === 0) {
      const whole = familyOf(type.id);
      return whole === undefined ? type : referenceTo(whole.id);
    }
    // What is narrowed, or one of several alternatives, is meant as it is.
    const isComposed =
      type.kind === "intersection" ||
      (type.kind === "union" && type.members.filter(({ kind }) => kind !== "null").length > 1);
    return mapChildren(type, isComposed ? widenPart : widen);
  };
  const declaresAlone = soleOwners(declarations, children);
  const widenOwn = (id: DeclarationId, type: Type): Type => {
    if (type.kind === "intersection") {
      const members = mapList(type.members, (member) => widenOwn(id, member));
      return members === type.members ? type : { kind: "intersection", members };
    }
    if (type.kind !== "object") return widenPart(type);
    const properties = mapList(type.properties, (property) => {
      const wide = declaresAlone(id, property.key) ? widen(property.type) : property.type;
      return wide === property.type ? property : { ...property, type: wide };
    });
    const index = type.index && widen(type.index);
    if (properties === type.properties && index === type.index) return type;
    return { kind: "object", properties, ...(index && { index }) };
  };
  const widened = new Map(declarations);
  for (const [id, declaration] of declarations) {
    const { type } = declaration;
    const isKin = children.has(id) || drafts.bareChildren.has(id);
    const wide = type.kind === "reference" && !isKin ? widen(type) : widenOwn(id, type);
    if (wide !== type) widened.set(id, { ...declaration, type: wide });
  }
  const widenUsed = once(widen);
  types.forEach(widenUsed);
  for (const whole of families.values()) if (whole !== undefined) widened.set(whole.id, whole);
  return { declarations: widened, widen: widenUsed };
}

/** The complete discriminators of all parents: their own, or else that of the nearest ancestor. */
function tagsOfParents(
  declarations: Declarations,
  { discriminators, ownValues }: Pick<Drafts, "discriminators" | "ownValues">,
  children: Children,
): ReadonlyMap<DeclarationId, Discriminator> {
  const tags = new Map<DeclarationId, Discriminator>();
  for (const [id, declared] of discriminators) {
    const parent = declarations.get(id);
    const descendants = descendantsOf(id, children);
    if (parent === undefined || descendants.length === 0 || descendants.length > largestFamily) continue;
    if (parent.type.kind !== "object" && parent.type.kind !== "intersection") continue;
    const discriminator = complete(declared, descendants, { declarations, ownValues });
    const values = valuesOfParent(parent, declared, discriminator, { declarations, ownValues });
    const mapping = [...discriminator.mapping, ...values.map((value) => ({ value, member: id }))];
    for (const heir of [id, ...descendants]) {
      const isNearest = heir === id || (children.has(heir) && !discriminators.has(heir) && !tags.has(heir));
      if (isNearest) tags.set(heir, { ...discriminator, mapping });
    }
  }
  return tags;
}

/** What the tag of the parent itself may be, beside what the mapping says. */
function valuesOfParent(
  { id, label, type }: Declaration,
  declared: Discriminator,
  { property, mapping }: Discriminator,
  { declarations, ownValues }: Pick<Drafts, "declarations" | "ownValues">,
): readonly DiscriminatorEntry["value"][] {
  if (mapping.some(({ member }) => member === id)) return [];
  const claimed = new Set(mapping.map(({ value }) => value));
  const listed = literalsOf(propertyOf(type, property, declarations)?.type);
  const name = ownValues.get(id) ?? nameLike(declared, label, declarations);
  const own = listed.size > 0 ? [...listed] : name === undefined ? [] : [name];
  return own.filter((value) => !claimed.has(value));
}

/**
 * A mapping that leaves the parent out, and has words of its own, says that nothing is the parent and no more. One that only
 * spells out names (`#microsoft.graph.user`) says nothing of it, so that it goes by its name, too.
 */
function nameLike({ mapping }: Discriminator, label: string, declarations: Declarations): string | undefined {
  const [first] = mapping;
  if (first === undefined) return label;
  const nameOf = (id: DeclarationId): string => declarations.get(id)?.label ?? "";
  const [before = "", after] = String(first.value).split(nameOf(first.member), 2);
  if (after === undefined) return undefined;
  const spelled = (name: string): string => `${before}${name}${after}`;
  return mapping.every(({ value, member }) => value === spelled(nameOf(member))) ? spelled(label) : undefined;
}

function family(
  id: DeclarationId,
  discriminator: Discriminator,
  declarations: Declarations,
  children: Children,
): Declaration | undefined {
  const parent = declarations.get(id);
  if (parent === undefined || parent.typeParameters.length > 0) return undefined;
  const tagged = new Set(discriminator.mapping.map(({ member }) => member));
  const members = [id, ...descendantsOf(id, children)].filter(
    (member) => tagged.has(member) || member === discriminator.default,
  );
  if (members.length < 2) return undefined;
  const mapping = discriminator.mapping.filter(({ member }) => members.includes(member));
  return {
    ...parent,
    id: `${id}/discriminator`,
    label: `Any ${parent.label}`,
    docs: { ...noDocs, description: `Any ${parent.label}: "${discriminator.property}" says which.` },
    type: {
      kind: "union",
      members: members.map((member) => asMember(referenceTo(member), discriminator, declarations)),
      // Of a child that is newer than the document, it is known that it is one.
      discriminator: { default: id, ...discriminator, mapping },
    },
  };
}

/**
 * Whether nobody that a declaration inherits from, or that inherits from it, declares a key as well: what children
 * declare anew has to stay assignable to what the parent says, so that neither is widened.
 */
function soleOwners(
  declarations: Declarations,
  children: Children,
): (id: DeclarationId, key: string) => boolean {
  const clans = new Map<DeclarationId, DeclarationId>();
  const clanOf = (id: DeclarationId): DeclarationId => {
    let clan = id;
    for (let next = clans.get(clan); next !== undefined; next = clans.get(clan)) clan = next;
    return clan;
  };
  for (const [parent, heirs] of children) {
    for (const heir of heirs) {
      const [a, b] = [clanOf(parent), clanOf(heir)];
      if (a !== b) clans.set(a, b);
    }
  }
  const owners = new Map<string, number>();
  const keyOf = (id: DeclarationId, key: string): string => `${clanOf(id)} ${key}`;
  for (const { id, type } of declarations.values()) {
    for (const part of type.kind === "intersection" ? type.members : [type]) {
      if (part.kind !== "object") continue;
      for (const { key } of part.properties)
        owners.set(keyOf(id, key), (owners.get(keyOf(id, key)) ?? 0) + 1);
    }
  }
  return (id, key) => owners.get(keyOf(id, key)) === 1;
}
