import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, isAbsolute, join, resolve } from "node:path";
import { runtimeDependencies } from "../emit/inline-runtime.js";
import { isObject } from "../load/pointer.js";
import type { GenerateOptions } from "../options.js";

/** What is left to do after a first run, as a command; undefined if the output can be used at once. */
export function nextStep(folder: string, options: GenerateOptions): string | undefined {
  if (options.package !== undefined && options.package !== false) {
    return `cd ${folder} && npm install && npm run build`;
  }
  const needed = options.runtime === "inline" ? Object.keys(runtimeDependencies()) : ["@gen-client/runtime"];
  const missing = needed.filter((name) => !isInstalled(name, folder));
  return missing.length === 0 ? undefined : `npm install ${missing.join(" ")}`;
}

/**
 * What a new project stumbles over: npm makes it one of CommonJS, and `tsc --init` refuses ES imports there. Where the
 * manifest says nothing, a bundler or a framework mostly has its own way.
 */
export function moduleNote(folder: string, { package: name }: GenerateOptions): string | undefined {
  if (name !== undefined && name !== false) return undefined;
  const manifest = manifestAbove(resolve(folder));
  if (manifest?.type !== "commonjs") return undefined;
  return 'package.json says "type": "commonjs", but the SDK is made of ES modules. To switch: npm pkg set type=module';
}

function manifestAbove(folder: string): Record<string, unknown> | undefined {
  try {
    const manifest: unknown = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    return isObject(manifest) ? manifest : undefined;
  } catch {
    // None here, or none that can be read: the next one counts.
    return dirname(folder) === folder ? undefined : manifestAbove(dirname(folder));
  }
}

/** What a program here imports the SDK from: its package, if that has been named, or its entry. */
export function entryOf(folder: string, options: GenerateOptions): string | undefined {
  const { package: name, importExtension = ".js" } = options;
  if (name === true) return undefined;
  if (typeof name === "string") return name;
  const path = folder.replaceAll("\\", "/").replace(/\/+$/, "");
  const start = isAbsolute(folder) || /^\.\.?(?:\/|$)/.test(path) ? path : `./${path}`;
  return `${start}/index${importExtension === "none" ? "" : importExtension}`;
}

/** Whether what imports it from the folder would find it. */
function isInstalled(name: string, folder: string): boolean {
  try {
    createRequire(join(resolve(folder), "index.ts")).resolve(`${name}/package.json`);
    return true;
  } catch (error) {
    // Found, but it keeps its manifest to itself.
    return error instanceof Error && "code" in error && error.code === "ERR_PACKAGE_PATH_NOT_EXPORTED";
  }
}
