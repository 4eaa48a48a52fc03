// Nothing that a document says becomes code. Every dangerous string stands in every position of a document,
// and everything emitted is read by TypeScript's own parser.

import { readFileSync } from "node:fs";
import { ts } from "ts-morph";
import { describe, expect, it } from "vitest";
import { emit } from "../../../generator/emit/emit.js";
import type { OutputFile } from "../../../generator/emit/output-file.js";
import { assignNames } from "../../../generator/naming/assign-names.js";
import { build } from "../../support/build.js";
import { fc } from "../../support/fast-check.js";
import { hostileDocument } from "../../support/hostile-document.js";

const strings: readonly string[] = JSON.parse(
  readFileSync(new URL("../../../fixtures/hostile/strings.json", import.meta.url), "utf8"),
);

function emitted(text: string): readonly OutputFile[] {
  const { api } = build(hostileDocument(text));
  return emit(api, assignNames(api)).filter(({ path }) => path.endsWith(".ts"));
}

/** What only a string that got out of its place can have made. */
function strays({ path, text }: OutputFile): string[] {
  const file = ts.createSourceFile(
    path,
    text,
    { languageVersion: ts.ScriptTarget.ES2022, jsDocParsingMode: ts.JSDocParsingMode.ParseAll },
    true,
  );
  // The parser keeps its errors where its types do not show them.
  const { parseDiagnostics } = file as unknown as { parseDiagnostics: readonly ts.Diagnostic[] };
  const found = parseDiagnostics.map(({ messageText, start = 0 }) => {
    const { line } = file.getLineAndCharacterOfPosition(start);
    return `${path}:${line + 1} ${ts.flattenDiagnosticMessageText(messageText, " ")}: ${text.split("\n")[line]}`;
  });
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && /^INJECTED$/i.test(node.text))
      found.push(`${path}: identifier ${node.parent.getText()}`);
    if (ts.isCallExpression(node) && !calls.has(node.expression.getText()))
      found.push(`${path}: call ${node.getText()}`);
    if (expressions.has(node.kind)) found.push(`${path}: ${ts.SyntaxKind[node.kind]} ${node.getText()}`);
    for (const doc of ts.getJSDocCommentsAndTags(node)) if (ts.isJSDoc(doc)) visitDoc(doc);
    ts.forEachChild(node, visit);
  };
  const visitDoc = (doc: ts.JSDoc): void => {
    for (const tag of doc.tags ?? []) {
      if (!tags.has(tag.tagName.text)) found.push(`${path}: tag @${tag.tagName.text}`);
      if (
        typeof tag.comment === "object" &&
        tag.comment.some((part) => part.kind !== ts.SyntaxKind.JSDocText)
      )
        found.push(`${path}: link`);
    }
    if (typeof doc.comment === "object" && doc.comment.some((part) => part.kind !== ts.SyntaxKind.JSDocText))
      found.push(`${path}: link`);
  };
  visit(file);
  return found;
}

const calls = new Set(
  [
    "call",
    "pagedCall",
    "streamCall",
    "method",
    "pagedMethod",
    "streamMethod",
    "operation",
    "resource",
    "unwrapWebhook",
    "super",
  ].flatMap((name) => [name, `${name}_`]),
);
const tags = new Set(["default", "example", "see", "deprecated", "param", "throws"]);
const expressions = new Set([
  ts.SyntaxKind.TemplateExpression,
  ts.SyntaxKind.TaggedTemplateExpression,
  ts.SyntaxKind.BinaryExpression,
  ts.SyntaxKind.ElementAccessExpression,
  ts.SyntaxKind.NewExpression,
]);

describe("in every position of a document, the text", () => {
  it.each(strings.map((text) => ({ name: JSON.stringify(text), text })))("$name stays text", ({ text }) => {
    expect(emitted(text).flatMap(strays)).toEqual([]);
  });

  it("is in the output at all", () => {
    const all = emitted("x*/ INJECTED(); /*")
      .map(({ text }) => text)
      .join("");
    expect(all.match(/INJECTED/g)?.length).toBeGreaterThan(100);
  });

  it("may be any text of Unicode", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 12 }), (text) => {
        expect(emitted(text).flatMap(strays)).toEqual([]);
      }),
      { numRuns: 25 },
    );
  });
});

it("no file leaves the folder, and no two are one where case does not count", () => {
  for (const text of strings) {
    const paths = emitted(text).map(({ path }) => path);
    expect(
      paths.filter((path) => !/^(?:(?:operations|resources|models)\/)?[^/\\.]+\.ts$/.test(path)),
    ).toEqual([]);
    expect(new Set(paths.map((path) => path.normalize("NFC").toLowerCase())).size).toBe(paths.length);
  }
});
