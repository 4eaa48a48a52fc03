// The API of `fixtures/specs/petstore.yaml`, live: what a generated client is tried on. It reads requests with
// its own eyes (`busboy` for forms), so that a mistake in our writing cannot be mirrored in our reading.

import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import busboy from "busboy";

export interface StoredPet {
  id: string;
  name: string;
  kind: string;
  status?: string;
}

/** One request as it arrived. */
export interface SeenRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

export interface SeenPart {
  readonly name: string;
  readonly filename: string | undefined;
  readonly contentType: string;
  readonly text: string;
}

export interface PetStoreServer extends AsyncDisposable {
  /** Ends in `/v1`. */
  readonly url: string;
  readonly pets: Map<string, StoredPet>;
  readonly requests: SeenRequest[];
  readonly parts: SeenPart[];
}

export const TOKEN = "open-sesame";
export const API_KEY = { apiKey: "key-1", tenant: "tenant-1" };
const PHOTO = Buffer.from("89504e470d0a1a0a", "hex");

export async function startPetStoreServer(): Promise<PetStoreServer> {
  const pets = new Map<string, StoredPet>();
  for (let number = 1; number <= 5; number += 1) {
    pets.set(`p${number}`, { id: `p${number}`, name: `Pet ${number}`, kind: "cat", status: "available" });
  }
  const requests: SeenRequest[] = [];
  const parts: SeenPart[] = [];
  const server = createServer((request, response) => {
    respond(request, response).catch((error: unknown) => {
      problem(response, 500, String(error));
    });
  });

  async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "/", "http://localhost");
    const path = url.pathname.replace(/^\/v1/, "");
    if (path === "/files") parts.push(...(await readForm(request)));
    const body = await readText(request);
    requests.push({ method: request.method ?? "", url: request.url ?? "", headers: request.headers, body });

    if (path === "/health") return json(response, 200, { status: "open" });
    if (!isAllowed(request)) return problem(response, 401, "Say who you are");

    const route = `${request.method} ${path.replace(/^\/pets\/[^/]+/, "/pets/{petId}")}`;
    const petId = decodeURIComponent(path.split("/")[2] ?? "");
    const pet = pets.get(petId);
    switch (route) {
      case "GET /pets": {
        const limit = Number(url.searchParams.get("limit") ?? 20);
        const start = Number(url.searchParams.get("cursor") ?? 0);
        const kinds = url.searchParams.get("kinds")?.split(",");
        const all = [...pets.values()].filter(({ kind }) => kinds === undefined || kinds.includes(kind));
        const items = all.slice(start, start + limit);
        const next = start + limit < all.length ? { next: String(start + limit) } : {};
        return json(response, 200, { items, ...next }, { "X-Total-Count": String(all.length) });
      }
      case "POST /pets": {
        const given = JSON.parse(body) as Omit<StoredPet, "id">;
        if (given.name === "") {
          return problem(response, 422, "The pet is not right", { errors: { name: "must not be empty" } });
        }
        const created = { ...given, id: `p${pets.size + 1}`, status: "available" };
        pets.set(created.id, created);
        return json(response, 201, created, { Location: `/v1/pets/${created.id}` });
      }
      case "GET /pets/{petId}":
        return pet === undefined ? problem(response, 404, `No pet "${petId}"`) : json(response, 200, pet);
      case "PUT /pets/{petId}": {
        if (pet === undefined) return problem(response, 404, `No pet "${petId}"`);
        const replaced = { ...(JSON.parse(body) as StoredPet), id: petId };
        pets.set(petId, replaced);
        return json(response, 200, replaced);
      }
      case "DELETE /pets/{petId}":
        if (!pets.delete(petId)) return problem(response, 404, `No pet "${petId}"`);
        response.writeHead(204).end();
        return;
      case "GET /pets/{petId}/photo":
        response.writeHead(200, { "Content-Type": "image/png" }).end(PHOTO);
        return;
      case "POST /files": {
        const file = parts.findLast(({ name }) => name === "file");
        const size = Buffer.byteLength(file?.text ?? "");
        return json(response, 201, { id: "6f1c5b0e-6f1f-4a53-9f6c-0e1d7c0b7a11", size });
      }
      case "POST /chat": {
        response.writeHead(200, { "Content-Type": "text/event-stream" });
        for (const text of ["It ", "is ", "a cat."]) {
          response.write(`event: delta\ndata: ${JSON.stringify({ text })}\n\n`);
        }
        response.end("data: [DONE]\n\n");
        return;
      }
      default:
        return problem(response, 404, `Nothing at ${route}`);
    }
  }

  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo; // a TCP server, once it listens
  return {
    url: `http://127.0.0.1:${port}/v1`,
    pets,
    requests,
    parts,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function isAllowed({ headers }: IncomingMessage): boolean {
  return (
    headers.authorization === `Bearer ${TOKEN}` ||
    (headers["x-api-key"] === API_KEY.apiKey && headers["x-tenant"] === API_KEY.tenant)
  );
}

function json(
  response: ServerResponse,
  status: number,
  value: unknown,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { "Content-Type": "application/json", ...headers }).end(JSON.stringify(value));
}

function problem(response: ServerResponse, status: number, title: string, more: object = {}): void {
  response
    .writeHead(status, { "Content-Type": "application/problem+json" })
    .end(JSON.stringify({ title, status, ...more }));
}

async function readText(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const chunk of request.setEncoding("utf8")) text += String(chunk);
  return text;
}

function readForm(request: IncomingMessage): Promise<SeenPart[]> {
  return new Promise((resolve, reject) => {
    const parts: SeenPart[] = [];
    const form = busboy({ headers: request.headers });
    form.on("field", (name, text, info) => {
      parts.push({ name, filename: undefined, contentType: info.mimeType, text });
    });
    form.on("file", (name, stream, info) => {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        const text = Buffer.concat(chunks).toString("utf8");
        parts.push({ name, filename: info.filename, contentType: info.mimeType, text });
      });
    });
    form.on("close", () => resolve(parts));
    form.on("error", reject);
    request.pipe(form);
  });
}
