// `operations/<tag>.ts`: for each operation its argument and response types, one descriptor constant, and one
// function.

import type { Api, Operation, Type } from "../model/api.js";
import type { Names, OperationNames } from "../naming/names.js";
import { argumentsView } from "./arguments.js";
import { descriptorFields } from "./descriptor.js";
import { docComment } from "./docs.js";
import { fileHeader } from "./file-header.js";
import { type FileScope, fileScope, type Layout } from "./file-scope.js";
import { type NamedItem, pageItem, streamItem } from "./items.js";
import { dataLiteral, lineWidth, typeApplication } from "./literals.js";
import type { LookUp } from "./omission.js";
import { type OutputFile, renderFile } from "./output-file.js";
import { isNegotiated } from "./response-content.js";
import { responsesDeclaration } from "./responses.js";
import type { MentionedSymbol } from "./runtime-symbols.js";
import { joinedType, printMembers, printType } from "./types.js";

export function operationsFile(
  api: Api,
  names: Names,
  operations: readonly Operation[],
  file: string,
  layout: Layout,
): OutputFile {
  const declared = operations.flatMap(({ id }) => {
    const own = names.operations.get(id)!;
    return [own.function, own.descriptor, own.arguments, own.responses, own.item];
  });
  const scope = fileScope(api, names, { declared, layout, root: "../" });
  const views = operations.map((operation) =>
    operationView(operation, names.operations.get(operation.id)!, scope),
  );
  const view = { header: fileHeader, imports: scope.imports.print(), operations: views };
  return renderFile(`operations/${file}.ts`, "operations", view);
}

/** How an operation is called and what a call of it is. */
export interface CallForm {
  /** `call`, `negotiatedCall`, `pagedCall` or `streamCall`. */
  readonly call: MentionedSymbol;
  /** `ApiCall`, `NegotiatedCall`, `PagedCall` or `StreamCall`. */
  readonly result: MentionedSymbol;
  /** `method`, `negotiatedMethod`, `pagedMethod` or `streamMethod`. */
  readonly method: MentionedSymbol;
  /** `Method`, `NegotiatedMethod`, `PagedMethod` or `StreamMethod`. */
  readonly methodType: MentionedSymbol;
  /** What comes one by one. */
  readonly item?: Type;
}

export function callForm(operation: Operation, lookUp: LookUp): CallForm {
  const streamed = streamItem(operation);
  if (streamed !== undefined) {
    return {
      call: "streamCall",
      result: "StreamCall",
      method: "streamMethod",
      methodType: "StreamMethod",
      item: streamed,
    };
  }
  const paged = pageItem(operation, lookUp);
  if (paged !== undefined) {
    return {
      call: "pagedCall",
      result: "PagedCall",
      method: "pagedMethod",
      methodType: "PagedMethod",
      item: paged,
    };
  }
  if (isNegotiated(operation)) {
    return {
      call: "negotiatedCall",
      result: "NegotiatedCall",
      method: "negotiatedMethod",
      methodType: "NegotiatedMethod",
    };
  }
  return { call: "call", result: "ApiCall", method: "method", methodType: "Method" };
}

/** Whether an item needs a name of its own: what has a name already, or is a word, does not. */
export function isNamedItem(type: Type): boolean {
  return (
    type.kind === "object" || type.kind === "union" || type.kind === "intersection" || type.kind === "tuple"
  );
}

/** What an operation does, and where it goes. */
export function operationComment(operation: Operation, indent: string): string {
  return docComment(operation.docs, indent, { paragraphs: [`\`${operation.method} ${operation.path}\``] });
}

interface OperationView {
  readonly name: string;
  readonly docs: string;
  readonly arguments: string | false;
  readonly responses: string;
  readonly item: string | false;
  readonly descriptor: string;
  readonly operationType: string;
  readonly fields: readonly { readonly text: string }[];
  readonly typeParameters: string;
  readonly parameters: string;
  readonly result: string;
  readonly call: string;
  readonly values: string;
}

function operationView(operation: Operation, names: OperationNames, scope: FileScope): OperationView {
  const { imports } = scope;
  const args = argumentsView(operation, names, scope);
  const form = callForm(operation, scope.values.lookUp);
  const item = itemView(form.item, names, scope);
  const argumentType = args === undefined ? imports.runtime("NoArguments") : names.arguments;
  const isGeneric = form.call === "negotiatedCall";
  const accept = isGeneric ? ["Accept"] : [];
  const items = item.type === undefined ? [] : [item.type];
  const result = `${imports.runtime(form.result)}<${[names.responses, ...items, ...accept].join(", ")}>`;
  const parameters = [
    `client: ${imports.runtime("Caller")}`,
    ...(args === undefined ? [] : [`args${args.areRequired ? "" : "?"}: ${argumentType}`]),
    `options?: ${imports.runtime("CallOptions")}${isGeneric ? "<Accept>" : ""}`,
  ];
  const typeParameters = isGeneric ? `<Accept extends string = ${imports.runtime("JsonMediaType")}>` : "";
  return {
    name: names.function,
    docs: operationComment(operation, ""),
    arguments: args?.declaration ?? false,
    responses: responsesDeclaration(operation, names.responses, scope, named(form.item, item.type)),
    item: item.declaration ?? false,
    descriptor: names.descriptor,
    operationType: typeApplication(
      imports.runtime("Operation"),
      [argumentType, names.responses],
      "",
      lineWidth - names.descriptor.length - "export const :  = {".length,
    ),
    fields: descriptorFields(operation, names, scope).map(([key, value]) => ({
      text: `${key}: ${dataLiteral(value, "  ", key.length + 5)},`,
    })),
    typeParameters,
    parameters: commaList(
      parameters,
      "",
      lineWidth - `export function ${names.function}${typeParameters}(): ${result} {`.length,
    ),
    result,
    call: imports.runtime(form.call),
    values: commaList(
      ["client", names.descriptor, args === undefined ? "undefined" : "args", "options"],
      "  ",
      lineWidth - `  return ${form.call}();`.length,
    ),
  };
}

/** What stands in parentheses: on the line that they are on, if there is room. */
function commaList(items: readonly string[], indent: string, room: number): string {
  const line = items.join(", ");
  if (line.length <= room) return line;
  return `\n${items.map((item) => `${indent}  ${item},\n`).join("")}${indent}`;
}

function named(item: Type | undefined, name: string | undefined): NamedItem | undefined {
  return item === undefined || name === undefined ? undefined : { item, name };
}

interface ItemView {
  readonly type?: string;
  readonly declaration?: string;
}

function itemView(item: Type | undefined, names: OperationNames, scope: FileScope): ItemView {
  if (item === undefined) return {};
  if (!isNamedItem(item)) return { type: printType(item, scope.values, { indent: "", used: 60 }) };
  const declaration =
    item.kind === "object"
      ? `interface ${names.item} ${printMembers(item, scope.values, "")}`
      : `${joinedType(`type ${names.item} =`, printType(item, scope.values, { indent: "", used: 40 }))};`;
  return { type: names.item, declaration };
}
