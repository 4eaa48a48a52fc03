import type { Diagnostic, Pointer } from "../diagnostics.js";
import type { Property, Type } from "./api.js";

// What cannot be all at once, or is asked for in vain.

export function notDeclared({ key, source }: Property): Diagnostic {
  return {
    code: "required-not-declared",
    severity: "warning",
    message: `"${key}" is required but is not among the properties.`,
    help: "Declare the property, or take its name out of `required`.",
    pointer: source,
  };
}

export function contradiction(parent: Property, child: Property): Diagnostic {
  return {
    code: "conflicting-property",
    severity: "warning",
    message: `The property "${child.key}" contradicts what "${parent.source}" says of it; this one is used.`,
    pointer: child.source,
  };
}

export function conflict(first: Type, second: Type, at: Pointer | undefined): Diagnostic {
  const pointer =
    at ?? (second.kind === "reference" ? second.id : first.kind === "reference" ? first.id : undefined);
  return {
    code: "contradictory-all-of",
    severity: "warning",
    message: `"allOf" asks for ${first.kind} and ${second.kind} at once; the first is used.`,
    ...(pointer !== undefined && { pointer }),
  };
}
