import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { Changes } from "../../../generator/cli/changes.js";
import { watchAll } from "../../../generator/cli/watch.js";
import { main } from "../../../generator/cli.js";
import { folderOf } from "../../support/folder.js";
import { startServer } from "../../support/http-server.js";

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
/** A machine that does much else is slow to tell of a change. */
const patience = 10_000;
const uriOf = (...path: string[]): string => pathToFileURL(join(...path)).href;

function changesOf(
  read: (uri: string) => Promise<Uint8Array> = () => Promise.reject(new Error("no address")),
): {
  readonly changes: Changes;
  readonly count: () => number;
} {
  const changes = new Changes({ read, pollMs: 20 });
  onTestFinished(() => changes.close());
  let seen = 0;
  void (async () => {
    while (await changes.next()) seen += 1;
  })();
  return { changes, count: () => seen };
}

describe("changes", () => {
  test("of a file are told once, and of another not at all", async () => {
    const folder = folderOf({ "a.yaml": "1", "b.yaml": "1" });
    const { changes, count } = changesOf();
    changes.follow(new Set([uriOf(folder, "a.yaml")]));
    await pause(200);
    writeFileSync(join(folder, "b.yaml"), "2");
    await pause(200);
    expect(count()).toBe(0);
    writeFileSync(join(folder, "a.yaml"), "2");
    writeFileSync(join(folder, "a.yaml"), "3");
    await vi.waitFor(() => expect(count()).toBe(1), patience);
    await pause(200);
    expect(count()).toBe(1);
  });

  test("of a file whose folder is made later are told", async () => {
    const folder = folderOf();
    const { changes, count } = changesOf();
    changes.follow(new Set([uriOf(folder, "specs", "a.yaml")]));
    await pause(100);
    mkdirSync(join(folder, "specs"));
    await vi.waitFor(() => expect(count()).toBe(1), patience);
  });

  test("of an address are told, but not that its server is away", async () => {
    let answer: string | undefined = "1";
    let reads = 0;
    const { changes, count } = changesOf(async () => {
      reads += 1;
      if (answer === undefined) throw new Error("away");
      return new TextEncoder().encode(answer);
    });
    const readAgain = async (): Promise<void> => {
      const before = reads;
      await vi.waitFor(() => expect(reads).toBeGreaterThan(before + 1), patience);
      await pause(100);
    };
    changes.follow(new Set(["http://localhost/openapi.json"]));
    await readAgain();
    answer = undefined;
    await readAgain();
    answer = "1";
    await readAgain();
    expect(count()).toBe(0);
    answer = "2";
    await vi.waitFor(() => expect(count()).toBe(1), patience);
    await readAgain();
    expect(count()).toBe(1);
  });

  test("that come while nobody waits are kept", async () => {
    const folder = folderOf({ "a.yaml": "1" });
    const changes = new Changes({ read: () => Promise.reject(new Error("no address")) });
    onTestFinished(() => changes.close());
    changes.follow(new Set([uriOf(folder, "a.yaml")]));
    await pause(100);
    writeFileSync(join(folder, "a.yaml"), "2");
    await pause(200);
    expect(await changes.next()).toBe(true);
  });
});

describe("watching", () => {
  test("generates again after a change, also one during a run, and ends with the signal", async () => {
    const folder = folderOf({ "a.yaml": "1", "b.yaml": "1" });
    const ended = new AbortController();
    const runs: string[] = [];
    const run = async ({ input }: { readonly input: string }): Promise<object> => {
      runs.push(input);
      if (runs.length === 3) writeFileSync(input, "during the run");
      await pause(100);
      return {};
    };
    const [a, b] = [join(folder, "a.yaml"), join(folder, "b.yaml")];
    const onReady = vi.fn(() => writeFileSync(b, "2"));
    const watching = watchAll([{ input: a }, { input: b }], run, { signal: ended.signal, onReady });
    await vi.waitFor(() => expect(runs).toEqual([a, b, b, b]), patience);
    expect(onReady).toHaveBeenCalledOnce();
    ended.abort();
    await watching;
  });

  test("fails with a run that throws", async () => {
    const folder = folderOf({ "a.yaml": "1" });
    let runs = 0;
    const run = async (): Promise<object> => {
      runs += 1;
      if (runs > 1) throw new Error("a fault");
      return {};
    };
    const watching = watchAll([{ input: join(folder, "a.yaml") }], run, {
      signal: new AbortController().signal,
      onReady: () => rmSync(join(folder, "a.yaml")),
    });
    await expect(watching).rejects.toThrow("a fault");
  });

  test("ends with the first Ctrl+C, exit code 0", async () => {
    const folder = folderOf();
    const server = await startServer((_request, response) => response.end("{}"));
    onTestFinished(() => server.close());
    const written: string[] = [];
    for (const stream of [process.stdout, process.stderr])
      vi.spyOn(stream, "write").mockImplementation((text) => written.push(String(text)) > 0);
    onTestFinished(() => void vi.restoreAllMocks());
    const code = main([`${server.url}/openapi.json`, join(folder, "none", "x.yaml"), "--watch"]);
    await vi.waitFor(() => expect(written.join("")).toContain("Ctrl+C"), patience);
    process.emit("SIGINT");
    expect(await code).toBe(0);
  });
});
