import type { Api, Declaration, DeclarationId, Encoding, Header, MediaType, Operation, Type } from "./api.js";
import { forEachChild } from "./types.js";

/** The declarations that `operations` need, directly or through others, in the order that they had. */
export function reachableDeclarations(
  declarations: Api["declarations"],
  operations: Iterable<Operation>,
): ReadonlyMap<DeclarationId, Declaration> {
  const reached = new Set<DeclarationId>();
  const waiting: Type[] = [];
  for (const operation of operations) for (const type of typesOf(operation)) waiting.push(type);

  for (let type = waiting.pop(); type !== undefined; type = waiting.pop()) {
    forEachChild(type, (child) => waiting.push(child));
    if (type.kind !== "reference" || reached.has(type.id)) continue;
    reached.add(type.id);
    const declaration = declarations.get(type.id);
    if (declaration === undefined) continue;
    waiting.push(declaration.type, ...declaration.typeParameters.map((parameter) => parameter.default));
  }
  return new Map([...declarations].filter(([id]) => reached.has(id)));
}

function* typesOf(operation: Operation): Iterable<Type> {
  for (const parameter of operation.parameters) yield parameter.type;
  for (const media of operation.body?.content ?? []) yield* typesOfMedia(media);
  for (const response of operation.responses) {
    yield* typesOfHeaders(response.headers);
    for (const media of response.content) yield* typesOfMedia(media);
  }
}

function* typesOfMedia(media: MediaType): Iterable<Type> {
  yield media.type;
  if (media.itemType !== undefined) yield media.itemType;
  const encodings: Encoding[] = [...media.encodings, ...media.prefixEncodings];
  if (media.itemEncoding !== undefined) encodings.push(media.itemEncoding);
  for (const encoding of encodings) yield* typesOfHeaders(encoding.headers);
}

function* typesOfHeaders(headers: readonly Header[]): Iterable<Type> {
  for (const header of headers) yield header.type;
}
