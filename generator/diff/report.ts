// Changes as text for a terminal, Markdown for a pull request, or JSON for a program.

import { type Change, type FailLevel, type Level, levels, overallLevel } from "./change.js";

export type DiffFormat = "text" | "markdown" | "json";

const titles: Readonly<Record<Level, string>> = {
  major: "Breaking changes",
  minor: "Additions and deprecations",
  patch: "Other changes",
};

/** Patches are mostly words of the documentation: beyond this many, people get their number. JSON has them all. */
const maxPatches = 20;

export function formatChanges(changes: readonly Change[], format: DiffFormat): string {
  switch (format) {
    case "json":
      return `${JSON.stringify({ level: overallLevel(changes) ?? "none", changes }, null, 2)}\n`;
    case "markdown":
      return sections(changes, (title) => `## ${title}\n\n`, "- ");
    case "text":
      return sections(changes, (title) => `${title}\n`, "  ");
  }
}

function sections(changes: readonly Change[], heading: (title: string) => string, bullet: string): string {
  if (changes.length === 0) return "No change that callers can see.\n";
  const texts = levels.flatMap((level) => {
    const own = changes.filter((change) => change.level === level);
    if (own.length === 0) return [];
    const shown = level === "patch" ? own.slice(0, maxPatches) : own;
    const lines = shown.map(({ sentence }) => `${bullet}${sentence}\n`);
    if (shown.length < own.length) lines.push(`${bullet}… and ${own.length - shown.length} more.\n`);
    return [`${heading(`${titles[level]} (${own.length})`)}${lines.join("")}`];
  });
  return `${texts.join("\n")}\n${summary(changes)}\n`;
}

function summary(changes: readonly Change[]): string {
  const level = overallLevel(changes) ?? "patch";
  return level === "major"
    ? "The next version is a major one: code that compiles today may not."
    : `The next version is a ${level} one.`;
}

/**
 * The exit code of `gen-client diff`: 1 if a change is of `failOn` or weightier, else 0. Breaking changes fail by
 * default, so that a CI job is one line.
 */
export function diffExitCode(changes: readonly Change[], failOn: FailLevel = "major"): 0 | 1 {
  const level = overallLevel(changes);
  if (failOn === "none" || level === undefined) return 0;
  return levels.indexOf(level) <= levels.indexOf(failOn) ? 1 : 0;
}
