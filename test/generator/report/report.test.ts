import { describe, expect, test } from "vitest";
import type { Diagnostic } from "../../../generator/diagnostics.js";
import { type Places, positionAt } from "../../../generator/report/places.js";
import { type Report, report } from "../../../generator/report/report.js";
import { coloured, paintFor, plain } from "../../../generator/report/text.js";

const text = `openapi: 3.1.0
components:
  schemas:
    Owner:
      properties:
        pet:
          $ref: '#/components/schemas/Cta'
`;
const uri = "https://example.com/petstore.yaml";
const places: Places = {
  sources: { sources: new Map([[uri, { uri, text, format: "yaml", value: undefined }]]) },
  document: { uri, origin: (pointer) => ({ uri, pointer }) },
};

const notFound: Diagnostic = {
  code: "ref-not-found",
  severity: "error",
  message: '"$ref" points to "#/components/schemas/Cta", which does not exist.',
  help: 'Did you mean "Cat"?',
  pointer: "#/components/schemas/Owner/properties/pet/$ref",
};
const warning: Diagnostic = {
  code: "guess",
  severity: "warning",
  message: "This was guessed.",
  pointer: "#/openapi",
};

function shown(diagnostics: readonly Diagnostic[], options: Partial<Report> = {}): Promise<string> {
  return report(diagnostics, places, { format: "text", version: "1.2.3", ...options });
}

describe("text", () => {
  test("a problem is shown with its place and its line", async () => {
    expect(
      await shown([notFound]),
    ).toBe(`${uri}:7:17  error[ref-not-found]  "$ref" points to "#/components/schemas/Cta", which does not exist. Did you mean "Cat"?
    6 |         pet:
    7 |           $ref: '#/components/schemas/Cta'
      |                 ^
`);
  });

  test("problems come as their places do in the text, after those without one", async () => {
    const output = await shown([notFound, { ...warning, code: "no-place", uri: "" }, warning]);
    expect(output.match(/(?<=\[)[\w-]+(?=\])/g)).toEqual(["no-place", "guess", "ref-not-found"]);
  });

  test("a warning is said once per kind, an error every time", async () => {
    const output = await shown([
      warning,
      notFound,
      { ...warning, pointer: "#/components" },
      notFound,
      warning,
    ]);
    expect(output.match(/warning\[guess\]/g)).toHaveLength(1);
    expect(output).toContain("… and 2 more of this kind");
    expect(output.match(/error\[ref-not-found\]/g)).toHaveLength(2);
  });

  test("with strict, a warning is an error", async () => {
    expect(await shown([warning], { strict: true })).toContain("error[guess]");
  });

  test("a problem of a whole file has no line", async () => {
    expect(await shown([{ code: "not-openapi", severity: "error", message: "No.", uri }])).toBe(
      `${uri}  error[not-openapi]  No.\n`,
    );
  });

  test("a problem of no file has no place", async () => {
    expect(
      await report([{ code: "x", severity: "error", message: "No." }], {}, { format: "text", version: "" }),
    ).toBe("error[x]  No.\n");
  });

  test("a text that did not parse is shown too", async () => {
    const broken: Diagnostic = {
      code: "syntax",
      severity: "error",
      message: "No.",
      uri: "https://e.com/x.json",
      text: "{\n\t,}",
      offset: 3,
    };
    expect(await shown([broken])).toBe(
      "https://e.com/x.json:2:2  error[syntax]  No.\n    1 | {\n    2 |  ,}\n      |  ^\n",
    );
  });

  test("of a minified line, a window is shown", async () => {
    const long = `${"x".repeat(5_000)}HERE${"y".repeat(5_000)}`;
    const output = await shown([
      { code: "a", severity: "error", message: "No.", uri: "https://e.com/x", text: long, offset: 5_000 },
    ]);
    const [, line = "", caret = ""] = output.split("\n");
    expect(line.length).toBeLessThan(120);
    expect(line[caret.indexOf("^")]).toBe("H");
  });
});

describe("colours", () => {
  const terminal = { isTTY: true };
  test.each([
    { name: "a terminal", stream: terminal, environment: {}, want: coloured },
    { name: "a pipe", stream: {}, environment: {}, want: plain },
    { name: "a dumb terminal", stream: terminal, environment: { TERM: "dumb" }, want: plain },
    { name: "NO_COLOR", stream: terminal, environment: { NO_COLOR: "1", FORCE_COLOR: "1" }, want: plain },
    { name: "an empty NO_COLOR", stream: terminal, environment: { NO_COLOR: "" }, want: coloured },
    { name: "FORCE_COLOR", stream: {}, environment: { FORCE_COLOR: "1" }, want: coloured },
    { name: "FORCE_COLOR=0", stream: terminal, environment: { FORCE_COLOR: "0" }, want: plain },
  ])("$name", ({ stream, environment, want }) => {
    expect(paintFor(stream, environment)).toBe(want);
  });
});

describe("for programs", () => {
  test("JSON lists everything", async () => {
    const list: unknown = JSON.parse(await shown([warning, warning, notFound], { format: "json" }));
    expect(list).toMatchObject([
      { code: "guess", file: uri, line: 1, column: 10 },
      { code: "guess" },
      {
        code: "ref-not-found",
        severity: "error",
        help: 'Did you mean "Cat"?',
        line: 7,
        column: 17,
        endLine: 7,
        endColumn: 43,
      },
    ]);
  });

  test("SARIF has a rule, a level and a region", async () => {
    const log = JSON.parse(await shown([notFound], { format: "sarif" }));
    expect(log).toMatchObject({
      version: "2.1.0",
      runs: [
        {
          tool: { driver: { name: "gen-client", version: "1.2.3", rules: [{ id: "ref-not-found" }] } },
          results: [
            {
              ruleId: "ref-not-found",
              level: "error",
              locations: [
                {
                  physicalLocation: { artifactLocation: { uri }, region: { startLine: 7, startColumn: 17 } },
                },
              ],
            },
          ],
        },
      ],
    });
  });

  test("GitHub's commands are escaped", async () => {
    const odd: Diagnostic = {
      code: "x",
      severity: "warning",
      message: "100%\nof it",
      uri: "https://e.com/a,b.yaml",
    };
    expect(await shown([odd], { format: "github" })).toBe(
      "::warning file=https%3A//e.com/a%2Cb.yaml,title=x::100%25%0Aof it\n",
    );
  });
});

test("positions count from 1", () => {
  expect(positionAt("a\nbc\n", 0)).toEqual({ line: 1, column: 1 });
  expect(positionAt("a\nbc\n", 3)).toEqual({ line: 2, column: 2 });
  expect(positionAt("a\r\nb", 3)).toEqual({ line: 2, column: 1 });
});
