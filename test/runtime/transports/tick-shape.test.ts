import { expect, it } from "vitest";
import "../../../runtime/index.js";
import { keptTick } from "../../../runtime/transports/tick-shape.js";

it("keeps an object of Node's nextTick, with all its members", async () => {
  await new Promise((resolve) => process.nextTick(resolve));
  expect(Object.keys(keptTick ?? {})).toEqual(expect.arrayContaining(["callback", "args"]));
});
