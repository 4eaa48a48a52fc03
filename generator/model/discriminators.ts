import type { Diagnostic } from "../diagnostics.js";
import type { DeclarationId, Discriminator, Type } from "./api.js";
import { childrenOf, type Declarations, descendantsOf } from "./descendants.js";
import { type Demands, narrowDeclarations, withMissingTag } from "./discriminator-tags.js";
import { complete, type Value } from "./discriminator-values.js";
import type { Drafts } from "./schemas.js";
import { forEachChild, mapChildren } from "./types.js";

// Which values of a property mean which schema, and types that say so. For each member of a union (`oneOf` beside
// `discriminator`), and each child of a parent with a `discriminator`, its values are
//
//   1. what `mapping` says,
//   2. what its own `const` or `enum` says, as far as no other member claims it,
//   3. its schema name (or `x-ms-discriminator-value`), if neither says anything; in the spelling of the
//      property's enum, if that lists it.
//
// A member that already declares the property is narrowed where it is declared, so that every use of it can be told
// apart; one that does not is narrowed where the union names it.

export interface Narrowing {
  readonly declarations: Declarations;
  /** Completes and narrows the unions of a type outside of declarations. */
  narrow(type: Type): Type;
  readonly diagnostics: readonly Diagnostic[];
}

/** `types` are those that operations use. */
export function narrowUnions(
  declarations: Declarations,
  { discriminators, bareChildren, ownValues }: Pick<Drafts, "discriminators" | "bareChildren" | "ownValues">,
  types: readonly Type[],
): Narrowing {
  const demands: Demands = new Map();
  const completed = new Map<Type, Discriminator>();
  let found = 0;
  const collect = (type: Type): void => {
    if (type.kind === "union" && type.discriminator) {
      found++;
      const members = type.members.flatMap((member) => (member.kind === "reference" ? [member.id] : []));
      const discriminator = complete(type.discriminator, members, { declarations, ownValues });
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
    // What has children of its own may stand for any of them, and keeps the wide type, unless a union has narrowed it.
    addDemands(
      demands,
      complete(discriminator, descendants, { declarations, ownValues }),
      (id) => !children.has(id) || demands.has(id),
    );
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
