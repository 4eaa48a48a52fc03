// Integers that a number cannot hold. Read as numbers they are rounded without a word, and what is rounded means another
// thing; so they are bigints in the values of a document, and whoever makes types or text of a value sees which it is.

/** The value of an integer, in JSON's or YAML's digits: a bigint if a number cannot count as far. */
export function integer(digits: string, rounded: number): number | bigint {
  return Number.isSafeInteger(rounded) || !Number.isFinite(rounded) ? rounded : bigint(digits);
}

function bigint(digits: string): bigint {
  const [, sign = "", amount = ""] = /^([-+]?)(.*)$/.exec(digits) ?? [];
  return sign === "-" ? -BigInt(amount) : BigInt(amount);
}

// Sixteen digits reach beyond 2^53. Most texts have none of these outside strings, and are parsed as they are.
const longInteger = /[:,[\s]-?[1-9]\d{15,}\s*[,}\]]/;
const stringOrNumber = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d[\d.eE+-]*/g;

/** What `JSON.parse` makes of a text, with the long integers in it exact. */
export function parseJson(text: string): unknown {
  const value: unknown = JSON.parse(text);
  if (!longInteger.test(text)) return value;
  // No reviver is told the text of a number before Node 21: it is quoted, marked by what the text has nowhere.
  let mark = "#";
  while (text.includes(mark)) mark += "#";
  const quoted = text.replace(stringOrNumber, (token) =>
    typeof exact(token) === "bigint" ? `"${mark}${token}"` : token,
  );
  return quoted === text
    ? value
    : JSON.parse(quoted, (_key, item: unknown) =>
        typeof item === "string" && item.startsWith(mark) ? BigInt(item.slice(mark.length)) : item,
      );
}

function exact(token: string): number | bigint | undefined {
  return /^-?\d{16,}$/.test(token) ? integer(token, Number(token)) : undefined;
}

/** A value of a document as JSON; undefined for what is none. */
export function jsonText(value: unknown): string | undefined {
  if (typeof value === "bigint") return String(value);
  if (longIntegersIn(value).length === 0) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(jsonText).join(",")}]`;
  // Nothing else has parts.
  const pairs = Object.entries(value as object).map(
    ([key, item]) => `${JSON.stringify(key)}:${jsonText(item)}`,
  );
  return `{${pairs.join(",")}}`;
}

/** All that are somewhere in a value. */
export function longIntegersIn(value: unknown): bigint[] {
  if (typeof value === "bigint") return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(longIntegersIn);
}
