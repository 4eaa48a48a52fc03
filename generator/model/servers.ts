import { isObject, type JsonObject } from "../load/pointer.js";
import type { Server, ServerVariable } from "./api.js";
import { textOf } from "./docs.js";

/** The servers of a document, path item or operation; undefined if it says nothing of use. */
export function readServers(value: unknown): readonly Server[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const servers = value.flatMap((server: unknown) => (isObject(server) ? readServer(server) : []));
  return servers.length === 0 ? undefined : servers;
}

/** OpenAPI 3.2 §4.1.1: without servers there is one, `/`. */
export const defaultServers: readonly Server[] = [{ url: "/", variables: [] }];

function readServer(server: JsonObject): readonly Server[] {
  if (typeof server.url !== "string") return [];
  // `{{host}}` is what Postman calls `{host}`.
  const url = server.url.replace(/\{\{([^{}]+)\}\}/g, "{$1}");
  const name = textOf(server.name);
  const description = textOf(server.description);
  return [
    {
      url: url.trim(),
      ...(name !== undefined && { name }),
      ...(description !== undefined && { description }),
      variables: readVariables(url, isObject(server.variables) ? server.variables : {}),
    },
  ];
}

/** Those of the template, declared or not, and no others: nothing else can be substituted. */
function readVariables(url: string, declared: JsonObject): readonly ServerVariable[] {
  const names = new Set(Array.from(url.matchAll(/\{([^{}]+)\}/g), ([, name]) => name ?? ""));
  return [...names].map((name) => {
    const value = Object.hasOwn(declared, name) ? declared[name] : undefined;
    const variable = isObject(value) ? value : {};
    const values = Array.isArray(variable.enum) ? variable.enum.filter(isScalar).map(String) : [];
    const description = textOf(variable.description);
    const fallback = isScalar(variable.default) ? String(variable.default) : values[0];
    return {
      name,
      ...(fallback !== undefined && { default: fallback }),
      enum: [...new Set(values)],
      ...(description !== undefined && { description }),
    };
  });
}

/** YAML reads a port as a number. */
function isScalar(value: unknown): value is string | number | bigint | boolean {
  return ["string", "number", "bigint", "boolean"].includes(typeof value);
}
