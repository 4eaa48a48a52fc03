// `resources/<tag>.ts`: the class of a tag, one line per method, and the resources below it.

import type { Api, Operation, Tag } from "../model/api.js";
import { noDocs } from "../model/types.js";
import { compareText } from "../naming/claims.js";
import type { Names, ResourceNames } from "../naming/names.js";
import { docComment } from "./docs.js";
import { fileHeader } from "./file-header.js";
import { classPath, type FileScope, fileScope, type Layout, type WayToRoot } from "./file-scope.js";
import { lineWidth, stringLiteral, typeApplication } from "./literals.js";
import { callForm, isNamedItem, operationComment } from "./operations-file.js";
import { type OutputFile, renderFile } from "./output-file.js";
import { printType } from "./types.js";

export function resourceFile(
  api: Api,
  names: Names,
  tag: string,
  operations: readonly Operation[],
  layout: Layout,
): OutputFile {
  const own = names.resources.get(tag)!;
  const scope = fileScope(api, names, { declared: [own.className], layout, root: "../" });
  const resources = childViews(api, names, tag, scope, { root: "../", follow: false, layout });
  const from = operationsPath(own.file, "../", layout);
  const methods = operations.map((operation, index) =>
    methodView(operation, names, scope, { from, follows: index > 0 || resources.length > 0 }),
  );
  const view = {
    header: fileHeader,
    docs: tagComment(api, tag, ""),
    className: own.className,
    base: scope.imports.runtime("Resource"),
    resources,
    methods,
  };
  return renderFile(`resources/${own.file}.ts`, "resource", { ...view, imports: scope.imports.print() });
}

export interface MethodView {
  /** Whether another member stands before it. */
  readonly follows: boolean;
  readonly docs: string;
  readonly name: string;
  readonly type: string;
  /** What is bound to the class, after the `=`. */
  readonly value: string;
}

export interface MethodPlace {
  /** What to import its description from. */
  readonly from: string;
  readonly follows: boolean;
}

/** What a file imports the operations of a tag from. */
export function operationsPath(file: string, root: WayToRoot, { extension }: Layout): string {
  return `${root}operations/${file}${extension}`;
}

export function methodView(
  operation: Operation,
  names: Names,
  scope: FileScope,
  { from, follows }: MethodPlace,
): MethodView {
  const own = names.operations.get(operation.id)!;
  const { imports } = scope;
  const form = callForm(operation, scope.values.lookUp);
  const hasArguments = operation.parameters.length > 0 || operation.body !== undefined;
  const typeArguments = [
    hasArguments ? imports.type(own.arguments, from) : imports.runtime("NoArguments"),
    imports.type(own.responses, from),
  ];
  if (form.item !== undefined) {
    const item = isNamedItem(form.item)
      ? imports.type(own.item, from)
      : printType(form.item, scope.values, { indent: "  ", used: 60 });
    typeArguments.push(item);
  }
  const room = lineWidth - own.method.length - "  readonly :  =".length;
  const type = typeApplication(imports.runtime(form.methodType), typeArguments, "  ", room);
  const value = `${imports.runtime(form.method)}(this, ${imports.value(own.descriptor, from)})`;
  const line = `  readonly ${own.method}: ${type} = ${value};`;
  const isShort = line.length - (line.lastIndexOf("\n") + 1) <= lineWidth;
  return {
    follows,
    docs: operationComment(operation, "  "),
    name: own.method,
    type,
    value: isShort ? ` ${value}` : `\n    ${value}`,
  };
}

export interface ChildView {
  /** Whether another member stands before it. */
  readonly follows: boolean;
  readonly docs: string;
  readonly member: string;
  readonly className: string;
  readonly resource: string;
  readonly key: string;
}

/** The resources directly below a tag, or below the client. */
export function childViews(
  api: Api,
  names: Names,
  parent: string | undefined,
  scope: FileScope,
  place: { readonly root: WayToRoot; readonly follow: boolean; readonly layout: Layout },
): ChildView[] {
  const { root, follow, layout } = place;
  const children = [...names.resources].filter(([, resource]) => resource.parent === parent);
  return children
    .sort(([, a], [, b]) => compareText(a.member, b.member))
    .map(([tag, resource], index) => ({
      follows: follow || index > 0,
      ...childView(api, tag, resource, scope, classPath(layout, `resources/${resource.file}`, root)),
    }));
}

function childView(
  api: Api,
  tag: string,
  { className, member }: ResourceNames,
  scope: FileScope,
  from: string,
): Omit<ChildView, "follows"> {
  return {
    docs: tagComment(api, tag, "  "),
    member,
    className: scope.imports.value(className, from),
    resource: scope.imports.runtime("resource"),
    key: stringLiteral(member),
  };
}

function tagComment(api: Api, name: string, indent: string): string {
  const tag: Tag | undefined = api.tags.find((candidate) => candidate.name === name);
  return docComment(tag?.docs ?? noDocs, indent);
}
