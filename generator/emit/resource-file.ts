// `resources/<tag>.ts`: the class of a tag, one line per method, and the resources below it.

import type { Api, Docs, Operation, Tag } from "../model/api.js";
import { compareText } from "../naming/claims.js";
import type { Names, ResourceNames } from "../naming/names.js";
import { docComment } from "./docs.js";
import { fileHeader } from "./file-header.js";
import { type FileScope, fileScope, type Layout } from "./file-scope.js";
import { stringLiteral } from "./literals.js";
import { callForm, isNamedItem, operationComment } from "./operations-file.js";
import type { OutputFile } from "./output-file.js";
import { renderTemplate } from "./templates.js";
import { printType } from "./types.js";

export function resourceFile(
  api: Api,
  names: Names,
  tag: string,
  operations: readonly Operation[],
  layout: Layout,
): OutputFile {
  const own = names.resources.get(tag)!;
  const scope = fileScope(api, names, { declared: [own.className], modelsPath: `../models${layout.extension}` });
  const view = {
    header: fileHeader,
    docs: tagComment(api, tag, ""),
    className: own.className,
    base: scope.imports.runtime("Resource"),
    resources: childViews(api, names, tag, scope, "./", layout),
    methods: operations.map((operation) => methodView(operation, names, own.file, scope, "../", layout)),
  };
  return {
    path: `resources/${own.file}.ts`,
    text: renderTemplate("resource", { ...view, imports: scope.imports.print() }),
  };
}

export interface MethodView {
  readonly docs: string;
  readonly name: string;
  readonly type: string;
  readonly make: string;
  readonly descriptor: string;
}

export function methodView(
  operation: Operation,
  names: Names,
  file: string,
  scope: FileScope,
  root: string,
  layout: Layout,
): MethodView {
  const own = names.operations.get(operation.id)!;
  const { imports } = scope;
  const from = `${root}operations/${file}${layout.extension}`;
  const form = callForm(operation, scope.received.lookUp);
  const hasArguments = operation.parameters.length > 0 || operation.body !== undefined;
  const typeArguments = [
    hasArguments ? imports.type(own.arguments, from) : imports.runtime("NoArguments"),
    imports.type(own.responses, from),
  ];
  if (form.item !== undefined) {
    const item = isNamedItem(form.item)
      ? imports.type(own.item, from)
      : printType(form.item, scope.received, { indent: "  ", used: 60 });
    typeArguments.push(item);
  }
  return {
    docs: operationComment(operation, "  "),
    name: own.method,
    type: `${imports.runtime(form.methodType)}<${typeArguments.join(", ")}>`,
    make: imports.runtime(form.method),
    descriptor: imports.value(own.descriptor, from),
  };
}

export interface ChildView {
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
  folder: string,
  layout: Layout,
): ChildView[] {
  const children = [...names.resources].filter(([, resource]) => resource.parent === parent);
  return children
    .sort(([, a], [, b]) => compareText(a.member, b.member))
    .map(([tag, resource]) => childView(api, tag, resource, scope, `${folder}${resource.file}${layout.extension}`));
}

function childView(api: Api, tag: string, { className, member }: ResourceNames, scope: FileScope, from: string): ChildView {
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
  const undocumented: Docs = { deprecated: false, examples: [], constraints: [] };
  return docComment(tag?.docs ?? undocumented, indent);
}
