import type { Api, DeclarationId } from "../model/api.js";
import { forEachChild } from "../model/types.js";
import { type Scalars, scalarCodec } from "./scalars.js";

/** The declarations that hold something to convert, themselves or through others. */
export function codedDeclarations({ declarations }: Api, scalars: Scalars): Set<DeclarationId> {
  const coded = new Set<DeclarationId>();
  const mentionedBy = new Map<DeclarationId, DeclarationId[]>();
  for (const { id, type, typeParameters } of declarations.values()) {
    const waiting = [type, ...typeParameters.map((parameter) => parameter.default)];
    for (let part = waiting.pop(); part !== undefined; part = waiting.pop()) {
      if (part.kind === "number" || part.kind === "string") {
        if (scalarCodec(part, scalars) !== undefined) coded.add(id);
      } else if (part.kind === "reference") {
        const known = mentionedBy.get(part.id);
        if (known === undefined) mentionedBy.set(part.id, [id]);
        else known.push(id);
      }
      forEachChild(part, (child) => waiting.push(child));
    }
  }
  // Grows while it is walked.
  for (const id of coded) for (const user of mentionedBy.get(id) ?? []) coded.add(user);
  return coded;
}
