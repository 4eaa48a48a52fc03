// Where the named types of a document are: in one file, or by their places in several.

import { expect, it } from "vitest";
import { emit } from "../../../generator/emit/emit.js";
import type { OutputFile } from "../../../generator/emit/output-file.js";
import { assignNames } from "../../../generator/naming/assign-names.js";
import { build } from "../../support/build.js";

/** `count` schemas, each of which has the one before it, and one with two shapes. */
function emitted(count: number, more: Readonly<Record<string, unknown>> = {}): readonly OutputFile[] {
  const schemas = Object.fromEntries(
    Array.from({ length: count }, (_, index) => [
      `S${index}`,
      {
        type: "object",
        properties: {
          id: { type: "string", readOnly: index === 0 },
          before: index === 0 ? {} : { $ref: `#/components/schemas/S${index - 1}` },
        },
      },
    ]),
  );
  const body = { content: { "application/json": { schema: { $ref: "#/components/schemas/S0" } } } };
  const { api } = build({
    openapi: "3.1.0",
    info: { title: "Many", version: "1" },
    paths: { "/": { post: { operationId: "send", requestBody: body, responses: { 200: body } } } },
    components: { schemas: { ...schemas, ...more } },
  });
  return emit(api, assignNames(api)).filter(({ path }) => /^models/.test(path));
}

/** The file of each type. */
function places(files: readonly OutputFile[]): Map<string, string> {
  return new Map(
    files.flatMap(({ path, text }) =>
      Array.from(text.matchAll(/^export interface (\w+)/gm), ([, name = ""]): [string, string] => [
        name,
        path,
      ]),
    ),
  );
}

it("few types are in one file", () => {
  const files = emitted(20);
  expect(files.map(({ path }) => path)).toEqual(["models.ts"]);
  expect(places(files).size).toBe(21);
});

it("very many are in sixteen, and models.ts exports all of them", () => {
  const [entry, ...parts] = emitted(1_600);
  expect(parts.map(({ path }) => path)).toEqual(
    Array.from("0123456789abcdef", (part) => `models/${part}.ts`),
  );
  expect(entry?.text.match(/^export \* from "\.\/models\/.\.js";$/gm)).toHaveLength(16);
  expect(places(parts).size).toBe(1_601);
});

it("each part imports what it mentions of the others", () => {
  const files = emitted(1_600);
  const all = places(files);
  for (const { path, text } of files.slice(1)) {
    const imported = new Map(
      Array.from(text.matchAll(/^import type \{([^}]*)\} from "\.\/(.)\.js";$/gm)).flatMap(
        ([, names = "", part]) =>
          Array.from(names.matchAll(/\w+/g), ([name]): [string, string] => [name, `models/${part}.ts`]),
      ),
    );
    for (const [, name = ""] of text.matchAll(/before\?: (\w+)/g)) {
      if (name === "unknown") continue;
      expect([name, imported.get(name) ?? path]).toEqual([name, all.get(name)]);
    }
  }
});

it("another type moves none, and both shapes of one are together", () => {
  const before = places(emitted(1_600));
  const after = places(emitted(1_600, { A: { type: "object" }, Z: { type: "object" } }));
  expect([...before].filter(([name, path]) => after.get(name) !== path)).toEqual([]);
  expect(before.get("S0Write")).toBe(before.get("S0"));
});
