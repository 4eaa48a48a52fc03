// Credentials in the places where their schemes say they are sent.

import { basicCredentials } from "../auth/basic.js";
import { Cookies } from "../cookies.js";
import type { Request } from "../request.js";
import type { BasicCredential, UserPassword } from "./credentials.js";
import { CredentialsError } from "./errors.js";
import { encodeInCookie } from "./percent-encoding.js";
import type { SecurityScheme } from "./security-schemes.js";

export interface PlacedCredentials {
  readonly headers?: Readonly<Record<string, string>>;
  readonly cookies?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
}

/** What a scheme sends with each request, added to what others send. A conversation with the server has no place. */
export function place(
  others: PlacedCredentials,
  scheme: SecurityScheme,
  credential: unknown,
): PlacedCredentials {
  switch (scheme.kind) {
    case "api-key": {
      const { in: location, parameter } = scheme;
      const where = location === "header" ? "headers" : location === "cookie" ? "cookies" : "query";
      // A ";" would end the cookie, and begin another.
      const value = location === "cookie" ? encodeInCookie(parameter)(text(credential)) : text(credential);
      return { ...others, [where]: { ...others[where], [parameter]: value } };
    }
    case "basic":
      return authorized(others, basicCredentials(...userAndPassword(credential)));
    case "http":
      return authorized(others, `${scheme.scheme} ${text(credential)}`);
    case "bearer":
    case "oauth2":
    case "openid-connect":
      return authorized(others, `Bearer ${text(credential)}`);
    case "digest":
    case "mutual-tls":
      return others;
  }
}

function authorized(others: PlacedCredentials, value: string): PlacedCredentials {
  return { ...others, headers: { ...others.headers, Authorization: value } };
}

function text(credential: unknown): string {
  if (typeof credential === "string") return credential;
  throw new CredentialsError("The credential of this scheme is a string, or a function that returns one.");
}

export function userAndPassword(credential: unknown): readonly [string, string] {
  // The generated options ask for BasicCredential or DigestCredential where a scheme needs a user.
  const pair = credential as Exclude<BasicCredential, () => unknown>;
  if (Array.isArray(pair)) return [pair[0], pair[1]];
  const { username, password } = pair as UserPassword;
  return [username, password];
}

/** Adds credentials to a request that is built already. Returns what takes them back out. */
export function addTo(
  request: Request,
  { headers, cookies = {}, query = {} }: PlacedCredentials,
): () => void {
  const { context } = request;
  const before = {
    cookie: request.headers.get("cookie"),
    source: context.cookies,
    search: request.url.search,
  };
  request.headers.update(headers);
  for (const [name, value] of Object.entries(cookies)) {
    const others = request.headers.get("cookie");
    request.headers.set("Cookie", others === null ? `${name}=${value}` : `${others}; ${name}=${value}`);
    // Where the header is made anew, after a redirect, it is from these.
    if (context.cookies === undefined) continue;
    const own = new Cookies(context.cookies.own);
    own.set(name, value);
    context.cookies = { ...context.cookies, own };
  }
  context.secretParams = [...(context.secretParams ?? []), ...Object.keys(query)];
  for (const [name, value] of Object.entries(query)) {
    const { search } = request.url;
    request.url.search = `${search === "" ? "" : `${search}&`}${encodeURIComponent(name)}=${encodeURIComponent(value)}`;
  }
  return () => {
    for (const name of Object.keys(headers ?? {})) request.headers.delete(name);
    request.headers.set("Cookie", before.cookie);
    context.cookies = before.source;
    request.url.search = before.search;
  };
}
