// From a place in the output to the part of the document that brought it about, by the name that both have.

import type { Node, SourceFile } from "ts-morph";
import type { Pointer } from "../diagnostics.js";
import type { Api } from "../model/api.js";
import type { Names } from "../naming/names.js";

/** The name of the statement at the top of the file that holds a position. */
export function nameAround(file: SourceFile, position: number): string | undefined {
  let node: Node | undefined = file.getDescendantAtPos(position);
  let statement: Node | undefined;
  for (; node !== undefined && node.getParent() !== undefined; node = node.getParent()) statement = node;
  const text = statement?.getText() ?? "";
  return /\b(?:interface|type|const|function|class) ([\p{ID_Start}_$][\p{ID_Continue}$]*)/u.exec(text)?.[1];
}

export function pointersByName(api: Api, names: Names): Map<string, Pointer> {
  const pointers = new Map<string, Pointer>();
  for (const [id, name] of names.declarations) {
    const source = api.declarations.get(id)?.source;
    if (source !== undefined) pointers.set(name, source);
  }
  for (const { id, source } of api.operations) {
    const own = names.operations.get(id);
    if (own === undefined) continue;
    for (const name of [own.function, own.descriptor, own.arguments, own.responses, own.item])
      pointers.set(name, source);
  }
  for (const { operation } of api.webhooks) {
    const own = names.webhooks.get(operation.id);
    if (own !== undefined) pointers.set(own.event, operation.source);
  }
  return pointers;
}
