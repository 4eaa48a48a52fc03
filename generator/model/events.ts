import { isObject } from "../load/pointer.js";
import type { ObjectType, Property, Type } from "./api.js";
import { schemaDocs } from "./docs.js";
import type { Located, References } from "./references.js";
import type { Schemas } from "./schemas.js";
import { isText, noDocs, numberType, stringType } from "./types.js";
import { unionOf } from "./unions.js";

// `text/event-stream` means two things in the wild. Where OpenAPI 3.2's `itemSchema` is used, it describes the
// event: an object with `data`, and in that, text whose content has a schema. Where `schema` is used, it describes
// what `data` holds; unless it has the fields of an event, and nothing else, as in documents of Huma.

/** The type of an event by its `itemSchema`: `data` is what its `contentSchema` says, as it arrives parsed. */
export function eventType(item: Located, schemas: Schemas, references: References): Type {
  return typeOfEvent(item, schemas, references, 0);
}

/** An event of which nothing is known but that it is one. */
export const plainEvent: ObjectType = {
  kind: "object",
  properties: [
    field("event", stringType),
    field("data", stringType),
    field("id", stringType),
    field("retry", numberType),
  ],
};

/** The schema of an event, where the `schema` of a stream (or of its items) describes those; else undefined. */
export function describedEvent(schema: Located, references: References): Located | undefined {
  const resolved = isObject(schema.value) ? references.resolve(schema) : undefined;
  if (resolved === undefined) return undefined;
  const { value, pointer } = resolved;
  const item = isObject(value.items) ? { value: value.items, pointer: `${pointer}/items` } : schema;
  return isEvent(item, references, 0) ? item : undefined;
}

const eventFields: ReadonlySet<string> = new Set(plainEvent.properties.map(({ key }) => key));

function isEvent(schema: Located, references: References, depth: number): boolean {
  const resolved = depth > 5 ? undefined : references.resolve(schema);
  if (resolved === undefined) return false;
  const { value, pointer } = resolved;
  const keyword = value.oneOf === undefined ? "anyOf" : "oneOf";
  const alternatives = value[keyword];
  if (Array.isArray(alternatives) && alternatives.length > 0 && value.properties === undefined)
    return alternatives.every((member: unknown, index) =>
      isEvent({ value: member, pointer: `${pointer}/${keyword}/${index}` }, references, depth + 1),
    );
  const { properties } = value;
  return (
    isObject(properties) &&
    Object.hasOwn(properties, "event") &&
    Object.hasOwn(properties, "data") &&
    Object.keys(properties).every((key) => eventFields.has(key))
  );
}

function field(key: string, type: Type): Property {
  return { key, required: key === "data", type, docs: noDocs, source: "#" };
}

/** HTML §9.2.6: an `id` is text, also where a document calls it a number. */
function asSent(type: Type): Type {
  if (type.kind !== "object") return type;
  const properties = type.properties.map((property) =>
    property.key === "id" && property.type.kind === "number" ? { ...property, type: stringType } : property,
  );
  return { ...type, properties };
}

/** Whether `data` is text, or nobody knows: such an event may keep its name. */
function carriesText({ properties }: ObjectType): boolean {
  const type = properties.find(({ key }) => key === "data")?.type;
  return type === undefined || type.kind === "unknown" || isText(type);
}

/** What all alternatives have in common, with what one of them says more closely. */
function refined(base: Type, own: Type): Type {
  if (own.kind === "union") return { ...own, members: own.members.map((member) => refined(base, member)) };
  if (base.kind !== "object" || own.kind !== "object") return own;
  const kept = new Map(base.properties.map((property) => [property.key, property]));
  for (const property of own.properties) {
    const required = property.required || kept.get(property.key)?.required === true;
    kept.set(property.key, { ...property, required });
  }
  return { ...base, ...own, properties: [...kept.values()] };
}

function typeOfEvent(item: Located, schemas: Schemas, references: References, depth: number): Type {
  const whole = (): Type => asSent(schemas.type(item.value, item.pointer));
  const resolved = references.resolve(item);
  // Alternatives may nest; a schema that refers to itself must end.
  if (resolved === undefined || depth > 5) return whole();
  const { value: schema, pointer } = resolved;
  for (const keyword of ["oneOf", "anyOf"]) {
    const alternatives = schema[keyword];
    if (!Array.isArray(alternatives) || alternatives.length === 0) continue;
    const { [keyword]: _, ...common } = schema;
    const base = isObject(common.properties)
      ? typeOfEvent({ value: common, pointer }, schemas, references, depth + 1)
      : undefined;
    return unionOf(
      alternatives.map((value: unknown, index) => {
        const alternative = { value, pointer: `${pointer}/${keyword}/${index}` };
        if (base === undefined) return typeOfEvent(alternative, schemas, references, depth + 1);
        // Its properties are needed, not its name.
        const written = references.resolve(alternative) ?? alternative;
        return refined(base, typeOfEvent(written, schemas, references, depth + 1));
      }),
    );
  }
  const data = isObject(schema.properties) ? schema.properties.data : undefined;
  if (!isObject(data)) return whole();
  const type = asSent(schemas.type(schema, pointer));
  if (type.kind !== "object") return whole();
  if (data.contentSchema === undefined) return carriesText(type) ? whole() : type;
  const at = `${pointer}/properties/data/contentSchema`;
  const content = schemas.type(data.contentSchema, at);
  // Nobody sees the text that this was said of.
  const { contentMediaType: _, ...words } = data;
  const own = schemaDocs(words, "data");
  const docs = own === noDocs ? schemaDocs(data.contentSchema, "data") : own;
  return {
    ...type,
    properties: type.properties.map((property) =>
      property.key === "data" ? { ...property, type: content, docs } : property,
    ),
  };
}
