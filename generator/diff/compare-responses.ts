// The `…Responses` interface of an operation: which replies it lists decides what a call gives.

import { isAssignable } from "./assignable.js";
import type { Change } from "./change.js";
import { compareMembers } from "./compare-shapes.js";
import { memberName, type Place } from "./place.js";
import { type Member, membersOf, type ObjectShape, shapeText, unionOf } from "./shape.js";

/** `{ 200: Reply<Pet>; default: Reply<Problem> }`. */
export function isResponses({ members, index }: ObjectShape): boolean {
  return (
    index === undefined &&
    members.length > 0 &&
    members.every(
      ({ key, type }) =>
        isStatus(key) &&
        membersOf(type).every((reply) => reply.kind === "external" && reply.name === "Reply"),
    )
  );
}

function isStatus(key: string): boolean {
  return /^[1-5](?:\d\d|XX)$/.test(key) || key === "default";
}

/** As members, and what awaiting a call gives: the union of the 2xx replies, or else the default one. */
export function compareResponses(before: ObjectShape, after: ObjectShape, place: Place): Change[] {
  const changes = compareMembers(before.members, after.members, place);
  const oldKeys = new Set(before.members.map(({ key }) => key));
  const news = after.members.filter(({ key }) => !oldKeys.has(key) && isSuccess(key));
  if (news.length === 0) return changes;

  const successes = successesOf(before.members);
  if (successes.length === 0) return changes;
  const known = unionOf(successes.map(({ type }) => type));
  const sides = { from: place.after, to: place.before, use: "read" } as const;
  const surprises = news.filter(({ type }) => !isAssignable(type, known, sides));
  return changes.map((change) => {
    const surprise = surprises.find(({ key }) => memberName(place.name, key) === change.name);
    if (surprise === undefined) return change;
    const sentence = `\`${change.name}\` is new, and a success: calls may now give ${replyText(surprise)}.`;
    return { level: "major", name: change.name, sentence };
  });
}

function isSuccess(key: string): boolean {
  return key.startsWith("2");
}

function successesOf(members: readonly Member[]): readonly Member[] {
  const explicit = members.filter(({ key }) => isSuccess(key));
  return explicit.length > 0 ? explicit : members.filter(({ key }) => key === "default");
}

function replyText({ type }: Member): string {
  const bodies = membersOf(type).map((reply) => (reply.kind === "external" ? reply.arguments[0] : undefined));
  return bodies.map((body) => (body === undefined ? "another body" : `\`${shapeText(body)}\``)).join(" or ");
}
