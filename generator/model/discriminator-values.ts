import type { DeclarationId, Discriminator, DiscriminatorEntry, Type } from "./api.js";
import { type Declarations, propertyOf } from "./descendants.js";

export type Value = DiscriminatorEntry["value"];

/** Declared schemas, and what some of them go by in place of their name. */
interface Named {
  readonly declarations: Declarations;
  readonly ownValues: ReadonlyMap<DeclarationId, string>;
}

/** The whole table of a discriminator, by the three rules of `discriminators.ts`. */
export function complete(
  declared: Discriminator,
  members: readonly DeclarationId[],
  { declarations: all, ownValues }: Named,
): Discriminator {
  const { property } = declared;
  const entries: DiscriminatorEntry[] = declared.mapping.map(({ value, member }) => ({
    value: spelledAs(value, propertyOf(all.get(member)?.type, property, all)?.type),
    member,
  }));
  const claimed = new Set(entries.map(({ value }) => value));
  const own = new Map(
    members.map((id) => [id, literalsOf(propertyOf(all.get(id)?.type, property, all)?.type)]),
  );
  const owners = new Map<Value, number>();
  for (const values of own.values()) {
    for (const value of values) owners.set(value, (owners.get(value) ?? 0) + 1);
  }
  for (const [member, values] of own) {
    for (const value of values) {
      if (!claimed.has(value) && owners.get(value) === 1) entries.push({ value, member });
    }
  }
  const known = new Set(entries.map(({ member }) => member));
  for (const [member, values] of own) {
    const declaration = all.get(member);
    if (known.has(member) || declaration === undefined || declaration.type.kind === "union") continue;
    const name = ownValues.get(member) ?? declaration.label;
    const spelled = values.size === 0 ? name : spellingIn(values, name);
    if (spelled !== undefined && !claimed.has(spelled)) entries.push({ value: spelled, member });
  }
  return { ...declared, mapping: entries };
}

/** A mapping's keys are text; the property may hold booleans or numbers. */
function spelledAs(value: Value, type: Type | undefined): Value {
  if (typeof value !== "string" || type === undefined) return value;
  for (const alternative of type.kind === "union" ? type.members : [type]) {
    const kind = alternative.kind === "literal" ? typeof alternative.value : alternative.kind;
    if (kind === "string" || (alternative.kind === "enum" && alternative.base === "string")) return value;
    if (kind === "boolean" && (value === "true" || value === "false")) return value === "true";
    const isNumeric = kind === "number" || (alternative.kind === "enum" && alternative.base === "number");
    if (isNumeric && value.trim() !== "" && Number.isFinite(Number(value))) return Number(value);
  }
  return value;
}

export function literalsOf(type: Type | undefined): ReadonlySet<Value> {
  if (type?.kind === "literal") return new Set([type.value]);
  if (type?.kind === "enum" && !type.open) return new Set(type.values.map(({ value }) => value));
  if (type?.kind === "union") return new Set(type.members.flatMap((member) => [...literalsOf(member)]));
  return new Set();
}

function spellingIn(values: ReadonlySet<Value>, name: string): Value | undefined {
  const letters = (text: Value): string =>
    String(text)
      .replace(/[^\p{L}\p{N}]/gu, "")
      .toLowerCase();
  return values.has(name) ? name : [...values].find((value) => letters(value) === letters(name));
}
