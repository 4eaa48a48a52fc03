// application/x-www-form-urlencoded exactly as HTTPX writes it, for queries and form bodies alike. URLSearchParams is
// not equivalent: it leaves "*" and encodes "~".

const PLAIN = /^[A-Za-z0-9\-._~]*$/;
const LONE_SURROGATES = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** Names and values, in order. */
export type FormPairs = Iterable<readonly [string, string]>;

/** Only alphanumerics and `-._~` stay as they are; a space becomes `+`, everything else `%XX` of its UTF-8. */
export function encodeForm(pairs: FormPairs): string {
  let text = "";
  for (const [name, value] of pairs) {
    if (text !== "") text += "&";
    text += `${encodeComponent(name)}=${encodeComponent(value)}`;
  }
  return text;
}

export function encodeComponent(text: string): string {
  if (PLAIN.test(text)) return text;
  // encodeURIComponent throws on half a surrogate pair, which UTF-8 cannot say either.
  return encodeURIComponent(text.replace(LONE_SURROGATES, "\ufffd"))
    .replaceAll("%20", "+")
    .replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** `+` is a space, `%XX` is UTF-8, blank values are kept, a leading "?" is data. */
export function decodeForm(text: string): FormPairs {
  // The leading "&" keeps URLSearchParams from dropping a "?".
  return new URLSearchParams(`&${text}`);
}

/** Anything that stands for one value in a query or a form. */
export type Scalar = string | number | boolean | bigint | null;

/** @throws TypeError for an object: its text would be "[object Object]". */
export function scalarText(where: string, name: string, value: unknown): string {
  switch (typeof value) {
    case "string":
      return value;
    case "number":
    case "boolean":
    case "bigint":
      return String(value);
    default:
      if (value === null) return "";
      throw new TypeError(
        `${where} ${JSON.stringify(name)}: expected a string, number, boolean, null or an array of these, got ${describe(value)}.`,
      );
  }
}

function describe(value: unknown): string {
  return Array.isArray(value)
    ? "a nested array"
    : typeof value === "object"
      ? "an object"
      : `a ${typeof value}`;
}
