// The `auth` option in its forms, and whose auth a request gets.

import { Auth } from "./auth/auth.js";
import { BasicAuth } from "./auth/basic.js";
import { type AuthFunction, FunctionAuth } from "./auth/function.js";
import { isObject } from "./option-kinds.js";
import type { Request } from "./request.js";

/** User and password, a function that signs the request, or a scheme; `null` = none, not even the URL's userinfo. */
export type AuthInit = readonly [user: string, password: string] | AuthFunction | Auth | null;

/** The scheme that an option stands for. Throws a TypeError for anything else. */
export function normalizeAuth(option: AuthInit | undefined): Auth | null | undefined {
  if (option === undefined || option === null || option instanceof Auth) return option;
  if (typeof option === "function") return new FunctionAuth(option);
  if (isPair(option)) return new BasicAuth(option[0], option[1]);
  // One that was made with another copy of this package.
  if (isAuth(option)) return option;
  // Not shown: it may be a password that was passed alone.
  throw new TypeError(
    `Invalid "auth" argument of type ${typeof option}: pass [user, password], a function or an Auth; \`null\` for none.`,
  );
}

function isAuth(option: unknown): option is Auth {
  return isObject(option) && "authFlow" in option && typeof option.authFlow === "function";
}

function isPair(option: object): option is readonly [string, string] {
  return Array.isArray(option) && option.length === 2 && option.every((part) => typeof part === "string");
}

/** The auth of a request: its own, else the client's, else the URL's userinfo. */
export function authOf(
  request: Request,
  own: Auth | null | undefined,
  client: Auth | null | undefined,
): Auth | undefined {
  const chosen = own === undefined ? client : own;
  if (chosen !== undefined) return chosen ?? undefined;
  // Parsing the URL would cost more than all the rest, for what almost no URL has.
  if (!request.href.includes("@")) return undefined;
  const { username, password } = request.url;
  return username === "" && password === "" ? undefined : new BasicAuth(decoded(username), decoded(password));
}

function decoded(component: string): string {
  try {
    return decodeURIComponent(component);
  } catch {
    // A lone "%" is the user's own character.
    return component;
  }
}
