import type { Declaration, DeclarationId, Property, Type } from "./api.js";

// What `allOf` makes of declared objects: parents, children, and properties that come from a parent.

export type Declarations = ReadonlyMap<DeclarationId, Declaration>;

/** A property of a type, inherited or its own; what comes later in an intersection wins. */
export function propertyOf(type: Type | undefined, key: string, all: Declarations): Property | undefined {
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
export function childrenOf(
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
  // The order in which a document declares them says nothing, and may change.
  for (const siblings of children.values()) siblings.sort();
  return children;
}

export function descendantsOf(
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
