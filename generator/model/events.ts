import { isObject } from "../load/pointer.js";
import type { ObjectType, Property, Type } from "./api.js";
import { schemaDocs } from "./docs.js";
import type { Located, References } from "./references.js";
import type { Schemas } from "./schemas.js";
import { noDocs, numberType, stringType } from "./types.js";
import { unionOf } from "./unions.js";

// `text/event-stream` means two things in the wild. Where OpenAPI 3.2's `itemSchema` is used, it describes the
// event: an object with `data`, and in that, text whose content has a schema. Where `schema` is used, it describes
// what `data` holds.

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

function field(key: string, type: Type): Property {
  return { key, required: key === "data", type, docs: noDocs, source: "#" };
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
  const whole = (): Type => schemas.type(item.value, item.pointer);
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
  if (!isObject(data) || data.contentSchema === undefined) return whole();
  const type = schemas.type(schema, pointer);
  if (type.kind !== "object") return whole();
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
