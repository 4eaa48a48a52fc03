// Generated code and the runtime meet at one module. Both sides list its names, and this holds the lists equal.

import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Project, SyntaxKind } from "ts-morph";
import { expect, it } from "vitest";
import {
  mentionedTypes,
  mentionedValues,
  runtimePackage,
  runtimeSymbols,
} from "../generator/emit/runtime-symbols.js";
import { indexOAuthValues, indexRuntimeTypes, indexRuntimeValues } from "../generator/naming/reserved.js";

const path = fileURLToPath(new URL("../runtime/codegen/index.ts", import.meta.url));
const index = new Project({ useInMemoryFileSystem: true }).createSourceFile(
  "index.ts",
  readFileSync(path, "utf8"),
);
const exported = index.getExportDeclarations().flatMap((declaration) =>
  declaration.getNamedExports().map((name) => ({
    name: name.getName(),
    isType: declaration.isTypeOnly() || name.isTypeOnly(),
  })),
);

it("runtime/codegen exports exactly what generated code may import", () => {
  expect(exported.map(({ name }) => name).sort()).toEqual([...runtimeSymbols].sort());
});

it("and nothing by other means than by name", () => {
  expect(index.getExportDeclarations().every((declaration) => declaration.hasNamedExports())).toBe(true);
  expect(index.getStatements().every((statement) => statement.isKind(SyntaxKind.ExportDeclaration))).toBe(
    true,
  );
});

it("what generated code calls, extends or re-exports as a value exists at run time", () => {
  const values = new Set(exported.filter(({ isType }) => !isType).map(({ name }) => name));
  expect(
    [...mentionedValues, ...indexRuntimeValues, ...indexOAuthValues].filter((name) => !values.has(name)),
  ).toEqual([]);
});

it("whatever generated code names is there", () => {
  const names = new Set(exported.map(({ name }) => name));
  const used = [...mentionedTypes, ...mentionedValues, ...indexRuntimeTypes, ...indexRuntimeValues];
  expect(used.filter((name) => !names.has(name))).toEqual([]);
});

it("the runtime's package has that module", () => {
  const text = readFileSync(new URL("../runtime/package.json", import.meta.url), "utf8");
  const { name, exports }: { name: string; exports: object } = JSON.parse(text);
  expect(Object.keys(exports).map((key) => key.replace(/^\./, name))).toContain(runtimePackage);
});
