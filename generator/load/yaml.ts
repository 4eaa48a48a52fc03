import {
  CORE_SCHEMA,
  constructFromEvents,
  defineMappingTag,
  defineScalarTag,
  defineSequenceTag,
  EVENT_ID,
  type Event,
  intCoreTag,
  mapTag,
  mergeTag,
  parseEvents,
  SCALAR_STYLE,
  seqTag,
  strTag,
  YAMLException,
} from "js-yaml";
import type { Pointer } from "../diagnostics.js";
import { integer } from "./long-integers.js";
import { pointerOf } from "./pointer.js";
import { refuseAliases } from "./yaml-aliases.js";
import { pathOf, walkEvents } from "./yaml-events.js";
import { Texts } from "./yaml-texts.js";

// YAML as OpenAPI means it: the 1.2 core schema (dates, `no` and `on` are strings) with merge keys, and keys that
// are the text the user wrote: `200`, `1.0`, `True` and `null` as keys are names, not numbers and booleans.

/** A key that a mapping holds twice: the last one wins, as in JSON. */
export interface DuplicateKey {
  readonly key: string;
  readonly pointer: Pointer;
  readonly firstOffset: number;
  readonly offset: number;
}

export interface YamlText {
  /** The first document of the text. */
  readonly value: unknown;
  readonly documents: number;
  readonly duplicates: readonly DuplicateKey[];
  readonly events: readonly Event[];
}

// Tags of other tools (`!Ref`, `!!timestamp`) say nothing to OpenAPI; the value under them still does.
const foreignTags = ["!", "tag:"].flatMap((prefix) => [
  defineScalarTag(prefix, { ...strTag, implicit: false, matchByTagPrefix: true }),
  defineSequenceTag(prefix, { ...seqTag, matchByTagPrefix: true }),
  defineMappingTag(prefix, { ...mapTag, matchByTagPrefix: true }),
]);

const integerTag = defineScalarTag(intCoreTag.tagName, {
  ...intCoreTag,
  resolve: (source, isExplicit, tagName) => {
    const read = intCoreTag.resolve(source, isExplicit, tagName);
    return typeof read === "number" ? integer(source, read) : read;
  },
});

const schema = CORE_SCHEMA.withTags(integerTag, mergeTag, foreignTags);

/** The parser's own limits guard servers against strangers' input; a spec is chosen by the user. */
const maxDepth = 1_000;

/** Text that is not YAML. */
export class YamlSyntaxError extends Error {
  override readonly name = "YamlSyntaxError";
  readonly offset: number | undefined;

  constructor(cause: YAMLException) {
    super(cause.reason, { cause });
    this.offset = cause.mark?.position;
  }
}

/** Throws `YamlSyntaxError`, and `AliasError` for a value that is no tree. */
export function parseYaml(text: string): YamlText {
  try {
    return readYaml(text);
  } catch (error) {
    throw error instanceof YAMLException ? new YamlSyntaxError(error) : error;
  }
}

function readYaml(text: string): YamlText {
  const events = parseEvents(text, { maxDepth });
  const duplicates: DuplicateKey[] = [];
  const texts = new Texts(text);
  walkEvents(text, events, {
    key: (key, event, mapping) => {
      if (key === "<<") return;
      // The parser looks up the type of plain scalars only.
      if (event.style === SCALAR_STYLE.PLAIN && (event.fast || key === ""))
        event.style = SCALAR_STYLE.DOUBLE_QUOTED;
      const firstOffset = mapping.seen.get(key);
      if (firstOffset === undefined) return;
      duplicates.push({ key, pointer: pointerOf(pathOf(mapping)), firstOffset, offset: event.valueStart });
    },
    value: (event, frame) => texts.note(event, frame),
    end: (mapping) => texts.end(mapping),
  });
  if (events.some((event) => event.type === EVENT_ID.ALIAS)) refuseAliases(text, events);
  const documents = constructFromEvents(events, { source: text, schema, json: true, maxTotalMergeKeys: -1 });
  return { value: documents[0], documents: documents.length, duplicates, events };
}
