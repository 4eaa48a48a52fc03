import { createReadStream, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { type BodyOptions, encodeBody } from "../../runtime/body-encoding.js";
import { bodyLength, openBody } from "../../runtime/content.js";
import { Client, type FileInit, type FilesInit, MockTransport, Response } from "../../runtime/index.js";
import { rareMediaTypes } from "../../runtime/media-types.js";
import { fileNames } from "../../runtime/multipart.js";
import { Request } from "../../runtime/request.js";
import { gather } from "../../runtime/streams.js";

const folder = mkdtempSync(join(tmpdir(), "multipart-"));
const path = join(folder, "report.csv");
writeFileSync(path, "a,b");
afterAll(() => rmSync(folder, { recursive: true }));

async function* generated(...pieces: string[]): AsyncGenerator<Uint8Array> {
  for (const piece of pieces) yield new TextEncoder().encode(piece);
}

const formData = new FormData();
formData.append("z", "1");
formData.append("f", new File(["x"], "n.txt", { type: "text/plain" }));
formData.append("a", "2");
formData.append("g", new Blob(["y"]));

/** The part between the boundaries, "B", with CRLF shown as one line end. */
async function sent(options: BodyOptions): Promise<string> {
  const { body } = encodeBody(options, "multipart/form-data; boundary=B");
  const bytes = await gather(openBody(body));
  const length = bodyLength(body);
  if (length !== undefined) expect(bytes.byteLength).toBe(length);
  const text = Buffer.from(bytes).toString();
  expect(text.replaceAll("\r\n", "")).not.toMatch(/[\r\n]/);
  return text.replaceAll("\r\n", "\n");
}

describe("multipart, byte for byte", () => {
  const rows: { name: string; given: () => BodyOptions; want: string[] }[] = [
    {
      name: "a field and bytes",
      given: () => ({ data: { text: "Hello" }, files: { file: Buffer.from("<file>") } }),
      want: [
        "--B",
        'Content-Disposition: form-data; name="text"',
        "",
        "Hello",
        "--B",
        'Content-Disposition: form-data; name="file"; filename="upload"',
        "Content-Type: application/octet-stream",
        "",
        "<file>",
        "--B--",
        "",
      ],
    },
    {
      name: "a string is a file's content",
      given: () => ({ files: { file: "é" } }),
      want: [
        "--B",
        'Content-Disposition: form-data; name="file"; filename="upload"',
        "Content-Type: application/octet-stream",
        "",
        "é",
        "--B--",
        "",
      ],
    },
    {
      name: "[filename, content] guesses the type",
      given: () => ({ files: { f: ["a.JSON", "{}"] } }),
      want: [
        "--B",
        'Content-Disposition: form-data; name="f"; filename="a.JSON"',
        "Content-Type: application/json",
        "",
        "{}",
        "--B--",
        "",
      ],
    },
    {
      name: "[filename, content, type]",
      given: () => ({ files: { f: ["a.json", "{}", "x/y"] } }),
      want: [
        "--B",
        'Content-Disposition: form-data; name="f"; filename="a.json"',
        "Content-Type: x/y",
        "",
        "{}",
        "--B--",
        "",
      ],
    },
    {
      name: "a null type is guessed",
      given: () => ({ files: { f: ["a.txt", "x", null] } }),
      want: [
        "--B",
        'Content-Disposition: form-data; name="f"; filename="a.txt"',
        "Content-Type: text/plain",
        "",
        "x",
        "--B--",
        "",
      ],
    },
    {
      name: "[filename, content, type, headers]",
      given: () => ({ files: { f: ["a.txt", "x", "text/x", { Expires: "0" }] } }),
      want: [
        "--B",
        'Content-Disposition: form-data; name="f"; filename="a.txt"',
        "Expires: 0",
        "Content-Type: text/x",
        "",
        "x",
        "--B--",
        "",
      ],
    },
    {
      name: "a content-type among the headers beats the type",
      given: () => ({ files: { f: ["a.txt", "x", "text/x", { "content-type": "text/y" }] } }),
      want: [
        "--B",
        'Content-Disposition: form-data; name="f"; filename="a.txt"',
        "content-type: text/y",
        "",
        "x",
        "--B--",
        "",
      ],
    },
    {
      name: "a null filename is none, and no type is guessed",
      given: () => ({ files: { f: [null, "x"] } }),
      want: ["--B", 'Content-Disposition: form-data; name="f"', "", "x", "--B--", ""],
    },
    {
      name: "an empty filename is none, an explicit type is sent",
      given: () => ({ files: { f: ["", "x", "text/x"] } }),
      want: ["--B", 'Content-Disposition: form-data; name="f"', "Content-Type: text/x", "", "x", "--B--", ""],
    },
    {
      name: "lists expand in place",
      given: () => ({ data: { a: ["1", 2, true, null], b: "c" }, files: {} }),
      want: [
        "--B",
        'Content-Disposition: form-data; name="a"',
        "",
        "1",
        "--B",
        'Content-Disposition: form-data; name="a"',
        "",
        "2",
        "--B",
        'Content-Disposition: form-data; name="a"',
        "",
        "true",
        "--B",
        'Content-Disposition: form-data; name="a"',
        "",
        "",
        "--B",
        'Content-Disposition: form-data; name="b"',
        "",
        "c",
        "--B--",
        "",
      ],
    },
    {
      name: "pairs keep their order",
      given: () => ({
        data: [
          ["b", "1"],
          ["a", "2"],
          ["b", "3"],
        ],
        multipart: true,
      }),
      want: [
        "--B",
        'Content-Disposition: form-data; name="b"',
        "",
        "1",
        "--B",
        'Content-Disposition: form-data; name="a"',
        "",
        "2",
        "--B",
        'Content-Disposition: form-data; name="b"',
        "",
        "3",
        "--B--",
        "",
      ],
    },
    {
      name: "several files of one name",
      given: () => ({
        files: [
          ["f", ["1.txt", "x"]],
          ["f", ["2.txt", "y"]],
        ],
      }),
      want: [
        "--B",
        'Content-Disposition: form-data; name="f"; filename="1.txt"',
        "Content-Type: text/plain",
        "",
        "x",
        "--B",
        'Content-Disposition: form-data; name="f"; filename="2.txt"',
        "Content-Type: text/plain",
        "",
        "y",
        "--B--",
        "",
      ],
    },
    {
      name: "bytes as a field",
      given: () => ({ data: { a: new Uint8Array([65]) }, multipart: true }),
      want: ["--B", 'Content-Disposition: form-data; name="a"', "", "A", "--B--", ""],
    },
    { name: "nothing at all", given: () => ({ multipart: true }), want: ["--B--", ""] },
    {
      name: "a File brings name and type",
      given: () => ({ files: { f: new File(["x"], "n.bin", { type: "image/x" }) } }),
      want: [
        "--B",
        'Content-Disposition: form-data; name="f"; filename="n.bin"',
        "Content-Type: image/x",
        "",
        "x",
        "--B--",
        "",
      ],
    },
    {
      name: "a Blob brings its type",
      given: () => ({ files: { f: new Blob(["x"], { type: "image/x" }) } }),
      want: [
        "--B",
        'Content-Disposition: form-data; name="f"; filename="upload"',
        "Content-Type: image/x",
        "",
        "x",
        "--B--",
        "",
      ],
    },
    {
      name: "a file stream brings its name",
      given: () => ({ files: { f: createReadStream(path) } }),
      want: [
        "--B",
        'Content-Disposition: form-data; name="f"; filename="report.csv"',
        "Content-Type: text/csv",
        "",
        "a,b",
        "--B--",
        "",
      ],
    },
    {
      name: "a generator",
      given: () => ({ files: { f: generated("x", "y") } }),
      want: [
        "--B",
        'Content-Disposition: form-data; name="f"; filename="upload"',
        "Content-Type: application/octet-stream",
        "",
        "xy",
        "--B--",
        "",
      ],
    },
    {
      name: "a function",
      given: () => ({ files: { f: ["a.txt", () => generated("xy")] } }),
      want: [
        "--B",
        'Content-Disposition: form-data; name="f"; filename="a.txt"',
        "Content-Type: text/plain",
        "",
        "xy",
        "--B--",
        "",
      ],
    },
    {
      name: "FormData keeps its order",
      given: () => ({ data: formData }),
      want: [
        "--B",
        'Content-Disposition: form-data; name="z"',
        "",
        "1",
        "--B",
        'Content-Disposition: form-data; name="f"; filename="n.txt"',
        "Content-Type: text/plain",
        "",
        "x",
        "--B",
        'Content-Disposition: form-data; name="a"',
        "",
        "2",
        "--B",
        'Content-Disposition: form-data; name="g"; filename="blob"',
        "Content-Type: application/octet-stream",
        "",
        "y",
        "--B--",
        "",
      ],
    },
    {
      name: "names are escaped as in HTML",
      given: () => ({ data: { 'a"\r\nb\\%;é': "1" }, files: { f: ['q"\\\n☃.txt', ""] } }),
      want: [
        "--B",
        'Content-Disposition: form-data; name="a%22%0D%0Ab\\%;é"',
        "",
        "1",
        "--B",
        'Content-Disposition: form-data; name="f"; filename="q%22\\%0A☃.txt"',
        "Content-Type: text/plain",
        "",
        "",
        "--B--",
        "",
      ],
    },
  ];
  it.each(rows)("$name", async ({ given, want }) => {
    expect(await sent(given())).toBe(want.join("\n"));
  });

  it("agrees with the platform on a FormData", async () => {
    const options: [BodyOptions, string] = [{ data: formData }, "multipart/form-data; boundary=B"];
    const { body } = encodeBody(...options);
    const parsed = await new globalThis.Response((await gather(openBody(body))) as Uint8Array<ArrayBuffer>, {
      headers: { "content-type": options[1] },
    }).formData();
    expect([...parsed.keys()]).toEqual(["z", "f", "a", "g"]);
    expect(await (parsed.get("f") as File).text()).toBe("x");
  });
});

describe("types guessed from a name", () => {
  const rows: [string, string][] = [
    ["a.json", "application/json"],
    ["a.txt", "text/plain"],
    ["a.html", "text/html"],
    ["a.htm", "text/html"],
    ["a.css", "text/css"],
    ["a.png", "image/png"],
    ["a.jpg", "image/jpeg"],
    ["a.JPEG", "image/jpeg"],
    ["a.gif", "image/gif"],
    ["a.svg", "image/svg+xml"],
    ["a.pdf", "application/pdf"],
    ["a.zip", "application/zip"],
    ["a.csv", "text/csv"],
    ["a.mp3", "audio/mpeg"],
    ["a.mp4", "video/mp4"],
    ["a.tar.gz", "application/octet-stream"],
    [".bashrc", "application/octet-stream"],
    ["noext", "application/octet-stream"],
    ["a.", "application/octet-stream"],
    ["a.constructor", "application/octet-stream"],
    ["a.xls", "application/vnd.ms-excel"],
  ];
  it.each(rows)("%s is %s", async (filename, type) => {
    expect(await sent({ files: { f: [filename, "x"] } })).toContain(`\nContent-Type: ${type}\n`);
  });

  it("common ones need no library, rare ones load it", async () => {
    expect(
      rareMediaTypes(fileNames({ a: ["a.png", "x"], b: ["b.odp", "x", "x/y"], c: "x" })),
    ).toBeUndefined();
    const guess = await rareMediaTypes(fileNames({ a: ["a.odp", "x"] }));
    expect([guess?.("a.odp"), guess?.("a.png"), guess?.("a.gz"), guess?.("a.nonsense")]).toEqual([
      "application/vnd.oasis.opendocument.presentation",
      "image/png",
      "application/octet-stream",
      undefined,
    ]);
  });
});

describe("a call waits for the library that knows rare types", () => {
  const client = new Client({
    transport: new MockTransport(({ content }) => new Response(200, { content })),
  });
  function* once(): Generator<readonly [string, FileInit]> {
    yield ["f", ["a.gpx", "x"]];
  }
  it.each<{ name: string; files: FilesInit; want: string }>([
    { name: "a rare type", files: { f: ["a.gpx", "x"] }, want: "application/gpx+xml" },
    { name: "an unknown one", files: { f: ["a.nonsense", "x"] }, want: "application/octet-stream" },
    { name: "a common one", files: { f: ["a.png", "x"] }, want: "image/png" },
    { name: "files that can be listed once", files: once(), want: "application/octet-stream" },
  ])("$name", async ({ files, want }) => {
    const { text } = await client.post("https://a.com", { files });
    expect(text).toContain(`filename="a.`);
    expect(text).toContain(`Content-Type: ${want}\r\n`);
  });
});

describe("length and framing", () => {
  it("a large file goes out in pieces of 65,536", async () => {
    const { body } = encodeBody(
      { files: { f: ["file.txt", Buffer.alloc(200_000, "a"), "text/plain"] } },
      "multipart/form-data; boundary=B",
    );
    const sizes: number[] = [];
    for await (const piece of openBody(body)) sizes.push(piece.byteLength);
    expect([sizes[0], ...sizes.slice(2)]).toEqual([5, 65_536, 65_536, 65_536, 3392, 2, 7]);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(bodyLength(body));
  });

  it.each([
    { name: "bytes", file: () => "x", known: true },
    { name: "a Blob", file: () => new Blob(["x"]), known: true },
    { name: "a file", file: () => createReadStream(path), known: true },
    { name: "a generator", file: () => generated("x"), known: false },
  ])("$name: Content-Length known is $known", ({ file, known }) => {
    const { headers } = new Request("POST", "http://a/", { data: { a: "1" }, files: { f: file() } });
    expect(headers.has("content-length")).toBe(known);
    expect(headers.get("transfer-encoding")).toBe(known ? null : "chunked");
  });

  it("a body of files and bytes can be sent again", async () => {
    const { body } = encodeBody(
      { files: { f: createReadStream(path), g: "x" } },
      "multipart/form-data; boundary=B",
    );
    const first = await gather(openBody(body));
    expect(Buffer.from(await gather(openBody(body)))).toEqual(Buffer.from(first));
  });
});

describe("the boundary", () => {
  const typeOf = (options: BodyOptions, contentType?: string): string | null =>
    new Request("POST", "http://a/", {
      ...options,
      headers: contentType === undefined ? {} : { "Content-Type": contentType },
    }).headers.get("content-type");
  const files = { f: "x" };

  it("is 32 random hexadecimal digits", () => {
    expect(typeOf({ files })).toMatch(/^multipart\/form-data; boundary=[0-9a-f]{32}$/);
    expect(typeOf({ files })).not.toBe(typeOf({ files }));
  });

  it.each([
    { name: "a user's", given: "multipart/form-data; boundary=+++", boundary: "+++" },
    { name: "quoted", given: 'multipart/form-data; boundary="a b"', boundary: "a b" },
    { name: "with a trailing semicolon", given: "multipart/form-data; boundary=xyz ;", boundary: "xyz" },
    { name: "in capitals", given: "MULTIPART/FORM-DATA; charset=utf-8; BOUNDARY=xyz", boundary: "xyz" },
  ])("$name is used, and the header stays", async ({ given, boundary }) => {
    const request = new Request("POST", "http://a/", { files, headers: { "Content-Type": given } });
    expect(request.headers.get("content-type")).toBe(given);
    expect(Buffer.from(await request.read()).toString()).toMatch(
      new RegExp(`^--${boundary.replace(/\+/g, "\\+")}\r\n`),
    );
  });

  it("is added to a header without one", async () => {
    const request = new Request("POST", "http://a/", {
      files,
      headers: { A: "1", "content-type": "multipart/form-data", B: "2" },
    });
    const boundary = /^multipart\/form-data; boundary=([0-9a-f]{32})$/.exec(
      request.headers.get("content-type") ?? "",
    )?.[1];
    expect(Buffer.from(await request.read()).toString()).toContain(`--${boundary}--`);
    expect([...request.headers.keys()]).toEqual(["host", "a", "content-type", "b", "content-length"]);
  });

  it("an explicit multipart header makes a form multipart", () => {
    expect(typeOf({ data: { a: "1" } }, "multipart/form-data")).toMatch(/boundary=/);
  });

  it("without files or a wish a form is urlencoded", () => {
    expect(typeOf({ data: { a: "1" } })).toBe("application/x-www-form-urlencoded");
    expect(typeOf({ data: { a: "1" }, files: {} })).toMatch(/^multipart/);
  });
});

describe("refused", () => {
  it.each([
    { name: "a list of one", given: { files: { f: ["x"] } } },
    { name: "a list of five", given: { files: { f: ["a", "b", "c", {}, "e"] } } },
    { name: "a filename that is no string", given: { files: { f: [1, "x"] } } },
    { name: "files that are no object", given: { files: "x" } },
    { name: "an object as a field", given: { data: { a: {} }, multipart: true } },
    { name: "a name that is no string", given: { data: [[1, "x"]], multipart: true } },
    { name: "an object as content", given: { files: { f: ["a", {}] } } },
    { name: "a stream of text", given: { files: { f: createReadStream(path, "utf8") } } },
  ])("$name", ({ given }) => {
    expect(() => encodeBody(given as BodyOptions)).toThrow(TypeError);
  });
});
