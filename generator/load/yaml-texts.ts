import { getScalarValue, SCALAR_STYLE, type ScalarEvent } from "js-yaml";
import type { Frame, Mapping, Sequence } from "./yaml-events.js";

// To YAML, `4.0` is the number 4 and `True` a boolean. Where a document can only mean text (the values of a schema of
// type string, names that are required, a version), it keeps what was written.

/** What a mapping says so far that decides about scalars in it. */
interface Notes {
  readonly types: string[];
  readonly values: ScalarEvent[];
  readonly named: Map<string, ScalarEvent>;
}

export class Texts {
  readonly #text: string;
  /** Few mappings say anything of interest. */
  readonly #notes = new Map<Mapping, Notes>();

  constructor(text: string) {
    this.#text = text;
  }

  /** Takes note of a scalar value or item. */
  note(event: ScalarEvent, frame: Mapping | Sequence): void {
    if (frame.kind === "mapping") this.#noteValue(event, frame);
    else if (frame.parent.kind === "mapping") this.#noteItem(event, frame.parent);
  }

  /** Decides about a mapping once all of it is known: `type` may follow `enum`. */
  end(mapping: Mapping): void {
    const notes = this.#notes.get(mapping);
    if (notes === undefined) return;
    this.#notes.delete(mapping);
    const { types, values, named } = notes;
    if (types.includes("string") && !types.some((type) => otherTypes.has(type)))
      for (const value of values) this.#keep(value);
    const version = named.get("version");
    if (version !== undefined && mapping.seen.has("title")) this.#keep(version);
    const name = named.get("name");
    if (name !== undefined && mapping.seen.has("in")) this.#keep(name);
  }

  #noteValue(event: ScalarEvent, mapping: Mapping): void {
    switch (mapping.key) {
      case "type":
        if (!isData(mapping)) this.#of(mapping).types.push(getScalarValue(this.#text, event));
        break;
      case "const":
      case "default":
      case "example":
        if (this.#looksOdd(event) && !isData(mapping)) this.#of(mapping).values.push(event);
        break;
      case "operationId":
        if (!isData(mapping)) this.#keep(event);
        break;
      case "name":
      case "version":
        if (this.#looksOdd(event) && !isData(mapping)) this.#of(mapping).named.set(mapping.key, event);
    }
  }

  #noteItem(event: ScalarEvent, owner: Mapping): void {
    switch (owner.key) {
      case "type":
        if (!isData(owner)) this.#of(owner).types.push(getScalarValue(this.#text, event));
        break;
      case "enum":
      case "examples":
        if (this.#looksOdd(event) && !isData(owner)) this.#of(owner).values.push(event);
        break;
      case "required":
      case "tags":
        if (!isData(owner)) this.#keep(event);
    }
  }

  #of(mapping: Mapping): Notes {
    const notes = this.#notes.get(mapping) ?? { types: [], values: [], named: new Map() };
    this.#notes.set(mapping, notes);
    return notes;
  }

  /** Whether a scalar may be a number or a boolean, judging by how it begins. */
  #looksOdd(event: ScalarEvent): boolean {
    return (
      event.style === SCALAR_STYLE.PLAIN &&
      event.fast &&
      /[-+.\dtTfF]/.test(this.#text[event.valueStart] ?? "")
    );
  }

  #keep(event: ScalarEvent): void {
    // The parser looks up the type of plain scalars only.
    if (this.#looksOdd(event)) event.style = SCALAR_STYLE.DOUBLE_QUOTED;
  }
}

const otherTypes: ReadonlySet<string> = new Set(["number", "integer", "boolean"]);

const dataKeys: ReadonlySet<string> = new Set(["example", "examples", "default", "const", "enum", "value"]);

/** Under these, keys are names that somebody chose. */
const mapKeys: ReadonlySet<string> = new Set([
  "properties",
  "patternProperties",
  "schemas",
  "definitions",
  "$defs",
  "parameters",
  "responses",
  "headers",
]);

/** Whether the keys of a mapping mean nothing to OpenAPI: names, or what is inside an example or extension. */
function isData(mapping: Mapping): boolean {
  if (isMap(mapping)) return true;
  for (let frame: Frame = mapping.parent; frame.kind !== "document"; frame = frame.parent) {
    if (frame.kind === "sequence" || frame.key === undefined || isMap(frame)) continue;
    if (dataKeys.has(frame.key) || frame.key.startsWith("x-")) return true;
  }
  return false;
}

function isMap({ parent }: Mapping): boolean {
  if (parent.kind !== "mapping" || parent.key === undefined || !mapKeys.has(parent.key)) return false;
  // A property may be called `properties`.
  return !isMap(parent);
}
