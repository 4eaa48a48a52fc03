import { describe, expect, test } from "vitest";
import { nearest } from "../../generator/near-miss.js";

describe("the nearest name", () => {
  test.each([
    { given: "Cta", names: ["Dog", "Cat"], want: "Cat" },
    { given: "pets", names: ["Pet", "Pets"], want: "Pets" },
    { given: "ouptut", names: ["output", "include"], want: "output" },
    { given: "owner", names: ["Cat", "Dog"], want: undefined },
    { given: "ab", names: ["xy"], want: undefined },
    { given: "a", names: ["b"], want: undefined },
    { given: "a", names: ["b", "A"], want: "A" },
  ])("of $given", ({ given, names, want }) => {
    expect(nearest(given, names)).toBe(want);
  });
});
