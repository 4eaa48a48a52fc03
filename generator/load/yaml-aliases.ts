import { EVENT_ID, type Event } from "js-yaml";

/** A YAML value that is no tree: it contains itself through an alias, or unfolds to millions of nodes. */
export class AliasError extends Error {
  override readonly name = "AliasError";
  /** Where the alias is. */
  readonly offset: number;

  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}

const maxUnfoldedNodes = 20_000_000;

/** A value that has begun: how many nodes it unfolds to, so far. */
interface Node {
  size: number;
  isOpen: boolean;
}

/**
 * Aliases share one value in many places. Everything after this treats values as trees, so they have to be: of the
 * first document, the others are not read.
 *
 * @throws AliasError
 */
export function refuseAliases(text: string, events: readonly Event[]): void {
  const anchors = new Map<string, Node>();
  const open: Node[] = [];
  let last = { name: "", offset: 0 };
  const add = (size: number): void => {
    const outer = open.at(-1);
    if (outer === undefined) return;
    outer.size += size;
    if (outer.size > maxUnfoldedNodes)
      throw new AliasError(`with "*${last.name}", its aliases unfold to millions of values`, last.offset);
  };
  const begin = (anchorStart: number, anchorEnd: number, isOpen: boolean): Node => {
    const node = { size: 1, isOpen };
    if (anchorStart !== -1) anchors.set(text.slice(anchorStart, anchorEnd), node);
    return node;
  };
  for (const event of events) {
    switch (event.type) {
      case EVENT_ID.DOCUMENT:
        open.push({ size: 0, isOpen: true });
        break;
      case EVENT_ID.MAPPING:
      case EVENT_ID.SEQUENCE:
        open.push(begin(event.anchorStart, event.anchorEnd, true));
        break;
      case EVENT_ID.SCALAR:
        add(begin(event.anchorStart, event.anchorEnd, false).size);
        break;
      case EVENT_ID.ALIAS: {
        const name = text.slice(event.anchorStart, event.anchorEnd);
        const node = anchors.get(name);
        if (node === undefined) break;
        last = { name, offset: event.anchorStart - 1 };
        if (node.isOpen) throw new AliasError(`"*${name}" refers to a value that contains it`, last.offset);
        add(node.size);
        break;
      }
      case EVENT_ID.POP: {
        const closed = open.pop();
        if (closed === undefined || open.length === 0) return;
        closed.isOpen = false;
        add(closed.size);
      }
    }
  }
}
