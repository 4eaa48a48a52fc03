import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import { describe, expect, onTestFinished, test } from "vitest";
import { load } from "../../../generator/load/load.js";
import {
  keysInFragment,
  keysOf,
  percentDecoded,
  pointerOf,
  valueAt,
} from "../../../generator/load/pointer.js";
import { mayLeadOut } from "../../../generator/load/references.js";
import { loadWithOverlays } from "../../../generator/overlay/load-with-overlays.js";
import { folderOf } from "../../support/folder.js";

function entryWith(...refs: string[]): object {
  return { openapi: "3.1.0", components: { schemas: { It: { allOf: refs.map(($ref) => ({ $ref })) } } } };
}

async function loaded(folder: string, options: Parameters<typeof load>[1] = {}, entry = "openapi.json") {
  const { value, diagnostics } = await load(join(folder, entry), options);
  if (value === undefined) throw new Error(JSON.stringify(diagnostics));
  const short = (uri: string): string => uri.replace(`${pathToFileURL(folder).href}/`, "");
  return {
    files: [...value.sources.keys()].map(short).sort(),
    missing: new Map([...value.missing].map(([uri, why]) => [short(uri), why])),
    diagnostics,
    value,
  };
}

const small = "openapi: 3.1.0\ninfo: {title: Ä}\n";

describe("files", () => {
  test("references are followed through files of both formats, in circles", async () => {
    const folder = folderOf({
      "openapi.json": entryWith("schemas/Pet.yaml", "schemas/Pet%2Eyaml#/x"),
      "schemas/Pet.yaml": "x: {}\nproperties: {owner: {$ref: ../Owner.json}}\n",
      "Owner.json": {
        properties: { pet: { $ref: "schemas/Pet.yaml" }, root: { $ref: "openapi.json#/components" } },
      },
    });
    const { files, missing, diagnostics } = await loaded(folder);
    expect(files).toEqual(["Owner.json", "openapi.json", "schemas/Pet.yaml"]);
    expect(missing.size).toBe(0);
    expect(diagnostics).toEqual([]);
  });

  test("only what a reference means is searched, and only where references are", async () => {
    const folder = folderOf({
      "openapi.json": {
        ...entryWith("all.json#/used"),
        "x-docs": { $ref: "docs.json" },
        paths: {
          "/a": {
            get: { responses: { 200: { content: { "a/b": { example: { $ref: "example.json" } } } } } },
          },
        },
      },
      "all.json": {
        used: {
          properties: { example: { $ref: "Example.json" }, default: { $ref: "Default.json" } },
          default: { $ref: "no.json" },
        },
        unused: { $ref: "unused.json" },
      },
      "Example.json": {},
      "Default.json": {},
    });
    const { files, missing } = await loaded(folder);
    expect(files).toEqual(["Default.json", "Example.json", "all.json", "openapi.json"]);
    expect([...missing.keys()]).toEqual([]);
  });

  test("what cannot be read is missing, with the reason", async () => {
    const folder = folderOf({
      "openapi.json": entryWith("gone.yaml", "sub", "broken.yaml", "urn:x:y"),
      "broken.yaml": "a: [",
      "sub/x": "",
    });
    const { missing, diagnostics } = await loaded(folder);
    expect([...missing.keys()].sort()).toEqual(["broken.yaml", "gone.yaml", "sub", "urn:x:y"]);
    expect(missing.get("gone.yaml")).toEqual({ reason: "the file does not exist" });
    expect(missing.get("sub")?.reason).toContain("folder");
    expect(missing.get("urn:x:y")?.reason).toContain("neither a file nor a web address");
    expect(diagnostics).toMatchObject([{ code: "syntax" }]);
  });

  test("files outside the spec's folder need permission", async () => {
    const outside = folderOf({ "secret.json": {}, "Pet.json": {} });
    const folder = folderOf({
      "api/openapi.json": entryWith(`${outside}/secret.json`, pathToFileURL(`${outside}/Pet.json`).href),
    });
    const refused = await loaded(join(folder, "api"));
    expect(refused.files).toEqual(["openapi.json"]);
    for (const { help } of refused.missing.values()) expect(help).toContain("--allow-refs");
    const allowed = await loaded(join(folder, "api"), { allowRefs: [outside] });
    expect(allowed.missing.size).toBe(0);
  });

  test("a link inside the folder does not lead out of it", async () => {
    const outside = folderOf({ "secret.json": {} });
    const folder = folderOf({ "openapi.json": entryWith("link.json") });
    symlinkSync(join(outside, "secret.json"), join(folder, "link.json"));
    expect((await loaded(folder)).missing.get("link.json")?.reason).toContain("outside the folder");
  });

  test("models beside the spec's folder belong to the same project", async () => {
    const files = {
      "reference/openapi.json": entryWith("../models/Pet.json", "../.env"),
      "models/Pet.json": {},
      ".env": "SECRET=1",
    };
    const loose = folderOf(files);
    expect((await loaded(join(loose, "reference"))).missing.size).toBe(2);
    const project = folderOf({ ...files, "package.json": {} });
    const { missing } = await loaded(join(project, "reference"));
    expect([...missing.keys()].map((uri) => uri.split("/").at(-1))).toEqual([".env"]);
  });

  test.each([
    { name: "UTF-8 with a byte order mark", content: Buffer.from(`\uFEFF${small}`) },
    { name: "UTF-16 as PowerShell writes it", content: Buffer.from(`\uFEFF${small}`, "utf16le") },
    { name: "UTF-16 the other way round", content: Buffer.from(`\uFEFF${small}`, "utf16le").swap16() },
    { name: "UTF-16 without a mark", content: Buffer.from(small, "utf16le") },
    { name: "gzip", content: gzipSync(small) },
  ])("$name is read", async ({ content }) => {
    const path = join(folderOf(), "a.yaml");
    writeFileSync(path, content);
    expect((await load(path)).value?.entry.value).toEqual({ openapi: "3.1.0", info: { title: "Ä" } });
  });

  test("broken gzip is an error that says so", async () => {
    const path = join(folderOf(), "a.yaml");
    writeFileSync(path, gzipSync(small).subarray(0, 20));
    expect((await load(path)).diagnostics[0]?.message).toMatch(/gzip, and cannot be unpacked/);
  });

  test.each([
    { name: "a typing error", entry: "petstroe.yaml", want: /petstore\.yaml/ },
    { name: "another ending", entry: "petstore.yml", want: /petstore\.yaml/ },
    { name: "a folder with one OpenAPI document", entry: "api", want: /api.openapi\.json/ },
    { name: "a folder with one document", entry: "v1", want: /v1.shop\.yaml/ },
    { name: "a folder with several", entry: "v2", want: undefined },
    { name: "another name", entry: "orders.yaml", want: undefined },
    { name: "another name and ending", entry: "petstroe.json", want: undefined },
  ])("in place of $name the neighbour is suggested", async ({ entry, want }) => {
    const folder = folderOf({
      "petstore.yaml": "",
      "api/openapi.json": "",
      "api/config.yaml": "",
      "v1/shop.yaml": "",
      "v1/README.md": "",
      "v2/a.yaml": "",
      "v2/b.yaml": "",
    });
    const { value, diagnostics } = await load(join(folder, entry));
    expect(value).toBeUndefined();
    expect(diagnostics).toMatchObject([{ code: "input-unreadable", severity: "error" }]);
    expect(diagnostics[0]?.help).toEqual(want && expect.stringMatching(want));
  });

  test("an address of another kind is no file that is missing", async () => {
    const { diagnostics } = await load("ftp://127.0.0.1/openapi.yaml");
    expect(diagnostics[0]?.message).toContain("neither a file nor a web address");
  });
});

async function serverOf(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  onTestFinished(() => new Promise((resolve) => server.close(() => resolve(undefined))));
  server.unref();
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe("URLs", () => {
  test.each([
    { status: 401, want: expect.stringContaining("--header") },
    { status: 404, want: undefined },
  ])("an answer of $status says what to do, if anything", async ({ status, want }) => {
    const origin = await serverOf((_request, response) => response.writeHead(status).end());
    const { diagnostics } = await load(`${origin}/openapi.json`, {});
    expect(diagnostics.map(({ code, help }) => [code, help])).toEqual([["input-unreadable", want]]);
  });

  test.each([
    { name: "signs in", headers: {}, want: "user:p@ss%" },
    { name: "does not count beside a header", headers: { authorization: "Basic b3RoZXI=" }, want: "other" },
  ])("who asks, said in the address, $name, and no message shows it", async ({ headers, want }) => {
    const seen: string[] = [];
    const origin = await serverOf((request, response) => {
      const [, login = ""] = request.headers.authorization?.split(" ") ?? [];
      seen.push(Buffer.from(login, "base64").toString());
      response.writeHead(404).end();
    });
    const address = origin.replace("//", "//user:p%40ss%25@");
    const { diagnostics } = await load(`${address}/openapi.json`, { headers });
    expect(seen).toEqual([want]);
    expect(diagnostics[0]?.message).toContain(`"${origin}/openapi.json"`);
  });

  test("headers are not for an overlay on another origin", async () => {
    const seen: unknown[] = [];
    const serve = (text: string): Promise<string> =>
      serverOf((request, response) => {
        seen.push(request.headers["x-key"]);
        response.end(text);
      });
    const origin = await serve('{"openapi":"3.1.0"}');
    const other = await serve('{"overlay":"1.0.0","actions":[]}');
    const overlays = [`${origin}/overlay.json`, `${other}/overlay.json`];
    await loadWithOverlays(`${origin}/openapi.json`, overlays, { headers: { "X-Key": "secret" } });
    expect(seen).toEqual(["secret", "secret", undefined]);
  });

  test("references stay on the origin, and so do the headers", async () => {
    const seen: string[] = [];
    const other = await serverOf((request, response) => {
      seen.push(`other ${request.url} ${request.headers["x-key"]}`);
      response.end("{}");
    });
    const origin = await serverOf((request, response) => {
      seen.push(`origin ${request.url} ${request.headers["x-key"]}`);
      if (request.url === "/openapi.json")
        response.end(JSON.stringify(entryWith("Pet.json", "moved.json", `${other}/Dog.json`)));
      else if (request.url === "/moved.json")
        response.writeHead(302, { location: `${other}/moved.json` }).end();
      else response.end("{}");
    });
    const headers = { "X-Key": "secret" };
    const { value } = await load(`${origin}/openapi.json`, { headers });
    expect([...(value?.missing.keys() ?? [])]).toEqual([`${origin}/moved.json`, `${other}/Dog.json`]);
    expect(seen.sort()).toEqual([
      "origin /Pet.json secret",
      "origin /moved.json secret",
      "origin /openapi.json secret",
    ]);

    seen.length = 0;
    const allowed = await load(`${origin}/openapi.json`, { headers, allowRefs: [`${other}/`] });
    expect(allowed.value?.missing.size).toBe(0);
    expect(seen.filter((line) => line.startsWith("other")).sort()).toEqual([
      "other /Dog.json undefined",
      "other /moved.json undefined",
    ]);
  });

  test("an entry that redirects is where it was found", async () => {
    const target = await serverOf((request, response) => {
      response.end(
        request.url === "/v2/openapi.yaml"
          ? `openapi: 3.1.0\ncomponents: {schemas: {A: {$ref: Pet.json}}}\nkey: ${request.headers["x-key"]}`
          : "{}",
      );
    });
    const origin = await serverOf((_request, response) =>
      response.writeHead(301, { location: `${target}/v2/openapi.yaml` }).end(),
    );
    const { value } = await load(`${origin}/openapi.yaml`, { headers: { "X-Key": "secret" } });
    expect(value?.entry.uri).toBe(`${target}/v2/openapi.yaml`);
    expect(value?.entry.value).toMatchObject({ key: "undefined" });
    expect([...(value?.sources.keys() ?? [])]).toContain(`${target}/v2/Pet.json`);
  });

  test.each([
    { name: "a status", path: "/gone", want: "404 Not Found" },
    { name: "a loop", path: "/loop", want: "redirects" },
    { name: "a body that is cut off", path: "/half", want: "the request failed" },
  ])("$name is an error that says so", async ({ path, want }) => {
    const origin = await serverOf((request, response) => {
      if (request.url === "/loop") response.writeHead(302, { location: "/loop" }).end();
      else if (request.url === "/half")
        response.writeHead(200, { "content-length": "9" }).write("{", () => response.destroy());
      else response.writeHead(404).end();
    });
    const { diagnostics } = await load(origin + path);
    expect(diagnostics[0]?.message).toContain(want);
  });

  test("a server that is not there is an error that says so", async () => {
    const { diagnostics } = await load("http://127.0.0.1:1/openapi.json");
    expect(diagnostics).toMatchObject([{ code: "input-unreadable" }]);
    expect(diagnostics[0]?.message).toMatch(/ECONNREFUSED|request failed/);
  });

  test("files are out of reach for a spec from the network", async () => {
    const origin = await serverOf((_request, response) =>
      response.end(JSON.stringify(entryWith("file:///etc/hostname"))),
    );
    const { value } = await load(`${origin}/a.json`);
    expect([...(value?.missing.keys() ?? [])]).toEqual(["file:///etc/hostname"]);
  });
});

describe("a text tells whether references may lead out of it", () => {
  test.each([
    { given: '{"$ref": "#/a"}', want: false },
    { given: '{"$ref":"a.json"}', want: true },
    { given: "$ref: '#/a'", want: false },
    { given: "$ref: a.yaml", want: true },
    { given: '"$ref" : "a.yaml#/b"', want: true },
    { given: "$ref: >-\n  a.yaml", want: true },
    { given: "? $ref\n: a.yaml", want: true },
    { given: '{"\\u0024ref": "a.json"}', want: true },
    { given: '{"properties": {"$ref": {"type": "string"}}}', want: false },
    { given: 'description: "A `$ref` is a reference."', want: false },
    { given: "discriminator: {mapping: {cat: Cat.yaml}}", want: true },
    { given: 'discriminator: {mapping: {cat: "#/components/schemas/Cat"}}', want: false },
  ])("$given: $want", ({ given, want }) => {
    expect(mayLeadOut(given)).toBe(want);
  });
});

describe("JSON pointers", () => {
  test.each([
    { keys: [], pointer: "#" },
    { keys: [""], pointer: "#/" },
    { keys: ["a/b", "c~d"], pointer: "#/a~1b/c~0d" },
    { keys: ["~1"], pointer: "#/~01" },
    { keys: ["paths", "/pets/{id}", "get"], pointer: "#/paths/~1pets~1{id}/get" },
  ])("$pointer", ({ keys, pointer }) => {
    expect(pointerOf(keys)).toBe(pointer);
    expect(keysOf(pointer)).toEqual(keys);
  });

  test("only own properties are found", () => {
    expect(valueAt({}, ["constructor"])).toBeUndefined();
    expect(valueAt({}, ["__proto__"])).toBeUndefined();
    expect(valueAt(JSON.parse('{"__proto__": {"a": 1}}'), ["__proto__", "a"])).toBe(1);
    expect(valueAt("text", ["length"])).toBeUndefined();
    expect(valueAt([1, 2], ["1"])).toBe(2);
  });

  test.each([
    { name: "an encoded segment", value: { "/a b": 1 }, fragment: "/~1a%20b", want: ["/a b"] },
    { name: "a literal percent sign", value: { "a%20b": 1, "a b": 2 }, fragment: "/a%20b", want: ["a%20b"] },
    { name: "a stray percent sign", value: { "100%": 1 }, fragment: "/100%", want: ["100%"] },
    { name: "an encoded slash", value: { "a/b": 1 }, fragment: "/a%2Fb", want: ["a/b"] },
  ])("$name means a key", ({ value, fragment, want }) => {
    expect(keysInFragment(fragment, value)).toEqual(want);
  });

  test("what is no percent-encoding stays", () => {
    expect(percentDecoded("%zz")).toBe("%zz");
  });
});

test("a folder that cannot be listed is no obstacle to the message", async () => {
  const folder = folderOf();
  mkdirSync(join(folder, "x"));
  writeFileSync(join(folder, "x", "y"), "");
  expect((await load(join(folder, "no", "spec.yaml"))).diagnostics[0]?.message).toContain("does not exist");
});
