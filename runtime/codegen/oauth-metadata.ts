// Where a provider says that its endpoints are: RFC 8414, OpenID Connect Discovery 1.0.

import { Request } from "../request.js";
import type { Response } from "../response.js";
import { CredentialsError } from "./errors.js";
import { readObject } from "./oauth-token.js";

export type MetadataName = "authorization_endpoint" | "token_endpoint" | "device_authorization_endpoint";

export type Metadata = Readonly<Record<string, unknown>>;

export function metadataRequest(url: string): Request {
  return new Request("GET", url, { headers: { Accept: "application/json" } });
}

export async function readMetadata(response: Response): Promise<Metadata> {
  await response.read();
  if (response.isSuccess) return readObject(response);
  const { origin, pathname } = response.url;
  throw new CredentialsError(`${origin}${pathname} answered ${response.statusCode}, and names no endpoints.`);
}

/** @throws CredentialsError for what the provider does not name */
export function endpointIn(metadata: Metadata, name: MetadataName): string {
  const url = metadata[name];
  if (typeof url === "string") return url;
  throw new CredentialsError(`The provider's metadata names no "${name}".`);
}

/** An endpoint as the document writes it: relative to where the API is. @throws CredentialsError */
export function resolvedEndpoint(url: string, base: string | undefined): string {
  if (URL.canParse(url, base)) return new URL(url, base).href;
  throw new CredentialsError(`The URL "${url}" is relative to nothing known; give the whole of it.`);
}
