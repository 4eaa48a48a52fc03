// From names to files. Pure: the same Api, Names and options give the same bytes, and nothing but the
// templates is read.

import type { Api, Operation } from "../model/api.js";
import { compareText } from "../naming/claims.js";
import type { Names } from "../naming/names.js";
import { clientFile, clientTypes } from "./client-file.js";
import type { Layout } from "./file-scope.js";
import { indexFile } from "./index-file.js";
import { modelsFile } from "./models-file.js";
import { operationsFile } from "./operations-file.js";
import type { OutputFile } from "./output-file.js";
import { resourceFile } from "./resource-file.js";
import { webhooksFile } from "./webhooks-file.js";

export interface EmitOptions {
  /** What imports of files end with. @default ".js" */
  readonly importExtension?: ".js" | ".ts" | "none";
}

export function emit(api: Api, names: Names, options: EmitOptions = {}): readonly OutputFile[] {
  const { importExtension = ".js" } = options;
  const layout: Layout = { extension: importExtension === "none" ? "" : importExtension };
  const byTag = operationsByTag(api);
  const untagged = byTag.get(undefined) ?? [];

  const models = modelsFile(api, names);
  const operations = [...byTag]
    .map(([tag, list]) => operationsFile(api, names, list, operationsFileName(names, tag), layout))
    .sort(byPath);
  const resources = [...names.resources.keys()].map((tag) =>
    resourceFile(api, names, tag, byTag.get(tag) ?? [], layout),
  );
  const webhooks = webhooksFile(api, names, layout);
  const modules = [
    ...(models === undefined ? [] : [models]),
    ...operations,
    ...(webhooks === undefined ? [] : [webhooks]),
  ];
  return [
    indexFile(
      {
        api,
        names,
        clientTypes: clientTypes(api, names),
        modules: modules.map(({ path }) => path.slice(0, -".ts".length)),
      },
      layout,
    ),
    clientFile(api, names, untagged, layout),
    ...modules,
    ...resources.sort(byPath),
  ];
}

function byPath(a: OutputFile, b: OutputFile): number {
  return compareText(a.path, b.path);
}

function operationsFileName(names: Names, tag: string | undefined): string {
  return tag === undefined ? names.untagged : names.resources.get(tag)!.file;
}

/** An operation has its place under the first of its tags. */
function operationsByTag(api: Api): Map<string | undefined, Operation[]> {
  const groups = new Map<string | undefined, Operation[]>();
  for (const operation of api.operations) {
    const [tag] = operation.tags;
    const group = groups.get(tag);
    if (group === undefined) groups.set(tag, [operation]);
    else group.push(operation);
  }
  for (const group of groups.values()) group.sort(byPathAndMethod);
  return groups;
}

const methodOrder = ["GET", "HEAD", "QUERY", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"];

/** In the order of paths, so that reordering the document changes nothing. */
function byPathAndMethod(a: Operation, b: Operation): number {
  return (
    compareText(a.path, b.path) ||
    methodOrder.indexOf(a.method) - methodOrder.indexOf(b.method) ||
    compareText(a.method, b.method)
  );
}
