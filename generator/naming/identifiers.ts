// Identifiers: words in TypeScript's cases. Every result is a valid identifier; which of them is free is
// decided in `claims.ts`.

import { isReservedWord } from "./reserved.js";
import { withoutSymbols, words, wordsByCase } from "./words.js";

/** `foo-bar` → `FooBar`. */
export function pascalCase(label: string): string {
  const parts = words(label);
  // `SOME_NAME` shouts; `URL`, and the acronyms of `API_key`, do not.
  const isShouting = parts.length > 1 && !/\p{Ll}/u.test(label);
  return startable(joined(parts.map((word) => capitalised(isShouting ? word.toLowerCase() : word))));
}

/** `repos/get-by-id` → `reposGetById`, `URLShorten` → `urlShorten`. */
export function camelCase(label: string): string {
  return startable(
    lowerStart(
      joined(words(spokenCase(label)).map((word, index) => (index === 0 ? word : capitalised(word)))),
    ),
  );
}

/** The label kept as close as an identifier can: `foo_bar-x` → `Foo_bar_x`. Tells apart what case cannot. */
export function closestTypeName(label: string): string {
  return startable(capitalised(withoutSymbols(label, "_")));
}

export function closestValueName(label: string): string {
  return startable(lowerStart(withoutSymbols(label, "_")));
}

/** A file's name without extension: `Code Scanning` → `code-scanning`. Compared without case on some systems. */
export function fileStem(label: string): string {
  const stem = wordsByCase(label).join("-").toLowerCase().normalize("NFC").slice(0, 80);
  if (stem === "") return "_";
  // Names of devices on Windows, whatever their extension.
  return /^(con|prn|aux|nul|com\d|lpt\d)$/.test(stem) ? `${stem}_` : stem;
}

/** As a function's or constant's name: no word of the language. */
export function notReserved(identifier: string): string {
  return isReservedWord(identifier) ? `${identifier}_` : identifier;
}

const identifierPattern = /^[\p{ID_Start}_$][\p{ID_Continue}$]*$/u;

export function isIdentifier(text: string): boolean {
  return identifierPattern.test(text) && withoutSymbols(text.replaceAll("$", ""), " ").indexOf(" ") < 0;
}

function spokenCase(label: string): string {
  return /\p{Ll}/u.test(label) ? label : label.toLowerCase();
}

/** Two numbers stay two: `v1_2` → `V1_2`. */
function joined(parts: readonly string[]): string {
  let text = "";
  let before = "";
  for (const part of parts) {
    text += /^\p{Nd}/u.test(part) && /\p{Nd}$/u.test(before) ? `_${part}` : part;
    before = part;
  }
  return text;
}

function capitalised(word: string): string {
  const first = String.fromCodePoint(word.codePointAt(0) ?? 0x5f);
  return word === "" ? "" : first.toUpperCase() + word.slice(first.length);
}

/** `GetPet` → `getPet`, `URLShorten` → `urlShorten`, `ID` → `id`. */
function lowerStart(text: string): string {
  return text.replace(/^\p{Lu}+(?=\p{Lu}\p{Ll})|^\p{Lu}(?=\p{Ll})|^\p{Lu}+/u, (start) => start.toLowerCase());
}

/** What most names are. */
const isPlain = /^[A-Za-z_][A-Za-z0-9_$]*$/;

/** Casing can give combining marks and longer texts, so the form is normalised last. */
function startable(text: string): string {
  if (isPlain.test(text)) return text;
  const normal = text.normalize("NFC");
  return /^[\p{ID_Start}_]/u.test(normal) ? normal : `_${normal}`;
}
