import type { Parameter, SecurityRequirement, SecurityScheme } from "./api.js";

/**
 * Parameters that are API keys of the operation's security as well: who gives the credential need not give the argument.
 */
export function withoutRequiredKeys(
  parameters: readonly Parameter[],
  security: readonly SecurityRequirement[],
  schemes: ReadonlyMap<string, SecurityScheme>,
): readonly Parameter[] {
  if (security.length === 0 || parameters.length === 0) return parameters;
  const keys = security.flatMap((requirement) =>
    requirement.schemes.flatMap(({ name }) => {
      const scheme = schemes.get(name);
      return scheme?.kind === "api-key" ? [placeOf(scheme.in, scheme.parameter)] : [];
    }),
  );
  if (keys.length === 0) return parameters;
  return parameters.map((parameter) =>
    parameter.required && keys.includes(placeOf(parameter.in, parameter.name))
      ? { ...parameter, required: false }
      : parameter,
  );
}

/** RFC 9110 §5.1: the names of headers have no case. */
function placeOf(location: Parameter["in"], name: string): string {
  return `${location} ${location === "header" ? name.toLowerCase() : name}`;
}
