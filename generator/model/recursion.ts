import type { Checked, Diagnostic } from "../diagnostics.js";
import type { Declaration, DeclarationId, Type } from "./api.js";
import { forEachChild, unknownType } from "./types.js";
import { unionOf } from "./unions.js";

// Types may recurse behind a property or an item. A circle without one is unguarded, and no TypeScript:
//
//   A = B, B = A                                alias loop               → unknown, warning
//   A = B & …, B = A & …                        circular allOf           → one edge is cut, warning
//   Pet = {…} & (Cat | Dog), Cat = Pet & {…}    parent lists its children → Cat = {…} & {…}, which is what it means

type Declarations = ReadonlyMap<DeclarationId, Declaration>;

/** Removes unguarded circles. Which edge goes depends on names, not on order. */
export function cutCircles(declarations: Declarations): Checked<Declarations> {
  const inherited = inheritBases(declarations, circles(declarations));
  const remaining = circles(inherited);
  if (remaining.length === 0) return { value: inherited, diagnostics: [] };
  const cut = new Map(inherited);
  const diagnostics: Diagnostic[] = [];
  for (const { id, target } of remaining.flatMap((circle) => closingEdges(inherited, circle))) {
    const declaration = cut.get(id);
    if (declaration === undefined) continue;
    const isComposed = declaration.type.kind === "intersection";
    cut.set(id, { ...declaration, type: without(declaration.type, target) });
    diagnostics.push({
      code: isComposed ? "circular-all-of" : "circular-reference",
      severity: "warning",
      message: isComposed
        ? `"${declaration.label}" inherits from itself by way of "${target}"; that part is left out.`
        : `"${declaration.label}" refers to itself by way of "${target}", which gives it no meaning.`,
      pointer: declaration.source,
    });
  }
  return { value: cut, diagnostics };
}

/** Replaces references to a parent whose union comes back to the child by the parent without that union. */
function inheritBases(
  declarations: Declarations,
  found: readonly ReadonlySet<DeclarationId>[],
): Declarations {
  if (found.length === 0) return declarations;
  const changed = new Map(declarations);
  for (const circle of found) {
    const bases = basesIn(circle, declarations);
    for (const id of circle) {
      const declaration = declarations.get(id);
      if (declaration?.type.kind !== "intersection") continue;
      const members = declaration.type.members.map(
        (member) => (member.kind === "reference" ? bases(member.id) : undefined) ?? member,
      );
      changed.set(id, { ...declaration, type: { kind: "intersection", members } });
    }
  }
  return changed;
}

/** What remains of a declaration without the unions that lead back; undefined if it has none of its own. */
function basesIn(
  circle: ReadonlySet<DeclarationId>,
  declarations: Declarations,
): (id: DeclarationId) => Type | undefined {
  const leadsBack = (type: Type): boolean =>
    type.kind === "union" && spineReferences(type).some((target) => circle.has(target));
  const known = new Map<DeclarationId, Type | undefined>();
  const baseOf = (id: DeclarationId): Type | undefined => {
    if (!circle.has(id)) return undefined;
    if (!known.has(id)) {
      // The answer for whoever comes back here while it is being found.
      known.set(id, undefined);
      known.set(id, stripped(declarations.get(id)?.type ?? unknownType));
    }
    return known.get(id);
  };
  const stripped = (type: Type): Type | undefined => {
    if (type.kind === "reference") return baseOf(type.id);
    if (leadsBack(type)) return unknownType;
    if (type.kind !== "intersection" || !type.members.some(leadsBack)) return undefined;
    return { kind: "intersection", members: type.members.map((member) => stripped(member) ?? member) };
  };
  return baseOf;
}

function without(type: Type, target: DeclarationId): Type {
  if (type.kind === "reference") return type.id === target ? unknownType : type;
  if (type.kind !== "union" && type.kind !== "intersection") return type;
  const members = type.members.flatMap((member) => {
    if (member.kind === "reference" && member.id === target) return [];
    return [without(member, target)];
  });
  if (type.kind === "union") return members.length === 0 ? unknownType : unionOf(members, type.discriminator);
  const first = members[0] ?? unknownType;
  return members.length < 2 ? first : { kind: "intersection", members };
}

interface Edge {
  readonly id: DeclarationId;
  readonly target: DeclarationId;
}

/** The edges that close circles in a depth-first walk in order of names. */
function closingEdges(declarations: Declarations, circle: ReadonlySet<DeclarationId>): readonly Edge[] {
  const edges: Edge[] = [];
  const done = new Set<DeclarationId>();
  const open = new Set<DeclarationId>();
  for (const root of [...circle].sort()) {
    if (done.has(root)) continue;
    const path: { id: DeclarationId; targets: DeclarationId[] }[] = [];
    const enter = (id: DeclarationId): void => {
      open.add(id);
      const type = declarations.get(id)?.type ?? unknownType;
      const targets = [...new Set(spineReferences(type))].filter((target) => circle.has(target));
      path.push({ id, targets: targets.sort().reverse() });
    };
    enter(root);
    for (let last = path.at(-1); last !== undefined; last = path.at(-1)) {
      const target = last.targets.pop();
      if (target === undefined) {
        open.delete(last.id);
        done.add(last.id);
        path.pop();
      } else if (open.has(target)) edges.push({ id: last.id, target });
      else if (!done.has(target)) enter(target);
    }
  }
  return edges;
}

/** What a type refers to without a property or item in between. */
function spineReferences(type: Type): readonly DeclarationId[] {
  if (type.kind === "reference") return [type.id];
  if (type.kind !== "union" && type.kind !== "intersection") return [];
  const ids: DeclarationId[] = [];
  forEachChild(type, (child) => ids.push(...spineReferences(child)));
  return ids;
}

/** Groups of declarations that reach themselves unguarded. */
function circles(declarations: Declarations): readonly ReadonlySet<DeclarationId>[] {
  return groups(declarations.keys(), spinesOf(declarations)).filter((group) => {
    const [id] = group;
    if (group.size > 1 || id === undefined) return true;
    const type = declarations.get(id)?.type;
    return type !== undefined && spineReferences(type).includes(id);
  });
}

/** What a declaration refers to. */
type TargetsOf = (id: DeclarationId) => readonly DeclarationId[];

/** What a declaration refers to unguarded. */
function spinesOf(declarations: Declarations): TargetsOf {
  return (id) => {
    const declaration = declarations.get(id);
    return declaration === undefined ? [] : spineReferences(declaration.type);
  };
}

/** All declarations, what a declaration refers to unguarded before itself. */
export function dependenciesFirst(declarations: Declarations): readonly DeclarationId[] {
  return groups(declarations.keys(), spinesOf(declarations)).flatMap((group) => [...group]);
}

/** By name: what refers to others after those, as far as circles let it. */
export function inOrderOfUse(references: ReadonlyMap<string, readonly string[]>): readonly string[] {
  const found = groups(references.keys(), (name) => references.get(name) ?? []);
  // A circle is found from where it was entered: its end is what most others refer to.
  return found.flatMap((group) => [...group].reverse());
}

/** Strongly connected components, dependencies first: Tarjan's algorithm, without recursion. */
function groups(ids: Iterable<DeclarationId>, targetsOf: TargetsOf): readonly ReadonlySet<DeclarationId>[] {
  const found: ReadonlySet<DeclarationId>[] = [];
  const order = new Map<DeclarationId, number>();
  const lowest = new Map<DeclarationId, number>();
  const stack: DeclarationId[] = [];
  const onStack = new Set<DeclarationId>();
  for (const root of ids) {
    if (order.has(root)) continue;
    const path: { id: DeclarationId; targets: readonly DeclarationId[]; next: number }[] = [];
    const enter = (id: DeclarationId): void => {
      order.set(id, order.size);
      lowest.set(id, order.size - 1);
      stack.push(id);
      onStack.add(id);
      path.push({ id, targets: targetsOf(id), next: 0 });
    };
    const lower = (id: DeclarationId, to: number): void => {
      lowest.set(id, Math.min(lowest.get(id) ?? to, to));
    };
    enter(root);
    for (let last = path.at(-1); last !== undefined; last = path.at(-1)) {
      const target = last.targets[last.next++];
      if (target !== undefined) {
        if (!order.has(target)) enter(target);
        else if (onStack.has(target)) lower(last.id, order.get(target) ?? 0);
        continue;
      }
      path.pop();
      const low = lowest.get(last.id) ?? 0;
      const parent = path.at(-1);
      if (parent !== undefined) lower(parent.id, low);
      if (low !== order.get(last.id)) continue;
      const group = new Set(stack.splice(stack.lastIndexOf(last.id)));
      for (const id of group) onStack.delete(id);
      found.push(group);
    }
  }
  return found;
}
