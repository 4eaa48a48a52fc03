import { ts } from "ts-morph";
import { describe, expect, it } from "vitest";
import {
  camelCase,
  closestTypeName,
  fileStem,
  isIdentifier,
  notReserved,
  pascalCase,
} from "../../../generator/naming/identifiers.js";
import { fc } from "../../support/fast-check.js";

describe("a type's name", () => {
  it.each([
    { name: "keeps a name that is one", given: "Pet", want: "Pet" },
    { name: "keeps capitals within a word", given: "HTTPError", want: "HTTPError" },
    { name: "joins words", given: "basic-error", want: "BasicError" },
    { name: "joins words across any symbol", given: "List«Pet[]»", want: "ListPet" },
    { name: "does not split at an apostrophe", given: "GitHub's official list", want: "GitHubsOfficialList" },
    { name: "nor at a typographic one", given: "l\u2019auteur", want: "Lauteur" },
    { name: "but at quotes", given: "a 'quoted' word", want: "AQuotedWord" },
    { name: "calms a name that shouts", given: "SOME_NAME", want: "SomeName" },
    { name: "leaves an acronym alone", given: "URL", want: "URL" },
    { name: "keeps an acronym among other words", given: "API_key", want: "APIKey" },
    { name: "keeps two numbers apart", given: "v1.2", want: "V1_2" },
    { name: "does not begin with a digit", given: "3d-model", want: "_3dModel" },
    { name: "keeps letters of any script", given: "宠物", want: "宠物" },
    { name: "transliterates nothing", given: "größe", want: "Größe" },
    { name: "has the composed form", given: "e\u0301tat", want: "\u00c9tat" },
    { name: "does not begin with a mark", given: "\u0301x", want: "_\u0301x" },
    { name: "is an underscore where nothing is left", given: "🦄", want: "_" },
    { name: "is an underscore for nothing", given: "", want: "_" },
    { name: "leaves out letters that TypeScript does not know yet", given: "a\u{1c89}b", want: "AB" },
  ])("$name", ({ given, want }) => expect(pascalCase(given)).toBe(want));
});

describe("a function's name", () => {
  it.each([
    { name: "keeps a name that is one", given: "getPet", want: "getPet" },
    { name: "begins small", given: "GetPet", want: "getPet" },
    { name: "joins words", given: "repos/get-by-id", want: "reposGetById" },
    { name: "takes a leading acronym down whole", given: "URLShorten", want: "urlShorten" },
    { name: "takes an acronym alone down whole", given: "ID", want: "id" },
    { name: "keeps a later acronym", given: "listAPIKeys", want: "listAPIKeys" },
    { name: "calms a name that shouts", given: "GET_PET", want: "getPet" },
    { name: "leaves scripts without case alone", given: "取得-宠物", want: "取得宠物" },
  ])("$name", ({ given, want }) => expect(camelCase(given)).toBe(want));

  it("is no word of the language", () => expect(notReserved(camelCase("delete"))).toBe("delete_"));
});

describe("a file's name", () => {
  it.each([
    { name: "has words with hyphens", given: "Code Scanning", want: "code-scanning" },
    { name: "splits where case changes", given: "codeScanningAlerts", want: "code-scanning-alerts" },
    { name: "leads nowhere else", given: "../../etc/passwd", want: "etc-passwd" },
    { name: "is no device of Windows", given: "CON", want: "con_" },
    { name: "is never empty", given: "..", want: "_" },
  ])("$name", ({ given, want }) => expect(fileStem(given)).toBe(want));
});

it("the closest spelling tells apart what words do not", () => {
  expect(closestTypeName("foo_bar")).toBe("Foo_bar");
  expect(closestTypeName("foo-bar")).toBe("Foo_bar");
});

it("whatever the label, TypeScript reads one identifier", () => {
  const read = (name: string): string[] => {
    const { statements } = ts.createSourceFile("name.ts", `type ${name} = 0;`, ts.ScriptTarget.ES2022);
    return statements.map((statement) =>
      ts.isTypeAliasDeclaration(statement) ? ts.idText(statement.name) : "",
    );
  };
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (label) => {
      for (const name of [pascalCase(label), notReserved(camelCase(label)), closestTypeName(label)]) {
        expect(isIdentifier(name)).toBe(true);
        expect(read(name)).toEqual([name]);
      }
    }),
    { numRuns: 200 },
  );
});
