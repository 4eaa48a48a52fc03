// A value with the positions converted that its codec names. Which member of a union a value is decides what its
// positions mean: it is told by what the schemas fix. Where several members fit, only what all of them agree on is
// converted: a value is rather left as JSON has it than made into something that it is not.

import { type Candidate, candidates, isRecord, resolved } from "./candidates.js";
import type { Codec, ScalarCodec } from "./codec.js";

/** What becomes of one position; its path is for messages. */
export type Scalar = (codec: ScalarCodec, value: unknown, path: string) => unknown;

export function convert(codec: Codec, value: unknown, scalar: Scalar, path: string): unknown {
  if (value === undefined || value === null) return value;
  if (typeof codec === "string") return scalar(codec, value, path);
  if (typeof codec === "function") return convert(codec(), value, scalar, path);
  if ("one" in codec) return convertTogether(candidates(codec, value), value, scalar, path);
  if ("all" in codec) {
    let current: unknown = value;
    for (const each of codec.all) current = convert(each, current, scalar, path);
    return current;
  }
  if (Array.isArray(value)) {
    return value.map((item: unknown, index) => {
      const each = itemCodec(codec, index);
      return each === undefined ? item : convert(each, item, scalar, `${path}[${index}]`);
    });
  }
  return isRecord(value)
    ? mapRecord(value, (member, key) => {
        const each = propertyCodec(codec, key);
        return each === undefined ? member : convert(each, member, scalar, `${path}.${key}`);
      })
    : value;
}

/** By candidates any of which may be the right one. */
function convertTogether(all: readonly Candidate[], value: unknown, scalar: Scalar, path: string): unknown {
  const [first] = all;
  if (first === undefined || value === undefined || value === null) return value;
  if (all.every(({ codec }) => codec === first.codec)) {
    return first.codec === undefined ? value : convert(first.codec, value, scalar, path);
  }
  if (isRecord(value)) {
    return mapRecord(value, (member, key) => {
      const told = all.flatMap((candidate) => memberCandidates(candidate, key, member));
      return convertTogether(told, member, scalar, `${path}.${key}`);
    });
  }
  if (!Array.isArray(value)) return value;
  return value.map((item: unknown, index) => {
    const told = all.flatMap(({ codec }) => resolved({ codec: partAt(codec, index, itemCodec) }, item));
    return convertTogether(told, item, scalar, `${path}[${index}]`);
  });
}

/** What a candidate says of a property; nothing, if it does not declare it. */
function memberCandidates({ codec, plain = true }: Candidate, key: string, member: unknown): Candidate[] {
  const own = partAt(codec, key, propertyCodec);
  if (own !== undefined) return resolved({ codec: own }, member);
  return plain === true || plain.includes(key) ? [{}] : [];
}

type Shape = Exclude<Codec, ScalarCodec | (() => Codec)>;

function itemCodec(codec: Shape, index: number): Codec | undefined {
  if ("items" in codec) return codec.items;
  if (!("prefix" in codec)) return undefined;
  return (index < codec.prefix.length ? codec.prefix[index] : codec.rest) ?? undefined;
}

function propertyCodec(codec: Shape, key: string): Codec | undefined {
  if (!("properties" in codec)) return undefined;
  return Object.hasOwn(codec.properties, key) ? codec.properties[key] : codec.rest;
}

/** What a codec says about a part of a value, whatever it is made of. Unions have been decided before. */
function partAt<Key>(
  codec: Codec | undefined,
  key: Key,
  part: (codec: Shape, key: Key) => Codec | undefined,
): Codec | undefined {
  if (codec === undefined || typeof codec === "string") return undefined;
  if (typeof codec === "function") return partAt(codec(), key, part);
  if (!("all" in codec)) return part(codec, key);
  const found = codec.all.map((each) => partAt(each, key, part)).filter((each) => each !== undefined);
  return found.length > 1 ? { all: found } : found[0];
}

function mapRecord(
  value: Readonly<Record<string, unknown>>,
  map: (member: unknown, key: string) => unknown,
): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const [key, member] of Object.entries(value)) setOwn(result, key, map(member, key));
  return result;
}

/** `__proto__` is a key like any other, and must not become a prototype. */
export function setOwn(target: Record<string, unknown>, key: string, value: unknown): void {
  if (key === "__proto__") {
    Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
  } else {
    target[key] = value;
  }
}
