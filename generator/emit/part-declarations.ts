// Which named types are the parts of forms. Only bytes care: a part takes a file, where JSON has text.

import type { Api, DeclarationId, Type } from "../model/api.js";

/** Empty where no named type holds bytes, so that nothing has to be looked for. */
export function sentDeclarations({ declarations, operations }: Api): ReadonlySet<DeclarationId> {
  const sent = new Set<DeclarationId>();
  if (![...declarations.values()].some(({ type }) => holdsBinary(type))) return sent;
  const waiting = operations.flatMap(
    ({ body }) => body?.content.flatMap(({ kind, type }) => (kind === "multipart" ? [type] : [])) ?? [],
  );
  for (let type = waiting.pop(); type !== undefined; type = waiting.pop()) {
    if (type.kind === "reference" && !sent.has(type.id)) {
      sent.add(type.id);
      const target = declarations.get(type.id);
      if (target !== undefined) waiting.push(target.type);
    }
    waiting.push(...partsOf(type));
  }
  return sent;
}

function holdsBinary(type: Type): boolean {
  return type.kind === "binary" || partsOf(type).some(holdsBinary);
}

/** The types that one is directly made of; references are not followed. */
export function partsOf(type: Type): readonly Type[] {
  switch (type.kind) {
    case "array":
      return [type.items];
    case "tuple":
      return type.rest === undefined ? type.items : [...type.items, type.rest];
    case "object": {
      const types = type.properties.map((property) => property.type);
      return type.index === undefined ? types : [...types, type.index];
    }
    case "union":
    case "intersection":
      return type.members;
    case "reference":
      return type.typeArguments;
    default:
      return [];
  }
}
