// Benchmarks are never timed here; what this checks is that the one of generators starts, and refuses politely.

import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const script = fileURLToPath(new URL("../bench/generate/bench.mjs", import.meta.url));

describe("bench:generate", () => {
  it.each([
    { name: "tells its choices", given: ["--help"], want: { status: 0, says: /NAME {4}gen-client, / } },
    { name: "needs a folder", given: [], want: { status: 2, says: /^One folder is needed/ } },
    { name: "knows its options", given: ["--frob"], want: { status: 2, says: /^Unknown option '--frob'/ } },
    {
      name: "knows its generators",
      given: [".", "--with", "gen-client,foo"],
      want: { status: 2, says: /^There is no generator "foo"/ },
    },
    { name: "counts runs", given: [".", "--runs", "0"], want: { status: 2, says: /^"0" is no number/ } },
    {
      name: "knows its documents",
      given: [".", "--only", "none"],
      want: { status: 2, says: /^No document's name holds "none"/ },
    },
    {
      name: "looks for them before it installs anything",
      given: [".", "--only", "stripe"],
      want: { status: 2, says: /^"\." does not hold stripe/ },
    },
  ])("$name", ({ given, want }) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...given], { encoding: "utf8" });
    expect(stdout + stderr).toMatch(want.says);
    expect(status).toBe(want.status);
  });
});
