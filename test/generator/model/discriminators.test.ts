import { expect, test } from "vitest";
import { buildSchemas } from "../../support/build.js";

const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const text = { type: "string" };
const tagged = (kind: unknown, ...keys: string[]) => ({
  properties: { kind, ...Object.fromEntries(keys.map((key) => [key, {}])) },
  required: ["kind"],
});
const union = (names: string[], discriminator: object = {}) => ({
  oneOf: names.map(ref),
  discriminator: { propertyName: "kind", ...discriminator },
});

test.each([
  {
    name: "no mapping: names are the values",
    given: { U: union(["Cat", "Dog"]), Cat: tagged(text, "meow"), Dog: tagged(text) },
    want: {
      U: 'Cat | Dog by kind("Cat"→Cat, "Dog"→Dog)',
      Cat: '{ kind: "Cat"; meow?: unknown }',
      Dog: '{ kind: "Dog" }',
    },
  },
  {
    name: "a mapping by reference and by bare name",
    given: {
      U: union(["Cat", "Dog"], { mapping: { cat: "#/components/schemas/Cat", dog: "Dog" } }),
      Cat: tagged(text),
      Dog: tagged(text),
    },
    want: { U: 'Cat | Dog by kind("cat"→Cat, "dog"→Dog)', Cat: '{ kind: "cat" }', Dog: '{ kind: "dog" }' },
  },
  {
    name: "several values for one member",
    given: {
      U: union(["Cat", "Dog"], { mapping: { cat: "Cat", kitten: "Cat", dog: "Dog" } }),
      Cat: tagged(text),
      Dog: tagged(text),
    },
    want: {
      U: 'Cat | Dog by kind("cat"→Cat, "kitten"→Cat, "dog"→Dog)',
      Cat: '{ kind: "cat" | "kitten" }',
      Dog: '{ kind: "dog" }',
    },
  },
  {
    name: "the members' own constants",
    given: {
      U: union(["Cat", "Dog"]),
      Cat: tagged({ const: "cat" }),
      Dog: tagged({ enum: ["dog", "wolf"] }),
    },
    want: {
      U: 'Cat | Dog by kind("cat"→Cat, "dog"→Dog, "wolf"→Dog)',
      Cat: '{ kind: "cat" }',
      Dog: '{ kind: "dog" | "wolf" }',
    },
  },
  {
    name: "an enum that all members share says nothing, but spells the names",
    given: {
      U: union(["Cat", "BigDog"]),
      Cat: tagged({ enum: ["cat", "big_dog"] }),
      BigDog: tagged({ enum: ["cat", "big_dog"] }),
    },
    want: {
      U: 'Cat | BigDog by kind("cat"→Cat, "big_dog"→BigDog)',
      Cat: '{ kind: "cat" }',
      BigDog: '{ kind: "big_dog" }',
    },
  },
  {
    name: "booleans and integers",
    given: {
      U: union(["On", "Off"], { mapping: { true: "On", false: "Off" } }),
      On: tagged({ type: "boolean" }),
      Off: tagged({ type: "boolean" }),
      V: union(["V1", "V2"], { mapping: { 1: "V1", 2: "V2" } }),
      V1: tagged({ type: "integer" }),
      V2: tagged({ type: "integer" }),
    },
    want: {
      U: "On | Off by kind(true→On, false→Off)",
      On: "{ kind: true }",
      Off: "{ kind: false }",
      V: "V1 | V2 by kind(1→V1, 2→V2)",
      V1: "{ kind: 1 }",
      V2: "{ kind: 2 }",
    },
  },
  {
    name: "a member without the property is narrowed in the union",
    given: { U: union(["Cat"].concat("Dog")), Cat: { properties: { a: {} } }, Dog: tagged(text) },
    want: {
      U: '(Cat & { kind: "Cat" }) | Dog by kind("Cat"→Cat, "Dog"→Dog)',
      Cat: "{ a?: unknown }",
      Dog: '{ kind: "Dog" }',
    },
  },
  {
    name: "a parent without oneOf",
    given: {
      Pet: { ...tagged(text), discriminator: { propertyName: "kind", mapping: { dog: "Dog" } } },
      Cat: { allOf: [ref("Pet"), { properties: { a: {} } }] },
      Dog: { allOf: [ref("Pet")] },
      Alias: ref("Pet"),
      Fox: { allOf: [ref("Pet")] },
      Puppy: { allOf: [ref("Cat"), { properties: { b: {} } }] },
    },
    want: {
      Pet: "{ kind: string }",
      Cat: "Pet & { a?: unknown }",
      Dog: 'Pet & { kind: "dog" }',
      Alias: "Pet/discriminator",
      "Pet/discriminator":
        '(Cat & { kind: "Cat" }) | Dog | Fox | Puppy by kind("dog"→Dog, "Fox"→Fox, "Puppy"→Puppy, "Cat"→Cat, else→Pet)',
      Fox: 'Pet & { kind: "Fox" }',
      Puppy: 'Cat & { b?: unknown; kind: "Puppy" }',
    },
  },
  {
    name: "where a value is a parent, it is any of its family; what is composed with it is the parent",
    given: {
      Pet: { ...tagged(text), discriminator: { propertyName: "kind" } },
      Cat: { allOf: [ref("Pet")] },
      Owner: {
        properties: {
          pet: ref("Pet"),
          pets: { type: "array", items: ref("Pet") },
          none: { anyOf: [ref("Pet"), { type: "null" }] },
          one: { oneOf: [ref("Pet"), { type: "string" }] },
          narrow: { allOf: [ref("Pet"), { properties: { a: {} } }] },
          cat: ref("Cat"),
        },
      },
    },
    want: {
      Pet: "{ kind: string }",
      Cat: 'Pet & { kind: "Cat" }',
      Owner:
        "{ pet?: Pet/discriminator; pets?: Pet/discriminator[]; none?: Pet/discriminator | null; one?: Pet | string; narrow?: Pet & { a?: unknown }; cat?: Cat }",
      "Pet/discriminator": '(Pet & { kind: "Pet" }) | Cat by kind("Cat"→Cat, "Pet"→Pet, else→Pet)',
    },
  },
  {
    name: "a mapping that spells out names leaves the parent its name",
    given: {
      "a.Pet": {
        ...tagged(text),
        discriminator: { propertyName: "kind", mapping: { "#a.Cat": "a.Cat", "#a.Dog": "a.Dog" } },
      },
      "a.Cat": { allOf: [ref("a.Pet")] },
      "a.Dog": { allOf: [ref("a.Pet")] },
      Owner: { properties: { pet: ref("a.Pet") } },
    },
    want: {
      "a.Pet": "{ kind: string }",
      "a.Cat": 'a.Pet & { kind: "#a.Cat" }',
      "a.Dog": 'a.Pet & { kind: "#a.Dog" }',
      Owner: "{ pet?: a.Pet/discriminator }",
      "a.Pet/discriminator":
        '(a.Pet & { kind: "#a.Pet" }) | a.Cat | a.Dog by kind("#a.Cat"→a.Cat, "#a.Dog"→a.Dog, "#a.Pet"→a.Pet, else→a.Pet)',
    },
  },
  {
    name: "the parent is what its tag may be, and no child is",
    given: {
      Pet: { ...tagged({ enum: ["cat", "dog", "fish"] }), discriminator: { propertyName: "kind" } },
      Cat: { allOf: [ref("Pet")] },
      Dog: { allOf: [ref("Pet")] },
      Owner: { properties: { pet: ref("Pet") } },
    },
    want: {
      Pet: '{ kind: enum("cat"|"dog"|"fish") }',
      Cat: 'Pet & { kind: "cat" }',
      Dog: 'Pet & { kind: "dog" }',
      Owner: "{ pet?: Pet/discriminator }",
      "Pet/discriminator":
        '(Pet & { kind: "fish" }) | Cat | Dog by kind("cat"→Cat, "dog"→Dog, "fish"→Pet, else→Pet)',
    },
  },
  {
    name: "a child with children is a family, too, and what children declare anew is not widened",
    given: {
      Pet: {
        properties: { kind: text, friend: ref("Pet"), master: ref("Pet") },
        discriminator: { propertyName: "kind", mapping: { c: "Cat", l: "Lion" } },
      },
      Cat: { allOf: [ref("Pet"), { properties: { friend: ref("Cat") } }] },
      Lion: { allOf: [ref("Cat")] },
    },
    want: {
      Pet: "{ kind?: string; friend?: Pet; master?: Pet/discriminator }",
      Cat: "Pet-friend & { friend?: Cat }",
      Lion: 'Cat & { kind?: "l" }',
      "Pet/discriminator": '(Cat & { kind?: "c" }) | Lion by kind("c"→Cat, "l"→Lion, else→Pet)',
    },
  },
  {
    name: "a union that narrows a child with children leaves it the values that the parent maps to it",
    given: {
      U: union(["Car", "Bike"]),
      Vehicle: {
        ...tagged(text),
        discriminator: { propertyName: "kind", mapping: { car: "Car", bike: "Bike" } },
      },
      Car: { allOf: [ref("Vehicle"), { properties: { wheels: {} } }] },
      Bike: { allOf: [ref("Vehicle"), { properties: { gears: {} } }] },
      EBike: { allOf: [ref("Bike"), { properties: { watts: {} } }] },
    },
    want: {
      Car: 'Vehicle & { wheels?: unknown; kind: "Car" | "car" }',
      Bike: 'Vehicle & { gears?: unknown; kind: "Bike" | "bike" }',
      EBike: 'Bike-kind & { watts?: unknown; kind: "EBike" }',
      U: 'Car | Bike by kind("Car"→Car, "Bike"→Bike)',
      Vehicle: "{ kind: string }",
    },
  },
  {
    name: "a parent whose oneOf lists children that allOf it",
    given: {
      Pet: { ...tagged(text), ...union(["Cat", "Dog"], { mapping: { cat: "Cat" } }) },
      Cat: { allOf: [ref("Pet"), { properties: { a: {} } }] },
      Dog: { allOf: [ref("Pet"), { properties: { b: {} } }] },
    },
    want: {
      Pet: 'Cat | Dog by kind("cat"→Cat, "Dog"→Dog)',
      Cat: '{ kind: "cat"; a?: unknown }',
      Dog: '{ kind: "Dog"; b?: unknown }',
    },
  },
  {
    name: "a child that narrows what its parent fixed",
    given: {
      U: union(["Cat", "Lion"], { mapping: { cat: "Cat", lion: "Lion" } }),
      Cat: tagged(text),
      Lion: { allOf: [ref("Cat"), { properties: { mane: {} } }] },
    },
    want: {
      U: 'Cat | Lion by kind("cat"→Cat, "lion"→Lion)',
      Cat: '{ kind: "cat" }',
      Lion: 'Cat-kind & { mane?: unknown; kind: "lion" }',
    },
  },
  {
    name: "defaultMapping",
    given: {
      U: union(["Cat", "Other"], { defaultMapping: "Other" }),
      Cat: tagged(text),
      Other: { properties: { kind: text } },
    },
    want: {
      U: 'Cat | Other by kind("Cat"→Cat, "Other"→Other, else→Other)',
      Cat: '{ kind: "Cat" }',
      Other: "{ kind?: string }",
    },
  },
  {
    name: "null is no member",
    given: {
      U: { anyOf: [ref("Cat"), { type: "null" }], discriminator: { propertyName: "kind" } },
      Cat: tagged(text),
    },
    want: { U: 'Cat | null by kind("Cat"→Cat)', Cat: '{ kind: "Cat" }' },
  },
  {
    name: "a mapping that contradicts a member leaves the member",
    given: {
      U: union(["Cat", "Dog"], { mapping: { c: "Cat" } }),
      Cat: tagged({ const: "cat" }),
      Dog: tagged({ const: "dog" }),
    },
    want: {
      U: 'Cat | Dog by kind("c"→Cat, "cat"→Cat, "dog"→Dog)',
      Cat: '{ kind: "cat" }',
      Dog: '{ kind: "dog" }',
    },
  },
])("$name", ({ given, want }) => {
  const built = buildSchemas(given);
  expect(built.types).toEqual(want);
  expect(built.codes).toEqual([]);
});

test("a mapping to nothing, and no property name", () => {
  expect(buildSchemas({ U: union(["Cat"], { mapping: { x: "Missing" } }), Cat: tagged(text) }).codes).toEqual(
    ["invalid-discriminator"],
  );
  expect(buildSchemas({ U: { oneOf: [ref("Cat")], discriminator: {} }, Cat: tagged(text) }).codes).toEqual([
    "invalid-discriminator",
  ]);
});
