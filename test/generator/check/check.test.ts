import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { checkFiles } from "../../../generator/check/check.js";
import { emit } from "../../../generator/emit/emit.js";
import { assignNames } from "../../../generator/naming/assign-names.js";
import { build } from "../../support/build.js";

const folder = fileURLToPath(new URL("../../../fixtures/golden/not-there", import.meta.url));
const { api } = build({
  info: { title: "Shop", version: "1" },
  paths: {
    "/pets": {
      get: {
        operationId: "listPets",
        responses: {
          200: {
            description: "Pets.",
            content: { "application/json": { schema: { $ref: "#/components/schemas/Pet" } } },
          },
        },
      },
    },
  },
  components: { schemas: { Pet: { type: "object", properties: { name: { type: "string" } } } } },
});
const names = assignNames(api);
const files = emit(api, names);

/** The files, with one text in place of another. */
function broken(path: string, from: string, to: string): typeof files {
  return files.map((file) => (file.path === path ? { path, text: file.text.replace(from, to) } : file));
}

describe("checking what was emitted", () => {
  it.each([
    { name: "finds nothing where nothing is wrong", given: files, want: [] },
    {
      name: "blames the schema for an error in its type",
      given: broken("models.ts", "name?: string", "name?: Missing"),
      want: [
        {
          code: "output-does-not-compile",
          severity: "error",
          message: expect.stringMatching(
            /^"models\.ts" does not compile at \d+:10: Cannot find name 'Missing'\. \(TS2304\)$/,
          ),
          help: expect.any(String),
          pointer: "#/components/schemas/Pet",
        },
      ],
    },
    {
      name: "blames the operation for an error in its descriptor",
      given: broken("operations/untagged.ts", '"GET"', "7"),
      want: [expect.objectContaining({ pointer: "#/paths/~1pets/get" })],
    },
    {
      name: "finds what only a strict flag forbids",
      given: broken("models.ts", "export interface", "type Unused = 1;\nexport interface"),
      want: [expect.objectContaining({ message: expect.stringContaining("TS6196") })],
    },
    {
      name: "finds what only isolated declarations forbid",
      given: broken("models.ts", "export interface", "export const x = Math.max(1);\nexport interface"),
      want: [expect.objectContaining({ message: expect.stringContaining("TS9010") })],
    },
  ])(
    "$name",
    async ({ given, want }) => {
      expect(await checkFiles(given, { folder, api, names })).toEqual(want);
    },
    120_000,
  );
});
