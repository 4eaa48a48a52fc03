// What the calls of a generated client go through, made from its document and its options.

import { Client } from "../client.js";
import { type ClientOptions, KNOWN_OPTIONS } from "../client-options.js";
import { assertKnownOptions } from "../near-miss.js";
import type { KnownOptions } from "../option-kinds.js";
import type { Request } from "../request.js";
import type { AnyOptions, ApiDefinition } from "./api-client.js";
import { type ApiKeyPlace, apiKeysOf, isAmong } from "./api-keys.js";
import { sendsByHand } from "./by-hand.js";
import type { CallOptions, ServerChoice } from "./call-options.js";
import type { Authorization, Engine } from "./engine.js";
import { ArgumentError, CredentialsError } from "./errors.js";
import { authOfBuilt } from "./exchange.js";
import type { ServerDescriptor } from "./operation.js";
import {
  apiKeyHeaders,
  authorize,
  isCredentials,
  type KnownAuthorizations,
  RequestAuth,
} from "./security.js";
import type { SecuredOperation } from "./security-choice.js";
import { findServer, serverUrl } from "./servers.js";

// How `withOptions` tells the constructor what it derives from, out of sight of whoever writes options.
export const derivedFrom: unique symbol = Symbol("derived from");
export interface Derivation {
  readonly [derivedFrom]?: { readonly parent: Client; readonly changed: AnyOptions };
}

const known: KnownOptions = new Map([...KNOWN_OPTIONS.client, ["server", undefined]]);

/** @throws ArgumentError for a server variable without a value, TypeError for an unknown option */
export function makeEngine(definition: ApiDefinition, options: AnyOptions): Engine {
  assertKnownOptions(definition.title, options, known);
  const { auth, server, ...rest } = options;
  // Option types of generated clients list the document's servers, each of which is a ServerChoice.
  const choice = server as ServerChoice | undefined;
  const { servers, documentUrl, schemes = {} } = definition;
  const credentials = auth === undefined || isCredentials(auth) ? (auth ?? {}) : undefined;
  const baseUrl = rest.baseUrl ?? serverUrl(servers, choice, documentUrl);
  const securityOptions = {
    schemes,
    credentials,
    known: new WeakMap() as KnownAuthorizations,
    hasCertificate: typeof rest.verify === "object",
    base: documentUrl ?? baseUrl?.toString(),
  };
  const authorizeCall = (
    operation: SecuredOperation,
    call: CallOptions | undefined,
    sent: readonly ApiKeyPlace[],
  ): Authorization =>
    (call?.auth === undefined && sent.length === 0 ? securityOptions.known.get(operation) : undefined) ??
    authorize(operation, call?.auth, {
      ...securityOptions,
      sent,
      sendsByHand: (place, name) => isAmong(sent, place, name) || sendsByHand(client, call, place, name),
    });
  const requestByHand = { id: "client", security: definition.security ?? [] };
  const authorizeByHand = (request: Request): Authorization | undefined => {
    const built = authOfBuilt(request);
    if (built !== undefined) return built;
    // Never to another origin than the API's own.
    if (definition.security === undefined || request.url.origin !== client.baseUrl?.origin) return undefined;
    try {
      return authorizeCall(requestByHand, undefined, []);
    } catch (error) {
      // Whoever writes requests by hand may do without.
      if (error instanceof CredentialsError) return undefined;
      throw error;
    }
  };
  const client = makeClient(options, {
    ...rest,
    baseUrl,
    followRedirects: rest.followRedirects ?? true,
    sensitiveHeaders: [...apiKeyHeaders(schemes), ...(rest.sensitiveHeaders ?? [])],
    // By scheme, credentials depend on the operation; the client's own auth is for requests that are sent by hand.
    auth: credentials === undefined ? (auth as ClientOptions["auth"]) : new RequestAuth(authorizeByHand),
  });
  return {
    client,
    schemes,
    base: securityOptions.base,
    authorize: authorizeCall,
    apiKeys: apiKeysOf(schemes),
    baseUrl: (operation, override) => {
      const base = (): string | undefined => documentUrl ?? client.baseUrl?.href;
      if (override !== undefined) return serverUrl(operation.servers ?? servers, override, base());
      const own = rest.baseUrl == null ? operation.servers : undefined;
      const found = own && serverUrl(own, sameServer(own, choice), base());
      if ((found ?? baseUrl ?? client.baseUrl) !== undefined) return found;
      const unknown = own?.[0]?.url ?? wantedUrl(choice) ?? servers[0]?.url ?? "/";
      throw new ArgumentError(
        `${definition.title}: the server "${unknown}" is relative to nothing known; pass "baseUrl".`,
      );
    },
  };
}

/** The client's choice, where an operation's own servers know it. */
function sameServer(
  servers: readonly ServerDescriptor[],
  choice: ServerChoice | undefined,
): ServerChoice | undefined {
  const wanted = wantedUrl(choice);
  return wanted !== undefined && findServer(servers, wanted) !== undefined ? choice : undefined;
}

/** Or the name of one of the document's servers. */
function wantedUrl(choice: ServerChoice | undefined): string | undefined {
  return choice instanceof URL ? choice.href : typeof choice === "object" ? choice.url : choice;
}

function makeClient(options: AnyOptions & Derivation, complete: ClientOptions): Client {
  const derivation = options[derivedFrom];
  if (derivation === undefined) return new Client(complete);
  const { auth: _auth, server: _server, ...changed } = derivation.changed;
  const { baseUrl, sensitiveHeaders, auth } = complete;
  return derivation.parent.withOptions({ ...changed, baseUrl, sensitiveHeaders, auth });
}
