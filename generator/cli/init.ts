import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { defaultOutput } from "../options.js";
import { UsageError } from "./arguments.js";
import { findConfig } from "./config.js";

const fileName = "gen-client.config.ts";

/** Writes a configuration file for `spec`, or for the document that is evidently here, and says what to do next. */
export function init(spec: string | undefined): string {
  const existing = findConfig(process.cwd());
  if (existing !== undefined) throw new UsageError(`There is a configuration file already: "${existing}".`);
  const input = spec ?? guess() ?? "openapi.yaml";
  writeFileSync(fileName, template(input));
  const next =
    existsSync(input) || /^-$|^https?:/i.test(input)
      ? "Run gen-client without arguments to use it."
      : `"${input}", which it names, is not here: say where your document is, then run gen-client without arguments.`;
  return `Wrote ${fileName}. ${next}`;
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
