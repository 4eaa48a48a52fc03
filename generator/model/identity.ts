import type { Property, Type } from "./api.js";

// When are two types the same? By what TypeScript would see: words, order of properties and places do not count.

export function isSameType(a: Type, b: Type): boolean {
  if (a === b) return true;
  if (a.kind !== b.kind) return false;
  return typeKey(a) === typeKey(b);
}

/** A text that is equal for equal types and differs for different ones. */
export function typeKey(type: Type): string {
  switch (type.kind) {
    case "unknown":
    case "never":
    case "null":
    case "boolean":
    case "binary":
      return type.kind;
    case "string":
      return `string ${stringRepresentation(type.format)}`;
    case "number":
      return `number ${numberRepresentation(type.format)}`;
    case "literal":
      return JSON.stringify(type.value);
    case "enum":
      return `enum${type.open ? " open" : ""} ${JSON.stringify(type.values.map(({ value }) => value))}`;
    case "array":
      return `array ${typeKey(type.items)}`;
    case "tuple":
      return `[${keysOfTypes(type.items)}|${type.required}|${type.rest ? typeKey(type.rest) : ""}]`;
    case "object": {
      const properties = type.properties.map(propertyKey).sort().join();
      return `{${properties}|${type.index ? typeKey(type.index) : ""}}`;
    }
    case "union":
      return `(${type.members.map(typeKey).sort().join("|")})`;
    case "intersection":
      return `(${type.members.map(typeKey).sort().join("&")})`;
    case "reference":
      return `ref ${JSON.stringify([type.id, type.omit])}<${keysOfTypes(type.typeArguments)}>`;
    case "type-parameter":
      return `parameter ${JSON.stringify(type.label)}`;
  }
}

function propertyKey(property: Property): string {
  const { key, required, access = "", type } = property;
  return `${JSON.stringify(key)}${required ? "!" : "?"}${access}:${typeKey(type)}`;
}

function keysOfTypes(types: readonly Type[]): string {
  return types.map(typeKey).join();
}

/** Only formats that an option can turn into another type make a difference. */
export function stringRepresentation(format: string | undefined): string {
  return format === "date-time" || format === "date" ? format : "";
}

export function numberRepresentation(format: string | undefined): string {
  return format === "int64" || format === "uint64" ? format : "";
}
