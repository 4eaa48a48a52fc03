// The order of the house: imports run one way. The lists below are the architecture; a file that no row names
// fails, so that a new room gets its place on the day it is built.

import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { type Import, importsOf, sourceFiles } from "./support/imports.js";

const root = fileURLToPath(new URL("..", import.meta.url));
const imports = ["generator", "runtime"].flatMap((folder) =>
  sourceFiles(root, folder).flatMap((file) => importsOf(root, file)),
);
const isLocal = ({ to }: Import): boolean => to.startsWith("generator/") || to.startsWith("runtime/");

/** Lowest first. A file may import values from its own layer and from lower ones; types from anywhere. */
const generatorLayers: readonly RegExp[] = [
  /^generator\/(diagnostics|near-miss|options|version)\.ts$/,
  /^generator\/load\//,
  /^generator\/overlay\//,
  /^generator\/upgrade\//,
  /^generator\/model\//,
  /^generator\/naming\//,
  /^generator\/emit\//,
  /^generator\/(check|write|diff)\//,
  /^generator\/(generate|option-checks)\.ts$|^generator\/report\//,
  /^generator\/(cli|index)\.ts$|^generator\/cli\//,
];

const runtimeLayers: readonly RegExp[] = [
  // Words, numbers and texts of HTTP, errors and streams: no object of ours yet.
  /^runtime\/(abort-listeners|character-table|charsets|cookie-matching|endings|errors|form-encoding|inspection|ip-ranges|limits|links|media-types|near-miss|node-streams|option-kinds|redaction|set-cookie|status-codes|status-errors|streams|texts|timeouts|tracing|url-patterns|urls|version)\.ts$/,
  /^runtime\/(cookies|cookie-headers|forms|headers|header-lines|params)\.ts$/,
  /^runtime\/(body-encoding|content|decoders|events|event-parser|json|multipart|request-headers)\.ts$/,
  /^runtime\/(request|response|response-body|response-pieces)\.ts$/,
  /^runtime\/(auth|platform)\/|^runtime\/(auth-option|event-hooks|mounts|proxies|proxy-environment|redirects|retries|retry-delays)\.ts$/,
  /^runtime\/transports\//,
  /^runtime\/(api|client|client-options|client-settings|fetch|send)\.ts$/,
  /^runtime\/codegen\//,
  /^runtime\/(browser|index)\.ts$/,
];

function layerOf(layers: readonly RegExp[], file: string): number {
  return layers.findIndex((layer) => layer.test(file));
}

describe("imports run one way", () => {
  describe.each([
    { folder: "generator", layers: generatorLayers },
    { folder: "runtime", layers: runtimeLayers },
  ])("in the $folder", ({ folder, layers }) => {
    it("upwards are types alone", () => {
      const isInside = (file: string): boolean => file.startsWith(`${folder}/`);
      const upward = imports
        .filter(({ from, to, kind }) => isInside(from) && isInside(to) && kind !== "type")
        .filter(({ from, to }) => layerOf(layers, to) > layerOf(layers, from))
        .map(({ from, to }) => `${from} → ${to}`);
      expect(upward).toEqual([]);
    });

    it("and every file has its layer", () => {
      expect(sourceFiles(root, folder).filter((file) => layerOf(layers, file) < 0)).toEqual([]);
    });
  });

  it("without cycles", () => {
    const edges = new Map<string, string[]>();
    for (const edge of imports.filter((candidate) => isLocal(candidate) && candidate.kind === "value")) {
      edges.set(edge.from, [...(edges.get(edge.from) ?? []), edge.to]);
    }
    expect(findCycle(edges)).toBeUndefined();
  });

  it("and name files that exist", () => {
    expect(imports.filter(isLocal).filter(({ to }) => !existsSync(`${root}/${to}`))).toEqual([]);
  });
});

describe("a library is known where it is needed, and nowhere else", () => {
  const rules: readonly { name: string; library: RegExp; allowed: (use: Import) => boolean }[] = [
    {
      name: "undici: the HTTP transport",
      library: /^undici$/,
      allowed: ({ from, kind }) => from.startsWith("runtime/transports/") && kind !== "value",
    },
    {
      name: "node: modules in the runtime: the platform, and what exists on Node alone",
      library: /^node:/,
      allowed: ({ from, kind }) =>
        kind === "type" ||
        from.startsWith("generator/") ||
        /^runtime\/(platform\/(node|gzip)|auth\/netrc|transports\/(?!(fetch|mock|transport)\.ts)[\w-]+)\.ts$/.test(
          from,
        ),
    },
    {
      name: "handlebars: the templates",
      library: /^handlebars/,
      allowed: ({ from }) => from === "generator/emit/templates.ts",
    },
    {
      name: "ts-morph: on request, in check and diff",
      library: /^ts-morph$/,
      allowed: ({ from, kind }) =>
        kind === "type" || (/^generator\/(check\/|diff\/|cli\/config\.ts)/.test(from) && kind === "dynamic"),
    },
    {
      name: "openapi-types: types of the input, never in naming or emit",
      library: /^openapi-types$/,
      allowed: ({ from, kind }) => kind === "type" && /^generator\/(load|upgrade|model)\//.test(from),
    },
    {
      name: "yaml: positions, on the error path",
      library: /^yaml$/,
      allowed: ({ kind }) => kind !== "value",
    },
    {
      name: "json-p3: the targets of overlays, when there is an overlay",
      library: /^json-p3$/,
      allowed: ({ from, kind }) =>
        kind === "type" || (from.startsWith("generator/overlay/") && kind === "dynamic"),
    },
    { name: "the runtime: never in the generator", library: /^@gen-client\/runtime/, allowed: () => false },
  ];
  it.each(rules)("$name", ({ library, allowed }) => {
    const strays = imports
      .filter((use) => library.test(use.to) && !allowed(use))
      .map(({ from, to, kind }) => `${from} → ${to} (${kind})`);
    expect(strays).toEqual([]);
  });
});

it("nothing is exported that no other file names", () => {
  const texts = ["generator", "runtime", "test", "bench", "examples"]
    .flatMap((folder) => sourceFiles(root, folder, /\.(?:ts|mjs)$/))
    .map((file) => ({ file, text: readFileSync(`${root}/${file}`, "utf8") }));
  const words = new Map(texts.map(({ file, text }) => [file, new Set(text.match(/[\w$]+/g))]));
  const isNamedElsewhere = (name: string, by: string): boolean =>
    [...words].some(([file, own]) => file !== by && own.has(name));
  const unused = texts.flatMap(({ file, text }) =>
    [...text.matchAll(/^export (?:async )?(?:function\*?|const|class) ([\w$]+)/gm)]
      .map(([, name = ""]) => name)
      .filter((name) => /^(?:generator|runtime)\//.test(file) && !isNamedElsewhere(name, file))
      .map((name) => `${file}: ${name}`),
  );
  expect(unused).toEqual([]);
});

/** The first cycle found, as a path that ends where it began. */
function findCycle(edges: ReadonlyMap<string, readonly string[]>): string[] | undefined {
  const done = new Set<string>();
  const visit = (file: string, path: readonly string[]): string[] | undefined => {
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
    if (done.has(file)) return undefined;
    done.add(file);
    for (const next of edges.get(file) ?? []) {
      const cycle = visit(next, [...path, file]);
      if (cycle !== undefined) return cycle;
    }
    return undefined;
  };
  for (const file of edges.keys()) {
    const cycle = visit(file, []);
    if (cycle !== undefined) return cycle;
  }
  return undefined;
}
