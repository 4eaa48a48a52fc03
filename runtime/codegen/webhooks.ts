// Webhooks: whether a request is from whom it says, and then its body. Standard Webhooks 1.0.0, or a plain HMAC.

import { Headers, type HeadersInit } from "../headers.js";
import { utf8 } from "../streams.js";
import type { Codec } from "./codec.js";
import { ArgumentError, WebhookError } from "./errors.js";
import { decodeJson } from "./json-decoding.js";

/** A sender that signs the body, and nothing else, with an HMAC. */
export interface HmacSignature {
  /** The header that carries the signature, such as `X-Hub-Signature-256`. */
  readonly header: string;
  /** @default "SHA-256" */
  readonly hash?: "SHA-1" | "SHA-256" | "SHA-384" | "SHA-512" | undefined;
  /** @default "hex" */
  readonly encoding?: "hex" | "base64" | undefined;
  /** What stands before the signature, such as `sha256=`. @default "" */
  readonly prefix?: string | undefined;
}

/** The headers of a delivery, in any form that the runtime takes; a Node request's `headers` is one. */
export type WebhookHeaders = HeadersInit;

export interface WebhookOptions {
  /** Shared with the sender; several while one is being replaced. Standard Webhooks writes them as `whsec_…`. */
  readonly secret: string | Uint8Array | readonly (string | Uint8Array)[];
  /** @default Standard Webhooks */
  readonly signature?: HmacSignature | undefined;
  /** How old, or early, a Standard Webhooks message may be, in milliseconds. @default 300_000 */
  readonly toleranceMs?: number | undefined;
}

/**
 * Checks the signature of a webhook request, and returns its body.
 *
 * @param payload the body exactly as it came: parsed and written again, it would have another signature
 * @param codec what the body holds that JSON cannot say
 * @throws ArgumentError for a secret that is none; WebhookError when it is not from the sender, too old, or not JSON
 */
export async function unwrapWebhook<Event>(
  payload: string | Uint8Array,
  headers: WebhookHeaders,
  options: WebhookOptions,
  codec?: Codec,
): Promise<Event> {
  const body = typeof payload === "string" ? utf8(payload) : payload;
  const given = new Headers(headers);
  if (options.signature === undefined) await checkStandard(body, given, options);
  else await checkHmac(body, given, options, options.signature);
  try {
    const text = new TextDecoder().decode(body);
    const event: unknown = codec === undefined ? JSON.parse(text) : decodeJson(text, codec);
    // The signature proves the sender, who promises this type.
    return event as Event;
  } catch (cause) {
    throw new WebhookError("The webhook is signed well, but its body is not JSON.", { cause });
  }
}

async function checkStandard(body: Uint8Array, headers: Headers, options: WebhookOptions): Promise<void> {
  const id = required(headers, "webhook-id");
  const timestamp = required(headers, "webhook-timestamp");
  const signatures = required(headers, "webhook-signature");
  const ageMs = Math.abs(Date.now() - Number(timestamp) * 1000);
  if (!(ageMs <= (options.toleranceMs ?? 300_000))) {
    throw new WebhookError(
      'The webhook is too old, or its clock is wrong: see its header "webhook-timestamp".',
    );
  }
  const prefix = utf8(`${id}.${timestamp}.`);
  const signed = new Uint8Array(prefix.byteLength + body.byteLength);
  signed.set(prefix);
  signed.set(body, prefix.byteLength);
  // Several signatures stand side by side while the sender replaces a secret.
  const candidates = signatures
    .split(" ")
    .filter((signature) => signature.startsWith("v1,"))
    .map((signature) => fromBase64(signature.slice(3)));
  await verifyAny("SHA-256", secretsOf(options, standardSecret), candidates, signed);
}

async function checkHmac(
  body: Uint8Array,
  headers: Headers,
  options: WebhookOptions,
  { header, hash = "SHA-256", encoding = "hex", prefix = "" }: HmacSignature,
): Promise<void> {
  const text = required(headers, header).trim();
  if (!text.startsWith(prefix))
    throw new WebhookError(`The header "${header}" does not begin with "${prefix}".`);
  const signature = (encoding === "hex" ? fromHex : fromBase64)(text.slice(prefix.length));
  await verifyAny(hash, secretsOf(options, utf8), [signature], body);
}

function required(headers: Headers, name: string): string {
  const value = headers.get(name);
  if (value === null) throw new WebhookError(`The webhook has no header "${name}".`);
  return value;
}

function secretsOf({ secret }: WebhookOptions, read: (text: string) => Uint8Array): Uint8Array[] {
  const list = typeof secret === "string" || secret instanceof Uint8Array ? [secret] : secret;
  // Anybody can sign with nothing.
  if (list.length === 0 || list.some(({ length }) => length === 0)) {
    throw new ArgumentError('The "secret" of the webhook is empty.');
  }
  return list.map((one) => (typeof one === "string" ? read(one) : one));
}

/** Standard Webhooks, "Signature scheme": `whsec_` and base64. */
function standardSecret(text: string): Uint8Array {
  const secret = fromBase64(text.replace(/^whsec_/, ""));
  if (secret.byteLength > 0) return secret;
  throw new ArgumentError('A secret of Standard Webhooks is base64, with or without "whsec_" before it.');
}

async function verifyAny(
  hash: string,
  secrets: readonly Uint8Array[],
  signatures: readonly Uint8Array[],
  signed: Uint8Array,
): Promise<void> {
  for (const secret of secrets) {
    const algorithm = { name: "HMAC", hash };
    const key = await crypto.subtle.importKey("raw", new Uint8Array(secret), algorithm, false, ["verify"]);
    for (const signature of signatures) {
      // In constant time, by the platform.
      if (await crypto.subtle.verify("HMAC", key, new Uint8Array(signature), new Uint8Array(signed))) return;
    }
  }
  throw new WebhookError(
    "The webhook's signature is wrong: it is from somebody else, or its body was changed.",
  );
}

function fromBase64(text: string): Uint8Array {
  try {
    return Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (character) =>
      character.charCodeAt(0),
    );
  } catch {
    // Not base64: no signature that could be right.
    return new Uint8Array(0);
  }
}

function fromHex(text: string): Uint8Array {
  if (!/^(?:[0-9a-f]{2})*$/i.test(text)) return new Uint8Array(0);
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}
