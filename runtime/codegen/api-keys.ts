// API keys that a document describes twice, as a security scheme and as a parameter: each is sent once, and what the
// caller gives as an argument of the call counts.

import type { OperationDescriptor } from "./operation.js";
import { type Arguments, argument } from "./parameters.js";
import type { SecurityScheme, SecuritySchemes } from "./security-schemes.js";
import { scalarText } from "./styles.js";

export type ApiKeyPlace = Pick<Extract<SecurityScheme, { kind: "api-key" }>, "in" | "parameter">;

export function apiKeysOf(schemes: SecuritySchemes): readonly ApiKeyPlace[] {
  return Object.values(schemes).flatMap((scheme) => (scheme.kind === "api-key" ? [scheme] : []));
}

/** A key that is an argument of a call. */
export interface GivenKey extends ApiKeyPlace {
  readonly value: unknown;
}

export const noKeys: readonly GivenKey[] = [];

export function keysAmongArguments(
  apiKeys: readonly ApiKeyPlace[],
  { parameters }: OperationDescriptor,
  args: Arguments,
): readonly GivenKey[] {
  // Loops, as each call of an operation comes by here, and hardly one has any.
  let found: GivenKey[] | undefined;
  for (const key of apiKeys) {
    for (const { in: location, name, as = name } of parameters ?? []) {
      if (location !== key.in || !isKeyName(key, name)) continue;
      const value = argument(args, as);
      if (value === undefined || value === null) continue;
      found ??= [];
      found.push({ in: key.in, parameter: key.parameter, value });
    }
  }
  return found ?? noKeys;
}

/** Those of the query by name, as text. */
export function keysInQuery(keys: readonly GivenKey[]): Readonly<Record<string, string>> {
  const inQuery = keys.filter((key) => key.in === "query");
  return Object.fromEntries(inQuery.map(({ parameter, value }) => [parameter, scalarText(value, parameter)]));
}

export function isAmong(keys: readonly ApiKeyPlace[], location: ApiKeyPlace["in"], name: string): boolean {
  return keys.some((key) => key.in === location && isKeyName(key, name));
}

/** RFC 9110 §5.1: the names of headers have no case. */
function isKeyName(key: ApiKeyPlace, name: string): boolean {
  return (
    key.parameter === name || (key.in === "header" && key.parameter.toLowerCase() === name.toLowerCase())
  );
}
