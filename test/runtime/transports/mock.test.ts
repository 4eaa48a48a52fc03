import { expect, it } from "vitest";
import { Client, MockTransport, Response } from "../../../runtime/index.js";
import { describeTransport } from "./transport-contract.js";

describeTransport(
  "MockTransport",
  async (app) => {
    const transport = new MockTransport(async (request) => {
      const answer = await app(request.toWeb());
      return new Response(answer.status, {
        reasonPhrase: answer.statusText,
        headers: answer.headers,
        ...(answer.body === null || request.method === "HEAD" ? {} : { stream: answer.body }),
      });
    });
    return { transport, baseUrl: "http://app" };
  },
  { readsUploadsFirst: true },
);

it("the handler finds the body read", async () => {
  async function* body(): AsyncGenerator<string> {
    yield "hello";
  }
  const transport = new MockTransport((request) => new Response(200, { content: request.content }));
  expect((await new Client({ transport }).post("https://a.com", { content: body() })).text).toBe("hello");
});

it("what is no Response is a TypeError", async () => {
  const transport = new MockTransport(() => ({ status: 200 }) as unknown as Response);
  await expect(new Client({ transport }).get("https://a.com")).rejects.toThrow(
    "returned an object in place of a Response",
  );
});

it("for the Response of fetch, the error says what to do", async () => {
  const transport = new MockTransport(() => new globalThis.Response("x") as unknown as Response);
  await expect(new Client({ transport }).get("https://a.com")).rejects.toThrow(
    "returned an object (Response) in place of a Response; Response.fromWeb makes one of fetch's.",
  );
});
