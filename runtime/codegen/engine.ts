// What an SDK's client adds to the runtime's: a server and credentials for each operation. `call` knows it by this
// interface only: a program that calls one function with a bare Client bundles neither.

import type { AuthInit } from "../auth-option.js";
import type { Client } from "../client.js";
import type { ApiKeyPlace } from "./api-keys.js";
import type { CallOptions, ServerChoice } from "./call-options.js";
import type { OperationDescriptor } from "./operation.js";
import type { PlacedCredentials } from "./placed-credentials.js";
import type { SecuritySchemes } from "./security-schemes.js";

export interface Engine {
  readonly client: Client;
  readonly schemes: SecuritySchemes;
  /** What relative URLs of the document are resolved against. */
  readonly base: string | undefined;
  /** The absolute URL that the operation's path is appended to; `undefined`: the client's own `baseUrl`. */
  baseUrl(operation: OperationDescriptor, choice: ServerChoice | undefined): string | undefined;
  /** What the operation's security asks for beside the keys that are sent anyway. @throws CredentialsError when the credentials satisfy no alternative */
  authorize(
    operation: OperationDescriptor,
    options: CallOptions | undefined,
    sent: readonly ApiKeyPlace[],
  ): Authorization;
  /** Where the API's keys stand, which a document may describe as parameters as well. */
  readonly apiKeys: readonly ApiKeyPlace[];
}

/** Credentials in the form that a request takes. */
export interface Authorization extends PlacedCredentials {
  /** What can only be had while sending. `null`: nothing; `undefined`: the client's own. */
  readonly auth: AuthInit | undefined;
}
