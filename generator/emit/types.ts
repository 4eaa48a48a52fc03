// Types of the IR as TypeScript source. Recursive, with precedence, and asking for every name it mentions:
// what a template could not do.

import type {
  DeclarationId,
  EnumType,
  ObjectType,
  Property,
  ReferenceType,
  TupleType,
  Type,
  TypeParameter,
  UnionType,
} from "../model/api.js";
import { pascalCase } from "../naming/identifiers.js";
import { docComment, isUndocumented } from "./docs.js";
import { orInherited } from "./inherited.js";
import { lineWidth, scalarLiteral, stringLiteral, typeKey } from "./literals.js";
import { type LookUp, writtenOut } from "./omission.js";
import { type Scalars, scalarType } from "./scalars.js";

/** Where a printer gets the names it mentions. */
export interface TypeScope {
  /** The local name of a declaration. */
  declaration(id: DeclarationId): string;
  /** The type of bytes here: a file in a part of multipart, else the text that JSON has for them. */
  binary(): string;
  /** How 64-bit integers and dates are seen here. */
  readonly scalars: Scalars;
  /** The declaration itself, for the few things that its shape decides. */
  readonly lookUp: LookUp;
}

export interface PrintOptions {
  /** The indentation of the line that the type begins on. */
  readonly indent: string;
  /** Columns of that line that are taken. */
  readonly used: number;
}

/** A type; broken into lines where it does not fit the width. */
export function printType(type: Type, scope: TypeScope, { indent, used }: PrintOptions): string {
  return inlineType(type, scope, lineWidth - used) ?? brokenType(type, scope, indent);
}

// ── On one line ──────────────────────────────────────────────────────────────────────────────────────────

/** Objects this simple read best on one line. */
const maxInlineProperties = 3;
const maxInlineObject = 72;

/** Undefined if it takes more than `room` columns, or reads better on several lines. */
function inlineType(type: Type, scope: TypeScope, room: number): string | undefined {
  switch (type.kind) {
    case "unknown":
    case "never":
    case "null":
    case "boolean":
      return type.kind;
    case "string":
    case "number":
      return scalarType(type, scope.scalars);
    case "binary":
      return scope.binary();
    case "literal":
      return scalarLiteral(type.value);
    case "type-parameter":
      return typeParameterName(type.label);
    case "enum":
      return within(enumMembers(type).join(" | "), room);
    case "array": {
      const items = inlineType(type.items, scope, room - 2);
      return items === undefined
        ? undefined
        : within(`${isCompound(type.items) ? `(${items})` : items}[]`, room);
    }
    case "union":
      return joined(type.members, " | ", scope, room);
    case "intersection":
      return joined(type.members, " & ", scope, room);
    case "reference": {
      const written = writtenOut(type, scope.lookUp);
      return written === undefined ? referenceText(type, scope) : inlineType(written, scope, room);
    }
    case "tuple": {
      const parts = tupleParts(type, (item) => inlineType(item, scope, room));
      return parts === undefined ? undefined : within(`[${parts.join(", ")}]`, room);
    }
    case "object":
      return inlineObject(type, scope, Math.min(room, maxInlineObject));
  }
}

function within(text: string, room: number): string | undefined {
  return text.length <= room ? text : undefined;
}

function joined(
  members: readonly Type[],
  operator: " | " | " & ",
  scope: TypeScope,
  room: number,
): string | undefined {
  let text = "";
  const parts = new Set<string>();
  for (const member of members) {
    const part = inlineType(member, scope, room - text.length);
    if (part === undefined) return undefined;
    // What differs in format only is one type.
    if (operator === " | " && parts.has(part)) continue;
    parts.add(part);
    // Intersections bind tighter, so that only their operands may need brackets.
    const operand = operator === " & " && isCompound(member) ? `(${part})` : part;
    text += text === "" ? operand : operator + operand;
    if (text.length > room) return undefined;
  }
  return text;
}

function inlineObject(type: ObjectType, scope: TypeScope, room: number): string | undefined {
  const { properties } = type;
  if (properties.length > maxInlineProperties || !properties.every(({ docs }) => isUndocumented(docs)))
    return undefined;
  const members: string[] = [];
  for (const property of properties) {
    const start = propertyStart(property);
    const text = inlineType(property.type, scope, room - start.length);
    if (text === undefined) return undefined;
    members.push(`${start} ${property.required ? text : orInherited(text, property.key)}`);
  }
  if (type.index !== undefined || properties.length === 0) {
    const text = indexSignature(type, (index) => inlineType(index, scope, room));
    if (text === undefined) return undefined;
    members.push(text);
  }
  return within(`{ ${members.join("; ")} }`, room);
}

/** Whether it needs brackets as an operand of `&` or `[]`. */
function isCompound(type: Type): boolean {
  return (
    type.kind === "union" ||
    type.kind === "intersection" ||
    (type.kind === "enum" && enumMembers(type).length > 1)
  );
}

function enumMembers({ values, open, base }: EnumType): string[] {
  const members = values.map(({ value }) => scalarLiteral(value));
  // `(string & {})` keeps the editor's suggestions, which a plain `string` would swallow.
  if (open) members.push(`(${base} & {})`);
  return members;
}

function referenceText({ id, typeArguments, omit }: ReferenceType, scope: TypeScope): string {
  const args = typeArguments.map((argument) => printType(argument, scope, { indent: "", used: 0 }));
  const name = scope.declaration(id) + (args.length === 0 ? "" : `<${args.join(", ")}>`);
  return omit.length === 0 ? name : `Omit<${name}, ${omit.map(stringLiteral).join(" | ")}>`;
}

function tupleParts(
  { items, required, rest }: TupleType,
  print: (type: Type) => string | undefined,
): string[] | undefined {
  const parts: string[] = [];
  for (const [index, item] of items.entries()) {
    const text = print(item);
    if (text === undefined) return undefined;
    if (index < required) parts.push(text);
    else if (isEager(item)) parts.push(`item${index}?: ${text}`);
    else parts.push(`${isCompound(item) ? `(${text})` : text}?`);
  }
  if (rest !== undefined) {
    const text = print(rest);
    if (text === undefined) return undefined;
    parts.push(`...${isEager(rest) ? "rest: " : ""}${isCompound(rest) ? `(${text})` : text}[]`);
  }
  return parts;
}

/**
 * Whether TypeScript asks at once what a list in an optional or further item holds, which may be the type that is just being
 * declared. It waits where the item has a label.
 */
function isEager(type: Type): boolean {
  switch (type.kind) {
    case "array":
      return refersOn(type.items);
    case "tuple":
      return type.items.some(refersOn) || (type.rest !== undefined && refersOn(type.rest));
    case "union":
    case "intersection":
      return type.members.some(isEager);
    default:
      return false;
  }
}

function refersOn(type: Type): boolean {
  return type.kind === "reference" || isEager(type) || (type.kind === "union" && type.members.some(refersOn));
}

// ── On several lines ─────────────────────────────────────────────────────────────────────────────────────

function brokenType(type: Type, scope: TypeScope, indent: string): string {
  switch (type.kind) {
    case "enum":
      return alternatives(enumMembers(type), indent);
    case "array":
      return isCompound(type.items)
        ? `${inBrackets(brokenType(type.items, scope, indent), indent)}[]`
        : `${printType(type.items, scope, { indent, used: indent.length + 2 })}[]`;
    case "union":
      return brokenUnion(type, scope, indent);
    case "intersection":
      return type.members.map((member) => operand(member, scope, indent)).join(" & ");
    case "tuple": {
      const inner = `${indent}  `;
      const parts = tupleParts(type, (item) =>
        printType(item, scope, { indent: inner, used: inner.length }).trimStart(),
      );
      return `[\n${(parts ?? []).map((part) => `${inner}${part},\n`).join("")}${indent}]`;
    }
    case "object":
      return printMembers(type, scope, indent);
    case "reference": {
      const written = writtenOut(type, scope.lookUp);
      return written === undefined ? referenceText(type, scope) : printMembers(written, scope, indent);
    }
    case "unknown":
    case "never":
    case "null":
    case "boolean":
    case "string":
    case "number":
    case "binary":
    case "literal":
    case "type-parameter":
      // A word cannot be broken, however little room there is.
      return inlineType(type, scope, Number.POSITIVE_INFINITY) ?? "unknown";
  }
}

function alternatives(members: readonly string[], indent: string): string {
  return members.map((member) => `\n${indent}  | ${member}`).join("");
}

function brokenUnion(type: UnionType, scope: TypeScope, indent: string): string {
  const members = type.members.flatMap((member) => (member.kind === "union" ? member.members : [member]));
  // Mostly `X | null`, which reads best when only X is broken.
  const [first, second] = members;
  if (members.length === 2 && first !== undefined && second?.kind === "null" && first.kind !== "enum") {
    return `${brokenType(first, scope, indent)} | null`;
  }
  const inner = `${indent}    `;
  const parts = members.flatMap((member) =>
    member.kind === "enum"
      ? enumMembers(member)
      : [printType(member, scope, { indent: inner, used: inner.length })],
  );
  return alternatives([...new Set(parts)], indent);
}

/** As an operand of `&`. */
function operand(type: Type, scope: TypeScope, indent: string): string {
  const text = printType(type, scope, { indent, used: indent.length + 2 });
  return isCompound(type) ? inBrackets(text, indent) : text;
}

function inBrackets(text: string, indent: string): string {
  return text.startsWith("\n") ? `(${text}\n${indent})` : `(${text})`;
}

/** `{ … }` with a line for each member: the body of an interface, too. */
export function printMembers(type: ObjectType, scope: TypeScope, indent: string): string {
  const inner = `${indent}  `;
  let text = "{\n";
  for (const property of type.properties) {
    const comment = docComment(property.docs, inner);
    if (comment !== "") text += `${comment}\n`;
    text += `${inner}${printProperty(property, scope, inner)};\n`;
  }
  if (type.index !== undefined || type.properties.length === 0) {
    text += `${inner}${indexSignature(type, (index) => printType(index, scope, { indent: inner, used: inner.length + 15 }))};\n`;
  }
  return `${text}${indent}}`;
}

function printProperty(property: Property, scope: TypeScope, indent: string): string {
  const start = propertyStart(property);
  const type = printType(property.type, scope, { indent, used: indent.length + start.length + 2 });
  return joinedType(start, property.required ? type : orInherited(type, property.key));
}

function propertyStart({ key, required }: Property): string {
  return `${typeKey(key)}${required ? "" : "?"}:`;
}

/** A broken union begins with a line break of its own. */
export function joinedType(start: string, type: string): string {
  return type.startsWith("\n") ? start + type : `${start} ${type}`;
}

/** Nothing known is anything at all. */
function indexSignature<Text extends string | undefined>(
  { index, properties }: ObjectType,
  print: (type: Type) => Text,
): string | Text {
  const start = "[key: string]:";
  if (index === undefined) return `${start} unknown`;
  const text = print(index);
  if (text === undefined) return text;
  // Without exactOptionalPropertyTypes, an optional property may be undefined, and the signature must allow it.
  if (index.kind === "unknown") return joinedType(start, text);
  const optional = properties.filter(({ required }) => !required);
  const widened = optional.reduce((type, { key }) => orInherited(type, key), joinedType(start, text));
  return widened + (optional.length > 0 ? " | undefined" : "");
}

// ── Type parameters ──────────────────────────────────────────────────────────────────────────────────────

/** Named so that no declaration is: those are never spelled with an underscore after one letter. */
function typeParameterName(label: string): string {
  return `T_${pascalCase(label)}`;
}

export function printTypeParameters(parameters: readonly TypeParameter[], scope: TypeScope): string {
  if (parameters.length === 0) return "";
  const printed = parameters.map(
    (parameter) =>
      `${typeParameterName(parameter.label)} = ${printType(parameter.default, scope, { indent: "", used: 0 })}`,
  );
  return `<${printed.join(", ")}>`;
}
