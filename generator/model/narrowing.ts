import type { EnumType, LiteralType, Type } from "./api.js";
import { isSameType, numberRepresentation, stringRepresentation } from "./identity.js";

// Which of two types is narrower, without following references.

/** What is both `a` and `b`, neither of which is an object, union or reference; undefined if nothing is. */
export function meetScalars(a: Type, b: Type): Type | undefined {
  if (a.kind === "string" && b.kind === "string") return b.format === undefined ? a : b;
  if (a.kind === "number" && b.kind === "number") return a.integer && !b.integer ? a : b;
  if (isNarrower(b, a)) return b;
  if (isNarrower(a, b)) return a;
  if (a.kind === "binary" && b.kind === "string") return a;
  if (a.kind === "string" && b.kind === "binary") return b;
  if (a.kind === "enum" && b.kind === "enum") return commonValues(a, b);
  return undefined;
}

/** Whether every `a` is a `b`, as far as can be told without following references. */
export function isNarrower(a: Type, b: Type): boolean {
  if (a === b || b.kind === "unknown" || a.kind === "never") return true;
  if (b.kind === "union") {
    const alternatives = a.kind === "union" ? a.members : [a];
    return alternatives.every((one) => b.members.some((other) => isNarrower(one, other)));
  }
  switch (a.kind) {
    case "union":
      return a.members.every((member) => isNarrower(member, b));
    case "literal":
      if (b.kind === "enum") return b.values.some(({ value }) => value === a.value);
      return (b.kind === typeof a.value && !isConverted(b)) || isSameType(a, b);
    case "enum":
      if (b.kind === "enum")
        return b.open || a.values.every(({ value }) => b.values.some((other) => other.value === value));
      return b.kind === a.base && !isConverted(b);
    case "string":
      return b.kind === "string" && stringRepresentation(a.format) === stringRepresentation(b.format);
    case "number":
      return b.kind === "number" && numberRepresentation(a.format) === numberRepresentation(b.format);
    case "array":
      return b.kind === "array" && isNarrower(a.items, b.items);
    case "object":
      return (
        isSameType(a, b) || (b.kind === "object" && b.properties.length === 0 && b.index?.kind === "unknown")
      );
    default:
      return isSameType(a, b);
  }
}

/** Whether an option may turn the type into `Date` or `bigint`. */
function isConverted(type: Type): boolean {
  if (type.kind === "string") return stringRepresentation(type.format) !== "";
  return type.kind === "number" && numberRepresentation(type.format) !== "";
}

function commonValues(a: EnumType, b: EnumType): EnumType | LiteralType | undefined {
  const values = b.values.filter(({ value }) => a.values.some((other) => other.value === value));
  const [first] = values;
  if (first === undefined) return undefined;
  return values.length === 1
    ? { kind: "literal", value: first.value }
    : { ...b, values, open: a.open && b.open };
}
