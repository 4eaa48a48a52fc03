// WWW-Authenticate as RFC 9110 §11.6.1 has it: a list of challenges, in one line or many, whose parameters are lists too.

/** One challenge: `Digest realm="x", nonce="y"`, or `Negotiate <token68>`. Names are in lower case. */
export interface Challenge {
  readonly scheme: string;
  readonly token68?: string | undefined;
  readonly parameters: ReadonlyMap<string, string>;
  /** What cannot be read was found in it: an open quote, a parameter without a value. */
  readonly isMalformed: boolean;
}

const token = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
const parameter = new RegExp(
  `(${token})[ \\t]*=[ \\t]*(?:"((?:[^"\\\\]|\\\\.)*)"|(${token}))[ \\t]*(?=,|$)`,
  "y",
);
const schemeStart = new RegExp(`(${token})(?:[ \\t]+|(?=,|$))`, "y");
const token68 = /([A-Za-z0-9._~+/-]+=*)[ \t]*(?=,|$)/y;
const separators = /[ \t,]*/y;
const untilComma = /(?:[^,"]|"(?:[^"\\]|\\.)*"?)*/y;

/** All challenges of the given header lines, in order. */
export function parseChallenges(lines: readonly string[]): Challenge[] {
  return lines.flatMap(parseLine);
}

function parseLine(line: string): Challenge[] {
  const challenges: (Challenge & { readonly parameters: Map<string, string> })[] = [];
  let position = 0;
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = position;
    const match = pattern.exec(line);
    if (match !== null) position = pattern.lastIndex;
    return match;
  };
  for (;;) {
    take(separators);
    if (position >= line.length) return challenges;
    const current = challenges.at(-1);
    // "a=b" continues the challenge before it; a token followed by a space or a comma opens the next one.
    const pair = current === undefined ? null : take(parameter);
    if (current !== undefined && pair !== null) {
      const [, name = "", quoted, plain = ""] = pair;
      current.parameters.set(name.toLowerCase(), quoted?.replace(/\\(.)/g, "$1") ?? plain);
      continue;
    }
    const scheme = take(schemeStart)?.[1];
    if (scheme === undefined) {
      // Skips to the next comma, so that one broken challenge does not hide a good one after it.
      take(untilComma);
      if (current !== undefined) challenges[challenges.length - 1] = { ...current, isMalformed: true };
      continue;
    }
    const startsParameter = matchesAt(parameter, line, position);
    challenges.push({
      scheme: scheme.toLowerCase(),
      token68: startsParameter ? undefined : take(token68)?.[1],
      parameters: new Map(),
      isMalformed: false,
    });
  }
}

function matchesAt(pattern: RegExp, text: string, position: number): boolean {
  pattern.lastIndex = position;
  return pattern.test(text);
}
