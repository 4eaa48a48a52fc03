// What every example needs first: the SDKs, in `examples/sdk`, and a server to talk to.

import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { startNotesServer } from "./oauth2/server.mjs";
import { startPetStoreServer } from "./pet-store/server.mjs";

/** @typedef {{ name: string, spec: string, start: () => Promise<{ url: string, close: () => Promise<void> }> }} Example */

/** @type {readonly Example[]} */
export const examples = [
  { name: "crud", spec: "petstore", start: () => startPetStoreServer() },
  { name: "chat", spec: "petstore", start: () => startPetStoreServer() },
  { name: "upload", spec: "petstore", start: () => startPetStoreServer() },
  { name: "oauth2", spec: "notes", start: () => startNotesServer() },
  { name: "webhooks", spec: "petstore", start: () => startPetStoreServer() },
];

const root = fileURLToPath(new URL("..", import.meta.url));

/** Where the SDK of a spec comes from, and where it goes. @param {string} spec */
export function sdkOf(spec) {
  return { input: join(root, `fixtures/specs/${spec}.yaml`), output: join(root, `examples/sdk/${spec}`) };
}
