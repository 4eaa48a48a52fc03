// The API of `fixtures/specs/petstore.yaml`, live. `node examples/pet-store/server.mjs` serves it on port 8080 for
// a try by hand; tests start it on a free port. It reads requests with its own eyes (`busboy` for forms), so
// that a mistake in our writing cannot be mirrored in our reading.

import { createServer } from "node:http";
import { pathToFileURL } from "node:url";
import busboy from "busboy";

/** @typedef {import("node:http").IncomingMessage} IncomingMessage */
/** @typedef {import("node:http").ServerResponse} ServerResponse */
/** @typedef {{ id: string, name: string, kind: string, status?: string }} StoredPet */
/** @typedef {{ method: string, url: string, headers: IncomingMessage["headers"], body: string }} SeenRequest */
/** @typedef {{ name: string, filename: string | undefined, contentType: string, text: string }} SeenPart */

/**
 * @typedef {object} PetStoreServer
 * @property {string} url ends in `/v1`
 * @property {Map<string, StoredPet>} pets
 * @property {SeenRequest[]} requests as they arrived
 * @property {SeenPart[]} parts of all forms that arrived
 * @property {() => Promise<void>} close
 */

export const TOKEN = "open-sesame";
export const API_KEY = { apiKey: "key-1", tenant: "tenant-1" };
const PRICES = [
  { kind: "cat", euros: 80 },
  { kind: "dog", euros: 250 },
];
const PHOTO = Buffer.from("89504e470d0a1a0a", "hex");

/**
 * @param {number} [port] free by default
 * @returns {Promise<PetStoreServer>}
 */
export async function startPetStoreServer(port = 0) {
  /** @type {Map<string, StoredPet>} */
  const pets = new Map();
  for (let number = 1; number <= 5; number += 1) {
    pets.set(`p${number}`, { id: `p${number}`, name: `Pet ${number}`, kind: "cat", status: "available" });
  }
  /** @type {SeenRequest[]} */
  const requests = [];
  /** @type {SeenPart[]} */
  const parts = [];
  const server = createServer((request, response) => {
    respond(request, response).catch((error) => {
      problem(response, 500, String(error));
    });
  });

  /** @param {IncomingMessage} request @param {ServerResponse} response */
  async function respond(request, response) {
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
        const given = JSON.parse(body);
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
        const replaced = { ...JSON.parse(body), id: petId };
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
      case "GET /prices": {
        if (!request.headers.accept?.startsWith("text/csv")) return json(response, 200, PRICES);
        const rows = PRICES.map(({ kind, euros }) => `${kind},${euros}\n`);
        response.writeHead(200, { "Content-Type": "text/csv" }).end(`kind,euros\n${rows.join("")}`);
        return;
      }
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

  await new Promise((resolve) => server.listen(port, "127.0.0.1", () => resolve(undefined)));
  const address = /** @type {import("node:net").AddressInfo} */ (server.address()); // TCP, and listening
  return {
    url: `http://127.0.0.1:${address.port}/v1`,
    pets,
    requests,
    parts,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** @param {IncomingMessage} request */
function isAllowed({ headers }) {
  return (
    headers.authorization === `Bearer ${TOKEN}` ||
    (headers["x-api-key"] === API_KEY.apiKey && headers["x-tenant"] === API_KEY.tenant)
  );
}

/** @param {ServerResponse} response @param {number} status @param {unknown} value @param {Record<string, string>} headers */
function json(response, status, value, headers = {}) {
  response.writeHead(status, { "Content-Type": "application/json", ...headers }).end(JSON.stringify(value));
}

/** @param {ServerResponse} response @param {number} status @param {string} title @param {object} more */
function problem(response, status, title, more = {}) {
  response
    .writeHead(status, { "Content-Type": "application/problem+json" })
    .end(JSON.stringify({ title, status, ...more }));
}

/** @param {IncomingMessage} request */
async function readText(request) {
  let text = "";
  for await (const chunk of request.setEncoding("utf8")) text += String(chunk);
  return text;
}

/**
 * @param {IncomingMessage} request
 * @returns {Promise<SeenPart[]>}
 */
function readForm(request) {
  return new Promise((resolve, reject) => {
    /** @type {SeenPart[]} */
    const parts = [];
    const form = busboy({ headers: request.headers });
    form.on("field", (name, text, info) => {
      parts.push({ name, filename: undefined, contentType: info.mimeType, text });
    });
    form.on("file", (name, stream, info) => {
      /** @type {Buffer[]} */
      const chunks = [];
      stream.on("data", (/** @type {Buffer} */ chunk) => chunks.push(chunk));
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

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const { url } = await startPetStoreServer(8080);
  console.log(`The pet store is open at ${url}; token "${TOKEN}". Stop it with Ctrl-C.`);
}
