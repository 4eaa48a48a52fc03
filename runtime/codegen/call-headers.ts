// The headers that a call gives its request: what its operation and its security say, under what the caller says.

import { Headers, type HeadersInit } from "../headers.js";
import type { CallOptions } from "./call-options.js";
import type { Authorization } from "./engine.js";
import { headerNames } from "./header-names.js";
import { type Arguments, argument, type ParameterPlan } from "./parameters.js";

/** What is known of an operation's headers before it is called. */
export interface HeaderPlan {
  readonly accept: string | undefined;
  readonly parameters: ParameterPlan["headers"];
  /** Of calls without headers of their own, by what authorizes them: they are the same each time. */
  readonly usual: WeakMap<object, Headers>;
}

export function headerPlan(accept: string | undefined, parameters: ParameterPlan["headers"]): HeaderPlan {
  return { accept, parameters, usual: new WeakMap() };
}

const noSecurity: Pick<Authorization, "headers"> = {};

/** @throws LocalProtocolError for a value that HTTP does not allow. */
export function callHeaders(
  plan: HeaderPlan,
  args: Arguments,
  options: CallOptions | undefined,
  contentType: string | undefined,
  security: Pick<Authorization, "headers"> = noSecurity,
): HeadersInit {
  const isUsual =
    plan.parameters.length === 0 &&
    contentType === undefined &&
    options?.accept === undefined &&
    options?.headers == null;
  if (!isUsual) return collected(plan, args, options, contentType, security);
  let headers = plan.usual.get(security);
  if (headers === undefined) {
    headers = new Headers(collected(plan, args, options, contentType, security));
    plan.usual.set(security, headers);
  }
  return headers;
}

function collected(
  plan: HeaderPlan,
  args: Arguments,
  options: CallOptions | undefined,
  contentType: string | undefined,
  security: Pick<Authorization, "headers">,
): HeadersInit {
  const headers = new Map<string, string>();
  const accept = options?.accept ?? plan.accept;
  if (accept !== undefined) headers.set("Accept", accept);
  if (contentType !== undefined) headers.set("Content-Type", contentType);
  for (const { name, argument: key, write } of plan.parameters) {
    const text = write(argument(args, key));
    if (text !== undefined) headers.set(name, text);
  }
  for (const name in security.headers) headers.set(name, security.headers[name]!);
  return options?.headers == null ? headers : overridden(headers, options.headers);
}

function overridden(headers: ReadonlyMap<string, string>, override: HeadersInit): HeadersInit {
  const replaced = headerNames(override);
  const kept = [...headers].filter(([name]) => !replaced.has(name.toLowerCase()));
  return Symbol.iterator in override ? [...kept, ...override] : { ...Object.fromEntries(kept), ...override };
}
