import type { Diagnostic, Pointer } from "../diagnostics.js";
import { childPointer, isObject, type JsonObject, setOwn } from "../load/pointer.js";
import { referenceIn } from "../load/references.js";
import type { Placed, RecordMove } from "./swagger-2.0.js";
import { collectionFormatProblem, divided, serialisation } from "./swagger-parameters.js";

// Swagger 2.0 has no request body: a parameter with `in: body` is the whole of it, or several with `in: formData`
// are its fields. `consumes` says in which media types.

export interface BodyOptions {
  /** The operation's own media types. */
  readonly consumes: readonly string[] | undefined;
  readonly globalConsumes: readonly string[];
  readonly resolved: (parameter: JsonObject) => JsonObject | undefined;
  readonly schema: (value: unknown) => unknown;
  /** Where the request body will be. */
  readonly at: Pointer;
  readonly moved: RecordMove | undefined;
}

export interface RequestBody {
  readonly value: JsonObject;
  readonly diagnostics: readonly Diagnostic[];
}

/** The request body that these parameters (all in `body` or `formData`) make up. */
export function requestBodyOf(parameters: readonly Placed[], options: BodyOptions): RequestBody | undefined {
  const fields = parameters.filter(({ value }) => options.resolved(value)?.in === "formData");
  const body = parameters.find((entry) => !fields.includes(entry));
  if (body === undefined) return fields.length === 0 ? undefined : form(fields, options);
  const problem: Diagnostic = {
    code: "body-and-form",
    severity: "warning",
    message: "The operation has a body parameter and form parameters; a request can carry only one body.",
    help: "Remove the form parameters, which are ignored.",
    pointer: body.at,
  };
  return { value: wholeBody(body, options), diagnostics: fields.length === 0 ? [] : [problem] };
}

function wholeBody({ value, at: from }: Placed, options: BodyOptions): JsonObject {
  const { consumes, globalConsumes, resolved, schema, at, moved } = options;
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
  for (const type of consumes ?? globalConsumes) {
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

function form(fields: readonly Placed[], options: BodyOptions): RequestBody {
  const { resolved, schema, at, moved } = options;
  const properties: Record<string, unknown> = {};
  const encoding: Record<string, unknown> = {};
  const required: string[] = [];
  const diagnostics: Diagnostic[] = [];
  let hasFile = false;
  const types = (): readonly string[] => {
    const listed = (options.consumes ?? options.globalConsumes).filter((type) => formTypes.test(type));
    const usable = hasFile ? listed.filter((type) => type.startsWith("multipart/")) : listed;
    if (usable.length > 0) return usable;
    return [hasFile ? "multipart/form-data" : "application/x-www-form-urlencoded"];
  };
  const origins = new Map<string, Pointer>();
  for (const { value, at: from } of fields) {
    const field = resolved(value) ?? value;
    const name = String(field.name);
    const [typed, rest] = divided(field);
    hasFile ||= typed.type === "file";
    const property = schema(typed);
    setOwn(properties, name, withNotes(property, rest));
    if (rest.required === true && !required.includes(name)) required.push(name);
    const problem = collectionFormatProblem(field);
    if (problem !== undefined) diagnostics.push({ ...problem, pointer: from });
    if (typed.type === "array") setOwn(encoding, name, serialisation(rest.collectionFormat, "formData"));
    origins.set(name, referenceIn(value) ?? from);
  }
  const mediaType = {
    schema: { type: "object", properties, ...(required.length === 0 ? {} : { required }) },
    ...(Object.keys(encoding).length === 0 ? {} : { encoding }),
  };
  const content = Object.fromEntries(types().map((type) => [type, mediaType]));
  for (const type of Object.keys(content)) {
    for (const [name, origin] of origins) {
      moved?.(childPointer(at, "content", type, "schema", "properties", name), origin);
    }
  }
  const first = fields[0];
  if (first !== undefined) moved?.(at, first.at.slice(0, first.at.lastIndexOf("/")));
  return { value: { content, ...(required.length === 0 ? {} : { required: true }) }, diagnostics };
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
