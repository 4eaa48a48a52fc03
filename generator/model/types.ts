import type {
  BinaryType,
  BooleanType,
  DeclarationId,
  Docs,
  NeverType,
  NullType,
  NumberType,
  Property,
  ReferenceType,
  StringType,
  Type,
  UnknownType,
} from "./api.js";

// The types that have no content, once each, and the ways to walk into the others.

export const unknownType: UnknownType = { kind: "unknown" };
export const neverType: NeverType = { kind: "never" };
export const nullType: NullType = { kind: "null" };
export const booleanType: BooleanType = { kind: "boolean" };
export const stringType: StringType = { kind: "string" };
export const numberType: NumberType = { kind: "number", integer: false };
export const integerType: NumberType = { kind: "number", integer: true };
export const binaryType: BinaryType = { kind: "binary" };

export const noDocs: Docs = { deprecated: false, examples: [], constraints: [] };

const none: readonly never[] = [];

export function referenceTo(id: DeclarationId): ReferenceType {
  return { kind: "reference", id, typeArguments: none, omit: none };
}

/** Whether a type can only be text. References are not followed: what has a name is hardly ever a string. */
export function isText(type: Type): boolean {
  if (type.kind === "literal") return typeof type.value === "string";
  return type.kind === "string" || (type.kind === "enum" && type.base === "string");
}

/** Maps a list, and returns the very same list if nothing changed: most types need no new object. */
export function mapList<Item>(list: readonly Item[], change: (item: Item) => Item): readonly Item[] {
  let changed: Item[] | undefined;
  for (let index = 0; index < list.length; index++) {
    // Index is within bounds.
    const item = list[index] as Item;
    const next = change(item);
    if (next !== item && changed === undefined) changed = list.slice(0, index);
    changed?.push(next);
  }
  return changed ?? list;
}

function mapProperties(list: readonly Property[], change: (type: Type) => Type): readonly Property[] {
  return mapList(list, (property) => {
    const type = change(property.type);
    return type === property.type ? property : { ...property, type };
  });
}

/** Replaces the types directly inside a type; the same object if none of them changed. */
export function mapChildren(type: Type, change: (child: Type) => Type): Type {
  switch (type.kind) {
    case "unknown":
    case "never":
    case "null":
    case "boolean":
    case "string":
    case "number":
    case "binary":
    case "literal":
    case "enum":
    case "type-parameter":
      return type;
    case "array": {
      const items = change(type.items);
      return items === type.items ? type : { kind: "array", items };
    }
    case "tuple": {
      const items = mapList(type.items, change);
      const rest = type.rest && change(type.rest);
      if (items === type.items && rest === type.rest) return type;
      return { kind: "tuple", items, required: type.required, ...(rest && { rest }) };
    }
    case "object": {
      const properties = mapProperties(type.properties, change);
      const index = type.index && change(type.index);
      if (properties === type.properties && index === type.index) return type;
      return index === undefined ? { kind: "object", properties } : { kind: "object", properties, index };
    }
    case "union":
    case "intersection": {
      const members = mapList(type.members, change);
      return members === type.members ? type : { ...type, members };
    }
    case "reference": {
      const typeArguments = mapList(type.typeArguments, change);
      return typeArguments === type.typeArguments ? type : { ...type, typeArguments };
    }
  }
}

/** Calls `visit` for every type directly inside a type. */
export function forEachChild(type: Type, visit: (child: Type) => void): void {
  switch (type.kind) {
    case "unknown":
    case "never":
    case "null":
    case "boolean":
    case "string":
    case "number":
    case "binary":
    case "literal":
    case "enum":
    case "type-parameter":
      return;
    case "array":
      visit(type.items);
      return;
    case "tuple":
      type.items.forEach(visit);
      if (type.rest) visit(type.rest);
      return;
    case "object":
      for (const property of type.properties) visit(property.type);
      if (type.index) visit(type.index);
      return;
    case "union":
    case "intersection":
      type.members.forEach(visit);
      return;
    case "reference":
      type.typeArguments.forEach(visit);
      return;
  }
}

/** Whether it is so of a type directly inside a type. */
export function someChild(type: Type, test: (child: Type) => boolean): boolean {
  let found = false;
  forEachChild(type, (child) => {
    found ||= test(child);
  });
  return found;
}
