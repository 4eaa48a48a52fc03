import type { ObjectType, Property, ReferenceType, Type } from "./api.js";
import { isSameType } from "./identity.js";
import { intersection } from "./intersections.js";
import { meetScalars } from "./narrowing.js";
import { unionOf } from "./unions.js";

/** What this room needs from the whole. */
export interface MeetingContext {
  settleTop(type: Type): Type;
  intersect(parts: readonly Type[]): Type;
  merge(a: ObjectType, b: ObjectType): ObjectType;
  targetOf(reference: ReferenceType): Type;
  membersOf(type: Type): ReadonlyMap<string, Property> | undefined;
}

/** Objects in objects in objects that are narrowed: further down, what is said last counts. */
const deepest = 12;

/** What two types have in common. */
export class Meeting {
  readonly #whole: MeetingContext;
  /** The questions that are open. */
  readonly #open = new Map<Type, Set<Type>>();
  #depth = 0;

  constructor(whole: MeetingContext) {
    this.#whole = whole;
  }

  /** What is both `a` and `b`; undefined if nothing is. Where `a` and `b` are unrelated objects, `b` overrides. */
  meet(a: Type, b: Type): Type | undefined {
    if (a === b || b.kind === "unknown") return a;
    if (a.kind === "unknown") return b;
    if (isSameType(a, b)) return b;
    // A property may narrow the object that it is in: what is asked for on the way to the answer is as the child says.
    const asked = this.#open.get(a) ?? new Set();
    if (asked.has(b) || this.#depth >= deepest) return b;
    this.#open.set(a, asked.add(b));
    this.#depth++;
    const met = this.#settled(this.#whole.settleTop(a), this.#whole.settleTop(b));
    this.#depth--;
    asked.delete(b);
    return met;
  }

  #settled(left: Type, right: Type): Type | undefined {
    if (left.kind === "union" || right.kind === "union") return this.#unions(left, right);
    if (left.kind === "reference" || right.kind === "reference") return this.#references(left, right);
    if (left.kind === "object" && right.kind === "object") return this.#whole.merge(left, right);
    if (left.kind === "array" && right.kind === "array") {
      const items = this.meet(left.items, right.items);
      return items && { kind: "array", items };
    }
    if (left.kind === "array" && right.kind === "tuple") return right;
    if (left.kind === "tuple" && right.kind === "array") return left;
    if (left.kind === "type-parameter" || right.kind === "type-parameter") return intersection([left, right]);
    if (left.kind === "intersection" || right.kind === "intersection")
      return this.#whole.intersect([left, right]);
    return meetScalars(left, right);
  }

  #unions(a: Type, b: Type): Type | undefined {
    const left = a.kind === "union" ? a.members : [a];
    const right = b.kind === "union" ? b.members : [b];
    if (left.length * right.length > 1000) return b;
    const met = left.flatMap((one) => right.flatMap((other) => this.#pair(one, other)));
    return met.length === 0 ? undefined : unionOf(met);
  }

  /** Different declared objects in two unions are different alternatives. */
  #pair(a: Type, b: Type): readonly Type[] {
    if (a.kind === "reference" && b.kind === "reference" && a.id !== b.id && this.#whole.membersOf(a))
      return [];
    const met = this.meet(a, b);
    return met === undefined ? [] : [met];
  }

  #references(a: Type, b: Type): Type | undefined {
    const left = a.kind === "reference" ? this.#whole.targetOf(a) : a;
    const right = b.kind === "reference" ? this.#whole.targetOf(b) : b;
    if (left.kind === "unknown") return b;
    if (right.kind === "unknown") return a;
    const isLeftObject = this.#whole.membersOf(a) !== undefined;
    const isRightObject = this.#whole.membersOf(b) !== undefined;
    if (isLeftObject && isRightObject) {
      return a.kind === "reference" && b.kind === "reference" ? b : this.#whole.intersect([a, b]);
    }
    // An object, and a name for "that object or null" or other alternatives.
    if (isLeftObject !== isRightObject) {
      if (left.kind === "union") return this.#unions(left, b);
      return right.kind === "union" ? this.#unions(a, right) : undefined;
    }
    if (isSameType(left, right)) return a.kind === "reference" ? a : b;
    const met = this.meet(left, right);
    // A name says more than its meaning.
    if (met !== undefined && isSameType(met, right)) return b;
    if (met !== undefined && isSameType(met, left)) return a;
    return met;
  }
}
