import type { Diagnostic, Pointer } from "../diagnostics.js";
import { isTrue } from "../load/flags.js";
import { childPointer, isObject, type JsonObject, setOwn } from "../load/pointer.js";
import { referenceIn } from "../load/references.js";
import { shown } from "../load/shown.js";
import type { Placed, Swagger } from "./swagger.js";
import { collectionFormatProblem, divided, serialisation } from "./swagger-parameters.js";

// Swagger 2.0 has no request body: a parameter with `in: body` is the whole of it, or several with `in: formData`
// are its fields. `consumes` says in which media types.

export interface RequestBody {
  readonly value: JsonObject;
  readonly diagnostics: readonly Diagnostic[];
}

/** The request body that these parameters (all in `body` or `formData`) make up; it will be at `at`. */
export function requestBodyOf(
  parameters: readonly Placed[],
  consumes: readonly string[] | undefined,
  at: Pointer,
  swagger: Swagger,
): RequestBody | undefined {
  const fields = parameters.filter(({ value }) => swagger.resolved(value)?.in === "formData");
  const body = parameters.find((entry) => !fields.includes(entry));
  if (body === undefined) return fields.length === 0 ? undefined : form(fields, consumes, at, swagger);
  const problem: Diagnostic = {
    code: "body-and-form",
    severity: "warning",
    message: "The operation has a body parameter and form parameters; a request can carry only one body.",
    help: "Remove the form parameters, which are ignored.",
    pointer: body.at,
  };
  return { value: wholeBody(body, consumes, at, swagger), diagnostics: fields.length === 0 ? [] : [problem] };
}

function wholeBody(
  { value, at: from }: Placed,
  consumes: readonly string[] | undefined,
  at: Pointer,
  { resolved, schema, moved, ...swagger }: Swagger,
): JsonObject {
  const ref = referenceIn(value);
  const name = ref === undefined ? undefined : /^#\/parameters\/([^/]+)$/.exec(ref)?.[1];
  // A shared body has the media types of the operation that uses it.
  if (name !== undefined && consumes === undefined) return { $ref: `#/components/requestBodies/${name}` };
  const parameter = resolved(value) ?? value;
  const origin = ref ?? from;
  const { in: _, name: __, schema: body, description, required, example, ...rest } = parameter;
  const mediaType = {
    schema: schema(body ?? divided(parameter)[0]),
    ...(example === undefined ? {} : { example }),
  };
  const content: Record<string, unknown> = {};
  for (const type of consumes ?? swagger.consumes) {
    content[type] = mediaType;
    moved?.(childPointer(at, "content", type, "schema"), `${origin}/schema`);
  }
  moved?.(at, origin);
  return {
    ...extensionsOf(rest),
    ...(description === undefined ? {} : { description }),
    content,
    ...(required === undefined ? {} : { required }),
  };
}

const formTypes = /^(?:multipart\/|application\/x-www-form-urlencoded)/i;

function form(
  fields: readonly Placed[],
  consumes: readonly string[] | undefined,
  at: Pointer,
  { resolved, schema, moved, ...swagger }: Swagger,
): RequestBody {
  const properties: Record<string, unknown> = {};
  const encoding: Record<string, unknown> = {};
  const required: string[] = [];
  const diagnostics: Diagnostic[] = [];
  let hasFile = false;
  const origins = new Map<string, Pointer>();
  for (const { value, at: from } of fields) {
    const field = resolved(value) ?? value;
    const name = shown(field.name);
    const [typed, rest] = divided(field);
    hasFile ||= typed.type === "file";
    const property = schema(typed);
    setOwn(properties, name, withNotes(property, rest));
    if (isTrue(rest.required) && !required.includes(name)) required.push(name);
    const problem = collectionFormatProblem(field);
    if (problem !== undefined) diagnostics.push({ ...problem, pointer: from });
    if (typed.type === "array") setOwn(encoding, name, serialisation(rest.collectionFormat, "formData"));
    origins.set(name, referenceIn(value) ?? from);
  }
  const mediaType = {
    schema: { type: "object", properties, ...(required.length === 0 ? {} : { required }) },
    ...(Object.keys(encoding).length === 0 ? {} : { encoding }),
  };
  const types = formTypesOf(consumes ?? swagger.consumes, hasFile);
  const content = Object.fromEntries(types.map((type) => [type, mediaType]));
  for (const type of Object.keys(content)) {
    for (const [name, origin] of origins) {
      moved?.(childPointer(at, "content", type, "schema", "properties", name), origin);
    }
  }
  const first = fields[0];
  if (first !== undefined) moved?.(at, first.at.slice(0, first.at.lastIndexOf("/")));
  return { value: { content, ...(required.length === 0 ? {} : { required: true }) }, diagnostics };
}

/** The media types among `consumes` that can carry a form; urlencoded forms carry no files. */
function formTypesOf(consumes: readonly string[], hasFile: boolean): readonly string[] {
  const usable = consumes.filter((type) => (hasFile ? /^multipart\//i : formTypes).test(type));
  if (usable.length > 0) return usable;
  return [hasFile ? "multipart/form-data" : "application/x-www-form-urlencoded"];
}

/** A field's description and extensions, which belong to the property now. */
function withNotes(property: unknown, rest: JsonObject): unknown {
  if (!isObject(property)) return property;
  const description = rest.description === undefined ? {} : { description: rest.description };
  const example = rest.example === undefined ? {} : { example: rest.example };
  return { ...property, ...description, ...example, ...extensionsOf(rest) };
}

function extensionsOf(object: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([key]) => key.startsWith("x-")));
}
