import { constants, type PerformanceEntry, PerformanceObserver } from "node:perf_hooks";
import { expect, it } from "vitest";
import { paceCollection } from "../../../runtime/transports/collection-pace.js";

async function collectionsDuring(act: () => void): Promise<number> {
  const entries: PerformanceEntry[] = [];
  const observer = new PerformanceObserver((list) => entries.push(...list.getEntries()));
  observer.observe({ entryTypes: ["gc"] });
  act();
  // Entries come in a later turn.
  await new Promise((resolve) => setTimeout(resolve, 50));
  observer.disconnect();
  return entries.filter(isMinor).length;
}

function isMinor(entry: PerformanceEntry): boolean {
  // The types of Node 20 leave it out of the class.
  const { detail } = entry as PerformanceEntry & { readonly detail?: { readonly kind?: number } };
  return detail?.kind === constants.NODE_PERFORMANCE_GC_MINOR;
}

const TABLE = [
  {
    name: "large chunks bring collections of young objects",
    chunkBytes: 64 * 1024,
    count: 4_000,
    want: true,
  },
  { name: "so do larger ones, of which there are fewer", chunkBytes: 1024 * 1024, count: 250, want: true },
  { name: "the small ones of TLS and HTTP/2 do not", chunkBytes: 16 * 1024, count: 4_000, want: false },
];

it.each(TABLE)("$name", async ({ chunkBytes, count, want }) => {
  const collections = await collectionsDuring(() => {
    for (let chunk = 0; chunk < count; chunk += 1) paceCollection(chunkBytes);
  });
  expect(collections > 1).toBe(want);
});
