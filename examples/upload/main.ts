// An upload from disk that never lies in memory as a whole, with its progress.

import { createReadStream } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { part } from "@gen-client/runtime/codegen";
import { PetStore } from "../sdk/petstore/index.js";

export async function main(server: string): Promise<void> {
  await using api = new PetStore({ baseUrl: server, auth: { apiKey: "key-1", tenant: "tenant-1" } });
  const folder = await mkdtemp(join(tmpdir(), "upload-"));
  try {
    const path = join(folder, "cat.png");
    await writeFile(path, "x".repeat(1_000_000));
    // A function, so that a retry can open the file anew.
    const file = part(() => createReadStream(path), { filename: "cat.png", contentType: "image/png" });

    let reports = 0;
    let sent = 0;
    const onUploadProgress = ({ transferred }: { transferred: number }): void => {
      reports += 1;
      sent = transferred;
    };
    const stored = await api.files.upload({ body: { file, meta: { tags: ["cat"] } } }, { onUploadProgress });
    console.log(`stored ${stored.size} bytes`);
    console.log(`progress: ${reports > 5 ? "many reports" : "few reports"}, all sent: ${sent > stored.size}`);
  } finally {
    await rm(folder, { recursive: true });
  }
}
