import { expect, test } from "vitest";
import { emit } from "../../../generator/emit/emit.js";
import { assignNames } from "../../../generator/naming/assign-names.js";
import { buildSchemas } from "../../support/build.js";

const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const object = (...keys: string[]) => ({
  type: "object",
  properties: Object.fromEntries(keys.map((key) => [key, { type: "string" }])),
});

/** The first lines of the interfaces. */
function interfaces(schemas: Readonly<Record<string, unknown>>): string[] {
  const { api } = buildSchemas(schemas);
  const models = emit(api, assignNames(api)).find(({ path }) => path === "models.ts");
  return models?.text.match(/^export interface .*(?= \{)/gm) ?? [];
}

test.each([
  {
    name: "a base that another base extends is said once",
    given: {
      Base: object("a"),
      Child: { allOf: [ref("Base"), object("b")] },
      Both: { allOf: [ref("Base"), ref("Child"), object("c")] },
    },
    want: ["Base", "Both extends Child", "Child extends Base"],
  },
  {
    name: "two bases that have nothing to do with each other stay",
    given: { A: object("a"), B: object("b"), Both: { allOf: [ref("A"), ref("B"), object("c")] } },
    want: ["A", "B", "Both extends A, B"],
  },
])("$name", ({ given, want }) => {
  expect(interfaces(given)).toEqual(want.map((line) => `export interface ${line}`));
});

test("who inherits by very many ways is emitted as fast as anybody else", () => {
  const levels = Array.from({ length: 40 }, (_, level) => level);
  const given = Object.fromEntries(
    levels.flatMap((level) =>
      ["Left", "Right"].map((side) => [
        side + level,
        {
          allOf: level === 0 ? [] : [ref(`Left${level - 1}`), ref(`Right${level - 1}`)],
          ...object(side.toLowerCase() + level),
        },
      ]),
    ),
  );
  const found = interfaces(given);
  expect(found).toHaveLength(80);
  expect(found).toContain("export interface Left39 extends Left38, Right38");
});
