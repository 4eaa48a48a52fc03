// `api.md` of a publishable SDK: every operation and every model, a line each.

import type { Api, Docs, Operation, Type } from "../model/api.js";
import { compareText } from "../naming/claims.js";
import type { Names } from "../naming/names.js";
import { markdownLine } from "./markdown.js";
import { callForm } from "./operations-file.js";
import { type OutputFile, renderFile } from "./output-file.js";
import { isJson } from "./response-content.js";
import { accessor, lookUpOf, type Subject } from "./sample-calls.js";
import type { Scalars } from "./scalars.js";
import { printType } from "./types.js";

export function apiListFile(
  api: Api,
  names: Names,
  byTag: ReadonlyMap<string | undefined, readonly Operation[]>,
  scalars: Scalars,
): OutputFile {
  const resources = [...byTag]
    .map(([tag, operations]) => {
      const docs = api.tags.find(({ name }) => name === tag)?.docs;
      const [first] = operations;
      const path = first === undefined ? "api" : accessor(first, names).split(".").slice(0, -1).join(".");
      return {
        heading: `\`${path}\``,
        about: about(docs),
        operations: operations.map((operation) => operationView(operation, { api, names, scalars })),
      };
    })
    .sort((a, b) => compareText(a.heading, b.heading));
  const models = [...api.declarations.values()]
    .map(({ id, docs }) => ({ name: names.declarations.get(id)!, about: about(docs) }))
    .sort((a, b) => compareText(a.name, b.name));
  const events = api.webhooks
    .map(({ operation }) => ({ ...names.webhooks.get(operation.id)!, about: about(operation.docs) }))
    .sort((a, b) => compareText(a.key, b.key))
    .map(({ event, about: text }) => ({ name: event, about: text }));
  return renderFile("api.md", "api", { resources, models, events });
}

interface OperationView {
  readonly call: string;
  readonly answer: string;
  readonly request: string;
  readonly about: string;
}

function operationView(operation: Operation, subject: Subject): OperationView {
  const { names } = subject;
  const { parameters, body, docs, method, path } = operation;
  const own = names.operations.get(operation.id)!;
  const needs = parameters.some(({ required }) => required) || body?.required === true;
  const args =
    parameters.length === 0 && body === undefined ? "" : `${needs ? "args" : "args?"}: ${own.arguments}`;
  return {
    call: `${accessor(operation, names)}(${args})`,
    answer: answer(operation, subject),
    request: `${method} ${path}`,
    about: `${docs.deprecated ? "Deprecated. " : ""}${about(docs)}`,
  };
}

/** What a call resolves to, or gives one by one. */
function answer(operation: Operation, subject: Subject): string {
  const { api, names } = subject;
  const { item, result } = callForm(operation, lookUpOf(api));
  if (item !== undefined) return `${result} of ${shortType(item, own(operation, names).item, subject)}`;
  const success =
    operation.responses.find(({ status }) => status.startsWith("2")) ??
    operation.responses.find(({ status }) => status === "default");
  const content = success?.content ?? [];
  // As the runtime's `Data` has it.
  const media = content.find(isJson) ?? content[0];
  if (media === undefined || operation.method === "HEAD") return "undefined";
  if (media.kind === "binary" || media.kind === "multipart") return "Uint8Array";
  if (media.kind === "text") return "string";
  return shortType(media.type, "object", subject);
}

function own(operation: Operation, names: Names): { readonly item: string } {
  return names.operations.get(operation.id)!;
}

/** A type where it is a word or two. */
function shortType(type: Type, otherwise: string, { api, names, scalars }: Subject): string {
  if (type.kind === "object") return otherwise;
  const scope = {
    lookUp: lookUpOf(api),
    scalars,
    declaration: (id: string) => names.declarations.get(id)!,
    binary: () => "Uint8Array",
  };
  const text = printType(type, scope, { indent: "", used: 40 });
  return text.includes("\n") || text.length > 60 ? otherwise : text;
}

function about(docs: Docs | undefined): string {
  return markdownLine(docs?.summary ?? docs?.description ?? "");
}
