// Which named types are in the bodies of multipart. Only bytes care: a part takes a file, where JSON has text.

import type { Api, DeclarationId, Type } from "../model/api.js";
import { forEachChild, someChild } from "../model/types.js";

/** Empty where no named type holds bytes, so that nothing has to be looked for. */
export function partDeclarations({ declarations, operations }: Api): ReadonlySet<DeclarationId> {
  const found = new Set<DeclarationId>();
  if (![...declarations.values()].some(({ type }) => holdsBinary(type))) return found;
  const waiting = operations.flatMap(
    ({ body }) => body?.content.flatMap(({ kind, type }) => (kind === "multipart" ? [type] : [])) ?? [],
  );
  for (let type = waiting.pop(); type !== undefined; type = waiting.pop()) {
    if (type.kind === "reference" && !found.has(type.id)) {
      found.add(type.id);
      const target = declarations.get(type.id);
      if (target !== undefined) waiting.push(target.type);
    }
    forEachChild(type, (child) => waiting.push(child));
  }
  return found;
}

function holdsBinary(type: Type): boolean {
  return type.kind === "binary" || someChild(type, holdsBinary);
}
