// From names to files. Pure: the same Api, Names and options give the same bytes, and nothing but the
// templates is read.

import type { Api, Operation } from "../model/api.js";
import { compareText } from "../naming/claims.js";
import type { Names } from "../naming/names.js";
import { clientFile, clientTypes } from "./client-file.js";
import { Codecs } from "./codecs.js";
import { codecsFile } from "./codecs-file.js";
import type { Layout } from "./file-scope.js";
import { indexFile } from "./index-file.js";
import { inlineRuntime } from "./inline-runtime.js";
import type { Manifest } from "./manifest-file.js";
import { modelsFiles } from "./models-file.js";
import { operationsFile } from "./operations-file.js";
import type { OutputFile } from "./output-file.js";
import { packageFiles } from "./package-files.js";
import { resourceFile } from "./resource-file.js";
import { plainScalars, type Scalars } from "./scalars.js";
import { webhooksFile } from "./webhooks-file.js";

export interface EmitOptions {
  /** What imports of files end with. @default ".js" */
  readonly importExtension?: ".js" | ".ts" | "none";
  /** Whether the runtime is imported from its package or copied. @default "package" */
  readonly runtime?: "package" | "inline";
  /** Adds what it takes to publish the SDK; a string is the package's name. */
  readonly package?: string | boolean;
  /** The type of 64-bit integers. @default "number" */
  readonly int64?: Scalars["int64"];
  /** The type of instants. @default "string" */
  readonly dates?: Scalars["dates"];
}

/** What the output folder holds that is not ours. */
export interface Surroundings {
  /** Hand-written files: paths below `extensions/` without `.ts`. */
  readonly extensions?: ReadonlySet<string>;
  /** The `package.json` of the last run, with what its owner made of it. */
  readonly manifest?: Manifest;
}

export function emit(
  api: Api,
  names: Names,
  options: EmitOptions = {},
  { extensions = new Set(), manifest }: Surroundings = {},
): readonly OutputFile[] {
  const { importExtension = ".js" } = options;
  const layout: Layout = {
    extension: importExtension === "none" ? "" : importExtension,
    isInline: options.runtime === "inline",
    extensions,
    codecs: new Codecs(api, names, { ...plainScalars, ...scalarsOf(options) }),
  };
  const byTag = operationsByTag(api);
  const untagged = byTag.get(undefined) ?? [];

  const [models, ...modelParts] = modelsFiles(api, names, layout);
  const operations = [...byTag]
    .map(([tag, list]) => operationsFile(api, names, list, operationsFileName(names, tag), layout))
    .sort(byPath);
  const resources = [...names.resources.keys()].map((tag) =>
    resourceFile(api, names, tag, byTag.get(tag) ?? [], layout),
  );
  const webhooks = webhooksFile(api, names, layout);
  // What the other files have mentioned.
  const codecs = codecsFile(layout);
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
    ...(codecs === undefined ? [] : [codecs]),
    ...modules,
    ...modelParts,
    ...resources.sort(byPath),
    ...(layout.isInline ? inlineRuntime(layout) : []),
    ...(options.package === undefined || options.package === false
      ? []
      : packageFiles(api, names, { name: options.package, manifest, byTag }, layout)),
  ];
}

function scalarsOf({ int64, dates }: EmitOptions): Partial<Scalars> {
  return { ...(int64 === undefined ? {} : { int64 }), ...(dates === undefined ? {} : { dates }) };
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
