// Whether values of one SDK's type fit where another SDK's type is expected. TypeScript's rules, as far as the
// types of generated code need them; where it cannot be told, the answer is no, which at worst calls a change
// breaking that is not. Types that both SDKs have under one name are taken to fit: they are compared by themselves.

import { isSubtype } from "./externals.js";
import { expand } from "./resolve.js";
import {
  type FunctionShape,
  type Member,
  type ObjectShape,
  type Shape,
  shapeText,
  type TupleShape,
  unionOf,
} from "./shape.js";
import type { Surface } from "./surface.js";

export interface Sides {
  /** Where the values come from. */
  readonly from: Surface;
  /** Where they are expected. */
  readonly to: Surface;
  /**
   * What code does with the values. What callers write are literals, in which properties that nobody expects are
   * errors; of what they read, each property that was there must still be, optional ones too.
   */
  readonly use: "written" | "read";
}

export function isAssignable(from: Shape, to: Shape, sides: Sides): boolean {
  return fits(from, to, { ...sides, assumed: new Set() });
}

interface Comparison extends Sides {
  /** Pairs under comparison: a circle of types fits if nothing in it fails to. */
  readonly assumed: Set<string>;
}

const boolean: readonly Shape[] = [
  { kind: "literal", base: "boolean", text: "true" },
  { kind: "literal", base: "boolean", text: "false" },
];

function fits(from: Shape, to: Shape, comparison: Comparison): boolean {
  const fromText = shapeText(from);
  const toText = shapeText(to);
  if (fromText === toText) return true;
  if (to.kind === "keyword" && (to.name === "unknown" || to.name === "any")) return true;
  if (from.kind === "keyword" && from.name === "never") return true;
  if (from.kind === "keyword" && from.name === "any") return !(to.kind === "keyword" && to.name === "never");

  const pair = `${fromText} → ${toText}`;
  if (comparison.assumed.has(pair)) return true;
  comparison.assumed.add(pair);
  const isFitting = structureFits(from, to, comparison);
  if (!isFitting) comparison.assumed.delete(pair);
  return isFitting;
}

function structureFits(from: Shape, to: Shape, comparison: Comparison): boolean {
  if (from.kind === "union") return from.members.every((member) => fits(member, to, comparison));
  if (from.kind === "keyword" && from.name === "boolean" && to.kind === "union") {
    return boolean.every((value) => fits(value, to, comparison));
  }
  if (to.kind === "union") {
    if (to.members.some((member) => fits(from, member, comparison))) return true;
    const meant = expand(from, comparison.from);
    return meant !== from && fits(meant, to, comparison);
  }
  if (from.kind === "reference" && to.kind === "reference" && from.id === to.id) {
    return argumentsFit(from.arguments, to.arguments, comparison);
  }
  const source = expand(from, comparison.from);
  const target = expand(to, comparison.to);
  if (source !== from || target !== to) return fits(source, target, comparison);

  if (from.kind === "intersection") return from.members.some((member) => fits(member, to, comparison));
  if (to.kind === "intersection") return to.members.every((member) => fits(from, member, comparison));
  if (from.kind === "external" && to.kind === "external") {
    return isSubtype(from.name, to.name) && argumentsFit(from.arguments, to.arguments, comparison);
  }
  if (to.kind === "keyword") return isOfKeyword(from, to.name);
  if (from.kind === "array" && to.kind === "array") {
    return (to.isReadonly || !from.isReadonly) && fits(from.items, to.items, comparison);
  }
  if (from.kind === "tuple" && to.kind === "array") {
    return (
      (to.isReadonly || !from.isReadonly) &&
      from.items.every((item) => fits(readItem(item), to.items, comparison))
    );
  }
  if (from.kind === "tuple" && to.kind === "tuple") return tupleFits(from, to, comparison);
  if (from.kind === "function" && to.kind === "function") return functionFits(from, to, comparison);
  if (to.kind === "object") {
    if (from.kind === "object") return objectFits(from, to, comparison);
    // `{}` is anything but null and undefined.
    return (
      isEmpty(to) &&
      !(from.kind === "keyword" && ["null", "undefined", "void", "unknown"].includes(from.name))
    );
  }
  return false;
}

function argumentsFit(from: readonly Shape[], to: readonly Shape[], comparison: Comparison): boolean {
  const unknown: Shape = { kind: "keyword", name: "unknown" };
  // An argument left out has a default, of which nothing is known.
  return to.every((shape, index) => fits(from[index] ?? unknown, shape, comparison));
}

function isOfKeyword(from: Shape, name: string): boolean {
  if (name === "object")
    return (
      from.kind === "object" || from.kind === "array" || from.kind === "tuple" || from.kind === "function"
    );
  if (from.kind === "literal") return from.base === name;
  return from.kind === "keyword" && from.name === "undefined" && name === "void";
}

/** What reading an item of a tuple gives. */
function readItem({ type, isOptional, isRest }: TupleShape["items"][number]): Shape {
  if (isRest && type.kind === "array") return type.items;
  return isOptional ? unionOf([type, { kind: "keyword", name: "undefined" }]) : type;
}

function tupleFits(from: TupleShape, to: TupleShape, comparison: Comparison): boolean {
  if (from.isReadonly && !to.isReadonly) return false;
  const rest = to.items.find(({ isRest }) => isRest);
  const given = from.items.every((item, index) => {
    const expected = to.items[index];
    const other = expected === undefined || expected.isRest ? rest : expected;
    if (other === undefined) return false;
    if (item.isOptional && !other.isOptional && !other.isRest) return false;
    if (item.isRest && !other.isRest) return false;
    return item.isOptional && other.isOptional
      ? fits(item.type, other.type, comparison)
      : fits(readItem(item), readItem(other), comparison);
  });
  const isComplete = to.items
    .slice(from.items.length)
    .every(({ isOptional, isRest }) => isOptional || isRest);
  return given && isComplete;
}

function functionFits(from: FunctionShape, to: FunctionShape, comparison: Comparison): boolean {
  const reversed: Comparison = {
    from: comparison.to,
    to: comparison.from,
    use: comparison.use === "read" ? "written" : "read",
    assumed: new Set(),
  };
  const isCallable = from.parameters.every((parameter, index) => {
    const given = to.parameters[index];
    if (given === undefined) return parameter.isOptional || parameter.isRest;
    if (given.isOptional && !parameter.isOptional) return false;
    return fits(given.type, parameter.type, reversed);
  });
  // Whoever expects nothing ignores what comes.
  const isIgnored = to.returns.kind === "keyword" && to.returns.name === "void";
  return isCallable && (isIgnored || fits(from.returns, to.returns, comparison));
}

function objectFits(from: ObjectShape, to: ObjectShape, comparison: Comparison): boolean {
  const given = new Map(from.members.map((member) => [member.key, member]));
  const expected = new Map(to.members.map((member) => [member.key, member]));
  const isMissable = comparison.use === "written" || from.index !== undefined;
  const isComplete = to.members.every((member) => {
    const own = given.get(member.key);
    return own === undefined ? member.isOptional && isMissable : memberFits(own, member, comparison);
  });
  if (!isComplete) return false;
  const others = from.members.filter(({ key }) => !expected.has(key));
  if (to.index !== undefined) {
    const index = to.index;
    // TypeScript lets an alias without index signature pass, and an interface not.
    if (from.index === undefined || !fits(from.index, index, comparison)) return false;
    return others.every((member) => fits(member.type, index, comparison));
  }
  return comparison.use === "read" || (others.length === 0 && from.index === undefined);
}

function memberFits(given: Member, expected: Member, comparison: Comparison): boolean {
  if (given.isOptional && !expected.isOptional) return false;
  return fits(given.type, withUndefined(expected, given), comparison);
}

/** An optional property takes `undefined` from one that may be absent. */
function withUndefined(expected: Member, given: Member): Shape {
  if (!expected.isOptional || !given.isOptional) return expected.type;
  return unionOf([expected.type, { kind: "keyword", name: "undefined" }]);
}

function isEmpty(shape: ObjectShape): boolean {
  return shape.members.length === 0 && shape.index === undefined;
}
