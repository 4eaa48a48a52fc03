// `--package`, as its owner and its users have it: built with tsc, linted as a package, packed, installed from the
// tarball into an empty project, and called against the pet store.

import { execFile, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { checkPackage, createPackageFromTarballData } from "@arethetypeswrong/core";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startPetStoreServer } from "../../examples/pet-store/server.mjs";
import { type GenerateOptions, generate } from "../../generator/index.js";
import { snippetsOf } from "../support/snippets.js";
import { dependencyFolders, installInto, packInto, root } from "../support/tarballs.js";

const work = realpathSync(mkdtempSync(join(tmpdir(), "gen-client-packages-")));
/** Not synchronously: this process serves the pet store. */
const run = promisify(execFile);
const tsc = join(root, "node_modules/typescript/bin/tsc");
let runtimeTarball = "";
let dependencyTarballs: readonly string[] = [];
let server: Awaited<ReturnType<typeof startPetStoreServer>>;

beforeAll(async () => {
  server = await startPetStoreServer();
  // Where the owner has installed the development dependencies, and the runtime.
  symlinkSync(join(root, "node_modules"), join(work, "node_modules"));
  const runtime = join(root, "runtime");
  [runtimeTarball = "", ...dependencyTarballs] = packInto(join(work, "tarballs"), [
    runtime,
    ...dependencyFolders(runtime),
  ]);
}, 120_000);

afterAll(async () => {
  await server.close();
  rmSync(work, { recursive: true, force: true });
}, 60_000);

/** The map `browser` is how a copied runtime stays runnable from its sources, by whatever compiles them. */
async function lintMessages(folder: string): Promise<unknown[]> {
  const { messages, pkg } = await publint({ pkgDir: folder, strict: true });
  return messages
    .filter(({ code }) => code !== "USE_EXPORTS_OR_IMPORTS_BROWSER")
    .map((message) => formatMessage(message, pkg));
}

/** What arethetypeswrong finds, but for what an ES module, and perhaps one with subpaths, is meant to be. */
async function typeProblems(path: string, hasOldSubpaths: boolean): Promise<unknown[]> {
  const checked = await checkPackage(createPackageFromTarballData(readFileSync(path)));
  if (!("problems" in checked)) return ["no types"];
  return checked.problems.filter((problem) => {
    // `require` of an ES module is Node's business, and the oldest resolution does not read `exports`.
    const isOld = problem.kind === "NoResolution" && problem.resolutionKind === "node10";
    const isAllowed = isOld && !hasOldSubpaths && problem.entrypoint !== ".";
    return problem.kind !== "CJSResolvesToESM" && !isAllowed;
  });
}

describe("the runtime's package", () => {
  it("is in order for publint", async () => {
    expect(await lintMessages(join(root, "runtime"))).toEqual([]);
  });

  it("has types that are right for every way to import an ES module", async () => {
    expect(await typeProblems(runtimeTarball, true)).toEqual([]);
  });
});

interface Case {
  readonly name: string;
  readonly options: Omit<GenerateOptions, "input" | "output">;
  readonly bringsRuntime: boolean;
}

const cases: readonly Case[] = [
  { name: "@acme/pet-store", options: {}, bringsRuntime: true },
  { name: "pet-store-inline", options: { runtime: "inline" }, bringsRuntime: false },
  { name: "pet-store-ts", options: { importExtension: ".ts" }, bringsRuntime: true },
];

describe.each(cases)("a package: $name $options", ({ name, options, bringsRuntime }) => {
  const id = name.replace(/\W+/g, "-");
  const sdk = join(work, id);
  const app = join(work, `${id}-app`);
  let tarball = "";

  beforeAll(async () => {
    const input = join(root, "fixtures/specs/petstore.yaml");
    const { diagnostics } = await generate({ input, output: sdk, package: name, ...options });
    expect(diagnostics).toEqual([]);
    expect(spawnSync(process.execPath, [tsc, "-p", sdk], { encoding: "utf8" }).stdout).toBe("");
    [tarball = ""] = packInto(join(work, "tarballs"), [sdk]);
    installInto(app, [tarball, ...(bringsRuntime ? [runtimeTarball] : []), ...dependencyTarballs]);
  }, 180_000);

  it("is in order for publint", async () => {
    expect(await lintMessages(sdk)).toEqual([]);
  });

  it("has types that are right for every way to import an ES module", async () => {
    expect(await typeProblems(tarball, false)).toEqual([]);
  });

  it("installs without the runtime exactly when it brings its own", () => {
    const installed = readFileSync(join(app, "node_modules", name, "package.json"), "utf8");
    expect(installed.includes('"@gen-client/runtime"')).toBe(bringsRuntime);
  });

  it("runs on this Node", async () => {
    writeFileSync(
      join(app, "run.js"),
      `import { getPet, isErrorOf, PetStore } from "${name}";
      import { getPetOperation } from "${name}/operations/pets";
      const api = new PetStore({ baseUrl: process.argv[2], auth: { bearer: "open-sesame" } });
      const seen = [(await api.pets.getPet({ petId: "p1" })).name, getPetOperation.id];
      for await (const { id } of api.pets.listPets({ limit: 2 })) seen.push(id);
      await api.pets.getPet({ petId: "nobody" }).catch((error) => seen.push(isErrorOf(error, getPet), error.status));
      await api.close();
      console.log(JSON.stringify(seen));`,
    );
    const { stdout, stderr } = await run(process.execPath, ["run.js", server.url], { cwd: app });
    expect({ stdout, stderr }).toEqual({
      stdout: '["Pet 1","getPet","p1","p2","p3","p4","p5",true,404]\n',
      stderr: "",
    });
  });

  it("has a README whose snippets compile and run, each after the first", async () => {
    const [first, ...others] = snippetsOf(readFileSync(join(sdk, "README.md"), "utf8"));
    expect(others.length).toBeGreaterThan(6);
    const compilerOptions = {
      strict: true,
      target: "es2022",
      module: "nodenext",
      skipLibCheck: true,
      types: ["node"],
    };
    const config = { compilerOptions, include: ["readme-*.ts"] };
    writeFileSync(join(app, "tsconfig.json"), JSON.stringify(config));
    const opened = first!.code.replace("new PetStore({", `new PetStore({ baseUrl: "${server.url}",`);
    for (const [index, { code }] of others.entries()) {
      const closed = `${opened.replaceAll(/answer|item/g, "$&0")}\n{\n${hoisted(code)}\n}\nawait api.close();\nexport {};\n`;
      writeFileSync(join(app, `readme-${index}.ts`), `${importsOf(code)}\n${closed}`);
    }
    symlinkSync(join(root, "node_modules/@types"), join(app, "node_modules/@types"));
    expect(spawnSync(process.execPath, [tsc, "-p", app], { encoding: "utf8" }).stdout).toBe("");
    const env = { ...process.env, PET_STORE_BEARER: "open-sesame" };
    const names = [...others.keys()].map((index) => `./readme-${index}.js`);
    writeFileSync(
      join(app, "readme.js"),
      names
        .map(
          (path) => `await import("${path}");
`,
        )
        .join(""),
    );
    expect((await run(process.execPath, ["readme.js"], { cwd: app, env })).stderr).toBe("");
  }, 120_000);
});

/** A snippet's imports, without what the first snippet has imported already. */
function importsOf(code: string): string {
  return code.match(/^import .*$/gm)?.join("\n") ?? "";
}

function hoisted(code: string): string {
  return code.replace(/^import .*$/gm, "");
}
