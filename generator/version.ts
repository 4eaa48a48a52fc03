import { readFileSync } from "node:fs";

/** Of the generator, which is the runtime's too. */
export const version: string = readVersion();

/** Identifies the code: put in by `build.mjs`, so that other code makes what the last run left worth a new one. */
export const build: string = process.env.GEN_CLIENT_BUILD ?? "sources";

function readVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
  const isManifest = typeof manifest === "object" && manifest !== null && "version" in manifest;
  return isManifest ? String(manifest.version) : "0.0.0";
}
