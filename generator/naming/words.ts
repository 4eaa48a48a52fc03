// Words: what a document's spelling says, before case decides how to write it. `repos/get-by-id` is
// repos, get, by, id. Letters of every script count; nothing is transliterated.

/** Whatever is neither a letter, a digit nor a mark separates words. */
const separators = /[^\p{ID_Continue}]|_/gu;

/**
 * Letters that Unicode gained after version 15, the newest that TypeScript 5.9 knows. Engines differ in what
 * they know, and the same input must give the same bytes everywhere: so these separate words, too.
 */
const tooNew =
  // biome-ignore lint/suspicious/noMisleadingCharacterClass: single code points, marks among them
  /[\u{88f}\u{897}\u{c5c}\u{cdc}\u{1acf}-\u{1add}\u{1ae0}-\u{1aeb}\u{1c89}\u{1c8a}\u{a7cb}-\u{a7cf}\u{a7d2}\u{a7d4}\u{a7da}-\u{a7dc}\u{a7f1}\u{105c0}-\u{105f3}\u{10940}-\u{10959}\u{10d40}-\u{10d65}\u{10d69}-\u{10d6d}\u{10d6f}-\u{10d85}\u{10ec2}-\u{10ec7}\u{10efa}-\u{10efc}\u{11380}-\u{113ff}\u{116d0}-\u{116e3}\u{11b60}-\u{11b67}\u{11bc0}-\u{11be0}\u{11bf0}-\u{11bf9}\u{11db0}-\u{11ddb}\u{11de0}-\u{11de9}\u{11f5a}\u{13460}-\u{143fa}\u{16100}-\u{16139}\u{16d40}-\u{16d6c}\u{16d70}-\u{16d79}\u{16ea0}-\u{16eb8}\u{16ebb}-\u{16ed3}\u{16ff2}-\u{16ff6}\u{187f8}-\u{187ff}\u{18cff}\u{18d09}-\u{18d1e}\u{18d80}-\u{18df2}\u{1ccf0}-\u{1ccf9}\u{1e5d0}-\u{1e5fa}\u{1e6c0}-\u{1e6ff}\u{2b73a}-\u{2b73f}\u{2cea2}-\u{2cead}\u{2ebf0}-\u{2ee5d}\u{31350}-\u{33479}]/gu;

const isAscii = /^[\x00-\x7f]*$/;

/** The words of a label, in their own case. */
export function words(label: string): string[] {
  // What follows means the same for all letters, and takes several times as long.
  if (plain.test(label)) return label.match(plainWords) ?? [];
  const known = isAscii.test(label) ? label : label.normalize("NFC").replace(tooNew, " ");
  return known
    .replace(apostrophes, "")
    .replace(separators, " ")
    .split(" ")
    .filter((word) => word !== "");
}

/** The label with `replacement` for everything that no identifier may hold. */
export function withoutSymbols(label: string, replacement: string): string {
  const known = isAscii.test(label) ? label : label.normalize("NFC").replace(tooNew, replacement);
  return known.replace(/[^\p{ID_Continue}]/gu, replacement);
}

/** What stands inside a word without ending it: `GitHub's` is one word. */
const apostrophes = /(?<=\p{L})['\u2019\u02bc](?=\p{L})/gu;

const plain = /^[\x00-\x26\x28-\x7f]*$/;
const plainWords = /[A-Za-z0-9]+/g;

/** Splits where case changes, too: `codeScanningAlerts` is code, Scanning, Alerts; `HTTPServer` is HTTP, Server. */
export function wordsByCase(label: string): string[] {
  return words(label).flatMap((word) => word.match(/\p{Lu}+(?!\p{Ll})|\p{Lu}?[^\p{Lu}]+|\p{Lu}/gu) ?? [word]);
}

/** What remains when spelling is taken away: `Code-Scanning` and `code_scanning` are both `codescanning`. */
export function spellingKey(label: string): string {
  return words(label).join("").toLowerCase();
}
