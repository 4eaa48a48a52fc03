import type { Checked, Diagnostic, Pointer } from "../diagnostics.js";
import { isTrue } from "../load/flags.js";
import { jsonText } from "../load/long-integers.js";
import { escapeSegment, isObject, type JsonObject } from "../load/pointer.js";
import { shown } from "../load/shown.js";
import type { Parameter, ParameterLocation, Serialization, Type } from "./api.js";
import { isOfBody } from "./body-parameters.js";
import { docsWithSchema } from "./docs.js";
import { withoutDeclaredQuery, withoutTemplatedQuery } from "./fixed-query.js";
import { readEncodings } from "./media-types.js";
import { schemaOf } from "./misplaced-schemas.js";
import { misspeltFields } from "./misspelt-fields.js";
import { repairedPath } from "./path-templates.js";
import type { Located, References } from "./references.js";
import type { Schemas } from "./schemas.js";
import { readStyle } from "./serialization.js";
import { noDocs, stringType, unknownType } from "./types.js";
import { unexpected } from "./unexpected.js";

/** OpenAPI 3.2 §4.12.1: header parameters with these names are ignored, as other fields say what they would. */
const ignoredHeaders: ReadonlySet<string> = new Set(["accept", "content-type", "authorization"]);

const locations: ReadonlySet<unknown> = new Set<ParameterLocation>([
  "path",
  "query",
  "header",
  "cookie",
  "querystring",
]);

export interface PathParameters {
  readonly path: string;
  readonly parameters: readonly Parameter[];
  /** Those that are meant as the body, or a part of it. */
  readonly ofBody: readonly Located<JsonObject>[];
}

interface ParameterReading extends Checked<Parameter | undefined> {
  readonly ofBody?: Located<JsonObject>;
}

/** Reads parameters. Most are shared by many operations, and are read once. */
export class Parameters {
  readonly #schemas: Schemas;
  readonly #references: References;
  readonly #read = new Map<Pointer, ParameterReading>();

  constructor(schemas: Schemas, references: References) {
    this.#schemas = schemas;
    this.#references = references;
  }

  /**
   * The parameters of an operation, and its path with their names: `lists` holds the path item's, then its own, which
   * override.
   */
  merge(lists: readonly Located[], written: string, at: Pointer): Checked<PathParameters> {
    const merged = new Map<string, Parameter>();
    const ofBody: Located<JsonObject>[] = [];
    const diagnostics: Diagnostic[] = [];
    for (const list of lists) {
      if (list.value === undefined) continue;
      const own = new Set<string>();
      diagnostics.push(...unexpected(list.value, "list", list.pointer));
      for (const { value, pointer } of itemsOf(list)) {
        const read = this.#parameter(value, pointer);
        diagnostics.push(...read.diagnostics);
        if (read.ofBody !== undefined) ofBody.push(read.ofBody);
        const parameter = read.value;
        if (parameter === undefined) continue;
        const key = keyOf(parameter);
        if (own.has(key)) diagnostics.push(duplicate(parameter, pointer));
        own.add(key);
        merged.set(key, parameter);
      }
    }
    const declared = [...merged.values()].filter((parameter) => parameter.in === "path");
    const repaired = repairedPath(
      withoutTemplatedQuery(written, (place) => merged.has(place)),
      declared.map(({ name }) => name),
      at,
    );
    diagnostics.push(...repaired.diagnostics);
    const { path, names } = repaired;
    for (const parameter of declared)
      if (repaired.reserved.has(parameter.name)) merged.set(keyOf(parameter), inSegments(parameter));
    for (const name of names) {
      const key = `path ${name}`;
      if (merged.has(key)) continue;
      diagnostics.push(undeclared(name, path, at));
      const parameter = madeUp(name, at);
      merged.set(key, repaired.reserved.has(name) ? inSegments(parameter) : parameter);
    }
    for (const name of repaired.query) {
      const key = `query ${name}`;
      if (!merged.has(key)) merged.set(key, madeUpQuery(name, at));
    }
    const parameters = [...merged.values()].filter((parameter) => {
      if (parameter.in !== "path" || names.includes(parameter.name)) return true;
      diagnostics.push(unused(parameter, path));
      return false;
    });
    return { value: { path: withoutDeclaredQuery(path, parameters), parameters, ofBody }, diagnostics };
  }

  #parameter(value: unknown, pointer: Pointer): ParameterReading {
    const resolved = this.#references.resolve({ value, pointer });
    if (resolved === undefined) {
      const ref = isObject(value) ? value.$ref : undefined;
      const problem =
        ref === undefined ? "The parameter is no object" : `"${shown(ref)}" leads to no parameter`;
      return { value: undefined, diagnostics: [invalid(problem, pointer)] };
    }
    // Only what a reference names can be shared.
    if (resolved.pointer === pointer)
      return readParameter(resolved.value, pointer, this.#schemas, this.#references);
    const known = this.#read.get(resolved.pointer);
    // Problems of a shared parameter are told once.
    if (known !== undefined) return { ...known, diagnostics: [] };
    const read = readParameter(resolved.value, resolved.pointer, this.#schemas, this.#references);
    this.#read.set(resolved.pointer, read);
    return read;
  }
}

function itemsOf({ value, pointer }: Located): readonly Located[] {
  if (!Array.isArray(value)) return [];
  return value.map((item: unknown, index) => ({ value: item, pointer: `${pointer}/${index}` }));
}

/** Names have case, except those of headers. */
function keyOf(parameter: Parameter): string {
  return `${parameter.in} ${parameter.in === "header" ? parameter.name.toLowerCase() : parameter.name}`;
}

function readParameter(
  parameter: JsonObject,
  source: Pointer,
  schemas: Schemas,
  references: References,
): ParameterReading {
  const located = { value: parameter, pointer: source };
  if (isOfBody(located)) return { value: undefined, ofBody: located, diagnostics: [] };
  const { name } = parameter;
  const location = typeof parameter.in === "string" ? parameter.in.toLowerCase() : undefined;
  if (!isLocation(location)) {
    return {
      value: undefined,
      diagnostics: [invalid(`The parameter has ${jsonText(location) ?? "nothing"} for "in"`, source)],
    };
  }
  if (typeof name !== "string" || name === "") {
    return { value: undefined, diagnostics: [invalid("The parameter has no name", source)] };
  }
  if (location === "header" && ignoredHeaders.has(name.toLowerCase()))
    return { value: undefined, diagnostics: ignored(name, source) };
  const diagnostics: Diagnostic[] = [...misspeltFields(parameter, "parameter", source)];
  const required = location === "path" || isTrue(parameter.required);
  if (location === "path" && !isTrue(parameter.required)) {
    diagnostics.push({
      code: "path-parameter-optional",
      severity: "warning",
      message: `The path parameter "${name}" is not marked as required; it is treated as if it were.`,
      help: "Add `required: true`.",
      pointer: source,
    });
  }
  const [media] = isObject(parameter.content) ? Object.entries(parameter.content) : [];
  if (media !== undefined || location === "querystring") {
    const [mediaType, object] = media ?? ["application/x-www-form-urlencoded", {}];
    const { schema, encoding } = isObject(object) ? object : {};
    const at = `${source}/content/${escapeSegment(mediaType)}`;
    const type = schema === undefined ? unknownType : schemas.type(schema, `${at}/schema`);
    const serialization: Serialization = {
      kind: "content",
      mediaType: mediaType.toLowerCase(),
      encodings: readEncodings(encoding, `${at}/encoding`, schemas, references),
    };
    const docs = docsWithSchema(parameter, schema, name);
    return { value: { name, in: location, required, type, serialization, docs, source }, diagnostics };
  }
  const schema = schemaOf(located);
  const declared = schema === undefined ? stringType : schemas.type(schema.value, schema.pointer);
  const type = location === "query" && isTrue(parameter.allowEmptyValue) ? orEmpty(declared) : declared;
  const docs = docsWithSchema(parameter, schema?.value, name);
  const { serialization, refused } = readStyle(parameter, location);
  if (refused !== undefined) {
    diagnostics.push({
      code: "style-not-allowed",
      severity: "warning",
      message: `The style "${refused}" cannot be used in "${location}"; "${name}" has the default style instead.`,
      pointer: source,
    });
  }
  return { value: { name, in: location, required, type, serialization, docs, source }, diagnostics };
}

/** OpenAPI 3.2 §4.12.1, `allowEmptyValue`: `?flag=` as well. */
function orEmpty(type: Type): Type {
  if (type.kind === "string" || type.kind === "unknown") return type;
  const members = type.kind === "union" ? type.members : [type];
  return { kind: "union", members: [...members, { kind: "literal", value: "" }] };
}

function isLocation(value: unknown): value is ParameterLocation {
  return locations.has(value);
}

/** `Accept` and `Content-Type` are sent anyway. Whoever describes credentials like that will miss them. */
function ignored(name: string, pointer: Pointer): Diagnostic[] {
  if (name.toLowerCase() !== "authorization") return [];
  return [
    {
      code: "parameter-ignored",
      severity: "warning",
      message: `OpenAPI ignores header parameters with the name "${name}".`,
      help: "Describe it as a security scheme; until then, pass it with the `headers` of a call.",
      pointer,
    },
  ];
}

function inSegments(parameter: Parameter): Parameter {
  if (parameter.serialization.kind !== "style") return parameter;
  return { ...parameter, serialization: { ...parameter.serialization, segments: true } };
}

function madeUp(name: string, source: Pointer): Parameter {
  const serialization = { kind: "style", style: "simple", explode: false, allowReserved: false } as const;
  return { name, in: "path", required: true, type: stringType, serialization, docs: noDocs, source };
}

function madeUpQuery(name: string, source: Pointer): Parameter {
  const serialization = { kind: "style", style: "form", explode: true, allowReserved: false } as const;
  return { name, in: "query", required: false, type: stringType, serialization, docs: noDocs, source };
}

function invalid(what: string, pointer: Pointer): Diagnostic {
  return {
    code: "invalid-parameter",
    severity: "warning",
    message: `${what}, so it is left out.`,
    help: 'A parameter needs "name", and "in" as one of path, query, header, cookie and querystring.',
    pointer,
  };
}

function duplicate({ name, in: location }: Parameter, pointer: Pointer): Diagnostic {
  return {
    code: "duplicate-parameter",
    severity: "warning",
    message: `"${name}" is in "${location}" more than once; the last one counts.`,
    pointer,
  };
}

function undeclared(name: string, path: string, pointer: Pointer): Diagnostic {
  return {
    code: "path-parameter-undeclared",
    severity: "warning",
    message: `"${path}" has "{${name}}", which no parameter declares; it is taken to be a string.`,
    help: `Add a parameter "${name}" with \`in: path\`.`,
    pointer,
  };
}

function unused({ name, source }: Parameter, path: string): Diagnostic {
  return {
    code: "path-parameter-unused",
    severity: "warning",
    message: `The path parameter "${name}" does not occur in "${path}", so it is left out.`,
    pointer: source,
  };
}
