// Whether `null` is valid where a schema says several things at once. Each of them has to allow it, and keywords about
// objects, arrays and texts do: they say nothing of other values (JSON Schema 2020-12, Core §7.6.1).

import { isObject } from "../load/pointer.js";
import { declaredTypes } from "./keywords.js";
import type { References } from "./references.js";
import { type SchemaObject, schemaObject } from "./schema-object.js";

/** `silent`: neither allowed in so many words nor forbidden. */
type Admission = "named" | "silent" | "forbidden";

/** Chains of references that are longer are taken for circles. */
const longestChain = 20;

/** Whether a part of the schema names `null`, and no other part forbids it. */
export function admitsNull(schema: SchemaObject, references: References): boolean {
  return admission(schema, references, 0) === "named";
}

function admission(schema: SchemaObject, references: References, steps: number): Admission {
  const own = ownAdmission(schema);
  if (own === "forbidden" || steps > longestChain) return "forbidden";
  const of = (part: unknown): Admission => {
    if (part === false) return "forbidden";
    return isObject(part) ? admission(schemaObject(part), references, steps + 1) : "silent";
  };
  const { $ref, $dynamicRef, allOf, oneOf, anyOf } = schema;
  let isNamed = own === "named";
  const narrow = (next: Admission): boolean => {
    isNamed ||= next === "named";
    return next !== "forbidden";
  };
  if (typeof $ref === "string" && !narrow(of(references.locate($ref)?.value))) return "forbidden";
  // What it stands for is not known here.
  if ($dynamicRef !== undefined) return "forbidden";
  if (Array.isArray(allOf) && !allOf.every((part) => narrow(of(part)))) return "forbidden";
  for (const members of [oneOf, anyOf]) {
    if (Array.isArray(members) && members.length > 0 && !narrow(anyOne(members.map(of)))) return "forbidden";
  }
  return isNamed ? "named" : "silent";
}

function ownAdmission(schema: SchemaObject): Admission {
  const { names, nullable } = declaredTypes(schema);
  if (nullable) return "named";
  if (names.length > 0) return "forbidden";
  const listed = schema.const === undefined ? schema.enum : [schema.const];
  if (!Array.isArray(listed)) return "silent";
  return listed.includes(null) ? "named" : "forbidden";
}

/** Of alternatives, one is enough. */
function anyOne(admissions: readonly Admission[]): Admission {
  if (admissions.includes("named")) return "named";
  return admissions.includes("silent") ? "silent" : "forbidden";
}
