// A receiver of webhooks: it makes sure who sent a delivery, and reads it with the type the document gives it.

import { createHmac } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { WebhookError } from "@gen-client/runtime/codegen";
import { unwrap } from "../sdk/petstore/index.js";

const secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

export async function main(): Promise<void> {
  const receiver = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    // What a request's stream gives without an encoding.
    for await (const chunk of request) chunks.push(chunk as Buffer);
    try {
      // The bytes as they came: parsed and written again, they would have another signature.
      const { pet, soldAt } = await unwrap<"petSold">(Buffer.concat(chunks), request.headers, { secret });
      console.log(`${pet.name} was sold on ${soldAt.slice(0, 10)}`);
      response.writeHead(204).end();
    } catch (error) {
      if (!(error instanceof WebhookError)) throw error;
      console.log(`refused: ${error.message.split(":")[0]}`);
      response.writeHead(400).end();
    }
  });
  await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve));
  // It listens over TCP.
  const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`;

  const event = { pet: { id: "p1", name: "Rex", kind: "dog" }, soldAt: "2026-01-31T12:00:00Z" };
  await deliver(url, JSON.stringify(event), JSON.stringify(event));
  await deliver(url, JSON.stringify(event), JSON.stringify({ ...event, soldAt: "1999-01-01T00:00:00Z" }));
  receiver.closeAllConnections();
  receiver.close();
}

/** The sender's side, as Standard Webhooks has it. `sent` is what arrives, in place of what was signed. */
async function deliver(url: string, signed: string, sent: string): Promise<void> {
  const id = "msg_1";
  const timestamp = String(Math.floor(Date.now() / 1000));
  const key = Buffer.from(secret.slice("whsec_".length), "base64");
  const signature = createHmac("sha256", key).update(`${id}.${timestamp}.${signed}`).digest("base64");
  const headers = {
    "webhook-id": id,
    "webhook-timestamp": timestamp,
    "webhook-signature": `v1,${signature}`,
  };
  await (await fetch(url, { method: "POST", headers, body: sent })).text();
}
