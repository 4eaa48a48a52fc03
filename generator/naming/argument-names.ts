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

export function argumentKeys(
  operation: Operation,
  pins: ReadonlyMap<string, string> | undefined,
): Map<string, string> {
  if (pins === undefined && areDistinct(operation.parameters)) {
    return new Map(operation.parameters.map(({ in: location, name }) => [argumentId(location, name), name]));
  }
  const space = nameSpace({ reserved, ...(pins === undefined ? {} : { pins }) });
  const groups = priority.map((location) =>
    operation.parameters.filter((parameter) => parameter.in === location).map(claimant),
  );
  return claimNames(space, ...groups);
}

function areDistinct(parameters: readonly Parameter[]): boolean {
  const seen = new Set(reservedArguments);
  for (const { name } of parameters) seen.add(name);
  return seen.size === parameters.length + reservedArguments.length;
}

function claimant({ in: location, name }: Parameter): Claimant {
  return { key: argumentId(location, name), candidates: [name, name + suffixes[location]], isExact: true };
}
