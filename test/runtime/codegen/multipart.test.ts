// What a server makes of our multipart bodies: parsed by busboy, behind a live node:http server.

import { createReadStream } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "@gen-client/runtime";
import { call, operation, part } from "@gen-client/runtime/codegen";
import busboy from "busboy";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { MediaDescriptor } from "../../../runtime/codegen/operation.js";

interface Received {
  readonly name: string;
  readonly filename: string | undefined;
  readonly type: string;
  readonly value: string;
}

let server: Server;
let client: Client;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "multipart-"));
  await writeFile(join(folder, "report.csv"), "a,b\n");
  server = createServer((request, response) => {
    receive(request).then(
      (parts) => response.end(JSON.stringify(parts)),
      (error: unknown) => response.writeHead(400).end(String(error)),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  client = new Client({ baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
});

afterAll(async () => {
  await client.close();
  server.close();
  await rm(folder, { recursive: true });
});

function receive(request: IncomingMessage): Promise<Received[]> {
  return new Promise((resolve, reject) => {
    const parts: Received[] = [];
    const pending: Promise<void>[] = [];
    const parser = busboy({ headers: request.headers });
    parser.on("field", (name, value, { mimeType }) => {
      parts.push({ name, filename: undefined, type: mimeType, value });
    });
    parser.on("file", (name, file, { filename, mimeType }) => {
      pending.push(
        (async () => {
          let value = "";
          for await (const chunk of file) value += String(chunk);
          parts.push({ name, filename, type: mimeType, value });
        })(),
      );
    });
    parser.on("close", () => Promise.all(pending).then(() => resolve(parts), reject));
    parser.on("error", reject);
    request.pipe(parser);
  });
}

async function upload(body: unknown, encoding: MediaDescriptor["encoding"] = {}): Promise<unknown> {
  const described = operation<object, object>({
    id: "upload",
    method: "POST",
    path: "/",
    body: { "multipart/form-data": { kind: "multipart", encoding } },
    responses: { 200: "json" },
  });
  const data: unknown = await call(client, described, { body });
  return JSON.parse(JSON.stringify(data)) as unknown;
}

async function* pieces(...texts: string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield new TextEncoder().encode(text);
}

const field = (name: string, value: string, type = "text/plain"): object => ({ name, type, value });
const file = (name: string, value: string, type: string, filename?: string): object => ({
  name,
  ...(filename !== undefined && { filename }),
  type,
  value,
});

describe("multipart/form-data, as busboy reads it", () => {
  const rows: readonly {
    name: string;
    body: () => unknown;
    encoding?: MediaDescriptor["encoding"];
    want: object[];
  }[] = [
    {
      name: "scalars are fields",
      body: () => ({ s: "é", n: 1, b: false, d: new Date(0), gone: undefined, nil: null }),
      want: [
        field("s", "é"),
        field("n", "1"),
        field("b", "false"),
        field("d", "1970-01-01T00:00:00.000Z"),
        field("nil", ""),
      ],
    },
    {
      name: "an array of scalars is one field per item",
      body: () => ({ tags: ["a", "b"] }),
      want: [field("tags", "a"), field("tags", "b")],
    },
    {
      name: "an object is a JSON part without a filename",
      body: () => ({ meta: { tags: ["x"] } }),
      want: [field("meta", '{"tags":["x"]}', "application/json")],
    },
    {
      name: "an array of objects is one JSON part per item",
      body: () => ({ metas: [{ a: 1 }, { a: 2 }] }),
      want: [field("metas", '{"a":1}', "application/json"), field("metas", '{"a":2}', "application/json")],
    },
    {
      name: "a File has its name and type",
      body: () => ({ file: new File(["x"], 'a "b".png', { type: "image/png" }) }),
      want: [file("file", "x", "image/png", "a %22b%22.png")],
    },
    {
      name: "a Blob has no name, and none is made up",
      body: () => ({ file: new Blob(["x"]) }),
      want: [file("file", "x", "application/octet-stream")],
    },
    {
      name: "bytes and streams have none either",
      body: () => ({ bytes: new TextEncoder().encode("b"), stream: pieces("s", "t") }),
      want: [
        file("bytes", "b", "application/octet-stream"),
        file("stream", "st", "application/octet-stream"),
      ],
    },
    {
      name: "a Node file stream has its file's name",
      body: () => ({ file: createReadStream(join(folder, "report.csv")) }),
      want: [file("file", "a,b\n", "text/csv", "report.csv")],
    },
    {
      name: "an array of files is one part per file",
      body: () => ({ files: [new File(["1"], "1.txt"), new File(["2"], "2.txt")] }),
      want: [file("files", "1", "text/plain", "1.txt"), file("files", "2", "text/plain", "2.txt")],
    },
    {
      name: "part() says filename and type",
      body: () => ({
        file: part(new Uint8Array([65]), { filename: "a.bin", contentType: "application/x-a" }),
      }),
      want: [file("file", "A", "application/x-a", "a.bin")],
    },
    {
      name: "a function opens a stream when it is sent",
      body: () => ({ file: part(() => pieces("late"), { filename: "l.txt" }) }),
      want: [file("file", "late", "text/plain", "l.txt")],
    },
    {
      name: "§4.15.1 contentType of a property",
      body: () => ({ xml: "<a/>", id: "7" }),
      encoding: { xml: { contentType: "application/xml" }, id: { contentType: "application/json" } },
      want: [field("xml", "<a/>", "application/xml"), field("id", '"7"', "application/json")],
    },
    {
      name: "§4.15.1 one of several content types: the Blob's, if it is among them",
      body: () => ({ a: new Blob(["a"], { type: "image/jpeg" }), b: new Blob(["b"]) }),
      encoding: {
        a: { contentType: "image/png, image/jpeg" },
        b: { contentType: "application/octet-stream, image/png" },
      },
      want: [field("a", "a", "image/jpeg"), file("b", "b", "application/octet-stream")],
    },
    {
      name: "§4.15.2 style of a property",
      body: () => ({ list: ["a b", "c"], deep: { x: 1, y: "&" } }),
      encoding: { list: { explode: false }, deep: { style: "deepObject" } },
      want: [field("list", "a b,c"), field("deep[x]", "1"), field("deep[y]", "&")],
    },
    {
      name: "a name that needs escaping",
      body: () => ({ 'a"\r\nb': "x" }),
      want: [field("a%22%0D%0Ab", "x")],
    },
    {
      name: "a FormData is sent as it is",
      body: () => {
        const form = new FormData();
        form.append("a", "1");
        form.append("f", new Blob(["x"]), "f.txt");
        return form;
      },
      want: [field("a", "1"), file("f", "x", "text/plain", "f.txt")],
    },
  ];
  it.each(rows)("$name", async ({ body, encoding, want }) => {
    expect(await upload(body(), encoding)).toEqual(want);
  });
});

describe("what a parser does not show", () => {
  it("part headers, those of the document and those of the caller", async () => {
    const described = operation<object, object>({
      id: "upload",
      method: "POST",
      path: "/",
      body: {
        "multipart/form-data": { kind: "multipart", encoding: { a: { headers: { "X-Fixed": "1" } } } },
      },
      responses: {},
    });
    const body = { a: part("x", { headers: { "X-Own": "2" } }) };
    const request = call(client, described, { body }).build();
    const text = new TextDecoder().decode(await request.read());
    expect(text).toContain('name="a"\r\nX-Fixed: 1\r\nX-Own: 2\r\n\r\nx\r\n');
  });

  it("progress is reported, with the whole length", async () => {
    const described = operation<object, object>({
      id: "upload",
      method: "POST",
      path: "/",
      body: "multipart",
      responses: { 200: "json" },
    });
    const seen: { transferred: number; total: number | undefined }[] = [];
    const onUploadProgress = (progress: (typeof seen)[number]): void => void seen.push(progress);
    await call(client, described, { body: { a: new Blob(["x".repeat(100)]) } }, { onUploadProgress });
    expect(seen.at(-1)?.transferred).toBe(seen.at(-1)?.total);
    expect(seen.at(-1)?.total).toBeGreaterThan(100);
  });
});
