// `package.json` of a publishable SDK. What makes the SDK work is ours; everything else is its owner's, and what they
// wrote there survives the next run.

import type { Api } from "../model/api.js";
import { fileStem } from "../naming/identifiers.js";
import type { Names } from "../naming/names.js";
import { version } from "../version.js";
import type { Layout } from "./file-scope.js";
import { browserReplacements, runtimeDependencies } from "./inline-runtime.js";
import type { OutputFile } from "./output-file.js";
import { runtimeFolder } from "./runtime-symbols.js";

/** A `package.json`, parsed. */
export type Manifest = Readonly<Record<string, unknown>>;

export interface ManifestOptions {
  /** The package's name, if its owner gave one. */
  readonly name?: string;
  /** What the last run wrote, with what its owner made of it. */
  readonly existing?: Manifest;
}

const runtimePackageName = "@gen-client/runtime";

export function manifestFile(
  api: Api,
  names: Names,
  { name, existing = {} }: ManifestOptions,
  layout: Layout,
): OutputFile {
  const { info } = api;
  const initial = {
    name: packageName(names, { existing }),
    version: semanticVersion(info.version),
    description: oneLine(info.summary ?? info.title),
    ...(info.license !== undefined && /^[\w.+-]+$/.test(info.license) ? { license: info.license } : {}),
  };
  const scripts = { build: "tsc", prepack: "npm run build" };
  const manifest = {
    ...initial,
    ...existing,
    ...(name === undefined ? {} : { name }),
    type: "module",
    sideEffects: false,
    engines: { node: ">=20.18.1", ...objectOf(existing.engines) },
    // For tools that know no exports.
    main: "./dist/index.js",
    types: "./dist/index.d.ts",
    exports: { ...objectOf(existing.exports), ...exportsOf(names, layout) },
    ...(layout.isInline ? { browser: { ...objectOf(existing.browser), ...browserFiles() } } : {}),
    files: existing.files ?? ["dist", "api.md"],
    scripts: { ...scripts, ...objectOf(existing.scripts) },
    dependencies: dependenciesOf(objectOf(existing.dependencies), layout),
    devDependencies: {
      ...(layout.isInline ? { "@types/node": "^20.19.0" } : {}),
      typescript: ">=5.9",
      ...objectOf(existing.devDependencies),
    },
  };
  return { path: "package.json", text: `${JSON.stringify(manifest, null, 2)}\n` };
}

/** The name that a README may tell people to install. */
export function packageName(names: Names, { name, existing }: ManifestOptions): string {
  if (name !== undefined) return name;
  return typeof existing?.name === "string" ? existing.name : fileStem(names.client.className);
}

/** The entry, a file for whoever imports single operations, and the runtime if it is here and nowhere else. */
function exportsOf(names: Names, { isInline }: Layout): Manifest {
  const hasResources = names.resources.size > 0;
  const entry = (path: string): Manifest => ({
    types: `./dist/${path}.d.ts`,
    default: `./dist/${path}.js`,
  });
  return {
    ".": entry("index"),
    "./operations/*": entry("operations/*"),
    ...(hasResources ? { "./resources/*": entry("resources/*") } : {}),
    ...(isInline
      ? {
          "./runtime": entry(`${runtimeFolder}/index`),
          "./runtime/codegen": entry(`${runtimeFolder}/codegen/index`),
        }
      : {}),
    "./package.json": "./package.json",
  };
}

/** Bundlers for browsers read this map; Node does not. */
function browserFiles(): Manifest {
  const built = (path: string): string => `./dist/${runtimeFolder}/${path}.js`;
  return Object.fromEntries(browserReplacements.map(([node, browser]) => [built(node), built(browser)]));
}

function dependenciesOf(existing: Manifest, { isInline }: Layout): Manifest {
  const ofRuntime = runtimeDependencies();
  const others = Object.entries(existing).filter(
    ([name, range]) => name !== runtimePackageName && ofRuntime[name] !== range,
  );
  const ours = isInline ? ofRuntime : { [runtimePackageName]: `^${version}` };
  return { ...Object.fromEntries(others), ...ours };
}

/** Documents write `v2`, `1.0` or a date where a package needs three numbers. */
function semanticVersion(text: string): string {
  const [, major, minor = "0", patch = "0"] =
    /^v?(\d{1,6})(?:\.(\d{1,6}))?(?:\.(\d{1,6}))?$/i.exec(text) ?? [];
  return major === undefined ? "0.1.0" : [major, minor, patch].map(Number).join(".");
}

function oneLine(text: string): string {
  return text.trim().replace(/\s+/g, " ");
}

function objectOf(value: unknown): Manifest {
  // JSON has no other objects.
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Manifest) : {};
}
