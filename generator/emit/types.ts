// Types of the IR as TypeScript source. Recursive, with precedence, and asking for every name it mentions:
// what a template could not do.

import type {
  DeclarationId,
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
import { lineWidth, scalarLiteral, stringLiteral, typeKey } from "./literals.js";
import { type LookUp, writtenOut } from "./omission.js";

/** Where a printer gets the names it mentions. */
export interface TypeScope {
  /** The local name of a declaration. */
  declaration(id: DeclarationId): string;
  /** The type of bytes here: what may be sent, or what is received. */
  binary(): string;
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
export function printType(type: Type, scope: TypeScope, options: PrintOptions): string {
  const { indent } = options;
  switch (type.kind) {
    case "unknown":
    case "never":
    case "null":
    case "boolean":
    case "string":
    case "number":
      return type.kind;
    case "binary":
      return scope.binary();
    case "literal":
      return scalarLiteral(type.value);
    case "enum": {
      const values = type.values.map(({ value }) => scalarLiteral(value));
      // `(string & {})` keeps the editor's suggestions, which a plain `string` would swallow.
      return alternatives(type.open ? [...values, `(${type.base} & {})`] : values, options);
    }
    case "array":
      return printArray(type.items, scope, options);
    case "tuple":
      return printTuple(type, scope, indent);
    case "object":
      return printObject(type, scope, options);
    case "union":
      return printUnion(type, scope, options);
    case "intersection":
      return printIntersection(type.members, scope, options);
    case "reference":
      return printReference(type, scope, options);
    case "type-parameter":
      return typeParameterName(type.label);
  }
}

function fits(text: string, { used }: PrintOptions): boolean {
  return used + text.length <= lineWidth && !text.includes("\n");
}

/** Members of a union, on one line or one line each. */
function alternatives(members: readonly string[], options: PrintOptions): string {
  const line = members.join(" | ");
  if (members.length < 2 || fits(line, options)) return line;
  return members.map((member) => `\n${options.indent}  | ${member}`).join("");
}

/** Room for a member that may come to stand on a line of its own. */
function nested({ indent }: PrintOptions): PrintOptions {
  return { indent: `${indent}    `, used: indent.length + 4 };
}

function printUnion(type: UnionType, scope: TypeScope, options: PrintOptions): string {
  const members = type.members.flatMap((member) => (member.kind === "union" ? member.members : [member]));
  // Mostly `X | null`, which reads best when only X is broken.
  const [first, second] = members;
  if (members.length === 2 && first !== undefined && second?.kind === "null") {
    const text = printMember(first, scope, options);
    if (first.kind !== "enum") return `${text} | null`;
  }
  const inline = members.map((member) =>
    printMember(member, scope, { indent: options.indent, used: lineWidth }),
  );
  if (inline.every((text) => !text.includes("\n")) && fits(inline.join(" | "), options))
    return inline.join(" | ");
  return alternatives(
    members.flatMap((member) => {
      const text = printMember(member, scope, nested(options));
      // An enum inside a union needs no brackets: its values are members like the others.
      return member.kind === "enum" ? enumMembers(member, scope) : [text];
    }),
    { indent: options.indent, used: lineWidth },
  );
}

function enumMembers(type: Type & { kind: "enum" }, scope: TypeScope): string[] {
  const line = printType(type, scope, { indent: "", used: 0 });
  return line.includes("\n")
    ? line
        .split("\n")
        .filter((part) => part !== "")
        .map((part) => part.replace(/^ *\| /, ""))
    : [line];
}

/** A member of a union: intersections bind tighter, so nothing needs brackets. */
function printMember(type: Type, scope: TypeScope, options: PrintOptions): string {
  if (type.kind === "enum") {
    const values = type.values.map(({ value }) => scalarLiteral(value));
    return [...values, ...(type.open ? [`(${type.base} & {})`] : [])].join(" | ");
  }
  return printType(type, scope, options);
}

function printIntersection(members: readonly Type[], scope: TypeScope, options: PrintOptions): string {
  const texts = members.map((member) => bracketed(member, scope, options));
  return texts.join(" & ");
}

/** As an operand of `&` or `[]`. */
function bracketed(type: Type, scope: TypeScope, options: PrintOptions): string {
  const isCompound =
    (type.kind === "union" && type.members.length > 1) ||
    (type.kind === "enum" && (type.values.length > 1 || type.open)) ||
    type.kind === "intersection";
  if (!isCompound) return printType(type, scope, options);
  const text = printType(type, scope, { indent: options.indent, used: options.used + 2 });
  return text.startsWith("\n") ? `(${text}\n${options.indent})` : `(${text})`;
}

function printArray(items: Type, scope: TypeScope, options: PrintOptions): string {
  return `${bracketed(items, scope, { indent: options.indent, used: options.used + 2 })}[]`;
}

function printTuple({ items, required, rest }: TupleType, scope: TypeScope, indent: string): string {
  const options = { indent, used: 0 };
  const parts = items.map((item, index) =>
    index < required ? printType(item, scope, options) : `${bracketed(item, scope, options)}?`,
  );
  if (rest !== undefined) parts.push(`...${printArray(rest, scope, options)}`);
  return `[${parts.map((part) => part.trimStart()).join(", ")}]`;
}

function printReference(type: ReferenceType, scope: TypeScope, options: PrintOptions): string {
  const { id, typeArguments, omit } = type;
  const written = writtenOut(type, scope.lookUp);
  if (written !== undefined) return printObject(written, scope, options);
  const name = scope.declaration(id) + printTypeArguments(typeArguments, scope, options.indent);
  return omit.length === 0 ? name : `Omit<${name}, ${omit.map(stringLiteral).join(" | ")}>`;
}

function printTypeArguments(typeArguments: readonly Type[], scope: TypeScope, indent: string): string {
  if (typeArguments.length === 0) return "";
  return `<${typeArguments.map((argument) => printType(argument, scope, { indent, used: 0 })).join(", ")}>`;
}

// ── Objects ──────────────────────────────────────────────────────────────────────────────────────────────

/** Objects this simple read best on one line. */
const maxInlineProperties = 3;
const maxInlineWidth = 72;

function printObject(type: ObjectType, scope: TypeScope, options: PrintOptions): string {
  if (type.properties.length === 0) return `{ ${indexSignature(type, scope, options.indent)} }`;
  if (
    type.properties.length <= maxInlineProperties &&
    type.properties.every(({ docs }) => isUndocumented(docs))
  ) {
    const members = type.properties.map((property) => printProperty(property, scope, options.indent));
    if (type.index !== undefined) members.push(indexSignature(type, scope, options.indent));
    const line = `{ ${members.join("; ")} }`;
    if (line.length <= maxInlineWidth && fits(line, options)) return line;
  }
  return printMembers(type, scope, options.indent);
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
    text += `${inner}${indexSignature(type, scope, inner)};\n`;
  }
  return `${text}${indent}}`;
}

function printProperty({ key, required, type }: Property, scope: TypeScope, indent: string): string {
  const start = `${typeKey(key)}${required ? "" : "?"}:`;
  return joinedType(start, printType(type, scope, { indent, used: indent.length + start.length + 2 }));
}

/** A broken union begins with a line break of its own. */
export function joinedType(start: string, type: string): string {
  return type.startsWith("\n") ? start + type : `${start} ${type}`;
}

/** Nothing known is anything at all. */
function indexSignature({ index, properties }: ObjectType, scope: TypeScope, indent: string): string {
  if (index === undefined) return "[key: string]: unknown";
  const start = "[key: string]:";
  const type = joinedType(start, printType(index, scope, { indent, used: indent.length + start.length + 1 }));
  // Without exactOptionalPropertyTypes, an optional property may be undefined, and the signature must allow it.
  const isWidened = index.kind !== "unknown" && properties.some(({ required }) => !required);
  return isWidened ? `${type} | undefined` : type;
}

// ── Type parameters ──────────────────────────────────────────────────────────────────────────────────────

/** Named so that no declaration is: those are never spelled with an underscore after one letter. */
export function typeParameterName(label: string): string {
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
