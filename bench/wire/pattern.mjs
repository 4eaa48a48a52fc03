// A text that a simple pattern matches: literals, classes, groups, alternatives and quantifiers, each at its least.

/** @param {string} pattern @returns {string | undefined} */
export function textOfPattern(pattern) {
  try {
    const reader = { pattern, at: 0 };
    const text = alternatives(reader);
    return new RegExp(pattern, "u").test(text) ? text : undefined;
  } catch {
    return undefined; // beyond us, or no pattern at all
  }
}

/** @typedef {{ pattern: string, at: number }} Reader */

/** @param {Reader} reader */
function alternatives(reader) {
  const first = sequence(reader);
  while (reader.pattern[reader.at] === "|") {
    reader.at += 1;
    sequence(reader);
  }
  return first;
}

/** @param {Reader} reader */
function sequence(reader) {
  let text = "";
  while (reader.at < reader.pattern.length && !"|)".includes(reader.pattern[reader.at] ?? "")) {
    const piece = atom(reader);
    text += piece.repeat(least(reader, piece));
  }
  return text;
}

/** @param {Reader} reader @param {string} piece */
function least(reader, piece) {
  const quantifier = /^(?:[*+?]|\{(\d+)(?:,\d*)?\})\??/.exec(reader.pattern.slice(reader.at));
  if (quantifier === null) return 1;
  reader.at += quantifier[0].length;
  if (quantifier[1] !== undefined) return Number(quantifier[1]);
  // A text of one character is likelier to be long enough than an empty one.
  return quantifier[0].startsWith("?") ? 0 : piece === "" ? 0 : 1;
}

/** @param {Reader} reader @returns {string} */
function atom(reader) {
  const character = reader.pattern[reader.at] ?? "";
  reader.at += 1;
  switch (character) {
    case "^":
    case "$":
      return "";
    case ".":
      return "a";
    case "\\":
      return escaped(reader);
    case "[":
      return oneOf(reader);
    case "(": {
      const lookaround = /^\?(?:[=!]|<[=!])/.exec(reader.pattern.slice(reader.at));
      if (lookaround !== null) throw new Error("lookaround");
      const group = /^\?(?::|<[^>]*>)/.exec(reader.pattern.slice(reader.at));
      reader.at += group?.[0].length ?? 0;
      const text = alternatives(reader);
      reader.at += 1;
      return text;
    }
    default:
      return character;
  }
}

/** @param {Reader} reader */
function escaped(reader) {
  const letter = reader.pattern[reader.at] ?? "";
  reader.at += 1;
  switch (letter) {
    case "d":
      return "1";
    case "w":
      return "a";
    case "s":
      return " ";
    case "S":
    case "D":
      return "a";
    case "b":
      return "";
    case "p":
      reader.at = reader.pattern.indexOf("}", reader.at) + 1;
      return "A";
    case "x":
    case "u":
      throw new Error("code points");
    default:
      return letter;
  }
}

/** @param {Reader} reader */
function oneOf(reader) {
  const end = reader.pattern.indexOf("]", reader.at + 1);
  const members = reader.pattern.slice(reader.at, end);
  reader.at = end + 1;
  const test = new RegExp(`[${members}]`, "u");
  const found = [..."a1A_-. /:+abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789@#=,"].find(
    (one) => test.test(one),
  );
  if (found === undefined) throw new Error("no member");
  return found;
}
