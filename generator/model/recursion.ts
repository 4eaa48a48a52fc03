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
    for (const id of circle) {
      const declaration = declarations.get(id);
      if (declaration?.type.kind !== "intersection") continue;
      const members = declaration.type.members.map((member) => {
        if (member.kind !== "reference" || !circle.has(member.id)) return member;
        const base = baseOf(member.id, declarations, circle, new Set());
        return base.hasLostUnion ? base.type : member;
      });
      changed.set(id, { ...declaration, type: { kind: "intersection", members } });
    }
  }
  return changed;
}

interface Base {
  readonly type: Type;
  readonly hasLostUnion: boolean;
}

function baseOf(
  id: DeclarationId,
  all: Declarations,
  circle: ReadonlySet<DeclarationId>,
  seen: Set<DeclarationId>,
): Base {
  const type = all.get(id)?.type;
  if (type === undefined || seen.has(id)) return { type: unknownType, hasLostUnion: false };
  seen.add(id);
  const leadsBack = (member: Type): boolean => spineReferences(member).some((target) => circle.has(target));
  const strip = (part: Type): Base => {
    if (part.kind === "union" && leadsBack(part)) return { type: unknownType, hasLostUnion: true };
    if (part.kind === "reference" && circle.has(part.id)) {
      const base = baseOf(part.id, all, circle, seen);
      return base.hasLostUnion ? base : { type: part, hasLostUnion: false };
    }
    if (part.kind !== "intersection") return { type: part, hasLostUnion: false };
    const bases = part.members.map(strip);
    return {
      type: { kind: "intersection", members: bases.map((base) => base.type) },
      hasLostUnion: bases.some((base) => base.hasLostUnion),
    };
  };
  return strip(type);
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
export function spineReferences(type: Type): readonly DeclarationId[] {
  if (type.kind === "reference") return [type.id];
  if (type.kind !== "union" && type.kind !== "intersection") return [];
  const ids: DeclarationId[] = [];
  forEachChild(type, (child) => ids.push(...spineReferences(child)));
  return ids;
}

/** Groups of declarations that reach themselves unguarded: Tarjan's algorithm, without recursion. */
function circles(declarations: Declarations): readonly ReadonlySet<DeclarationId>[] {
  const found: ReadonlySet<DeclarationId>[] = [];
  const order = new Map<DeclarationId, number>();
  const lowest = new Map<DeclarationId, number>();
  const stack: DeclarationId[] = [];
  const onStack = new Set<DeclarationId>();
  const targetsOf = (id: DeclarationId): readonly DeclarationId[] => {
    const declaration = declarations.get(id);
    return declaration === undefined ? [] : spineReferences(declaration.type);
  };
  for (const root of declarations.keys()) {
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
      const circle = new Set(stack.splice(stack.indexOf(last.id)));
      for (const id of circle) onStack.delete(id);
      if (circle.size > 1 || last.targets.includes(last.id)) found.push(circle);
    }
  }
  return found;
}
