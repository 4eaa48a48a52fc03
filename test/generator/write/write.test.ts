import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type WriteOptions, write } from "../../../generator/write/write.js";
import { folderOf } from "../../support/folder.js";

const isOurs = (text: string): boolean => text.startsWith("// ours");

function options(folder: string, more: Partial<WriteOptions> = {}): WriteOptions {
  return { folder, isOurs, ...more };
}

const ours = (path: string, text = "x"): { path: string; text: string } => ({
  path,
  text: `// ours ${text}`,
});

function tree(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
}

describe("write", () => {
  test("only what differs is written", async () => {
    const folder = folderOf({ "a.ts": "// ours x", "b.ts": "// ours old" });
    const before = statSync(join(folder, "a.ts")).mtimeMs;
    const { value } = await write([ours("a.ts"), ours("b.ts"), ours("c/d.ts")], options(folder));
    expect(value).toEqual({
      created: ["c/d.ts"],
      changed: ["b.ts"],
      unchanged: ["a.ts"],
      removed: [],
      stale: [],
      differences: [
        { path: "b.ts", before: "// ours old", after: "// ours x" },
        { path: "c/d.ts", before: undefined, after: "// ours x" },
      ],
    });
    expect(statSync(join(folder, "a.ts")).mtimeMs).toBe(before);
    expect(readFileSync(join(folder, "b.ts"), "utf8")).toBe("// ours x");
    expect(tree(folder)).toEqual(["a.ts", "b.ts", "c/d.ts"]);
  });

  test("a folder that does not exist is made", async () => {
    const folder = join(folderOf(), "x", "y");
    await write([ours("a.ts")], options(folder));
    expect(tree(folder)).toEqual(["a.ts"]);
  });

  test.each(["../out.ts", "a/../../out.ts", "/tmp/out.ts", "link/out.ts", "."])(
    "%s is outside the folder",
    async (path) => {
      const folder = folderOf({ "inside/x": "", "elsewhere/x": "" });
      symlinkSync(join(folder, "elsewhere"), join(folder, "inside", "link"));
      const { value, diagnostics } = await write(
        [ours("fine.ts"), ours(path)],
        options(join(folder, "inside")),
      );
      expect(value).toBeUndefined();
      expect(diagnostics).toMatchObject([{ code: "output-outside", severity: "error" }]);
      expect(tree(folder)).toEqual(["elsewhere/x", "inside/x"]);
    },
  );

  test("a file of somebody else is not overwritten, and nothing else is written", async () => {
    const folder = folderOf({ "index.ts": "mine" });
    const { diagnostics } = await write([ours("a.ts"), ours("index.ts")], options(folder));
    expect(diagnostics).toMatchObject([{ code: "output-not-ours" }]);
    expect(tree(folder)).toEqual(["index.ts"]);
    expect(readFileSync(join(folder, "index.ts"), "utf8")).toBe("mine");
  });

  test("a file that the last run wrote is overwritten without a header", async () => {
    const folder = folderOf({ "README.md": "old" });
    const { value } = await write(
      [{ path: "README.md", text: "new" }],
      options(folder, { previous: ["README.md"] }),
    );
    expect(value?.changed).toEqual(["README.md"]);
  });

  test("a link in the place of a file is replaced, not followed", async () => {
    const folder = folderOf({ "out/x": "", "target.ts": "// ours target" });
    symlinkSync(join(folder, "target.ts"), join(folder, "out", "a.ts"));
    await write([ours("a.ts")], options(join(folder, "out")));
    expect(readFileSync(join(folder, "target.ts"), "utf8")).toBe("// ours target");
  });

  test("an error on the way leaves everything as it was", async () => {
    const folder = folderOf({ "a.ts": "// ours old", "blocked/x": "" });
    // A folder stands where a file should be, which is found out last.
    mkdirSync(join(folder, "z.ts"));
    writeFileSync(join(folder, "z.ts", "y"), "");
    const { value, diagnostics } = await write(
      [ours("a.ts", "new"), ours("new/b.ts"), ours("z.ts")],
      options(folder),
    );
    expect(value).toBeUndefined();
    expect(diagnostics).toMatchObject([{ code: "output-unwritable" }]);
    expect(diagnostics[0]?.message).toContain("folder is in the way");
    expect(readFileSync(join(folder, "a.ts"), "utf8")).toBe("// ours old");
    expect(tree(folder)).toEqual(["a.ts", "blocked/x", "z.ts/y"]);
    expect(existsSync(join(folder, "new"))).toBe(false);
  });

  test("an error half way takes back what was already in place", async () => {
    const folder = folderOf({ "m.ts": "// ours old" });
    // `a.ts` cannot be a file and a folder.
    const { diagnostics } = await write(
      [ours("m.ts", "new"), ours("n.ts"), ours("a.ts"), ours("a.ts/b.ts")],
      options(folder),
    );
    expect(diagnostics).toMatchObject([{ code: "output-unwritable" }]);
    expect(tree(folder)).toEqual(["m.ts"]);
    expect(readFileSync(join(folder, "m.ts"), "utf8")).toBe("// ours old");
  });

  test("a file in the place of the folder is an error", async () => {
    const folder = folderOf({ out: "a file" });
    const { diagnostics } = await write([ours("a.ts")], options(join(folder, "out")));
    expect(diagnostics).toMatchObject([{ code: "output-unwritable" }]);
    expect(diagnostics[0]?.message).toContain("in the way of a folder");
  });

  test.runIf(existsSync("/proc/self"))(
    "a place where not even root can make a folder is an error",
    async () => {
      const { value, diagnostics } = await write([ours("a.ts")], options("/proc/gen-client/sdk"));
      expect(value).toBeUndefined();
      expect(diagnostics).toMatchObject([{ code: "output-unwritable" }]);
    },
  );

  // Root may write anywhere.
  test.skipIf(process.getuid?.() === 0)("a folder without permission is an error", async () => {
    const folder = folderOf();
    chmodSync(folder, 0o500);
    const { diagnostics } = await write([ours("a.ts")], options(folder));
    expect(diagnostics[0]?.message).toContain("permission denied");
  });

  test("a dry run tells, and changes nothing", async () => {
    const folder = folderOf({ "a.ts": "// ours old", "stale.ts": "// ours" });
    const { value } = await write(
      [ours("a.ts"), ours("b.ts")],
      options(folder, { dryRun: true, clean: true, previous: ["stale.ts"] }),
    );
    expect(value).toEqual({
      created: ["b.ts"],
      changed: ["a.ts"],
      unchanged: [],
      removed: ["stale.ts"],
      stale: [],
      differences: [
        { path: "a.ts", before: expect.any(String), after: "// ours x" },
        { path: "b.ts", before: undefined, after: "// ours x" },
      ],
    });
    expect(tree(folder)).toEqual(["a.ts", "stale.ts"]);
  });
});

describe("clean", () => {
  const files = {
    "out/old/a.ts": "// ours",
    "out/kept.ts": "by hand",
    "out/old2/mine.ts": "by hand",
    "out/old2/b.ts": "// ours",
    "precious.ts": "!",
  };
  const previous = ["old/a.ts", "old2/b.ts", "../precious.ts", "gone.ts", "Now.ts"];

  test("removes what the last run wrote, and empty folders, and nothing else", async () => {
    const folder = folderOf(files);
    const { value } = await write([ours("now.ts")], options(join(folder, "out"), { previous, clean: true }));
    expect(value?.removed).toEqual(["old/a.ts", "old2/b.ts"]);
    expect(tree(folder)).toEqual(["out/kept.ts", "out/now.ts", "out/old2/mine.ts", "precious.ts"]);
    expect(existsSync(join(folder, "out", "old"))).toBe(false);
  });

  test("without it, left-overs are only told", async () => {
    const folder = folderOf(files);
    const { value } = await write([ours("now.ts")], options(join(folder, "out"), { previous }));
    expect(value?.stale).toEqual(["old/a.ts", "old2/b.ts"]);
    expect(tree(folder)).toContain("out/old/a.ts");
  });
});
