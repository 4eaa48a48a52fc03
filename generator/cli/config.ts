import { existsSync } from "node:fs";
import { readFile, rm, writeFile } from "node:fs/promises";
import { dirname, extname, join, relative, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { isObject } from "../load/pointer.js";
import { nearest } from "../near-miss.js";
import {
  dateTypes,
  type GenerateOptions,
  importExtensions,
  int64Types,
  paginationFields,
  runtimeSources,
} from "../options.js";
import { UsageError } from "./arguments.js";

const configNames: readonly string[] = ["ts", "mts", "js", "mjs", "json"].map(
  (type) => `gen-client.config.${type}`,
);

/** The configuration file of the working folder, if it has one. */
export function findConfig(folder: string): string | undefined {
  return configNames.map((name) => join(folder, name)).find((path) => existsSync(path));
}

/** What a configuration file asks for, with its paths made relative to the working folder. */
export async function readConfig(path: string): Promise<GenerateOptions[]> {
  const shown = relative(process.cwd(), path);
  if (!existsSync(path)) throw new UsageError(`The configuration file "${shown}" does not exist.`);
  const value = await evaluate(path, shown);
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  if (list.length === 0) throw new UsageError(`"${shown}" lists no spec.`);
  return list.map((item) => checked(item, path, shown));
}

async function evaluate(path: string, shown: string): Promise<unknown> {
  try {
    if (extname(path) === ".json") return JSON.parse(await readFile(path, "utf8"));
    const module: unknown = /\.m?ts$/.test(path)
      ? await importTypeScript(path)
      : await import(pathToFileURL(path).href);
    return isObject(module) ? module.default : undefined;
  } catch (error) {
    throw new UsageError(`"${shown}" cannot be read: ${reason(error)}`, { cause: error });
  }
}

/** Node names a file that was there for a moment only, and does not know what `npx` users lack. */
function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const missing = /^Cannot find package '([^']+)'/.exec(error.message)?.[1];
  if (missing === undefined) return error.message;
  const cure = `npm install --save-dev ${missing}`;
  return missing === "gen-client"
    ? `"gen-client" is not installed here. Run ${cure}, or export a plain object: its types can be left out.`
    : `"${missing}" is not installed here. Run ${cure}.`;
}

/** Node from 22.18 on strips types itself. For older ones a stripped copy is put beside the file for a moment. */
async function importTypeScript(path: string): Promise<unknown> {
  // `process.features.typescript` is newer than the types of the oldest supported Node.
  const features: object = process.features;
  if ("typescript" in features && features.typescript !== false)
    return await import(pathToFileURL(path).href);
  const { ts } = await import("ts-morph");
  const { outputText } = ts.transpileModule(await readFile(path, "utf8"), {
    compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 },
  });
  const copy = join(dirname(path), `.gen-client.config.${process.pid}.mjs`);
  await writeFile(copy, outputText);
  try {
    return await import(pathToFileURL(copy).href);
  } finally {
    await rm(copy, { force: true });
  }
}

type Kind = "text" | "switch" | "text or switch" | "list" | "headers" | "set of pagination rules";

/** What a field holds; a list: one of these. */
const fields: Readonly<Record<keyof GenerateOptions, Kind | readonly string[]>> = {
  input: "text",
  output: "text",
  overlays: "list",
  headers: "headers",
  allowRefs: "list",
  include: "list",
  exclude: "list",
  clientName: "text",
  importExtension: importExtensions,
  runtime: runtimeSources,
  int64: int64Types,
  dates: dateTypes,
  pagination: "set of pagination rules",
  package: "text or switch",
  check: "switch",
  clean: "switch",
  strict: "switch",
  dryRun: "switch",
};

const isOfKind: Readonly<Record<Kind, (value: unknown) => boolean>> = {
  text: (value) => typeof value === "string",
  switch: (value) => typeof value === "boolean",
  "text or switch": (value) => typeof value === "string" || typeof value === "boolean",
  list: (value) => Array.isArray(value) && value.every((item) => typeof item === "string"),
  headers: (value) => isObject(value) && Object.values(value).every((item) => typeof item === "string"),
  "set of pagination rules": (value) => isObject(value) && Object.values(value).every(isPaginationRule),
};

function isPaginationRule(value: unknown): boolean {
  if (value === false) return true;
  if (!isObject(value) || typeof value.kind !== "string") return false;
  const known: Readonly<Record<string, readonly string[]>> = paginationFields;
  const needed = Object.hasOwn(known, value.kind) ? known[value.kind] : undefined;
  return needed?.every((key) => typeof value[key] === "string") ?? false;
}

function checked(value: unknown, path: string, shown: string): GenerateOptions {
  if (!isObject(value))
    throw new UsageError(`"${shown}" must export an object with "input", or a list of them, as default.`);
  for (const [key, field] of Object.entries(value)) {
    const kind = Object.hasOwn(fields, key) ? fields[key as keyof GenerateOptions] : undefined;
    if (kind === undefined) {
      const near = nearest(key, Object.keys(fields));
      throw new UsageError(
        `"${shown}" has "${key}", which is no option.${near === undefined ? "" : ` Did you mean "${near}"?`}`,
      );
    }
    if (field === undefined) continue;
    if (typeof kind !== "string") {
      if (!kind.includes(String(field)))
        throw new UsageError(
          `"${key}" in "${shown}" cannot be ${JSON.stringify(field)}. Use ${kind.join(", ")}.`,
        );
    } else if (!isOfKind[kind](field)) throw new UsageError(`"${key}" in "${shown}" is not a ${kind}.`);
  }
  if (typeof value.input !== "string") throw new UsageError(`"${shown}" names no "input".`);
  // Every field has just been checked against its type.
  return located(value as unknown as GenerateOptions, dirname(path));
}

/** Paths in a configuration file are relative to it. */
function located(options: GenerateOptions, folder: string): GenerateOptions {
  const path = (text: string): string =>
    text === "-" || /^https?:/i.test(text) ? text : relative(process.cwd(), resolve(folder, text)) || ".";
  return {
    ...options,
    input: path(options.input),
    ...(options.output === undefined ? {} : { output: path(options.output) }),
    ...(options.overlays === undefined ? {} : { overlays: options.overlays.map(path) }),
    ...(options.allowRefs === undefined ? {} : { allowRefs: options.allowRefs.map(path) }),
  };
}
