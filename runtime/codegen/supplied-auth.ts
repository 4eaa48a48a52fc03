// Credentials from functions: asked for when a request is about to be sent, and once more when a server refuses them.

import { Auth, type AuthFlow } from "../auth/auth.js";
import type { Request } from "../request.js";
import type { Response } from "../response.js";
import type { CredentialRequest, UserPassword } from "./credentials.js";
import { CredentialsError } from "./errors.js";
import { addTo, type PlacedCredentials, place } from "./placed-credentials.js";
import type { SecurityScheme } from "./security-schemes.js";

type Suppliable = string | UserPassword | readonly [string, string];

/** A scheme whose credential a function gives. */
export interface SuppliedScheme {
  readonly name: string;
  readonly scheme: SecurityScheme;
  readonly scopes: readonly string[];
  readonly supply: (request: CredentialRequest) => Suppliable | undefined | Promise<Suppliable | undefined>;
}

export class SuppliedAuth extends Auth {
  readonly #schemes: readonly SuppliedScheme[];
  /** Of a scheme that is needed beside them, and talks with the server. */
  readonly #conversation: Auth | undefined;

  constructor(schemes: readonly SuppliedScheme[], conversation: Auth | undefined) {
    super();
    this.#schemes = schemes;
    this.#conversation = conversation;
  }

  override async *authFlow(request: Request): AuthFlow {
    const given = await this.#ask("request");
    const takeOut = addTo(request, given);
    const response = yield* this.#exchange(request);
    if (response?.statusCode !== 401 || !isRepeatable(request)) return;
    const renewed = await this.#ask("unauthorized").catch(withoutCredential);
    if (renewed === undefined || isSame(given, renewed)) return;
    takeOut();
    addTo(request, renewed);
    yield* this.#exchange(request);
  }

  async #ask(reason: CredentialRequest["reason"]): Promise<PlacedCredentials> {
    let placed: PlacedCredentials = {};
    for (const { name, scheme, scopes, supply } of this.#schemes) {
      const credential = await supply({ reason, scopes });
      if (credential === undefined || credential === null) {
        throw new CredentialsError(`The credential for "${name}" is a function, and it gave none.`);
      }
      placed = place(placed, scheme, credential);
    }
    return placed;
  }

  /** The last response to the request. */
  async *#exchange(request: Request): AsyncGenerator<Request, Response | undefined, Response> {
    if (this.#conversation === undefined) return yield request;
    const flow = this.#conversation.authFlow(request);
    let response: Response | undefined;
    try {
      for (let step = await flow.next(); !step.done; step = await flow.next(response)) {
        response = yield step.value;
      }
      return response;
    } finally {
      await flow.return(undefined);
    }
  }
}

function isRepeatable({ body }: Request): boolean {
  return body.kind !== "stream" || body.replayable;
}

/** A function that has nothing better to offer leaves the server's answer as it is. */
function withoutCredential(error: unknown): undefined {
  if (error instanceof CredentialsError) return undefined;
  throw error;
}

function isSame(given: PlacedCredentials, renewed: PlacedCredentials): boolean {
  return JSON.stringify(given) === JSON.stringify(renewed);
}
