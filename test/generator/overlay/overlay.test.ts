import { describe, expect, it } from "vitest";
import { applyOverlay } from "../../../generator/overlay/overlay.js";

const uri = "file:///overlay.yaml";

function overlay(...actions: unknown[]): { uri: string; value: unknown } {
  return { uri, value: { overlay: "1.1.0", info: { title: "Changes", version: "1" }, actions } };
}

describe("an overlay", () => {
  const rows: readonly { name: string; given: unknown; actions: unknown[]; want: unknown }[] = [
    {
      name: "merges objects recursively",
      given: { info: { title: "A", contact: { name: "N" } } },
      actions: [{ target: "$", update: { info: { contact: { url: "u" }, version: "2" } } }],
      want: { info: { title: "A", contact: { name: "N", url: "u" }, version: "2" } },
    },
    {
      name: "appends one value to a list",
      given: { tags: [{ name: "a" }] },
      actions: [{ target: "$.tags", update: { name: "b" } }],
      want: { tags: [{ name: "a" }, { name: "b" }] },
    },
    {
      name: "concatenates a list to a list",
      given: { tags: ["a"] },
      actions: [{ target: "$.tags", update: ["b", "c"] }],
      want: { tags: ["a", "b", "c"] },
    },
    {
      name: "concatenates a list inside a merged object",
      given: { get: { tags: ["a"] } },
      actions: [{ target: "$.get", update: { tags: ["b"] } }],
      want: { get: { tags: ["a", "b"] } },
    },
    {
      name: "replaces a plain value",
      given: { info: { title: "A" } },
      actions: [{ target: "$.info.title", update: "B" }],
      want: { info: { title: "B" } },
    },
    {
      name: "updates every node that a wildcard selects",
      given: { paths: { "/a": { get: {} }, "/b": { get: { x: 1 } }, "/c": { post: {} } } },
      actions: [{ target: "$.paths.*.get", update: { deprecated: true } }],
      want: {
        paths: {
          "/a": { get: { deprecated: true } },
          "/b": { get: { x: 1, deprecated: true } },
          "/c": { post: {} },
        },
      },
    },
    {
      name: "selects by filter, at any depth",
      given: { paths: { "/a": { get: { parameters: [{ name: "q" }, { name: "top" }] } } } },
      actions: [{ target: "$..parameters[?@.name == 'q']", update: { in: "query" } }],
      want: { paths: { "/a": { get: { parameters: [{ name: "q", in: "query" }, { name: "top" }] } } } },
    },
    {
      name: "selects keys that hold quotes",
      given: { "it's": { a: 1 } },
      actions: [{ target: `$["it's"]`, update: { b: 2 } }],
      want: { "it's": { a: 1, b: 2 } },
    },
    {
      name: "removes properties",
      given: { paths: { "/a": {}, "/b": {} } },
      actions: [{ target: "$.paths['/a']", remove: true }],
      want: { paths: { "/b": {} } },
    },
    {
      name: "removes several items of one list",
      given: { tags: ["a", "b", "a", "c"] },
      actions: [{ target: "$.tags[?@ == 'a']", remove: true }],
      want: { tags: ["b", "c"] },
    },
    {
      name: "lets remove win over update",
      given: { a: { b: 1 }, c: 1 },
      actions: [{ target: "$.a", update: { d: 1 }, remove: true }],
      want: { c: 1 },
    },
    {
      name: "does each action on the result of the one before",
      given: { servers: ["old"] },
      actions: [
        { target: "$.servers", remove: true },
        { target: "$", update: { servers: ["new"] } },
        { target: "$.servers", update: "newer" },
      ],
      want: { servers: ["new", "newer"] },
    },
    {
      name: "copies a node (1.1)",
      given: { paths: { "/a": { get: { x: 1 } }, "/b": { get: { y: 2 } } } },
      actions: [{ target: "$.paths['/b']", copy: "$.paths['/a']" }],
      want: { paths: { "/a": { get: { x: 1 } }, "/b": { get: { y: 2, x: 1 } } } },
    },
    {
      name: "leaves a container alone where the update is empty",
      given: { components: { schemas: {} }, tags: null },
      actions: [{ target: "$", update: { components: null, tags: ["a"] } }],
      want: { components: { schemas: {} }, tags: ["a"] },
    },
    {
      name: "edits both of two targets of which one holds the other",
      given: { a: { on: true, b: { on: true } } },
      actions: [{ target: "$..[?@.on == true]", update: { seen: 1 } }],
      want: { a: { on: true, seen: 1, b: { on: true, seen: 1 } } },
    },
  ];
  it.each(rows)("$name", async ({ given, actions, want }) => {
    const before = JSON.stringify(given);
    const { value, diagnostics } = await applyOverlay(given, overlay(...actions));
    expect(diagnostics).toEqual([]);
    expect(value).toEqual(want);
    expect(JSON.stringify(given)).toBe(before);
  });

  it("treats __proto__ as a key like any other", async () => {
    const given: unknown = JSON.parse(`{ "a": { "__proto__": { "x": 1 } } }`);
    const { value } = await applyOverlay(given, overlay({ target: "$.a.__proto__", update: { y: 2 } }));
    expect(JSON.stringify(value)).toBe(`{"a":{"__proto__":{"x":1,"y":2}}}`);
  });

  it("reaches nodes more than fifty levels deep", async () => {
    let given: unknown = { name: "deep" };
    for (let level = 0; level < 200; level++) given = { properties: given };
    const { value, diagnostics } = await applyOverlay(given, overlay({ target: "$..name", update: "found" }));
    expect(diagnostics).toEqual([]);
    expect(JSON.stringify(value)).toContain('"found"');
  });

  it("touches a thousand places without copying the document a thousand times", async () => {
    const paths = Object.fromEntries(
      Array.from({ length: 20_000 }, (_, index) => [`/p${index}`, { get: {} }]),
    );
    const start = performance.now();
    await applyOverlay({ paths }, overlay({ target: "$.paths.*.get", update: { x: 1 } }));
    expect(performance.now() - start).toBeLessThan(5_000);
  });
});

describe("an overlay reports", () => {
  const document = { info: { title: "A" }, tags: ["a"] };
  const rows: readonly { name: string; given: unknown; want: object }[] = [
    {
      name: "a target that matches nothing, as a warning",
      given: overlay({ target: "$.nowhere", update: {} }).value,
      want: { code: "overlay-no-match", severity: "warning", pointer: "#/actions/0", uri },
    },
    {
      name: "a target that is not a JSONPath",
      given: overlay({ target: "paths./pets", update: {} }).value,
      want: { code: "overlay-target", severity: "error" },
    },
    {
      name: "an update that does not fit",
      given: overlay({ target: "$", update: { info: ["x"] } }).value,
      want: { code: "overlay-conflict", severity: "error", message: expect.stringContaining('"#/info"') },
    },
    {
      name: "the removal of the whole document",
      given: overlay({ target: "$", remove: true }).value,
      want: { code: "overlay-conflict", severity: "error" },
    },
    {
      name: "a copy from nowhere",
      given: overlay({ target: "$.info", copy: "$.nowhere" }).value,
      want: { code: "overlay-no-match", severity: "error" },
    },
    {
      name: "a copy from two places",
      given: overlay({ target: "$.info", copy: "$.*" }).value,
      want: { code: "overlay-conflict", severity: "error", message: expect.stringContaining("selects 2") },
    },
    {
      name: "a misspelt field, with the near miss",
      given: overlay({ target: "$.info", updates: {}, remove: true }).value,
      want: { code: "overlay-unknown-field", severity: "warning", help: 'Did you mean "update"?' },
    },
    {
      name: "an action without effect",
      given: overlay({ target: "$.info" }).value,
      want: { code: "overlay-no-effect", severity: "warning" },
    },
    {
      name: "an action without target",
      given: overlay({ update: {} }).value,
      want: { code: "overlay-invalid", severity: "error", pointer: "#/actions/0" },
    },
    {
      name: "update and copy at once",
      given: overlay({ target: "$", update: {}, copy: "$" }).value,
      want: { code: "overlay-invalid", severity: "error" },
    },
    {
      name: "remove as text",
      given: overlay({ target: "$.info", remove: "true" }).value,
      want: { code: "overlay-invalid", severity: "error" },
    },
    {
      name: "an OpenAPI document given as the overlay",
      given: { openapi: "3.1.0" },
      want: { code: "overlay-invalid", severity: "error" },
    },
    { name: "a list given as the overlay", given: [], want: { code: "overlay-invalid", severity: "error" } },
    {
      name: "another major version",
      given: { overlay: "2.0.0", actions: [] },
      want: { code: "overlay-invalid", severity: "error", pointer: "#/overlay" },
    },
    {
      name: "a newer minor version, as a warning",
      given: { overlay: "1.7.0", actions: [] },
      want: { code: "overlay-version", severity: "warning" },
    },
    {
      name: "an overlay without actions",
      given: { overlay: "1.0.0" },
      want: { code: "overlay-invalid", severity: "error" },
    },
  ];
  it.each(rows)("$name", async ({ given, want }) => {
    const { diagnostics } = await applyOverlay(document, { uri, value: given });
    expect(diagnostics).toMatchObject([want]);
  });

  it("nothing about an unquoted version", async () => {
    const { diagnostics } = await applyOverlay(document, { uri, value: { overlay: 1, actions: [] } });
    expect(diagnostics).toEqual([]);
  });

  it("an action that fails, without doing half of it", async () => {
    const given = { paths: { "/a": { x: 1 }, "/b": { x: [] } } };
    const { value } = await applyOverlay(given, overlay({ target: "$.paths.*", update: { x: 2, y: 3 } }));
    expect(value).toBe(given);
  });
});
