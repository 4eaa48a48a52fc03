import { EVENT_ID, type Event, getScalarValue, type ScalarEvent } from "js-yaml";

// A walk over what the parser reports, with the collections that each scalar is in.

export interface Mapping {
  readonly kind: "mapping";
  readonly parent: Frame;
  /** Its scalar keys so far, and where they are. */
  readonly seen: Map<string, number>;
  /** The key whose value comes next, or came last. */
  key: string | undefined;
  isValue: boolean;
}

export interface Sequence {
  readonly kind: "sequence";
  readonly parent: Frame;
  index: number;
}

export type Frame = Mapping | Sequence | { readonly kind: "document" };

/** Events come in document order; a collection ends after everything in it. */
export interface EventVisitor {
  /** A scalar key, before it counts as seen. */
  key(key: string, event: ScalarEvent, mapping: Mapping): void;
  /** A scalar that is a value or an item. */
  value(event: ScalarEvent, frame: Mapping | Sequence): void;
  end(mapping: Mapping): void;
}

export function walkEvents(text: string, events: readonly Event[], visitor: EventVisitor): void {
  let frame: Frame | undefined;
  const outer: (Frame | undefined)[] = [];
  const enter = (next: Frame): void => {
    outer.push(frame);
    frame = next;
  };
  /** Accounts for one complete node in the innermost collection. */
  const completeNode = (): void => {
    if (frame?.kind === "mapping") frame.isValue = !frame.isValue;
    else if (frame?.kind === "sequence") frame.index++;
  };
  for (const event of events) {
    switch (event.type) {
      case EVENT_ID.DOCUMENT:
        enter({ kind: "document" });
        break;
      case EVENT_ID.MAPPING:
        enter({ kind: "mapping", parent: frame ?? root, seen: new Map(), key: undefined, isValue: false });
        break;
      case EVENT_ID.SEQUENCE:
        enter({ kind: "sequence", parent: frame ?? root, index: 0 });
        break;
      case EVENT_ID.SCALAR:
        if (frame?.kind === "mapping" && !frame.isValue) {
          const key = getScalarValue(text, event);
          frame.key = key;
          visitor.key(key, event, frame);
          frame.seen.set(key, event.valueStart);
        } else if (frame !== undefined && frame.kind !== "document") visitor.value(event, frame);
        completeNode();
        break;
      case EVENT_ID.ALIAS:
        completeNode();
        break;
      case EVENT_ID.POP:
        if (frame?.kind === "mapping") visitor.end(frame);
        frame = outer.pop();
        completeNode();
    }
  }
}

const root: Frame = { kind: "document" };

/** The keys and indexes that lead to what a mapping's current key holds. */
export function pathOf(mapping: Mapping): string[] {
  const path: string[] = [];
  for (let frame: Frame = mapping; frame.kind !== "document"; frame = frame.parent) {
    if (frame.kind === "sequence") path.push(String(frame.index));
    else if (frame.key !== undefined) path.push(frame.key);
  }
  return path.reverse();
}
