// The forms that the same SDK comes in: extensions of imports, a runtime of its own, a package.

import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parseArguments } from "../../../generator/cli/arguments.js";
import { entryOf, moduleNote, nextStep } from "../../../generator/cli/next-step.js";
import { type GenerateOptions, generate } from "../../../generator/index.js";
import { folderOf } from "../../support/folder.js";
import { root } from "../../support/tarballs.js";

const input = join(root, "fixtures/specs/petstore.yaml");

async function sdkOf(options: Partial<GenerateOptions>, folder = folderOf()): Promise<Map<string, string>> {
  const { diagnostics } = await generate({ input, output: folder, ...options });
  expect(diagnostics).toEqual([]);
  return new Map(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
      .map((path) => [path, readFileSync(join(folder, path), "utf8")]),
  );
}

/** What the files import or export from, but for node: modules. */
function specifiers(files: ReadonlyMap<string, string>): string[] {
  const found = [...files].flatMap(([path, text]) =>
    path.endsWith(".ts")
      ? [...text.matchAll(/^(?:(?:import|export|\}).* from|import) "([^"]+)";$|\bimport\("([^"]+)"\)/gm)].map(
          ([, from, dynamic]) => from ?? dynamic ?? "",
        )
      : [],
  );
  return [...new Set(found)].filter((from) => !from.startsWith("node:"));
}

describe("imports between files", () => {
  test.each<{ name: string; importExtension: NonNullable<GenerateOptions["importExtension"]>; want: RegExp }>(
    [
      { name: "end with .js by default", importExtension: ".js", want: /\.js$/ },
      { name: "end with .ts on request", importExtension: ".ts", want: /\.ts$/ },
      { name: "end with nothing for bundlers", importExtension: "none", want: /\/[\w-]+$/ },
    ],
  )("$name, in a copy of the runtime too", async ({ importExtension, want }) => {
    const relative = specifiers(await sdkOf({ importExtension, runtime: "inline" })).filter((from) =>
      from.startsWith("."),
    );
    expect(relative.length).toBeGreaterThan(50);
    expect(relative.filter((from) => !want.test(from))).toEqual([]);
  });
});

describe("--runtime inline", () => {
  test("imports nothing but what package.json names", async () => {
    const files = await sdkOf({ runtime: "inline", package: true });
    const packages = specifiers(files).filter((from) => !from.startsWith("."));
    const { dependencies } = JSON.parse(files.get("package.json") ?? "") as { dependencies: object };
    const names = packages.map((from) => /^(?:@[^/]+\/)?[^/]+/.exec(from)?.[0] ?? "");
    expect([...new Set(names)].sort()).toEqual(Object.keys(dependencies).sort());
  });

  test("brings the licence of what it copies", async () => {
    expect((await sdkOf({ runtime: "inline" })).get("runtime/LICENSE")).toBe(
      readFileSync(join(root, "runtime/LICENSE"), "utf8"),
    );
  });

  test("is undone by the next run without it", async () => {
    const folder = folderOf();
    await sdkOf({ runtime: "inline", package: true }, folder);
    const files = await sdkOf({ package: true, clean: true }, folder);
    expect([...files.keys()].filter((path) => path.startsWith("runtime/"))).toEqual([]);
    const { dependencies } = JSON.parse(files.get("package.json") ?? "") as { dependencies: object };
    expect(Object.keys(dependencies)).toEqual(["@gen-client/runtime"]);
  });

  test.runIf("typescript" in process.features && process.features.typescript !== false)(
    "with .ts runs as it is, where Node strips types (22.18 and newer; older ones cannot)",
    async () => {
      // Inside the checkout, where the copy finds what it depends on.
      const folder = join(root, ".integration/stripped");
      await sdkOf({ runtime: "inline", importExtension: ".ts", clean: true }, folder);
      const code = 'import { PetStore } from "./index.ts"; console.log(typeof new PetStore().pets.getPet);';
      writeFileSync(join(folder, "run.mjs"), code);
      expect(execFileSync(process.execPath, ["run.mjs"], { cwd: folder, encoding: "utf8" })).toBe(
        "function\n",
      );
    },
  );

  test("has no syntax that the oldest supported Node lacks", async () => {
    const files = await sdkOf({ runtime: "inline" });
    const users = [...files]
      .filter(([, text]) => /^\s*(?:await )?using \w+ =/m.test(text))
      .map(([path]) => path);
    expect(users).toEqual([]);
  });
});

describe("--package on the command line", () => {
  test.each<{ name: string; given: string; spec: string[]; want: string | boolean }>([
    { name: "may come without a name", given: "pets.yaml --package", spec: ["pets.yaml"], want: true },
    { name: "takes the word after it", given: "pets.yaml --package pets", spec: ["pets.yaml"], want: "pets" },
    { name: "takes a scope", given: "pets.yaml --package @a/pets -w", spec: ["pets.yaml"], want: "@a/pets" },
    { name: "takes what follows the sign", given: "--package=pets p.json", spec: ["p.json"], want: "pets" },
    { name: "leaves a spec alone", given: "--package pets.yaml", spec: ["pets.yaml"], want: true },
    { name: "leaves a path alone", given: "--package ./pets", spec: ["./pets"], want: true },
    {
      name: "leaves a URL alone",
      given: "--package https://a.example/x",
      spec: ["https://a.example/x"],
      want: true,
    },
  ])("$name: $given", ({ given, spec, want }) => {
    const { positionals, values, switches } = parseArguments(given.split(" "));
    expect(positionals).toEqual(spec);
    expect(values.get("package")?.[0] ?? switches.has("package")).toBe(want);
  });
});

describe("the next step after a first run", () => {
  test.each<{ name: string; folder: string; options: Partial<GenerateOptions>; want: string | undefined }>([
    {
      name: "is to install the runtime",
      folder: "/nowhere/sdk",
      options: {},
      want: "npm install @gen-client/runtime",
    },
    {
      name: "is to install what a copy of the runtime needs",
      folder: "/nowhere/sdk",
      options: { runtime: "inline" },
      want: "npm install @noble/hashes mime tough-cookie undici",
    },
    {
      name: "is to build a package",
      folder: "sdk",
      options: { package: true },
      want: "cd sdk && npm install && npm run build",
    },
    { name: "is none where all is there", folder: join(root, "sdk"), options: {}, want: undefined },
    {
      name: "is none where all that a copy needs is there",
      folder: join(root, "sdk"),
      options: { runtime: "inline" },
      want: undefined,
    },
  ])("$name", ({ folder, options, want }) => {
    expect(nextStep(folder, { input, ...options })).toBe(want);
  });
});

describe("what a program imports", () => {
  test.each<{ folder: string; options: Partial<GenerateOptions>; want: string | undefined }>([
    { folder: "sdk", options: {}, want: "./sdk/index.js" },
    { folder: "src/sdk/", options: { importExtension: ".ts" }, want: "./src/sdk/index.ts" },
    { folder: "../sdk", options: { importExtension: "none" }, want: "../sdk/index" },
    { folder: ".", options: {}, want: "./index.js" },
    { folder: "/srv/sdk", options: {}, want: "/srv/sdk/index.js" },
    { folder: "sdk", options: { package: "@acme/pets" }, want: "@acme/pets" },
    { folder: "sdk", options: { package: true }, want: undefined },
  ])("from $folder with $options is $want", ({ folder, options, want }) => {
    expect(entryOf(folder, { input, ...options })).toBe(want);
  });
});

describe("a project of CommonJS is told of, once it says that it is one", () => {
  const note = expect.stringContaining("npm pkg set type=module");
  test.each<{
    name: string;
    files: Record<string, object>;
    options?: Partial<GenerateOptions>;
    want: unknown;
  }>([
    { name: "as npm makes it", files: { "package.json": { type: "commonjs" } }, want: note },
    { name: "not of ES modules", files: { "package.json": { type: "module" } }, want: undefined },
    { name: "not without a word", files: { "package.json": {} }, want: undefined },
    {
      name: "not for a package of its own",
      files: { "package.json": { type: "commonjs" } },
      options: { package: true },
      want: undefined,
    },
    {
      name: "by the nearest manifest",
      files: { "package.json": { type: "commonjs" }, "src/package.json": { type: "module" } },
      want: undefined,
    },
  ])("$name", ({ files, options, want }) => {
    const folder = join(folderOf(files), "src/sdk");
    expect(moduleNote(folder, { input, ...options })).toEqual(want);
  });
});

describe("package.json", () => {
  test("is named after the API, or as asked", async () => {
    const nameOf = async (options: Partial<GenerateOptions>): Promise<unknown> =>
      JSON.parse((await sdkOf(options)).get("package.json") ?? "").name;
    expect(await nameOf({ package: true })).toBe("pet-store");
    expect(await nameOf({ package: "@acme/pets" })).toBe("@acme/pets");
  });

  test("keeps what its owner wrote, and what makes the SDK work", async () => {
    const folder = folderOf();
    const manifest = JSON.parse((await sdkOf({ package: true }, folder)).get("package.json") ?? "");
    const edited = {
      ...manifest,
      name: "mine",
      version: "3.1.4",
      author: "me",
      sideEffects: true,
      scripts: { ...manifest.scripts, test: "vitest" },
      dependencies: { ...manifest.dependencies, zod: "^4.0.0" },
      exports: { ".": "./wrong.js", "./more": "./dist/more.js" },
    };
    writeFileSync(join(folder, "package.json"), JSON.stringify(edited));
    const after = JSON.parse((await sdkOf({ package: true }, folder)).get("package.json") ?? "");
    expect(after).toEqual({
      ...edited,
      sideEffects: false,
      exports: { ...manifest.exports, "./more": "./dist/more.js" },
    });
  });

  test("of somebody else is not touched", async () => {
    const folder = folderOf({ "package.json": { name: "theirs" } });
    const { diagnostics } = await generate({ input, output: folder, package: true });
    expect(diagnostics.map(({ code }) => code)).toEqual(["output-not-ours"]);
  });

  test("is the same after a second run, byte for byte", async () => {
    const folder = folderOf();
    const first = await sdkOf({ package: true, runtime: "inline" }, folder);
    expect(await sdkOf({ package: true, runtime: "inline" }, folder)).toEqual(first);
  });
});

describe("the first line of a README", () => {
  test.each([
    { name: "no more where all is known", url: "https://a.example", want: "new Shop()" },
    { name: "no more for a host alone", url: "//a.example/v1", want: "new Shop()" },
    {
      name: "where a relative server is",
      url: "/v1",
      want: 'new Shop({ baseUrl: "https://api.example.com/v1" })',
    },
    {
      name: "the variables without a default",
      url: "https://{tenant}.example",
      want: 'new Shop({ server: { url: "https://{tenant}.example", variables: { tenant: "tenant" } } })',
    },
  ])("says $name", async ({ url, want }) => {
    const paths = { "/a": { get: { operationId: "a", responses: { 200: { description: "" } } } } };
    const document = { openapi: "3.1.0", info: { title: "Shop", version: "1" }, servers: [{ url }], paths };
    const folder = folderOf({ "shop.json": document });
    const files = await sdkOf({ input: join(folder, "shop.json"), package: true }, join(folder, "sdk"));
    expect(files.get("README.md")).toContain(`const api = ${want};`);
  });
});

describe("the list of operations says what awaiting a call gives", () => {
  const pet = { schema: { $ref: "#/components/schemas/Pet" } };
  const rows: readonly { name: string; content: object; want: string }[] = [
    { name: "JSON", content: { "application/json": pet }, want: "Pet" },
    {
      name: "JSON, though it is not the first",
      content: { "text/plain": pet, "application/json": pet },
      want: "Pet",
    },
    { name: "text, whatever its schema", content: { "application/xml": pet }, want: "string" },
    { name: "bytes", content: { "image/png": {} }, want: "Uint8Array" },
    {
      name: "items, by their name",
      content: { "application/jsonl": { itemSchema: pet.schema } },
      want: "StreamCall of Pet",
    },
    { name: "nothing", content: {}, want: "undefined" },
  ];
  test.each(rows)("$name", async ({ content, want }) => {
    const get = { operationId: "find", responses: { 200: { description: "", content } } };
    const schemas = { Pet: { type: "object", properties: { id: { type: "string" } } } };
    const document = {
      openapi: "3.2.0",
      info: { title: "Pets", version: "1" },
      paths: { "/": { get } },
      components: { schemas },
    };
    const folder = folderOf({ "openapi.json": JSON.stringify(document) });
    const files = await sdkOf({ input: join(folder, "openapi.json"), package: true }, join(folder, "sdk"));
    expect(files.get("api.md")).toContain(`* \`api.find()\` → \`${want}\`\n`);
  });
});
