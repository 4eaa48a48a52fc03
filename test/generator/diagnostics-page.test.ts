import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";

const folder = new URL("../../generator/", import.meta.url);
const texts = readdirSync(folder, { recursive: true, encoding: "utf8" })
  .filter((path) => path.endsWith(".ts"))
  .map((path) => readFileSync(new URL(path.replaceAll("\\", "/"), folder), "utf8"));

/** Codes that the sources give to diagnostics: in a field `code`, or as the first argument of a `warn`. */
const used = new Set(
  texts.flatMap((text) =>
    [
      ...[...text.matchAll(/\bcode(?: =|:) [^,;\n]*/g)].flatMap(([field]) => [
        ...field.matchAll(/"([a-z]+(?:-[a-z]+)+|syntax)"/g),
      ]),
      ...text.matchAll(/\bwarn\(\s*"([a-z][a-z-]*)"/g),
    ].map((match) => match[1] ?? ""),
  ),
);

const page = readFileSync(new URL("../../docs/diagnostics.md", import.meta.url), "utf8");
const listed = new Set([...page.matchAll(/^\| `([a-z-]+)` \|/gm)].map(([, code = ""]) => code));

describe("docs/diagnostics.md", () => {
  test("lists every code that is used", () => {
    expect([...used].filter((code) => !listed.has(code))).toEqual([]);
  });

  test("lists no other", () => {
    expect([...listed].filter((code) => !texts.some((text) => text.includes(`"${code}"`)))).toEqual([]);
  });

  test("says cause and remedy of each", () => {
    for (const row of page.match(/^\| `.*$/gm) ?? [])
      expect(row).toMatch(/^\| `[a-z-]+` \| (?:error|warning).{10,} \| .{5,} \|$/);
  });
});
