import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { defaultOutput } from "../options.js";
import { UsageError } from "./arguments.js";
import { findConfig } from "./config.js";

const fileName = "gen-client.config.ts";

/** Writes a configuration file for `spec`, or for the document that is evidently here. Returns its name. */
export function init(spec: string | undefined): string {
  const existing = findConfig(process.cwd());
  if (existing !== undefined) throw new UsageError(`There is a configuration file already: "${existing}".`);
  const input = spec ?? guess() ?? "openapi.yaml";
  writeFileSync(fileName, template(input));
  return fileName;
}

function guess(): string | undefined {
  const names = ["openapi", "swagger", "api", "spec"].flatMap((stem) =>
    ["yaml", "yml", "json"].map((type) => `${stem}.${type}`),
  );
  return (
    names.find((name) => existsSync(name)) ??
    readdirSync(".").find((name) => /\.(?:openapi|swagger)\.(?:ya?ml|json)$/.test(name))
  );
}

/** The type is imported, and not `defineConfig`: that way the file works where gen-client is not installed. */
function template(input: string): string {
  return `import type { Config } from "gen-client";

export default {
  input: ${JSON.stringify(input)},
  output: ${JSON.stringify(defaultOutput(input))},
} satisfies Config;
`;
}
