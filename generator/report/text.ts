import type { LocatedDiagnostic } from "./places.js";

// Diagnostics for people:
//
//   petstore.yaml:41:11  error[ref-not-found]  "$ref" points to "#/components/schemas/Cta", which does not exist. Did you mean "Cat"?
//      40 |   pet:
//      41 |     $ref: '#/components/schemas/Cta'
//         |           ^

/** Wraps a text in terminal colours, or leaves it as it is. */
export type Paint = (style: keyof typeof styles, text: string) => string;

const styles = {
  bold: [1, 22],
  dim: [2, 22],
  red: [31, 39],
  yellow: [33, 39],
  green: [32, 39],
  cyan: [36, 39],
} as const;

export const plain: Paint = (_style, text) => text;

export const coloured: Paint = (style, text) => {
  const [on, off] = styles[style];
  return `\u001B[${on}m${text}\u001B[${off}m`;
};

/** NO_COLOR (no-color.org) wins over FORCE_COLOR, which wins over what the stream is. */
export function paintFor(
  stream: { readonly isTTY?: boolean },
  environment: Readonly<Record<string, string | undefined>>,
): Paint {
  const { NO_COLOR: no, FORCE_COLOR: force, TERM: terminal } = environment;
  if (no !== undefined && no !== "") return plain;
  if (force !== undefined) return force === "0" || force === "false" ? plain : coloured;
  return stream.isTTY === true && terminal !== "dumb" ? coloured : plain;
}

export function formatText(diagnostics: readonly LocatedDiagnostic[], paint: Paint): string {
  return diagnostics.map((diagnostic) => `${formatOne(diagnostic, paint)}\n`).join("");
}

function formatOne(diagnostic: LocatedDiagnostic, paint: Paint): string {
  const { file, line, column, severity, code, message, help, others } = diagnostic;
  const place = file === undefined ? "" : [file, line, column].filter((part) => part !== undefined).join(":");
  const label = paint(severity === "error" ? "red" : "yellow", `${severity}[${code}]`);
  const lines = [
    [paint("bold", place), label, [message, help].filter((text) => text !== undefined).join(" ")]
      .filter((part) => part !== "" && part !== paint("bold", ""))
      .join("  "),
    ...codeFrame(diagnostic, paint),
  ];
  if (others > 0) lines.push(paint("dim", `      … and ${others} more of this kind`));
  return lines.join("\n");
}

const frameWidth = 100;

/** The blamed line, with the one before it for orientation. */
function codeFrame({ text, line, column }: LocatedDiagnostic, paint: Paint): string[] {
  if (text === undefined || line === undefined || column === undefined) return [];
  const start = startOfLine(text, line);
  const blamed = lineFrom(text, start);
  // Minified JSON is one line of megabytes; a window around the place is shown.
  const left = column > frameWidth ? column - 1 - frameWidth / 2 : 0;
  const cropped = (full: string): string => {
    const window = full.slice(left, left + frameWidth).replaceAll("\t", " ");
    return `${left > 0 && window !== "" ? "…" : ""}${window}${full.length > left + frameWidth ? "…" : ""}`;
  };
  const numberWidth = Math.max(5, String(line).length + 1);
  const row = (number: string, shown: string): string =>
    `${paint("dim", `${number.padStart(numberWidth)} |`)}${shown === "" ? "" : ` ${shown}`}`;
  const before = line > 1 ? lineFrom(text, text.lastIndexOf("\n", start - 2) + 1) : undefined;
  const indent = " ".repeat(column - 1 - left + (left > 0 ? 1 : 0));
  return [
    ...(before === undefined ? [] : [row(String(line - 1), cropped(before))]),
    row(String(line), cropped(blamed)),
    row("", `${indent}${paint("red", "^")}`),
  ];
}

/** The offset of a line, counted from 1. */
function startOfLine(text: string, line: number): number {
  let start = 0;
  for (let passed = 1; passed < line; passed++) start = text.indexOf("\n", start) + 1;
  return start;
}

/** Without its end. */
function lineFrom(text: string, start: number): string {
  const end = text.indexOf("\n", start);
  const line = text.slice(start, end === -1 ? undefined : end);
  return line.endsWith("\r") ? line.slice(0, -1) : line;
}
