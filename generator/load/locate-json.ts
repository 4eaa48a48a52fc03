import type { TextRange, Wanted } from "./wanted.js";

/** Fills in the ranges in a text that `JSON.parse` has accepted, so nothing is checked again. */
export function locateInJson(text: string, root: Wanted): void {
  const scanner = new Scanner(text);
  scanner.value(root, undefined);
}

/** Everything up to the next bracket, whole strings among it. */
const toBracket = /[^"{}[\]]*(?:"[^"\\]*(?:\\.[^"\\]*)*"[^"{}[\]]*)*/y;

/** Reads forward through the text once; what nobody wants is skipped by its brackets. */
class Scanner {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** Passes one value, and notes where it is: by `key`, if it is larger than a scalar. */
  value(wanted: Wanted | undefined, key: TextRange | undefined): void {
    this.#space();
    const start = this.#at;
    const first = this.#text[start];
    const isCollection = first === "{" || first === "[";
    if (wanted === undefined && isCollection) this.#skipCollection();
    else if (first === "{") this.#object(wanted);
    else if (first === "[") this.#array(wanted);
    else this.#scalar();
    if (wanted !== undefined) {
      wanted.range = isCollection ? (key ?? { start, end: start + 1 }) : { start, end: this.#at };
    }
  }

  #object(wanted: Wanted | undefined): void {
    this.#at++;
    for (;;) {
      this.#space();
      if (this.#text[this.#at] === ",") {
        this.#at++;
        continue;
      }
      if (this.#text[this.#at] !== '"') break;
      const start = this.#at;
      this.#string();
      const end = this.#at;
      const name = wanted === undefined ? "" : String(JSON.parse(this.#text.slice(start, end)));
      this.#space();
      this.#at++;
      this.value(wanted?.children.get(name), { start, end });
    }
    this.#at++;
  }

  #array(wanted: Wanted | undefined): void {
    this.#at++;
    for (let index = 0; ; index++) {
      this.#space();
      if (this.#text[this.#at] === ",") {
        this.#at++;
        this.#space();
      }
      if (this.#text[this.#at] === "]" || this.#at >= this.#text.length) break;
      this.value(wanted?.children.get(String(index)), undefined);
    }
    this.#at++;
  }

  #skipCollection(): void {
    let depth = 0;
    do {
      toBracket.lastIndex = this.#at;
      // Unlike `exec`, it makes no array: there are half a million brackets in a large document.
      toBracket.test(this.#text);
      this.#at = toBracket.lastIndex;
      const bracket = this.#text[this.#at++];
      depth += bracket === "{" || bracket === "[" ? 1 : -1;
    } while (depth > 0 && this.#at < this.#text.length);
  }

  #scalar(): void {
    if (this.#text[this.#at] === '"') this.#string();
    else while (this.#at < this.#text.length && !/[\s,\]}]/.test(this.#text[this.#at] ?? "")) this.#at++;
  }

  #string(): void {
    for (
      let end = this.#text.indexOf('"', this.#at + 1);
      end !== -1;
      end = this.#text.indexOf('"', end + 1)
    ) {
      let backslashes = 0;
      while (this.#text[end - 1 - backslashes] === "\\") backslashes++;
      if (backslashes % 2 === 1) continue;
      this.#at = end + 1;
      return;
    }
    this.#at = this.#text.length;
  }

  #space(): void {
    while (/\s/.test(this.#text[this.#at] ?? "")) this.#at++;
  }
}
