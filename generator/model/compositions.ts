import type { Diagnostic } from "../diagnostics.js";
import type {
  Declaration,
  DeclarationId,
  IntersectionType,
  ObjectType,
  Property,
  ReferenceType,
  Type,
  UnionType,
} from "./api.js";
import { conflict, contradiction, notDeclared } from "./composition-problems.js";
import { finished } from "./finished.js";
import { isSameType } from "./identity.js";
import { type InheritanceContext, inherit } from "./inheritance.js";
import { isNarrower, meetScalars } from "./narrowing.js";
import { isOnlyRequired } from "./objects.js";
import { mergedIndex, overridden } from "./properties.js";
import { dependenciesFirst } from "./recursion.js";
import { mapChildren, noDocs, unknownType } from "./types.js";
import { unionOf } from "./unions.js";

// `allOf`, and whatever else stands beside something in a schema, is an intersection. This makes of each what a
// person would write:
//
//   objects                      → one object
//   reference & objects          → reference & one object, which replaces what it narrows
//   scalars, arrays              → the narrower one
//   objects & a union of objects → the union, if its members say it all; else the intersection
//
// The result is safe for `interface Child extends Parent`: what the object declares anew is either assignable to
// what the parent says, or omitted from the parent.

/** Unions are multiplied with each other only up to this size; TypeScript gives up at 100,000 (TS2590). */
const largestProduct = 64;

type Members = ReadonlyMap<string, Property>;

export class Compositions {
  readonly #declarations: ReadonlyMap<DeclarationId, Declaration>;
  readonly #spines = new Map<DeclarationId, Type>();
  readonly #members = new Map<DeclarationId, Members | undefined>();
  readonly #problems = new Map<string, Diagnostic>();
  /** The intersections whose settling has begun. */
  readonly #settling = new Set<Type>();
  /** The questions of `#meet` that are open. */
  readonly #meeting = new Map<Type, Set<Type>>();
  #at: DeclarationId | undefined;
  readonly #inheritance: InheritanceContext = {
    membersOf: (type) => this.#membersOf(type),
    meetProperties: (a, b) => this.#meetProperties(a, b),
  };

  /** The declarations must be free of unguarded circles (`recursion.ts`). */
  constructor(declarations: ReadonlyMap<DeclarationId, Declaration>) {
    this.#declarations = declarations;
    // In this order no question has to wait for another one: chains of parents can be longer than the stack.
    for (const id of dependenciesFirst(declarations)) {
      if (declarations.get(id)?.type.kind !== "object") this.members(id);
    }
  }

  get diagnostics(): readonly Diagnostic[] {
    return [...this.#problems.values()];
  }

  /** A declared type with all intersections in it settled. */
  settleDeclared({ id, type }: Declaration): Type {
    return this.#within(id, () => this.settle(type));
  }

  /** A type with all intersections in it settled. */
  settle(type: Type): Type {
    if (type.kind !== "intersection") return this.#settleWhole(type);
    // A property may narrow the object that it is in, which has that property, and so on: once is enough.
    if (this.#settling.has(type)) return type.members.find(({ kind }) => kind === "reference") ?? unknownType;
    this.#settling.add(type);
    const settled = this.#settleWhole(type);
    this.#settling.delete(type);
    return settled;
  }

  #settleWhole(type: Type): Type {
    const top = this.#settleTop(type);
    const declared = top.kind === "object" ? this.#withoutRequirements(top) : top;
    return finished(mapChildren(declared, (child) => this.settle(child)));
  }

  /** All properties of a declared object, inherited ones included; undefined if it is none. */
  members(id: DeclarationId): Members | undefined {
    let members = this.#members.get(id);
    if (members === undefined && !this.#members.has(id)) {
      // An answer while the question is open; circles have been cut, so nobody should ask.
      this.#members.set(id, undefined);
      members = this.#membersOf(this.spine(id));
      this.#members.set(id, members);
    }
    return members;
  }

  /** A declaration's own type, its top level settled. */
  spine(id: DeclarationId): Type {
    let spine = this.#spines.get(id);
    if (spine === undefined) {
      this.#spines.set(id, unknownType);
      spine = this.#within(id, () => this.#settleTop(this.#declarations.get(id)?.type ?? unknownType));
      this.#spines.set(id, spine);
    }
    return spine;
  }

  /** What contradicts itself on the way is to be blamed on this declaration. */
  #within(id: DeclarationId, settle: () => Type): Type {
    const outer = this.#at;
    this.#at = id;
    const settled = settle();
    this.#at = outer;
    return settled;
  }

  /** What is required, and declared nowhere, is mostly a slip: it can be given, and need not be. */
  #withoutRequirements(object: ObjectType): ObjectType {
    if (!object.properties.some(isOnlyRequired)) return object;
    const properties = object.properties.map((property) => {
      if (!isOnlyRequired(property)) return property;
      this.#problems.set(`${property.source} ${property.key}`, notDeclared(property));
      return { ...property, required: false, docs: noDocs };
    });
    return { ...object, properties };
  }

  #membersOf(type: Type): Members | undefined {
    switch (type.kind) {
      case "object":
        return new Map(type.properties.map((property) => [property.key, property]));
      case "reference": {
        const members = this.members(type.id);
        if (members === undefined || type.omit.length === 0) return members;
        return new Map([...members].filter(([key]) => !type.omit.includes(key)));
      }
      case "intersection": {
        const all = new Map<string, Property>();
        let isObject = false;
        for (const member of type.members) {
          const members = this.#membersOf(member);
          if (members === undefined) continue;
          isObject = true;
          for (const [key, property] of members) all.set(key, overridden(all.get(key), property));
        }
        return isObject ? all : undefined;
      }
      default:
        return undefined;
    }
  }

  /** Settles what is not behind a property or an item. */
  #settleTop(type: Type): Type {
    if (type.kind === "union") {
      const members = type.members.map((member) => this.#settleTop(member));
      return members.every((member, index) => member === type.members[index])
        ? type
        : unionOf(members, type.discriminator);
    }
    return type.kind === "intersection" ? this.#intersect(type.members) : type;
  }

  #intersect(spelled: readonly Type[]): Type {
    const flat = spelled.flatMap((part) => {
      const settled = this.#settleTop(part);
      return settled.kind === "intersection" ? settled.members : [settled];
    });
    // Beside objects, "that object or null" can only be the object.
    const parts = flat.some((part) => this.#hasProperties(part))
      ? flat.flatMap((part) => this.#withoutNull(part))
      : flat;
    const references: ReferenceType[] = [];
    const unions: Type[] = [];
    let object: ObjectType | undefined;
    let rest: Type = unknownType;
    for (const part of parts) {
      switch (this.#role(part)) {
        case "nothing":
          break;
        case "parent":
          // The role of references alone.
          if (!references.some((known) => isSameType(known, part))) references.push(part as ReferenceType);
          break;
        case "object":
          // The role of objects alone.
          object = object === undefined ? (part as ObjectType) : this.#merge(object, part as ObjectType);
          break;
        case "union":
          if (!unions.some((known) => isSameType(known, part))) unions.push(part);
          break;
        case "other":
          rest = this.#meet(rest, part) ?? this.#conflict(rest, part);
          break;
      }
    }
    if (rest.kind !== "unknown") return this.#withScalar(rest, unions);
    const union = unions.length > 1 ? this.#product(unions) : unions[0];
    const base = inherit(references, object, this.#inheritance);
    if (union === undefined) return base.length === 1 ? (base[0] ?? unknownType) : intersection(base);
    if (base.length === 0) return union;
    return this.#withUnion(base, object, union);
  }

  #hasProperties(part: Type): boolean {
    return part.kind === "object" ? part.properties.length > 0 : this.#role(part) === "parent";
  }

  #withoutNull(part: Type): readonly Type[] {
    if (this.#role(part) !== "union") return [part];
    const alternatives = this.#alternatives(part).filter(({ kind }) => kind !== "null");
    const [alternative] = alternatives;
    if (alternatives.length !== 1 || alternative === undefined) return [part];
    return alternative.kind === "intersection" ? alternative.members : [alternative];
  }

  /** What a part contributes to an intersection. */
  #role(part: Type): "nothing" | "parent" | "object" | "union" | "other" {
    switch (part.kind) {
      case "unknown":
        return "nothing";
      case "object":
        return "object";
      case "union":
        return "union";
      case "reference": {
        const target = this.#target(part);
        if (target.kind === "unknown") return "nothing";
        if (target.kind === "union") return "union";
        return this.members(part.id) === undefined ? "other" : "parent";
      }
      default:
        return "other";
    }
  }

  /** What a reference stands for, through all aliases. */
  #target(reference: ReferenceType): Type {
    let target = this.spine(reference.id);
    for (let steps = 0; target.kind === "reference" && steps < 100; steps++) target = this.spine(target.id);
    return target;
  }

  #withScalar(scalar: Type, unions: readonly Type[]): Type {
    return unions.reduce((type, union) => this.#meet(type, union) ?? type, scalar);
  }

  /** Two unions at once: every pair if there are few, else the first, which is true if less exact. */
  #product(unions: readonly Type[]): Type {
    return unions.reduce((left, right) => {
      const [a, b] = [this.#alternatives(left), this.#alternatives(right)];
      if (a.length * b.length > largestProduct) return left;
      return unionOf(a.flatMap((one) => b.map((other) => this.#intersect([one, other]))));
    });
  }

  #alternatives(type: Type): readonly Type[] {
    const target = type.kind === "reference" ? this.#target(type) : type;
    return target.kind === "union" ? target.members : [target];
  }

  #withUnion(base: readonly Type[], object: ObjectType | undefined, union: Type): Type {
    const alternatives = this.#alternatives(union);
    const objects = alternatives.filter((alternative) => this.#membersOf(alternative) !== undefined);
    const known = this.#membersOf(intersection(base)) ?? new Map<string, Property>();
    if (known.size === 0) return union;
    if (objects.length === 0)
      return alternatives.every(isOpaque) ? intersection([...base, union]) : intersection(base);
    // A parent's `oneOf` lists children that `allOf` the parent: they say it all.
    if (objects.every((member) => this.#covers(member, known)))
      return union.kind === "union" ? only(union, objects) : union;
    if (union.kind !== "union") return intersection([...base, union]);
    if (objects.every((member) => member.kind === "object" && member.properties.every(isOnlyRequired))) {
      return this.#requireOneOf(base, objects as ObjectType[], known);
    }
    const isSmall = objects.length <= 8 && objects.every((member) => member.kind === "object");
    if (isSmall && base.length === 1 && object !== undefined) {
      return unionOf(
        objects.map((member) => this.#merge(object, member as ObjectType)),
        union.discriminator,
      );
    }
    return intersection([...base, only(union, objects)]);
  }

  #covers(member: Type, known: Members): boolean {
    const members = this.#membersOf(member);
    if (members === undefined) return false;
    for (const [key, property] of known) {
      const own = members.get(key);
      if (own === undefined || (property.required && !own.required)) return false;
      if (own !== property && !isNarrower(own.type, property.type)) return false;
    }
    return true;
  }

  /** `anyOf: [{ required: [a] }, { required: [b] }]`: small objects that repeat what they require. */
  #requireOneOf(base: readonly Type[], alternatives: readonly ObjectType[], known: Members): Type {
    const isKnown = alternatives.every(({ properties }) => properties.every(({ key }) => known.has(key)));
    if (!isKnown || alternatives.some(({ properties }) => properties.length === 0)) return intersection(base);
    const required = alternatives.map(
      ({ properties }): ObjectType => ({
        kind: "object",
        properties: properties.map((property) => overridden(known.get(property.key), property)),
      }),
    );
    return intersection([...base, unionOf(required)]);
  }

  #merge(a: ObjectType, b: ObjectType): ObjectType {
    const properties = new Map(a.properties.map((property) => [property.key, property]));
    for (const property of b.properties) {
      const known = properties.get(property.key);
      properties.set(property.key, known === undefined ? property : this.#meetProperties(known, property));
    }
    const index = mergedIndex(a, b, (left, right) => this.#meet(left, right) ?? right);
    return { kind: "object", properties: [...properties.values()], ...(index && { index }) };
  }

  #meetProperties(a: Property, b: Property): Property {
    if (a === b) return a;
    const type = this.#meet(a.type, b.type) ?? this.#contradiction(a, b);
    const access = a.access ?? b.access;
    const isBare = (b.docs === noDocs && !isOnlyRequired(a)) || isOnlyRequired(b);
    const docs = isBare ? a.docs : b.docs;
    const source = isOnlyRequired(b) ? a.source : b.source;
    return { key: b.key, required: a.required || b.required, ...(access && { access }), type, docs, source };
  }

  #contradiction(parent: Property, child: Property): Type {
    this.#problems.set(child.source, contradiction(parent, child));
    return child.type;
  }

  #conflict(first: Type, second: Type): Type {
    const problem = conflict(first, second, this.#at);
    this.#problems.set(`${first.kind} ${second.kind} ${problem.pointer}`, problem);
    return first;
  }

  /** What is both `a` and `b`; undefined if nothing is. Where `a` and `b` are unrelated objects, `b` overrides. */
  #meet(a: Type, b: Type): Type | undefined {
    if (a === b || b.kind === "unknown") return a;
    if (a.kind === "unknown") return b;
    if (isSameType(a, b)) return b;
    // A property may narrow the object that it is in: what is asked for on the way to the answer is as the child says.
    const asked = this.#meeting.get(a) ?? new Set();
    if (asked.has(b)) return b;
    this.#meeting.set(a, asked.add(b));
    const met = this.#meetSettled(this.#settleTop(a), this.#settleTop(b));
    asked.delete(b);
    return met;
  }

  #meetSettled(left: Type, right: Type): Type | undefined {
    if (left.kind === "union" || right.kind === "union") return this.#meetUnions(left, right);
    if (left.kind === "reference" || right.kind === "reference") return this.#meetReferences(left, right);
    if (left.kind === "object" && right.kind === "object") return this.#merge(left, right);
    if (left.kind === "array" && right.kind === "array") {
      const items = this.#meet(left.items, right.items);
      return items && { kind: "array", items };
    }
    if (left.kind === "array" && right.kind === "tuple") return right;
    if (left.kind === "tuple" && right.kind === "array") return left;
    if (left.kind === "type-parameter" || right.kind === "type-parameter") return intersection([left, right]);
    if (left.kind === "intersection" || right.kind === "intersection") return this.#intersect([left, right]);
    return meetScalars(left, right);
  }

  #meetUnions(a: Type, b: Type): Type | undefined {
    const left = a.kind === "union" ? a.members : [a];
    const right = b.kind === "union" ? b.members : [b];
    if (left.length * right.length > 1000) return b;
    const met = left.flatMap((one) => right.flatMap((other) => this.#meetAlternatives(one, other)));
    return met.length === 0 ? undefined : unionOf(met);
  }

  /** Different declared objects in two unions are different alternatives. */
  #meetAlternatives(a: Type, b: Type): readonly Type[] {
    if (a.kind === "reference" && b.kind === "reference" && a.id !== b.id && this.members(a.id)) return [];
    const met = this.#meet(a, b);
    return met === undefined ? [] : [met];
  }

  #meetReferences(a: Type, b: Type): Type | undefined {
    const left = a.kind === "reference" ? this.#target(a) : a;
    const right = b.kind === "reference" ? this.#target(b) : b;
    if (left.kind === "unknown") return b;
    if (right.kind === "unknown") return a;
    const isLeftObject = this.#membersOf(a) !== undefined;
    const isRightObject = this.#membersOf(b) !== undefined;
    if (isLeftObject && isRightObject) {
      return a.kind === "reference" && b.kind === "reference" ? b : this.#intersect([a, b]);
    }
    if (isLeftObject !== isRightObject) return undefined;
    if (isSameType(left, right)) return a.kind === "reference" ? a : b;
    const met = this.#meet(left, right);
    // A name says more than its meaning.
    if (met !== undefined && isSameType(met, right)) return b;
    if (met !== undefined && isSameType(met, left)) return a;
    return met;
  }
}

function intersection(members: readonly Type[]): Type {
  const [first, ...others] = members;
  if (first === undefined) return unknownType;
  return others.length === 0 ? first : ({ kind: "intersection", members } satisfies IntersectionType);
}

/** A union without the members that no object can be. */
function only(union: UnionType, members: readonly Type[]): Type {
  return members.length === union.members.length ? union : unionOf(members, union.discriminator);
}

function isOpaque(type: Type): boolean {
  return type.kind === "type-parameter" || type.kind === "unknown";
}
