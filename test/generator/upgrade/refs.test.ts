import { describe, expect, test } from "vitest";
import { upgrade } from "../../../generator/upgrade/upgrade.js";
import { sourcesOf } from "../../support/sources.js";

function document(parts: object): object {
  return { openapi: "3.1.0", info: {}, paths: {}, ...parts };
}

/** An entry whose component `It` has one property per reference. */
function referring(...refs: string[]): object {
  const properties = Object.fromEntries(refs.map((ref, index) => [`p${index}`, { $ref: ref }]));
  return document({ components: { schemas: { It: { properties } } } });
}

interface Case {
  readonly name: string;
  readonly files: Readonly<Record<string, unknown>>;
  readonly want: Readonly<Record<string, unknown>>;
}

const pet = { type: "object", title: "Pet" };
const cat = { type: "object", title: "Cat" };

const cases: readonly Case[] = [
  {
    name: "a whole file is named after itself",
    files: { "a.json": referring("schemas/Pet.yaml"), "schemas/Pet.yaml": pet },
    want: { schemas: { It: { properties: { p0: { $ref: "#/components/schemas/Pet" } } }, Pet: pet } },
  },
  {
    name: "a pointer to nothing but a slash means the file",
    files: {
      "a.json": referring("Pet.yaml#/"),
      "Pet.yaml": { ...pet, properties: { p: { $ref: "Cat.yaml" } } },
      "Cat.yaml": cat,
    },
    want: {
      schemas: {
        It: { properties: { p0: { $ref: "#/components/schemas/Pet" } } },
        Pet: { ...pet, properties: { p: { $ref: "#/components/schemas/Cat" } } },
        Cat: cat,
      },
    },
  },
  {
    name: "a component of another file keeps its name",
    files: {
      "a.json": referring("b.json#/components/schemas/Pet"),
      "b.json": document({ components: { schemas: { Pet: pet } } }),
    },
    want: { schemas: { It: { properties: { p0: { $ref: "#/components/schemas/Pet" } } }, Pet: pet } },
  },
  {
    name: "a component that only refers to a file becomes that file",
    files: {
      "a.json": document({
        components: { schemas: { Animal: { $ref: "Pet.yaml" }, Other: { $ref: "Pet.yaml" } } },
      }),
      "Pet.yaml": pet,
    },
    want: { schemas: { Animal: pet, Other: { $ref: "#/components/schemas/Animal" } } },
  },
  {
    name: "a name that is taken gets a suffix from the path",
    files: {
      "a.json": document({
        components: {
          schemas: { Pet: { type: "string" }, It: { $ref: "store/models/Pet.yaml", title: "x" } },
        },
      }),
      "store/models/Pet.yaml": pet,
    },
    want: {
      schemas: {
        Pet: { type: "string" },
        It: { $ref: "#/components/schemas/Pet_models", title: "x" },
        Pet_models: pet,
      },
    },
  },
  {
    name: "of two files with one name the closer one keeps it, and the word that differs tells the other",
    files: {
      "a.json": referring("x/y/models/Pet.yaml", "z/models/Pet.yaml"),
      "x/y/models/Pet.yaml": pet,
      "z/models/Pet.yaml": cat,
    },
    want: {
      schemas: {
        It: {
          properties: {
            p0: { $ref: "#/components/schemas/Pet_models" },
            p1: { $ref: "#/components/schemas/Pet" },
          },
        },
        Pet: cat,
        Pet_models: pet,
      },
    },
  },
  {
    name: "files may refer to each other in circles",
    files: {
      "a.json": referring("Cat.yaml"),
      "Cat.yaml": { properties: { friend: { $ref: "./Dog.yaml" }, self: { $ref: "#" } } },
      "Dog.yaml": {
        properties: { enemy: { $ref: "./Cat.yaml" }, it: { $ref: "a.json#/components/schemas/It" } },
      },
    },
    want: {
      schemas: {
        It: { properties: { p0: { $ref: "#/components/schemas/Cat" } } },
        Cat: {
          properties: {
            friend: { $ref: "#/components/schemas/Dog" },
            self: { $ref: "#/components/schemas/Cat" },
          },
        },
        Dog: {
          properties: {
            enemy: { $ref: "#/components/schemas/Cat" },
            it: { $ref: "#/components/schemas/It" },
          },
        },
      },
    },
  },
  {
    name: "two spellings of a file are one",
    files: {
      "a.json": referring("Pet.yaml", "./x/../Pet.yaml", "P%65t.yaml#", "file:///spec/Pet.yaml"),
      "Pet.yaml": pet,
    },
    want: {
      schemas: {
        It: {
          properties: Object.fromEntries(
            [0, 1, 2, 3].map((i) => [`p${i}`, { $ref: "#/components/schemas/Pet" }]),
          ),
        },
        Pet: pet,
      },
    },
  },
  {
    name: "a pointer may be percent-encoded, or hold a literal percent sign",
    files: {
      "a.json": document({
        components: {
          schemas: {
            "a b": pet,
            "c%20d": cat,
            It: {
              properties: {
                x: { $ref: "#/components/schemas/a%20b" },
                y: { $ref: "#/components/schemas/c%20d" },
              },
            },
          },
        },
      }),
    },
    want: {
      schemas: {
        "a b": pet,
        "c%20d": cat,
        It: {
          properties: { x: { $ref: "#/components/schemas/a b" }, y: { $ref: "#/components/schemas/c%20d" } },
        },
      },
    },
  },
  {
    name: "a pointer may lead through a reference",
    files: {
      "a.json": referring("b.json#/Cat/properties/name"),
      "b.json": { Cat: { $ref: "c.json#/Animal" } },
      "c.json": { Animal: { properties: { name: { type: "string" } } } },
    },
    want: {
      schemas: {
        It: { properties: { p0: { $ref: "#/components/schemas/c_Animal_properties_name" } } },
        c_Animal_properties_name: { type: "string" },
      },
    },
  },
  {
    name: "where nothing beside a reference is meant, a pointer goes on behind it",
    files: {
      "a.json": document({
        components: {
          schemas: {
            Cat: { allOf: [cat, { properties: { name: pet } }] },
            Tom: { $ref: "#/components/schemas/Cat", allOf: [] },
            It: { $ref: "#/components/schemas/Tom/allOf/1/properties/name" },
          },
        },
      }),
    },
    want: {
      schemas: {
        Cat: { allOf: [cat, { properties: { name: pet } }] },
        Tom: { $ref: "#/components/schemas/Cat", allOf: [] },
        It: { $ref: "#/components/schemas/Cat/allOf/1/properties/name" },
      },
    },
  },
  {
    name: "in OpenAPI 3.0 nothing stands beside a reference, for pointers either",
    files: {
      "a.json": document({
        openapi: "3.0.3",
        components: {
          schemas: {
            Cat: { properties: { name: pet } },
            Tom: { $ref: "#/components/schemas/Cat", properties: { name: {} } },
            It: { $ref: "#/components/schemas/Tom/properties/name" },
          },
        },
      }),
    },
    want: {
      schemas: {
        Cat: { properties: { name: pet } },
        Tom: { $ref: "#/components/schemas/Cat" },
        It: { $ref: "#/components/schemas/Cat/properties/name" },
      },
    },
  },
  {
    name: "what is data is not followed",
    files: {
      "a.json": document({
        components: {
          schemas: {
            It: {
              default: { $ref: "no.json" },
              enum: [{ $ref: "no.json" }],
              const: { $ref: "no.json" },
              "x-a": { $ref: "no.json" },
              properties: { example: { $ref: "Pet.yaml" }, $ref: { type: "string" } },
            },
          },
          examples: { E: { value: { $ref: "no.json" } } },
        },
      }),
      "Pet.yaml": pet,
    },
    want: {
      schemas: {
        It: {
          default: { $ref: "no.json" },
          enum: [{ $ref: "no.json" }],
          const: { $ref: "no.json" },
          "x-a": { $ref: "no.json" },
          properties: { example: { $ref: "#/components/schemas/Pet" }, $ref: { type: "string" } },
        },
        Pet: pet,
      },
      examples: { E: { value: { $ref: "no.json" } } },
    },
  },
  {
    name: "a discriminator's mapping is followed",
    files: {
      "a.json": document({
        components: {
          schemas: {
            It: {
              oneOf: [{ $ref: "Cat.yaml" }],
              discriminator: { propertyName: "k", mapping: { cat: "Cat.yaml", dog: "Dog" } },
            },
          },
        },
      }),
      "Cat.yaml": cat,
    },
    want: {
      schemas: {
        It: {
          oneOf: [{ $ref: "#/components/schemas/Cat" }],
          discriminator: { propertyName: "k", mapping: { cat: "#/components/schemas/Cat", dog: "Dog" } },
        },
        Cat: cat,
      },
    },
  },
  {
    name: "an anchor and an $id name a schema",
    files: {
      "a.json": document({
        components: {
          schemas: {
            A: { $anchor: "there", type: "string" },
            B: {
              $id: "https://example.com/b.json",
              $defs: { inner: { type: "number" } },
              properties: { own: { $ref: "#/$defs/inner" }, root: { $ref: "#/components/schemas/A" } },
            },
            It: { properties: { a: { $ref: "#there" }, b: { $ref: "https://example.com/b.json" } } },
          },
        },
      }),
    },
    want: {
      schemas: {
        A: { $anchor: "there", type: "string" },
        B: {
          $id: "https://example.com/b.json",
          $defs: { inner: { type: "number" } },
          properties: {
            own: { $ref: "#/components/schemas/B/$defs/inner" },
            root: { $ref: "#/components/schemas/A" },
          },
        },
        It: { properties: { a: { $ref: "#/components/schemas/A" }, b: { $ref: "#/components/schemas/B" } } },
      },
    },
  },
  {
    name: "a $ref beside an $id is relative to it",
    files: {
      "a.json": document({
        components: {
          schemas: {
            Tree: { $id: "https://example.com/schemas/tree", type: "object" },
            It: { $id: "https://example.com/schemas/it", $ref: "tree", unevaluatedProperties: false },
          },
        },
      }),
    },
    want: {
      schemas: {
        Tree: { $id: "https://example.com/schemas/tree", type: "object" },
        It: {
          $id: "https://example.com/schemas/it",
          $ref: "#/components/schemas/Tree",
          unevaluatedProperties: false,
        },
      },
    },
  },
  {
    name: "$self is a document's own address",
    files: {
      "a.json": {
        ...referring(
          "https://example.com/api.json#/components/schemas/It",
          // OpenAPI 3.2 §4.1.2.2: relative to `$self`.
          "api.json#/components/schemas/It",
        ),
        $self: "https://example.com/api.json",
      },
    },
    want: {
      schemas: {
        It: {
          properties: {
            p0: { $ref: "#/components/schemas/It" },
            p1: { $ref: "#/components/schemas/It" },
          },
        },
      },
    },
  },
  {
    name: "each kind of object is hoisted into its section",
    files: {
      "a.json": document({
        paths: {
          "/a": {
            post: {
              parameters: [{ $ref: "all.json#/Limit" }],
              requestBody: { $ref: "all.json#/Body" },
              responses: { 200: { $ref: "all.json#/Ok" } },
              callbacks: { done: { $ref: "all.json#/Done" } },
            },
          },
        },
        components: { securitySchemes: { key: { $ref: "all.json#/Key" } } },
      }),
      "all.json": {
        Limit: { name: "limit", in: "query", examples: { big: { $ref: "#/Big" } } },
        Big: { value: 100 },
        Body: { content: { "a/b": { $ref: "#/Media" } } },
        Media: { schema: {} },
        Ok: { description: "", headers: { X: { $ref: "#/X" } }, links: { next: { $ref: "#/Next" } } },
        X: { schema: {} },
        Next: { operationId: "next" },
        Done: { "{$url}": { $ref: "#/Path" } },
        Path: { get: {} },
        Key: { type: "http", scheme: "bearer" },
      },
    },
    want: {
      parameters: {
        Limit: { name: "limit", in: "query", examples: { big: { $ref: "#/components/examples/Big" } } },
      },
      examples: { Big: { value: 100 } },
      requestBodies: { Body: { content: { "a/b": { $ref: "#/components/mediaTypes/Media" } } } },
      mediaTypes: { Media: { schema: {} } },
      responses: {
        Ok: {
          description: "",
          headers: { X: { $ref: "#/components/headers/X" } },
          links: { next: { $ref: "#/components/links/Next" } },
        },
      },
      headers: { X: { schema: {} } },
      links: { Next: { operationId: "next" } },
      callbacks: { Done: { "{$url}": { $ref: "#/components/pathItems/Path" } } },
      pathItems: { Path: { get: {} } },
      securitySchemes: { key: { type: "http", scheme: "bearer" } },
    },
  },
];

describe("references", () => {
  test.each(cases)("$name", ({ files, want }) => {
    const { value, diagnostics } = upgrade(sourcesOf(files));
    expect(diagnostics).toEqual([]);
    expect(value.root.components).toEqual(want);
  });

  test("where no section fits, the target takes the reference's place", () => {
    const { value, diagnostics } = upgrade(
      sourcesOf({
        "a.json": document({
          info: { description: { $ref: "intro.md" } },
          paths: { "/a": { $ref: "paths/a.json", summary: "Mine." }, "/b": { get: { $ref: "b.json#/get" } } },
          components: { schemas: { $ref: "schemas.json" } },
        }),
        "intro.md": "Hello.",
        "paths/a.json": { post: { parameters: { $ref: "../list.json" } } },
        "list.json": [{ name: "limit", in: "query" }],
        "b.json": { get: { operationId: "b" } },
        "schemas.json": { Pet: { $ref: "Pet.yaml" } },
        "Pet.yaml": pet,
      }),
    );
    expect(diagnostics).toEqual([]);
    expect(value.root).toMatchObject({
      info: { description: "Hello." },
      paths: {
        "/a": { summary: "Mine.", post: { parameters: [{ name: "limit", in: "query" }] } },
        "/b": { get: { operationId: "b" } },
      },
      components: { schemas: { Pet: pet } },
    });
    expect(value.origin("#/paths/~1a/post/parameters/0/name")).toEqual({
      uri: "file:///spec/list.json",
      pointer: "#/0/name",
    });
    expect(value.origin("#/components/schemas/Pet/type")).toEqual({
      uri: "file:///spec/Pet.yaml",
      pointer: "#/type",
    });
    expect(value.origin("#/paths/~1b")).toEqual({ uri: "file:///spec/a.json", pointer: "#/paths/~1b" });
  });

  test("the order of references changes no name", () => {
    const files = { "x/Pet.yaml": pet, "y/Pet.yaml": cat, "Pet_x.yaml": { type: "string" } };
    const refs = Object.keys(files);
    const names = (order: string[]): unknown =>
      upgrade(sourcesOf({ "a.json": referring(...order), ...files })).value.root.components;
    const schemas = (value: unknown): object => (value as { schemas: object }).schemas;
    const { It: _, ...forwards } = schemas(names(refs)) as Record<string, unknown>;
    const { It: __, ...backwards } = schemas(names([...refs].reverse())) as Record<string, unknown>;
    expect(Object.entries(backwards)).toEqual(Object.entries(forwards));
    expect(Object.keys(forwards)).toEqual(["Pet", "Pet_x", "Pet_y"]);
  });

  const problems: readonly {
    name: string;
    given: object;
    code: string;
    message?: string;
    help?: string;
    pointer: string;
  }[] = [
    {
      name: "a typing error",
      given: document({
        components: { schemas: { Cat: cat, It: { items: { $ref: "#/components/schemas/Cta" } } } },
      }),
      code: "ref-not-found",
      message: '"$ref" points to "#/components/schemas/Cta", which does not exist.',
      help: 'Did you mean "Cat"?',
      pointer: "#/components/schemas/It/items/$ref",
    },
    {
      name: "the section of another version",
      given: document({
        components: { schemas: { Cat: cat, It: { items: { $ref: "#/definitions/Cat" } } } },
      }),
      code: "ref-not-found",
      help: 'Did you mean "#/components/schemas/Cat"?',
      pointer: "#/components/schemas/It/items/$ref",
    },
    {
      name: "a file that could not be read",
      given: document({ paths: { "/a": { get: { responses: { 200: { $ref: "gone.yaml#/Ok" } } } } } }),
      code: "ref-not-found",
      message: '"$ref" points to "gone.yaml#/Ok", but the file does not exist.',
      pointer: "#/paths/~1a/get/responses/200/$ref",
    },
    {
      name: "an address that no file can have",
      given: document({ components: { schemas: { It: { $ref: "//host/Pet.yaml" } } } }),
      code: "ref-not-found",
      message: '"$ref" points to "//host/Pet.yaml", which is not a valid reference.',
      pointer: "#/components/schemas/It/$ref",
    },
    {
      name: "a pointer without its first slash",
      given: document({
        components: { schemas: { Cat: cat, It: { items: { $ref: "#components/schemas/Cat" } } } },
      }),
      code: "ref-not-found",
      help: 'Did you mean "#/components/schemas/Cat"?',
      pointer: "#/components/schemas/It/items/$ref",
    },
    {
      name: "a pointer without its hash",
      given: document({
        components: { schemas: { Cat: cat, It: { items: { $ref: "components/schemas/Cat" } } } },
      }),
      code: "ref-not-found",
      help: 'Did you mean "#/components/schemas/Cat"?',
      pointer: "#/components/schemas/It/items/$ref",
    },
    {
      name: "a name after a hash",
      given: document({ components: { schemas: { Cat: cat, It: { items: { $ref: "#Cat" } } } } }),
      code: "ref-not-found",
      help: 'Did you mean "#/components/schemas/Cat"?',
      pointer: "#/components/schemas/It/items/$ref",
    },
    {
      name: "a bare name",
      given: document({ components: { schemas: { Cat: cat, It: { items: { $ref: "Cat" } } } } }),
      code: "ref-bare-name",
      pointer: "#/components/schemas/It/items/$ref",
    },
    {
      name: "an operation that contains itself",
      given: document({
        paths: { "/a": { get: { $ref: "#/x/op" } } },
        x: { op: { callbacks: { c: { "{$u}": { get: { $ref: "#/x/op" } } } } } },
      }),
      code: "ref-loop",
      pointer: "#/x/op/callbacks/c/{$u}/get/$ref",
    },
  ];
  test.each(problems)("$name is a problem at its place", ({ given, code, message, help, pointer }) => {
    const { diagnostics } = upgrade(
      sourcesOf(
        { "a.json": given },
        { "gone.yaml": "the file does not exist", "components/schemas/Cat": "the file does not exist" },
      ),
    );
    expect(diagnostics).toMatchObject([{ code, uri: "file:///spec/a.json", pointer }]);
    if (message !== undefined) expect(diagnostics[0]?.message).toBe(message);
    if (help !== undefined) expect(diagnostics[0]?.help).toBe(help);
  });

  test("a circle of aliases ends", () => {
    const schemas = {
      A: { $ref: "#/components/schemas/B" },
      B: { $ref: "#/components/schemas/A" },
      It: { $ref: "#/components/schemas/A/properties/x" },
    };
    const { diagnostics } = upgrade(sourcesOf({ "a.json": document({ components: { schemas } }) }));
    expect(diagnostics).toMatchObject([{ code: "ref-not-found", pointer: "#/components/schemas/It/$ref" }]);
  });
});
