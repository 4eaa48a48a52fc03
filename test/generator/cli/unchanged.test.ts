// A run that would write what is there reads and hashes, and parses nothing: then it does not count operations.

import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { main } from "../../../generator/cli.js";
import { folderOf } from "../../support/folder.js";

const spec = `openapi: 3.1.0
info: {title: Pet Store, version: 1.0.0}
paths:
  /pets:
    get:
      operationId: listPets
      tags: [pets]
      responses:
        200: {description: All, content: {application/json: {schema: {$ref: 'models/pet.yaml'}}}}
`;
const overlay = (title: string): string =>
  `overlay: 1.0.0\ninfo: {title: x, version: '1'}\nactions: [{target: $.info, update: {title: ${title}}}]\n`;
const extension = `import { PetStore as Generated } from "../client.js";\nexport class PetStore extends Generated {}\n`;

interface Run {
  readonly folder: string;
  readonly args: readonly string[];
}

async function said({ folder, args }: Run): Promise<string> {
  const before = process.cwd();
  const texts: string[] = [];
  const keep = (text: unknown): boolean => texts.push(String(text)) > 0;
  const spies = [process.stdout, process.stderr].map((stream) =>
    vi.spyOn(stream, "write").mockImplementation(keep),
  );
  vi.stubEnv("NO_COLOR", "1");
  process.chdir(folder);
  try {
    await main(["api.yaml", "--output", "sdk", ...args]);
    return texts.join("");
  } finally {
    process.chdir(before);
    for (const spy of spies) spy.mockRestore();
    vi.unstubAllEnvs();
  }
}

interface Case {
  readonly name: string;
  /** Arguments of both runs, and of the second one alone. */
  readonly args?: readonly string[];
  readonly next?: readonly string[];
  readonly change?: (path: (name: string) => string) => void;
}

async function secondRun({ args = [], next = [], change }: Case): Promise<string> {
  const folder = folderOf({
    "api.yaml": spec,
    "models/pet.yaml": "type: object\nproperties: {name: {type: string}}\n",
    "overlay.yaml": overlay("Shop"),
    "sdk/extensions/notes.ts": "",
  });
  await said({ folder, args });
  change?.((name) => join(folder, name));
  return await said({ folder, args: [...args, ...next] });
}

const edit = (path: string, from: string, to: string): void =>
  writeFileSync(path, readFileSync(path, "utf8").replace(from, to));

describe("nothing is parsed", () => {
  it.each<Case>([
    { name: "when nothing has changed" },
    { name: "with an overlay that is the same", args: ["--overlay", "overlay.yaml"] },
    { name: "with a package whose manifest is the same", args: ["--package", "pets"] },
    { name: "to clean a folder in which nothing is left over", next: ["--clean"] },
  ])("$name", async (given) => {
    expect(await secondRun(given)).toMatch(/^✔ sdk: \d+ files in [\d.]+ s \(nothing changed\)\n$/);
  });

  it("and the warnings of the last run are remembered", async () => {
    const folder = folderOf({
      "api.yaml": spec.replace("      operationId: listPets\n", ""),
      "models/pet.yaml": "{}",
    });
    await said({ folder, args: [] });
    expect(await said({ folder, args: [] })).toContain(
      "(nothing changed; gen-client lint shows 1 known warning)",
    );
  });
});

describe("a run begins anew", () => {
  it.each<Case>([
    { name: "when the document has changed", change: (path) => edit(path("api.yaml"), "All", "Pets") },
    {
      name: "when a file that it refers to has changed",
      change: (path) => edit(path("models/pet.yaml"), "name", "tag"),
    },
    {
      name: "when such a file is gone",
      change: (path) => rmSync(path("models/pet.yaml")),
    },
    {
      name: "when an overlay has changed",
      args: ["--overlay", "overlay.yaml"],
      change: (path) => writeFileSync(path("overlay.yaml"), overlay("Store")),
    },
    { name: "with an overlay more", next: ["--overlay", "overlay.yaml"] },
    { name: "with another option", next: ["--client-name", "Animals"] },
    {
      name: "when an output file has changed",
      change: (path) => edit(path("sdk/index.ts"), "export", "export "),
    },
    { name: "when an output file is gone", change: (path) => rmSync(path("sdk/models.ts")) },
    { name: "when the lockfile is gone", change: (path) => rmSync(path("sdk/gen-client.lock.json")) },
    {
      name: "when a name in the lockfile was edited",
      change: (path) => edit(path("sdk/gen-client.lock.json"), '"PetStore"', '"Animals"'),
    },
    {
      name: "when an older version wrote the files",
      change: (path) => edit(path("sdk/gen-client.lock.json"), '"output"', '"unknown"'),
    },
    {
      name: "when a file was written by hand beside them",
      change: (path) => writeFileSync(path("sdk/extensions/client.ts"), extension),
    },
    {
      name: "when the package's manifest was edited",
      args: ["--package", "pets"],
      change: (path) => edit(path("sdk/package.json"), "{", '{ "private": true,'),
    },
    {
      name: "when something is left over, which is told each time",
      change: (path) => edit(path("api.yaml"), "tags: [pets]", "tags: [animals]"),
    },
    { name: "to be strict", next: ["--strict"] },
    { name: "to show what would happen", next: ["--dry-run"] },
  ])("$name", async (given) => {
    expect(await secondRun(given)).toMatch(/operation|error/);
  });

  it("to report in a format for machines, or to print a stage", async () => {
    expect(await secondRun({ name: "", next: ["--format", "json"] })).toBe("[]\n");
    expect(await secondRun({ name: "", next: ["--print", "names"] })).toContain('"listPets"');
  });

  it("when there was an error the last time", async () => {
    const folder = folderOf({ "api.yaml": spec });
    mkdirSync(join(folder, "sdk"));
    expect(await said({ folder, args: [] })).toContain("error");
    expect(await said({ folder, args: [] })).toContain("error");
  });
});
