// The .netrc format: tokens in any layout, "#" comments, quoted tokens, macros.

/** What a netrc file holds for a machine. */
export interface NetrcEntry {
  readonly login: string;
  readonly password: string | undefined;
}

/** The entries of a netrc file by machine; `default` is the one for all others. */
export interface Netrc {
  readonly machines: ReadonlyMap<string, NetrcEntry>;
  readonly default: NetrcEntry | undefined;
}

/** Parses a netrc file. Throws a SyntaxError with the line of what it does not know. */
export function parseNetrc(text: string): Netrc {
  const machines = new Map<string, NetrcEntry>();
  let fallback: NetrcEntry | undefined;
  const tokens = new Tokens(text);
  for (let token = tokens.next(); token !== undefined; token = tokens.next()) {
    if (token === "machine") machines.set(tokens.value(), readEntry(tokens));
    else if (token === "default") fallback = readEntry(tokens);
    else if (token === "macdef") tokens.skipMacro();
    // The token itself is not shown: a stray one may be half a password.
    else throw new SyntaxError(`netrc, line ${tokens.line}: expected "machine", "default" or "macdef".`);
  }
  return { machines, default: fallback };
}

function readEntry(tokens: Tokens): NetrcEntry {
  let login = "";
  let password: string | undefined;
  for (;;) {
    switch (tokens.peek()) {
      case "login":
      case "user":
        tokens.next();
        login = tokens.value();
        break;
      case "password":
        tokens.next();
        password = tokens.value();
        break;
      case "account":
        tokens.next();
        tokens.value();
        break;
      default:
        return { login, password };
    }
  }
}

/** The tokens of a netrc file, one at a time. */
class Tokens {
  readonly #text: string;
  #position = 0;

  constructor(text: string) {
    this.#text = text;
  }

  get line(): number {
    return this.#text.slice(0, this.#position).split("\n").length;
  }

  peek(): string | undefined {
    const start = this.#position;
    const token = this.next();
    this.#position = start;
    return token;
  }

  /** The next word of the grammar: a "#" where it could start opens a comment. */
  next(): string | undefined {
    return this.#take(/(?:\s+|#[^\n]*)*/y);
  }

  /** The next name or secret, in which a "#" is a character like any other. */
  value(): string {
    return this.#take(/\s*/y) ?? "";
  }

  #take(blank: RegExp): string | undefined {
    blank.lastIndex = this.#position;
    blank.exec(this.#text);
    const token = /"((?:[^"\\]|\\.)*)"?|(?:[^\s"\\]|\\.)(?:[^\s\\]|\\.)*/y;
    token.lastIndex = blank.lastIndex;
    const match = token.exec(this.#text);
    if (match === null) return undefined;
    this.#position = token.lastIndex;
    return (match[1] ?? match[0]).replace(/\\(.)/g, "$1");
  }

  /** A macro ends at the first blank line. */
  skipMacro(): void {
    const end = this.#text.slice(this.#position).search(/\n[ \t\r]*\n/);
    this.#position = end < 0 ? this.#text.length : this.#position + end + 1;
  }
}
