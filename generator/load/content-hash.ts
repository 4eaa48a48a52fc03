import { createHash } from "node:crypto";

/** Identifies a content: enough of a SHA-256 that no two are the same by chance. */
export function contentHash(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("hex").slice(0, 32);
}
