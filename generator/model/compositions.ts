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
import { intersection } from "./intersections.js";
import { Meeting, type MeetingContext } from "./meeting.js";
import { isOnlyRequired } from "./objects.js";
import { mergedIndex, overridden } from "./properties.js";
import { dependenciesFirst } from "./recursion.js";
import { mapChildren, noDocs, unknownType } from "./types.js";
import { besideUnion, type UnionContext } from "./union-parts.js";
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
  #at: DeclarationId | undefined;
  /** What the rooms of this house (`inheritance.ts`, `meeting.ts`, `union-parts.ts`) ask of each other. */
  readonly #whole: InheritanceContext & MeetingContext & UnionContext = {
    membersOf: (type) => this.#membersOf(type),
    meetProperties: (a, b) => this.#meetProperties(a, b),
    settleTop: (type) => this.#settleTop(type),
    intersect: (parts) => this.#intersect(parts),
    merge: (a, b) => this.#merge(a, b),
    targetOf: (reference) => this.#target(reference),
    alternativesOf: (type) => this.#alternatives(type),
  };
  readonly #meeting = new Meeting(this.#whole);

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
    if (type.kind !== "intersection" && type.kind !== "union") return this.#settleWhole(type);
    // A property may narrow the object that it is in, which has that property, and so on: once is enough.
    if (this.#settling.has(type)) return withoutIntersections(type);
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
      if (members.every((member, index) => member === type.members[index])) return type;
      return unionOf(this.#withNullOnce(members), type.discriminator);
    }
    return type.kind === "intersection" ? this.#intersect(type.members) : type;
  }

  /** An intersection may turn out to be a name for something that may be null anyway. */
  #withNullOnce(members: readonly Type[]): readonly Type[] {
    const isNamed = members.some(
      (member) => member.kind === "reference" && this.#alternatives(member).some(isNull),
    );
    return isNamed ? members.filter((member) => !isNull(member)) : members;
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
          rest = this.#meeting.meet(rest, part) ?? this.#conflict(rest, part);
          break;
      }
    }
    if (rest.kind !== "unknown") return this.#withScalar(rest, unions);
    const union = unions.length > 1 ? this.#product(unions) : unions[0];
    const base = inherit(this.#withoutEmpty(references, object), object, this.#whole);
    if (union === undefined) return base.length === 1 ? (base[0] ?? unknownType) : intersection(base);
    if (base.length === 0) return union;
    return besideUnion(base, object, union, this.#whole);
  }

  /** A parent without any property, and closed, would forbid what its child adds, which nobody means. */
  #withoutEmpty(
    references: readonly ReferenceType[],
    object: ObjectType | undefined,
  ): readonly ReferenceType[] {
    const full = references.filter((reference) => !isEmpty(this.#target(reference)));
    return full.length > 0 || (object !== undefined && object.properties.length > 0) ? full : references;
  }

  #hasProperties(part: Type): boolean {
    return part.kind === "object" ? part.properties.length > 0 : this.#role(part) === "parent";
  }

  #withoutNull(part: Type): readonly Type[] {
    if (this.#role(part) !== "union") return [part];
    const alternatives = this.#alternatives(part).filter((alternative) => !isNull(alternative));
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
    return unions.reduce((type, union) => this.#meeting.meet(type, union) ?? type, scalar);
  }

  /** Two unions at once: every pair if there are few, else the first, which is true if less exact. */
  #product(unions: readonly Type[]): Type {
    return unions.reduce((left, right) => {
      const [a, b] = [this.#alternatives(left), this.#alternatives(right)];
      if (a.length * b.length > largestProduct) return left;
      const pairs = a.flatMap((one) => b.flatMap((other) => this.#pair(one, other)));
      return pairs.length === 0 ? this.#conflict(left, right) : unionOf(pairs);
    });
  }

  /** What an alternative of one union and one of another have in common, if anything. */
  #pair(a: Type, b: Type): readonly Type[] {
    const isScalar = this.#role(a) === "other" || this.#role(b) === "other";
    const met = isScalar ? this.#meeting.meet(a, b) : this.#intersect([a, b]);
    return met === undefined ? [] : [met];
  }

  #alternatives(type: Type): readonly Type[] {
    const target = type.kind === "reference" ? this.#target(type) : type;
    return target.kind === "union" ? target.members : [target];
  }

  #merge(a: ObjectType, b: ObjectType): ObjectType {
    const properties = new Map(a.properties.map((property) => [property.key, property]));
    for (const property of b.properties) {
      const known = properties.get(property.key);
      properties.set(property.key, known === undefined ? property : this.#meetProperties(known, property));
    }
    const index = mergedIndex(a, b, (left, right) => this.#meeting.meet(left, right) ?? right);
    return { kind: "object", properties: [...properties.values()], ...(index && { index }) };
  }

  #meetProperties(a: Property, b: Property): Property {
    if (a === b) return a;
    const type = this.#meeting.meet(a.type, b.type) ?? this.#contradiction(a, b);
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
}

/** What is narrowed, without what narrows it. */
function withoutIntersections(type: IntersectionType | UnionType): Type {
  if (type.kind === "intersection")
    return type.members.find(({ kind }) => kind === "reference") ?? unknownType;
  const members = type.members.map((member) =>
    member.kind === "intersection" ? withoutIntersections(member) : member,
  );
  return unionOf(members, type.discriminator);
}

function isEmpty(type: Type): boolean {
  return type.kind === "object" && type.properties.length === 0 && type.index?.kind === "never";
}

function isNull({ kind }: Type): boolean {
  return kind === "null";
}
