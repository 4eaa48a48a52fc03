// The base of every generated client: a runtime Client, a server, and credentials by scheme.

import { Client } from "../client.js";
import { type ClientOptions, type DerivedOptions, KNOWN_OPTIONS } from "../client-options.js";
import { assertKnownOptions } from "../near-miss.js";
import type { KnownOptions } from "../option-kinds.js";
import type { Request } from "../request.js";
import { type ApiKeyPlace, apiKeysOf, isAmong } from "./api-keys.js";
import { sendsByHand } from "./by-hand.js";
import type { CallOptions, ServerChoice } from "./call-options.js";
import type { Credentials } from "./credentials.js";
import type { Authorization, Engine } from "./engine.js";
import { ArgumentError, CredentialsError } from "./errors.js";
import { authOfBuilt } from "./exchange.js";
import type { SecurityRequirement, ServerDescriptor } from "./operation.js";
import { Resource } from "./resource.js";
import {
  apiKeyHeaders,
  authorize,
  isCredentials,
  type KnownAuthorizations,
  RequestAuth,
} from "./security.js";
import type { SecuredOperation } from "./security-choice.js";
import type { SecuritySchemes } from "./security-schemes.js";
import { findServer, serverUrl } from "./servers.js";

/** What a document says about its API as a whole, as data. */
export interface ApiDefinition {
  readonly title: string;
  readonly version: string;
  /** The first is the default. */
  readonly servers: readonly ServerDescriptor[];
  /** Where the document came from: what relative server URLs are resolved against. */
  readonly documentUrl?: string;
  readonly schemes?: SecuritySchemes;
  /** The document's own security: for requests made by hand on `client`. */
  readonly security?: readonly SecurityRequirement[];
}

/** Every option of the runtime's client, credentials by scheme name, and the server. */
export interface ApiClientOptions<Auth extends object = Credentials, Server = ServerChoice>
  extends Omit<ClientOptions, "auth"> {
  /** Credentials by scheme name; or whatever the runtime's `auth` takes, which then goes with every call. */
  auth?: Auth | ClientOptions["auth"] | undefined;
  /** One of the document's servers. @default the first one */
  server?: Server | undefined;
  /** In place of every server of the document, those of single operations included. */
  baseUrl?: ClientOptions["baseUrl"];
  /** @default true */
  followRedirects?: boolean | undefined;
}

type AnyOptions = ApiClientOptions<object, unknown>;

/** What `withOptions` may change: all but the transport, which is shared. */
export type ChangedOptions<Options> = Pick<Options, Extract<keyof Options, keyof DerivedOptions | "server">>;

// How `withOptions` tells the constructor what it derives from, out of sight of whoever writes options.
const derivedFrom: unique symbol = Symbol("derived from");
interface Derivation {
  readonly [derivedFrom]?: { readonly parent: Client; readonly changed: AnyOptions };
}

/** What generated clients extend. */
export class ApiClient<Options extends AnyOptions = ApiClientOptions> extends Resource {
  /** The runtime's client: for requests that the document does not know, and for requests built by hand. */
  readonly client: Client;
  readonly #options: Options;

  /** @throws ArgumentError for a server variable without a value, TypeError for an unknown option */
  constructor(definition: ApiDefinition, options: Options) {
    const engine = makeEngine(definition, options);
    super(engine);
    this.client = engine.client;
    this.#options = options;
  }

  /** The same API with other options, on the same connections; closing it leaves them open. */
  withOptions(options: ChangedOptions<Options>): this {
    const { baseUrl, ...kept } = this.#options;
    const derivation: Derivation = { [derivedFrom]: { parent: this.client, changed: options } };
    // A base URL would win over a server that is chosen now.
    const before = "server" in options || baseUrl === undefined ? kept : { ...kept, baseUrl };
    // Generated clients are constructed with their options alone, and `this` is one of them.
    const Class = this.constructor as new (options: object) => this;
    return new Class({ ...before, ...options, ...derivation });
  }

  /** Closes the connections. */
  async close(): Promise<void> {
    await this.client.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}

const known: KnownOptions = new Map([...KNOWN_OPTIONS.client, ["server", undefined]]);

function makeEngine(definition: ApiDefinition, options: AnyOptions): Engine {
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
      throw new ArgumentError(
        `${definition.title}: the server "${own?.[0]?.url ?? wantedUrl(choice) ?? servers[0]?.url ?? "/"}" is relative to nothing known; pass "baseUrl".`,
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
