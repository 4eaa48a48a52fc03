// A bound for what a page loads before its first call. It is there to be noticed: raise it only for something that
// every call needs; whatever some calls need is loaded by them.

import { describe, expect, it } from "vitest";
import { initialBundle } from "../support/initial-bundle.js";

const golden = "./fixtures/golden/petstore";

const rows: readonly { name: string; code: string; kilobytes: number }[] = [
  {
    name: "a bare client",
    code: 'import { Client } from "@gen-client/runtime"; export const call = () => new Client().get("https://a.com");',
    kilobytes: 28,
  },
  {
    name: "one operation on a bare client",
    code: `import { Client } from "@gen-client/runtime"; import { getPet } from "${golden}/operations/pets.js"; export const call = () => getPet(new Client(), { petId: "1" });`,
    kilobytes: 37.7,
  },
  {
    name: "an SDK",
    code: `import { PetStore } from "${golden}/index.js"; export const call = () => new PetStore().pets.getPet({ petId: "1" });`,
    kilobytes: 43.4,
  },
];

describe.each(rows)("$name in a browser", ({ code, kilobytes }) => {
  const bundle = initialBundle(code);

  it(`is no more than ${kilobytes} kB, minified and gzipped`, async () => {
    expect((await bundle).gzipped).toBeLessThanOrEqual(kilobytes * 1_000);
  });

  it("leaves out what only Node has, and what only some calls need", async () => {
    const rare =
      /(decoders|limits|proxy-environment|ip-ranges|redirects|retry-delays|fetch|event-parser|digest-(challenge|hash|response)|oauth-(auth|token)|header-decoding|json-decoding|item-(de|en)coding|conversion)\.ts$/;
    const { files } = await bundle;
    expect(files).toContain("runtime/send.ts");
    expect(files.filter((file) => rare.test(file) && !file.endsWith("transports/fetch.ts"))).toEqual([]);
  });
});
