// Parameters in `body` and `formData`, which Swagger 2.0 had: what is left of them in later documents is plain enough.

import type { Diagnostic, Pointer } from "../diagnostics.js";
import { isTrue } from "../load/flags.js";
import { isObject, type JsonObject, setOwn } from "../load/pointer.js";
import type { Located } from "./references.js";

/** A parameter that says a part of the body, or all of it. */
export function isOfBody({ value }: Located<JsonObject>): boolean {
  return value.in === "body" || value.in === "formData";
}

/** The request body that parameters are meant as. */
export function bodyOfParameters(parameters: readonly Located<JsonObject>[]): JsonObject | undefined {
  const values = parameters.map(({ value }) => value);
  const whole = values.findLast((value) => value.in === "body");
  if (whole !== undefined) {
    const { description, required, schema } = whole;
    return { description, required, content: { "application/json": { schema } } };
  }
  if (values.length === 0) return undefined;
  const properties: Record<string, unknown> = {};
  for (const { name, schema, in: _, required: _required, ...own } of values)
    if (typeof name === "string") setOwn(properties, name, schema ?? own);
  const required = values.filter((value) => isTrue(value.required)).map(({ name }) => name);
  const mediaType = Object.values(properties).some(isFile)
    ? "multipart/form-data"
    : "application/x-www-form-urlencoded";
  return {
    required: required.length > 0,
    content: { [mediaType]: { schema: { type: "object", properties, required } } },
  };
}

function isFile(schema: unknown): boolean {
  if (!isObject(schema)) return false;
  return schema.type === "file" || schema.format === "binary" || isFile(schema.items);
}

export function bodyParameter(isUsed: boolean, pointer: Pointer): Diagnostic {
  return {
    code: "body-parameter",
    severity: "warning",
    message: `A parameter in "body" or "formData" is Swagger 2.0's; it is ${isUsed ? "read as the request body" : "left out, as there is a request body"}.`,
    help: "Describe it by `requestBody`.",
    pointer,
  };
}
