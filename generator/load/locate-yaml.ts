import { EVENT_ID, type Event, getScalarValue } from "js-yaml";
import type { Source } from "./source-set.js";
import type { TextRange, Wanted } from "./wanted.js";
import { forgiving } from "./yaml-options.js";

/** Fills in the ranges in a YAML text. */
export async function locateInYaml({ text, events }: Source, root: Wanted): Promise<void> {
  if (events !== undefined) locateByEvents(text, events, root);
  // The text was read by `yaml`, which forgives more.
  else await locateByNodes(text, root);
}

type Frame =
  | { readonly kind: "document"; readonly wanted: Wanted }
  | { readonly kind: "sequence"; readonly wanted: Wanted; index: number }
  | {
      readonly kind: "mapping";
      readonly wanted: Wanted;
      /** Set while the value of a key is awaited. */
      key: { readonly wanted: Wanted | undefined; readonly range: TextRange } | undefined;
    };

/** js-yaml's events have offsets. */
function locateByEvents(text: string, events: readonly Event[], root: Wanted): void {
  const frames: Frame[] = [];
  /** What the next node in the innermost frame is; `key` if that frame is a mapping and the node a value. */
  const expected = (): { readonly wanted: Wanted | undefined; readonly key?: TextRange } => {
    const frame = frames.at(-1);
    if (frame?.kind === "sequence") return { wanted: frame.wanted.children.get(String(frame.index)) };
    if (frame?.kind === "mapping")
      return { wanted: frame.key?.wanted, ...(frame.key && { key: frame.key.range }) };
    return { wanted: frame?.wanted };
  };
  const complete = (): void => {
    const frame = frames.at(-1);
    if (frame?.kind === "sequence") frame.index++;
    else if (frame?.kind === "mapping") frame.key = undefined;
  };
  /** How many collections that nobody wants are open: all but a few of the events are in one. */
  let unwanted = 0;
  for (const event of events) {
    if (unwanted > 0) {
      if (event.type === EVENT_ID.MAPPING || event.type === EVENT_ID.SEQUENCE) unwanted++;
      else if (event.type === EVENT_ID.POP && --unwanted === 0) complete();
      continue;
    }
    switch (event.type) {
      case EVENT_ID.DOCUMENT:
        // Only the first document of a text is read.
        if (frames.length === 0 && root.range !== undefined) return;
        frames.push({ kind: "document", wanted: root });
        break;
      case EVENT_ID.MAPPING:
      case EVENT_ID.SEQUENCE: {
        const { wanted, key } = expected();
        if (wanted === undefined) {
          unwanted = 1;
          break;
        }
        wanted.range = key ?? { start: event.start, end: lineEnd(text, event.start) };
        const isMapping = event.type === EVENT_ID.MAPPING;
        frames.push(
          isMapping ? { kind: "mapping", wanted, key: undefined } : { kind: "sequence", wanted, index: 0 },
        );
        break;
      }
      case EVENT_ID.SCALAR: {
        const frame = frames.at(-1);
        if (frame?.kind === "mapping" && frame.key === undefined) {
          const range = { start: event.valueStart, end: event.valueEnd };
          frame.key = { wanted: frame.wanted.children.get(getScalarValue(text, event)), range };
          break;
        }
        const { wanted, key } = expected();
        if (wanted !== undefined)
          wanted.range = event.valueStart === -1 ? key : scalarRange(text, event.valueStart, event.valueEnd);
        complete();
        break;
      }
      case EVENT_ID.ALIAS: {
        const { wanted } = expected();
        // One back, to the asterisk.
        if (wanted !== undefined) wanted.range = { start: event.anchorStart - 1, end: event.anchorEnd };
        complete();
        break;
      }
      case EVENT_ID.POP:
        frames.pop();
        complete();
    }
  }
}

/** The range of a scalar with its quotes, which the parser's offsets leave out. */
function scalarRange(text: string, start: number, end: number): TextRange {
  const quote = text[start - 1];
  const isQuoted = (quote === '"' || quote === "'") && text[end] === quote;
  return isQuoted ? { start: start - 1, end: end + 1 } : { start, end };
}

function lineEnd(text: string, start: number): number {
  const end = text.indexOf("\n", start);
  return end === -1 ? text.length : end;
}

async function locateByNodes(text: string, root: Wanted): Promise<void> {
  const { isMap, isScalar, isSeq, parseDocument } = await import("yaml");
  const visit = (node: unknown, wanted: Wanted, key: TextRange | undefined): void => {
    const isCollection = isMap(node) || isSeq(node);
    if (isCollection || isScalar(node)) {
      const [start = 0, end = 0] = node.range ?? [];
      wanted.range = isCollection ? (key ?? { start, end: lineEnd(text, start) }) : { start, end };
    }
    if (isSeq(node)) {
      for (const [index, item] of node.items.entries()) {
        const child = wanted.children.get(String(index));
        if (child !== undefined) visit(item, child, undefined);
      }
    }
    if (!isMap(node)) return;
    for (const pair of node.items) {
      const child = isScalar(pair.key) ? wanted.children.get(String(pair.key.value)) : undefined;
      if (child === undefined || !isScalar(pair.key)) continue;
      const [start = 0, end = 0] = pair.key.range ?? [];
      visit(pair.value, child, { start, end });
    }
  };
  visit(parseDocument(text, forgiving).contents, root, undefined);
}
