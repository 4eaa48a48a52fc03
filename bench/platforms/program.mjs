// What a user's program does, in any of the platforms: `program.mjs URL`. It prints what it saw as one line of JSON.

import { createPet, getPet, isErrorOf, PetStore } from "@acme/pet-store";
import { getPetOperation } from "@acme/pet-store/operations/pets";
import { Client, HTTPStatusError } from "@gen-client/runtime";

const baseUrl = process.argv[2];
const seen = {};

const api = new PetStore({ baseUrl, auth: { bearer: "open-sesame" } });
seen.get = (await api.pets.getPet({ petId: "p1" })).name;
seen.function = [(await getPet(api, { petId: "p2" })).name, getPetOperation.id];
seen.pages = [];
for await (const { id } of api.pets.listPets({ limit: 2 })) seen.pages.push(id);
seen.error = await api.pets.createPet({ body: { name: "", kind: "dog" } }).catch((error) => {
  return [isErrorOf(error, createPet), error.status, error.data.errors.name];
});
seen.outcome = (await api.pets.getPet({ petId: "nobody" }).result()).status;
seen.events = "";
for await (const { data } of api.chat.streamChat({ body: { question: "What is p1?" } }))
  seen.events += data.text;

const progress = [];
const file = new Blob([new Uint8Array(100_000)]);
const stored = await api.files.upload(
  { body: { file, meta: { tags: ["x"] } } },
  { onUploadProgress: ({ transferred }) => progress.push(transferred) },
);
seen.upload = [stored.size, progress.at(-1) >= stored.size];
seen.photo = (await api.pets.downloadPhoto({ petId: "p1" })).length > 0;
await api.close();

const client = new Client({ baseUrl, headers: { Authorization: "Bearer open-sesame" } });
const missing = await client.get("/pets/nobody");
seen.runtime = [missing.statusCode, missing.headers.get("content-type")];
try {
  missing.raiseForStatus();
} catch (error) {
  seen.raised = error instanceof HTTPStatusError;
}
const download = await client.stream("GET", "/pets/p1/photo");
let bytes = 0;
for await (const chunk of download.iterBytes()) bytes += chunk.length;
await download.close();
seen.streamed = bytes === download.numBytesDownloaded && bytes > 0;
seen.aborted = await client.get("/pets", { signal: AbortSignal.abort() }).catch((error) => error.name);
seen.late = await client.get("/pets", { timeout: { total: 0.001 } }).catch((error) => error.name);
seen.refused = await client.get("http://127.0.0.1:9/").catch((error) => error.name);
await client.close();

console.log(JSON.stringify(seen));
