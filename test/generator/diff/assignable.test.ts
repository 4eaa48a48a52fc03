// The diff decides by syntax what TypeScript decides with its checker. Here the two are held to each other, for
// every pair of a list of types.

import { Project } from "ts-morph";
import { describe, expect, it } from "vitest";
import { isAssignable, type Sides } from "../../../generator/diff/assignable.js";
import type { Shape } from "../../../generator/diff/shape.js";
import { readSurface } from "../../../generator/diff/surface.js";

const declarations = `
interface Named { title: string }
interface Cat extends Named { kind: "cat"; lives?: number }
interface Dog extends Named { kind: "dog"; bark: boolean }
interface Tree { children: Tree[]; label?: string }
type Forest = { children: Forest[] };
type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
interface Box<T> { value: T }
type Optional<T> = T | null;
`;

/** Types without optional members or unknown keys: here both must agree exactly. */
const plain = [
  "string",
  "number",
  "boolean",
  "null",
  "undefined",
  "unknown",
  "never",
  '"a"',
  "1",
  "true",
  '"a" | "b"',
  '"a" | "b" | (string & {})',
  "true | false",
  "string | null",
  "string | number",
  "string[]",
  "readonly string[]",
  '("a" | "b")[]',
  "[string, number]",
  "[string, number?]",
  "[string, ...number[]]",
  "readonly [string, number]",
  "(string | number)[]",
  "Named",
  "Box<string>",
  'Box<"a">',
  "Box<string | null>",
  "Optional<string>",
  "Optional<Named>",
  "(a: string) => void",
  "(a: string | number) => void",
  "(a?: string) => void",
  "() => void",
  "() => string",
  "(a: string, b: number) => void",
  "Record<string, string>",
  "{ [key: string]: unknown }",
  "Json",
  "Promise<string>",
  "Promise<string | null>",
];

const others = [
  "{}",
  "object",
  "any",
  "Cat",
  "Dog",
  "Cat | Dog",
  "Tree",
  "Forest",
  "{ title: string; kind: string }",
  "{ title?: string }",
  "{ title?: string | undefined }",
  "{ title: string } & ({ a: 1 } | { b: 2 })",
  "{ title: string; a: 1 }",
  "{ title: string; [key: string]: unknown }",
  'Omit<Cat, "kind">',
  "Partial<Named>",
  "Cat[] | null",
];

const types = [...plain, ...others];
const source = `${declarations}\n${types.map((type, index) => `export type T${index} = ${type};`).join("\n")}\n`;

/** Whether TypeScript takes each type for each other one, by `from-to`. */
function checked(): ReadonlySet<string> {
  const project = new Project({
    useInMemoryFileSystem: true,
    compilerOptions: { strict: true, noLib: false },
  });
  const start = source.split("\n").length;
  const pairs = types.flatMap((_, from) => types.map((_, to) => [from, to] as const));
  const lines = pairs.map(([from, to]) => `{ const x: T${to} = null! as T${from}; }`);
  const file = project.createSourceFile("index.ts", `${source}${lines.join("\n")}`);
  const failing = new Set(
    file.getPreEmitDiagnostics().map((diagnostic) => (diagnostic.getLineNumber() ?? 0) - start),
  );
  return new Set(pairs.filter((_, index) => !failing.has(index)).map(([from, to]) => `${from}-${to}`));
}

describe("the diff and TypeScript's checker", async () => {
  const surface = await readSurface([{ path: "index.ts", text: source }]);
  const assignable = checked();
  const fits = (from: number, to: number, use: Sides["use"]): boolean =>
    isAssignable(shapeOf(from), shapeOf(to), { from: surface, to: surface, use });

  it.each(["read", "written"] as const)("agree that what fits fits, when values are %s", (use) => {
    const wrong = types.flatMap((from, i) =>
      types.flatMap((to, j) => (fits(i, j, use) && !assignable.has(`${i}-${j}`) ? [`${from} → ${to}`] : [])),
    );
    expect(wrong).toEqual([]);
  });

  it("agree on what does not fit, where types are plain", () => {
    const missed = plain.flatMap((from, i) =>
      plain.flatMap((to, j) =>
        !fits(i, j, "read") && assignable.has(`${i}-${j}`) ? [`${from} → ${to}`] : [],
      ),
    );
    expect(missed).toEqual([]);
  });

  it("compare something", () => {
    expect(assignable.size).toBeGreaterThan(300);
    expect(assignable.size).toBeLessThan((types.length * types.length) / 2);
  });
});

function shapeOf(index: number): Shape {
  return { kind: "reference", id: `T${index}`, name: `T${index}`, arguments: [] };
}
