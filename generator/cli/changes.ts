import { existsSync, type FSWatcher, watch } from "node:fs";
import { dirname, join, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { contentHash } from "../load/content-hash.js";

/** Editors write a file in several steps; one run is enough for all of them. */
const settleMs = 40;

export interface ChangesOptions {
  /** Reads a web address. */
  readonly read: (uri: string) => Promise<Uint8Array>;
  /** How often it is read. @default 1,000 */
  readonly pollMs?: number;
}

/** Changes of files and of what web addresses give. One that comes while nobody waits for it is kept. */
export class Changes {
  readonly #options: ChangesOptions;
  readonly #hashes = new Map<string, string>();
  #paths: ReadonlySet<string> = new Set();
  #addresses: readonly string[] = [];
  #watchers: readonly FSWatcher[] = [];
  #settling: NodeJS.Timeout | undefined;
  #polling: NodeJS.Timeout | undefined;
  #hasChanged = false;
  #isClosed = false;
  #wake: (() => void) | undefined;

  constructor(options: ChangesOptions) {
    this.#options = options;
  }

  /** What is looked at from now on, by URI. */
  follow(uris: ReadonlySet<string>): void {
    if (this.#isClosed) return;
    const paths = [...uris].filter((uri) => uri.startsWith("file:")).map((uri) => fileURLToPath(uri));
    this.#paths = new Set(paths);
    this.#addresses = [...uris].filter((uri) => /^https?:/.test(uri));
    for (const watcher of this.#watchers) watcher.close();
    // Folders are watched and not files, because editors replace files.
    this.#watchers = [...new Set(paths.map(nearestFolder))].map((folder) =>
      watch(folder, (_event, name) => {
        // Some systems do not tell the name.
        if (name === null || this.#concerns(join(folder, name))) this.#changed();
      }),
    );
    if (this.#polling === undefined && this.#addresses.length > 0) void this.#poll();
  }

  /** Waits for the next change. False: it has been closed. */
  async next(): Promise<boolean> {
    if (!this.#hasChanged && !this.#isClosed)
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    this.#hasChanged = false;
    return !this.#isClosed;
  }

  close(): void {
    this.#isClosed = true;
    for (const watcher of this.#watchers) watcher.close();
    clearTimeout(this.#settling);
    clearTimeout(this.#polling);
    this.#wake?.();
  }

  /** Whether it is one of the files, or a folder that one of them would be in. */
  #concerns(path: string): boolean {
    return this.#paths.has(path) || [...this.#paths].some((file) => file.startsWith(path + sep));
  }

  #changed(): void {
    clearTimeout(this.#settling);
    this.#settling = setTimeout(() => {
      this.#hasChanged = true;
      this.#wake?.();
    }, settleMs);
  }

  async #poll(): Promise<void> {
    for (const uri of this.#addresses) {
      const before = this.#hashes.get(uri);
      // A server that is being restarted has not changed what it serves.
      const hash = await this.#options.read(uri).then(contentHash, () => before ?? "");
      this.#hashes.set(uri, hash);
      if (before !== undefined && before !== hash) this.#changed();
    }
    if (!this.#isClosed) this.#polling = setTimeout(() => void this.#poll(), this.#options.pollMs ?? 1_000);
  }
}

function nearestFolder(path: string): string {
  let folder = dirname(path);
  while (!existsSync(folder) && dirname(folder) !== folder) folder = dirname(folder);
  return folder;
}
