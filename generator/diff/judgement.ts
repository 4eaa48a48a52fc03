// The verdict on a type as a whole, where no part of it can be told to have changed.

import { isAssignable } from "./assignable.js";
import type { Change, Level } from "./change.js";
import type { Place } from "./place.js";
import { membersOf, type Shape, shapeText } from "./shape.js";

export function judge(before: Shape, after: Shape, place: Place): Change[] {
  const { name, position } = place;
  const forwards = { from: place.before, to: place.after };
  const backwards = { from: place.after, to: place.before };
  // The same set of values, spelled differently.
  if (
    isAssignable(before, after, { ...forwards, use: "written" }) &&
    isAssignable(after, before, { ...backwards, use: "written" })
  ) {
    return [];
  }
  // A more exact response breaks no code that handles the wider one; see also semver-ts.org.
  const breaksOutput = position.output && !isAssignable(after, before, { ...backwards, use: "read" });
  const breaksInput = position.input && !isAssignable(before, after, { ...forwards, use: "written" });
  const level: Level = breaksOutput || breaksInput ? "major" : "minor";
  const reason =
    breaksOutput && breaksInput
      ? ": values do not fit either way"
      : breaksOutput
        ? ": code may meet values that it does not expect"
        : breaksInput
          ? ": arguments that were accepted no longer are"
          : "";
  return [{ level, name, sentence: `${difference(before, after, name)}${reason}.` }];
}

function difference(before: Shape, after: Shape, name: string): string {
  const old = membersOf(before);
  const next = membersOf(after);
  const oldTexts = new Set(old.map(shapeText));
  const nextTexts = new Set(next.map(shapeText));
  const removed = old.filter((member) => !nextTexts.has(shapeText(member)));
  const added = next.filter((member) => !oldTexts.has(shapeText(member)));
  if (old.length + next.length > 2 && removed.length === 0)
    return `\`${name}\` may now also be ${listed(added)}`;
  if (old.length + next.length > 2 && added.length === 0)
    return `\`${name}\` can no longer be ${listed(removed)}`;
  return `\`${name}\` changed from ${code(before)} to ${code(after)}`;
}

/** More alternatives than this are counted instead of listed. */
const maxListed = 6;

function listed(shapes: readonly Shape[]): string {
  const shown = shapes.slice(0, maxListed).map(code);
  const rest = shapes.length - shown.length;
  if (rest > 0) return `${shown.join(", ")} and ${rest} more`;
  return shown.length < 2 ? shown.join("") : `${shown.slice(0, -1).join(", ")} or ${shown.at(-1)}`;
}

const maxCodeLength = 100;

function code(shape: Shape): string {
  const text = shapeText(shape);
  const shown = text.length <= maxCodeLength ? text : `${text.slice(0, maxCodeLength - 1)}…`;
  // A code span that holds backticks needs more of them around it.
  return shown.includes("`") ? `\`\` ${shown} \`\`` : `\`${shown}\``;
}
