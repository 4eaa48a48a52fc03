import { describe, expect, it } from "vitest";
import { docComment } from "../../../generator/emit/docs.js";
import type { Docs } from "../../../generator/model/api.js";

const comment = (docs: Partial<Docs>, indent = ""): string =>
  docComment({ deprecated: false, examples: [], constraints: [], ...docs }, indent);

describe("a comment", () => {
  it.each([
    { name: "of nothing is nothing", given: {}, want: "" },
    { name: "of a line stands on one", given: { description: "A pet." }, want: "/** A pet. */" },
    {
      name: "keeps paragraphs",
      given: { description: "A.\n\n\n\nB.\n" },
      want: "/**\n * A.\n *\n * B.\n */",
    },
    {
      name: "puts the summary first",
      given: { summary: "S", description: "D" },
      want: "/**\n * S\n *\n * D\n */",
    },
    {
      name: "says nothing twice",
      given: { summary: "A pet", description: "A pet of the shop." },
      want: "/** A pet of the shop. */",
    },
    {
      name: "has tags last",
      given: { description: "D", default: "x", examples: [1], link: "https://a.example" },
      want: '/**\n * D\n *\n * See https://a.example\n *\n * @default "x"\n * @example 1\n */',
    },
    {
      name: "says why something is deprecated",
      given: { deprecated: true, deprecation: "Use b." },
      want: "/** @deprecated Use b. */",
    },
    { name: "says that something is deprecated", given: { deprecated: true }, want: "/** @deprecated */" },
    {
      name: "lists constraints",
      given: {
        constraints: [
          { keyword: "minLength", value: 1 },
          { keyword: "pattern", value: "^`a`$" },
          { keyword: "uniqueItems", value: true },
        ],
      },
      want: "/** Constraints: minLength 1, pattern `` ^`a`$ ``, uniqueItems. */",
    },
    {
      name: "has the limits of 64-bit integers as they are, though programs write others",
      given: {
        default: JSON.parse("9223372036854775807"),
        constraints: [
          { keyword: "minimum", value: JSON.parse("-9223372036854775808") },
          { keyword: "maximum", value: JSON.parse("18446744073709551615") },
        ],
      },
      want: "/**\n * Constraints: minimum -9223372036854775808, maximum 18446744073709551615.\n *\n * @default 9223372036854775807\n */",
    },
    {
      name: "has long integers exactly, wherever they stand",
      given: {
        default: -9007199254740993n,
        examples: [{ id: 9007199254740993n, 'a"b': ["9007199254740993", 1, null] }],
        constraints: [{ keyword: "enum", value: [1, 9007199254740993n] }],
      },
      want: '/**\n * Constraints: enum `[1,9007199254740993]`.\n *\n * @default -9007199254740993\n * @example {"id":9007199254740993,"a\\"b":["9007199254740993",1,null]}\n */',
    },
    { name: "shows no endless example", given: { examples: ["x".repeat(500)] }, want: "" },
    { name: "cannot be closed", given: { description: "a */ b" }, want: "/** a *\\/ b */" },
    {
      name: "cannot be closed at the start of a line",
      given: { description: "a\n/ b" },
      want: "/**\n * a\n * \\/ b\n */",
    },
    { name: "cannot be closed by an example", given: { examples: ["*/"] }, want: '/** @example "*\\/" */' },
    {
      name: "takes no tags from text",
      given: { description: "@deprecated\n{@link x} a@b.example" },
      want: "/**\n * \\@deprecated\n * {\\@link x} a@b.example\n */",
    },
    {
      name: "leaves what is no tag as it is",
      given: { description: "`@octocat`, (@a), `a,@b`, a@b.example" },
      want: "/** `@octocat`, (@a), `a,@b`, a@b.example */",
    },
    {
      name: "breaks at every kind of line end",
      given: { description: "a\u2028b\u2029c\u0085d\re" },
      want: "/**\n * a\n * b\n * c\n * d\n * e\n */",
    },
    {
      name: "drops what cannot be seen",
      given: { description: "a\u0000\u202eb\u200b\ufeff" },
      want: "/** ab */",
    },
  ])("$name", ({ given, want }) => expect(comment(given)).toBe(want));

  it("breaks long prose, and hangs the lines of a list", () => {
    const lines = comment({ description: `- ${"word ".repeat(40)}` }, "  ").split("\n");
    expect(lines).toHaveLength(4);
    expect(lines[2]).toMatch(/^ {3}\* {3}word/);
    expect(lines.every((line) => line.length <= 110)).toBe(true);
  });

  it.each([
    { name: "code", word: "`code`,", breaks: true },
    { name: "emphasis", word: "**bold**", breaks: true },
    { name: "an option", word: "--all", breaks: true },
    { name: "a tag", word: "#tag", breaks: true },
    { name: "a bullet", word: "-", breaks: false },
    { name: "the number of an item", word: "10.", breaks: false },
    { name: "the mark of a heading", word: "##", breaks: false },
    { name: "a quotation", word: ">=", breaks: false },
    { name: "a rule", word: "---", breaks: false },
    { name: "a fence", word: "```", breaks: false },
    { name: "a path", word: "/pets", breaks: false },
  ])("$name may begin a line: $breaks", ({ word, breaks }) => {
    const [, first = "", second = ""] = comment({ description: `${"x".repeat(103)} ${word} end` }).split(
      "\n",
    );
    expect((breaks ? second : first).split(" ")).toContain(word);
  });

  it("takes code that ends on its line for no fence", () => {
    const lines = comment({ description: `\`\`\`code\`\`\`\n${"word ".repeat(40)}` }).split("\n");
    expect(lines).toHaveLength(5);
  });

  it("does not break what Markdown reads by line", () => {
    const row = `| ${"cell ".repeat(40)}|`;
    expect(
      comment({ description: `\`\`\`\n${"code ".repeat(40).trim()}\n\`\`\`\n${row}` }).split("\n"),
    ).toHaveLength(6);
  });
});
