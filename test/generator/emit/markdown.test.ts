import { describe, expect, test } from "vitest";
import { markdownLine, markdownOpening, markdownText } from "../../../generator/emit/markdown.js";

describe("text of a document in Markdown", () => {
  test.each<{ name: string; given: string; want: string }>([
    { name: "keeps its own markup", given: "A *cat* and a `dog`", want: "A *cat* and a `dog`" },
    { name: "brings no HTML", given: "a <script>x</script>", want: "a \\<script>x\\</script>" },
    { name: "divides no table", given: "a | b", want: "a \\| b" },
    { name: "makes no heading among ours", given: "a\n# b", want: "a\n\\# b" },
    { name: "opens no code block", given: "```ts\nx", want: "\\```ts\nx" },
    { name: "hides nothing", given: "a\u202eb\u200b", want: "ab" },
  ])("$name", ({ given, want }) => {
    expect(markdownText(given)).toBe(want);
  });

  test.each<{ name: string; given: string; want: string }>([
    { name: "ends before a heading", given: "What it is.\n\n# Errors\n\nMany.", want: "What it is." },
    { name: "ends before code", given: "What it is:\n\n```\nx\n```", want: "What it is:" },
    { name: "ends before a picture", given: "What it is.\n\n[![x](y)](z)", want: "What it is." },
    { name: "has three paragraphs at most", given: "1\n\n2\n\n3\n\n4", want: "1\n\n2\n\n3" },
    { name: "is nothing for what begins with a heading", given: "# Title\n\ntext", want: "" },
  ])("an opening $name", ({ given, want }) => {
    expect(markdownOpening(given)).toBe(want);
  });

  test("a line is the first one", () => {
    expect(markdownLine("\n one\r\ntwo")).toBe("one");
  });
});
