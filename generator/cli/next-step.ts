import { createRequire } from "node:module";
import { isAbsolute, join, resolve } from "node:path";
import { runtimeDependencies } from "../emit/inline-runtime.js";
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
