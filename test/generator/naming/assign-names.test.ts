import { describe, expect, it } from "vitest";
import { assignNames } from "../../../generator/naming/assign-names.js";
import { lockedNames } from "../../../generator/naming/lockfile.js";
import { argumentId, argumentKey, type Names } from "../../../generator/naming/names.js";
import { build } from "../../support/build.js";
import { fc } from "../../support/fast-check.js";

interface Given {
  readonly title?: string;
  readonly schemas?: readonly string[];
  /** `get /pets {operationId} #tag`. */
  readonly operations?: readonly string[];
  readonly tags?: readonly { readonly name: string; readonly parent?: string }[];
  readonly parameters?: readonly string[];
}

const objectSchema = { type: "object", properties: { a: { type: "string" } } };

function documentOf({
  title = "Shop",
  schemas = [],
  operations = [],
  tags = [],
  parameters = [],
}: Given): Record<string, unknown> {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const text of operations) {
    const [, method = "", path = "", operationId, tag] =
      /^(\w+) (\S+)(?: \{(.*)\})?(?: #(.*))?$/.exec(text) ?? [];
    paths[path] = {
      ...paths[path],
      [method]: {
        ...(operationId === undefined ? {} : { operationId }),
        ...(tag === undefined ? {} : { tags: [tag] }),
        parameters: parameters.map((parameter) => {
          const [location, name] = parameter.split(":");
          return { in: location, name, required: location === "path", schema: { type: "string" } };
        }),
        responses: { 204: { description: "" } },
      },
    };
  }
  return {
    info: { title, version: "1" },
    tags,
    paths,
    components: { schemas: Object.fromEntries(schemas.map((name) => [name, objectSchema])) },
  };
}

function namesOf(given: Given): Names {
  return assignNames(build(documentOf(given)).api);
}

function schemaNames(schemas: readonly string[], operations: readonly string[] = []): string[] {
  const { declarations } = namesOf({ schemas, operations });
  return schemas.map((name) => declarations.get(`#/components/schemas/${name}`)!);
}

describe("types of schemas", () => {
  it.each([
    { name: "keep their own names", given: ["Pet", "Owner"], want: ["Pet", "Owner"] },
    {
      name: "keep exact names whatever else would become the same",
      given: ["foo_bar", "FooBar"],
      want: ["Foo_bar", "FooBar"],
    },
    {
      name: "take a hash of the pointer where even spelling is the same",
      given: ["foo_bar", "foo.bar", "FooBar"],
      want: ["FooBar_95cb", "Foo_bar", "FooBar"],
    },
    {
      name: "never land on a name that is taken",
      given: ["foo_bar", "FooBar", "Foo_bar"],
      want: ["FooBar_95cb", "FooBar", "Foo_bar"],
    },
    { name: "differ where only case does", given: ["pet", "Pet", "PET"], want: ["Pet_9caf", "Pet", "PET"] },
    {
      name: "do not hide the language",
      given: ["Date", "Record", "Promise", "Array", "Error", "Object", "string", "undefined"],
      want: [
        "DateModel",
        "RecordModel",
        "PromiseModel",
        "ArrayModel",
        "ErrorModel",
        "ObjectModel",
        "StringModel",
        "Undefined",
      ],
    },
    {
      name: "do not hide what the index re-exports",
      given: ["ApiError", "Reply", "isErrorOf"],
      want: ["ApiErrorModel", "ReplyModel", "IsErrorOf"],
    },
    {
      name: "may be called like the runtime's other names",
      given: ["Response", "Resource", "Operation"],
      want: ["Response", "Resource", "Operation"],
    },
    {
      name: "are safe for names of every object",
      given: ["__proto__", "constructor", "toString"],
      want: ["Proto", "Constructor", "ToString"],
    },
    {
      name: "step aside for a name that is exact",
      given: ["Error", "ErrorModel"],
      want: ["ErrorModel_1962", "ErrorModel"],
    },
  ])("$name", ({ given, want }) => {
    expect(schemaNames(given)).toEqual(want);
    expect(schemaNames(given.toReversed())).toEqual(want.toReversed());
  });

  it("come before the types of operations", () => {
    const names = namesOf({ schemas: ["GetPetResponses"], operations: ["get /pets {getPet}"] });
    expect(names.declarations.get("#/components/schemas/GetPetResponses")).toBe("GetPetResponses");
    expect(names.operations.get("#/paths/~1pets/get")?.responses).toBe("GetPetOperationResponses");
  });

  it("keep a name that another one would take for what is sent", () => {
    const pet = { type: "object", properties: { id: { type: "integer", readOnly: true } } };
    const content = { "application/json": { schema: { $ref: "#/components/schemas/Pet" } } };
    const { api } = build({
      ...documentOf({ schemas: ["PetWrite"] }),
      paths: { "/": { put: { requestBody: { content }, responses: { 200: { description: "", content } } } } },
      components: { schemas: { Pet: pet, PetWrite: objectSchema } },
    });
    const names = [...assignNames(api).declarations];
    expect(names.find(([id]) => id === "#/components/schemas/PetWrite")?.[1]).toBe("PetWrite");
    expect(new Set(names.map(([, name]) => name)).size).toBe(3);
  });
});

describe("the client", () => {
  it.each([
    { name: "is called as the title", given: "Pet Store", want: "PetStore" },
    { name: "leaves out what every API is", given: "GitHub v3 REST API", want: "GitHub" },
    { name: "leaves out what is in brackets", given: "Discord HTTP API (Preview)", want: "Discord" },
    { name: "has a name without a title", given: "", want: "Api" },
  ])("$name", ({ given, want }) => expect(namesOf({ title: given }).client.className).toBe(want));

  it("steps aside for a schema of its name", () => {
    expect(namesOf({ title: "Shop", schemas: ["Shop"] }).client.className).toBe("ShopClient");
  });
});

describe("operations", () => {
  const only = (given: Given): readonly [string | undefined, string | undefined] => {
    const [names] = namesOf(given).operations.values();
    return [names?.function, names?.method];
  };

  it.each([
    {
      name: "are called as their operationId",
      given: "get /pets {listPets}",
      want: ["listPets", "listPets"],
    },
    {
      name: "without one, by verb and path",
      given: "get /pets/{petId}",
      want: ["getPetsByPetId", "getPetsByPetId"],
    },
    { name: "without one at the root, by verb", given: "get /", want: ["get", "get"] },
    {
      name: "lose a tag that is spelled as a prefix",
      given: "get /pets {repos/get} #repos",
      want: ["reposGet", "get"],
    },
    {
      name: "lose it with an underscore, too",
      given: "get /pets {Pets_list} #Pets",
      want: ["petsList", "list"],
    },
    {
      name: "lose a tag of several words",
      given: "get /pets {code-scanning/list-alerts} #code-scanning",
      want: ["codeScanningListAlerts", "listAlerts"],
    },
    {
      name: "keep what only looks like a prefix",
      given: "get /pets {petsList} #pets",
      want: ["petsList", "petsList"],
    },
    {
      name: "keep the prefix that is all there is",
      given: "get /pets {pets/} #pets",
      want: ["pets", "pets"],
    },
    {
      name: "are no word of the language, but a method may be",
      given: "get /pets {delete} #pets",
      want: ["delete_", "delete"],
    },
    {
      name: "are none that the index exports by itself",
      given: "get /pets {unwrap} #pets",
      want: ["unwrap_", "unwrap"],
    },
    { name: "make a promise of nothing", given: "get /pets {then} #pets", want: ["then_", "then_"] },
    { name: "do not hide the client's own members", given: "get /pets {close}", want: ["close", "close_"] },
  ])("$name", ({ given, want }) => expect(only({ operations: [given] })).toEqual(want));

  it("without an operationId that is unique, have their paths", () => {
    const names = namesOf({ operations: ["get /pets {list}", "get /dogs {list}"] });
    expect([...names.operations.values()].map((own) => own.function).sort()).toEqual(["getDogs", "getPets"]);
  });

  it("do not share a method name with a resource", () => {
    const names = namesOf({ operations: ["get /pets {pets}", "get /dogs {dogs} #pets"] });
    expect(names.resources.get("pets")?.member).toBe("pets");
    expect(names.operations.get("#/paths/~1pets/get")?.method).toBe("pets_");
  });
});

describe("resources", () => {
  it("have files that differ without case", () => {
    const names = namesOf({ operations: ["get /a {a} #Pets", "get /b {b} #pets"] });
    const files = [...names.resources.values()].map(({ file }) => file.toLowerCase());
    expect(new Set(files).size).toBe(2);
    expect(names.resources.get("pets")?.file).toBe("pets");
  });

  it("form a tree where tags do", () => {
    const names = namesOf({
      tags: [{ name: "shop" }, { name: "pets", parent: "shop" }],
      operations: ["get /a {a} #pets"],
    });
    expect([...names.resources].map(([tag, { parent }]) => [tag, parent]).sort()).toEqual([
      ["pets", "shop"],
      ["shop", undefined],
    ]);
  });

  it("do not follow tags in a circle", () => {
    const tags = [
      { name: "a", parent: "b" },
      { name: "b", parent: "a" },
    ];
    const names = namesOf({ tags, operations: ["get /a {a} #a"] });
    expect([...names.resources].map(([tag, { parent }]) => [tag, parent])).toEqual([["a", undefined]]);
  });
});

describe("arguments", () => {
  const keys = (parameters: readonly string[]): Record<string, string> => {
    const { api } = build(documentOf({ operations: ["get /pets/{id} {x}"], parameters }));
    const [operation] = api.operations;
    const names = assignNames(api).operations.get(operation!.id)!;
    return Object.fromEntries(
      operation!.parameters.map((parameter) => [
        argumentId(parameter.in, parameter.name),
        argumentKey(names, parameter),
      ]),
    );
  };

  it.each([
    {
      name: "keep their own spelling",
      given: ["path:id", "query:filter[a]"],
      want: { "path:id": "id", "query:filter[a]": "filter[a]" },
    },
    {
      name: "say where they are if the name is taken",
      given: ["path:id", "query:id", "header:id", "cookie:id"],
      want: {
        "path:id": "id",
        "query:id": "idInQuery",
        "header:id": "idInHeader",
        "cookie:id": "idInCookie",
      },
    },
    { name: "tell case apart", given: ["path:id", "query:ID"], want: { "path:id": "id", "query:ID": "ID" } },
    {
      name: "leave the body its name",
      given: ["path:id", "query:body"],
      want: { "path:id": "id", "query:body": "bodyInQuery" },
    },
    {
      name: "leave an exact name to its owner",
      given: ["path:id", "query:id", "header:idInQuery"],
      want: { "path:id": "id", "query:id": expect.stringMatching(/^id_/), "header:idInQuery": "idInQuery" },
    },
    {
      name: "may be called as members of every object",
      given: ["path:id", "query:__proto__", "query:constructor"],
      want: { "path:id": "id", "query:__proto__": "__proto__", "query:constructor": "constructor" },
    },
  ])("$name", ({ given, want }) => {
    expect(keys(given)).toEqual(want);
    expect(keys(given.toReversed())).toEqual(want);
  });
});

describe("with the names of the last run", () => {
  const before: Given = { schemas: ["foo_bar", "ErrorThing"], operations: ["get /pets {get_pet} #pets"] };
  const after: Given = {
    schemas: ["FooBar", "Foo_bar", "foo_bar", "ErrorThing", "GetPetArguments", "GetPetOperation", "Pets"],
    operations: ["get /dogs {getPet} #pets", "get /pets {get_pet} #pets", "get /cats {x} #Pets"],
  };

  it("what is added renames nothing", () => {
    const first = namesOf(before);
    const second = assignNames(build(documentOf(after)).api, { lock: lockedNames(first) });
    for (const [id, name] of first.declarations) expect(second.declarations.get(id)).toBe(name);
    for (const [id, own] of first.operations) expect(second.operations.get(id)).toEqual(own);
    for (const [tag, own] of first.resources) expect(second.resources.get(tag)).toEqual(own);
    expect(second.client).toEqual(first.client);
  });

  it("without them, exact names come first", () => {
    expect(namesOf(after).declarations.get("#/components/schemas/foo_bar")).not.toBe("FooBar");
    expect(namesOf(before).declarations.get("#/components/schemas/foo_bar")).toBe("FooBar");
  });

  it("another operationId gives other names, and keeps those of the arguments", () => {
    const first = namesOf({ operations: ["get /pets {getPet}"] });
    const renamed = build(documentOf({ operations: ["get /pets {fetchPet}"] })).api;
    const [own] = [...assignNames(renamed, { lock: lockedNames(first) }).operations.values()];
    const want = { function: "fetchPet", method: "fetchPet", arguments: "FetchPetArguments" };
    expect(own).toMatchObject(want);
  });

  it("another title renames nothing, but who names the client is obeyed", () => {
    const first = namesOf(before);
    const { api } = build({ ...documentOf(before), info: { title: "Else", version: "1" } });
    const lock = lockedNames(first);
    expect(assignNames(api, { lock }).client).toEqual(first.client);
    const named = assignNames(api, { lock, clientName: "Shop" });
    expect(named.client).toMatchObject({ className: "Shop", auth: "ShopAuth" });
    expect(assignNames(api, { lock: lockedNames(named) }).client).toEqual(named.client);
  });

  it.each([
    { name: "named now", isLocked: false },
    { name: "named otherwise before", isLocked: true },
  ])("who names the client is obeyed though a schema has the name: $name", ({ isLocked }) => {
    const { api } = build(documentOf({ schemas: ["Shop"] }));
    const before = assignNames(api);
    const named = assignNames(api, { clientName: "Shop", ...(isLocked && { lock: lockedNames(before) }) });
    expect(named.client).toMatchObject({ className: "Shop", auth: "ShopAuth" });
    expect([...named.declarations.values()]).toEqual(["ShopModel"]);
    expect(assignNames(api, { clientName: "Shop", lock: lockedNames(named) })).toEqual(named);
  });

  it("a name whose owner has gone is free again", () => {
    const first = namesOf({ schemas: ["foo_bar"] });
    const second = assignNames(build(documentOf({ schemas: ["foo-bar"] })).api, { lock: lockedNames(first) });
    expect([...second.declarations.values()]).toEqual(["FooBar"]);
  });
});

describe("whatever the document", () => {
  const label = fc.constantFrom(
    "a",
    "A",
    "a_",
    "A-",
    "get",
    "aOperation",
    "AArguments",
    "AEvent",
    "AItem",
    "Shop",
  );
  const item = fc.oneof(
    fc.record({ operationId: fc.option(label, { nil: undefined }), callback: fc.boolean() }),
    fc.record({ $ref: fc.constantFrom("#/paths/~1a", "#/paths/~1A", "#/components/pathItems/shared") }),
  );
  const callbacks = { done: { $ref: "#/components/callbacks/done" } };

  it("no two exports have one name", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(label),
        fc.dictionary(fc.constantFrom("/a", "/A", "/a-", "/get", "/{a}"), item),
        (schemas, items) => {
          const paths = Object.entries(items).map(([path, value]) => [
            path,
            "$ref" in value
              ? value
              : {
                  get: {
                    operationId: value.operationId,
                    ...(value.callback && { callbacks }),
                    responses: {},
                  },
                },
          ]);
          const { api } = build({
            info: { title: "Shop", version: "1" },
            paths: Object.fromEntries(paths),
            components: {
              schemas: Object.fromEntries(schemas.map((name) => [name, objectSchema])),
              pathItems: { shared: { get: { callbacks, responses: {} } } },
              callbacks: { done: { "{$url}": { post: {} } } },
            },
          });
          const names = assignNames(api);
          const exported = [
            ...names.declarations.values(),
            ...api.operations.flatMap(({ id }) => {
              const own = names.operations.get(id)!;
              return [own.function, own.descriptor, own.arguments, own.responses, own.item];
            }),
            ...api.webhooks.map(({ operation }) => names.webhooks.get(operation.id)!.event),
            ...Object.values(names.client),
          ];
          expect(exported.length).toBe(new Set(exported).size);
        },
      ),
    );
  });
});
