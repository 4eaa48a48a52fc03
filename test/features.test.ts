// `fixtures/specs/` holds a small document for each feature, which says in `x-types` what its types are: expressions on
// the left, TypeScript on the right. All of it is compiled in one go, together with the SDKs.

import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { strictConfig } from "../bench/corpus/measure.mjs";
import { type GenerateOptions, generate } from "../generator/index.js";
import { parseYaml } from "../generator/load/yaml.js";
import { integrationFolder } from "./support/sdk.js";

const specs = new URL("../fixtures/specs/", import.meta.url);
const folder = join(integrationFolder, "features");

interface Feature {
  readonly name: string;
  readonly path: string;
  readonly types: readonly (readonly [expression: string, want: string])[];
  readonly diagnostics: readonly string[];
  readonly options: Pick<GenerateOptions, "int64" | "dates">;
}

const features: readonly Feature[] = readdirSync(specs, { withFileTypes: true }).flatMap((entry) => {
  const path = new URL(entry.isDirectory() ? `${entry.name}/openapi.yaml` : entry.name, specs);
  // Documents are objects.
  const document = parseYaml(readFileSync(path, "utf8")).value as Record<string, object | undefined>;
  // The larger ones are looked at as a whole (golden.test.ts).
  if (document["x-types"] === undefined) return [];
  return [
    {
      name: entry.name.replace(".yaml", ""),
      path: path.pathname,
      types: Object.entries(document["x-types"]).map(([left, right]) => [left, String(right)] as const),
      diagnostics: (document["x-diagnostics"] ?? []) as readonly string[],
      options: document["x-options"] ?? {},
    },
  ];
});

/** What the tables may say beside the names that an SDK exports. */
const prelude = `import type { ApiClient, ItemStream, Reply } from "@gen-client/runtime/codegen";

/** Identical, once what is said in several places (\`extends\`, \`&\`, \`Omit\`) is put together. */
export type Same<A, B> = Identical<Flat<A>, Flat<B>>;
type Identical<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
type Flat<T> = T extends (...args: never[]) => unknown ? T : T extends object ? { [K in keyof T]: T[K] } : T;

export type DataOf<R> = R extends Reply<infer Data, string, object> ? Data : never;
export type HeadersOf<R> = R extends Reply<unknown, string, infer Headers> ? Headers : never;
export type Reply200<R extends { 200: unknown }> = DataOf<R[200]>;
export type StreamOf<R extends { 200: unknown }> = DataOf<R[200]> extends ItemStream<infer Item> ? Item : never;
export type ItemOf<F extends (...args: never[]) => unknown> =
  ReturnType<F> extends AsyncIterable<infer Item> ? Item : never;
export type InheritedKeys = keyof ApiClient;
export type { Reply };
`;

/** One assertion per line, so that an error's line tells the row. */
function assertions({ types }: Feature, exported: ReadonlySet<string>): string {
  const words = new Set(
    types.flatMap((row) => row.join(" ").match(/[\p{ID_Start}_$][\p{ID_Continue}$]*/gu) ?? []),
  );
  const names = [...words].filter((name) => exported.has(name));
  const helpers = ["DataOf", "HeadersOf", "Reply200", "StreamOf", "ItemOf", "InheritedKeys", "Reply"].filter(
    (name) => words.has(name),
  );
  return [
    `import type { ${["Same", ...helpers].join(", ")} } from "../prelude.js";`,
    `import type { ${names.join(", ")} } from "./sdk/index.js";`,
    ...types.map(([left, right], index) => {
      const want = right.replaceAll(/\s+/g, " ");
      return `export const row${index}: Same<${left}, ${want}> = true;`;
    }),
    "",
  ].join("\n");
}

/** The names that the files of an SDK export. */
function exportsOf(sdk: string): Set<string> {
  const texts = readdirSync(sdk, { recursive: true, encoding: "utf8" })
    .filter((path) => /^(?:client|models|operations.*)\.ts$/.test(path))
    .map((path) => readFileSync(join(sdk, path), "utf8"));
  const declared = texts.flatMap((text) => [
    ...text.matchAll(/^export (?:interface|type|const|function|class) ([\p{ID_Continue}$]+)/gmu),
  ]);
  return new Set(declared.map(([, name = ""]) => name));
}

/** Errors of the compiler, by the file they are in. */
const errors = new Map<string, string[]>();

beforeAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "prelude.ts"), prelude);
  for (const feature of features) {
    const sdk = join(folder, feature.name, "sdk");
    const { diagnostics } = await generate({ input: feature.path, output: sdk, ...feature.options });
    expect([...new Set(diagnostics.map(({ code }) => code))].sort(), feature.name).toEqual(
      [...feature.diagnostics].sort(),
    );
    writeFileSync(join(folder, feature.name, "table.ts"), assertions(feature, exportsOf(sdk)));
  }
  const compilerOptions = { ...strictConfig.compilerOptions, noUnusedLocals: false };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, include: ["**/*.ts"] }));
  const tsc = join(import.meta.dirname, "../node_modules/typescript/bin/tsc");
  const { stdout } = spawnSync(process.execPath, [tsc, "-p", folder, "--pretty", "false"], {
    cwd: folder,
    encoding: "utf8",
  });
  for (const line of stdout.split("\n")) {
    const [, path, row, message] = /^([^(]+)\((\d+),\d+\): (.*)$/.exec(line) ?? [];
    if (path !== undefined) errors.set(path, [...(errors.get(path) ?? []), `${row}: ${message}`]);
    else if (line.startsWith("error")) errors.set("", [line]);
  }
}, 120_000);

test("the compiler ran", () => expect(errors.get("")).toBeUndefined());

describe.each(features)("$name", ({ name, types }) => {
  test("the SDK compiles", () => {
    expect([...errors].filter(([path]) => path.startsWith(`${name}/sdk/`))).toEqual([]);
  });

  test.each(types.map(([left, right], index) => ({ left, right, index })))("$left is $right", ({ index }) => {
    // Two lines of imports come first.
    expect(
      errors.get(`${name}/table.ts`)?.filter((error) => error.startsWith(`${index + 3}: `)) ?? [],
    ).toEqual([]);
  });

  test("the table can be read", () => {
    const others = errors.get(`${name}/table.ts`)?.filter((error) => Number.parseInt(error, 10) < 3);
    expect(others ?? []).toEqual([]);
  });
});
