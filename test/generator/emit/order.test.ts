// The order in which a document lists things decides nothing: not a name, not a byte. Only where order is all
// there is to go by, as for the properties of an object, does the output keep it.

import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import { emit } from "../../../generator/emit/emit.js";
import type { OutputFile } from "../../../generator/emit/output-file.js";
import { load } from "../../../generator/load/load.js";
import { assignNames } from "../../../generator/naming/assign-names.js";
import { lockedNames } from "../../../generator/naming/lockfile.js";
import { build } from "../../support/build.js";
import { fc } from "../../support/fast-check.js";
import { hostileDocument } from "../../support/hostile-document.js";

type Json = Readonly<Record<string, unknown>>;

const documents: Record<string, Json> = { hostile: hostileDocument("a b") };

beforeAll(async () => {
  for (const spec of ["petstore", "kitchen-sink"]) {
    const path = fileURLToPath(new URL(`../../../fixtures/specs/${spec}.yaml`, import.meta.url));
    const { value } = await load(path);
    documents[spec] = value?.entry.value as Json;
  }
});

function emitted(root: Json): readonly OutputFile[] {
  const { api } = build(root);
  return emit(api, assignNames(api));
}

/** The same value with the members of some objects in another order, decided by `seed`. */
function shuffled(
  value: unknown,
  isShuffled: (keys: readonly string[]) => boolean,
  seed: number,
  keys: readonly string[] = [],
): unknown {
  const inner = (item: unknown, key: string): unknown => shuffled(item, isShuffled, seed, [...keys, key]);
  if (Array.isArray(value)) return value.map((item, index) => inner(item, String(index)));
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([key, item]) => [key, inner(item, key)] as const);
  if (!isShuffled(keys)) return Object.fromEntries(entries);
  const random = mulberry32(seed + keys.join().length);
  const ranked = entries.map((entry) => ({ entry, rank: random() })).sort((a, b) => a.rank - b.rank);
  return Object.fromEntries(ranked.map(({ entry }) => entry));
}

/** A small generator of numbers, so that a failure can be repeated. */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** The root, paths and their methods, webhooks, and all components. */
const isSet = ([first, ...more]: readonly string[]): boolean =>
  first === undefined || (["paths", "webhooks", "components"].includes(first) && more.length <= 1);
const areProperties = (keys: readonly string[]): boolean => keys.at(-1) === "properties";

const names = ["petstore", "kitchen-sink", "hostile"];

describe.each(names)("reordering %s", (name) => {
  const document = (): Json => documents[name] ?? {};

  it("is something that this test does", () => {
    expect(JSON.stringify(shuffled(document(), isSet, 1))).not.toBe(JSON.stringify(document()));
    expect(JSON.stringify(shuffled(document(), areProperties, 1))).not.toBe(JSON.stringify(document()));
  });

  it("its paths, methods, schemas and webhooks changes no byte", () => {
    const want = emitted(document());
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        expect(emitted(shuffled(document(), isSet, seed) as Json)).toEqual(want);
      }),
      { numRuns: 10 },
    );
  });

  it("its properties reorders lines and changes none", () => {
    const lines = (files: readonly OutputFile[]): unknown =>
      files.map(({ path, text }) => ({
        path,
        lines: text
          .split(/[\n;{}]+/)
          .map((line) => line.trim())
          .sort(),
      }));
    const want = lines(emitted(document()));
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        expect(lines(emitted(shuffled(document(), areProperties, seed) as Json))).toEqual(want);
      }),
      { numRuns: 10 },
    );
  });
});

it("the children of a parent are its family in any order", () => {
  const parent = { $ref: "#/components/schemas/Pet" };
  const child = { allOf: [parent, { properties: { a: {} } }] };
  const pet = { discriminator: { propertyName: "kind" }, properties: { kind: { type: "string" } } };
  const documentOf = (schemas: object): Json => ({
    paths: { "/": { put: { requestBody: { content: { "application/json": { schema: parent } } } } } },
    components: { schemas },
  });
  const want = emitted(documentOf({ Pet: pet, Cat: child, Dog: child }));
  expect(emitted(documentOf({ Dog: child, Cat: child, Pet: pet }))).toEqual(want);
});

describe("adding to a document", () => {
  it("renames nothing that the lockfile knows", () => {
    const label = fc.constantFrom(
      "foo_bar",
      "FooBar",
      "foo-bar",
      "Foo_bar",
      "foo bar",
      "fooBar",
      "GetFooBarArguments",
      "GetFooBarResponses",
      "Error",
      "ErrorModel",
      "Shop",
      "ShopAuth",
    );
    const operation = fc.record({
      path: fc.constantFrom("/a", "/b", "/a/{b}", "/A", "/a-b"),
      id: fc.option(label),
      tag: fc.option(label),
    });
    const part = fc.record({
      schemas: fc.uniqueArray(label),
      operations: fc.uniqueArray(operation, { selector: ({ path }) => path }),
    });
    const documentOf = (
      parts: readonly {
        schemas: readonly string[];
        operations: readonly { path: string; id: string | null; tag: string | null }[];
      }[],
    ): Json => {
      const responses = { 204: { description: "" } };
      const paths = parts
        .flatMap(({ operations }) => operations)
        .map(({ path, id, tag }) => {
          const get = {
            responses,
            ...(id === null ? {} : { operationId: id }),
            ...(tag === null ? {} : { tags: [tag] }),
          };
          return [path, { get }];
        });
      const schemas = parts
        .flatMap((one) => one.schemas)
        .map((name) => [name, { type: "object", properties: { x: {} } }]);
      // The first counts: what is added later replaces nothing.
      return {
        info: { title: "Shop", version: "1" },
        paths: Object.fromEntries(paths.reverse()),
        components: { schemas: Object.fromEntries(schemas) },
      };
    };
    fc.assert(
      fc.property(part, part, (before, added) => {
        const first = assignNames(build(documentOf([before])).api);
        const second = assignNames(build(documentOf([before, added])).api, { lock: lockedNames(first) });
        expect([...first.declarations].filter(([id, name]) => second.declarations.get(id) !== name)).toEqual(
          [],
        );
        for (const [id, { operationId: _, ...own }] of first.operations) {
          // An operationId that what is added has as well is none any more; the names made from it stay.
          expect(second.operations.get(id)).toMatchObject(own);
        }
        for (const [tag, own] of first.resources) expect(second.resources.get(tag)).toEqual(own);
        expect(second.client).toEqual(first.client);
      }),
      { numRuns: 100 },
    );
  });
});
