import { createHmac } from "node:crypto";
import { ArgumentError, unwrapWebhook, WebhookError, type WebhookOptions } from "@gen-client/runtime/codegen";
import { describe, expect, it } from "vitest";

const secret = `whsec_${Buffer.from("a very secret key").toString("base64")}`;
const payload = '{"type":"pet.born","data":{"name":"é"}}';

function standard(options: { age?: number; secret?: string; body?: string } = {}): Record<string, string> {
  const timestamp = String(Math.floor((Date.now() - (options.age ?? 0)) / 1000));
  const key = Buffer.from((options.secret ?? secret).replace("whsec_", ""), "base64");
  const signature = createHmac("sha256", key)
    .update(`msg_1.${timestamp}.${options.body ?? payload}`)
    .digest("base64");
  return { "Webhook-Id": "msg_1", "webhook-timestamp": timestamp, "webhook-signature": `v1,${signature}` };
}

function hmac(hash: string, encoding: "hex" | "base64"): string {
  return createHmac(hash, "key").update(payload).digest(encoding);
}

const otherSecret = `whsec_${Buffer.from("another").toString("base64")}`;

describe("a webhook that is what it says is unwrapped", () => {
  const rows: readonly { name: string; headers: Record<string, string>; options: WebhookOptions }[] = [
    { name: "Standard Webhooks", headers: standard(), options: { secret } },
    { name: "an old secret among several", headers: standard(), options: { secret: [otherSecret, secret] } },
    {
      name: "several signatures",
      headers: { ...standard(), "webhook-signature": `v1,AAAA v1a,xyz ${standard()["webhook-signature"]}` },
      options: { secret },
    },
    {
      name: "an old message, where that is allowed",
      headers: standard({ age: 3_600_000 }),
      options: { secret, toleranceMs: 7_200_000 },
    },
    {
      name: "HMAC, hexadecimal with a prefix",
      headers: { "X-Hub-Signature-256": `sha256=${hmac("sha256", "hex")}` },
      options: { secret: "key", signature: { header: "x-hub-signature-256", prefix: "sha256=" } },
    },
    {
      name: "HMAC, SHA-1 in base64",
      headers: { "X-Signature": hmac("sha1", "base64") },
      options: { secret: "key", signature: { header: "X-Signature", hash: "SHA-1", encoding: "base64" } },
    },
  ];
  it.each(rows)("$name", async ({ headers, options }) => {
    const want = JSON.parse(payload) as unknown;
    expect(await unwrapWebhook(payload, headers, options)).toEqual(want);
    expect(await unwrapWebhook(new TextEncoder().encode(payload), headers, options)).toEqual(want);
  });
});

describe("any other is refused", () => {
  const signature = { header: "X-Signature" };
  const rows: readonly {
    name: string;
    body?: string;
    headers: Record<string, string>;
    options: WebhookOptions;
    message: RegExp;
  }[] = [
    {
      name: "another body",
      body: "{}",
      headers: standard(),
      options: { secret },
      message: /signature is wrong/,
    },
    {
      name: "another secret",
      headers: standard(),
      options: { secret: otherSecret },
      message: /signature is wrong/,
    },
    { name: "too old", headers: standard({ age: 301_000 }), options: { secret }, message: /too old/ },
    {
      name: "from the future",
      headers: standard({ age: -302_000 }),
      options: { secret },
      message: /too old/,
    },
    {
      name: "no time",
      headers: { ...standard(), "webhook-timestamp": "x" },
      options: { secret },
      message: /too old/,
    },
    {
      name: "no signature",
      headers: { "webhook-id": "1", "webhook-timestamp": "1" },
      options: { secret },
      message: /no header "webhook-signature"/,
    },
    {
      name: "an unknown version",
      headers: { ...standard(), "webhook-signature": "v2,x" },
      options: { secret },
      message: /signature is wrong/,
    },
    {
      name: "not base64",
      headers: { ...standard(), "webhook-signature": "v1,%%" },
      options: { secret },
      message: /signature is wrong/,
    },
    {
      name: "HMAC that is not hexadecimal",
      headers: { "X-Signature": "zz" },
      options: { secret: "key", signature },
      message: /signature is wrong/,
    },
    {
      name: "HMAC without its prefix",
      headers: { "X-Signature": "00" },
      options: { secret: "key", signature: { ...signature, prefix: "v=" } },
      message: /does not begin with/,
    },
    {
      name: "well signed, but no JSON",
      body: "x",
      headers: standard({ body: "x" }),
      options: { secret },
      message: /not JSON/,
    },
  ];
  it.each([
    { name: "an empty secret", options: { secret: "" } },
    { name: "one empty secret among others", options: { secret: [secret, ""] } },
    { name: "no secret at all", options: { secret: [] } },
    { name: "empty bytes", options: { secret: new Uint8Array(0) } },
    { name: "a secret that is not base64", options: { secret: "not/base64!" } },
    { name: "an empty HMAC secret", options: { secret: "", signature: { header: "webhook-signature" } } },
  ])("$name is the receiver's own mistake", async ({ options }) => {
    await expect(unwrapWebhook(payload, standard({ secret: "" }), options)).rejects.toThrow(ArgumentError);
  });

  it.each(rows)("$name", async ({ body = payload, headers, options, message }) => {
    const error: unknown = await unwrapWebhook(body, headers, options).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(WebhookError);
    expect((error as Error).message).toMatch(message);
  });
});
