// Whose fault a violation is. Ours is what no rule below explains.

/** @typedef {{ location: string[], severity: string, code: string | number, message: string }} Violation */
/** @typedef {"ours" | "mock" | "sample"} Blame */

/** Keywords that depend on the value chosen, which the sampler makes up without knowing them all. */
const ofValues = new Set(
  (
    "pattern format minLength maxLength minimum maximum exclusiveMinimum exclusiveMaximum multipleOf minItems " +
    "maxItems uniqueItems minProperties maxProperties contains not oneOf anyOf if dependentRequired dependencies " +
    "const propertyNames unevaluatedProperties"
  ).split(" "),
);

/**
 * What of a call decides about blame.
 *
 * @typedef {object} CallFacts
 * @property {string | undefined} bodyKind
 * @property {readonly string[]} sent the keys of the body
 */

/** @param {Violation} violation @param {CallFacts} call @returns {Blame} */
export function blameOf({ location, code, message }, { bodyKind, sent }) {
  if (location[0] === "response") return "mock"; // what it answered does not fit its own document
  // Swagger 2.0 without `consumes` names no media type; Prism then takes none, we send JSON.
  if (code === 415 && message.startsWith("No supported content types")) return "mock";
  // Prism reads every part of a form as text, also those that are JSON by OpenAPI 3.2 §4.15.1.1.
  if (bodyKind === "multipart" && location[1] === "body" && code === "type") return "mock";
  // It reads only what `properties` names of a form, though `required` may name more.
  const [, missing] = /required property '(.*)'$/.exec(message) ?? [];
  if (bodyKind === "form" && missing !== undefined && sent.includes(missing)) return "mock";
  // OpenAPI leaves open how objects stand inside a list in a query; Prism takes them for text.
  if (location[1] === "query" && location.length > 3 && message.endsWith("must be object")) return "mock";
  if (ofValues.has(String(code))) return "sample";
  return "ours";
}
