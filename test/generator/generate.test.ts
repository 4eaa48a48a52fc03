import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { generate } from "../../generator/generate.js";
import type { GenerateOptions } from "../../generator/options.js";
import { folderOf } from "../support/folder.js";

describe("options that only JavaScript can pass are a TypeError", () => {
  test.each([
    { name: "none", given: undefined, want: 'Options are an object with "input".' },
    { name: "no input", given: {}, want: '"input" is missing: the path of a document, its URL, or "-"' },
    {
      name: "an unknown one",
      given: { input: "a", ouput: "b" },
      want: 'There is no option "ouput". Did you mean "output"?',
    },
    {
      name: "one that is far from any",
      given: { input: "a", axios: true },
      want: 'There is no option "axios".',
    },
    {
      name: "a wrong type",
      given: { input: "a", include: "pets" },
      want: '"include" must be a list of strings',
    },
    {
      name: "no choice",
      given: { input: "a", dates: "date" },
      want: '"dates" cannot be "date". Use "string", "Date"',
    },
    {
      name: "a list in place of a choice",
      given: { input: "a", int64: ["bigint"] },
      want: '"int64" cannot be "bigint"',
    },
    {
      name: "a pagination rule that lacks something",
      given: { input: "a", pagination: { list: { kind: "cursor" } } },
      want: '"pagination" must be an object of pagination rules',
    },
  ])("$name", async ({ given, want }) => {
    // What the compiler would refuse.
    const error: unknown = await generate(given as unknown as GenerateOptions).catch(
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(TypeError);
    expect((error as TypeError).message).toContain(`generate(): ${want}`);
  });

  test("but undefined is as good as absent", async () => {
    const input = join(folderOf(), "none.yaml");
    // As above.
    const options = { input, output: undefined, int64: undefined } as unknown as GenerateOptions;
    expect((await generate(options)).diagnostics.map(({ code }) => code)).toEqual(["input-unreadable"]);
  });
});
