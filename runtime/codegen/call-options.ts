// What can be decided for each call.

import type { AuthInit } from "../auth-option.js";
import { type BodylessOptions, KNOWN_OPTIONS } from "../client-options.js";
import type { KnownOptions } from "../option-kinds.js";
import type { Credentials } from "./credentials.js";

/** A server by name, by URL (template), or by URL template with values for its variables. */
export type ServerChoice =
  | string
  | URL
  | { readonly url: string; readonly variables?: Readonly<Record<string, string | undefined>> | undefined };

/** Credentials by scheme name, or whatever the runtime's `auth` option takes; `null` sends none. */
export type CallAuth = Credentials | AuthInit;

/** Everything that can be decided per call: each option of a runtime request that is not a body, and two more. */
export interface CallOptions<Accept extends string = string> extends Omit<BodylessOptions, "auth"> {
  /** The media type to ask for, where the operation answers in several. Default: JSON, else any that it declares. */
  accept?: Accept | undefined;
  /** Credentials of this call, in place of the client's. `null` sends none. */
  auth?: CallAuth | undefined;
  /** The server of this call, in place of the client's. */
  server?: ServerChoice | undefined;
}

/** The options of a call, and what they take: those of the runtime as it knows them. */
export const knownCallOptions: KnownOptions = new Map(
  Object.keys({
    headers: true,
    params: true,
    cookies: true,
    timeout: true,
    extensions: true,
    followRedirects: true,
    retries: true,
    proxy: true,
    signal: true,
    onUploadProgress: true,
    onDownloadProgress: true,
    accept: true,
    auth: true,
    server: true,
  } satisfies Record<keyof CallOptions, true>).map((name) => [name, KNOWN_OPTIONS.call.get(name)]),
);
