import type { Declaration, Property, Type } from "../../generator/model/api.js";

/** A type as one short line, so that tables of tests can be read: `{ id: int; tags?: string[] } | null`. */
export function printType(type: Type): string {
  switch (type.kind) {
    case "unknown":
    case "never":
    case "null":
    case "boolean":
    case "binary":
      return type.kind;
    case "string":
      return type.format === undefined ? "string" : `string(${type.format})`;
    case "number": {
      const name = type.integer ? "integer" : "number";
      return type.format === undefined ? name : `${name}(${type.format})`;
    }
    case "literal":
      return JSON.stringify(type.value);
    case "enum": {
      const values = type.values.map(({ value }) => JSON.stringify(value)).join("|");
      return `enum(${values}${type.open ? "|…" : ""})`;
    }
    case "array":
      return `${printMember(type.items)}[]`;
    case "tuple": {
      const items = type.items.map((item, index) => printMember(item) + (index < type.required ? "" : "?"));
      const rest = type.rest === undefined ? [] : [`...${printMember(type.rest)}[]`];
      return `[${[...items, ...rest].join(", ")}]`;
    }
    case "object": {
      const properties = type.properties.map(printProperty);
      const index = type.index === undefined ? [] : [`[key]: ${printType(type.index)}`];
      const all = [...properties, ...index];
      return all.length === 0 ? "{}" : `{ ${all.join("; ")} }`;
    }
    case "union": {
      const members = type.members.map(printMember).join(" | ");
      if (type.discriminator === undefined) return members;
      const { property, mapping, default: fallback } = type.discriminator;
      const entries = mapping.map(({ value, member }) => `${JSON.stringify(value)}→${nameOf(member)}`);
      if (fallback !== undefined) entries.push(`else→${nameOf(fallback)}`);
      return `${members} by ${property}(${entries.join(", ")})`;
    }
    case "intersection":
      return type.members.map(printMember).join(" & ");
    case "reference": {
      const parameters = type.typeArguments.map(printType).join(", ");
      const omitted = type.omit.map((key) => `-${key}`).join("");
      return `${nameOf(type.id)}${parameters && `<${parameters}>`}${omitted}`;
    }
    case "type-parameter":
      return `'${type.label}`;
  }
}

export function printDeclaration({ id, typeParameters, type }: Declaration): string {
  const parameters = typeParameters.map(
    (parameter) => `${parameter.label} = ${printType(parameter.default)}`,
  );
  return `${nameOf(id)}${parameters.length === 0 ? "" : `<${parameters.join(", ")}>`} = ${printType(type)}`;
}

function printProperty({ key, required, type }: Property): string {
  return `${/^[\w$@.-]+$/.test(key) ? key : JSON.stringify(key)}${required ? "" : "?"}: ${printType(type)}`;
}

function printMember(type: Type): string {
  const isCompound = type.kind === "union" || type.kind === "intersection";
  return isCompound ? `(${printType(type)})` : printType(type);
}

function nameOf(id: string): string {
  return id.replace("#/components/schemas/", "");
}
