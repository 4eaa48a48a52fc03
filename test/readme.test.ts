// The README is run: its snippets are compiled under the strict flags and executed against the live pet store,
// and what they print is what their `// →` comments say. Its two commands are what `.ci/run` and a test call.

import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { strictConfig } from "../bench/corpus/measure.mjs";
import { startPetStoreServer } from "../examples/pet-store/server.mjs";
import { snippetsOf } from "./support/snippets.js";

const root = fileURLToPath(new URL("..", import.meta.url));
const folder = join(root, ".readme"); // inside the checkout, so that the snippets find the runtime
const readme = readFileSync(join(root, "README.md"), "utf8");
const runtimeReadme = readFileSync(join(root, "runtime/README.md"), "utf8");
const snippets = [...snippetsOf(readme), ...snippetsOf(runtimeReadme)].map((snippet, index) => ({
  ...snippet,
  file: `snippet-${index}.ts`,
}));

let server: Awaited<ReturnType<typeof startPetStoreServer>>;

beforeAll(async () => {
  server = await startPetStoreServer();
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  const [command = ""] = /(?<=&& )npx gen-client .*$/m.exec(readme) ?? [];
  const [, , spec = "", , output = ""] = command.split(" ");
  execFileSync(process.execPath, [
    join(root, "bin/gen-client.js"),
    join(root, spec),
    "--output",
    join(folder, output),
  ]);
  for (const { file, code } of snippets) {
    writeFileSync(join(folder, file), code);
    writeFileSync(join(folder, `run-${file}`), code.replaceAll("http://localhost:8080/v1", server.url));
  }
});

afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

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
      isolatedDeclarations: false,
      declaration: false,
    };
    writeFileSync(
      join(folder, "tsconfig.json"),
      JSON.stringify({ compilerOptions, include: ["snippet-*.ts", "petstore-sdk"] }),
    );
    const tsc = join(root, "node_modules/typescript/bin/tsc");
    expect(spawnSync(process.execPath, [tsc, "-p", folder], { encoding: "utf8" }).stdout).toBe("");
  });

  it.each(snippets)("prints what it says: $name", async ({ file, prints }) => {
    const printed = vi.spyOn(console, "log").mockImplementation(() => undefined);
    try {
      await import(join(folder, `run-${file}`));
      const { format } = await import("node:util");
      expect(printed.mock.calls.map((values) => format(...values)).join(" ")).toBe(prints);
    } finally {
      printed.mockRestore();
    }
  });
});
