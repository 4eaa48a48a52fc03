import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { parseArguments, UsageError } from "../../../generator/cli/arguments.js";
import { flags } from "../../../generator/cli/flags.js";
import { helpText } from "../../../generator/cli/help.js";
import { main } from "../../../generator/cli.js";
import { defaultOutput } from "../../../generator/options.js";
import { plain } from "../../../generator/report/text.js";
import { folderOf } from "../../support/folder.js";

const spec = `openapi: 3.1.0
info: {title: Pet Store, version: 1.0.0}
paths:
  /pets:
    get:
      operationId: listPets
      tags: [pets]
      responses:
        200:
          description: All of them.
          content: {application/json: {schema: {type: array, items: {$ref: '#/components/schemas/Pet'}}}}
components:
  schemas:
    Pet: {type: object, properties: {name: {type: string}}}
`;
const broken = spec.replace("schemas/Pet'", "schemas/Pte'");
const guessed = spec.replace("      operationId: listPets\n", "");

/** A schema that only a walk can read to its end, because there may be a reference in it. */
function nested(levels: number): string {
  return `${'{"items":'.repeat(levels)}{"$ref":"x.json"}${"}".repeat(levels)}`;
}

interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Calls the command line in a folder. */
async function gen(folder: string, ...args: string[]): Promise<Outcome> {
  const before = process.cwd();
  const out: string[] = [];
  const err: string[] = [];
  const spies = [
    vi.spyOn(process.stdout, "write").mockImplementation((text) => out.push(String(text)) > 0),
    vi.spyOn(process.stderr, "write").mockImplementation((text) => err.push(String(text)) > 0),
  ];
  process.chdir(folder);
  try {
    const code = await main(args);
    return { code, out: out.join(""), err: err.join("") };
  } finally {
    process.chdir(before);
    for (const spy of spies) spy.mockRestore();
  }
}

beforeEach(() => vi.stubEnv("NO_COLOR", "1"));
afterEach(() => vi.unstubAllEnvs());

describe("gen-client <spec>", () => {
  test("writes an SDK, and says so and how to go on", async () => {
    const folder = folderOf({ "petstore.yaml": spec });
    const { code, out, err } = await gen(folder, "petstore.yaml", "--output", "sdk");
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toMatch(
      /^✔ sdk: 1 operation, 1 model, \d+ files in [\d.]+ s \(\d+ new\)\n(?: {2}Next: npm install @gen-client\/runtime\n)? {2}Use: {2}import \{ PetStore \} from "\.\/sdk\/index\.js";\n$/,
    );
    expect(existsSync(join(folder, "sdk/index.ts"))).toBe(true);
    expect(JSON.parse(readFileSync(join(folder, "sdk/gen-client.lock.json"), "utf8")).files).toContain(
      "index.ts",
    );
  });

  test("writes nothing the second time", async () => {
    const folder = folderOf({ "petstore.yaml": spec });
    await gen(folder, "petstore.yaml");
    expect((await gen(folder, "petstore.yaml")).out).toContain("(nothing changed)");
  });

  test("--check shows what would change as a patch, writes nothing, and fails", async () => {
    const folder = folderOf({ "api.yaml": spec });
    const before = await gen(folder, "api.yaml", "--output", "sdk", "--check");
    expect(before).toMatchObject({ code: 1 });
    expect(before.out).toContain("+export interface Pet {");
    expect(existsSync(join(folder, "sdk"))).toBe(false);

    await gen(folder, "api.yaml", "--output", "sdk");
    const same = await gen(folder, "api.yaml", "--output", "sdk", "--check");
    expect(same).toMatchObject({ code: 0 });
    expect(same.out).toContain("up to date, and compiles");

    const models = join(folder, "sdk/models.ts");
    const edited = readFileSync(models, "utf8").replace("name?", "nom?");
    writeFileSync(models, edited);
    const after = await gen(folder, "api.yaml", "--output", "sdk", "--check");
    expect(after).toMatchObject({ code: 1 });
    expect(after.out).toMatch(/--- sdk\/models\.ts[\s\S]*\n-\s+nom\?[\s\S]*\n\+\s+name\?/);
    expect(readFileSync(models, "utf8")).toBe(edited);
  });

  test("writes the same whether it is checked, cleaned or strict, and from whatever folder", async () => {
    const folder = folderOf({ "petstore.yaml": spec, "sub/x": "" });
    await gen(folder, "petstore.yaml", "--output", "sdk");
    const { out } = await gen(join(folder, "sub"), "../petstore.yaml", "-o", "../sdk", "--clean", "--strict");
    expect(out).toContain("(nothing changed)");
  });

  test("tells what is left over, keeps it known, and removes it with --clean", async () => {
    const folder = folderOf({ "petstore.yaml": spec });
    await gen(folder, "petstore.yaml");
    writeFileSync(join(folder, "petstore.yaml"), spec.replace("tags: [pets]", "tags: [animals]"));
    expect((await gen(folder, "petstore.yaml")).out).toContain("--clean removes them");
    expect((await gen(folder, "petstore.yaml")).out).toContain("--clean removes them");
    expect((await gen(folder, "petstore.yaml", "--clean")).out).toMatch(/\d removed/);
    expect(existsSync(join(folder, "petstore-sdk/operations/pets.ts"))).toBe(false);
    expect(existsSync(join(folder, "petstore-sdk/operations/animals.ts"))).toBe(true);
  });

  test("writes nothing on a dry run", async () => {
    const folder = folderOf({ "petstore.yaml": spec });
    const { code, out } = await gen(folder, "petstore.yaml", "--dry-run");
    expect(code).toBe(0);
    expect(out).toContain("  + index.ts\n");
    expect(existsSync(join(folder, "petstore-sdk"))).toBe(false);
  });

  test("reads standard input", async () => {
    const folder = folderOf();
    vi.spyOn(process, "stdin", "get").mockReturnValue(Readable.from([spec]) as typeof process.stdin);
    onTestFinished(() => void vi.restoreAllMocks());
    expect((await gen(folder, "-")).out).toContain("✔ api-sdk");
  });

  test("does not touch a folder of somebody else", async () => {
    const folder = folderOf({ "petstore.yaml": spec, "src/index.ts": "export {};\n" });
    const { code, err } = await gen(folder, "petstore.yaml", "--output", "src");
    expect(code).toBe(1);
    expect(err).toContain("output-not-ours");
    expect(existsSync(join(folder, "src/models.ts"))).toBe(false);
  });

  test("applies overlays", async () => {
    const overlay =
      "overlay: 1.0.0\ninfo: {title: x, version: '1'}\nactions: [{target: $.info, update: {title: Renamed}}]\n";
    const folder = folderOf({ "petstore.yaml": spec, "overlay.yaml": overlay });
    await gen(folder, "petstore.yaml", "--overlay", "overlay.yaml");
    expect(readFileSync(join(folder, "petstore-sdk/client.ts"), "utf8")).toContain("class Renamed");
  });

  test("shows the place in an overlay that a problem is about", async () => {
    const overlay =
      "overlay: 1.0.0\ninfo: {title: x, version: '1'}\nactions:\n  - target: $.nowhere\n    remove: true\n";
    const folder = folderOf({ "petstore.yaml": spec, "overlay.yaml": overlay });
    const { err } = await gen(folder, "petstore.yaml", "--overlay", "overlay.yaml");
    expect(err).toContain("overlay.yaml:4:5  warning[overlay-no-match]");
    expect(err).toContain("- target: $.nowhere");
  });

  test.each([
    { name: "a missing file", args: ["nope.yaml"], code: "input-unreadable" },
    { name: "a broken YAML", args: ["broken.yaml"], code: "syntax" },
    { name: "a broken JSON", args: ["broken.json"], code: "syntax" },
    { name: "what is not OpenAPI", args: ["package.json"], code: "not-openapi" },
    { name: "a document without an end in sight", args: ["deep.json"], code: "document-too-deep" },
    { name: "a reference to nothing", args: ["dangling.yaml"], code: "ref-not-found" },
    {
      name: "an output that is a file",
      args: ["petstore.yaml", "--output", "package.json"],
      code: "output-unwritable",
    },
    { name: "a warning with --strict", args: ["guessed.yaml", "--strict"], code: "operation-id-missing" },
  ])("$name is one message and exit code 1, with nothing written", async ({ args, code }) => {
    const folder = folderOf({
      "petstore.yaml": spec,
      "broken.yaml": "a: 'x\n",
      "broken.json": '{"a": ',
      "package.json": { name: "x", scripts: {} },
      "deep.json": `{"openapi":"3.1.0","components":{"schemas":{"A":${nested(20_000)}}}}`,
      "dangling.yaml": broken,
      "guessed.yaml": guessed,
    });
    const outcome = await gen(folder, ...args);
    expect(outcome.code).toBe(1);
    expect(outcome.err.match(/error\[[\w-]+\]/g)).toEqual([`error[${code}]`]);
    expect(outcome.err).toContain("Nothing was written.");
    expect(outcome.out).toBe("");
    expect(existsSync(join(folder, "petstore-sdk"))).toBe(false);
  });

  test("a warning alone is no failure", async () => {
    const { code, err } = await gen(folderOf({ "petstore.yaml": guessed }), "petstore.yaml");
    expect(code).toBe(0);
    expect(err).toContain("warning[operation-id-missing]");
  });

  test("problems as JSON go to standard output, alone", async () => {
    const { code, out, err } = await gen(
      folderOf({ "petstore.yaml": broken }),
      "petstore.yaml",
      "--format",
      "json",
    );
    expect({ code, err }).toEqual({ code: 1, err: "" });
    expect(JSON.parse(out)).toMatchObject([{ code: "ref-not-found", file: "petstore.yaml", line: 11 }]);
  });

  test.each([
    { stage: "document", want: { openapi: "3.2.0" } },
    {
      stage: "api",
      want: { info: { title: "Pet Store" }, declarations: { "#/components/schemas/Pet": {} } },
    },
    { stage: "names", want: { client: { className: "PetStore" } } },
  ])("--print $stage shows it and writes nothing", async ({ stage, want }) => {
    const folder = folderOf({ "petstore.yaml": spec });
    const { code, out } = await gen(folder, "petstore.yaml", "--print", stage);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject(want);
    expect(existsSync(join(folder, "petstore-sdk"))).toBe(false);
  });
});

describe("gen-client lint", () => {
  test("shows every problem and writes nothing", async () => {
    const both = guessed.replace("components:", "  /more:\n    get: {responses: {}}\ncomponents:");
    const folder = folderOf({ "petstore.yaml": both });
    const { code, out, err } = await gen(folder, "lint", "petstore.yaml");
    expect(code).toBe(0);
    expect(err.match(/operation-id-missing/g)).toHaveLength(2);
    expect(out).toContain("petstore.yaml: 2 warnings");
    expect(existsSync(join(folder, "petstore-sdk"))).toBe(false);
  });

  test("fails for an error", async () => {
    expect((await gen(folderOf({ "petstore.yaml": broken }), "lint", "petstore.yaml")).code).toBe(1);
  });
});

describe("the configuration file", () => {
  test("init writes one that works", async () => {
    const folder = folderOf({ "openapi.yaml": spec });
    expect(await gen(folder, "init")).toMatchObject({
      code: 0,
      out: "Wrote gen-client.config.ts. Run gen-client without arguments to use it.\n",
    });
    expect(readFileSync(join(folder, "gen-client.config.ts"), "utf8")).toContain('input: "openapi.yaml"');
    const again = await gen(folder, "init");
    expect(again.code).toBe(2);
    expect(again.err).toContain("already");
    const { code, out } = await gen(folder);
    expect(code).toBe(0);
    expect(out).toMatch(/^✔ .+-sdk: 1 operation/);
  });

  test.each([
    { file: "gen-client.config.json", text: '{"input": "a.yaml", "output": "x/a"}' },
    { file: "gen-client.config.mjs", text: 'export default { input: "a.yaml", output: "x/a" };' },
    {
      file: "gen-client.config.ts",
      text: 'const output: string = "x/a";\nexport default { input: "a.yaml", output } satisfies object;',
    },
  ])("$file is read", async ({ file, text }) => {
    const folder = folderOf({ "a.yaml": spec, [file]: text });
    expect((await gen(folder)).out).toContain(`✔ ${join("x", "a")}`);
  });

  test("init says so where it had to guess the document", async () => {
    expect((await gen(folderOf(), "init")).out).toContain('"openapi.yaml", which it names, is not here');
  });

  test("may list several specs, of which one may be chosen; flags win; paths are relative to the file", async () => {
    const config = [
      { input: "a.yaml", output: "a", clientName: "FromFile" },
      { input: "b.yaml", output: "b" },
    ];
    const folder = folderOf({ "api/a.yaml": spec, "api/b.yaml": spec, "api/c.json": config });
    const all = await gen(folder, "--config", "api/c.json", "--client-name", "FromFlag");
    expect(all.out.match(/^✔ .*/gm)).toHaveLength(2);
    expect(readFileSync(join(folder, "api/a/client.ts"), "utf8")).toContain("class FromFlag");
    for (const spelled of ["api/b.yaml", "./api/../api/b.yaml", join(folder, "api/b.yaml")]) {
      const one = await gen(folder, "--config", "api/c.json", spelled);
      expect(one.out.match(/^✔ .*/gm), spelled).toHaveLength(1);
    }
  });

  test.each([
    { name: "an unknown option", config: { input: "a.yaml", ouput: "x" }, want: 'Did you mean "output"?' },
    {
      name: "a wrong type",
      config: { input: "a.yaml", include: "pets" },
      want: '"include" must be a list of strings.',
    },
    {
      name: "what is no choice",
      config: { input: "a.yaml", int64: "long" },
      want: '"int64" cannot be "long". Use "number", "bigint", "string".',
    },
    { name: "no input", config: { output: "x" }, want: '"input" is missing' },
    {
      name: "one folder for two",
      config: [
        { input: "a.yaml", output: "x" },
        { input: "b.yaml", output: "x" },
      ],
      want: "one folder",
    },
    { name: "nothing", config: [], want: "lists no spec" },
  ])("$name is a usage error", async ({ config, want }) => {
    const { code, err } = await gen(folderOf({ "gen-client.config.json": config }));
    expect(code).toBe(2);
    expect(err).toContain(want);
  });

  test("a mistake of syntax is one of usage, with its line", async () => {
    const { code, err } = await gen(folderOf({ "gen-client.config.ts": "\nexport default {" }));
    expect(code).toBe(2);
    expect(err).toMatch(/"gen-client.config.ts" cannot be read: .+/);
    expect(err).not.toContain("input");
  });

  test("says what to install if it imports something that is not there", async () => {
    const folder = folderOf({
      "gen-client.config.mjs": 'import { x } from "some-presets"; export default x;',
    });
    const { code, err } = await gen(folder);
    expect(code).toBe(2);
    expect(err).toContain('"some-presets" is not installed here. Run npm install --save-dev some-presets.');
  });
});

describe("arguments", () => {
  test("flags are read in all their spellings", () => {
    const { positionals, switches, values } = parseArguments([
      "a.yaml",
      "-o",
      "x",
      "--include=tag:a",
      "--include",
      "tag:b",
      "-wH",
      "A: b",
      "--",
      "-b.yaml",
    ]);
    expect(positionals).toEqual(["a.yaml", "-b.yaml"]);
    expect([...switches]).toEqual(["watch"]);
    expect(Object.fromEntries(values)).toEqual({
      output: ["x"],
      include: ["tag:a", "tag:b"],
      header: ["A: b"],
    });
  });

  test.each([
    { given: ["a", "--package", "x"], positionals: ["a"], value: "x" },
    { given: ["--package", "a.yaml"], positionals: ["a.yaml"], value: undefined },
    { given: ["a", "--package", "--", "b"], positionals: ["a", "b"], value: undefined },
    { given: ["a", "--package=x"], positionals: ["a"], value: "x" },
  ])("$given has $value for the name of the package", ({ given, positionals, value }) => {
    const read = parseArguments(given);
    expect(read.positionals).toEqual(positionals);
    expect(read.values.get("package")?.[0]).toBe(value);
    expect(read.switches.has("package")).toBe(value === undefined);
  });

  test.each([["-o=x"], ["-ox"], ["-o", "x"], ["--output=x"]])("%s names the folder x", (...given) => {
    expect(parseArguments(["a", ...given]).values.get("output")).toEqual(["x"]);
  });

  test("- is a spec", () => {
    expect(parseArguments(["-"]).positionals).toEqual(["-"]);
  });

  test.each([
    { given: ["a", "--ouptut", "x"], want: "Did you mean --output?" },
    { given: ["a", "--nonsense"], want: "See gen-client --help." },
    { given: ["a", "-x"], want: 'no flag "-x"' },
    { given: ["a", "--out", "x"], want: "Did you mean --output?" },
    { given: ["a", "--name", "x"], want: "Did you mean --client-name?" },
    { given: ["--input", "a"], want: "The spec needs none: gen-client <spec>." },
    { given: ["-i", "a"], want: "The spec needs none: gen-client <spec>." },
    { given: ["a", "--output"], want: "needs a value" },
    { given: ["a", "--output", "--watch"], want: "needs a value" },
    { given: ["a", "--watch=1"], want: "takes no value" },
    { given: ["a", "--output", "x", "--output", "y"], want: "given twice" },
    { given: ["a", "--package", "x", "--package", "y"], want: "given twice" },
    { given: ["a", "--format", "jsn"], want: 'Did you mean "json"?' },
    { given: ["a", "--print", "everything"], want: "Use document, api, names." },
  ])("$given is a usage error", ({ given, want }) => {
    expect(() => parseArguments(given)).toThrow(UsageError);
    expect(() => parseArguments(given)).toThrow(want);
  });

  test.each([
    { name: "nothing", args: [], want: "gen-client init" },
    { name: "a watch of what comes once", args: ["-", "--watch"], want: "standard input" },
    { name: "a check that would never end", args: ["a.yaml", "--check", "--watch"], want: "leave out one" },
    {
      name: "another generator's command",
      args: ["generate", "a.yaml"],
      want: 'no command "generate". To generate, call gen-client a.yaml.',
    },
    { name: "another linter's command", args: ["validate", "a.yaml"], want: 'Did you mean "lint"?' },
    {
      name: "a word that is nothing",
      args: ["serve", "a.yaml"],
      want: 'neither a command nor a file "serve"',
    },
    {
      name: "a folder behind the spec",
      args: ["a.yaml", "src/api"],
      want: "call gen-client a.yaml --output src/api.",
    },
    { name: "a command with a typing error", args: ["lnit", "a.yaml"], want: 'Did you mean "lint"?' },
    { name: "a header without a value", args: ["a.yaml", "--header", "Secret"], want: "Name: value" },
    { name: "two specs for one folder", args: ["a.yaml", "b.yaml", "-o", "x"], want: "one folder" },
    { name: "a configuration that is not there", args: ["--config", "x.json"], want: "does not exist" },
  ])("$name is exit code 2", async ({ args, want }) => {
    const { code, err } = await gen(folderOf(), ...args);
    expect(code).toBe(2);
    expect(err).toContain(want);
  });
});

describe("help", () => {
  const help = helpText("1.0.0", plain).split("\n");
  test("fits a screen", () => {
    expect(help.length).toBeLessThanOrEqual(44);
    expect(Math.max(...help.map((line) => line.length))).toBeLessThanOrEqual(112);
  });

  test("lists every flag", () => {
    for (const { name } of flags) expect(help.some((line) => line.includes(`--${name}`))).toBe(true);
  });

  test("comes with --help and the version with --version", async () => {
    expect(await gen(folderOf(), "--help")).toMatchObject({ code: 0, err: "" });
    expect((await gen(folderOf(), "-v")).out).toMatch(/^\d+\.\d+\.\d+/);
    expect((await gen(folderOf(), "help")).out).toContain("gen-client lint <spec>");
    expect((await gen(folderOf(), "version")).out).toMatch(/^\d+\.\d+\.\d+/);
  });
});

describe("the default output", () => {
  test.each([
    { given: "petstore.yaml", want: "petstore-sdk" },
    { given: "../x/Pet_Store.v2.json", want: "pet-store-v2-sdk" },
    { given: "specs/api.github.com.json", want: "api-github-com-sdk" },
    { given: "petstore/openapi.yaml", want: "petstore-sdk" },
    { given: "petstore/v3.yaml", want: "petstore-sdk" },
    { given: "acme/api/openapi.json", want: "acme-sdk" },
    { given: "https://petstore3.swagger.io/api/v3/openapi.json", want: "petstore3-swagger-io-sdk" },
    { given: "-", want: "api-sdk" },
  ])("of $given is $want", ({ given, want }) => {
    expect(defaultOutput(given)).toBe(want);
  });
});
