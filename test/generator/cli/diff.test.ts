import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { diff } from "../../../generator/cli/diff.js";
import { generate } from "../../../generator/generate.js";

const spec = (properties: string): string => `
openapi: 3.1.0
info: { title: Pets, version: "1" }
paths:
  /pets:
    get:
      operationId: listPets
      tags: [pets]
      responses:
        "200":
          description: Pets.
          content: { application/json: { schema: { $ref: "#/components/schemas/Pet" } } }
components:
  schemas:
    Pet: { type: object, required: [id], properties: { ${properties} } }
`;

describe("gen-client diff", () => {
  let folder = "";
  let out = "";
  let err = "";

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "diff-"));
    out = "";
    err = "";
    vi.spyOn(process.stdout, "write").mockImplementation((text) => {
      out += String(text);
      return true;
    });
    vi.spyOn(process.stderr, "write").mockImplementation((text) => {
      err += String(text);
      return true;
    });
    await writeFile(join(folder, "old.yaml"), spec("id: { type: string }"));
    await writeFile(join(folder, "new.yaml"), spec("id: { type: string }, tag: { type: string }"));
    await writeFile(join(folder, "broken.yaml"), spec("id: { type: integer }"));
    await writeFile(join(folder, "invalid.yaml"), "openapi: [");
    await mkdir(join(folder, "empty"));
  });
  afterEach(async () => {
    vi.restoreAllMocks();
    await rm(folder, { recursive: true });
  });

  function run(
    before: string,
    after: string,
    values: Readonly<Record<string, string>> = {},
  ): Promise<number> {
    return diff({
      command: "diff",
      positionals: [join(folder, before), join(folder, after)],
      switches: new Set(),
      values: new Map(Object.entries(values).map(([name, value]) => [name, [value]])),
    });
  }

  it("of two specs tells what is new, and exits with 0", async () => {
    expect([await run("old.yaml", "new.yaml"), err]).toEqual([0, ""]);
    expect(out).toContain("`Pet.tag` is new.");
  });

  it("exits with 1 for a breaking change", async () => {
    expect(await run("old.yaml", "broken.yaml")).toBe(1);
    expect(out).toContain("`Pet.id` changed from `string` to `number`");
  });

  it("exits with 1 from the level that is asked for", async () => {
    expect(await run("old.yaml", "new.yaml", { "fail-on": "minor" })).toBe(1);
  });

  it("prints JSON", async () => {
    await run("old.yaml", "new.yaml", { format: "json" });
    expect(JSON.parse(out)).toMatchObject({ level: "minor", changes: [{ name: "Pet.tag" }] });
  });

  it("compares the folder of an SDK with a spec", async () => {
    const { files = [] } = await generate(
      { input: join(folder, "old.yaml"), output: "none" },
      { until: "files" },
    );
    for (const { path, text } of files) {
      const file = join(folder, "sdk", path);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, text);
    }
    expect([await run("sdk", "old.yaml"), out]).toEqual([0, "No change that callers can see.\n"]);
    expect(await run("sdk", "broken.yaml")).toBe(1);
  });

  it("exits with 1 and tells why when a spec cannot be generated", async () => {
    expect([await run("old.yaml", "invalid.yaml"), out]).toEqual([1, ""]);
    expect(err).toContain("invalid.yaml");
  });

  it("refuses a folder without an SDK", async () => {
    await expect(run("empty", "new.yaml")).rejects.toThrow("is not the folder of an SDK");
  });

  it("refuses formats of other commands", async () => {
    await expect(run("old.yaml", "new.yaml", { format: "sarif" })).rejects.toThrow(
      "Use text, markdown, json.",
    );
  });

  it("refuses anything but two sides", async () => {
    const none = { command: "diff", switches: new Set<string>(), values: new Map<string, string[]>() };
    await expect(diff({ ...none, positionals: ["a"] })).rejects.toThrow("gen-client diff <old> <new>");
    await expect(diff({ ...none, positionals: ["a", "b", "c"] })).rejects.toThrow(
      "gen-client diff <old> <new>",
    );
  });
});
