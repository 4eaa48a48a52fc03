// Values that a type allows, for the examples of a README: what the document gives as an example where it fits, else
// the shortest that would do.

import type { Docs, ObjectType, Operation, Type } from "../model/api.js";
import { noDocs } from "../model/types.js";
import { argumentKey, type OperationNames } from "../naming/names.js";
import { wordsByCase } from "../naming/words.js";
import { type Data, type DataObject, isVerbatim, stringLiteral, verbatim } from "./literals.js";
import type { LookUp } from "./omission.js";
import { type Scalars, scalarType } from "./scalars.js";

/** The arguments that a call has to give; undefined for none. */
export function sampleArguments(
  operation: Operation,
  names: OperationNames,
  known: Pick<Sampler, "lookUp" | "scalars">,
): DataObject | undefined {
  const sampler = { ...known, open: new Set<string>() };
  const args: Record<string, Data> = {};
  for (const parameter of operation.parameters) {
    if (!parameter.required) continue;
    const key = argumentKey(names, parameter);
    args[key] = sample(parameter.type, key, parameter.docs, sampler);
  }
  const { body } = operation;
  const [media] = body?.content ?? [];
  if (body?.required === true && media !== undefined) {
    const isSequential = media.itemType !== undefined && media.kind !== "json" && media.kind !== "multipart";
    const type = isSequential ? ({ kind: "array", items: media.itemType } as const) : media.type;
    args.body =
      media.kind === "text" || media.kind === "binary"
        ? sample({ kind: "string" }, "body", body.docs, sampler)
        : sample(type, "body", body.docs, sampler);
    if (media.mediaType.includes("*")) args.contentType = media.mediaType.replaceAll("*", "x-sample");
  }
  return Object.keys(args).length === 0 ? undefined : args;
}

interface Sampler {
  readonly lookUp: LookUp;
  readonly scalars: Scalars;
  /** Declarations that are being sampled: one inside itself ends the descent. */
  readonly open: Set<string>;
}

function sample(type: Type, key: string, docs: Docs, sampler: Sampler): Data {
  const given = [...docs.examples, docs.default].find((value) => isScalarOf(value, type));
  // isScalarOf has seen that it is one.
  if (given !== undefined) return scalar(given as string | number | bigint | boolean, type, sampler);
  switch (type.kind) {
    case "unknown":
    case "type-parameter":
      return {};
    case "never":
    case "null":
      return null;
    case "boolean":
      return true;
    case "string":
      return scalar(
        textSamples[type.format ?? ""] ?? wordsByCase(key).join("-").toLowerCase(),
        type,
        sampler,
      );
    case "number":
      return scalar(numberSample(docs), type, sampler);
    case "binary":
      return "contents";
    case "literal":
      return type.value;
    case "enum":
      return type.values[0]?.value ?? (type.base === "string" ? "" : 0);
    case "array":
      return [sample(type.items, key, noDocs, sampler)];
    case "tuple":
      return type.items.slice(0, type.required).map((item) => sample(item, key, noDocs, sampler));
    case "object":
      return objectSample(type, sampler);
    case "union":
      return sample(type.members.find(({ kind }) => kind !== "null") ?? { kind: "null" }, key, docs, sampler);
    case "intersection":
      return merged(type.members.map((member) => sample(member, key, noDocs, sampler)));
    case "reference": {
      const target = sampler.lookUp(type.id);
      if (target === undefined || sampler.open.has(type.id)) return {};
      sampler.open.add(type.id);
      const value = sample(target.type, key, target.docs, sampler);
      sampler.open.delete(type.id);
      return isObject(value)
        ? Object.fromEntries(Object.entries(value).filter(([name]) => !type.omit.includes(name)))
        : value;
    }
  }
}

/** A value of JSON as the SDK takes it. */
function scalar(value: string | number | bigint | boolean, type: Type, { scalars }: Sampler): Data {
  if (type.kind === "string" && typeof value === "string")
    return scalarType(type, scalars) === "Date" ? verbatim(`new Date(${stringLiteral(value)})`) : value;
  if (typeof value !== "number" && typeof value !== "bigint") return value;
  const as = type.kind === "number" ? scalarType(type, scalars) : "number";
  const digits = String(typeof value === "number" ? BigInt(Math.trunc(value)) : value);
  return as === "bigint" ? verbatim(`${digits}n`) : as === "string" ? digits : Number(value);
}

const textSamples: Readonly<Record<string, string>> = {
  "date-time": "2026-01-31T12:00:00Z",
  date: "2026-01-31",
  time: "12:00:00Z",
  duration: "P1D",
  email: "me@example.com",
  hostname: "example.com",
  ipv4: "192.0.2.1",
  ipv6: "2001:db8::1",
  uri: "https://example.com",
  url: "https://example.com",
  uuid: "6f1c5b0e-6f1f-4a53-9f6c-0e1d7c0b7a11",
};

function numberSample({ constraints }: Docs): number {
  const minimum = constraints.find(({ keyword }) => keyword === "minimum")?.value;
  return typeof minimum === "number" ? Math.max(minimum, 1) : 1;
}

function objectSample({ properties }: ObjectType, sampler: Sampler): DataObject {
  return Object.fromEntries(
    properties
      .filter(({ required }) => required)
      .map(({ key, type, docs }) => [key, sample(type, key, docs, sampler)]),
  );
}

function merged(values: readonly Data[]): Data {
  const objects = values.filter(isObject);
  return objects.length > 0 ? Object.assign({}, ...objects) : (values[0] ?? {});
}

function isObject(value: Data): value is DataObject {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !isVerbatim(value);
}

/** Examples of documents are wrong often enough to be looked at first. */
function isScalarOf(value: unknown, type: Type): boolean {
  switch (type.kind) {
    case "string":
    case "boolean":
      return typeof value === type.kind && value !== "";
    case "number":
      return typeof value === "number" || typeof value === "bigint";
    case "enum":
      return type.values.some((listed) => listed.value === value);
    default:
      return false;
  }
}
