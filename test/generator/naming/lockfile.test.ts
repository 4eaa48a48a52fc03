import { describe, expect, it } from "vitest";
import { assignNames } from "../../../generator/naming/assign-names.js";
import { lockedNames } from "../../../generator/naming/lockfile.js";
import { parseLockfile, printLockfile } from "../../../generator/naming/lockfile-text.js";
import { build } from "../../support/build.js";

const responses = { 204: { description: "" } };
const { api } = build({
  info: { title: "Shop", version: "1" },
  paths: {
    "/pets/{id}": {
      get: {
        operationId: "getPet",
        tags: ["pets"],
        parameters: [
          { in: "path", name: "id", required: true, schema: {} },
          { in: "header", name: "id", schema: {} },
        ],
        responses,
      },
    },
  },
  webhooks: { sold: { post: { responses } } },
  components: { schemas: { __proto__x: {}, Pet: { type: "object" } } },
});
const names = assignNames(api);
const text = printLockfile({
  generator: "1.2.3",
  input: "abc",
  sources: ["pet.yaml"],
  output: "def",
  warnings: 2,
  files: ["b.ts", "a.ts"],
  names: lockedNames(names),
});

describe("the lockfile", () => {
  it("is read as it was written", () => {
    const lock = parseLockfile(text);
    expect(lock).toMatchObject({
      generator: "1.2.3",
      input: "abc",
      sources: ["pet.yaml"],
      output: "def",
      warnings: 2,
      files: ["a.ts", "b.ts"],
    });
    expect(lock?.names.client).toEqual(names.client);
    expect(lock?.names.declarations).toEqual(names.declarations);
    expect(lock?.names.webhooks).toEqual(names.webhooks);
    expect(lock?.names.tags.get("pets")).toEqual(names.resources.get("pets"));
  });

  it("pins what gives the same names again", () => {
    expect(assignNames(api, { lock: parseLockfile(text)!.names })).toEqual(names);
  });

  it("is JSON with a line for each name, sorted", () => {
    expect(JSON.parse(text)).toEqual({
      generator: "1.2.3",
      input: "abc",
      sources: ["pet.yaml"],
      output: "def",
      warnings: 2,
      files: ["a.ts", "b.ts"],
      names: {
        client: ["Shop", "ShopAuth", "ShopOptions", "ShopServer", "ShopWebhooks"],
        tags: { pets: ["Pets", "pets", "pets"] },
        operations: {
          "#/paths/~1pets~1{id}/get": [
            "getPet",
            "getPet",
            "getPet",
            "getPetOperation",
            "GetPetArguments",
            "GetPetResponses",
            "GetPetItem",
            { "header:id": "idInHeader" },
          ],
        },
        webhooks: { "#/webhooks/sold/post": ["sold", "SoldEvent"] },
        declarations: { "#/components/schemas/Pet": "Pet", "#/components/schemas/__proto__x": "ProtoX" },
      },
    });
    const lines = text.split("\n").filter((line) => line.includes("#/"));
    expect(lines).toHaveLength(4);
  });

  it.each([
    { name: "that is no JSON counts for nothing", given: "{" },
    { name: "that is something else counts for nothing", given: '{"name":"x"}' },
    { name: "that is no object counts for nothing", given: "[]" },
  ])("$name", ({ given }) => expect(parseLockfile(given)).toBeUndefined());

  it("that a merge left conflicts in has the names of both sides", () => {
    const lines = text.split("\n");
    const at = lines.findIndex((line) => line.includes("schemas/Pet"));
    const side = (name: string): string => String(lines[at]).replace('"Pet"', `"${name}"`);
    const conflicting = [
      ...lines.slice(0, at),
      "<<<<<<< HEAD",
      side("Ours"),
      "||||||| base",
      String(lines[at]),
      "=======",
      side("Theirs"),
      side("Dog").replace("schemas/Pet", "schemas/Dog"),
      ">>>>>>> branch",
      ...lines.slice(at + 1),
    ].join("\n");
    const { declarations } = parseLockfile(conflicting)!.names;
    expect(declarations.get("#/components/schemas/Pet")).toBe("Ours");
    expect(declarations.get("#/components/schemas/Dog")).toBe("Dog");
    expect(declarations.get("#/components/schemas/__proto__x")).toBe("ProtoX");
  });

  it.each([
    { name: "a name that is none", given: { declarations: { "#/components/schemas/Pet": "x; evil()" } } },
    { name: "a file that leads elsewhere", given: { tags: { pets: ["Pets", "pets", "../../pets"] } } },
    { name: "a list that is too short", given: { operations: { "#/paths/~1pets~1{id}/get": ["getPet"] } } },
    {
      name: "a word of the language",
      given: { operations: { "#/paths/~1pets~1{id}/get": [null, "class", "a", "b", "C", "D", "E"] } },
    },
  ])("does not pin $name", ({ given }) => {
    const lock = parseLockfile(JSON.stringify({ generator: "1", input: "", files: [], names: given }));
    const again = assignNames(api, { lock: lock!.names });
    expect(again.declarations).toEqual(names.declarations);
    expect(again.resources).toEqual(names.resources);
    expect([...again.operations.values()][0]?.function).toBe("getPet");
  });
});
