// The base of every generated client: a runtime Client, a server, and credentials by scheme.

import type { Client } from "../client.js";
import type { ClientOptions, DerivedOptions } from "../client-options.js";
import type { ServerChoice } from "./call-options.js";
import { type Derivation, derivedFrom, makeEngine } from "./client-engine.js";
import type { Credentials } from "./credentials.js";
import type { SecurityRequirement, ServerDescriptor } from "./operation.js";
import { Resource } from "./resource.js";
import type { SecuritySchemes } from "./security-schemes.js";

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

export type AnyOptions = ApiClientOptions<object, unknown>;

/** What `withOptions` may change: all but the transport, which is shared. */
export type ChangedOptions<Options> = Pick<Options, Extract<keyof Options, keyof DerivedOptions | "server">>;

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
