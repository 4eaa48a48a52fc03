import { existsSync } from "node:fs";
import { readFile, rm, writeFile } from "node:fs/promises";
import { dirname, extname, join, relative, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { ts as Ts } from "ts-morph";
import { isObject } from "../load/pointer.js";
import { optionsProblem } from "../option-checks.js";
import type { GenerateOptions } from "../options.js";
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
  const { outputText, diagnostics } = ts.transpileModule(await readFile(path, "utf8"), {
    compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 },
    reportDiagnostics: true,
  });
  const [mistake] = diagnostics ?? [];
  if (mistake !== undefined) throw new SyntaxError(described(mistake, ts));
  const copy = join(dirname(path), `.gen-client.config.${process.pid}.mjs`);
  await writeFile(copy, outputText);
  try {
    return await import(pathToFileURL(copy).href);
  } finally {
    await rm(copy, { force: true });
  }
}

function described({ file, start, messageText }: Ts.Diagnostic, ts: typeof Ts): string {
  const place =
    file === undefined || start === undefined ? undefined : file.getLineAndCharacterOfPosition(start);
  const line = place === undefined ? "" : `line ${place.line + 1}: `;
  return `${line}${ts.flattenDiagnosticMessageText(messageText, "\n")}`;
}

function checked(value: unknown, path: string, shown: string): GenerateOptions {
  if (!isObject(value))
    throw new UsageError(`"${shown}" must export an object with "input", or a list of them, as default.`);
  const problem = optionsProblem(value);
  if (problem !== undefined) throw new UsageError(`In "${shown}": ${problem}`);
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
