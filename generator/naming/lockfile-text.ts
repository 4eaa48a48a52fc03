// The lockfile as text, and back. What it says is read like anybody's: it may have been edited or merged by hand.

import { compareText } from "./claims.js";
import { isIdentifier } from "./identifiers.js";
import type { LockedOperation, LockedTag, Lockfile, RunRecord } from "./lockfile.js";
import { sidesOfConflict } from "./merge-conflicts.js";
import type { ClientNames, WebhookNames } from "./names.js";
import { isReservedWord } from "./reserved.js";

/** One line per name, sorted by what it names: a change of the document is a small diff. */
export function printLockfile({ names, ...run }: Lockfile): string {
  const { client } = names;
  const lines = [
    "{",
    `  "generator": ${JSON.stringify(run.generator)},`,
    `  "input": ${JSON.stringify(run.input)},`,
    ...(run.sources === undefined ? [] : [`  "sources": ${list(run.sources)},`]),
    ...(run.output === undefined ? [] : [`  "output": ${JSON.stringify(run.output)},`]),
    ...(run.warnings === 0 ? [] : [`  "warnings": ${run.warnings},`]),
    `  "files": ${list(run.files.toSorted(compareText))},`,
    '  "names": {',
    `    "client": ${JSON.stringify(client === undefined ? null : [client.className, client.auth, client.options, client.server, client.webhooks])},`,
    `    "tags": ${entries(names.tags, ({ className, member, file }) => [className, member, file])},`,
    `    "operations": ${entries(names.operations, operationEntry)},`,
    `    "webhooks": ${entries(names.webhooks, ({ key, event }) => [key, event])},`,
    `    "declarations": ${entries(names.declarations, (name) => name)}`,
    "  }",
    "}",
  ];
  return `${lines.join("\n")}\n`;
}

/** The hash of the output is one of all files, this one included as it is with another hash or none in its place. */
export function withOutputHash(lockfile: string, hash: string): string {
  return lockfile.replace(/^ {2}"output": "\w*"/m, `  "output": "${hash}"`);
}

function operationEntry(operation: LockedOperation): unknown {
  const { function: functionName, method, descriptor, arguments: args, responses, item } = operation;
  const row = [operation.operationId ?? null, functionName, method, descriptor, args, responses, item];
  if (operation.argumentKeys.size === 0) return row;
  return [...row, Object.fromEntries([...operation.argumentKeys].sort(([a], [b]) => compareText(a, b)))];
}

function list(texts: readonly string[]): string {
  if (texts.length === 0) return "[]";
  return `[\n    ${texts.map((text) => JSON.stringify(text)).join(",\n    ")}\n  ]`;
}

function entries<Value>(map: ReadonlyMap<string, Value>, print: (value: Value) => unknown): string {
  if (map.size === 0) return "{}";
  const sorted = [...map].toSorted(([a], [b]) => compareText(a, b));
  const lines = sorted.map(([key, value]) => `      ${JSON.stringify(key)}: ${JSON.stringify(print(value))}`);
  return `{\n${lines.join(",\n")}\n    }`;
}

/** Undefined for what no run of ours has written. A name that is none any more is left out. */
export function parseLockfile(text: string): Lockfile | undefined {
  const sides = sidesOfConflict(text);
  if (sides === undefined) return parseWhole(text);
  // Both sides have pinned names that people use by now; where they disagree, ours counts.
  const [ours, theirs] = sides.map(parseWhole);
  if (ours === undefined || theirs === undefined) return ours ?? theirs;
  const { declarations, operations, tags, webhooks } = theirs.names;
  return {
    ...ours,
    names: {
      ...ours.names,
      declarations: new Map([...declarations, ...ours.names.declarations]),
      operations: new Map([...operations, ...ours.names.operations]),
      tags: new Map([...tags, ...ours.names.tags]),
      webhooks: new Map([...webhooks, ...ours.names.webhooks]),
    },
  };
}

function parseWhole(text: string): Lockfile | undefined {
  const value = parsed(text);
  const run = recordIn(value);
  if (value === undefined || run === undefined) return undefined;
  const names = isRecord(value.names) ? value.names : {};
  const client = clientNames(names.client);
  return {
    ...run,
    names: {
      ...(client === undefined ? {} : { client }),
      declarations: mapOf(names.declarations, (name) =>
        identifiers([name], 1)?.find((exported) => !isReservedWord(exported)),
      ),
      operations: mapOf(names.operations, lockedOperation),
      tags: mapOf(names.tags, lockedTag),
      webhooks: mapOf(names.webhooks, lockedWebhook),
    },
  };
}

/** A lockfile without its names, of which there are very many. */
export function parseRunRecord(text: string): RunRecord | undefined {
  return recordIn(parsed(text));
}

function parsed(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : undefined;
  } catch {
    // Not ours, or cut short: as good as no lockfile.
    return undefined;
  }
}

function recordIn(value: Readonly<Record<string, unknown>> | undefined): RunRecord | undefined {
  if (typeof value?.generator !== "string" || typeof value.input !== "string") return undefined;
  const { generator, input, sources, output, warnings, files } = value;
  return {
    generator,
    input,
    ...(Array.isArray(sources) && { sources: strings(sources) }),
    ...(typeof output === "string" && { output }),
    warnings: typeof warnings === "number" ? warnings : 0,
    files: strings(files),
  };
}

function strings(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}

function clientNames(value: unknown): ClientNames | undefined {
  const [className, auth, options, server, webhooks] = identifiers(value, 5) ?? [];
  if (className === undefined) return undefined;
  return { className, auth: auth!, options: options!, server: server!, webhooks: webhooks! };
}

function lockedOperation(value: unknown): LockedOperation | undefined {
  if (!Array.isArray(value)) return undefined;
  const [operationId, ...row]: unknown[] = value;
  const names = identifiers(row, 6);
  // A method may be called `delete`; what is exported may not.
  if (names === undefined || names.some((name, index) => index !== 1 && isReservedWord(name)))
    return undefined;
  return {
    ...(typeof operationId === "string" && { operationId }),
    function: names[0]!,
    method: names[1]!,
    descriptor: names[2]!,
    arguments: names[3]!,
    responses: names[4]!,
    item: names[5]!,
    argumentKeys: mapOf(row[6], (key) => (typeof key === "string" ? key : undefined)),
  };
}

function lockedTag(value: unknown): LockedTag | undefined {
  const names = identifiers(value, 2);
  const file: unknown = Array.isArray(value) ? value[2] : undefined;
  // The file's name becomes part of a path.
  if (names === undefined || typeof file !== "string" || !/^[^/\\.\0]+$/.test(file)) return undefined;
  return { className: names[0]!, member: names[1]!, file };
}

function lockedWebhook(value: unknown): WebhookNames | undefined {
  if (!Array.isArray(value) || typeof value[0] !== "string") return undefined;
  const event: unknown = value[1];
  return typeof event === "string" && isIdentifier(event) ? { key: value[0], event } : undefined;
}

/** The first `count` items, if all are identifiers. */
function identifiers(value: unknown, count: number): string[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const names: string[] = [];
  for (const name of value.slice(0, count))
    if (typeof name === "string" && isIdentifier(name)) names.push(name);
  return names.length === count ? names : undefined;
}

function mapOf<Value>(value: unknown, read: (item: unknown) => Value | undefined): Map<string, Value> {
  const map = new Map<string, Value>();
  if (!isRecord(value)) return map;
  for (const [key, item] of Object.entries(value)) {
    const known = read(item);
    if (known !== undefined) map.set(key, known);
  }
  return map;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
