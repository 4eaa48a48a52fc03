// The token endpoint of OAuth 2: RFC 6749 §3.2, §5.

import { Request } from "../request.js";
import type { Response } from "../response.js";
import type { OAuth2Token } from "./credentials.js";
import { CredentialsError } from "./errors.js";

export interface TokenClient {
  readonly clientId?: string | undefined;
  readonly clientSecret?: string | undefined;
  readonly clientAuth?: "basic" | "body" | undefined;
}

/** A request for a token; `fields` are the grant's own. */
export function tokenRequest(
  url: string | URL,
  { clientId, clientSecret, clientAuth }: TokenClient,
  fields: Readonly<Record<string, string | undefined>>,
): Request {
  const form: Record<string, string> = {};
  for (const [name, value] of Object.entries(fields)) if (value !== undefined) form[name] = value;
  const headers: Record<string, string> = { Accept: "application/json" };
  // RFC 6749 §2.3.1: Basic is what every server supports; a public client has nothing to prove.
  const usesBasic = (clientAuth ?? (clientSecret === undefined ? "body" : "basic")) === "basic";
  if (usesBasic && clientId !== undefined) {
    headers.Authorization = `Basic ${btoa(`${formEncoded(clientId)}:${formEncoded(clientSecret ?? "")}`)}`;
  } else {
    if (clientId !== undefined) form.client_id = clientId;
    if (clientSecret !== undefined) form.client_secret = clientSecret;
  }
  return new Request("POST", url, { headers, data: form });
}

/** Both are form-encoded before they become user and password. */
function formEncoded(text: string): string {
  return new URLSearchParams([["", text]]).toString().slice(1);
}

/** @throws CredentialsError with the server's `error` code */
export async function readToken(response: Response): Promise<OAuth2Token> {
  await response.read();
  const answer = readObject(response);
  const accessToken = answer.access_token;
  if (!response.isSuccess || typeof accessToken !== "string" || accessToken === "") {
    throw new TokenError(response, textOf(answer.error), textOf(answer.error_description));
  }
  const lifetimeSeconds = Number(answer.expires_in ?? Number.NaN);
  return {
    accessToken,
    tokenType: textOf(answer.token_type) ?? "Bearer",
    ...(Number.isFinite(lifetimeSeconds) && { expiresAt: Date.now() + lifetimeSeconds * 1000 }),
    ...optional("refreshToken", answer.refresh_token),
    ...optional("scope", answer.scope),
    ...optional("idToken", answer.id_token),
  };
}

/** The token endpoint refused, and `error` says why. */
export class TokenError extends CredentialsError {
  /** RFC 6749 §5.2, such as `invalid_grant`. */
  readonly error: string | undefined;

  constructor(response: Response, error: string | undefined, description: string | undefined) {
    const { origin, pathname } = response.url;
    const reason = [error, description].filter((text) => text !== undefined).join(": ");
    const what = reason !== "" ? `, ${reason}` : response.isSuccess ? ", but without a token" : "";
    super(`The token endpoint ${origin}${pathname} answered ${response.statusCode}${what}.`);
    this.error = error;
  }
}

export function readObject(response: Response): Readonly<Record<string, unknown>> {
  try {
    const value = response.json();
    return typeof value === "object" && value !== null ? { ...value } : {};
  } catch {
    // An error page: its status says enough.
    return {};
  }
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

function optional<Name extends string>(name: Name, value: unknown): { readonly [Key in Name]?: string } {
  const text = textOf(value);
  // The computed key is Name, which TypeScript widens to string.
  return (text === undefined ? {} : { [name]: text }) as { readonly [Key in Name]?: string };
}
