// What npm would publish: everything that is needed, nothing else, and both packages in step.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { packedContents, root } from "../support/tarballs.js";

const generator = packedContents(root);
const runtime = packedContents(join(root, "runtime"));
const text = (path: string): string => readFileSync(join(root, path), "utf8");
const manifest = (path: string): Record<string, unknown> => JSON.parse(text(path));

describe("gen-client", () => {
  const paths = generator.files.map(({ path }) => path);

  it("holds the program, the runtime's sources to copy, and what npm shows", () => {
    const known =
      /^(?:LICENSE|README\.md|CHANGELOG\.md|package\.json|bin\/gen-client\.js|dist\/[\w./-]+\.(?:js|d\.ts)|runtime\/(?!dist\/|node_modules\/)[\w./-]+\.ts|runtime\/(?:LICENSE|package\.json))$/;
    expect(paths.filter((path) => !known.test(path))).toEqual([]);
    expect(paths).toEqual(
      expect.arrayContaining([
        "LICENSE",
        "README.md",
        "bin/gen-client.js",
        "dist/cli.js",
        "dist/index.d.ts",
        "runtime/codegen/index.ts",
        "runtime/package.json",
      ]),
    );
  });

  it("stays below half a megabyte", () => {
    expect(generator.size).toBeLessThan(500_000);
  });
});

describe("@gen-client/runtime", () => {
  const paths = runtime.files.map(({ path }) => path);

  it("holds what was compiled, and what npm shows", () => {
    const known = /^(?:LICENSE|README\.md|package\.json|dist\/[\w./-]+\.(?:js|d\.ts))$/;
    expect(paths.filter((path) => !known.test(path))).toEqual([]);
    expect(paths).toEqual(
      expect.arrayContaining([
        "LICENSE",
        "README.md",
        "dist/index.js",
        "dist/browser.js",
        "dist/codegen/index.d.ts",
      ]),
    );
  });

  it("stays below a quarter of a megabyte", () => {
    expect(runtime.size).toBeLessThan(250_000);
  });
});

describe("the two", () => {
  it("carry one version, which the runtime sends as its User-Agent", () => {
    expect(runtime.version).toBe(generator.version);
    expect(text("runtime/version.ts")).toContain(`"${generator.version}"`);
  });

  it("carry one licence", () => {
    expect(text("runtime/LICENSE")).toBe(text("LICENSE"));
  });

  it("need the same Node", () => {
    expect(manifest("runtime/package.json").engines).toEqual(manifest("package.json").engines);
  });

  it.each([
    ["gen-client", "package.json"],
    ["@gen-client/runtime", "runtime/package.json"],
  ])("%s is published with provenance, for everyone", (_name, path) => {
    expect(manifest(path).publishConfig).toEqual({ access: "public", provenance: true });
  });
});
