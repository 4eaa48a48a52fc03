import type { Request } from "../request.js";
import { Auth, type AuthFlow } from "./auth.js";
import { assertCredentials } from "./credentials.js";

/** HTTP Basic authentication (RFC 7617), in UTF-8. */
export class BasicAuth extends Auth {
  readonly #header: string;

  constructor(user: string, password: string) {
    super();
    assertCredentials("BasicAuth", [user, password]);
    this.#header = basicCredentials(user, password);
  }

  override *authFlow(request: Request): AuthFlow {
    request.headers.set("Authorization", this.#header);
    yield request;
  }
}

/** `Basic <base64 of user:password>`, as Authorization and Proxy-Authorization carry it. */
export function basicCredentials(user: string, password: string): string {
  const bytes = new TextEncoder().encode(`${user}:${password}`);
  return `Basic ${btoa(String.fromCharCode(...bytes))}`;
}
