import type { Pointer } from "../diagnostics.js";
import { isTrue } from "../load/flags.js";
import { escapeSegment, isObject, type JsonObject } from "../load/pointer.js";
import type { Docs, ObjectType, Property, Type } from "./api.js";
import { schemaDocs } from "./docs.js";
import type { Located } from "./references.js";
import { type SchemaObject, schemaObject } from "./schema-object.js";
import { neverType, noDocs, unknownType } from "./types.js";
import { unionOf } from "./unions.js";

/** What this room needs from the whole: the types of the schemas inside, and who forbids reading or writing. */
export interface ObjectContext {
  type(schema: unknown, at: Pointer): Type;
  typeOf(schema: SchemaObject, at: Pointer): Type;
  access(schema: SchemaObject): Property["access"];
  /** What a schema that only refers to another one stands for. */
  resolve(schema: Located): Located<JsonObject> | undefined;
}

/**
 * A draft of an object type. Two things in it are settled later, in `compositions.ts`: names that are required and
 * not declared here are properties of type `unknown`, to be narrowed by what `allOf` brings; and an object that
 * takes no other keys has an index of `never`.
 */
export function objectType(schema: SchemaObject, at: Pointer, context: ObjectContext): ObjectType {
  const required = requiredKeys(schema);
  const properties: Property[] = [];
  const declared = isObject(schema.properties) ? schema.properties : {};
  for (const key of Object.keys(declared)) {
    properties.push(
      property(key, declared[key], required.has(key), `${at}/properties/${escapeSegment(key)}`, context),
    );
  }
  const conditional = conditionalProperties(schema, declared, at, context);
  properties.push(...conditional.values());
  const index = indexType(schema, at, context);
  const listed = index && listedKeys(schema, index, at, context);
  for (const property of listed ?? []) {
    if (!conditional.has(property.key))
      properties.push({ ...property, required: required.has(property.key) });
  }
  for (const key of required) {
    if (properties.some((property) => property.key === key)) continue;
    // A list, as it has keys.
    const source = `${at}/required/${(schema.required as readonly unknown[]).indexOf(key)}`;
    const isKeyOfMap = index !== undefined && schema.patternProperties === undefined && saysType(index);
    const [type, docs] = isKeyOfMap && listed === undefined ? [index, noDocs] : [unknownType, onlyRequired];
    properties.push({ key, required: true, type, docs, source });
  }
  if (listed !== undefined) return { kind: "object", properties, index: neverType };
  return index === undefined ? { kind: "object", properties } : { kind: "object", properties, index };
}

/** The docs of a name that is required and not declared: recognised by identity. */
const onlyRequired: Docs = { ...noDocs };

/** Whether a property of a draft only says that the key is required. */
export function isOnlyRequired(property: Property): boolean {
  return property.docs === onlyRequired;
}

function property(
  key: string,
  schema: unknown,
  required: boolean,
  source: Pointer,
  context: ObjectContext,
): Property {
  if (!isObject(schema)) return { key, required, type: context.type(schema, source), docs: noDocs, source };
  const object = schemaObject(schema);
  const access = context.access(object);
  const type = context.typeOf(object, source);
  const docs = schemaDocs(schema, key);
  // Draft 3 had `required: true` on the property itself, and people still write it.
  const isRequired = required || isTrue(object.required);
  if (access === undefined) return { key, required: isRequired, type, docs, source };
  return { key, required: isRequired, access, type, docs, source };
}

function requiredKeys(schema: SchemaObject): ReadonlySet<string> {
  const { required } = schema;
  if (!Array.isArray(required) || required.length === 0) return noKeys;
  return new Set(required.filter((key): key is string => typeof key === "string"));
}

const noKeys: ReadonlySet<string> = new Set();

/** Properties that exist under a condition are optional ones: whether it holds is beyond a type. */
function conditionalProperties(
  schema: SchemaObject,
  declared: JsonObject,
  at: Pointer,
  context: ObjectContext,
): ReadonlyMap<string, Property> {
  if (schema.if === undefined && schema.dependentSchemas === undefined) return noProperties;
  const branches: [unknown, Pointer][] = [];
  if (schema.if !== undefined)
    branches.push([schema.raw.then, `${at}/then`], [schema.raw.else, `${at}/else`]);
  if (isObject(schema.dependentSchemas)) {
    for (const [key, branch] of Object.entries(schema.dependentSchemas)) {
      branches.push([branch, `${at}/dependentSchemas/${escapeSegment(key)}`]);
    }
  }
  const added = new Map<string, Property>();
  for (const [branch, pointer] of branches) {
    if (!isObject(branch) || !isObject(branch.properties)) continue;
    for (const [key, value] of Object.entries(branch.properties)) {
      if (Object.hasOwn(declared, key)) continue;
      const source = `${pointer}/properties/${escapeSegment(key)}`;
      const own = property(key, value, false, source, context);
      const other = added.get(key);
      added.set(key, other === undefined ? own : { ...other, type: unionOf([other.type, own.type]) });
    }
  }
  return added;
}

const noProperties: ReadonlyMap<string, Property> = new Map();

/** The type of all keys that are not named; undefined if nothing is said, `never` if there may be none. */
function indexType(schema: SchemaObject, at: Pointer, context: ObjectContext): Type | undefined {
  const { patternProperties } = schema;
  const additional = schema.additionalProperties ?? schema.unevaluatedProperties;
  const keyword =
    schema.additionalProperties === undefined ? "unevaluatedProperties" : "additionalProperties";
  const rest = additional === undefined ? undefined : context.type(additional, `${at}/${keyword}`);
  if (!isObject(patternProperties) || Object.keys(patternProperties).length === 0) return rest;
  const patterns = Object.keys(patternProperties).map((pattern) =>
    context.type(patternProperties[pattern], `${at}/patternProperties/${escapeSegment(pattern)}`),
  );
  return unionOf(rest === undefined ? patterns : [...patterns, rest]);
}

/** A map whose keys are a closed list (`propertyNames: { enum }`) has them as optional properties. */
function listedKeys(
  schema: SchemaObject,
  index: Type,
  at: Pointer,
  context: ObjectContext,
): readonly Property[] | undefined {
  if (schema.propertyNames === undefined || schema.properties !== undefined || index.kind === "never")
    return undefined;
  const names = context.resolve({ value: schema.propertyNames, pointer: `${at}/propertyNames` });
  // What lists its values has nothing inside that could lead back here.
  if (names?.value.enum === undefined && names?.value.const === undefined) return undefined;
  const keys = context.type(names.value, names.pointer);
  const source = `${at}/additionalProperties`;
  const property = (key: string): Property => ({ key, required: false, type: index, docs: noDocs, source });
  if (keys.kind === "literal") return typeof keys.value === "string" ? [property(keys.value)] : undefined;
  if (keys.kind !== "enum" || keys.base !== "string" || keys.open) return undefined;
  return keys.values.map(({ value }) => property(String(value)));
}

function saysType({ kind }: Type): boolean {
  return kind !== "unknown" && kind !== "never";
}
