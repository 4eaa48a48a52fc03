import { channel } from "node:diagnostics_channel";
import { expect, it } from "vitest";
import { Client, MockTransport, type Request, Response } from "../../runtime/index.js";

interface Message {
  readonly request: Request;
  readonly response?: Response;
  readonly nextRequest?: Request;
  readonly attempt?: number;
  readonly error?: Error;
}

async function traced(run: () => Promise<unknown>): Promise<string[]> {
  const log: string[] = [];
  const names = ["request", "attempt", "redirect", "response", "error"];
  const listeners = names.map((name) => {
    const listener = (message: unknown): void => {
      // What tracing.ts documents.
      const { request, response, nextRequest, attempt, error } = message as Message;
      const detail = [
        request.url.pathname,
        attempt,
        response?.statusCode,
        nextRequest?.url.pathname,
        error?.message,
      ];
      log.push([name, ...detail.filter((part) => part !== undefined)].join(" "));
    };
    channel(`gen-client:${name}`).subscribe(listener);
    return { name, listener };
  });
  try {
    await run();
  } finally {
    for (const { name, listener } of listeners) channel(`gen-client:${name}`).unsubscribe(listener);
  }
  return log;
}

it("the chain tells what it does", async () => {
  let calls = 0;
  const transport = new MockTransport(() => {
    calls += 1;
    if (calls === 1) return new Response(503);
    return calls === 2 ? new Response(302, { headers: { Location: "/b" } }) : new Response(200);
  });
  const client = new Client({
    transport,
    followRedirects: true,
    retries: { total: 1, backoff: { initial: 0 } },
  });
  expect(await traced(() => client.get("https://a.com/a"))).toEqual([
    "request /a",
    "attempt /a 0",
    "response /a 503",
    "attempt /a 1",
    "response /a 302",
    "redirect /a 302 /b",
    "attempt /b 0",
    "response /b 200",
  ]);
});

it("and how it fails", async () => {
  const transport = new MockTransport(() => {
    throw new Error("no network");
  });
  const failing = () => new Client({ transport }).get("https://a.com/a").catch(() => {});
  expect(await traced(failing)).toEqual(["request /a", "attempt /a 0", "error /a no network"]);
});
