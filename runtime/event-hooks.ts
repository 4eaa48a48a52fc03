// Functions that are called around every request on the wire: redirects, auth rounds and retries included.

import { assertKnownOptions } from "./near-miss.js";
import { type KnownOptions, knownOptions, type OptionKinds } from "./option-kinds.js";
import type { Request } from "./request.js";
import type { Response } from "./response.js";

/** Called when auth and headers are final; may change the request. */
export type RequestHook = (request: Request) => void | Promise<void>;
/** Called when the headers are there and the body is unread. */
export type ResponseHook = (response: Response) => void | Promise<void>;
/** Called once for a call that fails, with what it is about to throw. */
export type ErrorHook = (error: unknown, request: Request) => void | Promise<void>;

/** The hooks of a client, each list in the order of calling. The lists may be changed in place. */
export interface EventHooks {
  /** Before each request on the wire. */
  request: RequestHook[];
  /** After each response but those that are tried again. */
  response: ResponseHook[];
  /** Before a call throws. */
  error: ErrorHook[];
}

/** What `eventHooks` takes: a missing list is empty. */
export interface EventHooksInit {
  /** Before each request on the wire. */
  readonly request?: readonly RequestHook[] | undefined;
  /** After each response but those that are tried again. */
  readonly response?: readonly ResponseHook[] | undefined;
  /** Before a call throws. */
  readonly error?: readonly ErrorHook[] | undefined;
}

const known: KnownOptions = knownOptions({
  request: undefined,
  response: undefined,
  error: undefined,
} satisfies OptionKinds<EventHooks>);

/** Hooks of one's own lists, so that a client never changes what it was given. */
export function eventHooks(init: EventHooksInit | null | undefined): EventHooks {
  if (init === undefined || init === null) return { request: [], response: [], error: [] };
  assertKnownOptions("`eventHooks`", init, known);
  return {
    request: hookList("request", init.request),
    response: hookList("response", init.response),
    error: hookList("error", init.error),
  };
}

function hookList<Hook>(name: string, hooks: readonly Hook[] | undefined): Hook[] {
  if (hooks !== undefined && !(Array.isArray(hooks) && hooks.every((hook) => typeof hook === "function"))) {
    throw new TypeError(`\`eventHooks.${name}\` must be a list of functions.`);
  }
  return [...(hooks ?? [])];
}
