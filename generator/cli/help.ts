import type { Paint } from "../report/text.js";
import { commands, flags } from "./flags.js";

/** The help, made of the tables: it cannot list what does not work, and fits a screen. */
export function helpText(version: string, paint: Paint): string {
  const rows = flags.map((flag) => {
    const short = flag.short === undefined ? "    " : `-${flag.short}, `;
    return [
      `${short}--${flag.name}${flag.value === undefined ? "" : flag.isValue !== undefined ? ` [${flag.value}]` : ` <${flag.value}>`}`,
      flag.help,
    ] as const;
  });
  const commandRows = [
    ["gen-client <spec> [--output dir]", "generate a typed client"] as const,
    ...commands.map(({ usage, help }) => [`gen-client ${usage}`, help] as const),
  ];
  const width = Math.max(...rows.map(([left]) => left.length));
  const line = ([left, right]: readonly [string, string]): string => `  ${left.padEnd(width)}  ${right}`;
  return `${[
    `${paint("bold", `gen-client ${version}`)}  typed TypeScript clients from OpenAPI`,
    "",
    ...commandRows.map(line),
    "",
    "A spec is a file, a URL or - (standard input): JSON or YAML, Swagger 2.0 to OpenAPI 3.2.",
    "",
    ...rows.map(line),
    "",
    paint("bold", "Examples"),
    "  gen-client petstore.yaml --output src/petstore",
    "  gen-client https://api.example.com/openapi.json -H 'Authorization: Bearer …'",
    "  gen-client openapi.yaml --include tag:pets --watch",
    "",
    "Exit code: 0 done, 1 problems or (diff) breaking changes, 2 usage.",
  ].join("\n")}\n`;
}
