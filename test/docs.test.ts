// The documentation is run: each `ts` snippet of the READMEs and of `docs/` is compiled under the strict flags and
// executed against live servers, and what it prints is what its `// →` comments say.

import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { format } from "node:util";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { strictConfig } from "../bench/corpus/measure.mjs";
import { startEchoServer } from "../examples/echo/server.mjs";
import { startPetStoreServer } from "../examples/pet-store/server.mjs";
import { flags } from "../generator/cli/flags.js";
import { snippetsOf } from "./support/snippets.js";

const root = fileURLToPath(new URL("..", import.meta.url));
const folder = join(root, ".readme"); // inside the checkout, so that the snippets find the runtime
const readme = readFileSync(join(root, "README.md"), "utf8");
const pages = [
  "README.md",
  "runtime/README.md",
  ...readdirSync(join(root, "docs"), { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".md"))
    .map((path) => `docs/${path.replaceAll("\\", "/")}`)
    .sort(),
];
const texts = new Map(pages.map((page) => [page, readFileSync(join(root, page), "utf8")]));
const snippets = [...texts].flatMap(([page, text]) =>
  snippetsOf(text).map((snippet, index) => ({
    ...snippet,
    name: `${page} › ${snippet.name}`,
    file: snippet.path ?? `${page.replace(/\W+/g, "-")}-${index}.ts`,
  })),
);

let petStore: Awaited<ReturnType<typeof startPetStoreServer>>;
let echo: Awaited<ReturnType<typeof startEchoServer>>;

beforeAll(async () => {
  petStore = await startPetStoreServer();
  echo = await startEchoServer();
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  const [command = ""] = /(?<=&& )npx gen-client .*$/m.exec(readme) ?? [];
  const [, , spec = "", , output = ""] = command.split(" ");
  generateSdk(spec, output);
  generateSdk("fixtures/specs/notes.yaml", "notes-sdk");
  for (const { file, code, runs } of snippets) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), code);
    if (runs) writeFileSync(join(folder, `run-${file}`), onFreePorts(code));
  }
}, 60_000);

afterAll(async () => {
  await Promise.all([petStore.close(), echo.close()]);
  rmSync(folder, { recursive: true, force: true });
});

function generateSdk(spec: string, output: string): void {
  const command = join(root, "bin/gen-client.js");
  execFileSync(process.execPath, [command, join(root, spec), "--output", join(folder, output)]);
}

function onFreePorts(code: string): string {
  return code
    .replaceAll("http://localhost:8080/v1", petStore.url)
    .replaceAll("http://localhost:8000", echo.url);
}

it("the test command of the README is what CI runs", () => {
  const ci = readFileSync(join(root, ".ci/run"), "utf8");
  expect(ci.trim().split("\n").at(-1)).toBe("npm ci && npm test");
  expect(readme).toContain("\nnpm ci && npm test\n");
});

describe("every snippet", () => {
  it("compiles under the strict flags", () => {
    const compilerOptions = {
      ...strictConfig.compilerOptions,
      types: ["node"],
      noUnusedLocals: false,
      noPropertyAccessFromIndexSignature: false, // nobody writes prose in brackets
      isolatedDeclarations: false,
      declaration: false,
    };
    writeFileSync(
      join(folder, "tsconfig.json"),
      JSON.stringify({ compilerOptions, include: ["*.ts", "petstore-sdk"], exclude: ["run-*.ts"] }),
    );
    const tsc = join(root, "node_modules/typescript/bin/tsc");
    expect(spawnSync(process.execPath, [tsc, "-p", folder], { encoding: "utf8" }).stdout).toBe("");
  }, 120_000);

  it.each(snippets.filter(({ runs }) => runs))("prints what it says: $name", async ({ file, prints }) => {
    const printed = vi.spyOn(console, "log").mockImplementation(() => undefined);
    try {
      await import(join(folder, `run-${file}`));
      expect(printed.mock.calls.map((values) => format(...values)).join(" ")).toBe(prints);
    } finally {
      printed.mockRestore();
    }
  });
});

describe("every page", () => {
  it.each(pages)("%s links to what exists", (page) => {
    const targets = [...(texts.get(page) ?? "").matchAll(/\]\((?!https?:|#)([^)#\s]+)(?:#[^)]*)?\)/g)].map(
      ([, target = ""]) => target,
    );
    expect(targets.filter((target) => !existsSync(join(root, dirname(page), target)))).toEqual([]);
  });

  it("is reached from the index", () => {
    const index = texts.get("docs/README.md") ?? "";
    const unreached = pages
      .filter((page) => page.startsWith("docs/") && page !== "docs/README.md")
      .filter((page) => !index.includes(`](${page.slice("docs/".length)})`));
    expect(unreached).toEqual([]);
  });

  it("the command line's shows every flag", () => {
    const page = texts.get("docs/cli.md") ?? "";
    expect(flags.map(({ name }) => `--${name}`).filter((flag) => !page.includes(`\`${flag}`))).toEqual([]);
  });
});
