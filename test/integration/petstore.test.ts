// The whole way: a document becomes an SDK, the SDK and a program on it compile with every supported TypeScript, and
// the calls arrive at a live server as the document says.

import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { compilers, strictConfig } from "../../bench/corpus/measure.mjs";
import { API_KEY, startPetStoreServer, TOKEN } from "../../examples/pet-store/server.mjs";
import { generateSdk, type Sdk } from "../support/sdk.js";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Uses what the types promise: narrowing by status, typed headers, events, pages, and what must not compile. */
const program = `
import { createPet, isErrorOf, type Pet, Sdk } from "./sdk/index.js";

export async function main(api: Sdk, error: unknown): Promise<Pet[]> {
  const outcome = await api.pets.getPet({ petId: "p1" }).result();
  if (outcome.status === 200) outcome.data.kind satisfies string;
  if (outcome.status === 404) outcome.data.title satisfies string;
  // @ts-expect-error a pet has no title
  if (outcome.status === 200) outcome.data.title;
  if (isErrorOf(error, createPet) && error.status === 422) error.data.errors satisfies { [key: string]: string };
  if (isErrorOf(error, api.pets.createPet) && error.status === 401) error.data.title satisfies string;
  const { headers } = await api.pets.listPets({}).withResponse();
  headers["X-Total-Count"] satisfies number | undefined;
  for await (const event of api.chat.streamChat({ body: { question: "?" } })) event.data.text satisfies string;
  // @ts-expect-error the id is the shop's to give
  await api.pets.createPet({ body: { id: "p1", name: "Rex", kind: "dog" } });
  // @ts-expect-error arguments are a closed union
  await api.pets.createPet({ body: { name: "Rex", kind: "whale" } });
  // @ts-expect-error a body is needed
  await api.pets.createPet({});
  return await api.pets.listPets({ limit: 2 }).toArray({ limit: 3 });
}
`;

let sdk: Sdk;
let server: Awaited<ReturnType<typeof startPetStoreServer>>;

beforeAll(async () => {
  server = await startPetStoreServer();
  sdk = await generateSdk("petstore", join(root, "fixtures/specs/petstore.yaml"));
  writeFileSync(join(sdk.folder, "program.ts"), program);
  writeFileSync(
    join(sdk.folder, "tsconfig.json"),
    JSON.stringify({ ...strictConfig, include: ["sdk", "program.ts"] }),
  );
});
afterAll(() => server.close());

it("the document is generated without a word", () => {
  expect(sdk.generation.diagnostics).toEqual([]);
});

it.each(Object.entries(compilers))(
  "SDK and program compile with TypeScript %s",
  async (_version, compiler) => {
    const tsc = join(root, "node_modules", compiler, "bin/tsc");
    const child = spawn(process.execPath, [tsc, "-p", sdk.folder]);
    let text = "";
    child.stdout.on("data", (chunk: Buffer) => {
      text += String(chunk);
    });
    const code = await new Promise((resolve) => child.on("close", resolve));
    expect({ code, text }).toEqual({ code: 0, text: "" });
  },
  120_000,
);

interface Row {
  readonly name: string;
  readonly operation: string;
  readonly args?: object;
  readonly auth?: object;
  readonly want: { readonly request: string; readonly body?: unknown; readonly data: unknown };
}

const rex = { name: "Rex", kind: "dog" };
const rows: readonly Row[] = [
  {
    name: "no arguments",
    operation: "getHealth",
    want: { request: "GET /v1/health", data: { status: "open" } },
  },
  {
    name: "query parameters of three styles",
    operation: "listPets",
    args: { limit: 1, kinds: ["cat", "dog"], filter: { born_after: "2020-01-01", name: "a b" } },
    want: {
      request: "GET /v1/pets?limit=1&kinds=cat,dog&filter%5Bborn_after%5D=2020-01-01&filter%5Bname%5D=a%20b",
      data: { items: [{ id: "p1", name: "Pet 1", kind: "cat", status: "available" }], next: "1" },
    },
  },
  {
    name: "a JSON body",
    operation: "createPet",
    args: { body: rex },
    want: {
      request: "POST /v1/pets",
      body: rex,
      data: { ...rex, id: "p6", status: "available" },
    },
  },
  {
    name: "a path parameter and a body",
    operation: "replacePet",
    args: { petId: "p6", body: { ...rex, name: "Max" } },
    want: {
      request: "PUT /v1/pets/p6",
      body: { ...rex, name: "Max" },
      data: { ...rex, name: "Max", id: "p6" },
    },
  },
  {
    name: "no content",
    operation: "deletePet",
    args: { petId: "p6" },
    want: { request: "DELETE /v1/pets/p6", data: undefined },
  },
  {
    name: "JSON, where there is a table too",
    operation: "getPrices",
    want: {
      request: "GET /v1/prices",
      data: [
        { kind: "cat", euros: 80 },
        { kind: "dog", euros: 250 },
      ],
    },
  },
  {
    name: "bytes",
    operation: "downloadPhoto",
    args: { petId: "p1" },
    want: { request: "GET /v1/pets/p1/photo", data: new Uint8Array(Buffer.from("89504e470d0a1a0a", "hex")) },
  },
  {
    name: "a form, with the other credentials",
    operation: "upload",
    args: { body: { file: new Blob(["abc"], { type: "image/png" }), meta: { tags: ["x"] } } },
    auth: API_KEY,
    want: { request: "POST /v1/files", data: { id: "6f1c5b0e-6f1f-4a53-9f6c-0e1d7c0b7a11", size: 3 } },
  },
];

describe("a call", () => {
  it.each(rows)("of $operation: $name", async ({ operation, args, auth, want }) => {
    await using api = sdk.client({ baseUrl: server.url, auth: auth ?? { bearer: TOKEN } });
    const call = args === undefined ? sdk.operation(operation)(api) : sdk.operation(operation)(api, args);
    const data: unknown = await call;
    const { method, url, body } = server.requests.at(-1) ?? { method: "", url: "", body: "" };
    expect(`${method} ${url}`).toBe(want.request);
    if (want.body !== undefined) expect(JSON.parse(body)).toEqual(want.body);
    expect(data).toEqual(want.data);
  });

  it("of upload sends parts that busboy reads", () => {
    expect(server.parts).toEqual([
      { name: "file", filename: undefined, contentType: "image/png", text: "abc" },
      { name: "meta", filename: undefined, contentType: "application/json", text: '{"tags":["x"]}' },
    ]);
  });
});
