import type { Discriminator, EnumType, EnumValue, LiteralType, Type } from "./api.js";
import { typeKey } from "./identity.js";
import { booleanType, neverType, unknownType } from "./types.js";

/**
 * The union of some types as a person would write it: flat, without duplicates, `unknown` alone, no `never`,
 * literals gathered in one enum, `boolean` instead of `true | false`.
 */
export function unionOf(types: readonly Type[], discriminator?: Discriminator): Type {
  const only = types[0];
  if (types.length === 1 && only !== undefined) return only;
  const flat: Type[] = [];
  for (const type of types) {
    if (type.kind === "unknown") return unknownType;
    if (type.kind === "never") continue;
    // A nested union that can be dispatched on stays one only if nothing else claims to discriminate.
    if (type.kind === "union") {
      flat.push(...type.members);
      discriminator ??= type.discriminator;
    } else flat.push(type);
  }
  const members = withoutDuplicates(gathered(flat));
  const first = members[0];
  if (first === undefined) return neverType;
  if (members.length === 1) return first;
  return discriminator === undefined ? { kind: "union", members } : { kind: "union", members, discriminator };
}

function withoutDuplicates(types: readonly Type[]): readonly Type[] {
  // Different kinds cannot be the same type; `X | null` needs no keys.
  if (new Set(types.map(({ kind }) => kind)).size === types.length) return types;
  const byKey = new Map<string, Type>();
  for (const type of types) {
    const key = typeKey(type);
    if (!byKey.has(key)) byKey.set(key, type);
  }
  return [...byKey.values()];
}

/** Puts scalars together: literals into enums, and both into the type that holds them already. */
function gathered(types: readonly Type[]): readonly Type[] {
  const strings = types.filter((type) => holds(type, "string"));
  const numbers = types.filter((type) => holds(type, "number"));
  const booleans = types.filter((type) => holds(type, "boolean"));
  if (strings.length < 2 && numbers.length < 2 && booleans.length < 2) return types;
  const replaced = new Map<Type, readonly Type[]>();
  for (const [same, gather] of [
    [strings, gatherStrings],
    [numbers, gatherNumbers],
    [booleans, gatherBooleans],
  ] as const) {
    const first = same[0];
    if (first === undefined || same.length === 1) continue;
    for (const type of same) replaced.set(type, []);
    // What they become takes the place of the first, which may be the same object as others.
    replaced.set(first, gather(same));
  }
  return types.flatMap((type) => replaced.get(type) ?? [type]);
}

function holds(type: Type, base: "string" | "number" | "boolean"): boolean {
  if (type.kind === "literal") return typeof type.value === base;
  return type.kind === base || (type.kind === "enum" && type.base === base);
}

/** `anyOf: [string, enum]` is how documents spell an enum that may grow. */
function gatherStrings(types: readonly Type[]): readonly Type[] {
  const plain = types.filter((type) => type.kind === "string");
  const listed = enumValues(types);
  if (listed.length === 0) return withoutDuplicates(plain);
  if (plain.length === 0) return [enumOrLiteral("string", listed, isOpen(types))];
  if (plain.some(({ format }) => format !== undefined)) return withoutDuplicates(plain);
  return [{ kind: "enum", base: "string", values: listed, open: true }];
}

function gatherNumbers(types: readonly Type[]): readonly Type[] {
  const plain = types.filter((type) => type.kind === "number");
  if (plain.length === 0) return [enumOrLiteral("number", enumValues(types), isOpen(types))];
  return withoutDuplicates(plain.every(({ integer }) => integer) ? plain : plain.map(asNumber));
}

function asNumber(type: Type): Type {
  return type.kind === "number" && type.integer && type.format !== "int64" && type.format !== "uint64"
    ? { kind: "number", integer: false }
    : type;
}

function gatherBooleans(types: readonly Type[]): readonly Type[] {
  const values = new Set(types.map((type) => (type.kind === "literal" ? type.value : "both")));
  const only = types[0];
  return values.size === 1 && only !== undefined ? [only] : [booleanType];
}

function enumOrLiteral(
  base: EnumType["base"],
  values: readonly EnumValue[],
  open: boolean,
): EnumType | LiteralType {
  const only = values[0];
  if (values.length === 1 && only !== undefined && !open) return { kind: "literal", value: only.value };
  return { kind: "enum", base, values, open };
}

function isOpen(types: readonly Type[]): boolean {
  return types.some((type) => type.kind === "enum" && type.open);
}

/** Labels survive only if they remain complete and unique; `EnumValue.label` promises that. */
function enumValues(types: readonly Type[]): readonly EnumValue[] {
  const values = new Map<string | number, EnumValue>();
  for (const type of types) {
    const own: readonly EnumValue[] =
      type.kind === "enum"
        ? type.values
        : type.kind === "literal" && typeof type.value !== "boolean"
          ? [{ value: type.value }]
          : [];
    for (const value of own) {
      if (!values.has(value.value)) values.set(value.value, value);
    }
  }
  const listed = [...values.values()];
  const labels = new Set(listed.map(({ label }) => label));
  if (labels.size === listed.length && !labels.has(undefined)) return listed;
  return listed.map(({ value, description }) => ({
    value,
    ...(description !== undefined && { description }),
  }));
}
