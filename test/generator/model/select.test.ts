import { describe, expect, it } from "vitest";
import type { Api, Declaration, Operation, Tag, Type, Webhook } from "../../../generator/model/api.js";
import { type Selection, selectOperations } from "../../../generator/model/select.js";

const docs = { deprecated: false, examples: [], constraints: [] } as const;

function reference(name: string): Type {
  return { kind: "reference", id: `#/components/schemas/${name}`, typeArguments: [], omit: [] };
}

function declaration(name: string, type: Type): [string, Declaration] {
  const id = `#/components/schemas/${name}`;
  return [id, { id, label: name, shape: "read", docs, typeParameters: [], type, source: id }];
}

/** `GET /path`, tagged, with a parameter and a response of the given types. */
function operation(
  operationId: string | undefined,
  path: string,
  tags: readonly string[],
  types: { parameter?: Type; header?: Type; response?: Type } = {},
): Operation {
  const source = `#/paths/${path.replaceAll("/", "~1")}/get`;
  const serialization = { kind: "style", style: "form", explode: true, allowReserved: false } as const;
  const { parameter, header, response } = types;
  return {
    id: source,
    ...(operationId !== undefined && { operationId }),
    method: "GET",
    path,
    tags,
    docs,
    parameters:
      parameter === undefined
        ? []
        : [{ name: "q", in: "query", required: false, type: parameter, serialization, docs, source }],
    responses: [
      {
        status: "200",
        docs,
        headers:
          header === undefined ? [] : [{ name: "H", required: false, type: header, serialization, docs }],
        content:
          response === undefined
            ? []
            : [
                {
                  mediaType: "application/json",
                  kind: "json",
                  type: response,
                  encodings: [],
                  prefixEncodings: [],
                  source,
                },
              ],
        source,
      },
    ],
    security: [],
    source,
  };
}

function tag(name: string, parent?: string): Tag {
  return { name, docs, ...(parent !== undefined && { parent }) };
}

const createOrder = operation("createOrder", "/store/orders", ["store"], { response: reference("Order") });
const webhooks: readonly Webhook[] = [
  {
    label: "newPet",
    operation: operation("onNewPet", "newPet", ["pets"], { response: reference("PetEvent") }),
  },
  { label: "ping", operation: operation(undefined, "ping", []) },
  {
    label: "orderDone",
    operation: operation("onOrderDone", "{$request.body#/url}", [], { response: reference("OrderEvent") }),
    registeredBy: createOrder.id,
  },
];

const api: Api = {
  info: { title: "Pets", version: "1", source: "#/info" },
  servers: [{ url: "/", variables: [] }],
  security: [],
  securitySchemes: [{ kind: "basic", name: "basic", docs, source: "#/components/securitySchemes/basic" }],
  tags: [tag("animals"), tag("pets", "animals"), tag("store"), tag("admin (internal)")],
  declarations: new Map([
    declaration("Pet", {
      kind: "object",
      properties: [{ key: "owner", required: true, type: reference("Owner"), docs, source: "#" }],
    }),
    declaration("Owner", { kind: "array", items: reference("Pet") }),
    declaration("PetEvent", { kind: "string" }),
    declaration("Order", {
      kind: "union",
      members: [
        reference("Line"),
        { kind: "null" },
        { kind: "tuple", items: [], required: 0, rest: reference("Tail") },
      ],
    }),
    declaration("Line", { kind: "object", properties: [], index: reference("Cell") }),
    declaration("Cell", { kind: "string" }),
    declaration("Tail", { kind: "string" }),
    declaration("OrderEvent", { kind: "string" }),
    declaration("Filter", { kind: "string" }),
    declaration("Limit", { kind: "string" }),
    declaration("Unused", { kind: "string" }),
  ]),
  operations: [
    operation("listPets", "/pets", ["pets"], { parameter: reference("Filter"), header: reference("Limit") }),
    operation("getPet", "/pets/{petId}", ["pets"], { response: reference("Pet") }),
    operation("getToys", "/pets/{petId}/toys", ["pets", "store"]),
    createOrder,
    operation(undefined, "/admin/reset", ["admin (internal)"]),
  ],
  webhooks,
};

function select(selection: Partial<Selection>): Api {
  return selectOperations(api, { include: [], exclude: [], ...selection }).value;
}

function names(selected: Api): string[] {
  return [
    ...selected.operations.map((each) => each.operationId ?? each.path),
    ...selected.webhooks.map((each) => each.label),
  ];
}

describe("a selection", () => {
  const everything = [
    "listPets",
    "getPet",
    "getToys",
    "createOrder",
    "/admin/reset",
    "newPet",
    "ping",
    "orderDone",
  ];
  const rows: readonly { name: string; given: Partial<Selection>; want: string[] }[] = [
    { name: "without patterns is everything", given: {}, want: everything },
    { name: "takes a tag", given: { include: ["tag:store"] }, want: ["getToys", "createOrder", "orderDone"] },
    {
      name: "takes a tag with the tags below it",
      given: { include: ["tag:animals"] },
      want: ["listPets", "getPet", "getToys", "newPet"],
    },
    {
      name: "takes a tag that holds special characters",
      given: { include: ["tag:admin (internal)"] },
      want: ["/admin/reset"],
    },
    { name: "takes a path to the letter", given: { include: ["path:/pets/{petId}"] }, want: ["getPet"] },
    { name: "takes one segment for *", given: { include: ["path:/pets/*"] }, want: ["getPet"] },
    {
      name: "takes a part of a segment for *",
      given: { include: ["path:/sto*/ord*"] },
      want: ["createOrder", "orderDone"],
    },
    {
      name: "takes a path with all below it for /**",
      given: { include: ["path:/pets/**"] },
      want: ["listPets", "getPet", "getToys"],
    },
    { name: "takes ** in the middle", given: { include: ["path:/**/toys"] }, want: ["getToys"] },
    { name: "does not take a longer name for /**", given: { include: ["path:/pet/**"] }, want: [] },
    { name: "takes an operationId", given: { include: ["operation:getPet"] }, want: ["getPet"] },
    {
      name: "takes operationIds by pattern",
      given: { include: ["operation:get*"] },
      want: ["getPet", "getToys"],
    },
    {
      name: "takes an operation without operationId by method and path",
      given: { include: ["operation:GET /admin/reset"] },
      want: ["/admin/reset"],
    },
    { name: "takes a webhook", given: { include: ["webhook:ping"] }, want: ["ping"] },
    {
      name: "takes a bare tag",
      given: { include: ["store"] },
      want: ["getToys", "createOrder", "orderDone"],
    },
    { name: "takes a bare path", given: { include: ["/pets"] }, want: ["listPets"] },
    { name: "takes a bare operationId", given: { include: ["getPet"] }, want: ["getPet"] },
    { name: "compares letter case", given: { include: ["Store"] }, want: [] },
    {
      name: "takes what any include matches",
      given: { include: ["getPet", "ping"] },
      want: ["getPet", "ping"],
    },
    {
      name: "leaves out what is excluded",
      given: { exclude: ["tag:pets", "ping"] },
      want: ["createOrder", "/admin/reset", "orderDone"],
    },
    {
      name: "lets exclude win over include",
      given: { include: ["tag:pets"], exclude: ["operation:getPet", "webhook:*"] },
      want: ["listPets", "getToys"],
    },
    {
      name: "drops a callback with its operation",
      given: { exclude: ["createOrder"] },
      want: everything.filter((name) => !/order/i.test(name)),
    },
    {
      name: "drops a callback alone",
      given: { include: ["createOrder"], exclude: ["webhook:orderDone"] },
      want: ["createOrder"],
    },
  ];
  it.each(rows)("$name", ({ given, want }) => {
    expect(names(select(given))).toEqual(want);
  });

  it("is the same object when it has no patterns", () => {
    expect(select({})).toBe(api);
  });

  const reached: readonly { name: string; given: Partial<Selection>; want: string[] }[] = [
    { name: "through circles", given: { include: ["getPet"] }, want: ["Pet", "Owner"] },
    {
      name: "through unions, tuples, indexes and callbacks",
      given: { include: ["createOrder"] },
      want: ["Order", "Line", "Cell", "Tail", "OrderEvent"],
    },
    { name: "through parameters and headers", given: { include: ["listPets"] }, want: ["Filter", "Limit"] },
    { name: "through webhooks", given: { include: ["webhook:newPet"] }, want: ["PetEvent"] },
    { name: "not where nothing needs them", given: { include: ["ping"] }, want: [] },
  ];
  it.each(reached)("keeps types $name", ({ given, want }) => {
    expect([...select(given).declarations.values()].map(({ label }) => label)).toEqual(want);
  });

  it("keeps the tags that are used, and those above them", () => {
    expect(select({ include: ["getPet"] }).tags.map(({ name }) => name)).toEqual(["animals", "pets"]);
  });

  it("keeps servers and security schemes", () => {
    const selected = select({ include: ["getPet"] });
    expect([selected.servers, selected.securitySchemes]).toEqual([api.servers, api.securitySchemes]);
  });
});

describe("a pattern without a match", () => {
  const rows: readonly { name: string; given: Partial<Selection>; want: object[] }[] = [
    {
      name: "is told, with the near miss",
      given: { include: ["tag:pet", "getPet"] },
      want: [
        {
          code: "selection-no-match",
          severity: "warning",
          message: '--include "tag:pet" matches no operation.',
          help: 'Did you mean "tag:pets"?',
        },
      ],
    },
    { name: "is told of a path", given: { exclude: ["/pet"] }, want: [{ help: 'Did you mean "/pets"?' }] },
    {
      name: "is told of letter case",
      given: { exclude: ["Pets"] },
      want: [{ help: 'Did you mean "pets"?' }],
    },
    {
      name: "is told of a misspelt kind",
      given: { exclude: ["tags:pets"] },
      want: [{ help: 'Did you mean "tag:pets"?' }],
    },
    {
      name: "is told that nothing is left",
      given: { include: ["zzzzzzzzzz"] },
      want: [{ code: "selection-no-match" }, { code: "selection-empty", severity: "error" }],
    },
  ];
  it.each(rows)("$name", ({ given, want }) => {
    expect(selectOperations(api, { include: [], exclude: [], ...given }).diagnostics).toMatchObject(want);
  });
});
