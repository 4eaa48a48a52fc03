// `--runtime inline`: the runtime's sources as files of the SDK, so that they are compiled, bundled and stripped
// like the rest of it, whatever its user's tools are. The generator reads them as it reads its templates: as text.

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { compareText } from "../naming/claims.js";
import { fileHeader } from "./file-header.js";
import type { Layout } from "./file-scope.js";
import type { OutputFile } from "./output-file.js";
import { runtimeFolder } from "./runtime-symbols.js";

/** What the package's manifest maps by condition: to the file for Node, and to the one for everything else. */
const conditional = [
  ["#platform", "platform/node", "platform/browser"],
  ["#default-transport", "transports/default-node", "transports/default-browser"],
] as const;

/** What the runtime imports from other packages, as its manifest has it. */
export function runtimeDependencies(): Readonly<Record<string, string>> {
  return (JSON.parse(read("package.json")) as { dependencies: Record<string, string> }).dependencies;
}

/** Which files bundlers for browsers put in place of which: pairs of paths below the runtime's folder, without `.ts`. */
export const browserReplacements: readonly (readonly [node: string, browser: string])[] = conditional.map(
  ([, node, browser]) => [node, browser],
);

/** The runtime's sources and its licence, below `runtime/` of the SDK. */
export function inlineRuntime({ extension }: Layout): OutputFile[] {
  const sources = readdirSync(runtimeSources(), { recursive: true, encoding: "utf8" })
    .map((path) => path.replaceAll("\\", "/"))
    .filter((path) => path.endsWith(".ts") && !/^(?:dist|node_modules)\//.test(path))
    .toSorted(compareText);
  return [
    { path: `${runtimeFolder}/LICENSE`, text: read("LICENSE") },
    ...sources.map((path) => ({
      path: `${runtimeFolder}/${path}`,
      text: `${fileHeader}\n${silence}\n${withImports(read(path), path, extension)}`,
    })),
  ];
}

// The sources are checked where they come from. In the SDK they meet other flags, other versions of Node's types.
const silence = "// @ts-nocheck";

/** Relative imports with the SDK's extension; those by condition as relative ones. */
function withImports(text: string, path: string, extension: Layout["extension"]): string {
  const root = "../".repeat(path.split("/").length - 1) || "./";
  let result = text.replace(
    /(\bfrom |\bimport\(|^import )"(\.[^"]*)\.js"/gm,
    (_, start: string, target: string) => `${start}"${target}${extension}"`,
  );
  for (const [name, node] of conditional)
    result = result.replaceAll(`from "${name}"`, () => `from "${root}${node}${extension}"`);
  return result;
}

function read(path: string): string {
  return readFileSync(new URL(path, runtimeSources()), "utf8");
}

/** Beside `dist/` in the package, and beside `generator/` in the repository. */
function runtimeSources(): URL {
  for (const path of ["../runtime/", "../../runtime/"]) {
    const folder = new URL(path, import.meta.url);
    if (existsSync(fileURLToPath(new URL("client.ts", folder)))) return folder;
  }
  throw new Error('The folder "runtime" of the package is missing: install gen-client again.');
}
