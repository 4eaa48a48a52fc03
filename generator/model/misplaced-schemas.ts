// Schemas that stand where the specification has something around them. What is meant is plain, so they are read
// as that: `responses: { 200: { $ref: "#/components/schemas/Pet" } }`, or `type` on a parameter as in Swagger 2.0.

import type { Diagnostic, Pointer } from "../diagnostics.js";
import { isObject, type JsonObject } from "../load/pointer.js";
import type { Located } from "./references.js";

/** What an object says for itself; with one of these it is no schema, whatever else it says. */
const ownFields = {
  response: ["content", "headers", "links", "schema"],
  "request body": ["content", "required"],
  "media type": ["schema", "itemSchema", "example", "examples", "encoding"],
} as const;

/** What only a schema says. */
const schemaFields = [
  "type",
  "properties",
  "items",
  "allOf",
  "oneOf",
  "anyOf",
  "enum",
  "additionalProperties",
];

const inContent = "`content`, `application/json`, `schema`";

export interface Misplaced {
  readonly schema: JsonObject;
  /** What is around it, if it only lacks its media type. */
  readonly around?: JsonObject;
  readonly problem: Diagnostic;
}

/** The schema that `located` is, although it should be something else; undefined if it is that. */
export function misplacedSchema(
  { value, pointer }: Located<JsonObject>,
  at: Pointer,
  expected: keyof typeof ownFields,
): Misplaced | undefined {
  // Swagger 2.0 has no media types here.
  if (expected !== "media type" && isObject(value.schema) && value.content === undefined)
    return {
      schema: value.schema,
      around: value,
      problem: problem(
        `The schema of a ${expected} stands without a media type; it is read as that of "application/json".`,
        inContent,
        at,
      ),
    };
  const isDeclared = /^#\/components\/schemas\/[^/]+$/.test(pointer);
  const has = (key: string): boolean => value[key] !== undefined;
  if (!isDeclared && (!schemaFields.some(has) || ownFields[expected].some(has))) return undefined;
  return {
    schema: isDeclared ? { $ref: pointer } : value,
    problem: problem(
      `A schema stands where a ${expected} is expected; it is read as the schema of its content.`,
      expected === "media type" ? "`schema`" : inContent,
      at,
    ),
  };
}

function problem(message: string, where: string, pointer: Pointer): Diagnostic {
  return { code: "misplaced-schema", severity: "warning", message, help: `Put it under ${where}.`, pointer };
}

/** A response or request body as it would be with the schema in its place. */
export function jsonContent({ schema, around = { description: schema.description } }: Misplaced): JsonObject {
  return { ...around, content: { "application/json": { schema } } };
}

/** The schema of a parameter or header, which may be the object itself. */
export function schemaOf({ value, pointer }: Located<JsonObject>): Located | undefined {
  if (value.schema !== undefined) return { value: value.schema, pointer: `${pointer}/schema` };
  if (value.type === undefined && value.enum === undefined && value.items === undefined) return undefined;
  // On a schema, `required` lists properties.
  const { required: _, ...schema } = value;
  return { value: schema, pointer };
}
