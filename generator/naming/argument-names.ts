// Keys of the one flat argument object. A parameter keeps its own spelling; of two that share it, path comes
// before query before header before cookie, and the later one says where it is: `idInQuery`.

import type { Operation, Parameter, ParameterLocation } from "../model/api.js";
import { type Claimant, claimNames, nameSpace } from "./claims.js";
import { argumentId } from "./names.js";
import { reservedArguments } from "./reserved.js";

const suffixes: Record<ParameterLocation, string> = {
  path: "InPath",
  query: "InQuery",
  querystring: "InQueryString",
  header: "InHeader",
  cookie: "InCookie",
};

const priority: readonly ParameterLocation[] = ["path", "query", "querystring", "header", "cookie"];

/** Reserved whether or not there is a body, so that a body that comes later renames nothing. */
const reserved: ReadonlySet<string> = new Set(reservedArguments);

/**
 * Only keys that another name could take later, or has taken: parameters in the path come first anyway, and those in
 * the query before all but these.
 */
export function argumentKeys(
  operation: Operation,
  pins: ReadonlyMap<string, string> | undefined,
): ReadonlyMap<string, string> {
  const { parameters } = operation;
  if (pins === undefined && areDistinct(parameters)) {
    const unsure = parameters.filter((parameter) => !isSure(parameter));
    return unsure.length === 0 ? none : new Map(unsure.map((parameter) => [idOf(parameter), parameter.name]));
  }
  const space = nameSpace({ reserved, ...(pins === undefined ? {} : { pins }) });
  const groups = priority.map((location) =>
    parameters.filter((parameter) => parameter.in === location).map(claimant),
  );
  const keys = claimNames(space, ...groups);
  for (const parameter of parameters) {
    const id = idOf(parameter);
    if (isSure(parameter) && keys.get(id) === parameter.name) keys.delete(id);
  }
  return keys;
}

const none: ReadonlyMap<string, string> = new Map();

function isSure({ in: location }: Parameter): boolean {
  return location === "path" || location === "query";
}

function areDistinct(parameters: readonly Parameter[]): boolean {
  const seen = new Set<string>();
  return parameters.every(({ name }) => !reserved.has(name) && seen.size < seen.add(name).size);
}

function idOf({ in: location, name }: Parameter): string {
  return argumentId(location, name);
}

function claimant({ in: location, name }: Parameter): Claimant {
  return { key: argumentId(location, name), candidates: [name, name + suffixes[location]], isExact: true };
}
