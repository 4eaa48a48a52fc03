import { isObject } from "./load/pointer.js";
import { nearest } from "./near-miss.js";
import {
  dateTypes,
  type GenerateOptions,
  importExtensions,
  int64Types,
  paginationFields,
  runtimeSources,
} from "./options.js";

type Kind =
  | "a string"
  | "true or false"
  | "a string, true or false"
  | "a list of strings"
  | "an object of strings"
  | "an object of pagination rules";

/** What each option holds; a list: one of these. */
const fields: Readonly<Record<keyof GenerateOptions, Kind | readonly string[]>> = {
  input: "a string",
  output: "a string",
  overlays: "a list of strings",
  headers: "an object of strings",
  allowRefs: "a list of strings",
  include: "a list of strings",
  exclude: "a list of strings",
  clientName: "a string",
  importExtension: importExtensions,
  runtime: runtimeSources,
  int64: int64Types,
  dates: dateTypes,
  pagination: "an object of pagination rules",
  package: "a string, true or false",
  check: "true or false",
  clean: "true or false",
  strict: "true or false",
  dryRun: "true or false",
};

const isString = (value: unknown): value is string => typeof value === "string";
const isBoolean = (value: unknown): value is boolean => typeof value === "boolean";

const isOfKind: Readonly<Record<Kind, (value: unknown) => boolean>> = {
  "a string": isString,
  "true or false": isBoolean,
  "a string, true or false": (value) => isString(value) || isBoolean(value),
  "a list of strings": (value) => Array.isArray(value) && value.every(isString),
  "an object of strings": (value) => isObject(value) && Object.values(value).every(isString),
  "an object of pagination rules": (value) => isObject(value) && Object.values(value).every(isPaginationRule),
};

function isPaginationRule(value: unknown): boolean {
  if (value === false) return true;
  if (!isObject(value) || !isString(value.kind)) return false;
  const known: Readonly<Record<string, readonly string[]>> = paginationFields;
  const needed = Object.hasOwn(known, value.kind) ? known[value.kind] : undefined;
  return needed?.every((key) => isString(value[key])) ?? false;
}

/** What is wrong with options that no compiler has seen, in a sentence or two; undefined if they are what they should be. */
export function optionsProblem(value: unknown): string | undefined {
  if (!isObject(value)) return 'Options are an object with "input".';
  for (const [key, field] of Object.entries(value)) {
    const kind = Object.hasOwn(fields, key) ? fields[key as keyof GenerateOptions] : undefined;
    if (kind === undefined) {
      const near = nearest(key, Object.keys(fields));
      return `There is no option "${key}".${near === undefined ? "" : ` Did you mean "${near}"?`}`;
    }
    if (field === undefined) continue;
    if (typeof kind !== "string") {
      if (!kind.some((choice) => choice === field))
        return `"${key}" cannot be "${String(field)}". Use "${kind.join('", "')}".`;
    } else if (!isOfKind[kind](field)) return `"${key}" must be ${kind}.`;
  }
  return isString(value.input) ? undefined : '"input" is missing: the path of a document, its URL, or "-".';
}
