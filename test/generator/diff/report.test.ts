import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type Change, type Level, overallLevel } from "../../../generator/diff/change.js";
import { diffExitCode, formatChanges } from "../../../generator/diff/report.js";
import { readSdkFolder } from "../../../generator/diff/sdk-folder.js";

const major: Change = { level: "major", name: "a", sentence: "`a` was removed." };
const minor: Change = { level: "minor", name: "b", sentence: "`b` is new." };
const patch: Change = { level: "patch", name: "c", sentence: "The documentation of `c` changed." };

describe("a report", () => {
  it("as text has a section for each level", () => {
    expect(formatChanges([major, minor], "text")).toBe(
      [
        "Breaking changes (1)",
        "  `a` was removed.",
        "",
        "Additions and deprecations (1)",
        "  `b` is new.",
        "",
        "The next version is a major one: code that compiles today may not.",
        "",
      ].join("\n"),
    );
  });

  it("as Markdown has headings and lists", () => {
    expect(formatChanges([patch], "markdown")).toBe(
      "## Other changes (1)\n\n- The documentation of `c` changed.\n\nThe next version is a patch one.\n",
    );
  });

  it("as JSON holds everything", () => {
    expect(JSON.parse(formatChanges([major, patch], "json"))).toEqual({
      level: "major",
      changes: [major, patch],
    });
    expect(JSON.parse(formatChanges([], "json"))).toEqual({ level: "none", changes: [] });
  });

  it("says so when there is nothing", () => {
    expect(formatChanges([], "text")).toBe("No change that callers can see.\n");
  });

  it("counts patches beyond twenty, and lists all the rest", () => {
    const text = formatChanges([...Array<Change>(25).fill(minor), ...Array<Change>(25).fill(patch)], "text");
    expect(text.split("\n").filter((line) => line.includes("`b`"))).toHaveLength(25);
    expect(text.split("\n").filter((line) => line.includes("`c`"))).toHaveLength(20);
    expect(text).toContain("… and 5 more.");
  });
});

describe("the exit code", () => {
  const rows: readonly { name: string; given: readonly Change[]; failOn?: Level | "none"; want: 0 | 1 }[] = [
    { name: "is 0 without changes", given: [], want: 0 },
    { name: "is 1 for a breaking change", given: [minor, major], want: 1 },
    { name: "is 0 for less", given: [minor, patch], want: 0 },
    { name: "is 1 for less when asked", given: [minor], failOn: "minor", want: 1 },
    { name: "is 1 for more than asked", given: [major], failOn: "patch", want: 1 },
    { name: "is 0 for anything when asked", given: [major], failOn: "none", want: 0 },
  ];
  it.each(rows)("$name", ({ given, failOn, want }) => {
    expect(diffExitCode(given, failOn)).toBe(want);
  });
});

it("the overall level is the weightiest", () => {
  expect([overallLevel([patch, minor]), overallLevel([minor, major]), overallLevel([])]).toEqual([
    "minor",
    "major",
    undefined,
  ]);
});

it("an SDK's folder is read without its node_modules and other files", async () => {
  const folder = await mkdtemp(join(tmpdir(), "sdk-"));
  try {
    await mkdir(join(folder, "operations"));
    await mkdir(join(folder, "node_modules/x"), { recursive: true });
    await writeFile(join(folder, "index.ts"), "export {};");
    await writeFile(join(folder, "operations/pets.ts"), "export type A = 1;");
    await writeFile(join(folder, "node_modules/x/index.ts"), "");
    await writeFile(join(folder, "README.md"), "");
    expect(await readSdkFolder(folder)).toEqual([
      { path: "index.ts", text: "export {};" },
      { path: "operations/pets.ts", text: "export type A = 1;" },
    ]);
  } finally {
    await rm(folder, { recursive: true });
  }
});
