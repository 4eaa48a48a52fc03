// An authentication whose code is loaded by the first request that needs it.

import { Auth, type AuthFlow } from "../auth/auth.js";
import type { Request } from "../request.js";

export class DeferredAuth extends Auth {
  readonly #load: () => Promise<Auth>;
  #loaded: Promise<Auth> | undefined;

  constructor(load: () => Promise<Auth>) {
    super();
    this.#load = load;
  }

  override async *authFlow(request: Request): AuthFlow {
    this.#loaded ??= this.#load();
    const auth = await this.#loaded;
    yield* auth.authFlow(request);
  }
}
