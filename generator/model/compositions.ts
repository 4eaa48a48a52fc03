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
import { isSameType } from "./identity.js";
import { isNarrower, meetScalars } from "./narrowing.js";
import { isOnlyRequired } from "./objects.js";
import { dependenciesFirst } from "./recursion.js";
import { mapChildren, neverType, noDocs, unknownType } from "./types.js";
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

  /** A type with all intersections in it settled. */
  settle(type: Type): Type {
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
      spine = this.#settleTop(this.#declarations.get(id)?.type ?? unknownType);
      this.#spines.set(id, spine);
    }
    return spine;
  }

  /** What is required, and declared nowhere, is mostly a slip: it can be given, and need not be. */
  #withoutRequirements(object: ObjectType): ObjectType {
    if (!object.properties.some(isOnlyRequired)) return object;
    const properties = object.properties.map((property) => {
      if (!isOnlyRequired(property)) return property;
      this.#problems.set(`${property.source} ${property.key}`, {
        code: "required-not-declared",
        severity: "warning",
        message: `"${property.key}" is required but is not among the properties.`,
        help: "Declare the property, or take its name out of `required`.",
        pointer: property.source,
      });
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
    const base = this.#inherit(references, object);
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

  /** References to parents and one object, such that an interface can extend them. */
  #inherit(references: readonly ReferenceType[], object: ObjectType | undefined): readonly Type[] {
    if (references.length === 0) return object === undefined ? [] : [object];
    const own = new Map((object?.properties ?? []).map((property) => [property.key, property]));
    const omit = new Map<ReferenceType, Set<string>>(references.map((reference) => [reference, new Set()]));
    const inherited = new Map<string, { property: Property; from: ReferenceType[] }>();
    for (const reference of references) {
      const members = this.#membersOf(reference) ?? new Map<string, Property>();
      // With one parent, only what the child repeats matters.
      const keys =
        references.length === 1 ? [...own.keys()].filter((key) => members.has(key)) : [...members.keys()];
      for (const key of keys) {
        const property = members.get(key);
        if (property === undefined) continue;
        const earlier = inherited.get(key);
        if (earlier === undefined) inherited.set(key, { property, from: [reference] });
        else if (earlier.property === property) earlier.from.push(reference);
        else {
          const merged = this.#meetProperties(earlier.property, property);
          const isSame = isSameProperty(merged, earlier.property) && isSameProperty(merged, property);
          if (!isSame && !own.has(key)) own.set(key, merged);
          inherited.set(key, { property: merged, from: [...earlier.from, reference] });
        }
      }
    }
    for (const [key, { property, from }] of inherited) {
      const declared = own.get(key);
      if (declared === undefined) continue;
      const merged = declared === property ? declared : this.#meetProperties(property, declared);
      if (from.length === 1 && isSameProperty(merged, property) && addsNoWords(merged, property)) {
        own.delete(key);
        continue;
      }
      own.set(key, merged);
      for (const reference of from) {
        const parent = this.#membersOf(reference)?.get(key);
        if (parent !== undefined && !isNarrower(merged.type, parent.type)) omit.get(reference)?.add(key);
      }
    }
    const parents = references.map((reference): ReferenceType => {
      const keys = omit.get(reference);
      if (keys === undefined || keys.size === 0) return reference;
      return { ...reference, omit: [...new Set([...reference.omit, ...keys])] };
    });
    const index = object?.index;
    // Beside parents, "other keys may be anything" says what is the case anyway.
    if (own.size === 0 && (index === undefined || index.kind === "never" || index.kind === "unknown")) {
      return parents;
    }
    return [...parents, { kind: "object", properties: [...own.values()], ...(index && { index }) }];
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
    this.#problems.set(child.source, {
      code: "conflicting-property",
      severity: "warning",
      message: `The property "${child.key}" contradicts what "${parent.source}" says of it; this one is used.`,
      pointer: child.source,
    });
    return child.type;
  }

  #conflict(first: Type, second: Type): Type {
    const pointer =
      second.kind === "reference" ? second.id : first.kind === "reference" ? first.id : undefined;
    this.#problems.set(`${first.kind} ${second.kind} ${pointer}`, {
      code: "contradictory-all-of",
      severity: "warning",
      message: `"allOf" asks for ${first.kind} and ${second.kind} at once; the first is used.`,
      ...(pointer !== undefined && { pointer }),
    });
    return first;
  }

  /** What is both `a` and `b`; undefined if nothing is. Where `a` and `b` are unrelated objects, `b` overrides. */
  #meet(a: Type, b: Type): Type | undefined {
    if (a === b || b.kind === "unknown") return a;
    if (a.kind === "unknown") return b;
    if (isSameType(a, b)) return b;
    const [left, right] = [this.#settleTop(a), this.#settleTop(b)];
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

function isSameProperty(a: Property, b: Property): boolean {
  return a.required === b.required && a.access === b.access && isSameType(a.type, b.type);
}

function addsNoWords(child: Property, parent: Property): boolean {
  return child.docs === parent.docs || child.docs.description === parent.docs.description;
}

function overridden(earlier: Property | undefined, later: Property): Property {
  if (earlier === undefined) return later;
  if (isOnlyRequired(later)) return { ...earlier, required: true };
  return later.required || !earlier.required ? later : { ...later, required: true };
}

function mergedIndex(a: ObjectType, b: ObjectType, meet: (a: Type, b: Type) => Type): Type | undefined {
  if (a.index === undefined || b.index === undefined) return a.index ?? b.index;
  // `additionalProperties: false` on both sides of an `allOf` forbids everything, which nobody means.
  if (a.index.kind === "never" || b.index.kind === "never") return neverType;
  return meet(a.index, b.index);
}

/** Settles the two drafts of `objects.ts`: closed objects have no index, and what nothing is said of is a map. */
function finished(type: Type): Type {
  if (type.kind === "object") {
    const { properties, index } = type;
    if (index === undefined) return properties.length === 0 ? { ...type, index: unknownType } : type;
    if (index.kind === "never") return { kind: "object", properties };
    return properties.length === 0 || index.kind === "unknown" ? type : { ...type, index: unknownType };
  }
  if (type.kind !== "intersection") return type;
  // Beside other properties an index signature has to allow their types.
  const members = type.members.map((member) =>
    member.kind === "object" && member.index !== undefined && member.index.kind !== "never"
      ? { ...member, index: unknownType }
      : member,
  );
  return { ...type, members };
}
