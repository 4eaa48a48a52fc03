import type { Diagnostic } from "../diagnostics.js";
import type { Shape } from "../load/shapes.js";

/** Without these the client is still right. */
const dispensable: ReadonlySet<string> = new Set(["text", "example", "link"]);

export function notFound(ref: string, reason: string, help: string | undefined, shape: Shape): Diagnostic {
  return {
    code: "ref-not-found",
    severity: dispensable.has(shape.name) ? "warning" : "error",
    message: `"$ref" points to "${ref}", ${reason}.`,
    ...(help === undefined ? {} : { help }),
  };
}

export function mappingNotFound(target: string, reason: string, help: string | undefined): Diagnostic {
  return {
    code: "mapping-not-found",
    severity: "warning",
    message: `The discriminator maps a value to "${target}", ${reason}.`,
    ...(help === undefined ? {} : { help }),
  };
}

export function bareName(ref: string): Diagnostic {
  return {
    code: "ref-bare-name",
    severity: "warning",
    message: `"$ref" is "${ref}", which is the name of a schema but not a reference to it.`,
    help: `Write "#/components/schemas/${ref}" (in Swagger 2.0, "#/definitions/${ref}").`,
  };
}

export function loop(ref: string): Diagnostic {
  return {
    code: "ref-loop",
    severity: "error",
    message: `"$ref" points to "${ref}", which contains this reference.`,
    help: "Only schemas and other components can be recursive.",
  };
}
