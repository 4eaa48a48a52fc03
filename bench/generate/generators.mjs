// How each generator is called to turn one document into TypeScript below a folder.

import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const here = fileURLToPath(new URL(".", import.meta.url));
const ours = resolve(here, "../../bin/gen-client.js");

/**
 * @typedef {object} Generator
 * @property {string} name
 * @property {"client" | "types"} makes whether it makes something that can be called
 * @property {(spec: string, output: string) => string[]} command arguments for Node
 */

/** @type {readonly Generator[]} */
export const generators = [
  {
    name: "gen-client",
    makes: "client",
    command: (spec, output) => [ours, spec, "--output", join(output, "sdk")],
  },
  {
    name: "@redocly/cli",
    makes: "client",
    command: (spec, output) => [
      bin("@redocly/cli", "redocly"),
      "generate-client",
      spec,
      "--output",
      join(output, "client.ts"),
    ],
  },
  {
    name: "typed-openapi",
    makes: "client",
    command: (spec, output) => [bin("typed-openapi"), spec, "--output", join(output, "client.ts")],
  },
  {
    name: "@hey-api/openapi-ts",
    makes: "client",
    command: (spec, output) => [
      bin("@hey-api/openapi-ts", "openapi-ts"),
      "--input",
      spec,
      "--output",
      output,
      "--no-log-file",
      "--silent",
    ],
  },
  {
    name: "oazapfts",
    makes: "client",
    command: (spec, output) => [bin("oazapfts"), spec, join(output, "client.ts")],
  },
  {
    name: "swagger-typescript-api",
    makes: "client",
    command: (spec, output) => [
      bin("swagger-typescript-api", "swagger-typescript-api"),
      "generate",
      "--path",
      spec,
      "--output",
      output,
      "--name",
      "client.ts",
    ],
  },
  {
    name: "orval",
    makes: "client",
    command: (spec, output) => [
      bin("orval"),
      "--input",
      spec,
      "--output",
      join(output, "client.ts"),
      "--client",
      "fetch",
    ],
  },
  {
    name: "openapi-typescript",
    makes: "types",
    command: (spec, output) => [bin("openapi-typescript"), spec, "--output", join(output, "types.ts")],
  },
];

/** The version that is installed, or that of this checkout. @param {Generator} generator */
export function versionOf({ name }) {
  const folder = name === "gen-client" ? resolve(here, "../..") : join(here, "node_modules", name);
  return JSON.parse(readFileSync(join(folder, "package.json"), "utf8")).version;
}

/** The script behind a package's command. @param {string} name @param {string} [command] */
function bin(name, command = name) {
  const folder = join(here, "node_modules", name);
  const { bin: commands } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  return join(folder, typeof commands === "string" ? commands : commands[command]);
}
