// Values that a schema allows, as far as the IR tells: examples and defaults of the document where they fit, formats,
// enums, bounds and simple patterns. What it cannot know is a violation "of the sample".

import { textOfPattern } from "./pattern.mjs";

/** @typedef {import("../../dist/model/api.js").Api} Api */
/** @typedef {import("../../dist/model/api.js").Type} Type */
/** @typedef {import("../../dist/model/api.js").Docs} Docs */
/** @typedef {{ api: Api, depth: number, open: readonly string[] }} Sampler */

/** Optional properties are filled in down to this depth; beyond it only what is required. */
const optionalDepth = 3;

/** Nothing can be given: a type that has no values, or needs itself to be complete. */
export const nothing = Symbol("nothing");

/**
 * The arguments of an operation: all of its parameters, and its body in the first media type.
 *
 * @param {Api} api
 * @param {import("../../dist/model/api.js").Operation} operation
 * @param {(location: string, name: string) => string} argumentName
 */
export function sampleArguments(api, operation, argumentName) {
  const sampler = { api, depth: 0, open: [] };
  /** @type {Record<string, unknown>} */
  const args = {};
  for (const parameter of operation.parameters) {
    const value = sample(parameter.type, parameter.docs, sampler, parameter.name);
    if (value === nothing || isEmpty(value)) continue;
    args[argumentName(parameter.in, parameter.name)] = value;
  }
  const media = operation.body?.content[0];
  if (media !== undefined) {
    const body = bodyOf(media, operation.body?.docs, sampler);
    if (body !== nothing) args.body = body;
    if (media.mediaType.includes("*")) args.contentType = media.mediaType.replaceAll("*", "plain");
  }
  return args;
}

/** @param {import("../../dist/model/api.js").MediaType} media @param {Docs | undefined} docs @param {Sampler} sampler */
function bodyOf(media, docs, sampler) {
  switch (media.kind) {
    case "binary":
      return new TextEncoder().encode("bytes");
    case "text":
      return typeof docs?.examples[0] === "string" ? docs.examples[0] : "text";
    case "json":
    case "form":
    case "multipart":
      return sample(media.type, docs, sampler, "body");
    default:
      return [sample(media.itemType ?? { kind: "unknown" }, undefined, sampler, "body")];
  }
}

/** @param {unknown} value */
function isEmpty(value) {
  return typeof value === "object" && value !== null && Object.keys(value).length === 0;
}

/**
 * @param {Type} type
 * @param {Docs | undefined} docs
 * @param {Sampler} sampler
 * @param {string} name
 * @returns {unknown}
 */
export function sample(type, docs, sampler, name) {
  const given = [...(docs?.examples ?? []), docs?.default].find((value) => fits(value, type, docs));
  switch (type.kind) {
    case "unknown":
    case "type-parameter":
      return given ?? "anything";
    case "never":
      return nothing;
    case "null":
      return null;
    case "boolean":
      return given ?? true;
    case "string":
      return given ?? text(type.format, docs);
    case "number":
      return given ?? number(type.integer, docs);
    case "binary":
      return new TextEncoder().encode("bytes");
    case "literal":
      return type.value;
    case "enum":
      return given ?? type.values[0]?.value;
    case "array":
      return list(type.items, docs, sampler, name);
    case "tuple": {
      const items = type.items.slice(0, Math.max(type.required, 1));
      return items.map((item) => sample(item, undefined, deeper(sampler), name));
    }
    case "object":
      return object(type, docs, sampler);
    case "union": {
      // Not null where there is a choice; and no member that cannot be finished.
      const members = [...type.members].sort((a, b) => Number(a.kind === "null") - Number(b.kind === "null"));
      for (const member of members) {
        const value = sample(member, docs, sampler, name);
        if (value !== nothing) return value;
      }
      return nothing;
    }
    case "intersection": {
      const values = type.members.map((member) => sample(member, docs, sampler, name));
      if (values.includes(nothing)) return nothing;
      return values.every((value) => typeof value === "object") ? Object.assign({}, ...values) : values[0];
    }
    case "reference":
      return reference(type, docs, sampler, name);
  }
}

/** @param {import("../../dist/model/api.js").ReferenceType} type @param {Docs | undefined} docs @param {Sampler} sampler @param {string} name */
function reference(type, docs, sampler, name) {
  const declaration = sampler.api.declarations.get(type.id);
  if (declaration === undefined || sampler.open.includes(type.id)) return nothing;
  const inner = { ...sampler, open: [...sampler.open, type.id] };
  const own = { ...declaration.docs, examples: [...(docs?.examples ?? []), ...declaration.docs.examples] };
  const value = sample(declaration.type, own, inner, name);
  if (typeof value !== "object" || value === null) return value;
  if (type.omit.length === 0 || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([key]) => !type.omit.includes(key)));
}

/** @param {Sampler} sampler */
function deeper(sampler) {
  return { ...sampler, depth: sampler.depth + 1 };
}

/** @param {Type} items @param {Docs | undefined} docs @param {Sampler} sampler @param {string} name */
function list(items, docs, sampler, name) {
  const [given] = docs?.examples.filter((value) => Array.isArray(value)) ?? [];
  // Scalars of an example are better than what could be made up here.
  if (Array.isArray(given) && given.length > 0 && given.every((value) => fits(value, items, undefined)))
    return given;
  const value = sample(items, undefined, deeper(sampler), name);
  const least = Number(constraint(docs, "minItems") ?? 1);
  if (value === nothing) return least > 0 && constraint(docs, "minItems") !== undefined ? nothing : [];
  return Array.from({ length: Math.max(least, 1) }, () => value);
}

/** @param {import("../../dist/model/api.js").ObjectType} type @param {Docs | undefined} docs @param {Sampler} sampler */
function object({ properties, index }, docs, sampler) {
  /** @type {[string, unknown][]} */
  const entries = [];
  const example = docs?.examples.find(
    (value) => typeof value === "object" && value !== null && !Array.isArray(value),
  );
  for (const { key, required, type, docs: own } of properties) {
    if (!required && sampler.depth >= optionalDepth) continue;
    const hint = typeof example === "object" && example !== null ? Reflect.get(example, key) : undefined;
    const told = hint === undefined ? own : { ...own, examples: [...own.examples, hint] };
    const value = sample(type, told, deeper(sampler), key);
    if (value === nothing) {
      if (required) return nothing;
      continue;
    }
    entries.push([key, value]);
  }
  if (properties.length === 0 && index !== undefined) {
    const value = sample(index, undefined, deeper(sampler), "key");
    if (value !== nothing) entries.push(["key", value]);
  }
  return Object.fromEntries(entries);
}

/** Whether an example is a scalar of the type: documents hold many that are not. @param {unknown} value @param {Type} type @param {Docs | undefined} docs */
function fits(value, type, docs) {
  if (value === undefined || value === null) return false;
  switch (type.kind) {
    case "boolean":
      return typeof value === "boolean";
    case "string":
      return typeof value === "string" && value !== "" && fitsText(value, type.format, docs);
    case "number":
      return (
        typeof value === "number" && (!type.integer || Number.isInteger(value)) && fitsBounds(value, docs)
      );
    case "enum":
      return type.values.some((one) => one.value === value);
    case "unknown":
      return typeof value !== "object";
    default:
      return false;
  }
}

/** @param {number} value @param {Docs | undefined} docs */
function fitsBounds(value, docs) {
  const least = constraint(docs, "minimum");
  const most = constraint(docs, "maximum");
  return !(Number(least ?? -Infinity) > value) && !(Number(most ?? Infinity) < value);
}

/** @type {Readonly<Record<string, [sample: string, pattern: RegExp]>>} */
const formats = {
  "date-time": ["2024-02-29T12:34:56Z", /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/i],
  date: ["2024-02-29", /^\d{4}-\d\d-\d\d$/],
  time: ["12:34:56Z", /^\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/],
  duration: ["P1D", /^P/],
  uuid: ["6f1c5b0e-6f1f-4a53-9f6c-0e1d7c0b7a11", /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i],
  email: ["a@example.com", /^[^@\s]+@[^@\s]+\.[^@\s]+$/],
  uri: ["https://example.com/a", /^[a-z][a-z0-9+.-]*:[^\s{}]+$/i],
  url: ["https://example.com/a", /^https?:[^\s{}]+$/i],
  hostname: ["example.com", /^[a-z0-9.-]+$/i],
  ipv4: ["192.0.2.1", /^\d+\.\d+\.\d+\.\d+$/],
  ipv6: ["2001:db8::1", /^[0-9a-f:]+$/i],
  byte: ["Ynl0ZXM=", /^[A-Za-z0-9+/]*={0,2}$/],
};

/** @param {string} value @param {string | undefined} format @param {Docs | undefined} docs */
function fitsText(value, format, docs) {
  const known = format === undefined ? undefined : formats[format];
  if (known !== undefined && !known[1].test(value)) return false;
  if (value.length < Number(constraint(docs, "minLength") ?? 0)) return false;
  if (value.length > Number(constraint(docs, "maxLength") ?? Infinity)) return false;
  const pattern = constraint(docs, "pattern");
  return typeof pattern !== "string" || matches(pattern, value);
}

/** @param {string} pattern @param {string} value */
function matches(pattern, value) {
  try {
    return new RegExp(pattern, "u").test(value);
  } catch {
    return false; // not a pattern of ECMA 262
  }
}

/** @param {string | undefined} format @param {Docs | undefined} docs */
function text(format, docs) {
  const known = format === undefined ? undefined : formats[format];
  if (known !== undefined) return known[0];
  const least = Number(constraint(docs, "minLength") ?? 0);
  const most = Number(constraint(docs, "maxLength") ?? Infinity);
  const pattern = constraint(docs, "pattern");
  const made = typeof pattern === "string" ? textOfPattern(pattern) : undefined;
  if (made !== undefined && fitsText(made, format, docs)) return made;
  const plain = "text".padEnd(least, "x").slice(0, most);
  return plain === "" ? "" : plain;
}

/** @param {boolean} integer @param {Docs | undefined} docs */
function number(integer, docs) {
  const exclusive = constraint(docs, "exclusiveMinimum");
  const least = Number(constraint(docs, "minimum") ?? (typeof exclusive === "number" ? exclusive + 1 : 1));
  const most = Number(constraint(docs, "maximum") ?? Infinity);
  const step = Number(constraint(docs, "multipleOf") ?? 1);
  const value = least > 1 ? least : Math.min(1, most);
  const stepped = step > 0 ? Math.ceil(value / step) * step : value;
  return integer ? Math.ceil(stepped) : stepped;
}

/** @param {Docs | undefined} docs @param {string} keyword */
function constraint(docs, keyword) {
  return docs?.constraints.find((one) => one.keyword === keyword)?.value;
}
